"""A carer's phone in tests: a device with a shift, and changes as the phone sends them."""

from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from samsyn.homecare.actions import begin_shift, take_changes
from samsyn.homecare.mobile.change import Change, read
from samsyn.homecare.models import MobileDevice, SyncedChange
from samsyn.people.roles import Actor
from tests.rooms.hours import WEDNESDAY, on

MORNING = on(WEDNESDAY, 7)
EVENING = on(WEDNESDAY, 18)


class Phone:
    """One carer's app. `wrong` is how many seconds its clock is behind the server's."""

    def __init__(self, by: Actor, *, at: datetime = MORNING, wrong: int = 0) -> None:
        self.by, self.at, self.wrong, self._numbers = by, at, wrong, count(1)
        self.shift = begin_shift(device=uuid4(), hours=10, by=by, at=at)
        self.device: MobileDevice = self.shift.device

    def write(
        self, kind: str, visit, *, at: datetime = EVENING, seq: int = 0, uuid: UUID | None = None, **body
    ) -> Change:
        """A change of a visit, as it stands in the phone's log."""
        told = at - timedelta(seconds=self.wrong)
        return read(
            {
                "seq": seq or next(self._numbers), "uuid": str(uuid or uuid4()), "kind": kind, "order": visit.order_id,
                "visit": visit.pk, "told": int(told.timestamp() * 1000), "behind": self.wrong, "body": body,
            }
        )  # fmt: skip

    def report(
        self, visit, *, minutes: int = 20, reason: str = "KORTARE", note: str = "", seen: int = 0, **more
    ) -> Change:
        return self.write("report", visit, minutes=minutes, reason=reason, note=note, seen=seen, **more)

    def send(self, *changes: Change, at: datetime = EVENING):
        """What the server has taken in, and its answers."""
        return take_changes(device=self.device, changes=changes, by=self.by, at=at)

    def came(self, change: Change) -> SyncedChange:
        return SyncedChange.objects.get(uuid=change.uuid)
