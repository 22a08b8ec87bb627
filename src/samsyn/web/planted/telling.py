"""Matters that act on days of their own, told in order of time with everything else that the log holds."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from heapq import heapify, heappop, heappush

from django.db import transaction

from samsyn.people.queries import actors_in, demo_accounts
from samsyn.people.refusals import Refused
from samsyn.people.roles import Actor, Role
from samsyn.synthetic.calendar import moment, office_day

# A matter gives the moment at which it acts next, and acts when it is asked on.
Matter = Generator[datetime, None, None]


@dataclass(frozen=True)
class Scene:
    """Who is there, on the morning of which day: what every matter is told in. Nothing happens from `now` on."""

    until: date
    now: datetime
    staff: dict[tuple[Role, int | None], Actor]
    near: int  # the caseworker of the demonstration, with whom most is to be seen
    unit: int  # and their unit
    by: Actor  # the job that plants; nobody else is told who there is

    @classmethod
    def of(cls, until: date, now: datetime, by: Actor) -> "Scene":
        """The scene of an invented municipality that is put in."""
        staff = {(role, a.staff_id): a for role in Role for a in actors_in(role, today=until, by=by)}
        shown = demo_accounts().get(username="demo-caseworker").staff_id
        caseworker = staff[Role.CASEWORKER, shown]
        return cls(until, now, staff, caseworker.staff, caseworker.unit_id or 0, by)

    def back(self, days: int, hour: int, minute: int = 0) -> datetime:
        """An hour of the office day so many office days before the last."""
        return moment(office_day(self.until, -days), time(hour, minute))

    def caseworker(self, staff_id: int | None) -> Actor:
        return self.staff[Role.CASEWORKER, staff_id]

    def all_in(self, role: Role, unit: int | None = None) -> list[Actor]:
        """Those who hold a role, at one unit or anywhere, in the order they were appointed."""
        return [a for (held, _), a in self.staff.items() if held is role and unit in {None, a.unit_id}]

    def elsewhere(self, role: Role, unit: int) -> Actor | None:
        """Somebody of the municipality's own who holds the role at another unit."""
        return next((a for a in self.all_in(role) if a.unit_id != unit and not a.is_private), None)


def in_order(matters: Iterable[Matter], *, now: datetime, log: Callable[[datetime], object]) -> int:
    """Let matters act in order of time; before each, `log` is told up to which moment the log is to be written.

    What the product refuses ends the matter as it stands; what would come at `now` or later does not happen. Returns
    how many times somebody acted.
    """
    ahead = [(first, n, matter) for n, matter in enumerate(matters) if (first := next(matter, None))]
    heapify(ahead)
    acted = 0
    while ahead:
        at, n, matter = heappop(ahead)
        if at >= now:
            matter.close()
            continue
        log(at)
        if (then := _act(matter)) is not None:
            heappush(ahead, (max(then, at), n, matter))
        acted += 1
    return acted


def _act(matter: Matter) -> datetime | None:
    """Let a matter act once, all or nothing; returns when it acts next, None when it has ended."""
    try:
        with transaction.atomic():
            return next(matter, None)
    except Refused:
        return None
