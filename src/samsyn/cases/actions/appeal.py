"""An appeal at the committee: what came in, whether in time, reconsidered, and handed over (FL 37-47, KL 13:4-6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.ruling import keep_ruling
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.appeals.lifecycle import EVENTS, Move, Stage, advance, first_stage, why_not
from samsyn.cases.appeals.reconsidered import why_not_reconsider
from samsyn.cases.appeals.timing import Arrived, Timed, tried_for_time, why_not_dismiss, why_not_take_up
from samsyn.cases.clocks import Clock
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.notice_content import AppealDismissed
from samsyn.cases.models import Appeal, AppealLine, Case, Decision, DecisionLine, Ruling
from samsyn.cases.regimes import Regime, Remedy, regime
from samsyn.people.days import check_day
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import CITIZEN, Actor, Role

ON_BEHALF = frozenset({"agent", "guardian", "estate"})
BY_POST, IN_MAILBOX = "post", "mailbox"


@dataclass(frozen=True)
class Appealed:
    """What came in: how and when, from whom and by what right, what is to be changed and why, and what came with it."""

    channel: str
    reached_on: date | None = None
    court_on: date | None = None
    presumed: bool = True
    by_whom: str = "person"
    by_person: Person | None = None
    appellant: str = ""
    authority: str = ""
    lines: tuple[int, ...] = ()
    wanted: str = ""
    grounds: str = ""
    attachments: str = ""
    once: str = ""

    def __post_init__(self) -> None:
        if self.channel not in Appeal.Channel.values:
            raise Invalid("channel", Refusal(N_("Välj hur överklagandet kom."), law="FL 43"))
        if self.by_whom not in Appeal.By.values:
            raise Invalid("by_whom", Refusal(N_("Välj vem som överklagar.")))
        check_day("reached_on", self.reached_on)
        check_day("court_on", self.court_on)
        if self.reached_on is None and self.court_on is None:
            raise Invalid("reached_on", Refusal(N_("Skriv vilken dag överklagandet kom in."), law="FL 22"))
        if not (self.wanted.strip() or self.grounds.strip()):
            raise Invalid("wanted", Refusal(N_("Skriv hur den som överklagar vill att beslutet ändras."), law="FL 43"))
        if self.by_whom in ON_BEHALF and not self.authority.strip():
            raise Invalid("authority", Refusal(N_("Skriv vilken fullmakt eller behörighet som finns."), law="FL 15"))
        if self.by_whom not in {"person"} and not self.appellant.strip():
            raise Invalid("appellant", Refusal(N_("Skriv namnet på den som överklagar."), law="FL 43"))


@action
def register_appeal(
    *, appealed: Appealed, by: Actor, at: datetime, decision: Decision | None = None, ruling: Ruling | None = None
) -> Appeal:
    """Register an appeal or a legality review of a signed decision, or of a separate one.

    The remedy is that of the lines it is about; lines with different ones are different matters (SoL 35:1, KL 13:1).
    """
    case = locked(_case_of(decision, ruling))
    permit(access.why_not_hear(by, access.CaseFacts.of(case)))
    if appealed.once and (before := Appeal.objects.filter(once=appealed.once, registered_by=by.key).first()):
        return before
    remedy, lines = _remedy(decision, ruling, appealed.lines)
    _check_days(appealed, _decided_on(decision, ruling), localdate(at))
    if remedy is Remedy.LEGALITY_REVIEW and by.role in CITIZEN:
        raise Refused(
            Refusal(N_("Det beslutet överklagas direkt hos förvaltningsrätten. Skicka det dit."), law="KL 13:4")
        )
    stage = first_stage(remedy, at_court=appealed.reached_on is None)
    if stage is Stage.RECEIVED and appealed.reached_on is None:
        raise Invalid("reached_on", Refusal(N_("Skriv vilken dag överklagandet kom hit från domstolen."), law="FL 47"))
    made = Appeal.objects.create(
        case=case, decision=decision, ruling=ruling, remedy=remedy, stage=stage, stage_since=at,
        reached_on=appealed.reached_on, court_on=appealed.court_on, channel=appealed.channel,
        presumed=appealed.presumed and appealed.channel in {BY_POST, IN_MAILBOX}, by_whom=_hand(by, appealed),
        by_person=appealed.by_person, appellant=appealed.appellant.strip(), authority=appealed.authority.strip(),
        wanted=appealed.wanted.strip(), grounds=appealed.grounds.strip(), attachments=appealed.attachments.strip(),
        registered_at=at, registered_by=by.key, once=appealed.once or None,
    )  # fmt: skip
    AppealLine.objects.bulk_create(AppealLine(appeal=made, line=line) for line in lines)
    tell(case, "appeal.register", by=by, at=at, about=f"appeal:{made.pk}", remedy=remedy.value)
    return made


@action
def take_up(*, appeal: Appeal, by: Actor, at: datetime) -> Appeal:
    """Note that an appeal came in time, or may not be dismissed though it was late (FL 45)."""
    appeal = held(appeal, by)
    enforce(why_not(Stage(appeal.stage), Move.TAKE_UP, Remedy(appeal.remedy)))
    if appeal.stage == Stage.DISMISSED:
        enforce(_why_not_again(appeal))
    else:
        timed = time_of(appeal)
        enforce(why_not_take_up(timed.verdict))
        _keep_timing(appeal, timed, by, at)
    return moved(appeal, Move.TAKE_UP, by, at)


@action
def dismiss_appeal(*, appeal: Appeal, reasons: str, sender: Sender, by: Actor, at: datetime) -> Ruling:
    """Decide that a late appeal is not taken up (avvisning, FL 45). The decision may itself be appealed (FL 41)."""
    case = locked(appeal.case)
    permit(access.why_not_rule(by, access.CaseFacts.of(case)))
    appeal = _row(appeal)
    enforce(why_not(Stage(appeal.stage), Move.DISMISS, Remedy(appeal.remedy)))
    timed = time_of(appeal)
    enforce(why_not_dismiss(timed.verdict))
    if not reasons.strip():
        raise Invalid("reasons", Refusal(N_("Skriv varför överklagandet kom för sent."), law="FL 32"))
    _keep_timing(appeal, timed, by, at)
    said = _too_late(appeal, timed) | {"reasons": reasons.strip()}
    ruling = keep_ruling(
        case, "dismissal", "FL_45", AppealDismissed, said, dismissed=appeal, sender=sender, by=by, at=at
    )
    moved(appeal, Move.DISMISS, by, at)
    return ruling


@action
def reconsider(*, appeal: Appeal, result: str, reasons: str, by: Actor, at: datetime) -> Appeal:
    """Note whether the committee changes the decision itself, and why or why not (FL 38-39)."""
    appeal = held(appeal, by)
    enforce(why_not(Stage(appeal.stage), Move.RECONSIDER, Remedy(appeal.remedy)))
    if result not in Appeal.Result.values:
        raise Invalid("result", Refusal(N_("Välj om beslutet ändras."), law="FL 38"))
    if not reasons.strip():
        raise Invalid("reasons", Refusal(N_("Skriv varför beslutet ändras eller står fast."), law="FL 38"))
    new = changed_since(appeal)
    before = list(appeal.decision.lines.all()) if appeal.decision else []
    enforce(why_not_reconsider(result, new=new, before=before, after=list(new.lines.all()) if new else []))
    appeal.result, appeal.result_reasons, appeal.new_decision = result, reasons.strip(), new
    appeal.reconsidered_at, appeal.reconsidered_by = at, by.key
    return moved(appeal, Move.RECONSIDER, by, at, result=result)


@action
def hand_over(*, appeal: Appeal, court: str, files: Sequence[str], statement: str, by: Actor, at: datetime) -> Appeal:
    """Hand the appeal and the other documents over to the court, with the list of what was sent (FL 46)."""
    appeal = held(appeal, by)
    enforce(why_not(Stage(appeal.stage), Move.HAND_OVER, Remedy(appeal.remedy)))
    if not court.strip():
        raise Invalid("court", Refusal(N_("Skriv vilken domstol det lämnas till.")))
    if not any(name.strip() for name in files):
        raise Invalid("files", Refusal(N_("Skriv vilka handlingar som lämnas över."), law="FL 46"))
    appeal.court, appeal.statement = court.strip(), statement.strip()
    appeal.files = "\n".join(name.strip() for name in files if name.strip())
    appeal.handed_over_at, appeal.handed_over_by = at, by.key
    return moved(appeal, Move.HAND_OVER, by, at)


@action
def withdraw_appeal(*, appeal: Appeal, withdrawn_on: date, by: Actor, at: datetime) -> Appeal:
    """End an appeal that whoever made it takes back while it is here. At the court, the court strikes it off."""
    case = locked(appeal.case)
    permit(access.why_not_hear(by, access.CaseFacts.of(case)))
    appeal = _row(appeal)
    if appeal.stage == Stage.WITHDRAWN:
        return appeal
    enforce(why_not(Stage(appeal.stage), Move.WITHDRAW, Remedy(appeal.remedy)))
    if not localdate(appeal.registered_at) <= withdrawn_on <= localdate(at):
        raise Invalid("withdrawn_on", Refusal(N_("Dagen ska ligga mellan överklagandet och i dag.")))
    appeal.withdrawn_on = withdrawn_on
    return moved(appeal, Move.WITHDRAW, by, at)


# What the actions on appeals have in common


def held(appeal: Appeal, by: Actor) -> Appeal:
    """The appeal as it stands now, for the caseworker who has its case. Part of an action."""
    case = locked(appeal.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    return _row(appeal)


def moved(appeal: Appeal, move: Move, by: Actor, at: datetime, **detail: str) -> Appeal:
    """The appeal after a move of its lifecycle, stored with all that was set on it. Part of an action."""
    appeal.stage, appeal.stage_since = advance(Stage(appeal.stage), move, Remedy(appeal.remedy)), at
    appeal.save()
    tell(appeal.case, EVENTS[move], by=by, at=at, about=f"appeal:{appeal.pk}", **detail)
    return appeal


def regime_of_appeal(appeal: Appeal) -> Regime:
    """The regime of what is appealed: all its lines have one remedy, and count from the same kind of day."""
    if appeal.ruling:
        return regime(appeal.ruling.regime)
    line = appeal.lines.order_by("pk").first()
    return regime(line.regime if line else "SOL_11_1")


def time_of(appeal: Appeal) -> Timed:
    """Whether an appeal came in time, by what is known of how the person was told (FL 45)."""
    told = (appeal.ruling or appeal.decision).notices.filter(struck_at=None)  # type: ignore[union-attr]
    arrived = Arrived(
        appeal.reached_on, by_post=appeal.presumed and appeal.channel == BY_POST,
        in_mailbox=appeal.presumed and appeal.channel == IN_MAILBOX, court_on=appeal.court_on,
    )  # fmt: skip
    decided = _decided_on(appeal.decision, appeal.ruling)
    return tried_for_time(regime_of_appeal(appeal), arrived, decided=decided, notices=list(told))


def changed_since(appeal: Appeal) -> Decision | None:
    """The signed version that has replaced the appealed decision since the appeal was registered, if any."""
    if appeal.decision_id is None:
        return None
    later = Decision.objects.filter(corrects=appeal.decision_id, state=Decision.State.SIGNED)
    return later.filter(signed_at__gte=appeal.registered_at).first()


def _row(appeal: Appeal) -> Appeal:
    related = Appeal.objects.select_for_update(of=("self",)).select_related("case", "decision", "ruling")
    return related.get(pk=appeal.pk)


def _keep_timing(appeal: Appeal, timed: Timed, by: Actor, at: datetime) -> None:
    appeal.verdict, appeal.timed_at, appeal.timed_by = timed.verdict, at, by.key
    appeal.last_day = timed.clock.last_day if isinstance(timed.clock, Clock) else None


def _too_late(appeal: Appeal, timed: Timed) -> dict[str, Any]:
    """The days that show it: when the person had the decision, the last day, and when the appeal came."""
    if not isinstance(timed.clock, Clock) or timed.clock.last_day is None:
        raise TypeError("what came too late had a last day")
    return {
        "appealed_day": _decided_on(appeal.decision, appeal.ruling), "received_on": timed.clock.start,
        "last_day": timed.clock.last_day, "arrived_on": timed.counted_on or appeal.reached_on,
    }  # fmt: skip


def _why_not_again(appeal: Appeal) -> Refusal | None:
    """A dismissed appeal is taken up only when a court has annulled the dismissal."""
    annulled = Appeal.objects.filter(ruling__dismissed=appeal, judgments__outcome__in=["annulled", "changed"])
    if annulled.exists():
        return None
    return Refusal(N_("Avvisningen står fast. Bara en domstol kan upphäva den."), law="FL 45")


def _case_of(decision: Decision | None, ruling: Ruling | None) -> Case:
    found = ruling or decision
    if found is None:
        raise TypeError("an appeal is of a decision or of a ruling")
    return found.case


def _decided_on(decision: Decision | None, ruling: Ruling | None) -> date:
    when = ruling.decided_at if ruling else decision.signed_at if decision else None
    if when is None:
        raise Refused(Refusal(N_("Beslutet är inte signerat än, så det går inte att överklaga."), law="FL 41"))
    return localdate(when)


def _remedy(
    decision: Decision | None, ruling: Ruling | None, chosen: tuple[int, ...]
) -> tuple[Remedy, list[DecisionLine]]:
    if ruling or decision is None:
        return Remedy.APPEAL, []
    lines = list(decision.lines.order_by("pk"))
    picked = [line for line in lines if line.pk in chosen] or lines
    if not set(chosen) <= {line.pk for line in lines}:
        raise Invalid("lines", Refusal(N_("Välj insatser ur det här beslutet.")))
    remedies = {regime(line.regime).remedy for line in picked}
    if len(remedies) > 1:
        raise Invalid(
            "lines",
            Refusal(
                N_("Insatserna överklagas på olika sätt. Välj de som överklagas lika, och registrera resten för sig."),
                law="SoL 35:1",
            ),
        )  # fmt: skip
    return remedies.pop(), picked


def _check_days(appealed: Appealed, decided: date, today: date) -> None:
    for field in ("reached_on", "court_on"):
        day: date | None = getattr(appealed, field)
        if day and not decided <= day <= today:
            raise Invalid(field, Refusal(N_("Dagen ska ligga mellan beslutet och i dag. Kontrollera den.")))


def _hand(by: Actor, appealed: Appealed) -> str:
    if by.role in CITIZEN:
        return "person" if by.role is Role.PERSON else "agent"
    return appealed.by_whom
