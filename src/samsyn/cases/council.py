"""The statistics to the council on decisions that are not carried out: pure (SoL 34:3, LSS 28 h).

How many, which interventions, and how long since the day of each decision, also where the clock is an interruption's.
Counts of one to seven are withheld, and so is everything from which one of them could be worked out (`equity.safe`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles
from typing import Protocol

from samsyn.cases.clocks import elapsed_days
from samsyn.cases.regimes import regime
from samsyn.equity.safe import OFFICE, About, Axis, Cell, Hidden, Rule, SafeTable, Shown

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
    """One group: how many decisions, and the days since they were made, None where the number is hidden."""

    n: Cell
    middle: float | None = None
    tenth: float | None = None
    ninetieth: float | None = None


@dataclass(frozen=True)
class Table:
    """One law and one kind of delay. `rows` holds a group for each sex by intervention; `sums` one for each sex."""

    law: str  # the paragraph: SoL 34:3 or LSS 28 h
    since: str
    rows: dict[str, tuple[Counted, ...]]
    sums: tuple[Cell, ...]
    total: Cell


def tables(rows: Iterable[Row], day: date, rule: Rule = OFFICE) -> list[Table]:
    """The tables of a quarter whose report tells of a day: for each law, after the decision and after interruption.

    `rule` says which numbers may be shown.
    """
    days: defaultdict[tuple[str, str], defaultdict[str, defaultdict[str, list[int]]]]
    days = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in rows:
        law = "LSS 28 h" if regime(row.regime).act == "LSS" else "SoL 34:3"
        days[law, row.since][row.intervention][row.sex].append(elapsed_days(row.decided, day))
    return [
        _table(law, since, days[law, since], rule)
        for law in ("SoL 34:3", "LSS 28 h")
        for since in ("decision", "interruption")
    ]


def _table(law: str, since: str, found: Mapping[str, Mapping[str, Sequence[int]]], rule: Rule) -> Table:
    if not found:
        return Table(law, since, {}, (Shown(0),) * len(SEXES), Shown(0))
    names = tuple(sorted(found))
    counts = [[len(found[what].get(sex, ())) for sex in SEXES] for what in names]
    axes = [Axis("intervention", names), Axis("sex", SEXES)]
    safe = SafeTable.of(counts, axes, About(law, "", since), rule)
    return Table(
        law=law,
        since=since,
        rows={what: tuple(_counted(safe[what, sex], found[what].get(sex, ())) for sex in SEXES) for what in names},
        sums=tuple(safe[None, sex] for sex in SEXES),
        total=safe[None, None],
    )


def _counted(shown: Cell, days: Sequence[int]) -> Counted:
    if isinstance(shown, Hidden) or not days:
        return Counted(shown)
    deciles = quantiles(days, n=10, method="inclusive")
    return Counted(shown, median(days), deciles[0], deciles[-1])
