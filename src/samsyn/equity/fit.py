"""Generalised linear models of categorical facts, fitted on cells without a design matrix.

Each fact is a factor with one coefficient for each level but the first. Factors that follow each other are one block,
and a block's part of the linear predictor is a table of its combinations. So the predictor of a cell is one look into
each table; the score is the residuals summed by block, and the information the weights crossed between two blocks at
a time (McCullagh and Nelder 1989, ch. 2.5): a design of rows by coefficients is never made. With a
logarithm in the link the tables are multiplied, and no cell needs an exponential of its own.
"""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import inf, sqrt

import numpy as np

from samsyn.equity.cells import Floats
from samsyn.equity.estimate import CannotTell
from samsyn.equity.packed import Keys, Packed

ROUNDS, NEAR, CLOSE = 50, 1e-2, 1e-8  # of Newton's method, and how small its last steps are in standard errors
SAMPLE, STEP = 400_000, 37  # cells from which a first guess is made by every STEP-th of them
WILD = 30.0  # a log odds, or a logarithm, that no share or amount has
ALIASED = 1e-9


class Family(StrEnum):
    """What an outcome is: a yes or no (logistic), or an amount above zero (gamma with a logarithmic link)."""

    SHARE = "share"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Tables:
    """The blocks of a packed table: the code of each cell in each, and what the levels of its factors add there.

    `designs[b]` is (combinations of block b, coefficients of block b): zeros and ones, small. Coefficient 0 of the
    model is the constant; those of a block stand at `spans[b]`.
    """

    codes: tuple[Keys, ...]
    designs: tuple[Floats, ...]
    spans: tuple[tuple[int, int], ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, data: Packed) -> "Tables":
        """The tables of a packed table's blocks."""
        codes, designs, spans, names, at = [], [], [], ["constant"], 1
        for first, after in data.blocks:
            sizes = data.sizes[first:after]
            grid = np.indices(sizes).reshape(len(sizes), -1)
            design = [np.eye(size)[levels][:, 1:] for size, levels in zip(sizes, grid, strict=True)]
            designs.append(np.concatenate(design, axis=1))
            codes.append(data.code(first, after))
            spans.append((at, at := at + designs[-1].shape[1]))
            names += [f"{f.name}={level}" for f in data.factors[first:after] for level in f.levels[1:]]
        return cls(tuple(codes), tuple(designs), tuple(spans), tuple(names))

    def part(self, coefficients: Floats, block: int) -> Floats:
        """What a block adds to the predictor, by combination; the constant goes with the first."""
        begin, end = self.spans[block]
        added = self.designs[block] @ coefficients[begin:end]
        return added + coefficients[0] if block == 0 else added

    def predictor(self, coefficients: Floats) -> Floats:
        """The linear predictor of each cell."""
        found = self.part(coefficients, 0)[self.codes[0]]
        for block in range(1, len(self.codes)):
            found += self.part(coefficients, block)[self.codes[block]]
        return found

    def exponential(self, coefficients: Floats) -> Floats:
        """The exponential of each cell's predictor."""
        found = np.exp(np.clip(self.part(coefficients, 0), -WILD, WILD))[self.codes[0]]
        for block in range(1, len(self.codes)):
            found *= np.exp(np.clip(self.part(coefficients, block), -WILD, WILD))[self.codes[block]]
        return found

    def summed(self, values: Floats) -> Floats:
        """X'v: the sum of a value over the cells, and over those of each coefficient: (coefficients,)."""
        found = np.empty(len(self.names))
        found[0] = values.sum()
        for code, design, (begin, end) in zip(self.codes, self.designs, self.spans, strict=True):
            found[begin:end] = np.bincount(code, values, minlength=len(design)) @ design
        return found

    def crossed(self, weights: Floats) -> Floats:
        """X'WX: (coefficients, coefficients), each two blocks by one table of their combinations."""
        found = np.empty((len(self.names), len(self.names)))
        sums = [np.bincount(c, weights, minlength=len(d)) for c, d in zip(self.codes, self.designs, strict=True)]
        found[0, 0] = weights.sum()
        for total, design, (begin, end) in zip(sums, self.designs, self.spans, strict=True):
            found[0, begin:end] = found[begin:end, 0] = total @ design
            found[begin:end, begin:end] = design.T @ (total[:, None] * design)
        for one, other in combinations(range(len(self.codes)), 2):
            (a, b), (c, d), wide = self.spans[one], self.spans[other], len(self.designs[other])
            size = len(self.designs[one]) * wide
            place = self.codes[one].astype(np.int64) * wide + self.codes[other]
            table = np.bincount(place, weights, minlength=size).reshape(-1, wide)
            found[a:b, c:d] = self.designs[one].T @ (table @ self.designs[other])
            found[c:d, a:b] = found[a:b, c:d].T
        return found


@dataclass(frozen=True)
class Fit:
    """A fitted model: coefficients with names, the inverse of its information, and each cell's fitted mean."""

    family: Family
    tables: Tables
    coefficients: Floats
    inverse: Floats
    left_out: tuple[str, ...]  # coefficients that the others already say


def fitted(data: Packed, family: Family) -> Fit:
    """The maximum-likelihood fit (SHARE) or the quasi-likelihood fit of variance as the mean's square (AMOUNT).

    Raises CannotTell where the data hold too little for an answer.
    """
    tables = Tables.of(data)
    start = np.zeros(len(tables.names))
    mean = data.total.sum() / data.n.sum()
    start[0] = np.log(mean / (1 - mean)) if family is Family.SHARE else np.log(mean)
    if len(data.key) > SAMPLE:
        some = data.some(slice(None, None, STEP))
        with suppress(CannotTell):  # a level that the sample does not hold: the whole will do
            start = _newton(some, Tables.of(some), family, start).coefficients
    return _newton(data, tables, family, start)


def moments(family: Family, tables: Tables, coefficients: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each cell: the mean, what the residual is divided by in the score, and the weight in the information."""
    means = tables.exponential(coefficients)
    if family is Family.AMOUNT:
        return means, means, np.ones(1)
    means = means / (1 + means)
    return means, np.ones(1), means * (1 - means)


def _newton(data: Packed, tables: Tables, family: Family, start: Floats) -> Fit:
    coefficients, distance = start.copy(), inf
    inverse, left_out = np.empty((0, 0)), list[int]()
    for _ in range(ROUNDS):
        means, divisor, weight = moments(family, tables, coefficients)
        score = tables.summed((data.total - data.n * means) / divisor)
        if distance > NEAR:  # nearer than that the information hardly changes, and crossing is most of the work
            inverse, left_out = _inverse(tables.crossed(data.n * weight))
        step = inverse @ score
        coefficients += step * min(1.0, 4.0 / max(1e-300, float(np.abs(step).max())))
        distance = sqrt(max(0.0, float(step @ score)))
        if distance < CLOSE:
            if np.abs(coefficients).max() > WILD / 2:
                break
            names = tuple(tables.names[n] for n in left_out)
            return Fit(family, tables, coefficients, inverse, names)
    worst = tables.names[int(np.abs(coefficients).argmax())]
    raise CannotTell("does_not_settle", level=worst)


def _inverse(information: Floats) -> tuple[Floats, list[int]]:
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
