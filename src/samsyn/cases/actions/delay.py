"""When a decision takes long: telling the person so (FL 11), and their request that it be made (FL 12)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.letter import send_notice
from samsyn.cases.actions.ruling import keep_ruling
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.appeals.delay import Handling, six_months, why_not_ask
from samsyn.cases.clocks import Clock
from samsyn.cases.letters.collect import notice_fields
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.notice_content import Delay, DelayRequestRefused
from samsyn.cases.models import Case, Decision, DecisionRequest, DelayNotice, Intake, Ruling
from samsyn.people.days import check_day
from samsyn.people.models import Person, Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import CITIZEN, Actor


@dataclass(frozen=True)
class Asking:
    """A request that the case be decided: when it came, how, and in which words."""

    channel: str
    received_on: date
    text: str = ""
    by_person: Person | None = None
    once: str = ""

    def __post_init__(self) -> None:
        if self.channel not in DecisionRequest.Channel.values:
            raise Invalid("channel", Refusal(N_("Välj hur begäran kom. Den ska vara skriftlig."), law="FL 12"))
        check_day("received_on", self.received_on)


@action
def note_delay(
    *, case: Case, told_on: date, way: str, why: str, expected_on: date | None, sender: Sender, by: Actor, at: datetime
) -> DelayNotice:
    """Note that the person was told that the decision is much delayed, and why, with its letter (FL 11).

    The same note twice is one.
    """
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if way not in DelayNotice.Way.values:
        raise Invalid("way", Refusal(N_("Välj hur personen fick veta det.")))
    check_day("expected_on", expected_on)
    if not localdate(case.received_at) <= told_on <= localdate(at):
        raise Invalid("told_on", Refusal(N_("Dagen ska ligga mellan ansökan och i dag. Kontrollera den.")))
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv anledningen till förseningen."), law="FL 11"))
    said = {"told_on": told_on, "way": way, "why": why.strip(), "expected_on": expected_on}
    if before := case.delay_notices.filter(**said).first():
        return before
    made = DelayNotice.objects.create(case=case, **said, recorded_at=at, recorded_by=by.key)
    tell(case, "delay.tell", by=by, at=at, about=f"delay_notice:{made.pk}")
    fields = notice_fields(case, sender=sender, at=at, signed_by=Staff.objects.get(pk=by.staff))
    after = six_months(handling_of(case))
    content = Delay(
        **fields | {"dated": told_on}, reason=made.why, expected_on=expected_on,
        request_from=after.last_day + timedelta(1) if isinstance(after, Clock) and after.last_day else None,
    )  # fmt: skip
    send_notice(case, content, by=by, at=at)
    return made


@action
def ask_for_decision(*, case: Case, asking: Asking, by: Actor, at: datetime) -> DecisionRequest:
    """Register the person's request, in writing and once, that the case be decided (FL 12)."""
    case = locked(case)
    permit(access.why_not_hear(by, access.CaseFacts.of(case)))
    if asking.once and (before := DecisionRequest.objects.filter(once=asking.once, recorded_by=by.key).first()):
        return before
    if asking.received_on > localdate(at):
        raise Invalid("received_on", Refusal(N_("Dagen har inte varit än. Kontrollera den.")))
    enforce(why_not_ask(handling_of(case), asking.received_on))
    channel = "web" if by.role in CITIZEN else asking.channel
    made = DecisionRequest.objects.create(
        case=case, received_on=asking.received_on, channel=channel, text=asking.text.strip(),
        by_person=asking.by_person, recorded_at=at, recorded_by=by.key, once=asking.once or None,
    )  # fmt: skip
    tell(case, "delay.ask", by=by, at=at, about=f"decision_request:{made.pk}")
    return made


@action
def refuse_request(*, request: DecisionRequest, reasons: str, sender: Sender, by: Actor, at: datetime) -> Ruling:
    """Decide that the case is not decided yet, which may itself be appealed (FL 12, 49)."""
    case = locked(request.case)
    permit(access.why_not_rule(by, access.CaseFacts.of(case)))
    request = DecisionRequest.objects.select_for_update().get(pk=request.pk)
    if before := Ruling.objects.filter(request=request).first():
        return before
    if case.decisions.filter(state=Decision.State.SIGNED, signed_at__gt=request.recorded_at).exists():
        raise Refused(Refusal(N_("Ärendet är avgjort, så det finns ingen begäran att svara på."), law="FL 12"))
    if not reasons.strip():
        raise Invalid("reasons", Refusal(N_("Skriv varför ärendet inte kan avgöras än."), law="FL 32"))
    said = {"requested_on": request.received_on, "reasons": reasons.strip()}
    return keep_ruling(
        case, "no_decision_yet", "FL_12", DelayRequestRefused, said, request=request, sender=sender, by=by, at=at
    )


def handling_of(case: Case) -> Handling:
    """How long what was applied for has been handled: since the first application after the last decision."""
    last = case.decisions.filter(state=Decision.State.SIGNED).order_by("-signed_at").first()
    applied = case.intakes.filter(form=Intake.Form.APPLICATION)
    waiting = applied.filter(registered_at__gt=last.signed_at) if last and last.signed_at else applied
    first = waiting.order_by("received_at").first()
    since = localdate(first.received_at) if first else None
    asked = case.decision_requests.filter(received_on__gte=since).exists() if since else False
    return Handling(since, decided=first is None and last is not None, asked=asked, closed=case.closed_at is not None)
