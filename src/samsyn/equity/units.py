"""Officers, teams and providers: which differ from the rest by more than chance. Never a league table.

By shrinkage (`mixed`): a unit differs where the interval of its drawn-in effect does not hold 0. Units stand by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from samsyn.equity.estimate import LEVEL, CannotTell, Estimate
from samsyn.equity.mixed import FEWEST_UNITS, NODES, UnitEffect, mixed

Reading = Literal["differs", "does not differ"]


@dataclass(frozen=True, slots=True)
class UnitReading:
    """A unit, what is said of it, its drawn-in effect and how many decisions that stands on.

    The effect is in log odds; of amounts, in the outcome's unit.
    """

    unit: str
    reading: Reading
    effect: Estimate
    trials: int


@dataclass(frozen=True, slots=True)
class UnitReadings:
    """The readings by name, how much units differ in general, and the units that were too small to be shown."""

    units: tuple[UnitReading, ...]
    sd: Estimate
    too_small: tuple[str, ...]


def readings(
    successes: ArrayLike,
    trials: ArrayLike,
    unit: Sequence[str],
    covariates: ArrayLike | None = None,
    *,
    smallest: int,
    nodes: int = NODES,
    level: float = LEVEL,
) -> UnitReadings:
    """Read each unit with at least `smallest` decisions; the others are named, and no figure of theirs is given.

    Counts as for `mixed`, which small units are still part of. Raises ValueError for a size below 1 and what `mixed`
    raises, CannotTell where fewer than five units are large enough.
    """
    if smallest < 1:
        raise ValueError(f"a smallest size of {smallest} decisions; at least 1")
    names, where = np.unique(np.asarray(unit, dtype=str), return_inverse=True)
    counted = np.asarray(trials, dtype=np.float64)
    if counted.shape != where.shape:
        raise ValueError(f"{counted.shape} trials and {len(unit)} units are not one for each row")
    large = np.bincount(where, counted, minlength=len(names)) >= smallest
    if large.sum() < FEWEST_UNITS:
        raise CannotTell("few_large_units", units=int(large.sum()), smallest=smallest, least=FEWEST_UNITS)
    fit = mixed(successes, trials, unit, covariates, nodes=nodes, level=level)
    shown = tuple(_read(effect) for effect in fit.units if effect.trials >= smallest)
    return UnitReadings(shown, fit.sd, tuple(names[~large].tolist()))


def _read(effect: UnitEffect) -> UnitReading:
    reading: Reading = "does not differ" if effect.effect.is_none else "differs"
    return UnitReading(effect.unit, reading, effect.effect, effect.trials)
