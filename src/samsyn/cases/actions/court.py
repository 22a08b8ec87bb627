"""What the courts say, and what the committee does because of it (SoL 35:1-5, KL 13:8)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases.actions.appeal import held, moved
from samsyn.cases.actions.decision import copy_line
from samsyn.cases.actions.investigation import begin_anew
from samsyn.cases.actions.shared import tell
from samsyn.cases.appeals.lifecycle import Move, Stage, why_not
from samsyn.cases.appeals.reconsidered import why_not_follow, why_not_judge
from samsyn.cases.lifecycle import Status, Step
from samsyn.cases.models import Appeal, Decision, Investigation, Judgment
from samsyn.cases.regimes import Remedy
from samsyn.people.days import check_day
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class Judged:
    """A judgment: which court, its number and day, how it ended, what it says, and whether it grants something."""

    instance: str
    court: str
    number: str
    outcome: str
    judged_on: date
    text: str = ""
    grants: bool = False

    def __post_init__(self) -> None:
        if self.instance not in Judgment.Instance.values:
            raise Invalid("instance", Refusal(N_("Välj vilken instans som har dömt.")))
        if self.outcome not in Judgment.Outcome.values:
            raise Invalid("outcome", Refusal(N_("Välj hur målet slutade.")))
        check_day("judged_on", self.judged_on)
        for field, text in (("court", self.court), ("number", self.number)):
            if not text.strip():
                raise Invalid(field, Refusal(N_("Skriv domstolens namn och målets nummer.")))
        if self.grants and self.outcome != Judgment.Outcome.CHANGED:
            raise Invalid("grants", Refusal(N_("Domen beviljar något bara när den ändrar beslutet.")))


@action
def record_judgment(*, appeal: Appeal, judged: Judged, by: Actor, at: datetime) -> Judgment:
    """Write down what a court has decided. The same judgment twice is one."""
    appeal = held(appeal, by)
    said = {"instance": judged.instance, "number": judged.number.strip(), "outcome": judged.outcome}
    if before := appeal.judgments.filter(**said, judged_on=judged.judged_on).first():
        return before
    remedy, stage = Remedy(appeal.remedy), Stage(appeal.stage)
    enforce(why_not(stage, Move.JUDGE, remedy))
    at_higher = stage is Stage.AT_HIGHER_COURT
    enforce(why_not_judge(judged.outcome, judged.instance, remedy, at_higher=at_higher))
    if judged.judged_on > localdate(at):
        raise Invalid("judged_on", Refusal(N_("Dagen har inte varit än. Kontrollera den.")))
    made = Judgment.objects.create(
        appeal=appeal, court=judged.court.strip(), text=judged.text.strip(), grants=judged.grants,
        judged_on=judged.judged_on, recorded_at=at, recorded_by=by.key, **said,
    )  # fmt: skip
    moved(appeal, Move.JUDGE, by, at, outcome=judged.outcome)
    return made


@action
def note_higher_court(*, appeal: Appeal, by: Actor, at: datetime) -> Appeal:
    """Note that somebody has appealed the judgment; the higher court first decides on leave (SoL 35:4)."""
    appeal = held(appeal, by)
    if appeal.stage == Stage.AT_HIGHER_COURT:
        return appeal
    enforce(why_not(Stage(appeal.stage), Move.GO_HIGHER, Remedy(appeal.remedy)))
    return moved(appeal, Move.GO_HIGHER, by, at)


@action
def conclude_appeal(*, appeal: Appeal, final_on: date, by: Actor, at: datetime) -> Appeal:
    """Note the day when the last judgment became final (laga kraft)."""
    appeal = held(appeal, by)
    if appeal.stage == Stage.CONCLUDED:
        return appeal
    enforce(why_not(Stage(appeal.stage), Move.CONCLUDE, Remedy(appeal.remedy)))
    last = appeal.judgments.order_by("pk").last()
    if last is None or not last.judged_on <= final_on <= localdate(at):
        raise Invalid("final_on", Refusal(N_("Dagen ska ligga mellan domen och i dag. Kontrollera den.")))
    last.final_on = final_on
    last.save(update_fields=["final_on"])
    return moved(appeal, Move.CONCLUDE, by, at)


@action
def follow_judgment(*, judgment: Judgment, by: Actor, at: datetime) -> Investigation:
    """Open the inquiry in which the committee does what the court said, also in a case that was closed.

    It begins with all that was found and with the lines that were appealed, so that only what the court changed is
    written anew. An inquiry that is open already takes it in. Decisions under SoL 35:1 hold at once (SoL 35:5), so
    nobody waits for the judgment to become final.
    """
    appeal = held(judgment.appeal, by)
    judgment = Judgment.objects.select_for_update().get(pk=judgment.pk)
    enforce(why_not_follow(judgment.outcome, followed=judgment.followed_in_id is not None))
    case = appeal.case
    if case.status_now is Status.PROPOSED:
        raise Refused(Refusal(N_("Ett annat beslut väntar på delegaten. Gör klart det först.")))
    if case.status_now is Status.INVESTIGATING:
        investigation = case.investigations.filter(completed_at=None).latest("pk")
    else:
        investigation = _begin(appeal, judgment, by, at)
    judgment.followed_in = investigation
    judgment.save(update_fields=["followed_in"])
    tell(case, "appeal.follow", by=by, at=at, about=f"appeal:{appeal.pk}", judgment=judgment.pk)
    return investigation


def _begin(appeal: Appeal, judgment: Judgment, by: Actor, at: datetime) -> Investigation:
    case = appeal.case
    taken = Step.RESUME if case.status_now is Status.CLOSED else Step.REASSESS
    if taken is Step.RESUME:
        case.closed_at, case.close_reason = None, ""
        case.save(update_fields=["close_reason"])
    why = f"{judgment.court}, {judgment.number}, {judgment.judged_on.isoformat()}"
    investigation = begin_anew(case, cause="judgment", why=why, by=by, at=at, taken=taken, whole=True)
    if decided := _decided(appeal):
        _copy_lines(decided, investigation)
    return investigation


def _decided(appeal: Appeal) -> Decision | None:
    """The appealed decision, in its newest signed version."""
    found = appeal.decision
    while found and (later := Decision.objects.filter(corrects=found, state=Decision.State.SIGNED).first()):
        found = later
    return found


def _copy_lines(decided: Decision, investigation: Investigation) -> None:
    """A draft with the lines that were decided, tied to the copied needs by their areas."""
    draft = Decision.objects.create(case_id=decided.case_id, investigation=investigation)
    needs = {n.area: n for n in investigation.needs.all()}
    for line in decided.lines.all():
        copy_line(line, draft, [needs[n.area] for n in line.needs.all() if n.area in needs], replaces=False)
