"""A plan under way: routes as a linked ring of nodes, the starts that follow from them, and a way back."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.kernel.case import NOWHERE, OPENS, PARTS, Case, Ints, Small
from samsyn.planning.kernel.compiled import compiled

# Columns of `State.node`. A node is a service or, from n on, a carer's two ends at once.
AFTER, BEFORE = 0, 1  # the next node on the route and the one before
ROUTE = 2  # whose, or NOWHERE
START = 3
RELEASE = 4  # not before: the opening of the chosen window
MARK = 5  # the trial in which the start was last questioned
SEEN = 6  # the trial in which the route was last compared
GAP = 7  # from the start of the node before to being here: what is done there, and the way
NODE_COLUMNS = 8
# Columns of `State.day`.
BACK = 0  # when the carer is back
WORKED = 1  # ticks of travel, services and breaks
WAITED = 2
MOVED = 3  # ticks of travel alone
OLD = 4  # and the next three: the same before the trial
FRESH = 8  # the trial in which the route was last walked
DAY_COLUMNS = 9
NOW, TRIAL = 0, 1  # rows of `State.sums`
GUIDE = len(PARTS)  # its last column: what is added to the cost to lead the search
ASKED, ASKED_OLD, QUEUE, QUEUED, SEEDS, SEEDS_OLD, WALKED = range(7)  # rows of `State.list`
# Places of `State.counts`.
TRIALS, ASKED_COUNT, SEED_COUNT, UNDO_COUNT, WALK_COUNT = range(5)
TURNED = 5  # a visit that the trial puts in or leaves out, + 1
HELD, HELD_OLD = 6, 7  # a service that the trial lets wait for another window, + 1, and its release before
COUNTS = 8


class State(NamedTuple):
    """What the search changes."""

    node: Ints  # (n + m) x NODE_COLUMNS
    day: Ints  # m x DAY_COLUMNS
    meets: Small  # R + 2 x m: how many services of a recipient a carer has; their points; how many services they have
    left: Ints  # V: 1 for a visit that is left out
    sums: Ints  # 2 x parts: the parts of the cost as it stands, and as the trial would have it
    list: Ints  # 7 x length: what was questioned and when it started, the queue and who is in it, the seeds and their
    # gaps before, the walked routes
    undo: Ints  # 4 x length: node, after, before, route
    counts: Ints  # COUNTS
    chance: NDArray[np.uint64]  # the generator


def empty(case: Case, seed: int) -> State:
    """A plan in which every visit is left out. `sums` says what that costs after `recount`."""
    n, m = case.n, case.m
    node = np.zeros((n + m, NODE_COLUMNS), np.int64)
    node[:, AFTER] = node[:, BEFORE] = np.arange(n + m)
    node[:n, ROUTE], node[n:, ROUTE] = NOWHERE, np.arange(m)
    node[:n, RELEASE] = case.window[:, 0, OPENS]
    room = 8 * (n + m) + 256
    return State(
        node, np.zeros((m, DAY_COLUMNS), np.int64), np.zeros(case.met.shape, np.int32),
        np.ones(len(case.visits), np.int64), np.zeros((2, len(PARTS) + 1), np.int64), np.zeros((7, room), np.int64),
        np.zeros((4, room), np.int64), np.zeros(COUNTS, np.int64),
        np.array([(seed * 2654435761 + 88172645463325252) % 2**63 | 1], np.uint64),
    )  # fmt: skip


@compiled
def draw(chance, below):
    """A whole number from 0 to below - 1 (xorshift, Marsaglia 2003)."""
    x = chance[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    chance[0] = x
    return np.int64((x >> np.uint64(11)) % np.uint64(below))


@compiled
def fraction(chance):
    """A number above 0 and at most 1."""
    return (draw(chance, 1 << 52) + 1.0) / 4503599627370496.0
