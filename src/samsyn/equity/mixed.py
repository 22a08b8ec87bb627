"""Shares of many units with little data each: a logistic model in which every unit has its own random intercept.

logit p_i = x_i b + s u_j with u_j standard normal for the unit j that row i belongs to. The likelihood is integrated by
adaptive Gauss-Hermite quadrature, of which one node is the Laplace approximation (Pinheiro and Bates 1995, eq. 2.7;
Bates, Maechler, Bolker and Walker 2015). Standard errors come from the observed information of b and s together. The
error of a unit's effect holds the uncertainty of b and s as well (Kass and Steffey 1989, eq. 3.4); its interval uses t
with one degree of freedom less than there are units, since with few units s itself is known badly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import LEVEL, CannotTell, Estimate, quantile
from samsyn.equity.student import t_quantile

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
NODES = 9
FEWEST_UNITS = 5  # with fewer, how much units differ in general is a guess
FARTHEST = 15.0  # log odds beyond which a coefficient runs away: the data separate
STEP = 1e-3
NO_SPREAD = 1e-3


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed effect in log odds, its standard error and interval."""

    name: str
    estimate: Estimate
    error: float


@dataclass(frozen=True, slots=True)
class UnitEffect:
    """How far a unit is from the typical one in log odds, drawn towards 0 the more, the less data it has.

    `trials` is how many decisions it stands on, `share` the unit's seen share.
    """

    unit: str
    effect: Estimate
    trials: int
    share: float


@dataclass(frozen=True, slots=True)
class Mixed:
    """The fitted model. `sd` is how much units differ (log odds), with its profile interval; `units` sorted by name."""

    sd: Estimate
    fixed: tuple[Fixed, ...]
    units: tuple[UnitEffect, ...]
    nodes: int
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What `mixed` maximises, a function of theta, which is b and then s.

    `y`, `trials` and `unit` have an entry a row, `design` is (rows, effects) with the intercept among them, `unit` is
    the number of the unit from 0 and `size` how many there are. `nodes` are the nodes and weights of Gauss-Hermite.
    """

    y: Floats
    trials: Floats
    design: Floats
    unit: Places
    size: int
    nodes: tuple[Floats, Floats]

    def by_unit(self, values: Floats) -> Floats:
        return np.asarray(np.bincount(self.unit, values, minlength=self.size), dtype=np.float64)

    def step(self, theta: Floats, eta: Floats) -> tuple[Floats, Floats]:
        """Newton's step from the log odds `eta`, (rows,): the u it leads to and the curvature where it began."""
        s, p = theta[-1], _expit(eta)
        weight = self.trials * p * (1 - p)
        curvature = s * s * self.by_unit(weight) + 1
        apart = eta - self.design @ theta[:-1]
        return s * self.by_unit(self.y - self.trials * p + weight * apart) / curvature, curvature

    def modes(self, theta: Floats) -> tuple[Floats, Floats]:
        """The most likely u of every unit and its curvature (Newton; the function is concave)."""
        fixed, s = self.design @ theta[:-1], theta[-1]
        u, curvature = np.zeros(self.size), np.ones(self.size)
        reach = 2.0 / max(1.0, abs(float(s)))  # in log odds: a longer step leads to and fro across the middle for ever
        for _ in range(100):
            to, curvature = self.step(theta, fixed + s * u[self.unit])
            move = np.clip(to - u, -reach, reach)
            u = u + move
            if np.abs(move).max() < 1e-11:
                break
        return u, curvature

    def inner(self, theta: Floats, u: Floats) -> Floats:
        """The log likelihood of every unit's rows and its u together, (units,), but for constants."""
        eta = self.design @ theta[:-1] + theta[-1] * u[self.unit]
        return self.by_unit(self.y * eta - self.trials * np.logaddexp(0.0, eta)) - u * u / 2

    def log_likelihood(self, theta: Floats) -> float:
        """Marginal log likelihood without the binomial coefficients, which no parameter changes."""
        return self.around(theta, *self.modes(theta))

    def around(self, theta: Floats, u: Floats, curvature: Floats) -> float:
        """The integral over u, with the nodes laid around the modes `u` by their curvature."""
        total = np.full((len(self.nodes[0]), self.size), -np.inf)
        for k, (node, weight) in enumerate(zip(*self.nodes, strict=True)):
            at = u + sqrt(2.0) * node / np.sqrt(curvature)
            total[k] = np.log(weight) + node * node + self.inner(theta, at)
        top = total.max(axis=0)
        parts = top + np.log(np.exp(total - top).sum(axis=0)) - 0.5 * np.log(np.pi * curvature)
        return float(parts.sum())

    def effects(self, theta: Floats) -> Floats:
        """s u at its mode, (units,)."""
        return self.modes(theta)[0] * float(theta[-1])


def mixed(
    successes: ArrayLike,
    trials: ArrayLike,
    unit: Sequence[str],
    covariates: ArrayLike | None = None,
    *,
    names: Sequence[str] = (),
    nodes: int = NODES,
    level: float = LEVEL,
) -> Mixed:
    """Fit successes out of trials with a random intercept for each unit.

    All have one entry a row; a unit may have several rows. `covariates` is (rows, effects) without an intercept, which
    is always added first; `names` names its columns. `nodes` is the number of quadrature nodes: 1 is Laplace. Raises
    ValueError for counts that are none, CannotTell where there are fewer than five units, nothing varies, a covariate
    repeats others, or the outcome is separated.
    """
    y, n, design, labels = _checked(successes, trials, unit, covariates, names, nodes)
    found, where = np.unique(np.asarray(unit, dtype=str), return_inverse=True)
    _enough(y, n, design, len(found))
    scale = np.sqrt((design * design).mean(axis=0))
    x, w = np.polynomial.hermite.hermgauss(nodes)
    model = Likelihood(y, n, design / scale, where.astype(np.intp), len(found), (x, w))
    theta = _maximum(model.log_likelihood, _start(model))
    theta[-1] = abs(theta[-1])
    if theta[-1] < NO_SPREAD:
        theta[-1] = 0.0
    if np.abs(theta[:-1]).max() > FARTHEST:
        raise CannotTell("fact_settles")
    best = model.log_likelihood(theta)
    sd = _profile(model, theta, best, level)
    cover = _covariance(model, theta)
    errors = np.sqrt(np.diag(cover)[:-1]) / scale
    count = round(float(n.sum()))
    fixed = tuple(
        Fixed(name, Estimate.normal(float(b), float(e), count, level), float(e))
        for name, b, e in zip(labels, theta[:-1] / scale, errors, strict=True)
    )
    units = _unit_effects(model, theta, cover, sd, found)
    return Mixed(sd, fixed, units, nodes, best)


def _expit(eta: Floats) -> Floats:
    return 0.5 * (1.0 + np.tanh(eta / 2))


def _checked(
    successes: ArrayLike,
    trials: ArrayLike,
    unit: Sequence[str],
    covariates: ArrayLike | None,
    names: Sequence[str],
    nodes: int,
) -> tuple[Floats, Floats, Floats, list[str]]:
    y, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    if y.ndim != 1 or y.shape != n.shape or len(unit) != len(y):
        raise ValueError(f"{y.shape} successes, {n.shape} trials and {len(unit)} units are not one for each row")
    if not (np.isfinite(y).all() and np.isfinite(n).all()) or (y < 0).any() or (y > n).any():
        raise ValueError("successes must be numbers from 0 to the number of trials")
    if not 1 <= nodes <= 60:
        raise ValueError(f"{nodes} nodes; from 1 (Laplace) to 60")
    extra = np.empty((len(y), 0)) if covariates is None else np.asarray(covariates, dtype=np.float64)
    if extra.ndim != 2 or len(extra) != len(y) or not np.isfinite(extra).all():
        raise ValueError("covariates must be numbers, one row for each count")
    if names and len(names) != extra.shape[1]:
        raise ValueError(f"{len(names)} names for {extra.shape[1]} covariates")
    labels = ["intercept", *(names or (f"x{k + 1}" for k in range(extra.shape[1])))]
    return y, n, np.column_stack([np.ones(len(y)), extra]), labels


def _enough(y: Floats, n: Floats, design: Floats, units: int) -> None:
    if units < FEWEST_UNITS:
        raise CannotTell("few_units", units=units, least=FEWEST_UNITS)
    if y.sum() == 0 or y.sum() == n.sum():
        raise CannotTell("units_alike")
    held = design[n > 0]
    if np.linalg.matrix_rank(held) < design.shape[1]:
        raise CannotTell("fact_repeats")


def _start(model: Likelihood) -> Floats:
    """The plain logistic regression (iteratively reweighted least squares), and a middling spread."""
    pooled = (model.y + 0.5) / (model.trials + 1.0)
    eta = np.log(pooled / (1 - pooled))
    beta: Floats = np.zeros(model.design.shape[1])
    for _ in range(25):
        p = np.clip(_expit(eta), 1e-6, 1 - 1e-6)
        weight = model.trials * p * (1 - p)
        target = eta + (model.y - model.trials * p) / np.maximum(weight, 1e-12)
        root = np.sqrt(weight)
        beta = np.asarray(np.linalg.lstsq(model.design * root[:, None], target * root, rcond=None)[0], dtype=np.float64)
        eta = np.clip(model.design @ beta, -FARTHEST, FARTHEST)
    return np.append(np.clip(beta, -FARTHEST, FARTHEST), 0.5)


def _derivatives(function: Callable[[Floats], float], at: Floats) -> tuple[Floats, Floats]:
    """Gradient and Hessian by central differences."""
    size, here = len(at), function(at)
    steps = np.eye(size) * STEP
    up, down = (np.array([function(at + sign * s) for s in steps]) for sign in (1, -1))
    second = np.diag((up - 2 * here + down) / STEP**2)
    for i in range(size):
        for j in range(i):
            a, b = steps[i], steps[j]
            cross = function(at + a + b) - function(at + a - b) - function(at - a + b) + function(at - a - b)
            second[i, j] = second[j, i] = cross / (4 * STEP**2)
    return (up - down) / (2 * STEP), second


def _maximum(function: Callable[[Floats], float], start: Floats) -> Floats:
    """Newton steps uphill, shortened until they climb. Stops where coefficients run away, for the caller to see."""
    theta, best = start.copy(), function(start)
    for _ in range(60):
        gradient, second = _derivatives(function, theta)
        values, vectors = np.linalg.eigh(second)
        direction = vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), 1e-4))
        length = min(1.0, 4.0 / max(float(np.abs(direction).max()), 1e-12))
        while length > 1e-6:
            tried = theta + length * direction
            value = function(tried)
            if value >= best:
                theta, best = tried, value
                break
            length /= 2
        if np.abs(length * direction).max() < 1e-8 or length <= 1e-6 or np.abs(theta).max() > 2 * FARTHEST:
            break
    return theta


def _covariance(model: Likelihood, theta: Floats) -> Floats:
    """The inverse information of b and s. With no spread, s is held at 0 and has none."""
    cover = np.zeros((len(theta), len(theta)))
    if theta[-1] == 0.0:
        second = _derivatives(lambda b: model.log_likelihood(np.append(b, 0.0)), theta[:-1])[1]
        cover[:-1, :-1] = _inverse(-second)
        return cover
    return _inverse(-_derivatives(model.log_likelihood, theta)[1])


def _inverse(information: Floats) -> Floats:
    if np.linalg.eigvalsh(information).min() <= 1e-6:
        raise CannotTell("units_not_settled")
    return np.asarray(np.linalg.inv(information), dtype=np.float64)


def _profile(model: Likelihood, theta: Floats, best: float, level: float) -> Estimate:
    """The interval of s in which the profiled log likelihood is close enough to its best; from 0 where 0 is."""
    drop = quantile(level) ** 2 / 2
    held = theta[:-1].copy()

    def lost(s: float) -> float:
        top = _maximum(lambda b: model.log_likelihood(np.append(b, s)), held)
        return best - model.log_likelihood(np.append(top, s)) - drop

    value, n = float(theta[-1]), round(float(model.trials.sum()))
    low = 0.0 if value == 0.0 or lost(0.0) <= 0 else _root(lost, 0.0, value)
    high = max(2 * value, 0.5)
    while lost(high) < 0:
        high *= 2
        if high > 50:
            raise CannotTell("no_limit_to_units")
    return Estimate(value, min(low, value), max(_root(lost, value, high), value), n, level)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    sign = function(low) > 0
    for _ in range(24):
        middle = (low + high) / 2
        if (function(middle) > 0) == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _unit_effects(
    model: Likelihood, theta: Floats, cover: Floats, sd: Estimate, names: NDArray[np.str_]
) -> tuple[UnitEffect, ...]:
    """Every unit's effect and interval. Where the spread is estimated as 0, the interval is that of its upper limit."""
    at = theta if theta[-1] > 0 else np.append(theta[:-1], sd.high)
    _, curvature = model.modes(at)
    steps = np.eye(len(at)) * STEP
    change = np.stack([(model.effects(at + s) - model.effects(at - s)) / (2 * STEP) for s in steps])
    variance = at[-1] ** 2 / curvature + np.einsum("ku,kl,lu->u", change, cover, change)
    reach, middle = t_quantile(model.size - 1, sd.level) * np.sqrt(variance), model.effects(at)
    value = middle if theta[-1] > 0 else np.zeros(model.size)
    low, high = np.minimum(middle - reach, value), np.maximum(middle + reach, value)
    trials, successes = model.by_unit(model.trials), model.by_unit(model.y)
    share = successes / np.maximum(trials, 1.0)
    return tuple(
        UnitEffect(
            str(names[j]), Estimate(float(value[j]), float(low[j]), float(high[j]), n, sd.level), n, float(share[j])
        )
        for j, n in enumerate(np.rint(trials).astype(int).tolist())
    )
