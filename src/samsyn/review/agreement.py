"""How far several assessors agree beyond chance: Krippendorff's alpha and Gwet's AC1 and AC2, with intervals.

An item is what several have assessed, given as the values they set: who set which plays no part, and whoever set none
is left out. Alpha: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Content Analysis, 4th ed. (2018).
AC1 and AC2 with their variance: Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008) 29-48;
Handbook of Inter-Rater Reliability, 4th ed. (2014), ch. 4-6.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import fmean
from typing import Literal

from samsyn.equity.student import t_quantile

Metric = Literal["nominal", "ordinal", "interval"]
Weights = Literal["identity", "linear", "quadratic", "ordinal"]
Item = Sequence[float]
Statistic = Callable[[Sequence[Item]], float | None]
DRAWS = 1000
FEWEST_CLUSTERS = 4  # with fewer the interval would be a guess


@dataclass(frozen=True)
class Coefficient:
    """Agreement, what of it was seen and what chance would give, and the standard error over items."""

    value: float
    seen: float
    chance: float
    error: float | None


@dataclass(frozen=True)
class Interval:
    """From and to, at 95 per cent unless asked otherwise."""

    low: float
    high: float


# Krippendorff's alpha


def alpha(items: Sequence[Item], metric: Metric) -> float | None:
    """Alpha of at least ordinary data: 1 for full agreement, 0 for what chance gives.

    None when it is not defined: no item with two values, or the same value everywhere, where nothing varies that could
    have been agreed on.
    """
    paired = [item for item in items if len(item) > 1]
    if metric == "interval":
        return _alpha_of_moments(paired)
    return _alpha_of_categories(paired, metric)


def _alpha_of_moments(items: Sequence[Item]) -> float | None:
    """With squared differences, whose sums follow from each item's own sums, however many values there are."""
    number, total, squares, within = 0, 0.0, 0.0, 0.0
    for item in items:
        size, sum_, square = len(item), sum(item), sum(v * v for v in item)
        within += max(size * square - sum_ * sum_, 0.0) / (size - 1)
        number, total, squares = number + size, total + sum_, squares + square
    between = number * squares - total * total
    if number < 2 or between <= 1e-9 * max(1.0, number * squares):
        return None
    return 1 - within * (number - 1) / between


def _alpha_of_categories(items: Sequence[Item], metric: Metric) -> float | None:
    categories = sorted({value for item in items for value in item})
    place = {value: n for n, value in enumerate(categories)}
    together = [[0.0] * len(categories) for _ in categories]
    for item in items:
        counts = _counts(item, place)
        for c, n_c in counts.items():
            for k, n_k in counts.items():
                together[c][k] += n_c * (n_k - (c == k)) / (len(item) - 1)
    margins = [sum(row) for row in together]
    number = sum(margins)
    apart = _apart(margins, metric)
    every = range(len(categories))
    expected = sum(margins[c] * margins[k] * apart[c][k] for c in every for k in every)
    if expected <= 0:
        return None
    observed = sum(together[c][k] * apart[c][k] for c in every for k in every)
    return 1 - (number - 1) * observed / expected


def _counts(item: Item, place: dict[float, int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for value in item:
        counts[place[value]] = counts.get(place[value], 0) + 1
    return counts


def _apart(margins: Sequence[float], metric: Metric) -> list[list[float]]:
    """How far two categories are apart, squared: one or nothing, or by how many values lie between (2011, p. 5)."""
    every = range(len(margins))
    if metric == "nominal":
        return [[float(c != k) for k in every] for c in every]
    below = [sum(margins[:c]) + margins[c] / 2 for c in every]
    return [[(below[c] - below[k]) ** 2 for k in every] for c in every]


# Gwet's AC1 and AC2


def weights(categories: Sequence[float], kind: Weights) -> list[list[float]]:
    """How much two categories count as agreeing, from 0 to 1 (Gwet 2014, ch. 3.5). The categories stand in order."""
    every = range(len(categories))
    if kind == "identity" or len(categories) < 2:
        return [[float(c == k) for k in every] for c in every]
    if kind == "ordinal":
        most = len(categories) * (len(categories) - 1) / 2
        return [[1 - (abs(c - k) + 1) * abs(c - k) / 2 / most for k in every] for c in every]
    span, power = categories[-1] - categories[0], 1 if kind == "linear" else 2
    return [[1 - (abs(one - other) / span) ** power for other in categories] for one in categories]


def gwet(items: Sequence[Item], categories: Sequence[float], kind: Weights = "identity") -> Coefficient | None:
    """AC1 with identity weights, else AC2. `categories` are all that could be chosen, in order.

    The variance is over items as a sample of many (Gwet 2014, eq. 5.8, without finite correction). None without an
    item that two have assessed. Raises ValueError for a value that is not a category.
    """
    place = {value: n for n, value in enumerate(categories)}
    if any(value not in place for item in items for value in item):
        raise ValueError("a value is not among the categories")
    items = [item for item in items if len(item)]
    several = sum(len(item) > 1 for item in items)
    if not several or len(categories) < 2:
        return None
    table = weights(categories, kind)
    counts = [_counts(item, place) for item in items]
    shares = [fmean(c.get(k, 0) / len(item) for c, item in zip(counts, items, strict=True)) for k in place.values()]
    spread = sum(map(sum, table)) / (len(categories) * (len(categories) - 1))
    chance = spread * sum(p * (1 - p) for p in shares)
    agreed = [_agreed(c, len(item), table) for c, item in zip(counts, items, strict=True)]
    seen = sum(a for a, item in zip(agreed, items, strict=True) if len(item) > 1) / several
    value = (seen - chance) / (1 - chance)
    parts = []
    for c, item, a in zip(counts, items, agreed, strict=True):
        own = (len(items) / several) * (a - chance) / (1 - chance) if len(item) > 1 else 0.0
        own_chance = spread * sum(n * (1 - shares[k]) for k, n in c.items()) / len(item)
        parts.append(own - 2 * (1 - value) * (own_chance - chance) / (1 - chance))
    return Coefficient(value, seen, chance, _error(parts, value))


def _agreed(counts: dict[int, int], size: int, table: Sequence[Sequence[float]]) -> float:
    """The share of an item's pairs of assessors that agree, weighted."""
    if size < 2:
        return 0.0
    weighed = sum(n * (sum(table[k][other] * m for other, m in counts.items()) - 1) for k, n in counts.items())
    return weighed / (size * (size - 1))


def _error(parts: Sequence[float], value: float) -> float | None:
    number = len(parts)
    if number < 2:
        return None
    return sqrt(sum((part - value) ** 2 for part in parts) / (number * (number - 1)))


# Intervals


def analytic(coefficient: Coefficient, items: int, level: float = 0.95) -> Interval | None:
    """The interval of Gwet's published variance, with t on items less one; never above 1."""
    if coefficient.error is None or items < FEWEST_CLUSTERS:
        return None
    wide = t_quantile(items - 1, level) * coefficient.error
    return Interval(coefficient.value - wide, min(coefficient.value + wide, 1.0))


def bootstrap(
    clusters: Sequence[Sequence[Item]], statistic: Statistic, *, seed: int, draws: int = DRAWS, level: float = 0.95
) -> Interval | None:
    """The percentile interval of items drawn anew (Efron and Tibshirani 1993; for alpha Zapf et al., BMC Medical
    Research Methodology 16:93, 2016).

    Items that hang together, the questions of one vignette, are drawn together: a cluster is a list of items. The same
    seed gives the same interval. None with too few clusters, or when too few draws have a value.
    """
    if len(clusters) < FEWEST_CLUSTERS:
        return None
    random = Random(f"bootstrap:{seed}")  # noqa: S311 - to be done again, not to be secret
    found = []
    for _ in range(draws):
        chosen = random.choices(clusters, k=len(clusters))
        value = statistic([item for cluster in chosen for item in cluster])
        if value is not None:
            found.append(value)
    if len(found) < draws * 0.9:
        return None
    found.sort()
    cut = (1 - level) / 2
    return Interval(_at(found, cut), _at(found, 1 - cut))


def jackknife(clusters: Sequence[Sequence[Item]], statistic: Statistic, *, level: float = 0.95) -> Interval | None:
    """The interval from leaving out one cluster at a time, with t: steadier than the bootstrap when items are few
    (Hughes, Toward improved inference for Krippendorff's Alpha, arXiv:2210.13265, 2022). Never above 1."""
    number = len(clusters)
    whole = statistic([item for cluster in clusters for item in cluster])
    if number < FEWEST_CLUSTERS or whole is None:
        return None
    left = [statistic([i for n, c in enumerate(clusters) if n != out for i in c]) for out in range(number)]
    values = [value for value in left if value is not None]
    if len(values) < number:
        return None
    middle = fmean(values)
    error = sqrt((number - 1) / number * sum((value - middle) ** 2 for value in values))
    wide = t_quantile(number - 1, level) * error
    return Interval(whole - wide, min(whole + wide, 1.0))


def _at(ordered: Sequence[float], share: float) -> float:
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
