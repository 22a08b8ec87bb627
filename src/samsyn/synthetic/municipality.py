"""The way in: a seed, a last day and a size in; an organisation, stories one at a time, and the planted truths out."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from random import Random

from samsyn.synthetic.plots import Plot, plots
from samsyn.synthetic.records import Organisation, Story
from samsyn.synthetic.telling import tell
from samsyn.synthetic.thread import World
from samsyn.synthetic.truths import Truths, planted
from samsyn.synthetic.workplaces import SIZES, Workplaces, workplaces

MOST_RECIPIENTS = 100_000  # more than any municipality has
LEAST_RECIPIENTS = 20


@dataclass(frozen=True)
class Municipality:
    """An invented municipality. `stories` makes it anew each time, one recipient at a time in order of arrival."""

    seed: int
    until: date
    recipients: int
    organisation: Organisation
    truths: Truths
    _workplaces: Workplaces
    _plots: tuple[Plot, ...]

    def stories(self) -> Iterator[Story]:
        """Every recipient's story; memory holds one at a time."""
        world = World(self.until, self._workplaces)
        running: defaultdict[int, int] = defaultdict(int)
        for case, plot in enumerate(self._plots, start=1):
            year = plot.arrival.year
            running[year] += 1
            yield tell(world, plot, case, f"{year}-{running[year]:06d}")


def size_of(name: str) -> tuple[int, int, int]:
    """Recipients, carers and caseworkers of a named size or of a number of recipients.

    Raises ValueError when it is neither, or too small to hold every kind of case.
    """
    if name in SIZES:
        return SIZES[name]
    if not name.isdigit() or not LEAST_RECIPIENTS <= int(name) <= MOST_RECIPIENTS:
        numbers = f"a number from {LEAST_RECIPIENTS} to {MOST_RECIPIENTS}"
        raise ValueError(f"the size is {name!r}: it must be {', '.join(SIZES)} or {numbers}")
    recipients, (of, carers, caseworkers) = int(name), SIZES["demo"]
    return recipients, max(10, recipients * carers // of), max(2, recipients * caseworkers // of)


def municipality(seed: int, until: date, recipients: int) -> Municipality:
    """An invented municipality up to the morning of a day. The same arguments give the same municipality."""
    named = next((size for size in SIZES.values() if size[0] == recipients), None)
    _, carers, caseworkers = named or size_of(str(recipients))
    rng = Random(f"{seed}:{until}:{recipients}")  # noqa: S311 - chance, not secrecy
    places = workplaces(rng, until, carers, caseworkers)
    drawn = tuple(plots(rng, until, recipients, places))
    truths = planted(seed, until.isoformat(), recipients, places)
    return Municipality(seed, until, recipients, places.organisation, truths, places, drawn)


def digest(made: Municipality) -> str:
    """SHA-256 over every record, to tell whether two municipalities are the same."""
    found = hashlib.sha256(repr(made.organisation).encode())
    for story in made.stories():
        for part in fields(story):
            for record in getattr(story, part.name):
                found.update(repr(record).encode())
    return found.hexdigest()
