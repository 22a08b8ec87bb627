"""Columns with few rows to a value are made coarser before anything is compared, by how many rows there are alone.

What is put together never depends on the outcome, so that no gap can be made or hidden by it. Amounts become bands that
hold about as many rows each; values with an order go together with the neighbour; others become one value for the rest.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LEAST, BANDS = 50, 10
REST = "…"

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Coarse:
    """A column with fewer values; `told` says which new value holds which old ones, empty where nothing was changed."""

    values: list[Value]
    told: dict[str, tuple[str, ...]]


def banded(values: Sequence[Value], *, least: int = LEAST, most: int = BANDS) -> Coarse:
    """Numbers as bands "from–to" with at least so many rows each, in about so many bands. ValueError for text."""
    known = sorted(float(v) for v in values if v is not None)
    tops = _tops(Counter(known), max(least, -(-len(known) // most)), least)
    lows = [known[0], *(known[bisect_right(known, top)] for top in tops[:-1])] if known else []
    names = [f"{low:g}" if low == top else f"{low:g}–{top:g}" for low, top in zip(lows, tops, strict=True)]
    found = [None if v is None else names[bisect_left(tops, float(v))] for v in values]
    return Coarse(list(found), dict.fromkeys(names, ()))


def _tops(counts: Counter[float], wanted: int, least: int) -> list[float]:
    """The highest number of each band, closed when it holds the rows wanted; the last holds at least the least."""
    tops: list[float] = []
    held = 0
    for number in sorted(counts):
        held += counts[number]
        if held >= wanted:
            tops.append(number)
            held = 0
    if held >= least or not tops:
        return [*tops, max(counts)] if counts and held else tops
    return [*tops[:-1], max(counts)]


def merged(values: Sequence[Value], order: Sequence[str] = (), *, least: int = LEAST) -> Coarse:
    """Texts with at least so many rows each. With an `order` a small one goes together with its smaller neighbour."""
    counts = Counter(str(v) for v in values if v is not None)
    if order:
        groups = _neighbours([(name,) for name in order if name in counts], counts, least)
    else:
        small = tuple(sorted(name for name, n in counts.items() if n < least))
        if small and sum(counts[name] for name in small) < least and len(counts) > len(small):
            small = (*small, min((n for n in counts if n not in small), key=lambda n: (counts[n], n)))
        groups = [(name,) for name in counts if name not in small] + ([tuple(sorted(small))] if small else [])
    names = {name: _named(group, ordered=bool(order)) for group in groups for name in group}
    told = {_named(group, ordered=bool(order)): group for group in groups if len(group) > 1}
    return Coarse([None if v is None else names.get(str(v), str(v)) for v in values], told)


def _neighbours(groups: list[tuple[str, ...]], counts: Counter[str], least: int) -> list[tuple[str, ...]]:
    """Groups that follow each other, the smallest put together with its smaller neighbour until none is too small."""

    def rows(group: tuple[str, ...]) -> int:
        return sum(counts[name] for name in group)

    while len(groups) > 1 and rows(smallest := min(groups, key=rows)) < least:
        at = groups.index(smallest)
        beside = [n for n in (at - 1, at + 1) if 0 <= n < len(groups)]
        other = min(beside, key=lambda n: rows(groups[n]))
        first, second = sorted((at, other))
        groups = [*groups[:first], groups[first] + groups[second], *groups[second + 1 :]]
    return groups


def _named(group: tuple[str, ...], *, ordered: bool) -> str:
    """What a group of values is called: its only one, from the first to the last, or the rest."""
    if len(group) == 1:
        return group[0]
    if not ordered:
        return REST
    low, high = group[0].split("–")[0], group[-1].split("–")[-1]
    return f"{low}–{high}"
