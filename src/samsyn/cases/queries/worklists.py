"""My day: what waits for me, what is late, what came back. Lists are narrowed to the reader's own by construction."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, Intake
from samsyn.people.roles import Actor, Role

OPEN = [s.value for s in Status if s is not Status.CLOSED]


def _cases(actor: Actor, role: Role) -> QuerySet[Case]:
    if actor.role is not role:
        return Case.objects.none()
    return Case.objects.filter(unit=actor.unit_id).select_related("person", "caseworker")


def my_cases(actor: Actor) -> QuerySet[Case]:
    """The caseworker's own open cases, those that have waited longest first."""
    own = _cases(actor, Role.CASEWORKER).filter(caseworker=actor.staff_id, status__in=OPEN)
    return own.order_by("status_since", "pk")


def unit_cases(actor: Actor) -> QuerySet[Case]:
    """All open cases of the team leader's unit."""
    return _cases(actor, Role.TEAM_LEADER).filter(status__in=OPEN).order_by("status_since", "pk")


def unassigned(actor: Actor) -> QuerySet[Case]:
    """What has come in to the unit and nobody has taken."""
    role = actor.role if actor.role in {Role.CASEWORKER, Role.TEAM_LEADER} else Role.CASEWORKER
    waiting = _cases(actor, role).filter(status=Status.RECEIVED, caseworker__isnull=True)
    return waiting.order_by("received_at", "pk")


def to_follow_up(actor: Actor, *, by_day: date) -> QuerySet[Case]:
    """The caseworker's cases to follow up by a day, the latest overdue first."""
    due = _cases(actor, Role.CASEWORKER).filter(
        caseworker=actor.staff_id, status=Status.ACTIVE, follow_up_on__lte=by_day
    )
    return due.order_by("follow_up_on", "pk")


def reports_unopened(actor: Actor) -> QuerySet[Intake]:
    """Reports (anmälan) at the caseworker whose preliminary assessment is not done."""
    return Intake.objects.filter(
        form=Intake.Form.REPORT, case__caseworker=actor.staff_id, case__status=Status.RECEIVED
    ).select_related("case__person")


@dataclass(frozen=True)
class Day:
    """How much waits, by heading."""

    received: int
    investigating: int
    returned: int
    decided: int
    follow_up: int
    unassigned: int


def my_day(actor: Actor, *, today: date) -> Day:
    """The caseworker's day in numbers."""
    own = Case.objects.filter(caseworker=actor.staff_id, unit=actor.unit_id)
    drafts = Decision.objects.filter(case__caseworker=actor.staff_id, state=Decision.State.DRAFT)
    return Day(
        received=own.filter(status=Status.RECEIVED).count(),
        investigating=own.filter(status=Status.INVESTIGATING).count(),
        returned=drafts.exclude(returned_note="").count(),
        decided=own.filter(status=Status.DECIDED).count(),
        follow_up=to_follow_up(actor, by_day=today).count(),
        unassigned=unassigned(actor).count(),
    )
