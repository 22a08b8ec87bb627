"""The outcome had all been of one group, and had all been of the other: by a model of the outcome, or of the group.

Hernán and Robins, Causal Inference: What If (2020), ch. 12 (inverse-probability weighting) and 13 (standardisation, the
parametric g-formula). Both compare like with like only in the columns given; what is not among them is not adjusted for
(see `sensitivity`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.carried import Carried, checked_clusters, coefficients, mean_outcome
from samsyn.equity.dense import Design, fit
from samsyn.equity.estimate import LEVEL, CannotTell, Estimate
from samsyn.equity.links import Kind

Floats = NDArray[np.float64]
LEAST = 1e-6  # a chance of being in one's group below this is none


class NoOverlap(CannotTell):
    """Some could hardly have been of the group they are in, by the columns: there is nobody to compare them with."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """The mean outcome had all rows been of the group, of the reference, and the difference. In the outcome's unit."""

    group: Estimate
    reference: Estimate
    difference: Estimate


def standardised(
    y: ArrayLike,
    design: Design,
    had: Design,
    had_not: Design,
    kind: Kind = "linear",
    *,
    clusters: ArrayLike | None = None,
    level: float = LEVEL,
) -> Contrast:
    """The difference by a model of the outcome, over the facts that all rows have (What If, ch. 13.3).

    `y` (rows,); `design` holds the group, the facts and what is made of both; `had` and `had_not` are the same rows
    with the group set to 1 and to 0 in every column made of it (see `Design.having`). The interval takes in both how
    uncertain the coefficients are and that the rows are a sample. Raises ValueError where the designs differ in shape,
    and what `dense.fit` raises.
    """
    if not design.names == had.names == had_not.names or not design.x.shape == had.x.shape == had_not.x.shape:
        raise ValueError("the designs are not of the same rows and columns")
    every = np.ones(len(design.x), dtype=bool)
    model = fit(y, design, kind)
    beta = coefficients(model, every)
    one, other = mean_outcome(model, beta, had, every), mean_outcome(model, beta, had_not, every)
    return _told(one, other, clusters, level)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A contrast by weights, and what the weights are like.

    `weights` (rows,) as asked; `effective` is how many equally weighted rows they are worth, (sum w)² / sum w²;
    stabilised weights have a mean near 1 where the model of the group is right.
    """

    contrast: Contrast
    weights: Floats
    effective: float


def inverse_probability(
    y: ArrayLike,
    facts: Design,
    group: ArrayLike,
    *,
    stabilised: bool = True,
    estimated: bool = False,
    clusters: ArrayLike | None = None,
    level: float = LEVEL,
) -> Weighted:
    """The difference with each row weighted by one over its chance to be in its group (What If, ch. 12.2-12.3).

    `y` (rows,); `facts` without the group; `group` (rows,) of 0 and 1. Stabilised weights are those times the share of
    the group; with a group of two values both give the same contrast. The robust interval takes the weights as known,
    which is on the safe side; with `estimated` that they were estimated is taken in. Raises ValueError for bad shapes,
    NoOverlap where some had no chance to be in their group, and what `dense.fit` raises.
    """
    outcome, member = np.asarray(y, dtype=np.float64), np.asarray(group, dtype=np.float64)
    if outcome.shape != member.shape or not np.isfinite(outcome).all():
        raise ValueError("the outcome is a number for each row of the group")
    model = fit(member, facts, "logit")
    chance = model.means(facts)
    own = np.where(member == 1, chance, 1 - chance)
    if own.min() < LEAST:
        raise NoOverlap("no_overlap", rows=int((own < LEAST).sum()))
    plain = 1 / own
    grows = np.where(member == 1, -(1 - chance) / own, chance / own)[:, None] * facts.x  # by the coefficients
    beta = coefficients(model, np.ones(len(member), dtype=bool)) if estimated else None
    one, other = (_weighted_mean(outcome, plain * of, grows * of[:, None], beta) for of in (member, 1 - member))
    share = np.where(member == 1, member.mean(), 1 - member.mean())
    weights = plain * share if stabilised else plain
    return Weighted(_told(one, other, clusters, level), weights, float(weights.sum() ** 2 / (weights @ weights)))


def _weighted_mean(y: Floats, weight: Floats, grows: Floats, beta: Carried | None) -> Carried:
    """The mean of the weighted rows; with `beta`, whose growth moves the weights, its uncertainty as well."""
    total = weight.sum()
    value = weight @ y / total
    parts = weight * (y - value) / total
    if beta is not None:
        parts = parts + beta.parts @ ((y - value) @ grows / total)
    return Carried(np.array([value]), parts[:, None])


def _told(one: Carried, other: Carried, clusters: ArrayLike | None, level: float) -> Contrast:
    together = checked_clusters(clusters, len(one.parts))
    return Contrast(*(figure.estimate(together, level) for figure in (one, other, one - other)))
