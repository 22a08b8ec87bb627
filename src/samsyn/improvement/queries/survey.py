"""Rounds of the survey: who is invited, and results that may be told. Every reading of results is in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.improvement import survey_access as access
from samsyn.improvement.models import SurveyInvitation, SurveyRound, SurveyTally
from samsyn.improvement.survey import Counted, Told, questions, told
from samsyn.people.models import Unit
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role


@dataclass(frozen=True)
class SurveyState:
    """A round with how many are invited and how many have answered."""

    round: SurveyRound
    invited: int
    answered: int

    def is_open(self, today: date) -> bool:
        return today <= self.round.last_day


def surveys(*, by: Actor) -> list[SurveyState]:
    """Every round, the newest first. Raises NoAccess."""
    permit(access.why_not_read_survey(by))
    rounds = SurveyRound.objects.annotate(
        invited=Count("invitations"), answered=Count("invitations", filter=~Q(invitations__hand=""))
    )
    return [SurveyState(r, r.invited, r.answered) for r in rounds.order_by("-last_day", "-pk")]


def invitation_of(person_id: int, *, today: date, by: Actor) -> SurveyInvitation | None:
    """The person's invitation that waits for an answer today, if any. Raises NoAccess."""
    permit(access.why_not_answer(by, person_id))
    return _open(person_id, today).first()


def invitation_on_paper(person_id: int, *, provider: int, today: date) -> SurveyInvitation | None:
    """The person's invitation for the provider's staff, who print the form. Access to the order is asked before this.

    Answered or not, for as long as the round is open: a form that is gone would tell those who come who has answered.
    """
    return _invited(person_id, today).filter(provider=provider).first()


def invitations_in(found: SurveyRound) -> list[SurveyInvitation]:
    """All that are invited to a round, by their key. For jobs; no page shows it."""
    return list(found.invitations.order_by("pk"))


def survey_to_enter(pk: int, *, by: Actor) -> SurveyRound:
    """The round that answers on paper are entered in. Raises NoAccess, DoesNotExist."""
    permit(access.why_not_enter(by))
    return SurveyRound.objects.get(pk=pk)


def _open(person_id: int, today: date) -> QuerySet[SurveyInvitation]:
    return _invited(person_id, today).filter(hand="")


def _invited(person_id: int, today: date) -> QuerySet[SurveyInvitation]:
    found = SurveyInvitation.objects.filter(person=person_id, round__last_day__gte=today)
    return found.select_related("round", "provider").order_by("round__last_day", "pk")


@dataclass(frozen=True)
class SurveyResult:
    """What a reader is told of a round that is over: each question, and the units by name."""

    round: SurveyRound
    told: list[Told]
    units: dict[int, str]
    own: int | None  # the only unit the reader is told of
    invited: int  # to the whole round
    answered: int


@transaction.atomic
def survey_result(pk: int, *, floor: int, today: date, by: Actor, at: datetime) -> SurveyResult | None:
    """The result of a round; None while it is open, as two looks at a round that grows would tell one answer.

    A provider's planner is told of the own unit alone. Records the reading. Raises NoAccess, DoesNotExist.
    """
    permit(access.why_not_read_survey(by))
    found = SurveyRound.objects.get(pk=pk)
    if today <= found.last_day:
        return None
    record(by=by, at=at, what="survey.read", about=f"survey:{pk}", access=Event.Access.READ)
    by_question = _counted(found)
    sent = list(found.invitations.values_list("provider", "hand"))
    invited = {provider for provider, _ in sent}
    shown = [
        told(q, by_question.get(q.code, []), floor=floor, invited=invited) for q in questions(found.kind, found.version)
    ]
    names = dict(Unit.objects.filter(pk__in={u for t in shown for u in t.units}).values_list("pk", "name"))
    own = by.unit_id if by.role is Role.PROVIDER_PLANNER else None
    return SurveyResult(found, shown, names, own, len(sent), sum(1 for _, hand in sent if hand))


def _counted(found: SurveyRound) -> dict[str, list[Counted]]:
    rows: Iterable[SurveyTally] = SurveyTally.objects.filter(round=found).order_by("provider", "sex", "answer")
    counted: dict[str, list[Counted]] = {}
    for row in rows:
        counted.setdefault(row.question, []).append(Counted(row.provider_id, row.sex, row.answer, row.count))
    return counted
