"""What an examination of an outcome holds: every figure with its interval, or a note of why it cannot be told.

Shares are fractions, amounts in the outcome's unit, differences the compared group less the reference. `examine` makes
one, `codec` stores it, `narration` tells it.
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from samsyn.equity.answer import Answer
from samsyn.equity.decompose import Decomposition
from samsyn.equity.estimate import Estimate
from samsyn.equity.fit import Family
from samsyn.equity.funnel import Funnel
from samsyn.equity.note import LeftOut, Note
from samsyn.equity.selection import Bounds, Step
from samsyn.equity.sensitivity import EValue, Robustness
from samsyn.equity.series import Series
from samsyn.equity.simpson import Pooling
from samsyn.equity.staggered import Staggered
from samsyn.equity.units import UnitReadings


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many of each group came to a step on the way to a decision."""

    name: str
    compared: int
    reference: int


@dataclass(frozen=True, slots=True)
class UnitStart:
    """The day from which a unit works in the changed way."""

    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a table of decisions: its columns, and what is known beside it.

    `facts` are columns that the unit did not itself assess, `need` those that it did; `units` name the caseworker, the
    team, the provider; `month` is a column of days. `changed_on` is the day of a change that all made at once; `starts`
    the days from which units of the column `starts_of` made it, a unit without a start being one that has not. `steps`
    are in their order, from who applied to who got a decision, none larger than the one before.
    """

    outcome: str
    group: str
    reference: str = ""
    facts: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    month: str = "decided_on"
    changed_on: date | None = None
    starts_of: str = ""
    starts: tuple[UnitStart, ...] = ()
    steps: tuple[StepCount, ...] = ()

    def __post_init__(self) -> None:
        if len({step.name for step in self.steps}) < len(self.steps):
            raise ValueError("a step is named twice")
        for before, step in pairwise(self.steps):
            if not (0 <= step.compared <= before.compared and 0 <= step.reference <= before.reference):
                raise ValueError(f"{step.name} has more than {before.name}, from whom they come, or is no count")


@dataclass(frozen=True, slots=True)
class GroupMean:
    """A group's mean outcome: its share, or its mean amount."""

    name: str
    mean: Estimate


@dataclass(frozen=True, slots=True)
class Hidden:
    """How strong something unmeasured would have to be to explain the gap away that is adjusted for facts.

    `ratio` is the compared group's mean over that of the reference, had the facts been the same; `e_value` is of it,
    `robustness` of the gap.
    """

    ratio: Estimate
    e_value: EValue
    robustness: Robustness


@dataclass(frozen=True, slots=True)
class Decomposed:
    """The gap taken apart by column, of `rows` rows drawn by lot where there were more (`of`).

    `twofold` by one model of all with the group as a column, `pooled` without it; `threefold` from the reference.
    `curved` is the twofold one by a logistic model (shares only). `together` are columns some of whose values were put
    together because few rows had them; `left_out` are columns that then said nothing.
    """

    rows: int
    of: int
    twofold: Decomposition
    pooled: Decomposition
    threefold: Decomposition
    curved: Decomposition | Note
    together: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """The units of a column: a funnel in the order of their names, and what is said of each. Never a ranking.

    The funnel's values are each unit's mean had it met whom all met, by the facts. `readings` are drawn-in effects, in
    log odds, or in the unit of amounts, and a unit differs only where it does so among all that are shown (Benjamini
    and Hochberg). `too_small` have no figure of their own; `left_out` says which rows had no unit.
    """

    column: str
    funnel: Funnel | Note
    readings: UnitReadings | Note
    too_small: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month (2026-03) with the plain gap of its decisions, None where a group has too few."""

    month: str
    gap: Estimate | None
    compared: int
    reference: int


@dataclass(frozen=True, slots=True)
class Monthly:
    """The months between the first and the last that have decisions, and whether the gap changed at the change."""

    months: tuple[Month, ...]
    change: Series | Note


@dataclass(frozen=True, slots=True)
class Starts:
    """The gap of each unit by period, compared between units that had begun and those that had not.

    `periods` are the first months of periods of `months` months; `units` those in it, by name, and `left_out` those
    with too few decisions.
    """

    staggered: Staggered
    months: int
    periods: tuple[str, ...]
    units: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is lost at each step before the decision, and how far those without a decision could move the gap."""

    steps: tuple[Step, ...]
    bounds: Bounds | Note


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last month that have decisions."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Examination:
    """An outcome examined: every part is a result or a note of why it cannot be told, and what would decide it.

    `on` is the day it was made, `seed` what was drawn by, `period` None where no month is known.
    """

    asked: Asked
    on: date | None
    seed: int
    family: Family
    rows: int
    period: Period | None
    answer: Answer
    groups: tuple[GroupMean, ...]
    pooling: Pooling | Note
    hidden: Hidden | Note
    decomposed: Decomposed | Note
    units: tuple[UnitColumn, ...]
    monthly: Monthly | Note
    starts: Starts | Note
    selection: Selection | Note
