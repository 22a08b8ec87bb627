"""Cases of an invented municipality on which something more may happen.

No reading is recorded and no relation asked for: only the job that invents the municipality may ask.
"""

from datetime import date
from typing import TypeVar

from django.db.models import Case as Choose
from django.db.models import Exists, OuterRef, QuerySet, Value, When

from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, DecisionLine, Intake
from samsyn.cases.models.standings import granted_lines
from samsyn.people.queries import why_not_invent
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

Row = TypeVar("Row", Case, Decision)
RELATED = ("case__person", "case__unit", "case__caseworker", "investigation")


def refused_between(first: date, last: date, *, near: int, by: Actor) -> QuerySet[Decision]:
    """The last signed decision of a case, with something refused or cut, from one day to another; the newest first.

    Those of the caseworker `near` come before others'.
    """
    permit(why_not_invent(by))
    against = DecisionLine.objects.filter(decision=OuterRef("pk")).exclude(outcome=DecisionLine.Outcome.GRANTED)
    later = Decision.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    found = Decision.objects.filter(Exists(against), ~Exists(later), state=Decision.State.SIGNED)
    found = found.filter(signed_at__date__range=(first, last), appeals=None, case__person__died_on=None)
    return _near(found, "case__", near, "-signed_at", "pk", first=True)


def drafts_sent_back(*, near: int, by: Actor) -> QuerySet[Decision]:
    """Drafts that a delegate has sent back, those of the caseworker `near` first."""
    permit(why_not_invent(by))
    drafts = _first().filter(state=Decision.State.DRAFT).exclude(returned_note="")
    return _near(drafts, "case__", near, "pk", first=True)


def proposals(*, near: int, by: Actor) -> QuerySet[Decision]:
    """First proposals that wait for a delegate, those of the caseworker `near` last."""
    permit(why_not_invent(by))
    housing = DecisionLine.objects.filter(decision=OuterRef("pk"), intervention="SARSKILT_BOENDE")
    waiting = _first().filter(~Exists(housing), state=Decision.State.PROPOSED)
    return _near(waiting, "case__", near, "proposed_at", "pk", first=False)


def applied_for(*, near: int, by: Actor) -> QuerySet[Case]:
    """Cases on an application that is investigated and has no decision, those of the caseworker `near` last."""
    permit(why_not_invent(by))
    applied = Intake.objects.filter(case=OuterRef("pk"), form=Intake.Form.APPLICATION)
    found = Case.objects.filter(Exists(applied), status=Status.INVESTIGATING, decisions=None)
    return _near(found, "", near, "received_at", "pk", first=False)


def decided(*, near: int, by: Actor) -> QuerySet[Case]:
    """Cases whose decision nobody has begun to carry out, those of the caseworker `near` last."""
    permit(why_not_invent(by))
    found = Case.objects.filter(status__in=[Status.DECIDED, Status.ORDERED], caseworker__isnull=False)
    return _near(found, "", near, "received_at", "pk", first=False)


def helped(*, near: int, intervention: str | None = None, by: Actor) -> QuerySet[Case]:
    """Cases in which help is given, with something granted of an intervention, the caseworker `near`'s first."""
    permit(why_not_invent(by))
    found = Case.objects.filter(status=Status.ACTIVE, caseworker__isnull=False)
    if intervention:
        lines = DecisionLine.objects.filter(decision__case=OuterRef("pk"), decision__state=Decision.State.SIGNED)
        found = found.filter(Exists(lines.filter(intervention=intervention).exclude(outcome="refused")))
    return _near(found, "", near, "received_at", "pk", first=True)


def _first() -> QuerySet[Decision]:
    """Decisions in cases where nothing is decided before."""
    return Decision.objects.exclude(case__decisions__state=Decision.State.SIGNED)


def _near(found: QuerySet[Row], to_case: str, caseworker: int, *order: str, first: bool) -> QuerySet[Row]:
    """In some order, with those of a caseworker before the others or after them."""
    mine = Choose(
        When(**{f"{to_case}caseworker": caseworker, "then": Value(0 if first else 1)}), default=Value(int(first))
    )
    related = RELATED if to_case else tuple(r.removeprefix("case__") for r in RELATED[:3])
    return found.select_related(*related).order_by(mine, *order)


def line_of(case: Case, intervention: str, *, by: Actor) -> DecisionLine | None:
    """The newest granted line of an intervention in a case."""
    permit(why_not_invent(by))
    return granted_lines(case).filter(intervention=intervention).order_by("-pk").first()
