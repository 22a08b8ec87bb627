"""Generalised linear models of categorical facts, fitted on cells without a design matrix.

Each fact is a factor with one coefficient for each level but the first. Factors that follow each other are one block,
and a block's part of the linear predictor is a table of its combinations. So the predictor of a cell is one look into
each table; the score is the residuals summed by block, and the information the weights crossed between two blocks at
a time (McCullagh and Nelder 1989, ch. 2.5): a design of rows by coefficients is never made. With a
logarithm in the link the tables are multiplied, and no cell needs an exponential of its own. How cells lie in memory,
and are summed, is `layout`.
"""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from samsyn.equity.cells import Floats
from samsyn.equity.estimate import CannotTell
from samsyn.equity.layout import Layout, by_coefficient, nothing
from samsyn.equity.packed import Packed

ROUNDS = 50  # of Newton's method
SHRINKS, CLOSE = 10, 1e-8  # times from step to step while the information is kept; the last step in standard errors
SAMPLE, STEP = 400_000, 37  # cells from which a first guess is made by every STEP-th of them
WILD = 30.0  # a log odds, or a logarithm, that no share or amount has
ALIASED = 1e-9


class Family(StrEnum):
    """What an outcome is: a yes or no (logistic), or an amount above zero (gamma with a logarithmic link)."""

    SHARE = "share"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Model:
    """The coefficients of a table's factors: 0 is the constant, then those of each factor's levels but the first."""

    layout: Layout
    names: tuple[str, ...]

    @classmethod
    def of(cls, data: Packed) -> "Model":
        names = [f"{f.name}={level}" for f in data.factors for level in f.levels[1:]]
        return cls(data.layout, ("constant", *names))

    def tables(self, coefficients: Floats) -> list[Floats]:
        """What each block adds to the predictor, by combination; the constant goes with the first."""
        found: list[Floats] = [block.design @ coefficients[block.span] for block in self.layout.blocks]
        found[0] = found[0] + coefficients[0]
        return found

    def exponentials(self, coefficients: Floats) -> list[Floats]:
        """The exponentials of the same, to be multiplied."""
        return [np.exp(np.clip(table, -WILD, WILD)) for table in self.tables(coefficients)]


@dataclass(frozen=True)
class Fit:
    """A fitted model: its coefficients, with names."""

    family: Family
    model: Model
    coefficients: Floats
    left_out: tuple[str, ...]  # coefficients that the others already say


def fitted(data: Packed, family: Family) -> Fit:
    """The maximum-likelihood fit (SHARE) or the quasi-likelihood fit of variance as the mean's square (AMOUNT).

    Raises CannotTell where the data hold too little for an answer.
    """
    model = Model.of(data)
    start, inverse = np.zeros(len(model.names)), None
    mean = float(data.held[1][0].sum()) / data.rows
    start[0] = np.log(mean / (1 - mean)) if family is Family.SHARE else np.log(mean)
    if len(data.n) > SAMPLE:
        some = data.some(STEP)
        with suppress(CannotTell):  # a level that the sample does not hold: the whole will do
            fit, inverse = _newton(some, Model.of(some), family, start, None)
            start, inverse = fit.coefficients, inverse * (some.rows / data.rows)
            inverse = None if fit.left_out else inverse
    return _newton(data, model, family, start, inverse)[0]


def mean_of(family: Family, exponential: Floats) -> Floats:
    """The mean of each cell."""
    return exponential if family is Family.AMOUNT else exponential / (1 + exponential)


def information_of(family: Family, n: Floats, mean: Floats) -> Floats:
    """The weight of each cell in the information."""
    return n if family is Family.AMOUNT else n * mean * (1 - mean)


def _pass(data: Packed, model: Model, family: Family, at: Floats, *, crossed: bool) -> tuple[Floats, Floats | None]:
    """The score, (coefficients,), and the information, if it is asked for, at some coefficients."""
    layout, exponentials = model.layout, model.exponentials(at)
    sums, crossing = nothing(layout), layout.crossing() if crossed else None
    for portion in layout.portions():
        mean = mean_of(family, portion.product(exponentials))
        fitted = portion.n * mean if family is Family.SHARE else portion.total / mean
        layout.by_block([fitted], portion, [sums])
        if crossing:
            crossing.add(portion, information_of(family, portion.n, mean))
    n, total, _ = (by_coefficient(layout, held) for held in data.held)
    score = total - by_coefficient(layout, sums) if family is Family.SHARE else by_coefficient(layout, sums) - n
    return score, crossing.result() if crossing else None


def _newton(data: Packed, model: Model, family: Family, start: Floats, guess: Floats | None) -> tuple[Fit, Floats]:
    """Newton's method, with an earlier inverse of the information where it does not matter: a guess, or a step's.

    The steps shrink at least as fast from one to the next as they did before; so it ends where the next would be small.
    """
    coefficients, before, distance = start.copy(), 0.0, 0.0
    inverse, left_out = np.empty((0, 0)) if guess is None else guess, list[int]()
    for _ in range(ROUNDS):
        score, information = _pass(
            data, model, family, coefficients, crossed=guess is None or distance > before / SHRINKS
        )
        if information is not None:
            inverse, left_out = inverse_of(information)
        guess = inverse
        step = inverse @ score
        coefficients += step * min(1.0, 4.0 / max(1e-300, float(np.abs(step).max())))
        before, distance = distance, sqrt(max(0.0, float(step @ score)))
        if distance < CLOSE or (distance < before / SHRINKS and distance * distance / before < CLOSE):
            if np.abs(coefficients).max() > WILD / 2:
                break
            return Fit(family, model, coefficients, tuple(model.names[n] for n in left_out)), inverse
    worst = model.names[int(np.abs(coefficients[1:]).argmax()) + 1] if len(coefficients) > 1 else model.names[0]
    raise CannotTell("does_not_settle", level=worst)


def inverse_of(information: Floats) -> tuple[Floats, list[int]]:
    """The inverse of the information, with zeros for coefficients that the others already say."""
    scale = np.sqrt(np.clip(np.diag(information), 1e-300, None))
    scaled = information / np.outer(scale, scale)
    try:
        np.linalg.cholesky(scaled - ALIASED * np.eye(len(scaled)))
        kept = list(range(len(scaled)))
    except np.linalg.LinAlgError:
        kept = _independent(scaled)
    found = np.zeros_like(information)
    some = np.ix_(kept, kept)
    found[some] = np.linalg.inv(scaled[some]) / np.outer(scale[kept], scale[kept])
    return found, [n for n in range(len(scaled)) if n not in kept]


def _independent(scaled: Floats) -> list[int]:
    """The columns that those after them do not already say, by elimination from the last to the first.

    So it is the first, whom a question is about, that is left out where the facts say it, and no fact in its place.
    """
    rest, kept = scaled.copy(), list[int]()
    for at in (0, *range(len(rest) - 1, 0, -1)):
        if rest[at, at] > ALIASED:
            kept.append(at)
            rest = rest - np.outer(rest[:, at], rest[at]) / rest[at, at]
    return sorted(kept)
