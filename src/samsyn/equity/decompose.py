"""How much of a gap between two groups goes with what they differ in, and how much is left, by column.

Linear: Oaxaca, International Economic Review 14 (1973) 693-709; Blinder, Journal of Human Resources 8 (1973) 436-455;
as in Jann, The Stata Journal 8 (2008) 453-479, whose intervals (delta method, columns as random) these are, made robust
to unequal variance. Logit and the others: Bauer and Sinning, Advances in Statistical Analysis 92 (2008) 197-206, the
detail by Yun's weights (Economics Letters 82, 2004, 275-280). A factor's detail that does not hang on its base level:
Gardeazabal and Ugidos, Review of Economics and Statistics 86 (2004) 1034-1036.

What is left unexplained is not discrimination by itself, and what is explained may come of it: need that the same unit
assessed is a column like any other here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.carried import Carried, Rows, checked_clusters, coefficients, mean, mean_outcome
from samsyn.equity.dense import CONSTANT, Design, Fit, fit
from samsyn.equity.estimate import LEVEL, CannotTell, Estimate
from samsyn.equity.links import Kind

Floats = NDArray[np.float64]
Pool = Literal["pooled", "pooled with group"]
Factors = Mapping[str, Sequence[str]]
NO_FACTORS: Factors = {}


class WithinGroup(CannotTell):
    """A group's own model cannot be fitted; `columns` are those that stand in the way, if any do."""

    def __init__(self, code: str, why: CannotTell) -> None:
        super().__init__(code, why=why.note)
        self.columns: tuple[str, ...] = getattr(why, "columns", ())


@dataclass(frozen=True, slots=True)
class Part:
    """What one column, or all columns of a factor, have in a piece. The constant is called `1`."""

    name: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the gap, whole and by column; `by` is empty where the detail is not defined."""

    name: str
    whole: Estimate
    by: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The gap (the group's mean outcome less that of the reference) and its pieces, which add up to it."""

    gap: Estimate
    pieces: tuple[Piece, ...]

    def piece(self, name: str) -> Piece:
        """The piece of this name. Raises KeyError."""
        for piece in self.pieces:
            if piece.name == name:
                return piece
        raise KeyError(name)


def threefold(
    y: ArrayLike,
    design: Design,
    group: ArrayLike,
    kind: Kind = "linear",
    *,
    factors: Factors = NO_FACTORS,
    clusters: ArrayLike | None = None,
    level: float = LEVEL,
) -> Decomposition:
    """`endowments`, `coefficients`, `interaction`, seen from the reference (Jann 2008, eq. 3).

    `y` (rows,); `design` without the group; `group` (rows,) is true for the compared group and false for the reference.
    `factors` name the columns of each factor (all levels but the base). `clusters` (rows,) are integers. Raises
    ValueError for bad shapes; WithinGroup, and what `dense.fit` raises, where a model cannot be fitted.
    """
    both = _Both.of(y, design, group, kind, factors)
    x, x_r, b, b_r = both.x_group, both.x_reference, both.b_group, both.b_reference
    pieces = (
        ("endowments", both.at(b_r, both.rows) - both.at(b_r, ~both.rows), both.detail((x - x_r), b_r)),
        ("coefficients", both.at(b, ~both.rows) - both.at(b_r, ~both.rows), both.detail(x_r, b - b_r)),
    )
    whole = both.at(b, both.rows) - both.at(b_r, ~both.rows)
    last = ("interaction", whole - pieces[0][1] - pieces[1][1], both.detail(x - x_r, b - b_r))
    return both.told(whole, (*pieces, last), clusters, level)


def twofold(
    y: ArrayLike,
    design: Design,
    group: ArrayLike,
    kind: Kind = "linear",
    *,
    reference: float | Pool = "pooled with group",
    factors: Factors = NO_FACTORS,
    clusters: ArrayLike | None = None,
    level: float = LEVEL,
) -> Decomposition:
    """`explained` and `unexplained` by coefficients without a gap (Jann 2008, eq. 5-9).

    `reference`: those coefficients. A number from 0 to 1 is the weight of the group's own against the reference's;
    `pooled` is one model of all rows (which lets some of what is unexplained pass as explained) and `pooled with group`
    the same with the group as a column. The rest, and what is raised, as in `threefold`.
    """
    both = _Both.of(y, design, group, kind, factors)
    x, x_r, b, b_r = both.x_group, both.x_reference, both.b_group, both.b_reference
    fair = both.fair(np.asarray(y, dtype=np.float64), reference)
    whole = both.at(b, both.rows) - both.at(b_r, ~both.rows)
    explained = both.at(fair, both.rows) - both.at(fair, ~both.rows)
    own = both.products(x, b - fair) + both.products(x_r, fair - b_r)
    pieces = (
        ("explained", explained, both.detail(x - x_r, fair)),
        ("unexplained", whole - explained, both.by_term(own)),
    )
    return both.told(whole, pieces, clusters, level)


@dataclass(frozen=True, slots=True)
class _Both:
    """Both groups: their models and means, all as figures of the same rows.

    `normal` (own columns, columns) takes coefficients to those of all levels of each factor, about their mean.
    """

    design: Design
    rows: Rows
    model: Fit
    b_group: Carried
    b_reference: Carried
    x_group: Carried
    x_reference: Carried
    normal: Floats
    terms: tuple[tuple[str, tuple[int, ...]], ...]

    @classmethod
    def of(cls, y: ArrayLike, design: Design, group: ArrayLike, kind: Kind, factors: Factors) -> "_Both":
        rows = _rows(group, len(design.x))
        outcome = np.asarray(y, dtype=np.float64)
        if outcome.shape != rows.shape:
            raise ValueError(f"the outcome has shape {outcome.shape}, the group {rows.shape}")
        one = _within(outcome, design, rows, kind, "within_compared")
        other = _within(outcome, design, ~rows, kind, "within_reference")
        normal, terms = _normalised(design, factors)
        full = _all_levels(design, factors)
        b, b_r = coefficients(one, rows), coefficients(other, ~rows)
        return cls(design, rows, one, b, b_r, mean(full, rows), mean(full, ~rows), normal, terms)

    def fair(self, y: Floats, reference: float | Pool) -> Carried:
        """The coefficients without a gap."""
        if isinstance(reference, str):
            design = self.design
            if reference == "pooled with group":
                design = Design((*design.names, "group"), np.column_stack([design.x, self.rows]))
            elif reference != "pooled":
                raise ValueError(f"{reference} is no reference")
            every = np.ones_like(self.rows)
            return coefficients(fit(y, design, _kind(self.model)), every).of(range(len(self.design.names)))
        if not 0 <= reference <= 1:
            raise ValueError(f"the weight of a group is from 0 to 1, not {reference}")
        return self.b_group.times(reference) + self.b_reference.times(1 - reference)

    def at(self, beta: Carried, of: Rows) -> Carried:
        """The mean outcome some rows would have with these coefficients."""
        return mean_outcome(self.model, beta, self.design, of)

    def products(self, x: Carried, beta: Carried) -> Carried:
        return x * beta.spread(self.normal)

    def detail(self, x: Carried, beta: Carried) -> Carried:
        return self.by_term(self.products(x, beta))

    def by_term(self, products: Carried) -> Carried:
        """One figure for each term."""
        linear = np.zeros((len(self.terms), len(products.value)))
        for number, (_, places) in enumerate(self.terms):
            linear[number, list(places)] = 1
        return products.spread(linear)

    def told(
        self,
        whole: Carried,
        pieces: Sequence[tuple[str, Carried, Carried]],
        clusters: ArrayLike | None,
        level: float,
    ) -> Decomposition:
        together = checked_clusters(clusters, len(self.rows))
        found = []
        for name, piece, detail in pieces:
            shared = self._shared(piece, detail)
            by = tuple(
                Part(term, shared.of([n]).estimate(together, level))
                for n, (term, _) in enumerate(self.terms if shared is not _NONE else ())
            )
            found.append(Piece(name, piece.estimate(together, level), by))
        return Decomposition(whole.estimate(together, level), tuple(found))

    def _shared(self, piece: Carried, detail: Carried) -> Carried:
        """The detail itself where the model is linear; else the piece by the weights of the linear detail (Yun)."""
        if _kind(self.model) == "linear":
            return detail
        if abs(detail.value.sum()) <= 1e-8 * np.abs(detail.value).sum():
            return _NONE
        return piece * (detail / detail.sum())


_NONE = Carried(np.zeros(0), np.zeros((0, 0)))


def _kind(model: Fit) -> Kind:
    return model.family.kind


def _rows(group: ArrayLike, length: int) -> Rows:
    given = np.asarray(group)
    if given.shape != (length,) or not np.isin(given, (0, 1)).all():
        raise ValueError(f"the group is true or false for each of {length} rows")
    rows = given.astype(bool)
    if rows.all() or not rows.any():
        raise CannotTell("rows_of_one_group")
    return rows


def _within(y: Floats, design: Design, rows: Rows, kind: Kind, code: str) -> Fit:
    try:
        return fit(y[rows], design.where(rows), kind)
    except CannotTell as told:
        raise WithinGroup(code, told) from told


def _all_levels(design: Design, factors: Factors) -> Floats:
    """The columns, and after them the base level of each factor."""
    bases = [1 - design.x[:, [design.place(n) for n in names]].sum(1) for names in factors.values()]
    if any(not np.isin(base, (0.0, 1.0)).all() for base in bases):
        raise ValueError("the columns of a factor are 0 or 1, and at most one of them 1 in a row")
    return np.column_stack([design.x, *bases])


def _normalised(design: Design, factors: Factors) -> tuple[Floats, tuple[tuple[str, tuple[int, ...]], ...]]:
    """The coefficients of all levels about their mean, which joins the constant; and the columns of each term."""
    columns = len(design.names)
    normal = np.vstack([np.eye(columns), np.zeros((len(factors), columns))])
    of_factor: dict[int, tuple[str, tuple[int, ...]]] = {}
    for number, (factor, names) in enumerate(factors.items()):
        places = [design.place(name) for name in names]
        every = [*places, columns + number]
        share = np.zeros(columns)
        share[places] = 1 / len(every)
        normal[every] -= share
        normal[design.place(CONSTANT)] += share
        of_factor |= {place: (factor, tuple(every)) for place in places}
    terms = dict.fromkeys(of_factor.get(p, (name, (p,))) for p, name in enumerate(design.names))
    return normal, tuple(terms)
