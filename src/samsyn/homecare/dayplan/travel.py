"""Minutes of travel between the points of a day, by mode: by the profile that was learnt, else as assumed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.cases.codes import Code, code_list
from samsyn.homecare.dayplan.facts import Day, Shift
from samsyn.planning.profile import ASSUMED, Pace, Profile, between, profile_of

UNKNOWN = 10  # minutes to a home whose point is not known, or is shielded
NEVER = 24 * 60  # minutes to where nobody goes
MINUTE = 60


@cache
def modes() -> dict[str, Code]:
    """How one may travel (data/travel_modes.csv)."""
    return code_list("travel_modes", "homecare")


def profile_for(day: Day) -> Profile:
    """How long journeys take on a day: as learnt, in the mean over the hours that its visits are promised in, and for
    what was never travelled as assumed."""
    return paces(day.travel, Counter(visit.promised // 60 for visit in day.visits if not visit.part))


def paces(learnt: Mapping[str, Any], hours: Mapping[int, int]) -> Profile:
    """How long journeys take on a day on which so many visits begin in each hour."""
    return {mode: pace.during(hours) for mode, pace in (dict(ASSUMED) | profile_of(learnt)).items()}


def matrix(day: Day) -> NDArray[np.int64]:
    """Minutes for each mode from each point to each. After the points come where a shift may begin and end that does so
    nowhere: it is as near to all, but nobody goes by it, so that no way seems shorter than it is."""
    count, profile, metres = len(day.points), profile_for(day), _metres(day.points)
    told = np.zeros((len(modes()), count + 2, count + 2), np.int64)
    for m, mode in enumerate(modes()):
        told[m, :count, :count] = _minutes(profile[mode], metres)
    told[:, : count + 2, count] = told[:, count + 1, :] = NEVER
    told[:, : count + 1, count + 1] = told[:, count, count] = told[:, count + 1, count + 1] = 0
    return told


def _metres(points: Sequence[tuple[int, int] | None]) -> NDArray[np.float64]:
    """Metres from each point to each, NaN where one is not known."""
    told = np.full((len(points), len(points)), np.nan)
    for a, one in enumerate(points):
        for b, other in enumerate(points[:a]):
            if one and other:
                told[a, b] = told[b, a] = between(one, other)
    np.fill_diagonal(told, 0)
    return told


def _minutes(pace: Pace, metres: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole minutes, rounded up, as `pace.seconds` tells them of each, and none within the same point: all at once,
    since every page asks it of each two homes."""
    seconds = pace.fixed + metres * pace.pace
    if pace.floors:
        least = np.array([floor.seconds for floor in pace.floors])
        at = np.searchsorted([floor.upto for floor in pace.floors], metres)
        seconds = np.maximum(seconds, least[np.minimum(at, len(least) - 1)])
    minutes = np.where(metres == 0, 0, np.ceil(seconds / MINUTE))
    return np.where(np.isnan(metres), UNKNOWN, minutes).astype(np.int64)


def ends_of(day: Day, shift: Shift) -> tuple[int, int]:
    """The rows of the matrix where a shift begins and ends."""
    nowhere = len(day.points)
    return (0 if shift.starts_at == "unit" else nowhere), (0 if shift.ends_at == "unit" else nowhere + 1)
