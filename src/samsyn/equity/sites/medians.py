"""Medians over all sites from a histogram that is summed as everything else."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from samsyn.equity.estimate import LEVEL, Estimate, quantile
from samsyn.equity.sites.query import NotShared, Request
from samsyn.equity.sites.region import Sums


@dataclass(frozen=True, slots=True)
class Median:
    """The median of one level of the group."""

    level: str
    median: Estimate


def asked(cleared: Sums) -> Request:
    """The request for the histogram, after the sums that clear it. Raises ValueError where the query has no bins."""
    if cleared.request.kind != "clear":
        raise ValueError("a histogram is asked for after a request to clear")
    return Request(cleared.request.query, cleared.request.sites, "histogram")


def medians(sums: Sums, level: float = LEVEL) -> tuple[Median, ...]:
    """The median of each level of the group with an interval.

    The value lies in its bin as if the bin's rows were evenly spread. The interval is that of order statistics
    (ranks n/2 -+ z sqrt(n)/2; Conover 1999, ch. 3.2) drawn out to the edges of the bins that those ranks fall in, so it
    holds the interval that the rows themselves would have given. Raises NotShared for a group of no rows.
    """
    query = sums.request.query
    if sums.request.kind != "histogram" or query.bins is None:
        raise ValueError("these are not the sums of a histogram")
    counts = np.round(np.array(sums.values)).reshape(len(query.group.levels), -1)
    return tuple(
        Median(name, _median(row, np.array(query.bins.edges), level))
        for name, row in zip(query.group.levels, counts, strict=True)
    )


def _median(counts: np.ndarray, edges: np.ndarray, level: float) -> Estimate:
    n, below = float(counts.sum()), np.cumsum(counts)
    if n == 0:
        raise NotShared("no_rows", "A group has no rows, so it has no median.")
    reach = quantile(level) * sqrt(n) / 2
    low, high = max(1.0, np.floor(n / 2 - reach)), min(n, np.ceil(n / 2 + 1 + reach))
    at = int(np.searchsorted(below, n / 2))
    inside = (n / 2 - (below[at] - counts[at])) / counts[at]
    value = float(edges[at] + inside * (edges[at + 1] - edges[at]))
    return Estimate(
        value,
        float(edges[np.searchsorted(below, low)]),
        float(edges[np.searchsorted(below, high) + 1]),
        round(n),
        level,
    )
