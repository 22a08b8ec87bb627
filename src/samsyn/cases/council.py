"""The statistics to the council on decisions that are not carried out: pure (SoL 34:3, LSS 28 h).

How many, which interventions, and how long since the day of each decision, also where the clock is an interruption's.
Counts of one to seven are withheld, and so is every sum from which one of them could be worked out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles
from typing import Protocol

from samsyn.cases.clocks import elapsed_days
from samsyn.cases.regimes import regime
from samsyn.equity.limits import SMALLEST_SHOWN

FEWEST = SMALLEST_SHOWN
SEXES = ("K", "M", "")


class Row(Protocol):
    """As much of a reported decision as is counted."""

    regime: str
    since: str
    intervention: str
    sex: str
    decided: date


@dataclass(frozen=True)
class Counted:
    """One group: how many decisions, and the days since they were made. None where the group is too small to show."""

    n: int | None
    middle: float | None = None
    tenth: float | None = None
    ninetieth: float | None = None


@dataclass(frozen=True)
class Table:
    """One law and one kind of delay. `rows` holds a group for each sex by intervention; `sums` one for each sex."""

    law: str  # the paragraph: SoL 34:3 or LSS 28 h
    since: str
    rows: dict[str, tuple[Counted, ...]]
    sums: tuple[int | None, ...]
    total: int | None


def tables(rows: Iterable[Row], day: date) -> list[Table]:
    """The tables of a quarter whose report tells of a day: for each law, after the decision and after interruption."""
    days: defaultdict[tuple[str, str], defaultdict[str, defaultdict[str, list[int]]]]
    days = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in rows:
        law = "LSS 28 h" if regime(row.regime).act == "LSS" else "SoL 34:3"
        days[law, row.since][row.intervention][row.sex].append(elapsed_days(row.decided, day))
    return [
        _table(law, since, days[law, since])
        for law in ("SoL 34:3", "LSS 28 h")
        for since in ("decision", "interruption")
    ]


def _table(law: str, since: str, found: dict[str, defaultdict[str, list[int]]]) -> Table:
    counts = {what: [len(by_sex[sex]) for sex in SEXES] for what, by_sex in found.items()}
    columns = [[counts[what][n] for what in counts] for n in range(len(SEXES))]
    sums = tuple(shown_sum(column) for column in columns)
    everything = shown_sum([n for column in columns for n in column])
    return Table(
        law=law,
        since=since,
        rows={what: tuple(_counted(found[what][sex]) for sex in SEXES) for what in sorted(found)},
        sums=sums,
        total=everything if None not in sums else None,
    )


def _counted(days: Sequence[int]) -> Counted:
    if not days:
        return Counted(0)
    if len(days) < FEWEST:
        return Counted(None)
    deciles = quantiles(days, n=10, method="inclusive")
    return Counted(len(days), median(days), deciles[0], deciles[-1])


def shown_sum(counts: Sequence[int]) -> int | None:
    """A sum of counts, or None where it would tell what one of the withheld ones is.

    With one withheld, the sum tells it; with several, it does when they must all be as small or as large as they can.
    """
    withheld = [n for n in counts if 0 < n < FEWEST]
    if not withheld:
        return sum(counts)
    hidden, many = sum(withheld), len(withheld)
    tells = many == 1 or hidden < FEWEST or hidden in {many, many * (FEWEST - 1)}
    return None if tells else sum(counts)
