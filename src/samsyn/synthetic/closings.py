"""The nights when days are closed: one event for each provider and day, about everybody who was helped that day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from samsyn.synthetic.calendar import moment
from samsyn.synthetic.giving import CLOSED_AT, CLOSER
from samsyn.synthetic.records import Event, Story

ROLE = "administrator"  # the role that jobs act in


class Closings:
    """Gathers, story by story, whom each provider helped as planned each day."""

    def __init__(self) -> None:
        self._helped: defaultdict[tuple[date, int], set[int]] = defaultdict(set)

    def add(self, story: Story) -> None:
        """Note the days of one recipient."""
        person, provider = story.cases[0].person, {o.id: o.provider for o in story.orders}
        for day, order in {(p.day, p.order) for p in story.performed if p.source == "as_planned"}:
            self._helped[day, provider[order]].add(person)

    def events(self) -> Iterator[Event]:
        """The events, in order of time."""
        for (day, provider), persons in sorted(self._helped.items()):
            at, detail = moment(day + timedelta(1), CLOSED_AT), {"provider": provider, "day": day.isoformat()}
            about, subjects = f"unit:{provider}", tuple(sorted(persons))
            yield Event(at, CLOSER, ROLE, None, "write", "time.close", about, None, subjects, detail)
