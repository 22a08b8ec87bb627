"""Units that start a change at different times: what it did, against units that have not started yet.

Group-time effects without covariates (Callaway and Sant'Anna, Journal of Econometrics 225, 2021, eq. 2.9 and 4.1-4.3):
ATT(g, t) is how units that start at g have moved since the time before g, less how those that have not started by t
have moved. Two-way fixed effects compare also with units already changed, and are biased where effects grow
(Goodman-Bacon 2021). Errors are clustered by unit, from influence functions; t has as many degrees of freedom as the
groups have (Welch).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import LEVEL, CannotTell, Estimate
from samsyn.equity.student import t_quantile, t_tail

Floats = NDArray[np.float64]
FEWEST_UNITS = 5
FEWEST_EACH = 2  # in a group and among those it is compared with: one unit alone shows no chance


@dataclass(frozen=True, slots=True)
class GroupTime:
    """The effect at `time` on the units that start at `start`; before the start it should be none."""

    start: int
    time: int
    effect: Estimate
    units: int
    compared_with: int


@dataclass(frozen=True, slots=True)
class SinceStart:
    """The effect `after` periods since the start (0 is the first), over groups by their number of units."""

    after: int
    effect: Estimate


@dataclass(frozen=True, slots=True)
class Staggered:
    """Effects overall (over units and times after the start), by time since it and by group and time.

    `before` are effects before the start and `trend_p` how likely moves so large are where both moved alike before:
    the smallest p value of these times their number (Bonferroni), None where there is no earlier time to see it by.
    `left_out` are starts that no effect can be told of.
    """

    overall: Estimate
    since: tuple[SinceStart, ...]
    before: tuple[SinceStart, ...]
    trend_p: float | None
    groups: tuple[GroupTime, ...]
    left_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    time: int
    value: float
    influence: Floats
    units: int
    compared_with: int


def staggered(outcomes: ArrayLike, starts: ArrayLike, *, level: float = LEVEL) -> Staggered:
    """Effects of a change from outcomes (units, times) and each unit's start, (units,), a number of time.

    A start at or beyond the last time plus one is of a unit that never starts within the series. Raises ValueError for
    outcomes or starts that are none, CannotTell where there are too few units or none that have not started yet.
    """
    y, start = _checked(outcomes, starts)
    cells = _cells(y, start)
    after = [c for c in cells if c.time >= c.start]
    if not after:
        raise CannotTell("no_start_to_compare", least=FEWEST_EACH)
    ask = (start, y.shape[1], level)
    earlier = [c for c in cells if c.time < c.start - 1]
    told = {c.start for c in after}
    every = {int(s) for s in start if s < y.shape[1]}
    before = _since(earlier, *ask)
    return Staggered(
        _together(after, *ask),
        _since(after, *ask),
        before,
        _trend(earlier, start),
        tuple(GroupTime(c.start, c.time, _together([c], *ask), c.units, c.compared_with) for c in cells),
        tuple(sorted(every - told)),
    )


def _checked(outcomes: ArrayLike, starts: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    y, given = np.asarray(outcomes, dtype=np.float64), np.asarray(starts, dtype=np.float64)
    if y.ndim != 2 or given.shape != (len(y),) or not np.isfinite(y).all():
        raise ValueError("outcomes must be a number for every unit and time, with a start for each unit")
    if not np.isfinite(given).all() or (given < 0).any() or (given != np.floor(given)).any():
        raise ValueError("starts must be whole numbers from 0; a unit that never starts has one beyond the last time")
    if len(y) < FEWEST_UNITS or y.shape[1] < 2:
        raise CannotTell("few_units_and_times", units=len(y), times=y.shape[1], least=FEWEST_UNITS)
    if np.ptp(y) == 0:
        raise CannotTell("same_everywhere")
    return y, given.astype(np.int64)


def _cells(y: Floats, start: NDArray[np.int64]) -> list[_Cell]:
    times = y.shape[1]
    pairs = ((g, t) for g in np.unique(start[start < times]).tolist() if g > 0 for t in range(times) if t != g - 1)
    return [cell for g, t in pairs if (cell := _cell(y, start, g, t)) is not None]


def _cell(y: Floats, start: NDArray[np.int64], g: int, t: int) -> _Cell | None:
    """Moves since the time before the start, of the group less of those not started by then (universal base)."""
    group, others = start == g, (start > max(t, g - 1)) & (start != g)
    if min(group.sum(), others.sum()) < FEWEST_EACH:
        return None
    move = y[:, t] - y[:, g - 1]
    influence = np.zeros(len(y))
    for mine, sign in ((group, 1), (others, -1)):
        # n - 1 and not n, so that small groups do not look surer than they are
        size = float(mine.sum())
        influence[mine] = sign * (move[mine] - move[mine].mean()) / np.sqrt(size * (size - 1))
    value = float(move[group].mean() - move[others].mean())
    return _Cell(g, t, value, influence, int(group.sum()), int(others.sum()))


def _together(cells: list[_Cell], start: NDArray[np.int64], times: int, level: float) -> Estimate:
    """The mean of effects by number of units; its error holds that the weights follow from the units at hand."""
    value, error, freedom = _mean(cells, start)
    reach = t_quantile(freedom, level) * error
    return Estimate(value, value - reach, value + reach, len(start) * times, level)


def _mean(cells: list[_Cell], start: NDArray[np.int64]) -> tuple[float, float, float]:
    """Value, error and degrees of freedom."""
    size = np.array([c.units for c in cells], dtype=np.float64)
    weight, effect = size / size.sum(), np.array([c.value for c in cells])
    value = float(weight @ effect)
    moves = weight @ np.stack([c.influence for c in cells])
    influence = moves.copy()
    for cell in cells:
        influence += (start == cell.start) * (cell.value - value) / size.sum()
    return value, float(np.sqrt((influence * influence).sum())), _freedom(moves, start)


def _freedom(moves: Floats, start: NDArray[np.int64]) -> float:
    """Welch's and Satterthwaite's degrees of freedom (1946), of units by start; starts of one unit count together."""
    groups, where, units = np.unique(start, return_inverse=True, return_counts=True)
    alone = units[where] == 1
    where = np.where(alone, len(groups), where)
    squares = np.bincount(where, moves * moves, minlength=len(groups) + 1)
    spare = np.maximum(np.bincount(where, minlength=len(groups) + 1) - 1, 1)
    return max(1.0, float(squares.sum() ** 2 / (squares**2 / spare).sum())) if squares.any() else 1.0


def _since(cells: list[_Cell], start: NDArray[np.int64], times: int, level: float) -> tuple[SinceStart, ...]:
    places = sorted({c.time - c.start for c in cells})
    return tuple(
        SinceStart(p, _together([c for c in cells if c.time - c.start == p], start, times, level)) for p in places
    )


def _trend(cells: list[_Cell], start: NDArray[np.int64]) -> float | None:
    places = sorted({c.time - c.start for c in cells})
    found = [_mean([c for c in cells if c.time - c.start == p], start) for p in places]
    tails = [t_tail(v / e, f) if e > 0 else float(abs(v) < 1e-12) for v, e, f in found]
    return min(1.0, min(tails) * len(tails)) if tails else None
