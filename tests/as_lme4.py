"""How lme4 comes to the numbers it prints for a binomial model with one random intercept, over our likelihood.

lme4 is Bates, Maechler, Bolker and Walker (2015); the rest stands in the sources of its version 1.1-31 and is told here
in our own words:

* For each value of theta the modes are sought anew, from the log odds where the stage before ended (R/modular.R:
  `lp0`). Newton's steps end when the penalised deviance changes by less than 1e-7 of itself (R/lmerControl.R:
  `tolPwrss`), and the curvature is that of the place where the last of them began (src/external.cpp: `pwrssUpdate`).
* Stage one (`nAGQ = 0`) seeks s alone, and b follows with the modes. Stage two seeks s and b by a simplex with sides of
  a fifth of 0.1 and of b's standard errors, until no corner is 5e-4 of that from the middle of those that stay
  (R/lmer.R: `optwrap`). Its rules are Nelder and Mead's as in src/optimizer.cpp, after NLopt.
* The standard errors are from second differences over 1e-4 (R/deriv.R), taken at the best place that was asked of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.optimize import minimize_scalar

from samsyn.equity.mixed import Floats, Likelihood

TOLERANCE = 1e-7
REFLECT, EXPAND, CONTRACT, SHRINK = 1.0, 2.0, 0.5, 0.5


@dataclass(frozen=True)
class Found:
    """Where the search ended: b, s and b's standard errors, and how many times stage two asked for the deviance."""

    b: list[float]
    s: float
    errors: list[float]
    asked: int


@dataclass(frozen=True)
class Steps:
    """Where Newton's steps ended: the deviance, b, the log odds, and b's standard errors by the last of them."""

    deviance: float
    b: Floats
    eta: Floats
    errors: Floats


def found_as_lme4(model: Likelihood, tolerance: float = TOLERANCE) -> Found:
    """What lme4 finds, or would find with another tolerance of the modes."""
    pooled = (model.y + 0.5) / (model.trials + 1)
    begun = _with_b(model, 1.0, np.log(pooled / (1 - pooled)), tolerance).eta
    best = minimize_scalar(lambda s: _with_b(model, s, begun, tolerance).deviance, (0.5, 1.0), options={"xtol": 1e-9})
    first = _with_b(model, best.x, begun, tolerance)
    deviance = partial(_deviance, model, first.eta, tolerance)
    theta, asked = _simplex(deviance, np.append(first.b, best.x), 0.2 * np.append(np.minimum(first.errors, 10), 0.1))
    errors = np.sqrt(np.diag(2 * np.linalg.inv(_second(deviance, theta))))
    return Found(theta[:-1].tolist(), float(theta[-1]), errors[:-1].tolist(), asked)


def _penalised(model: Likelihood, theta: Floats, u: Floats) -> float:
    """The deviance from the rows' own shares, and the squares of u."""
    y, n = model.y, model.trials
    own = sum(np.where(k > 0, k * np.log(np.where(k > 0, k, 1) / n), 0).sum() for k in (y, n - y))
    return 2 * float(own - model.inner(theta, u).sum())


def _deviance(model: Likelihood, eta: Floats, tolerance: float, theta: Floats) -> float:
    """Minus twice the log likelihood at theta, with the modes sought from eta no farther than to the tolerance."""
    before = np.inf
    while True:
        u, curvature = model.step(theta, eta)
        now = _penalised(model, theta, u)
        if abs(before - now) < tolerance * now:
            return -2 * model.around(theta, u, curvature)
        before, eta = now, model.design @ theta[:-1] + theta[-1] * u[model.unit]


def _with_b(model: Likelihood, s: float, eta: Floats, tolerance: float) -> Steps:
    """The same where b is sought together with the modes."""
    before, effects = np.inf, model.design.shape[1]
    design = np.hstack([model.design, s * np.eye(model.size)[model.unit]])
    while True:
        p = 1 / (1 + np.exp(-eta))
        weight = model.trials * p * (1 - p)
        information = design.T @ (design * weight[:, None]) + np.diag(np.arange(len(design[0])) >= effects)
        both = np.linalg.solve(information, design.T @ (weight * eta + model.y - model.trials * p))
        theta, u, eta = np.append(both[:effects], s), both[effects:], design @ both
        now = _penalised(model, theta, u)
        if abs(before - now) < tolerance * now:
            deviance = -2 * model.around(theta, u, s * s * model.by_unit(weight) + 1)
            return Steps(deviance, both[:effects], eta, np.sqrt(np.diag(np.linalg.inv(information))[:effects]))
        before = now


def _simplex(function: Callable[[Floats], float], start: Floats, side: Floats) -> tuple[Floats, int]:
    """The best place that was asked of, and how many were asked of."""
    asked: list[tuple[float, Floats]] = []

    def ask(place: Floats) -> float:
        asked.append((function(place), place.copy()))
        return asked[-1][0]

    def beyond(middle: Floats, share: float, corner: Floats) -> Floats:
        place = middle + share * (middle - corner)
        return np.append(place[:-1], max(place[-1], 0.0))

    corners = start + np.vstack([np.zeros(len(start)), np.roll(np.diag(side), 1, axis=0)])  # s is the first that moves
    values = np.array([ask(corner) for corner in corners])
    while True:
        low, high = int(values.argmin()), int(values.argmax())
        middle = (corners.sum(axis=0) - corners[high]) / len(start)
        if (np.abs(corners - middle).max(axis=0) < 5e-4 * side).all():
            return min(asked, key=lambda one: one[0])[1], len(asked)
        place = beyond(middle, REFLECT, corners[high])
        value = ask(place)
        if value < values[low]:
            farther = beyond(middle, EXPAND, corners[high])
            if (there := ask(farther)) < values[high]:  # better than the worst is enough, also where it went too far
                place, value = farther, there
        elif value >= values[high]:
            nearer = beyond(middle, -CONTRACT, corners[high])
            there = ask(nearer)
            if there >= values[high]:
                corners = np.array([c if n == low else beyond(corners[low], -SHRINK, c) for n, c in enumerate(corners)])
                values = np.array([ask(corner) for corner in corners])
                continue
            place, value = nearer, there
        corners[high], values[high] = place, value


def _second(function: Callable[[Floats], float], at: Floats, step: float = 1e-4) -> Floats:
    sides = step * np.eye(len(at))
    crossed = [[[function(at + p * a + q * b) * p * q for p in (1, -1) for q in (1, -1)] for b in sides] for a in sides]
    second = np.array(crossed).sum(axis=2) / (4 * step * step)
    np.fill_diagonal(second, [(function(at + a) - 2 * function(at) + function(at - a)) / step**2 for a in sides])
    return second
