"""A day as arrays of whole numbers: what the search reads and never changes.

Services have the numbers 0 to n-1; the carer c is the node n + c, which stands for both ends of their route. Times are
whole ticks since the day's beginning, costs whole numbers. Few arrays with many columns: each array that is handed to
a compiled function costs time, and what is asked together lies together.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

FORBIDDEN = 1 << 40  # an assignment that no plan may hold
NEVER = 1 << 40  # later than any day ends
NOWHERE = -1

# The parts of a plan's cost, in the order of `Case.weights`.
PARTS = (
    "travel",  # ticks between one place and the next, from and to where the day begins and ends
    "late",  # ticks after a window's end, over all services
    "worst",  # the largest of them
    "waiting",  # ticks between arriving and beginning, the first of the day apart
    "overtime",  # ticks after the shift's end
    "idle",  # the largest number of ticks that one carer neither works nor travels
    "uneven",  # squared ticks from the even share, of each carer's work
    "assigned",  # what each service costs with its carer: wishes, language, who was there last
    "met",  # what it costs that somebody meets a carer at all that day
    "left",  # what it costs that a visit is left out
    "wanted",  # ticks before or after the preferred starts
    "heavy",  # squared points from the even share, of each carer's heavy visits
    "used",  # what it costs that a carer visits anybody at all that day
)
TRAVEL, LATE, WORST, WAITING, OVERTIME, IDLE, UNEVEN, ASSIGNED, MET, LEFT, WANTED, HEAVY, USED = range(len(PARTS))

# Columns of `Case.service`. OUT to OUT_END are rows of `Case.tie`, and so on.
PLACE = 0  # -1 for a break, which is held where its carer is to go next
DURATION = 1
LATEST = 2  # the last start that any plan may hold
WINDOWS = 3  # how many windows there are
WHO = 4  # the recipient, -1 for none
VISIT = 5
OUT, OUT_END = 6, 7  # ties to services that start so long after this one at the earliest
IN, IN_END = 8, 9  # ties from services, the same seen from the other side
APART, APART_END = 10, 11  # services that must have other carers
FROM, TO = 12, 13  # preferred starts; FROM is -NEVER where there are none
POINTS = 14  # of strain; -1 where neither points nor who works at all are asked for
SERVICE_COLUMNS = 15
# Columns of `Case.carer`.
BEGINS, ENDS = 0, 1  # places
MODE = 2  # how they travel
ON, OFF = 3, 4  # the shift
LAST = 5  # when they must be back
SHARE = 6  # the even share of work, in ticks
CARER_COLUMNS = 7
OTHER, LEAST = 0, 1  # columns of `Case.tie`
FIRST, END, LEAVING = 0, 1, 2  # columns of `Case.visits`
OPENS, CLOSES = 0, 1  # the last axis of `Case.window`; closes: the last start that is not late


class Case(NamedTuple):
    """The day. n services, m carers, P places, V visits, R recipients, W windows, B breaks, K near services."""

    n: int
    m: int
    service: Ints  # n x SERVICE_COLUMNS
    carer: Ints  # m x CARER_COLUMNS
    window: Ints  # n x W x 2, rising
    tie: Ints  # ties x 2
    visits: Ints  # V x 3: the first service, the one after the last, what it costs to leave the visit out
    travel: Small  # modes x P x P: ticks from door to door
    assign: Ints  # n x m: what a service costs with a carer, or FORBIDDEN
    met: (
        Ints  # R + 2 x m: what it costs that a recipient meets a carer; the even share of points; what using them costs
    )
    breaks: Small  # m x B: the services that are a carer's breaks, -1 for none
    near: Small  # n x K: services after which a service comes well
    weights: Ints  # of each part
    prunes: bool  # whether nothing but travel, lateness and what is left out costs anything
    walks: bool  # whether anything is asked of whole routes: waiting, overtime, idleness, evenness, the last hour
    break_may_end: bool  # whether a break may be the last of a day
    scale: int  # what the squares of unevenness are divided by


def near_by(case: Case, k: int) -> Small:
    """The services after which each service comes with the least travel, waiting and lateness; n x k.

    Only those that one carer may have both. A service with none is near itself, which no move takes.
    """
    place, n = case.service[:, PLACE], case.n
    inner, at = place >= 0, np.maximum(place, 0)
    modes = np.unique(case.carer[:, MODE])
    between = case.travel[modes].mean(axis=0)[at[:, None], at[None, :]]  # from row to column
    ready = case.window[:, 0, OPENS] + case.service[:, DURATION]
    last = case.window[np.arange(n), case.service[:, WINDOWS] - 1, CLOSES]
    gone = last + case.service[:, DURATION]
    waits = np.maximum(0, case.window[None, :, 0, OPENS] - gone[:, None] - between)
    lates = np.maximum(0, ready[:, None] + between - last[None, :])
    may = (case.assign < FORBIDDEN).astype(np.float32)
    score = between + 0.2 * waits + lates
    score[(may @ may.T == 0) | ~inner[:, None] | ~inner[None, :]] = np.inf
    np.fill_diagonal(score, np.inf)
    k = max(1, min(k, n - 1))
    order = np.argsort(score, axis=0, kind="stable")[:k].T
    found = np.isfinite(np.take_along_axis(score.T, order, axis=1)).sum(axis=1)
    near = np.empty((n, k), np.int32)
    for i in range(n):
        near[i] = order[i, np.arange(k) % found[i]] if found[i] else i
    return near


def tied(service: Ints, columns: tuple[int, int], begin: int, pairs: list[tuple[int, int, int]]) -> Ints:
    """Rows of ties (from, to, least) by their first end; writes where each service's begin into its columns."""
    rows = np.array(sorted(pairs), np.int64).reshape(-1, 3)
    counts = np.bincount(rows[:, 0], minlength=len(service))
    service[:, columns[1]] = begin + np.cumsum(counts)
    service[:, columns[0]] = service[:, columns[1]] - counts
    return rows[:, 1:]
