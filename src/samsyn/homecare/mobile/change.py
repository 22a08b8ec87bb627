"""One change that a phone hands in: what it holds, and which time counts when clocks are wrong. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

LONGEST_NOTE = 4000
MOST_AT_ONCE = 100  # changes in one batch; the phone sends the rest after that
FARTHEST = 400 * 24 * 60 * 60  # seconds that a phone's clock may be wrong before nothing can be said of it


class Sort(StrEnum):
    """What a carer does without network."""

    BEGIN = "begin"
    END = "end"
    REPORT = "report"  # it became otherwise than planned
    EXTRA = "extra"  # help beside the plan
    NOTE = "note"
    SWAP = "swap"  # the person wants something else than this visit
    CHOOSE = "choose"  # which of two versions shall hold


class Unreadable(ValueError):  # noqa: N818 - what was sent, not a fault of the program
    """What the phone sent cannot be read at all; says which part."""


class Faulty(ValueError):  # noqa: N818 - the same
    """The change is known by its number, but what it holds cannot be read; says which part."""


@dataclass(frozen=True)
class Change:
    """As it came in. `told_at` is the phone's own clock, `behind` the seconds it was behind the server's."""

    seq: int
    uuid: UUID
    sort: Sort
    order: int
    visit: int | None
    told_at: datetime
    behind: int
    body: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text of what it holds, empty when there is none. Raises Faulty when it is too long or none."""
        value = self.body.get(name, "")
        if not isinstance(value, str) or len(value) > LONGEST_NOTE:
            raise Faulty(name)
        return value.replace("\r\n", "\n")

    def number(self, name: str) -> int:
        """A whole number of what it holds. Raises Faulty."""
        value = self.body.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not -(2**31) < value < 2**31:
            raise Faulty(name)
        return value

    @property
    def day(self) -> date:
        """The day of help beside the plan. Raises Faulty."""
        try:
            return date.fromisoformat(self.text("day"))
        except ValueError:
            raise Faulty("day") from None

    @property
    def start(self) -> time:
        """When such help began. Raises Faulty."""
        try:
            return time.fromisoformat(self.text("start")).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise Faulty("start") from None


def read(sent: Any) -> Change:
    """A change as JSON has it. Raises Unreadable when its number, its name, its kind or its clock are not there."""
    if not isinstance(sent, dict):
        raise Unreadable("change")
    try:
        uuid, sort = UUID(str(sent.get("uuid"))), Sort(sent.get("kind", ""))
    except ValueError:
        raise Unreadable("uuid, kind") from None
    told, behind = _whole(sent, "told"), _whole(sent, "behind")
    if abs(behind) > FARTHEST or not 0 <= told < 2**43:
        raise Unreadable("told, behind")
    body = sent.get("body", {})
    return Change(
        seq=_whole(sent, "seq", least=1, most=2**31 - 1), uuid=uuid, sort=sort, order=_whole(sent, "order", least=0),
        visit=_whole(sent, "visit", least=0) if sent.get("visit") is not None else None,
        told_at=datetime.fromtimestamp(told / 1000, UTC), behind=behind,
        body=_storable(body) if isinstance(body, dict) else {},
    )  # fmt: skip


def _storable(value: Any) -> Any:
    """What no database can hold (half a letter, a null) is marked where it stood, so as not to hold up the rest."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "?")
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list) else value


def _whole(sent: Mapping[str, Any], name: str, *, least: int = -(2**53), most: int = 2**53) -> int:
    value = sent.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Unreadable(name)
    return value


def ruled(change: Change, *, earliest: datetime, received: datetime) -> datetime:
    """The time that counts: the phone's put right by what the server said last, within what can be true at all.

    A phone whose clock was moved after the two last spoke can so at most be wrong within the shift.
    """
    put_right = change.told_at + timedelta(seconds=change.behind)
    return min(max(put_right, earliest), received)
