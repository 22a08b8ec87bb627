"""Packets and readings as each may see them: the case's own people, those drawn to read, the unit's leader."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case as Choose
from django.db.models import Count, Q, QuerySet, Value, When

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases.models import Case, Decision
from samsyn.cases.queries import latest_investigation
from samsyn.people.refusals import N_, NoAccess, Refusal, permit
from samsyn.people.roles import Actor
from samsyn.review import access
from samsyn.review.lifecycle import State
from samsyn.review.models import Departure, Packet, PacketKey, Reading, ReviewWaiver
from samsyn.review.queries.rules import departing, result_of, standing_key
from samsyn.review.queries.store import Alike, Asked, alike_for_profile
from samsyn.review.reading import Answer, Beside, answers_of, side_by_side


def packet_of(case: Case) -> PacketKey | None:
    """The key of the packet that stands for a case's newest investigation. Called after `open_case`."""
    newest = latest_investigation(case)
    return standing_key(newest.pk) if newest else None


def waiver_of(case: Case) -> ReviewWaiver | None:
    """The exception of a case's newest investigation from the review. Called after `open_case`."""
    newest = latest_investigation(case)
    return waiver_for(newest.pk) if newest else None


def waiver_for(investigation_id: int) -> ReviewWaiver | None:
    """The exception of an investigation from the review, whatever came after it."""
    return ReviewWaiver.objects.filter(investigation=investigation_id).first()


def how_many_read(packet: Packet) -> tuple[int, int]:
    """How many have handed in their reading, of how many."""
    found = packet.readings.filter(stepped_down_at=None).aggregate(
        n=Count("pk"), done=Count("pk", Q(done_at__isnull=False))
    )
    return found["done"], found["n"]


@dataclass(frozen=True)
class Compared:
    """A decision beside its review: what the review came to, where the decision departs, and why."""

    lines: list[Answer]
    note: str
    departs: list[str]
    reasons: dict[str, Departure]


def compared(decision: Decision) -> Compared | None:
    """A draft or decision held against its review; None without one that is done."""
    result = result_of(decision.investigation_id)
    if result is None:
        return None
    reasons = {d.intervention: d for d in Departure.objects.filter(decision=decision)}
    lines = [Answer(**line) for line in result.lines]
    return Compared(lines, result.note, departing(decision, result), reasons)


def departures_of(decision: Decision) -> list[Departure]:
    """Why a decision departs from its review; stands with the decision when the key is gone."""
    return list(Departure.objects.filter(decision=decision).order_by("intervention"))


# Those who read


def my_readings(actor: Actor) -> QuerySet[Reading]:
    """The readings that somebody is or was drawn to, those of reviews that are not done first."""
    mine = Reading.objects.filter(reader=actor.staff_id, stepped_down_at=None).exclude(packet__state=State.WITHDRAWN)
    done = Choose(When(packet__state=State.CONCLUDED, then=Value(1)), default=Value(0))
    return mine.select_related("packet").order_by(done, "-drawn_at", "-pk")


def facts_of(reading: Reading) -> access.ReadingFacts:
    """What access to a reading depends on; its packet must be at hand."""
    return access.ReadingFacts(
        reading.reader_id, State(reading.packet.state), reading.done_at is not None, reading.stepped_down_at is not None
    )


@transaction.atomic
def packet_to_read(code: str, *, by: Actor, at: datetime) -> Reading:
    """One's own reading of a packet, with the packet. Records that it was read, of no person and no case: whose the
    packet is stands nowhere but in the key. Raises Packet.DoesNotExist, or NoAccess."""
    packet = Packet.objects.get(code=code)
    reading = Reading.objects.select_related("packet").filter(packet=packet, reader=by.staff_id).first()
    permit(access.why_not_read_packet(by, facts_of(reading) if reading else None))
    if PacketKey.objects.filter(packet=packet).exclude(investigation__case__person__protection="").exists():
        raise NoAccess(Refusal(N_("Underlaget är tillbakadraget och går inte längre att läsa.")))
    if reading is None:
        raise TypeError("access let nobody in")
    record(by=by, at=at, what="packet.read", about=f"packet:{packet.code}", access=Event.Access.READ)
    return reading


@dataclass(frozen=True)
class Opened:
    """The readings side by side: each one's words on what is missing, and by intervention what each says."""

    own: int | None  # which of them is the reader's own, from 0; none of one who was late
    missing: list[str]
    beside: list[Beside]


def opened(reading: Reading, *, by: Actor) -> Opened:
    """The readings of a packet for one who has handed in theirs. Nobody is named."""
    permit(access.why_not_see_others(by, facts_of(reading)))
    done = list(reading.packet.readings.filter(done_at__isnull=False).order_by("pk"))
    asked = [q["intervention"] for q in reading.packet.questions]
    said = [answers_of(r.answers, r.words) for r in done]
    own = next((n for n, r in enumerate(done) if r.pk == reading.pk), None)
    return Opened(own, [r.missing for r in done], side_by_side(said, asked))


def alike_for_packet(reading: Reading, *, by: Actor, at: datetime) -> Alike:
    """What was granted to those whose needs are most like the packet's, for those who weigh the readings together.

    Not before: whoever has seen what others got no longer thinks for themselves.
    """
    permit(access.why_not_see_others(by, facts_of(reading)))
    packet = reading.packet
    key = PacketKey.objects.select_related("investigation__case").filter(packet=packet).first()
    case = key.investigation.case if key else None
    asked = Asked(
        case.person_id if case else None,
        carer=case is not None and case.target_group == Case.TargetGroup.CARER,
        about=f"packet:{packet.code}",
    )
    profile = {need["area"]: (need["now"], need["meant"]) for need in packet.needs}
    also = [question["intervention"] for question in packet.questions]
    return alike_for_profile(profile, asked, also=also, by=by, at=at)


def agreed(beside: list[Beside]) -> list[Answer]:
    """What all say alike, as a start of what the meeting writes."""
    return [b.answers[0] for b in beside if b.agree and b.answers[0]]


# The unit's leader


def waivers_of_unit(unit_id: int | None, *, since: datetime) -> int:
    """How many of a unit's cases were excepted from the review since a moment."""
    return ReviewWaiver.objects.filter(investigation__case__unit=unit_id, waived_at__gte=since).count()


@transaction.atomic
def packets_of_unit(*, by: Actor, at: datetime) -> list[Packet]:
    """How far the unit's packets have come, with `n_done` of `n_drawn`, the newest first; no texts, no cases."""
    permit(access.why_not_lead(by))
    record(by=by, at=at, what="packet.list", about=f"unit:{by.unit_id}", access=Event.Access.READ)
    standing = Q(readings__stepped_down_at=None)
    return list(
        Packet.objects.filter(unit=by.unit_id)
        .exclude(state__in=[State.DRAFT])
        .annotate(
            n_drawn=Count("readings", standing), n_done=Count("readings", standing & Q(readings__done_at__isnull=False))
        )
        .order_by("-sent_at", "-pk")[:100]
    )


def packet_of_unit(code: str, *, by: Actor) -> Packet:
    """One packet of the leader's unit. Raises Packet.DoesNotExist, or NoAccess."""
    packet = Packet.objects.get(code=code)
    permit(access.why_not_lead_packet(by, packet.unit_id))
    return packet
