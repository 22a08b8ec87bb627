"""What a search found, read from what its process wrote: nothing is taken in that no search can have found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samsyn.homecare.dayplan.clashes import Clash
from samsyn.homecare.dayplan.facts import BREAK, DAY, Lanes, Placed

MOST = 2**31  # of a number that the database holds


@dataclass(frozen=True)
class Search:
    """What a search found, as its process wrote it."""

    lanes: Lanes
    seed: int
    trials: int
    best: int
    clashes: tuple[Clash, ...] = ()
    which: str = ""  # of all that were begun; "" is not known again

    @classmethod
    def of(cls, told: Mapping[str, Any], which: str = "") -> "Search":
        """Raises AttributeError, KeyError, TypeError, ValueError, OverflowError for anything else than what the process
        writes."""
        lanes = {int(c): tuple(Placed(int(s), str(k)) for s, k in lane) for c, lane in told["lanes"].items()}
        check_lanes(lanes)
        clashes = tuple(Clash.of(clash) for clash in told.get("clashes", ()))
        seed, made = int(told["seed"]), int(told["made"])
        if not (0 <= seed < MOST and 0 <= made < MOST):
            raise ValueError(f"{seed} and {made} are no numbers of a search")
        return cls(lanes, seed, made, int(told["best"]), clashes, which)


def check_lanes(lanes: Lanes) -> None:
    """Raises ValueError for a visit in two places or outside the day, and for more than one break in a lane."""
    keys = [(carer if p.key == BREAK else 0, p.key) for carer, lane in lanes.items() for p in lane]
    starts = [p.start - (DAY if p.key == BREAK else 0) for lane in lanes.values() for p in lane]
    if len(set(keys)) < len(keys) or any(start >= DAY for start in starts):
        raise ValueError("the lanes are no plan of a day")
    if any(p.start < 0 for lane in lanes.values() for p in lane):
        raise ValueError("a plan begins before the day")
