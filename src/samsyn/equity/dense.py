"""Small models fitted row by row with a table of columns: linear, logit, probit, and gamma with log link.

For up to some ten thousand rows and columns that are numbers; large tables of decisions are fitted as cells. By
iteratively reweighted least squares (McCullagh and Nelder, Generalized Linear Models, 2nd ed., 1989, ch. 2.5).
Separation is proved by its own direction (Albert and Anderson, Biometrika 71, 1984, 1-10). Robust covariance: White,
Econometrica 48 (1980) 817-838; MacKinnon and White, Journal of Econometrics 29 (1985) 305-325.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import LEVEL, CannotTell, Estimate
from samsyn.equity.links import Family, Kind, Step, family_of
from samsyn.equity.note import Value

Floats = NDArray[np.float64]
Robust = Literal["model", "HC0", "HC1"]
CONSTANT = "1"
ROUNDS = 40
NEAR = 1e-9  # a step this small in the linear predictor ends the search
DEPENDENT = 1e-9  # what of a column of length one is not told by those before it


class _OfColumns(CannotTell):
    """Something about one or more columns, which `columns` names."""

    def __init__(self, code: str, columns: tuple[str, ...], **values: Value) -> None:
        super().__init__(code, **values)
        self.columns = columns


class ConstantColumn(_OfColumns):
    """A column, or the outcome, has the same value in all rows."""


class DependentColumns(_OfColumns):
    """A column is told by those before it."""


class Separated(_OfColumns):
    """The columns foretell the outcome without exception in some rows, so a coefficient would be endless."""


class TooFewRows(CannotTell):
    """Fewer rows than the model needs."""


class ExactFit(CannotTell):
    """The columns tell the outcome to the last digit."""


class NoEnd(CannotTell):
    """The search found no best coefficients."""


@dataclass(frozen=True, slots=True)
class Design:
    """The columns of a model: their names and their values, (rows, columns). The first is `1` in all rows."""

    names: tuple[str, ...]
    x: Floats

    @classmethod
    def of(cls, columns: Mapping[str, ArrayLike], rows: int | None = None) -> "Design":
        """The columns with a constant before them; `rows` is needed only without columns.

        Raises ValueError for columns of several lengths, or values that are no numbers.
        """
        values = [np.asarray(column, dtype=np.float64) for column in columns.values()]
        lengths = {column.shape for column in values} | ({(rows,)} if rows is not None else set())
        if len(lengths) != 1 or any(len(shape) != 1 for shape in lengths):
            raise ValueError(f"the columns are of several lengths: {sorted(lengths)}")
        for name, column in zip(columns, values, strict=True):
            if not np.isfinite(column).all():
                raise ValueError(f"column {name} holds {int((~np.isfinite(column)).sum())} values that are no numbers")
        length = next(iter(lengths))[0]
        return cls((CONSTANT, *columns), np.column_stack([np.ones(length), *values]))

    def place(self, name: str) -> int:
        """The number of a column. Raises KeyError."""
        if name not in self.names:
            raise KeyError(name)
        return self.names.index(name)

    def where(self, rows: NDArray[np.bool_]) -> "Design":
        """The same columns in some of the rows."""
        return Design(self.names, self.x[rows])

    def having(self, name: str, value: float) -> "Design":
        """The same rows, had all this value in this column. Columns made of it are not changed. Raises KeyError."""
        x = self.x.copy()
        x[:, self.place(name)] = value
        return Design(self.names, x)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model. Coefficients stand as `names` do.

    `covariance` is that asked for, (columns, columns). `parts` (rows, columns) says how much each row moved each
    coefficient, their influence; its cross-product is the covariance HC0, and it carries the uncertainty on into what
    is computed from the coefficients. `n` counts the rows that weigh anything. `scale` is the residual variance
    (linear), the dispersion (gamma) or 1.
    """

    names: tuple[str, ...]
    beta: Floats
    covariance: Floats
    parts: Floats
    family: Family
    n: int
    scale: float

    def place(self, name: str) -> int:
        """The number of a coefficient. Raises KeyError."""
        if name not in self.names:
            raise KeyError(name)
        return self.names.index(name)

    def value(self, name: str) -> float:
        """A coefficient, on the scale of the linear predictor."""
        return float(self.beta[self.place(name)])

    def error(self, name: str) -> float:
        """Its standard error."""
        place = self.place(name)
        return float(np.sqrt(self.covariance[place, place]))

    def estimate(self, name: str, level: float = LEVEL) -> Estimate:
        """A coefficient with its normal interval."""
        return Estimate.normal(self.value(name), self.error(name), self.n, level)

    def means(self, design: Design) -> Floats:
        """The expected outcome of each row."""
        return self.family.mean(design.x @ self.beta)

    def slopes(self, design: Design) -> Floats:
        """How fast each row's expected outcome grows with its linear predictor."""
        return self.family.slope(design.x @ self.beta)


def fit(
    y: ArrayLike,
    design: Design,
    kind: Kind,
    *,
    weights: ArrayLike | None = None,
    robust: Robust = "model",
    clusters: ArrayLike | None = None,
) -> Fit:
    """The model of `y` (rows,) by the columns of `design`, by maximum likelihood.

    `weights` (rows,) count a row as many; with weights that are not numbers of records ask for a robust covariance.
    `robust`: of the model itself, of White (HC0) or that times n/(n-k) (HC1). `clusters` (rows,) are integers; rows of
    one cluster hang together, and the covariance is robust to that (with G/(G-1)). Raises ValueError for values that
    the model cannot take; TooFewRows, ConstantColumn, DependentColumns, Separated (which name the columns),
    ExactFit and NoEnd.
    """
    family = family_of(kind)
    outcome = _outcome(y, design, family)
    weight = _weights(weights, len(outcome))
    _check_columns(outcome, design, weight)
    beta, step = _search(outcome, design, family, weight)
    return _finish(outcome, design, family, weight, beta, step, robust, clusters)


def _outcome(y: ArrayLike, design: Design, family: Family) -> Floats:
    outcome = np.asarray(y, dtype=np.float64)
    if outcome.shape != design.x.shape[:1]:
        raise ValueError(f"the outcome has shape {outcome.shape}, the columns {design.x.shape}")
    if not np.isfinite(outcome).all():
        raise ValueError(f"the outcome holds {int((~np.isfinite(outcome)).sum())} values that are no numbers")
    family.check(outcome)
    return outcome


def _weights(weights: ArrayLike | None, rows: int) -> Floats:
    if weights is None:
        return np.ones(rows)
    found = np.asarray(weights, dtype=np.float64)
    if found.shape != (rows,) or not np.isfinite(found).all() or (found < 0).any():
        raise ValueError("weights are numbers from 0 up, one for each row")
    return found


def _check_columns(outcome: Floats, design: Design, weight: Floats) -> None:
    used = weight > 0
    x, y = design.x[used], outcome[used]
    rows, columns = x.shape
    if rows <= columns:
        raise TooFewRows("few_rows_for_columns", rows=rows, columns=columns)
    if y.min() == y.max():
        raise ConstantColumn("constant_outcome", ("outcome",), value=float(y[0]))
    still = [name for name, low, high in zip(design.names, x.min(0), x.max(0), strict=True) if low == high]
    still = still[1:] if still[:1] == [CONSTANT] else still
    if still:
        raise ConstantColumn("constant_column", tuple(still), column=still[0])
    _check_rank(x, design.names)


def _check_rank(x: Floats, names: tuple[str, ...]) -> None:
    """Householder's triangle in the order of the columns: what is left of a column beyond those before it."""
    scaled = x / np.linalg.norm(x, axis=0)
    left = np.abs(np.diag(np.linalg.qr(scaled, mode="r")))
    for place in np.flatnonzero(left <= DEPENDENT):
        before = np.linalg.lstsq(scaled[:, :place], scaled[:, place], rcond=None)[0]
        by = tuple(names[p] for p in np.flatnonzero(np.abs(before) > 1e-6))
        raise DependentColumns("dependent_column", (names[place], *by), column=names[place], by=by)


def _search(y: Floats, design: Design, family: Family, weight: Floats) -> tuple[Floats, Step]:
    """Scoring with halved steps where a whole one would fit worse; ends where the predictor stands still."""
    x = design.x
    scale = 1 / np.sqrt((x * x).mean(0))
    z = x * scale  # columns of one size, so that the equations stay well solved
    beta, _ = _solve(z, family.start(y), weight)
    eta = family.within(z @ beta)
    loss = float(weight @ family.loss(y, eta))
    direction = np.zeros_like(beta)
    for _ in range(ROUNDS):
        step = family.step(y, eta)
        bend = step.information if family.binary else step.curvature  # scoring is slow where a gamma outcome is uneven
        direction, solved = _solve(z, step.score / bend, weight * bend)
        if not solved:
            break
        beta, eta, new = _shortened(y, z, family, weight, beta, direction, loss)
        if np.abs(z @ direction).max() < NEAR * (1 + np.abs(eta).max()):
            return beta * scale, family.step(y, eta)
        if np.abs(eta).max() > family.reach / 2:  # before the equations are too far gone to show the direction
            _check_separation(y, design, family, weight, direction * scale)
        loss = new
    _check_separation(y, design, family, weight, direction * scale)
    raise NoEnd("no_best")


def _solve(z: Floats, response: Floats, weight: Floats) -> tuple[Floats, bool]:
    """Weighted least squares by the normal equations; whether they had one solution."""
    weighed = z * weight[:, None]
    try:
        found = np.linalg.solve(z.T @ weighed, weighed.T @ response)
        return np.asarray(found, dtype=np.float64), True
    except np.linalg.LinAlgError:
        return np.zeros(z.shape[1]), False


def _shortened(
    y: Floats, z: Floats, family: Family, weight: Floats, beta: Floats, direction: Floats, loss: float
) -> tuple[Floats, Floats, float]:
    part = 1.0
    while True:
        tried = beta + part * direction
        eta = family.within(z @ tried)
        new = float(weight @ family.loss(y, eta))
        if new <= loss + 1e-10 * (1 + abs(loss)) or part < 1e-4:
            return tried, eta, new
        part /= 2


def _check_separation(y: Floats, design: Design, family: Family, weight: Floats, direction: Floats) -> None:
    """The last step is a direction in which no row fits worse and some always better: the proof of separation."""
    if not family.binary or not np.abs(direction).max() > 0:
        return
    gain = ((design.x @ direction) * (2 * y - 1))[weight > 0]
    if gain.min() < -1e-3 * gain.max() or gain.max() <= 0:
        return
    moved = np.abs(direction) * np.append(0.0, design.x[:, 1:].std(0))
    names = tuple(design.names[place] for place in np.argsort(-moved) if moved[place] > 0.05 * moved.max())
    rows = int((gain > 0.5 * gain.max()).sum())
    raise Separated("column_separates", names, column=names, rows=rows)


def _finish(
    y: Floats,
    design: Design,
    family: Family,
    weight: Floats,
    beta: Floats,
    step: Step,
    robust: Robust,
    clusters: ArrayLike | None,
) -> Fit:
    x = design.x
    bread = _inverse(x, weight * step.curvature)
    parts = (x * (weight * step.score)[:, None]) @ bread
    rows, columns = int(np.count_nonzero(weight)), x.shape[1]
    scale = _scale(y, x @ beta, family, weight, columns)
    covariance: Floats
    if clusters is not None:
        covariance = _of_clusters(parts, np.asarray(clusters))
    elif robust == "model":
        covariance = (bread if family.binary else _inverse(x, weight * step.information)) * scale
    else:
        covariance = parts.T @ parts * (rows / (rows - columns) if robust == "HC1" else 1.0)
    return Fit(design.names, beta, covariance, parts, family, rows, scale)


def _inverse(x: Floats, weight: Floats) -> Floats:
    """The inverse of the weighed cross-product."""
    size = np.sqrt((x * x).sum(0))
    z = x / size
    inverse: Floats = np.asarray(np.linalg.inv(z.T @ (z * weight[:, None])), dtype=np.float64)
    return inverse / np.outer(size, size)


def _scale(y: Floats, eta: Floats, family: Family, weight: Floats, columns: int) -> float:
    """Residual variance: squares over the number of records less columns."""
    if family.binary:
        return 1.0
    squares, freedom = family.squares(y, eta), float(weight.sum()) - columns
    if freedom <= 0:
        raise TooFewRows("light_weights", weights=float(weight.sum()), columns=columns)
    if weight @ squares <= 1e-20 * (weight @ family.squares(y, np.full_like(y, eta.mean()))):
        raise ExactFit("exact_fit")
    return float(weight @ squares) / freedom


def _of_clusters(parts: Floats, clusters: NDArray[np.int64]) -> Floats:
    if clusters.shape != parts.shape[:1] or clusters.dtype.kind not in "iu":
        raise ValueError("clusters are integers, one for each row")
    kept, where = np.unique(clusters, return_inverse=True)
    if len(kept) < 2:
        raise TooFewRows("one_cluster")
    sums = np.column_stack([np.bincount(where, column) for column in parts.T])
    return np.asarray(sums.T @ sums * (len(kept) / (len(kept) - 1)), dtype=np.float64)
