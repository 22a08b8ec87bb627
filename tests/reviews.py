"""Reviews for tests: colleagues elsewhere, a packet in each state, made by the same actions as the pages use."""

from datetime import timedelta

from samsyn.cases.models import Case
from samsyn.people.models import Staff
from samsyn.people.roles import Actor, Role
from samsyn.review.actions import (
    Guess,
    Settled,
    conclude_review,
    make_packet,
    send_packet,
    settle_packet,
    write_reading,
)
from samsyn.review.models import Packet, PacketKey, Reading
from samsyn.review.packet_text import Choice, Section
from samsyn.review.reading import Answer
from tests import factories as f
from tests.kept import kept

LATER = f.NOW + timedelta(hours=2)
HELP = Answer("HEMTJANST", "granted", "minutes_week", 360, "Jag klarar vardagen hemma.", "Behovet är tydligt.")


@kept
def colleagues(number: int = 3, unit_name: str = "Äldreenheten Syd") -> list[Staff]:
    """Caseworkers of another unit, who have nothing to do with any case here."""
    place = f.unit(unit_name)
    return [f.staff(Role.CASEWORKER, place, given_name=f"Vera{n}", family_name=f"Väst{n}") for n in range(number)]


@kept
def made_packet(case: Case | None = None, *, seed: int = 7, **investigated) -> PacketKey:
    """What the reviewers will read, made and not yet sent."""
    case = case or f.investigated_case(**investigated)
    return make_packet(case=case, seed=seed, by=f.caseworker_of(case), at=f.NOW)


@kept
def all_settled(key: PacketKey) -> PacketKey:
    """Every doubtful change answered with yes."""
    sections = [Section.read(raw) for raw in key.sections]
    answers = [
        Settled(s, c, Choice.HIDE) for s, one in enumerate(sections) for c, x in enumerate(one.changes) if x.waits
    ]
    by = f.caseworker_of(key.investigation.case)
    return settle_packet(key=key, answers=answers, hidden=[], version=key.version, by=by, at=f.NOW)


@kept
def sent_packet(key: PacketKey | None = None, **made) -> PacketKey:
    """A packet with its reviewers."""
    key = all_settled(key or made_packet(**made))
    send_packet(key=key, by=f.caseworker_of(key.investigation.case), at=f.NOW)
    return PacketKey.objects.select_related("packet", "investigation__case").get(pk=key.pk)


def reader_of(reading: Reading) -> Actor:
    """The reviewer, as they act."""
    held = reading.reader.appointments.get(unit=reading.unit)
    return f.actor(reading.reader, acting_as=held.pk)


@kept
def hand_in(reading: Reading, *answers: Answer, guess: Guess | None = None, missing: str = "", at=LATER) -> Reading:
    """A reading handed in."""
    return write_reading(
        reading=reading, answers=answers or (HELP,), missing=missing, guess=guess or Guess(), done=True,
        seen=reading.saved_at, by=reader_of(reading), at=at,
    )  # fmt: skip


@kept
def read_packet(key: PacketKey | None = None, **sent) -> Packet:
    """A packet that all have read; the readings lie open."""
    key = key or sent_packet(**sent)
    for reading in key.packet.readings.order_by("pk"):
        hand_in(reading)
    return Packet.objects.get(pk=key.packet_id)


@kept
def concluded(packet: Packet | None = None, *answers: Answer, **sent) -> Packet:
    """A packet whose meeting is over."""
    packet = packet or read_packet(**sent)
    reading = packet.readings.order_by("pk").first()
    return conclude_review(reading=reading, answers=answers or (HELP,), note="", by=reader_of(reading), at=LATER)
