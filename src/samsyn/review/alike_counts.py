"""What was granted to those who are alike, in figures that single nobody out: pure.

No count of 1–7 persons is ever shown. Where outcomes are so few that one would be, neighbouring outcomes are told as
one until every group holds nobody or at least eight; the groups of an intervention then add up to all, so nothing is
left to be worked out by subtraction. Where that can not be, it is said that all but fewer than eight had it. What is
shown of counts is moreover rounded to fives, and of amounts to a coarse grid: whoever changes a need by one step to see
what moves, sees a figure that stands still or jumps by five.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

from samsyn.equity.limits import SMALLEST_SHOWN

FEWEST = SMALLEST_SHOWN  # persons: fewer are never shown
ROUNDED_TO = 5
GRID = {"minutes_week": 30, "minutes_month": 60}  # minutes that amounts are rounded to; what is counted, to whole ones
FULL, PARTLY, REFUSED, UNTRIED = "granted", "partly", "refused", "untried"
# How finely outcomes are told, the finest first: the first where no group is small. Then, where all but fewer than
# eight were granted it, that; then what is left to say.
PARTITIONS: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((FULL,), (PARTLY,), (REFUSED,), (UNTRIED,)),
    ((FULL, PARTLY), (REFUSED,), (UNTRIED,)),
    ((FULL,), (PARTLY,), (REFUSED, UNTRIED)),
    ((FULL, PARTLY), (REFUSED, UNTRIED)),
)
NEARLY_ALL = (FULL, PARTLY)
COARSEST: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((FULL,), (PARTLY, REFUSED, UNTRIED)),
    ((FULL, PARTLY, REFUSED), (UNTRIED,)),
)
NEARLY_TRIED = (FULL, PARTLY, REFUSED)


@dataclass(frozen=True)
class Line:
    """A decided line of somebody alike."""

    intervention: str
    outcome: str  # granted, partly, refused
    unit: str
    amount: int
    applied: int | None = None


@dataclass(frozen=True)
class Part:
    """So many persons, rounded, had one of these outcomes; `share` in per cent of all, rounded too.

    Both are None where all but fewer than eight had.
    """

    outcomes: tuple[str, ...]
    about: int | None = None
    share: int | None = None


@dataclass(frozen=True)
class Spread:
    """The amounts that were granted: the middle, and what the middle half lies between, on the grid of the unit.

    `about` is how many persons, 0 where that would tell how few the others are. `asked` is the middle of what those who
    were granted it had applied for, None when too few had said an amount.
    """

    unit: str
    about: int
    low: int
    middle: int
    high: int
    asked: int | None = None


@dataclass(frozen=True)
class Given:
    """What became of one intervention among those who are alike. Without parts too few have had it tried."""

    intervention: str
    parts: tuple[Part, ...] = ()
    spread: Spread | None = None


def safe(count: int) -> bool:
    """Whether a count of persons may be told: nobody, or at least eight."""
    return count == 0 or count >= FEWEST


def rounded(count: int) -> int:
    """A count to the nearest five."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def given(persons: Sequence[Iterable[Line]], *, also: Iterable[str] = ()) -> list[Given]:
    """What became of each intervention among these persons, each with the lines of one decision.

    The commonest first, and last, without figures, those of `also` that too few have had tried. Raises ValueError for
    fewer than eight persons.
    """
    if len(persons) < FEWEST:
        raise ValueError(f"{len(persons)} persons are too few to tell of")
    tried: dict[str, list[list[Line]]] = defaultdict(list)
    for lines in persons:
        mine: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            mine[line.intervention].append(line)
        for intervention, same in mine.items():
            tried[intervention].append(same)
    found = [_given(i, of, len(persons)) for i, of in tried.items() if len(of) >= FEWEST]
    found = [g for g in found if g.parts]
    found.sort(key=lambda g: (-len(tried[g.intervention]) // ROUNDED_TO, g.intervention))
    shown = {g.intervention for g in found}
    return found + [Given(i) for i in sorted(set(also) - shown)]


def _given(intervention: str, persons: list[list[Line]], everybody: int) -> Given:
    counts = dict.fromkeys((FULL, PARTLY, REFUSED), 0)
    for lines in persons:
        counts[_outcome(lines)] += 1
    parts = _parts(counts | {UNTRIED: everybody - len(persons)}, everybody)
    return Given(intervention, parts, _spread(persons, everybody) if parts else None)


def _outcome(lines: list[Line]) -> str:
    """What one person got of an intervention that several lines may be about."""
    outcomes = {line.outcome for line in lines}
    return outcomes.pop() if len(outcomes) == 1 else PARTLY


def _parts(counts: Mapping[str, int], everybody: int) -> tuple[Part, ...]:
    return (
        _parted(PARTITIONS, counts, everybody)
        or _nearly(NEARLY_ALL, counts, everybody)
        or _parted(COARSEST, counts, everybody)
        or _nearly(NEARLY_TRIED, counts, everybody)
    )


def _parted(
    partitions: Iterable[tuple[tuple[str, ...], ...]], counts: Mapping[str, int], everybody: int
) -> tuple[Part, ...]:
    for partition in partitions:
        sums = [(outcomes, sum(counts[o] for o in outcomes)) for outcomes in partition]
        if all(safe(count) for _, count in sums):
            return tuple(_part(outcomes, count, everybody) for outcomes, count in sums if count)
    return ()


def _nearly(outcomes: tuple[str, ...], counts: Mapping[str, int], everybody: int) -> tuple[Part, ...]:
    """All but fewer than eight had one of these, and they are more than the others."""
    had = sum(counts[o] for o in outcomes)
    return (Part(outcomes),) if everybody - had < min(FEWEST, had) else ()


def _part(outcomes: tuple[str, ...], count: int, everybody: int) -> Part:
    about = rounded(count)
    return Part(outcomes, about, min(100, rounded(round(100 * about / rounded(everybody)))))


def _spread(persons: list[list[Line]], everybody: int) -> Spread | None:
    """The amounts in the unit that most have; None when they are fewer than eight."""
    by_unit: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    granted = [got for lines in persons if (got := [line for line in lines if line.outcome != REFUSED])]
    for got in granted:
        units = {line.unit for line in got}
        if len(units) == 1:
            asked = [line.applied for line in got]
            whole = None if None in asked else sum(filter(None, asked))
            by_unit[units.pop()].append((sum(line.amount for line in got), whole))
    if not by_unit:
        return None
    unit, amounts = max(by_unit.items(), key=lambda item: (len(item[1]), item[0]))
    if len(amounts) < FEWEST:
        return None
    tells_nothing = safe(everybody - len(amounts)) and safe(len(granted) - len(amounts))
    low, middle, high = (_on_grid(q, unit) for q in quartiles([amount for amount, _ in amounts]))
    asked_for = [asked for _, asked in amounts if asked is not None]
    told = len(asked_for) >= FEWEST and safe(len(amounts) - len(asked_for))
    asked_middle = _on_grid(quartiles(asked_for)[1], unit) if told else None
    return Spread(unit, rounded(len(amounts)) if tells_nothing else 0, low, middle, high, asked_middle)


def quartiles(amounts: Sequence[int]) -> list[float]:
    """The three quartiles, by linear interpolation between what was granted (type 7 of Hyndman and Fan, 1996)."""
    return quantiles(amounts, n=4, method="inclusive")


def _on_grid(amount: float, unit: str) -> int:
    grid = GRID.get(unit, 1)
    return max(grid, int(amount / grid + 0.5) * grid)
