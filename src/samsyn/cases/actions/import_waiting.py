"""What waits to be stored below some applications: their lines, the orders of those, and which have got time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.people.exports.stage import Stage
from samsyn.people.exports.staged import Staged


@dataclass(frozen=True)
class Waiting:
    """New lines, each pointing at its stored case; new orders by their line's key; the orders that have got time."""

    lines: list[Staged]
    orders: dict[str, list[Staged]]
    timed: set[str]


def waiting_below(stage: Stage, applications: Sequence[Staged]) -> Waiting:
    """Everything new that waits below some applications that have got their keys; each row is read once."""
    lines = lines_below(stage, applications)
    orders: dict[str, list[Staged]] = defaultdict(list)
    for key, order in stage.below("order", [line.key for line in lines]):
        orders[key].append(order)
    return Waiting(lines, orders, stage.given([o.key for some in orders.values() for o in some]))


def lines_below(stage: Stage, applications: Sequence[Staged]) -> list[Staged]:
    """The new lines of some applications, each pointing at its stored case."""
    targets = {r.key: r.target for r in applications}
    found = stage.below("line", list(targets))
    for key, line in found:
        line.at = (targets[key],)
    return [line for _, line in found]
