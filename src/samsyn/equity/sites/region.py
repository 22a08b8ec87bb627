"""What the region does: asks, adds the files of all the sites, and takes Newton's steps on the sums to the model.

With sums over sites of score and information each step is the one that pooled data would have given (Fisher scoring,
McCullagh and Nelder 1989, ch. 2.5), so the end is the pooled maximum-likelihood fit. A region's work is a chain of pure
functions: `begin`, `opened`, `first`, `advance` until it gives a `Fitted`; what is kept between rounds is the request.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Any

import numpy as np

from samsyn.equity.estimate import Estimate
from samsyn.equity.sites import masks
from samsyn.equity.sites.budget import Ledger
from samsyn.equity.sites.query import FEWEST_SITES, MOST_ROUNDS, THRESHOLD, NotShared, Query, Request, digest, is_signed
from samsyn.equity.sites.site import ENOUGH, FORMAT, Leaving

SETTLED = 1e-11  # of the largest coefficient; the last step is taken too
LARGEST_LOGIT = 30.0
LONGEST = 2.0  # step on the log scale
HEXADECIMAL = re.compile(f"[0-9a-f]{{{2 * masks.SIZE}}}")


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a request over all its sites, each with what it is."""

    request: Request
    names: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model over all sites: each term's coefficient with its interval (on the scale of the link) and error.

    `misfit` is the deviance without what the outcome alone gives (all of it for logit and identity); `spread` the
    estimated dispersion, 1 for logit; `covariance` is (terms, terms). `query` is the query's digest.
    """

    query: str
    sites: tuple[str, ...]
    terms: tuple[str, ...]
    coefficients: tuple[Estimate, ...]
    errors: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    n: int
    rounds: int
    misfit: float
    spread: float


def begin(query: Query, sites: Sequence[str], ledger: Ledger, on: date) -> tuple[Request, Ledger]:
    """The request that a query begins with, and the ledger with the query in it. Raises NotShared (see `Ledger`)."""
    named = tuple(sorted(sites))
    request = Request(query, named, "clear", against=ledger.against(query))
    return request, ledger.admit(query, named, on)


# Files


def opened(request: Request, files: Sequence[Leaving], keys: Mapping[str, bytes]) -> Sums:
    """The sums of the files of all the sites. Nothing is added before every file has been found right.

    `keys` are those shared with each site. Raises NotShared for a file that is missing, doubled, changed, not approved,
    or answers something else; and, of a request to clear, where the sums that would follow could show too few.
    """
    answers = [_answer(request, file, keys) for file in files]
    senders = [a["site"] for a in answers]
    for site in request.sites:
        if senders.count(site) != 1:
            word = "has not answered" if site not in senders else "has answered more than once"
            raise NotShared("absent", f"{site} {word}. The files of all the sites are added, or none.")
    few = [a["site"] for a in answers if a[ENOUGH] is not True]
    if few:
        raise NotShared(
            "few_rows",
            f"{len(request.query.terms)} parameters are more than a third of the rows of {', '.join(few)}. Ask for "
            "fewer factors or levels.",
        )
    found = _added(request, answers)
    if request.kind == "clear":
        _clear(found)
    return found


def _answer(request: Request, file: Leaving, keys: Mapping[str, bytes]) -> dict[str, Any]:
    if file.approval.digest != digest(file.text):
        raise NotShared("changed", "A file is not the one that was approved.")
    found = _read(file.text)
    site = found["site"]
    if site not in request.sites or site not in keys:
        raise NotShared("not_asked", f"{site} was not asked.")
    if not file.approval.by.strip() or not is_signed(file.approval.text, file.signature, keys[site]):
        raise NotShared("not_approved", f"The approval is not signed by {site}.")
    if found["query"] != request.query.digest:
        raise NotShared("other_query", f"{site} has answered another query.")
    asked = (FORMAT, request.digest, [*request.sites], request.kind, request.round)
    if tuple(found[name] for name in ("format", "request", "sites", "kind", "round")) != asked:
        raise NotShared("other_request", f"{site} has answered another round, other sites or in another format.")
    return found


def _read(text: str) -> dict[str, Any]:
    """What a file says, and under `rows` its numbers as integers."""
    try:
        found: dict[str, Any] = json.loads(text)
        missing = {"format", "query", "request", "sites", "kind", "round", ENOUGH} - found.keys()
        if missing or not isinstance(found["site"], str) or not isinstance(found["masked"], bool):
            raise ValueError("a part of the answer is missing or of another kind")
        found["rows"] = [(str(n["is"]), _integer(n["value"], found["masked"])) for n in found["numbers"]]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise NotShared("not_an_answer", "A file is not in the form of an answer.") from error
    return found


def _integer(value: object, masked: bool) -> int:
    if masked and isinstance(value, str) and HEXADECIMAL.fullmatch(value):
        return int(value, 16)
    if not masked and isinstance(value, int | float) and not isinstance(value, bool):
        return masks.fixed([value])[0]
    raise ValueError(f"{value} is no number of an answer")


def _added(request: Request, answers: Sequence[dict[str, Any]]) -> Sums:
    names = {tuple(name for name, _ in a["rows"]) for a in answers}
    if len(names) != 1 or len({a["masked"] for a in answers}) != 1:
        raise NotShared("not_alike", "The sites have answered with different numbers, so they cannot be added.")
    values = masks.real(masks.add([[v for _, v in a["rows"]] for a in answers]))
    if not values or values[0] != len(request.sites):
        raise NotShared("noise", "The masks do not cancel: the sites do not share the same secrets or request.")
    return Sums(request, names.pop()[1:], tuple(values[1:]))


def _clear(found: Sums) -> None:
    few = [name for name, held in zip(found.names, found.values, strict=True) if held < FEWEST_SITES]
    if few:
        raise NotShared(
            "small",
            f"{len(few)} combinations are held in number ({THRESHOLD} rows) by fewer than {FEWEST_SITES} sites; put "
            "levels together, and where they are of rows apart ask for the same rows as before. They are: "
            f"{'; '.join(few[:10])}{' …' if len(few) > 10 else ''}",
        )


# Model


def first(cleared: Sums) -> Request:
    """The first round of the model, after the sums that clear it. Raises ValueError for other sums."""
    if cleared.request.kind != "clear":
        raise ValueError("a model begins after a request to clear")
    query = cleared.request.query
    start = log(query.typical) if query.family == "gamma-log" else 0.0
    return Request(query, cleared.request.sites, "model", 1, (start, *[0.0] * (len(query.terms) - 1)))


def advance(sums: Sums) -> Request | Fitted:
    """The next round, or the model where the step no longer moves it. Raises NotShared where it does not settle."""
    request, query = sums.request, sums.request.query
    if request.kind != "model":
        raise ValueError("only sums of a model can be advanced")
    p = len(query.terms)
    n, misfit, *rest = sums.values
    pearson = rest.pop(0) if query.family != "logit" else 0.0
    score, information = np.array(rest[:p]), np.zeros((p, p))
    information[np.triu_indices(p)] = rest[p:]
    information = information + np.triu(information, 1).T
    covariance = _inverse(information)
    step = covariance @ score
    if query.family == "gamma-log":  # from a low guess a whole step leads far too high, and back by one a round
        step *= min(1.0, LONGEST / max(LONGEST, float(np.abs(step).max())))
    beta = np.asarray(request.beta) + step
    if query.family == "logit" and np.abs(beta).max() > LARGEST_LOGIT:
        raise NotShared("separated", "A level or a combination decides the outcome wholly: there is no finite model.")
    if np.abs(step).max() <= SETTLED * max(1.0, float(np.abs(beta).max())):
        spread = 1.0 if query.family == "logit" else pearson / (n - p)
        return _fitted(request, beta, covariance * spread, round(n), misfit, spread)
    if request.round >= MOST_ROUNDS:
        raise NotShared("not_settled", f"The model has not settled in {MOST_ROUNDS} rounds.")
    return Request(query, request.sites, "model", request.round + 1, tuple(map(float, beta)))


def _inverse(information: np.ndarray) -> np.ndarray:
    """The inverse, scaled to a unit diagonal on the way. Raises NotShared where levels follow from each other."""
    size = np.sqrt(np.maximum(np.diag(information), 0))
    if (size > 0).all() and np.isfinite(information).all():
        scaled = information / np.outer(size, size)
        if np.linalg.cond(scaled) < 1e10:
            return np.asarray(np.linalg.inv(scaled) / np.outer(size, size))
    raise NotShared("not_settled", "The information is singular: some level follows from others, or decides it all.")


def _fitted(request: Request, beta: np.ndarray, covariance: np.ndarray, n: int, misfit: float, spread: float) -> Fitted:
    errors = tuple(map(float, np.sqrt(np.diag(covariance))))
    return Fitted(
        query=request.query.digest,
        sites=request.sites,
        terms=request.query.terms,
        coefficients=tuple(Estimate.normal(float(b), e, n) for b, e in zip(beta, errors, strict=True)),
        errors=errors,
        covariance=tuple(tuple(map(float, row)) for row in covariance),
        n=n,
        rounds=request.round,
        misfit=misfit,
        spread=spread,
    )
