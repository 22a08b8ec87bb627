"""Who is in the figures at all: who applies, who withdraws, what is investigated, and what that does to a gap.

A gap among decisions is a gap among those who came so far. Whoever was told not to apply, gave up waiting or took the
application back is not in it, and if women and men leave for different reasons the gap among those who stay may be
smaller, larger or the other way round than the gap in need and support. Three answers, in order of how little they
assume: the share of each group that is lost at each step (`steps`); how far the gap could be moved by those who are
missing (`worst_case`; Manski, American Economic Review 80, 1990, 319-323); and, where something moves who comes so far
but not the outcome, an estimate without selection (`two_step`; Heckman, Econometrica 47, 1979, 153-161).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.dense import CONSTANT, DependentColumns, Design, Fit, fit
from samsyn.equity.estimate import LEVEL, CannotTell, Estimate
from samsyn.equity.links import normal_below, normal_density
from samsyn.equity.shares import difference, share

Floats = NDArray[np.float64]
MILLS = "selection"


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to a decision: the share of each group that was at the step before and came to this one."""

    name: str
    group: Estimate
    reference: Estimate
    difference: Estimate


def steps(counts: Mapping[str, tuple[int, int]], level: float = LEVEL) -> tuple[Step, ...]:
    """How many of each group went on, step by step.

    `counts` in the order of the steps, such as applied, investigated, decided: how many of (group, reference) came so
    far. Raises ValueError for counts that grow or are none; CannotTell where nobody of a group is left to go on.
    """
    names = list(counts)
    if len(names) < 2:
        raise ValueError("at least two steps are needed to see who is lost between them")
    found = []
    for before, name in pairwise(names):
        (n, reference_n), (yes, reference_yes) = counts[before], counts[name]
        one, other = share(yes, n, level), share(reference_yes, reference_n, level)
        found.append(Step(name, one, other, difference(yes, n, reference_yes, reference_n, level)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Bounds:
    """From and to of what the difference of shares could be, sampling aside; and the outermost limits with it."""

    low: float
    high: float
    outer: Estimate

    @property
    def decides(self) -> bool:
        """Whether the sign is the same whatever the missing would have had."""
        return self.outer.low > 0 or self.outer.high < 0


def worst_case(group: tuple[int, int, int], reference: tuple[int, int, int], level: float = LEVEL) -> Bounds:
    """How far the difference of shares could be moved by those without a decision (Manski 1990).

    Each group is how many have the outcome, how many were decided, and how many left before. `outer` has the difference
    among the decided as its value, and reaches from the lower limit where all that are missing speak against the group
    to the upper limit where all speak for it. Raises as `shares.difference` does.
    """
    (yes, n, lost), (reference_yes, reference_n, reference_lost) = group, reference
    if not (lost >= 0 and reference_lost >= 0):
        raise ValueError(f"{lost} and {reference_lost} are not both counts of who left: give whole numbers from 0 up")
    seen = difference(yes, n, reference_yes, reference_n, level)
    every, reference_every = n + lost, reference_n + reference_lost
    low = difference(yes, every, reference_yes + reference_lost, reference_every, level)
    high = difference(yes + lost, every, reference_yes, reference_every, level)
    outer = Estimate(seen.value, min(low.low, seen.low), max(high.high, seen.high), low.n, level)
    return Bounds(low.value, high.value, outer)


class NoExclusion(CannotTell):
    """Nothing moves who comes so far without moving the outcome as well."""


@dataclass(frozen=True, slots=True)
class TwoStep:
    """A linear model of an outcome that is seen for some rows only.

    `names`, `beta` and `covariance` are of the outcome's columns and, last, of `selection`: the coefficient of the
    inverse Mills ratio, which is 0 where selection does nothing. `rho` is how strongly what is unmeasured in both goes
    together (two steps may take it beyond -1 or 1: then the model does not hold), `sigma` the outcome's spread.
    """

    names: tuple[str, ...]
    beta: Floats
    covariance: Floats
    rho: float
    sigma: float
    seen: int
    rows: int
    who: Fit

    def estimate(self, name: str, level: float = LEVEL) -> Estimate:
        """A coefficient with its interval. Raises KeyError."""
        if name not in self.names:
            raise KeyError(name)
        place = self.names.index(name)
        return Estimate.normal(float(self.beta[place]), sqrt(self.covariance[place, place]), self.seen, level)


def two_step(y: ArrayLike, seen: ArrayLike, outcome: Design, who: Design) -> TwoStep:
    """Heckman's two steps: a probit of who is seen, then least squares with the inverse Mills ratio (1979, eq. 17-20).

    `y` (rows,) is read where `seen` (rows,) is true and may be anything elsewhere; `outcome` and `who` are the columns
    of the outcome and of being seen, for all rows. The covariance takes in that the ratio was estimated and that the
    variance is unequal. Raises ValueError for bad shapes and values, NoExclusion where `who` has no column that
    `outcome` lacks, and what `dense.fit` raises.
    """
    chosen = _chosen(seen, len(outcome.x))
    if len(who.x) != len(chosen):
        raise ValueError(f"the columns of who is seen have {len(who.x)} rows, those of the outcome {len(chosen)}")
    _check_exclusion(outcome, who)
    values = np.asarray(y, dtype=np.float64)
    if values.shape != chosen.shape:
        raise ValueError(f"the outcome has shape {values.shape}, not {chosen.shape}")
    model = fit(chosen.astype(np.float64), who, "probit")
    eta = (who.x @ model.beta)[chosen]
    ratio = normal_density(eta) / normal_below(np.maximum(eta, -37.0))
    seen_columns = outcome.where(chosen)
    with_ratio = Design((*outcome.names, MILLS), np.column_stack([seen_columns.x, ratio]))
    second = _second(values[chosen], with_ratio)
    return _with_covariance(values[chosen], with_ratio, second, who.x[chosen], eta, ratio, model)


def _chosen(seen: ArrayLike, rows: int) -> NDArray[np.bool_]:
    given = np.asarray(seen)
    if given.shape != (rows,) or not np.isin(given, (0, 1)).all():
        raise ValueError(f"who is seen is true or false for each of {rows} rows")
    return given.astype(bool)


def _check_exclusion(outcome: Design, who: Design) -> None:
    if not set(who.names) - set(outcome.names) - {CONSTANT}:
        raise NoExclusion("no_exclusion")


def _second(y: Floats, design: Design) -> Fit:
    try:
        return fit(y, design, "linear")
    except DependentColumns as told:
        if MILLS not in told.columns:
            raise
        raise NoExclusion("exclusion_told") from told


def _with_covariance(
    y: Floats, design: Design, second: Fit, z: Floats, eta: Floats, ratio: Floats, model: Fit
) -> TwoStep:
    """Heckman 1979, eq. 22-24; Greene, Econometric Analysis, 8th ed., 2018, ch. 19.5.3."""
    x, beta = design.x, second.beta
    bend = ratio * (ratio + eta)
    residual = y - x @ beta
    sigma = sqrt(float(residual @ residual) / len(y) + float(beta[-1]) ** 2 * float(bend.mean()))
    rho = float(beta[-1]) / sigma
    bread = np.linalg.inv(x.T @ x)
    crossed = x.T @ (z * bend[:, None])
    spread = x.T @ (x * (1 - rho**2 * bend)[:, None]) + rho**2 * crossed @ model.covariance @ crossed.T
    covariance: Floats = np.asarray(sigma**2 * bread @ spread @ bread, dtype=np.float64)
    return TwoStep(design.names, beta, covariance, rho, sigma, len(y), model.n, model)
