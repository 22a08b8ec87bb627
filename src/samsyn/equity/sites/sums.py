"""The numbers that a site contributes: cells to columns, scores, information, histograms and counts per combination."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Cells, Codes, Factor, Floats
from samsyn.equity.sites.query import THRESHOLD, NotShared, Query, Request, Rule

MOST_COMBINATIONS = 20_000
FARTHEST = 300.0  # a linear predictor beyond it has left every outcome; its exponential squared is still a number
Named = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Rows:
    """The cells that a query is about: codes in the query's own levels, (factors, cells), and what each cell holds."""

    codes: tuple[Codes, ...]
    n: Floats
    total: Floats
    squares: Floats


def which(cells: Cells, rule: Rule) -> NDArray[np.bool_]:
    """Which cells a row rule keeps, (cells,) of bool. Raises NotShared for a column that is not there."""
    kept: NDArray[np.bool_] = np.not_equal(cells.n, 0)
    for name, levels in rule:
        column = _place(cells, name)
        wanted = [code for code, level in enumerate(cells.factors[column].levels) if level in levels]
        kept &= np.isin(cells.codes[column], wanted)
    return kept


def rows_of(cells: Cells, query: Query, factors: Sequence[Factor]) -> Rows:
    """The cells that the query keeps, by these factors. Raises NotShared where they do not fit its declaration."""
    if cells.outcome != query.outcome:
        raise NotShared("other_outcome", f"The cells hold {cells.outcome}, the query asks for {query.outcome}.")
    at = which(cells, query.keep)
    places = [_place(cells, f.name) for f in factors]
    kept = Cells(
        cells.outcome,
        cells.factors,
        tuple(c[at] for c in cells.codes),
        cells.n[at],
        cells.total[at],
        cells.squares[at],
    )
    few = kept.by([cells.factors[p].name for p in places])
    codes = tuple(_declared(few.factors[i], few.codes[i], factor) for i, factor in enumerate(factors))
    _check(query, few)
    return Rows(codes, few.n, few.total, few.squares)


def _place(cells: Cells, name: str) -> int:
    try:
        return cells.place(name)
    except KeyError:
        raise NotShared("no_column", f"The cells have no column {name}.") from None


def _declared(held: Factor, codes: Codes, asked: Factor) -> Codes:
    place = {level: code for code, level in enumerate(asked.levels)}
    to = np.array([place.get(level, -1) for level in held.levels], dtype=np.int32)
    found = to[codes] if len(codes) else codes
    if (found < 0).any():
        unknown = sorted({held.levels[c] for c in codes[found < 0]})
        raise NotShared("unknown_level", f"{asked.name} holds {', '.join(unknown)}, which the query does not declare.")
    return found


def _check(query: Query, cells: Cells) -> None:
    arrays = (cells.n, cells.total, cells.squares)
    if not all(np.isfinite(a).all() for a in arrays) or (cells.n < 0).any():
        raise NotShared("not_numbers", "A cell holds what is no number, or a negative count.")
    if query.family == "logit" and ((cells.total < 0).any() or (cells.total > cells.n).any()):
        raise NotShared("not_yes_or_no", f"{query.outcome} is not 0 or 1 in every row, as logit needs.")
    if query.family == "gamma-log" and (cells.total <= 0).any():
        raise NotShared("not_positive", f"{query.outcome} is not above 0 in every row, as gamma-log needs.")


def columns(query: Query, codes: Sequence[Codes]) -> Floats:
    """The dummy-coded columns of the cells, (cells, terms), in the order of `query.terms`."""
    found = [np.ones((len(codes[0]), 1))]
    for place, factor in enumerate(query.crossed):
        own = np.arange(len(factor.levels) - 1) + (place > 0)  # the group's last level is the reference
        found.append((codes[place][:, None] == own).astype(np.float64))
    return np.hstack(found)


def model(cells: Cells, query: Query, beta: Sequence[float]) -> list[Named]:
    """Rows, lack of fit, score (terms) and information (upper triangle) at these coefficients, each with its meaning.

    Score X'(y - mu), information X'WX with W = mu(1 - mu) for logit and 1 for identity; for gamma-log score
    X'(y - mu)/mu and W = 1 (McCullagh and Nelder 1989, ch. 2.5). `misfit` is the deviance without what the outcome
    alone gives; then the sum of squared residuals over the variance function, from which the spread is estimated
    (not for logit, whose spread is 1).
    """
    rows = rows_of(cells, query, query.crossed)
    x = columns(query, rows.codes)
    eta = x @ np.asarray(beta, dtype=np.float64)
    if len(eta) and np.abs(eta).max() > FARTHEST:
        raise NotShared("diverged", "The coefficients are too large for any outcome: the model does not settle.")
    residual, weight, misfit, pearson = _parts(query, rows, eta)
    information = x.T @ (x * weight[:, None])
    terms = query.terms
    return [
        ("rows", float(rows.n.sum())),
        ("lack of fit, without what the outcome alone gives", misfit),
        *((("squared residuals over their variance", pearson),) if query.family != "logit" else ()),
        *((f"score of {t}", float(v)) for t, v in zip(terms, x.T @ residual, strict=True)),
        *(
            (f"information of {terms[i]} with {terms[j]}", float(information[i, j]))
            for i in range(len(terms))
            for j in range(i, len(terms))
        ),
    ]


def _parts(query: Query, rows: Rows, eta: Floats) -> tuple[Floats, Floats, float, float]:
    n, total, squares = rows.n, rows.total, rows.squares
    if query.family == "identity":
        rss = float((squares - 2 * eta * total + n * eta * eta).sum())
        return total - n * eta, n, rss, rss
    if query.family == "gamma-log":
        mu = np.exp(eta)
        pearson = float((squares / mu**2 - 2 * total / mu + n).sum())
        return total / mu - n, n, float(2 * (total / mu + n * eta).sum()), pearson
    e = np.exp(-np.abs(eta))
    mu = np.where(eta >= 0, 1, e) / (1 + e)
    misfit = float(2 * (n * (np.maximum(eta, 0) + np.log1p(e)) - total * eta).sum())
    return total - n * mu, n * e / (1 + e) ** 2, misfit, 0.0


def histogram(cells: Cells, query: Query) -> list[Named]:
    """How many rows of each group fall in each bin, group by group."""
    if query.bins is None:
        return []
    factors = (query.group, Factor(query.bins.column, query.bins.labels))
    return _table(rows_of(cells, query, factors), factors, (0, 1))


def _table(rows: Rows, factors: Sequence[Factor], places: Sequence[int]) -> list[Named]:
    """The count of every combination of levels of the factors at these places, those without rows too."""
    chosen = [factors[p] for p in places]
    shape = tuple(len(f.levels) for f in chosen)
    key = np.ravel_multi_index(tuple(rows.codes[p] for p in places), shape)
    counts = np.bincount(key, rows.n, minlength=int(np.prod(shape)))
    labels = [""]
    for f in chosen:
        labels = [f"{label}{', ' if label else ''}{f.name}={level}" for label in labels for level in f.levels]
    return [(f"rows with {label}", float(c)) for label, c in zip(labels, counts, strict=True)]


def counted(cells: Cells, query: Query) -> list[Named]:
    """How many rows this site holds of every combination that the sums of the query could show (see the package).

    Raises NotShared where the whole cross of factors has more than 20 000 combinations.
    """
    rows, factors = rows_of(cells, query, query.crossed), query.crossed
    moves = query.family != "identity" and query.clear == "cross"  # for identity nothing but pairs is ever summed
    groups: list[tuple[int, ...]] = [tuple(range(len(factors)))] if moves else []
    groups += combinations(range(len(factors)), min(2, len(factors)))
    if moves and np.prod([float(len(f.levels)) for f in factors]) > MOST_COMBINATIONS:
        raise NotShared("many_combinations", "The factors cross to so many combinations that most hold few rows.")
    found = [entry for places in dict.fromkeys(groups) for entry in _table(rows, factors, places)]
    if query.family == "logit":
        for word, n in ((f"{query.outcome} 1", rows.total), (f"{query.outcome} 0", rows.n - rows.total)):
            part = Rows(rows.codes, n, n, n)
            for place in range(len(factors)):
                found += [(f"{label}, {word}", v) for label, v in _table(part, factors, (place,))]
    return found + histogram(cells, query)


def apart(cells: Cells, rule: Rule, earlier: Rule) -> float:
    """How many rows one rule keeps and the other does not."""
    return float(cells.n[which(cells, rule) ^ which(cells, earlier)].sum())


def numbers(cells: Cells, request: Request) -> list[Named]:
    """All that this site adds for a request, each number with what it is. The first is 1: the sum counts the sites."""
    one: list[Named] = [("one for this site", 1.0)]
    if request.kind == "model":
        return one + model(cells, request.query, request.beta)
    if request.kind == "histogram":
        return one + histogram(cells, request.query)
    held = counted(cells, request.query)
    held += [
        (f"rows apart from earlier rule {i + 1}", apart(cells, request.query.keep, rule))
        for i, rule in enumerate(request.against)
    ]
    return one + [(f"1 if at least {THRESHOLD} {label}, else 0", float(n >= THRESHOLD)) for label, n in held]


def smallest_shown(cells: Cells, query: Query) -> int:
    """The smallest count that is not 0 among the site's own combinations; 0 if it has no row."""
    counts = [n for _, n in counted(cells, query) if n > 0]
    return round(min(counts, default=0.0))
