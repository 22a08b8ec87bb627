"""What every action on a packet does the same way."""

from datetime import datetime
from typing import Any

from samsyn.audit.actions import record
from samsyn.cases.models import Case
from samsyn.people.roles import Actor, job
from samsyn.review.lifecycle import State, Step, move
from samsyn.review.models import Packet, PacketKey

SCREENS = job("review")  # closes cases and opens them again


def held_packet(packet: Packet) -> Packet:
    """The packet as it stands now, held until the transaction ends."""
    return Packet.objects.select_for_update().get(pk=packet.pk)


def held_key(key: PacketKey) -> PacketKey:
    """The key as it stands now, with packet, investigation, case and person, held until the transaction ends."""
    held_packet(key.packet)
    return PacketKey.objects.select_related("packet", "investigation__case__person").get(pk=key.pk)


def step(packet: Packet, taken: Step) -> None:
    """Move the packet by the table of its lifecycle; raises Refused when the step is closed. Saved by the caller."""
    packet.state = move(State(packet.state), taken)


def tell_packet(packet: Packet, what: str, *, by: Actor, at: datetime, **detail: Any) -> None:
    """An event about the packet alone: it names no case and no person, for the log outlives the key."""
    record(by=by, at=at, what=what, about=f"packet:{packet.code}", detail=detail)


def tell_case(case: Case, what: str, *, by: Actor, at: datetime, about: str = "", **detail: Any) -> None:
    """An event of the case: that it was reviewed, without saying which packet it was."""
    about = about or f"case:{case.pk}"
    record(by=by, at=at, what=what, about=about, case=case.pk, subjects=[case.person_id], detail=detail)
