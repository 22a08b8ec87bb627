"""From an investigation to a packet: made, settled, sent, withdrawn; and the end of the key."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate, localtime

from samsyn.audit.actions import action
from samsyn.cases import access as case_access
from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case, Decision, Investigation
from samsyn.deidentify import Unmaskable
from samsyn.people.actions import lift_screens, screen_off
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor
from samsyn.review import access, packet_text
from samsyn.review.actions.shared import SCREENS, held_key, held_packet, step, tell_case, tell_packet
from samsyn.review.draw import Candidate, drawn
from samsyn.review.lifecycle import UNDER_WAY, State, Step, why_not
from samsyn.review.models import Packet, PacketKey, Reading, ReviewRule
from samsyn.review.packet_text import Choice, Section
from samsyn.review.queries.rules import rule_row
from samsyn.review.queries.source import (
    barred,
    candidates,
    header_for,
    need_rows,
    places_of,
    question_rows,
    texts_of,
)

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
LONGEST_WORD, MOST_WORDS = 200, 100
LEAST_READERS = 2
MOST_CHARACTERS = 300_000  # of all texts of a case together: what is masked while others wait for the database
PROTECTED = Refusal(N_("Personen har skyddade uppgifter. Ärendet granskas inte, eftersom någon kan känna igen det."))


@dataclass(frozen=True)
class Settled:
    """The answer to one change: in which text, which of its changes, and what to write if it is hidden."""

    section: int
    change: int
    choice: Choice
    writes: str = ""


@action
def make_packet(*, case: Case, seed: int, by: Actor, at: datetime) -> PacketKey:
    """Make what the reviewers will read of a case under investigation. Nothing leaves yet.

    Raises Refused when the texts cannot be masked: then nothing is made, and nothing is let through.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    permit(case_access.why_not_handle(by, case_access.CaseFacts.of(case)))
    investigation = _to_review(case)
    rule, days = rule_row(case.unit_id), settings.SAMSYN
    texts = texts_of(investigation)
    if not texts:
        raise Refused(Refusal(N_("Utredningen är tom än. Skriv den först, så finns något att granska.")))
    if sum(map(len, texts.values())) > MOST_CHARACTERS:
        told = {"most": f"{MOST_CHARACTERS:,}".replace(",", "\u00a0")}
        raise Refused(
            Refusal(N_("Texterna är tillsammans längre än {most} tecken. Korta dem, så hinner någon läsa."), told)
        )
    sections = [packet_text.with_hidden(section, places_of(case), "place") for section in _masked(texts, case)]
    packet = Packet.objects.create(
        code=_code(seed), unit_id=case.unit_id, seed=seed, readers=rule.readers if rule else LEAST_READERS, made_at=at,
        key_days=days["review_key_days"], texts_until=localdate(at) + timedelta(days=days["review_text_days"]),
    )  # fmt: skip
    key = PacketKey.objects.create(
        packet=packet, investigation=investigation, sections=[s.stored() for s in sections], made_at=at,
        made_by_id=by.staff,
    )  # fmt: skip
    tell_case(case, "review.make", by=by, at=at)
    return key


def _to_review(case: Case) -> Investigation:
    if case.person.protection:
        raise Refused(PROTECTED)
    investigation = case.investigations.filter(completed_at=None).first()
    if investigation is None or case.status_now is not Status.INVESTIGATING:
        raise Refused(Refusal(N_("Bara ett ärende som utreds kan skickas till granskning.")))
    if PacketKey.objects.filter(investigation=investigation, packet__state__in=UNDER_WAY).exists():
        raise Refused(Refusal(N_("Det finns redan ett underlag. Dra tillbaka det om du vill göra ett nytt.")))
    return investigation


def _masked(texts: Mapping[str, str], case: Case) -> list[Section]:
    try:
        return packet_text.masked_sections(texts, header_for(case))
    except Unmaskable as problem:
        raise Refused(
            Refusal(N_("Texterna gick inte att avidentifiera. Kontrollera om någon text är ovanligt lång."))
        ) from problem


def _code(seed: int) -> str:
    """The packet's name, by its seed; the next one where another packet has it."""
    for attempt in range(100):
        number = int.from_bytes(sha256(f"packet:{seed}:{attempt}".encode()).digest()[:8])
        code = "".join(ALPHABET[number // 32**n % 32] for n in range(6))
        if not Packet.objects.filter(code=code).exists():
            return code
    raise RuntimeError("no free name for a packet")


@action
def settle_packet(
    *, key: PacketKey, answers: Sequence[Settled], hidden: Sequence[str], version: int, by: Actor, at: datetime
) -> PacketKey:
    """Keep what the caseworker answers to what is doubtful, and the words they hide beside it.

    `version` is of the page that is answered: what another tab has answered since is not overwritten unread.
    """
    key = held_key(key)
    case = key.investigation.case
    permit(case_access.why_not_handle(by, case_access.CaseFacts.of(case)))
    enforce(why_not(State(key.packet.state), Step.SEND))
    if version != key.version:
        raise Refused(Refusal(N_("Underlaget har ändrats i en annan flik. Läs det som gäller, och svara igen.")))
    words = [w.strip() for w in hidden if w.strip()]
    if len(words) > MOST_WORDS or any(len(w) > LONGEST_WORD for w in words):
        raise Invalid("hidden", Refusal(N_("Skriv ett ord eller en kort fras på varje rad, högst 100 rader.")))
    sections = [Section.read(raw) for raw in key.sections]
    header, safe = header_for(case), dict[str, str]()  # what is written instead is masked as the texts are
    for answer in answers:
        if not 0 <= answer.section < len(sections) or not sections[answer.section].asks(answer.change):
            raise Invalid("choice", Refusal(N_("Ladda om sidan. Stället finns inte längre.")))
        section, writes = sections[answer.section], answer.writes.strip()[:LONGEST_WORD]
        if writes and writes not in safe:
            safe[writes] = packet_text.made_safe(writes, header, [*places_of(case), *key.hidden, *words])
        sections[answer.section] = packet_text.answered(section, answer.change, answer.choice, safe.get(writes, ""))
    sections = [packet_text.with_hidden(section, words) for section in sections]
    key.sections, key.hidden = [s.stored() for s in sections], sorted({*key.hidden, *words})
    key.version += 1
    key.save(update_fields=["sections", "hidden", "version"])
    tell_case(case, "review.settle", by=by, at=at, answers=len(answers), hidden=len(words))
    return key


@action
def send_packet(*, key: PacketKey, by: Actor, at: datetime) -> Packet:
    """Let the packet go to reviewers drawn by lot. Refused while anything waits for a yes or no, and when the texts
    have changed since they were masked. The originals are needed no more, and leave the key."""
    key = held_key(key)
    case, packet = key.investigation.case, key.packet
    permit(case_access.why_not_handle(by, case_access.CaseFacts.of(case)))
    enforce(why_not(State(packet.state), Step.SEND))
    _to_send(key)
    readers = draw_readers(key, but={by.staff}, readers=packet.readers, at=at)
    enforce(access.why_not_draw(len(readers), packet.readers))
    _fill(packet, key)
    step(packet, Step.SEND)
    packet.sent_at = at
    packet.save()
    forget_texts(key)
    seat(packet, case, readers, at=at)
    tell_case(case, "review.send", by=by, at=at)
    return packet


def _fill(packet: Packet, key: PacketKey) -> None:
    """What leaves: masked texts, needs as codes, and what is asked for."""
    sections = [Section.read(raw) for raw in key.sections]
    counted = packet_text.counts(sections)
    packet.sections = [packet_text.shown(s).stored() for s in sections]
    packet.needs = need_rows(key.investigation)
    packet.questions = question_rows(_draft(key.investigation))
    packet.words, packet.edits, packet.settled_by_hand = counted.words, counted.edits, counted.by_hand


def key_of(packet: Packet) -> PacketKey | None:
    """The key of a packet with its case and person, while it stands."""
    return PacketKey.objects.select_related("packet", "investigation__case__person").filter(packet=packet).first()


def draw_readers(key: PacketKey, *, but: Collection[int], readers: int, at: datetime) -> list[Candidate]:
    """So many reviewers by the unit's rule and the packet's seed: none of `but`, and none who has read the same
    investigation in an earlier packet. Part of an action."""
    packet, case = key.packet, key.investigation.case
    found, rule = candidates(localdate(at)), rule_row(packet.unit_id)
    source = rule.readers_from if rule else ReviewRule.From.OTHERS_FIRST
    earlier = Reading.objects.filter(packet__key__investigation=key.investigation).values_list("reader", flat=True)
    away = barred(case, found) | set(but) | set(earlier)
    return drawn(found, barred=away, own_unit=packet.unit_id, source=source, readers=readers, seed=packet.seed)


def seat(packet: Packet, case: Case, readers: Collection[Candidate], *, at: datetime) -> None:
    """Give the packet its readers, and close all of the person's cases to them. Part of an action."""
    for one in readers:
        Reading.objects.create(packet=packet, reader_id=one.staff, unit_id=one.unit, drawn_at=at)
    for pk in cases_of(case) if readers else ():
        screen_off(about=f"case:{pk}", person=case.person, staff={one.staff for one in readers}, by=SCREENS, at=at)


def lift_all(key: PacketKey, *, at: datetime, staff: int | None = None) -> None:
    """Open the person's cases again to the packet's readers, or to one of them. Part of an action.

    Only to them: somebody else may be reading another of the person's cases.
    """
    readers = {staff} if staff else set(key.packet.readings.values_list("reader", flat=True))
    for pk in cases_of(key.investigation.case):
        lift_screens(about=f"case:{pk}", staff=readers, by=SCREENS, at=at)


def cases_of(case: Case) -> list[int]:
    """The keys of all of the person's cases: what is closed to those who read one of them. Part of an action."""
    return list(Case.objects.filter(person=case.person_id).order_by("pk").values_list("pk", flat=True))


def forget_texts(key: PacketKey) -> None:
    """Empty the key of the texts as they stood: the investigation has them. Part of an action."""
    key.sections, key.hidden = [], []
    key.save(update_fields=["sections", "hidden"])


def _to_send(key: PacketKey) -> None:
    sections = [Section.read(raw) for raw in key.sections]
    if left := packet_text.left_to_answer(sections):
        raise Refused(
            Refusal(N_("{n} ställen väntar på ditt svar. Inget lämnar ärendet förrän de är avgjorda."), {"n": left})
        )
    if {s.place: s.original for s in sections} != texts_of(key.investigation):
        raise Refused(
            Refusal(N_("Utredningen har ändrats sedan underlaget gjordes. Dra tillbaka underlaget och gör ett nytt."))
        )
    if key.investigation.case.person.protection:
        raise Refused(PROTECTED)


def _draft(investigation: Investigation) -> Decision | None:
    return investigation.decisions.filter(state__in=Decision.UNDER_WAY).first()


@action
def withdraw_packet(*, key: PacketKey, why: str, by: Actor, at: datetime) -> Packet:
    """Take a packet back: its texts are gone for the reviewers at once, and their cases open again."""
    key = held_key(key)
    case, packet = key.investigation.case, key.packet
    permit(case_access.why_not_handle(by, case_access.CaseFacts.of(case)))
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv varför underlaget dras tillbaka.")))
    if packet.state == State.WITHDRAWN:
        return packet
    enforce(why_not(State(packet.state), Step.WITHDRAW))
    draw_back(key, why=why.strip(), at=at)
    tell_case(case, "review.withdraw", by=by, at=at)
    return packet


def draw_back(key: PacketKey, *, why: str, at: datetime) -> None:
    """Empty a packet, mark it as withdrawn, and open the case to those who read it. Part of an action."""
    packet = key.packet
    step(packet, Step.WITHDRAW)
    packet.withdrawn_at, packet.withdrawn_why = at, why
    packet.sections, packet.needs, packet.questions = [], [], []
    packet.save()
    forget_texts(key)
    lift_all(key, at=at)


@action
def end_keys(*, by: Actor, at: datetime) -> int:
    """End the keys whose time is out, and empty texts that are old: the night does this. How many keys were ended.

    A key is needed until the case is decided or closed; from then it stands the days that the installation says. What
    was under way when the case ended is withdrawn.
    """
    over = Q(investigation__completed_at__isnull=False) | Q(investigation__case__closed_at__isnull=False)
    over |= Q(packet__withdrawn_at__isnull=False) | ~Q(investigation__case__person__protection="")
    keys = PacketKey.objects.filter(over).select_related("packet", "investigation__case__person").order_by("pk")
    ended = 0
    for key in keys.defer("sections", "packet__sections"):
        packet, case = key.packet, key.investigation.case
        since = key.investigation.completed_at or case.closed_at or packet.withdrawn_at
        if packet.state in UNDER_WAY:
            draw_back(held_key(key), why="", at=at)
            tell_case(case, "review.withdraw", by=by, at=at)
        if since and since + timedelta(days=packet.key_days) <= at:
            _end(key, by=by, at=at)
            ended += 1
    _empty_texts(by=by, at=at)
    return ended


def _end(key: PacketKey, *, by: Actor, at: datetime) -> None:
    """End a key, and with it what would lead to the case without it: masked texts and needs that are like the case's
    own, the meeting's words, which the case keeps, and moments, which are those of the case's events."""
    packet = held_packet(key.packet)
    for name in ("made_at", "sent_at", "withdrawn_at"):
        if moment := getattr(packet, name):
            setattr(packet, name, _day_of(moment))
    packet.sections, packet.needs, packet.meeting_note = [], [], ""
    packet.save()
    packet.lines.update(goal="", why="")
    for reading in packet.readings.all():
        reading.drawn_at, reading.words, reading.missing = _day_of(reading.drawn_at), {}, ""
        reading.save(update_fields=["drawn_at", "words", "missing"])
    key.delete()
    tell_packet(packet, "review.end_key", by=by, at=at)


def _day_of(moment: datetime) -> datetime:
    return localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def _empty_texts(*, by: Actor, at: datetime) -> None:
    """Texts are emptied on their day, what is counted stays; a packet whose case was deleted is withdrawn."""
    for packet in Packet.objects.filter(state__in=UNDER_WAY, key=None):
        step(packet, Step.WITHDRAW)
        packet.withdrawn_at, packet.sections, packet.needs, packet.questions = at, [], [], []
        packet.save()
        tell_packet(packet, "review.withdraw", by=by, at=at)
    words = Reading.objects.filter(packet=OuterRef("pk")).exclude(words={}, missing="", guess_words="")
    old = Packet.objects.filter(texts_until__lte=localdate(at)).exclude(state__in=UNDER_WAY)
    full = ~Q(sections=[]) | ~Q(needs=[]) | ~Q(meeting_note="") | ~Q(withdrawn_why="") | Q(Exists(words))
    for packet in old.filter(full):
        packet.sections, packet.needs, packet.meeting_note, packet.withdrawn_why = [], [], "", ""
        packet.save(update_fields=["sections", "needs", "meeting_note", "withdrawn_why"])
        packet.readings.update(words={}, missing="", guess_words="")
        packet.lines.update(goal="", why="")
        tell_packet(packet, "review.empty", by=by, at=at)
