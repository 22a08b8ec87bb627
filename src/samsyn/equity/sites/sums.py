"""The numbers that a site contributes: scores, information, histograms, and whether it holds enough to show them."""

from collections.abc import Sequence

import numpy as np

from samsyn.equity.cells import Cells, Codes, Floats
from samsyn.equity.sites.query import THRESHOLD, NotShared, Query, Request
from samsyn.equity.sites.rows import Rows, rows_of
from samsyn.equity.sites.shown import Named, apart, counted, histogram

FARTHEST = 300.0  # a linear predictor beyond it has left every outcome; its exponential squared is still a number


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


def numbers(cells: Cells, request: Request) -> list[Named]:
    """All that this site adds for a request, each number with what it is. The first is 1: the sum counts the sites."""
    one: list[Named] = [("one for this site", 1.0)]
    if request.kind == "model":
        return one + model(cells, request.query, request.beta)
    if request.kind == "histogram":
        return one + histogram(cells, request.query)
    held = counted(cells, request.query)
    for number, rule in enumerate(request.against, start=1):
        held += [(f"rows apart from earlier rule {number}{label}", n) for label, n in apart(cells, request.query, rule)]
    return one + [(f"1 if at least {THRESHOLD} {label}, else 0", float(n >= THRESHOLD)) for label, n in held]
