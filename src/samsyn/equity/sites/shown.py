"""Which counts the sums of a query could show, by themselves or beside those of an earlier query.

By themselves: pairs of levels (the information matrix is made of them); each level with a yes and with a no (the
scores are); bins by group; and, for families whose weights move from round to round, the whole cross of factors, as
several rounds together could be solved for it (`Query.clear`). Beside an earlier query of other rows: the same of the
rows by which the two differ, since the one's sums less the other's are the sums of those.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import prod

import numpy as np

from samsyn.equity.cells import Cells, Codes, Factor, Floats
from samsyn.equity.sites.query import Bins, NotShared, Query, Rule
from samsyn.equity.sites.rows import Rows, rows_apart, rows_of

MOST_COMBINATIONS = 20_000
Named = tuple[str, float]
Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    """How many rows have these levels, by factor, and this outcome ("" for either)."""

    levels: Mapping[str, str]
    outcome: str
    n: float

    @property
    def label(self) -> str:
        told = [*(f"{name}={level}" for name, level in self.levels.items()), *filter(None, [self.outcome])]
        return f" with {', '.join(told)}"


def counted(cells: Cells, query: Query) -> list[Named]:
    """How many rows this site holds of every combination that the sums of the query could show by themselves.

    Raises NotShared where the whole cross of factors has more than 20 000 combinations.
    """
    counts = _counts(query, rows_of(cells, query, _factors(query)), frozenset())
    return [(f"rows{count.label}", count.n) for count in counts]


def apart(cells: Cells, query: Query, earlier: Rule) -> list[Named]:
    """How many rows the query keeps and an earlier rule does not, or the other way about: in all, and by combination.

    A combination that by the rules alone no such row can have is not looked at. Rows whose level the query does not
    declare are in no combination with that factor: its sums do not tell them.
    """
    rows = rows_apart(cells, query.keep, earlier, _factors(query))
    counts = _counts(query, rows, frozenset(name for name, _ in (*query.keep, *earlier)))
    possible = [c for c in counts if _left(query.keep, c.levels) != _left(earlier, c.levels)]
    return [("", float(rows.n.sum())), *((count.label, count.n) for count in possible)]


def histogram(cells: Cells, query: Query) -> list[Named]:
    """How many rows of each group fall in each bin, group by group."""
    if query.bins is None:
        return []
    factors = (query.group, _binned(query.bins))
    rows = rows_of(cells, query, factors)
    return [(f"rows{count.label}", count.n) for count in _table(factors, rows.codes, rows.n)]


def smallest(cells: Cells, query: Query, earlier: Sequence[Rule]) -> int:
    """The smallest count that is not 0 among all that this site's own sums could show; 0 if it has no row."""
    named = chain(counted(cells, query), *(apart(cells, query, rule) for rule in earlier))
    return round(min((n for _, n in named if n > 0), default=0.0))


def _binned(bins: Bins) -> Factor:
    return Factor(bins.column, bins.labels)


def _factors(query: Query) -> tuple[Factor, ...]:
    """The factors that are crossed, then that of the bins."""
    return (*query.crossed, *([_binned(query.bins)] if query.bins else []))


def _counts(query: Query, rows: Rows, ruled: frozenset[str]) -> Iterator[_Count]:
    """The count of every combination, and of those without a factor that a rule names: no pair need hold them."""
    factors, crossed = _factors(query), range(len(query.crossed))
    moves = query.family != "identity" and query.clear == "cross"  # for identity nothing but pairs is ever summed
    if moves and prod(len(f.levels) for f in query.crossed) > MOST_COMBINATIONS:
        raise NotShared("many_combinations", "The factors cross to so many combinations that most hold few rows.")
    groups: list[Places] = [tuple(crossed)] if moves else []
    groups += [*combinations(crossed, min(2, len(crossed))), *([(0, len(crossed))] if query.bins else [])]
    sums = [("", rows.n, groups)]
    if query.family == "logit":
        alone: list[Places] = [(place,) for place in crossed]
        sums += [(f"{query.outcome} 1", rows.total, alone), (f"{query.outcome} 0", rows.n - rows.total, alone)]
    for outcome, n, some in sums:
        for places in _without(some, {place for place, f in enumerate(factors) if f.name in ruled}):
            if places or outcome:
                yield from _table([factors[p] for p in places], [rows.codes[p] for p in places], n, outcome)


def _without(groups: Sequence[Places], ruled: set[int]) -> list[Places]:
    """The groups of factors, each also without any of some of them; each once."""
    found = []
    for group in groups:
        named = [place for place in group if place in ruled]
        for dropped in chain.from_iterable(combinations(named, size) for size in range(len(named) + 1)):
            found.append(tuple(place for place in group if place not in dropped))
    return [*dict.fromkeys(found)]


def _table(factors: Sequence[Factor], codes: Sequence[Codes], n: Floats, outcome: str = "") -> Iterator[_Count]:
    """The count of every combination of levels, those without rows too."""
    shape = tuple(len(f.levels) for f in factors)
    declared = np.all([c >= 0 for c in codes], axis=0) if codes else np.ones(len(n), dtype=bool)
    key = np.zeros(int(declared.sum()), dtype=np.int64)
    for own, size in zip(codes, shape, strict=True):
        key = key * size + own[declared]
    counts = np.bincount(key, n[declared], minlength=prod(shape))
    for levels, count in zip(product(*(f.levels for f in factors)), counts, strict=True):
        yield _Count({f.name: level for f, level in zip(factors, levels, strict=True)}, outcome, float(count))


def _left(rule: Rule, levels: Mapping[str, str]) -> frozenset[tuple[str, frozenset[str]]] | None:
    """What a rule still asks of a row with these levels, None where it does not keep it."""
    if any(name in levels and levels[name] not in kept for name, kept in rule):
        return None
    return frozenset((name, frozenset(kept)) for name, kept in rule if name not in levels)
