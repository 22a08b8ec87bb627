"""Noting that the person was told of a decision (FL 33), and that the public was (KL 8:12, 13:5)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.models import Announcement, Case, Decision, Notice, Ruling
from samsyn.people.days import check_day
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor, Role


@dataclass(frozen=True)
class Telling:
    """How and when the person was told, and whether they were told rightly how to appeal."""

    way: str
    sent_on: date | None = None
    received_on: date | None = None
    remedy_told: str = "right"
    note: str = ""

    def __post_init__(self) -> None:
        if self.way not in Notice.Way.values:
            raise Invalid("way", Refusal(N_("Välj hur personen fick veta beslutet.")))
        if self.remedy_told not in Notice.Told.values:
            raise Invalid("remedy_told", Refusal(N_("Välj om personen fick veta rätt hur man överklagar.")))
        check_day("sent_on", self.sent_on)
        check_day("received_on", self.received_on)
        if self.sent_on is None and self.received_on is None:
            raise Invalid("sent_on", Refusal(N_("Skriv dagen då brevet skickades, eller dagen då personen fick det.")))
        if self.sent_on and self.received_on and self.received_on < self.sent_on:
            raise Invalid("received_on", Refusal(N_("Personen kan inte ha fått beslutet innan det skickades.")))


@action
def note_notice(
    *, telling: Telling, by: Actor, at: datetime, decision: Decision | None = None, ruling: Ruling | None = None
) -> Notice:
    """Note how and when the person was told of a signed decision or of a separate one. The same note twice is one."""
    case, decided = _decided(decision, ruling)
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    _check(telling, decided, localdate(at))
    facts = {
        "decision": decision, "ruling": ruling, "way": telling.way, "sent_on": telling.sent_on,
        "received_on": telling.received_on, "remedy_told": telling.remedy_told, "note": telling.note.strip(),
    }  # fmt: skip
    if same := Notice.objects.filter(struck_at=None, **facts).first():
        return same
    if telling.way == Notice.Way.WEB and decision and decision.notices.filter(way="web", struck_at=None).exists():
        raise Refused(Refusal(N_("Läsningen på den egna sidan är redan antecknad.")))
    made = Notice.objects.create(**facts, recorded_at=at, recorded_by=by.key)
    tell(case, "notice.record", by=by, at=at, about=f"notice:{made.pk}", way=made.way)
    return made


@action
def strike_notice(*, notice: Notice, why: str, by: Actor, at: datetime) -> Notice:
    """Strike out a note that was wrong; it stays to be read, with the reason."""
    case, _ = _decided(notice.decision, notice.ruling)
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if notice.struck_at:
        return notice
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv vad som är fel.")))
    notice.struck_at, notice.struck_by, notice.struck_why = at, by.key, why.strip()
    notice.save(update_fields=["struck_at", "struck_by", "struck_why"])
    tell(case, "notice.strike", by=by, at=at, about=f"notice:{notice.pk}")
    return notice


@action
def note_own_reading(*, decision: Decision, by: Actor, at: datetime) -> Notice | None:
    """The person has read the decision on their own page: that is a day of receipt, noted once (FL 44)."""
    case = decision.case
    if by.role is not Role.PERSON or by.person_id != case.person_id or decision.state != Decision.State.SIGNED:
        return None
    if decision.notices.filter(way=Notice.Way.WEB).exists():
        return None
    made = Notice.objects.create(
        decision=decision, way=Notice.Way.WEB, received_on=localdate(at), recorded_at=at, recorded_by=by.key
    )
    tell(case, "notice.own_reading", by=by, at=at, about=f"notice:{made.pk}")
    return made


@action
def announce(*, decision: Decision, announced_on: date, by: Actor, at: datetime) -> Announcement:
    """Note the day when the approval of the minutes was announced on the notice board; twice is once (KL 8:12)."""
    case = locked(decision.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    check_day("announced_on", announced_on)
    if decision.signed_at is None or not localdate(decision.signed_at) <= announced_on <= localdate(at):
        raise Invalid("announced_on", Refusal(N_("Dagen ska ligga mellan beslutet och i dag. Kontrollera den.")))
    up = decision.announcements.filter(taken_down_on=None).exclude(announced_on=announced_on)
    if up.exists():
        raise Refused(
            Refusal(N_("Tillkännagivandet sitter redan uppe. Skriv först in när det togs ner."), law="KL 13:5")
        )
    made, new = Announcement.objects.get_or_create(
        decision=decision, announced_on=announced_on, defaults={"recorded_at": at, "recorded_by": by.key}
    )
    if new:
        tell(case, "notice.announce", by=by, at=at, about=f"announcement:{made.pk}")
    return made


@action
def take_down(*, announcement: Announcement, taken_down_on: date, by: Actor, at: datetime) -> Announcement:
    """Note the day when the announcement was taken down; too early, and the time does not run out (KL 13:5)."""
    case = locked(announcement.decision.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if announcement.taken_down_on == taken_down_on:
        return announcement
    if announcement.taken_down_on:
        raise Refused(Refusal(N_("Det är redan antecknat när tillkännagivandet togs ner.")))
    if not announcement.announced_on <= taken_down_on <= localdate(at):
        raise Invalid("taken_down_on", Refusal(N_("Dagen ska ligga mellan tillkännagivandet och i dag.")))
    announcement.taken_down_on = taken_down_on
    announcement.save(update_fields=["taken_down_on"])
    tell(case, "notice.take_down", by=by, at=at, about=f"announcement:{announcement.pk}")
    return announcement


def _decided(decision: Decision | None, ruling: Ruling | None) -> tuple[Case, date]:
    """The case and the day of the decision. Raises Refused for one that is not signed."""
    if ruling:
        return ruling.case, localdate(ruling.decided_at)
    if decision is None:
        raise TypeError("a notice is of a decision or of a ruling")
    if decision.signed_at is None:
        raise Refused(Refusal(N_("Beslutet är inte signerat än, så det finns inget att berätta."), law="FL 33"))
    return decision.case, localdate(decision.signed_at)


def _check(telling: Telling, decided: date, today: date) -> None:
    for field in ("sent_on", "received_on"):
        day: date | None = getattr(telling, field)
        if day and not decided <= day <= today:
            raise Invalid(field, Refusal(N_("Dagen ska ligga mellan beslutet och i dag. Kontrollera den.")))
