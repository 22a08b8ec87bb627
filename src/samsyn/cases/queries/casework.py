"""What the caseworker's and the team leader's pages ask: what came in, what waits, and the text a save began from.

Lists are narrowed to the reader's own cases or own unit by construction.
"""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, Intake, Investigation
from samsyn.people.queries import caseworkers_of
from samsyn.people.roles import ASSESSMENT, Actor, Role


def intakes_of(case: Case) -> QuerySet[Intake]:
    """What has come in to a case, newest first. Called after `open_case`."""
    return case.intakes.select_related("by_person").order_by("-received_at", "-pk")


def handling(actor: Actor, to_case: str = "") -> Q:
    """What is open and the reader answers for: a caseworker's own, a team leader's or delegate's whole unit.

    `to_case` leads from what is filtered to its case, as in "case__".
    """
    return answered_for(actor, to_case) & Q(
        **{f"{to_case}closed_at__isnull": True}
    )  # as the index of open cases has it


def answered_for(actor: Actor, to_case: str = "") -> Q:
    """What the reader answers for, open or closed."""
    if actor.role not in ASSESSMENT:
        return Q(pk__in=[])
    narrowed = {"unit": actor.unit_id}
    if actor.role is Role.CASEWORKER:
        narrowed["caseworker"] = actor.staff_id
    return Q(**{f"{to_case}{field}": value for field, value in narrowed.items()})


def handled(actor: Actor) -> QuerySet[Case]:
    """The open cases that the reader answers for."""
    return Case.objects.filter(handling(actor)).select_related("person", "caseworker")


def left_behind(actor: Actor, *, today: date) -> QuerySet[Case]:
    """The open cases of a team leader's unit whose caseworker is no caseworker there today, the longest still first."""
    if actor.role is not Role.TEAM_LEADER:
        return Case.objects.none()
    in_service = caseworkers_of(actor.unit_id, today=today).order_by().values("pk")
    left = handled(actor).filter(caseworker__isnull=False).exclude(caseworker__in=in_service)
    return left.order_by("status_since", "pk")


def returned(actor: Actor) -> QuerySet[Decision]:
    """Proposals that the delegate sent back, with the note, the oldest first; of a closed case its correction too."""
    theirs = handling(actor, "case__") | (answered_for(actor, "case__") & Q(corrects__isnull=False))
    drafts = Decision.objects.filter(theirs, state=Decision.State.DRAFT, signed_at__isnull=True)
    drafts = drafts.exclude(returned_note="").select_related("case__person", "case__caseworker")
    return drafts.order_by("case__status_since", "pk")


def unassigned(actor: Actor) -> QuerySet[Case]:
    """What has come in to the caseworker's or team leader's unit and nobody has taken, the oldest first."""
    if actor.role not in {Role.CASEWORKER, Role.TEAM_LEADER}:
        return Case.objects.none()
    waiting = Case.objects.filter(unit=actor.unit_id, status=Status.RECEIVED, caseworker__isnull=True)
    return waiting.select_related("person", "caseworker").order_by("received_at", "pk")


def due_by(actor: Actor, *, day: date) -> QuerySet[Case]:
    """Cases to follow up by a day, the latest overdue first."""
    due = handled(actor).filter(status=Status.ACTIVE, follow_up_on__lte=day)
    return due.order_by("follow_up_on", "pk")


def investigation_to_write(case: int, pk: int) -> Investigation:
    """The inquiry that a save is for. Hands out nothing: the action asks who may write, and answers.

    Raises Investigation.DoesNotExist for another case's.
    """
    return Investigation.objects.select_related("case").get(pk=pk, case=case)


def investigations_of(case: Case) -> QuerySet[Investigation]:
    """Every inquiry of a case, newest first, with who opened it. Called after `open_case`."""
    return case.investigations.select_related("opened_by").order_by("-opened_at", "-pk")


def texts_begun_from(investigation: Investigation, bases: Mapping[str, int]) -> dict[str, str]:
    """For each place the text that had this number: what a form was drawn with, so that what changed can be seen."""
    rows = investigation.versions.filter(place__in=list(bases), number__in=set(bases.values()))
    found = {(v.place, v.number): v.value for v in rows}
    return {place: found.get((place, number), "") for place, number in bases.items()}


def persons_of_cases(ids: list[int]) -> set[int]:
    """The ids of the persons whom these cases are about, for the reading that an exported list is."""
    return set(Case.objects.filter(pk__in=ids).values_list("person", flat=True))
