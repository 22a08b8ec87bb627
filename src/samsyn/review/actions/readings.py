"""Reading a packet: written, handed in, or given to somebody else; and the opening of the readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.audit.queries import has_been_in
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor
from samsyn.review import access
from samsyn.review.actions.packets import cases_of, draw_readers, key_of, lift_all, seat
from samsyn.review.actions.shared import held_packet, step, tell_packet
from samsyn.review.lifecycle import State, Step
from samsyn.review.models import Packet, Reading
from samsyn.review.queries.packets import facts_of
from samsyn.review.queries.source import age_band_of
from samsyn.review.reading import AGE_BANDS, Answer, one_each

LONGEST_TEXT = 10_000
LEAST_TO_OPEN = 2
OPENED_MEANWHILE = Refusal(N_("Du har öppnat ärendet under tiden. Lämna över läsningen, så får någon annan läsa."))


@dataclass(frozen=True)
class Guess:
    """What a reviewer believes of the person, all of it free to leave out: sex, age band, how sure in per cent."""

    sex: str = ""
    sex_sure: int | None = None
    age: str = ""
    age_sure: int | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if self.sex not in {"", "K", "M"}:
            raise Invalid("guess_sex", Refusal(N_("Välj kvinna, man eller ingen gissning.")))
        if self.age not in {"", *AGE_BANDS}:
            raise Invalid("guess_age", Refusal(N_("Välj ett åldersspann i listan.")))
        for name, guess, sure in (("sex", self.sex, self.sex_sure), ("age", self.age, self.age_sure)):
            if sure is not None and not 0 <= sure <= 100:
                raise Invalid(f"guess_{name}_sure", Refusal(N_("Ange hur säker du är, mellan 0 och 100 procent.")))
            if sure is not None and not guess:
                raise Invalid(f"guess_{name}", Refusal(N_("Välj vad du gissar, eller ta bort hur säker du är.")))


@action
def write_reading(
    *, reading: Reading, answers: Sequence[Answer], missing: str, guess: Guess, done: bool, seen: datetime | None,
    by: Actor, at: datetime,
) -> Reading:  # fmt: skip
    """Keep what a reviewer says; `done` hands it in, and it never changes after. The last one in opens them all.

    `seen` is when the page's own text was saved: what another tab has saved since is not overwritten unread. A
    reviewer who has seen the case itself in the meantime is no longer blind, and somebody else reads.
    """
    packet = held_packet(reading.packet)
    reading = Reading.objects.select_related("packet").get(pk=reading.pk)
    permit(access.why_not_read_packet(by, facts_of(reading)))
    enforce(access.why_not_write_reading(by, facts_of(reading)))
    if reading.saved_at != seen:
        raise Refused(Refusal(N_("Du har sparat i en annan flik. Läs det som står där, och spara igen.")))
    one_each(answers)
    if len(missing) > LONGEST_TEXT or len(guess.words) > LONGEST_TEXT:
        raise Invalid("missing", Refusal(N_("Texten är för lång. Korta den till högst 10 000 tecken.")))
    if done and not answers and not missing.strip():
        raise Invalid(
            "intervention", Refusal(N_("Säg vad du skulle bevilja, eller vad som saknas, innan du lämnar in."))
        )
    enforce(why_not_blind(reading))
    _put(reading, answers, missing, guess)
    reading.saved_at, reading.done_at = at, at if done else None
    reading.save()
    tell_packet(packet, "reading.hand_in" if done else "reading.save", by=by, at=at)
    _open_if_all_are_in(packet, by=by, at=at)
    return reading


def _put(reading: Reading, answers: Sequence[Answer], missing: str, guess: Guess) -> None:
    reading.answers = [a.code for a in answers]
    reading.words = {a.intervention: a.words for a in answers if any(a.words)}
    reading.missing = missing.strip()
    reading.guess_sex, reading.guess_sex_sure = guess.sex, guess.sex_sure
    reading.guess_age, reading.guess_age_sure = guess.age, guess.age_sure
    reading.guess_words = guess.words.strip()


@action
def step_down(*, reading: Reading, cause: str, by: Actor, at: datetime) -> Reading:
    """Give a reading to somebody else: the reviewer knows whose case it is, has seen it, or cannot read in time."""
    packet = held_packet(reading.packet)
    reading = Reading.objects.select_related("packet").get(pk=reading.pk)
    permit(access.why_not_read_packet(by, facts_of(reading)))
    enforce(access.why_not_write_reading(by, facts_of(reading)))
    if cause not in set(Reading.StepDown.values) - {""}:
        raise Invalid("cause", Refusal(N_("Välj varför du lämnar över läsningen.")))
    reading.stepped_down, reading.stepped_down_at = cause, at
    _put(reading, [], "", Guess())
    reading.save()
    tell_packet(packet, "reading.step_down", by=by, at=at, cause=cause)
    if not _replace(packet, 1, at=at) and cause == Reading.StepDown.TIME:
        raise Refused(
            Refusal(N_("Det finns ingen annan att lotta. Läs när du hinner, eller be gruppledaren om hjälp."))
        )
    if cause == Reading.StepDown.KNOWN and (key := key_of(packet)):
        lift_all(key, staff=reading.reader_id, at=at)
    _open_if_all_are_in(packet, by=by, at=at)
    return reading


@action
def draw_more(*, packet: Packet, by: Actor, at: datetime) -> Packet:
    """Draw in the place of those who have handed over or left, if there is anybody: the unit's leader."""
    packet = held_packet(packet)
    permit(access.why_not_lead_packet(by, packet.unit_id))
    if packet.state != State.SENT:
        raise Refused(Refusal(N_("Bara till ett underlag som läses kan fler lottas.")))
    for reading in _unread(packet).filter(reader__left_on__lte=localdate(at)):
        reading.stepped_down, reading.stepped_down_at = Reading.StepDown.TIME, at
        reading.save(update_fields=["stepped_down", "stepped_down_at"])
    wanted = packet.readers - packet.readings.filter(stepped_down_at=None).count()
    if not _replace(packet, wanted, at=at):
        raise Refused(Refusal(N_("Det finns ingen mer att lotta. Öppna läsningarna om två har lämnat in.")))
    tell_packet(packet, "reading.draw", by=by, at=at)
    return packet


def _replace(packet: Packet, readers: int, *, at: datetime) -> int:
    """Draw so many more, or as many as there are; how many. None when the key is gone: then nothing leads to a case."""
    key = key_of(packet)
    if key is None or readers < 1:
        return 0
    case = key.investigation.case
    before = set(packet.readings.values_list("reader", flat=True))
    found = draw_readers(key, but=before | {key.made_by_id}, readers=readers, at=at)
    seat(packet, case, found, at=at)
    return len(found)


def _open_if_all_are_in(packet: Packet, *, by: Actor, at: datetime) -> None:
    """Two at least, or there is nothing to weigh."""
    if not _unread(packet).exists() and _handed_in(packet) >= LEAST_TO_OPEN:
        _open(packet, by=by, at=at)


@action
def open_readings(*, packet: Packet, by: Actor, at: datetime) -> Packet:
    """Open the readings though somebody is late: the unit's leader, when two at least have been handed in."""
    packet = held_packet(packet)
    permit(access.why_not_lead_packet(by, packet.unit_id))
    if packet.state == State.OPENED:
        return packet
    if packet.readings.filter(reader=by.staff_id, stepped_down_at=None).exists():
        raise Refused(Refusal(N_("Du läser själv underlaget. Läsningarna öppnas när alla har lämnat in.")))
    if _handed_in(packet) < LEAST_TO_OPEN:
        raise Refused(Refusal(N_("Minst två behöver ha lämnat in sin läsning innan de öppnas.")))
    _open(packet, by=by, at=at)
    return packet


def _open(packet: Packet, *, by: Actor, at: datetime) -> None:
    """The readings lie side by side; sex and age band are kept with them from here, to tell the guesses by."""
    step(packet, Step.OPEN)
    packet.opened_at = at
    if key := key_of(packet):
        person = key.investigation.case.person
        packet.sex, packet.age_band = person.sex, age_band_of(person, packet.made_at)
    packet.save()
    tell_packet(packet, "reading.open", by=by, at=at)


def _unread(packet: Packet) -> QuerySet[Reading]:
    return packet.readings.filter(done_at=None, stepped_down_at=None)


def _handed_in(packet: Packet) -> int:
    return packet.readings.filter(done_at__isnull=False).count()


def why_not_blind(reading: Reading) -> Refusal | None:
    """The reason a reviewer no longer reads blind: they have been in the person's cases since they were drawn."""
    key = key_of(reading.packet)
    cases = cases_of(key.investigation.case) if key else []
    if any(has_been_in(pk, f"staff:{reading.reader_id}", since=reading.drawn_at) for pk in cases):
        return OPENED_MEANWHILE
    return None
