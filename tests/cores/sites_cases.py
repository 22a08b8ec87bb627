"""Simulated municipalities, their keys, and a region that carries a query through: for the tests of equity.sites."""

import hashlib
from datetime import date
from itertools import combinations

import numpy as np

from samsyn.equity.cells import Cells, Factor
from samsyn.equity.sites.budget import Ledger
from samsyn.equity.sites.query import Query, sign
from samsyn.equity.sites.region import Fitted, advance, begin, first, opened
from samsyn.equity.sites.site import Diary, Keys, answer, approve, leave

DAY = date(2027, 3, 1)
SEX = Factor("sex", ("man", "woman"))
AREA = Factor("area", ("a", "b", "c"))
AGE = Factor("age", ("65", "80"))
NAMES = tuple("ABCDEFGH")


def query(family="logit", **changed):
    said = {"name": "q", "outcome": "y", "family": family, "group": SEX, "factors": (AREA, AGE)} | changed
    return Query(**said)


def rows(rng, n, family="logit", factors=(SEX, AREA, AGE)):
    """Codes of every factor, (factors, n), and the outcome, (n,)."""
    codes = np.array([rng.integers(0, len(f.levels), n) for f in factors])
    eta = 0.3 + codes.T @ np.linspace(0.4, -0.5, len(factors))
    if family == "logit":
        return codes, (rng.random(n) < 1 / (1 + np.exp(-eta))).astype(float)
    if family == "identity":
        return codes, np.round(20 + 5 * eta + rng.normal(0, 3, n), 1)
    return codes, np.round(np.exp(2 + eta) * rng.gamma(4, 0.25, n), 2) + 0.01


def cells(codes, y, factors=(SEX, AREA, AGE)):
    """The decisions as cells, a row to a cell and then grouped."""
    one = Cells("y", tuple(factors), tuple(c.astype(np.int32) for c in codes), np.ones(len(y)), y, y * y)
    return one.by([f.name for f in factors])


def keys(names):
    """Each site's keys: invented, the same each time."""
    region = {n: hashlib.sha256(f"region {n}".encode()).digest() for n in names}
    pair = {frozenset(p): hashlib.sha256("".join(sorted(p)).encode()).digest() for p in combinations(names, 2)}
    return {n: Keys(n, region[n], {o: pair[frozenset((n, o))] for o in names if o != n}) for n in names}


class Round:
    """Sites that answer and approve what a region asks; `sent` holds all that ever left, by request."""

    def __init__(self, held, *, mask=True):
        self.held, self.mask, self.keys, self.sent = held, mask, keys(tuple(held)), []
        self.region = {n: k.region for n, k in self.keys.items()}
        self.diaries = dict.fromkeys(held, Diary())
        self.ledger = Ledger()

    def of(self, name, request):
        own = self.keys[name]
        text, self.diaries[name] = answer(
            request.text,
            sign(request.text, own.region),
            self.held[name],
            own,
            self.diaries[name],
            DAY,
            mask=self.mask,
        )
        return leave(text, approve(text, by="Åsa Ek", at="2027-03-01T10:00"), own)

    def files(self, request):
        found = [self.of(name, request) for name in request.sites]
        self.sent.append((request, found))
        return found

    def sums(self, request):
        return opened(request, self.files(request), self.region)

    def cleared(self, asked):
        request, self.ledger = begin(asked, tuple(self.held), self.ledger, DAY)
        return self.sums(request)

    def fit(self, asked):
        state = first(self.cleared(asked))
        while not isinstance(state, Fitted):
            state = advance(self.sums(state))
        return state


def municipalities(seed, sizes, family="logit", factors=(SEX, AREA, AGE)):
    """The pooled codes and outcome, and each site's cells."""
    rng = np.random.default_rng(seed)
    drawn = [rows(rng, n, family, factors) for n in sizes]
    held = {name: cells(c, y, factors) for name, (c, y) in zip(NAMES, drawn, strict=False)}
    return np.hstack([c for c, _ in drawn]), np.concatenate([y for _, y in drawn]), held
