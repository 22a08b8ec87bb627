"""How a check stands, who has said yes to a camera, and who may look: what both the actions and the pages ask. Reads
alone."""

from datetime import datetime

from django.db.models import QuerySet

from samsyn.homecare.models import LookPermit, NightCheck, NightTerms, Supervision
from samsyn.homecare.nightwatch.consent import Yeses, why_barred
from samsyn.homecare.nightwatch.machine import Check, State, Terms
from samsyn.homecare.nightwatch.rules import night_rules
from samsyn.homecare.nightwatch.times import ZONE, night_at
from samsyn.people.models import Relation
from samsyn.people.refusals import Refusal
from samsyn.people.roles import Actor


def check_of(row: NightCheck) -> Check:
    """A stored check as the machine knows it."""
    return Check(State(row.state), row.act_at, row.since, row.looks)


def terms_of(row: NightTerms) -> Terms:
    return Terms(
        look_seconds=row.look_seconds,
        retry_minutes=row.retry_minutes,
        window_minutes=row.window_minutes,
        visit_minutes=row.visit_minutes,
        answer_seconds=night_rules(row.agreed_at.date()).answer_seconds,
    )


def yeses_of(supervision: Supervision) -> Yeses:
    """Who has said yes and who has not. Two questions to the database, three where somebody lives there."""
    said = {c.cohabitant_id for c in supervision.consents.all() if c.withdrawn_at is None}
    living = [c for c in supervision.cohabitants.all() if c.moved_at is None]
    noted = {c.other_id for c in supervision.cohabitants.all()}  # also who has moved: staff have said so
    registered = Relation.objects.filter(person=supervision.order.case.person_id, lives_together=True)
    unasked = [r.other.name for r in registered.select_related("other") if r.other_id not in noted]
    return Yeses(None in said, tuple(c.name for c in living if c.pk not in said), tuple(unasked))


def is_off(check: NightCheck) -> bool:
    """Whether the person has called off the night of a check."""
    return check.supervision.nights_off.filter(night=night_at(check.due_at), back_at=None).exists()


def why_barred_at(supervision: Supervision) -> Refusal | None:
    """The reason nobody may look at the person now, or None."""
    return why_barred(yeses_of(supervision))


def permits_at(unit_id: int | None, at: datetime) -> QuerySet[LookPermit]:
    """The permissions to look that hold at a unit at a moment."""
    today = at.astimezone(ZONE).date()
    return LookPermit.objects.filter(unit=unit_id, ended_at=None, valid_from__lte=today, valid_to__gte=today)


def is_named(actor: Actor, at: datetime) -> bool:
    """Whether somebody is one of the few who may look at their unit now."""
    return actor.is_human and permits_at(actor.unit_id, at).filter(staff=actor.staff_id).exists()
