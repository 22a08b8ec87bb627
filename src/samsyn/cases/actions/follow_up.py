"""The follow-up: whether it helped, need by need, and what comes of it (SoL 5:2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access, codes
from samsyn.cases.actions.investigation import begin_anew
from samsyn.cases.actions.progress import close_case
from samsyn.cases.actions.shared import locked, step, tell
from samsyn.cases.endings import why_not_end_by_follow_up
from samsyn.cases.lifecycle import EVENTS, Status, Step, why_not
from samsyn.cases.models import Case, Decision, FollowUp, FollowUpNeed, Investigation
from samsyn.cases.models.standings import running_lines
from samsyn.cases.sound import overall
from samsyn.people.days import check_day
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

Result = FollowUpNeed.Result
FOLLOWED_UP = frozenset({Status.DECIDED, Status.ORDERED, Status.PLANNING, Status.ACTIVE})


@dataclass(frozen=True)
class NeedResult:
    """What the follow-up found for one need. `level` is on the scale 0-4, 8 or 9."""

    need: int
    level: int
    reached_person: str
    reached_professional: str
    result: str
    comment: str = ""

    def __post_init__(self) -> None:
        if str(self.level) not in codes.code_list("levels"):
            raise Invalid("level", Refusal(N_("Välj en nivå på skalan.")))
        if not {self.reached_person, self.reached_professional} <= set(FollowUpNeed.Reached.values):
            raise Invalid("reached_person", Refusal(N_("Svara ja, delvis eller nej på om målet är nått.")))
        if self.result not in Result.values:
            raise Invalid("result", Refusal(N_("Välj vad uppföljningen leder till.")))


@action
def record_follow_up(
    *,
    case: Case,
    decision: Decision,
    held_on: date,
    took_part: str,
    persons_words: str,
    results: Sequence[NeedResult],
    next_on: date | None,
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Record a follow-up of every need that the decision answers, and take the step it leads to.

    Reassess opens a new investigation on the same needs, without their judgements; otherwise the date of the next
    follow-up is required. End closes the case when nothing granted runs any longer. What has a last day is given until
    then, and the case waits for the day after; what is granted until further notice is ended by the person or by a new
    decision, so there end is refused (SoL 14:9).
    """
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if sent_before := _same(case, held_on, took_part, persons_words, by):
        return sent_before
    _check(case, decision, held_on, took_part, results, localdate(at))
    check_day("next_on", next_on)
    outcome = overall(r.result for r in results)
    if outcome in {Result.CONTINUE, Result.CHANGE} and (next_on is None or next_on <= held_on):
        raise Invalid("next_on", Refusal(N_("Välj när insatsen ska följas upp nästa gång, efter dagens datum.")))
    last = _last_days(case, outcome, localdate(at))
    follow_up = FollowUp.objects.create(
        case=case, decision=decision, held_on=held_on, by_id=by.staff, took_part=took_part.strip(),
        persons_words=persons_words.strip(), result=outcome, next_on=next_on, recorded_at=at,
    )  # fmt: skip
    FollowUpNeed.objects.bulk_create(
        FollowUpNeed(
            follow_up=follow_up, need_id=r.need, level=r.level, reached_person=r.reached_person,
            reached_professional=r.reached_professional, comment=r.comment.strip(), result=r.result,
        )
        for r in results
    )  # fmt: skip
    tell(case, EVENTS[Step.CONTINUE], by=by, at=at, about=f"follow_up:{follow_up.pk}", result=str(outcome))
    if outcome == Result.REASSESS:
        begin_anew(case, cause=Investigation.Cause.FOLLOW_UP, why="", by=by, at=at)
    elif outcome == Result.END and not last:
        close_case(case=case, reason="follow_up", by=by, at=at)
    else:
        _go_on(case, outcome, max(last) + timedelta(1) if last else next_on, at)
    return follow_up


def _last_days(case: Case, outcome: str, today: date) -> list[date]:
    """The last days of what runs when a follow-up finds that the help can end. Raises Refused where one is not set."""
    if outcome != Result.END:
        return []
    ends = [stands.until for stands in running_lines(case, today)]
    enforce(why_not_end_by_follow_up(ends))
    return [end for end in ends if end]


def _go_on(case: Case, outcome: str, next_on: date | None, at: datetime) -> None:
    if outcome != Result.END or why_not(case.status_now, Step.CONTINUE) is None:
        step(case, Step.CONTINUE, at)
    case.follow_up_on = next_on
    case.save(update_fields=["follow_up_on"])


def _same(case: Case, held_on: date, took_part: str, persons_words: str, by: Actor) -> FollowUp | None:
    """The same follow-up sent a moment ago: pressing twice stores it once."""
    told = {"took_part": took_part.strip(), "persons_words": persons_words.strip(), "by": by.staff}
    return case.follow_ups.filter(held_on=held_on, **told).first()


def _check(
    case: Case, decision: Decision, held_on: date, took_part: str, results: Sequence[NeedResult], today: date
) -> None:
    if decision.case_id != case.pk or decision.state != Decision.State.SIGNED:
        raise Invalid("decision", Refusal(N_("Följ upp ett beslut som är signerat i det här ärendet.")))
    if case.status_now not in FOLLOWED_UP:
        raise Refused(Refusal(N_("Ärendet utreds eller är avslutat. Ladda om sidan för att se läget.")))
    check_day("held_on", held_on, earliest=localdate(decision.signed_at) if decision.signed_at else held_on)
    if held_on > today:
        raise Invalid("held_on", Refusal(N_("Uppföljningen ligger i framtiden. Skriv in den när den är gjord.")))
    if not took_part.strip():
        raise Invalid("took_part", Refusal(N_("Skriv vilka som var med.")))
    answered = set(decision.lines.exclude(outcome="refused").values_list("needs", flat=True)) - {None}
    given = [r.need for r in results]
    if set(given) != answered or len(given) != len(set(given)):
        raise Invalid("needs", Refusal(N_("Följ upp varje behov som beslutet gäller, ett i taget.")))
