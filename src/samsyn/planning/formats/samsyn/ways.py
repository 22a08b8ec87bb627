"""Travel of a day in the format `samsyn`: a matrix for each way of travelling, told, or counted from coordinates.

To what it takes from door to door are laid the minutes of parking, of each journey that is one, and the minutes that
the key takes, of each coming to another's home. So a start is when the help begins.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.formats.samsyn.fields import Fields, is_number, shown
from samsyn.planning.profile import ASSUMED, DETOUR, EARTH, Floor, Pace, Share

Floats = NDArray[np.float64]
SLOWEST, FASTEST = 0.5, 120.0  # km/h
LONGEST_DETOUR, LONGEST_WAY = 5.0, 600  # times, minutes
MOST_PLACES = 3_000
FAR = 150_000.0  # metres from all who work: no address of the same municipality
NORTH, EAST = (6_000_000, 7_800_000), (0, 1_100_000)  # SWEREF 99, TM or a local zone
LATITUDE, LONGITUDE = (54.0, 70.0), (9.0, 26.0)


class Place(NamedTuple):
    """Where somebody lives, or a carer begins or ends: a row of a matrix, coordinates, or both."""

    kind: str
    key: str
    row: int | None
    at: tuple[float, float] | None
    key_minutes: int = 0


@dataclass(frozen=True)
class Way:
    """A way of travelling: a matrix of minutes (NaN where nobody gets), or how fast it is; and minutes of parking."""

    name: str
    parking: int
    matrix: Floats | None
    pace: Pace | None


def place_of(told: Fields, *, key_minutes: int = 0) -> Place | None:
    """Where an object says that it is; None, noted, where it says nothing."""
    row, at = told.get("row"), told.get("at")
    if row is not None and (not is_number(row) or row != int(row) or row < 0):
        told.wrong("row", shown=shown(row))
        row = None
    point = None if at is None else _point(told, at)
    if row is None and at is None:
        told.wrong("nowhere")
    return Place(told.kind, told.key, None if row is None else int(row), point, key_minutes)


def _point(told: Fields, at: Any) -> tuple[float, float] | None:
    fine = isinstance(at, list) and len(at) == 2 and all(is_number(one) for one in at)
    if fine:
        for first, second in ((NORTH, EAST), (LATITUDE, LONGITUDE)):
            if first[0] <= at[0] <= first[1] and second[0] <= at[1] <= second[1]:
                return float(at[0]), float(at[1])
    told.wrong("coordinates", shown=", ".join(shown(one) for one in at) if isinstance(at, list) else shown(at))
    return None


def way_of(told: Fields) -> Way:
    """A way of travelling as the file tells it; what is not told is as we assume of that way."""
    parking = told.minutes("parking_minutes")
    rows = told.get("matrix")
    if rows is not None:
        told.ended()
        return Way(told.key, parking, _matrix(told, rows), None)
    assumed = ASSUMED.get(told.key)
    if assumed is None and told.get("speed_kmh") is None:
        told.wrong("no-speed")
    assumed = assumed or Pace(0, 3.6 * DETOUR / 15)
    detour = told.number("detour", DETOUR, 1, LONGEST_DETOUR)
    speed = told.number("speed_kmh", 3.6 * DETOUR / assumed.pace, SLOWEST, FASTEST)
    fixed = told.number("fixed_minutes", assumed.fixed / 60, 0, LONGEST_WAY) * 60
    for name in ("n", "fixed_minutes_interval", "speed_kmh_interval"):  # told by the calibration, of no use here
        told.get(name)
    pace = Pace(
        fixed, 3.6 * detour / speed, hours=tuple(_hours(told)), weather=tuple(_weather(told)),
        floors=tuple(_floors(told)),
    )  # fmt: skip
    told.ended()
    return Way(told.key, parking, None, pace)


def _matrix(told: Fields, rows: Any) -> Floats | None:
    size = len(rows) if isinstance(rows, list) else 0
    if not size or not all(isinstance(row, list) and len(row) == size for row in rows):
        told.wrong("not-square")
        return None
    for a, row in enumerate(rows):
        for b, value in enumerate(row):
            if value is not None and not (is_number(value) and 0 <= value <= LONGEST_WAY):
                told.wrong("way", one=a, other=b, shown=shown(value), most=LONGEST_WAY)
                return None
    return np.array([[np.nan if value is None else value for value in row] for row in rows], float)


def _share(row: Fields) -> Share:
    for name in ("low", "high", "n"):
        row.get(name)
    return Share(row.number("factor", 1, 0.1, 10, needed=True), 1, 1, 0)


def _hours(told: Fields) -> list[tuple[tuple[float, float], Share]]:
    found = []
    for row in told.objects("hours"):
        found.append(
            ((row.number("from", 0, 0, 24, needed=True), row.number("to", 24, 0, 24, needed=True)), _share(row))
        )
        row.ended()
    return found


def _weather(told: Fields) -> list[tuple[str, Share]]:
    found = []
    for row in told.objects("weather"):
        found.append((row.text("class") if row.get("class") else "", _share(row)))
        row.ended()
    return found


def _floors(told: Fields) -> list[Floor]:
    found = []
    for row in told.objects("floors"):
        row.get("n")
        upto = float("inf") if row.get("upto_metres") is None else row.number("upto_metres", 0, 0, 1e6)
        found.append(Floor(upto, row.number("minutes", 0, 0, LONGEST_WAY, needed=True) * 60, 0))
        row.ended()
    return sorted(found)


def seconds(pace: Pace, metres: Floats, hours: dict[int, int], weather: str) -> Floats:
    """What `Pace.seconds` says of many distances at once, the mean over the hours that visits may begin in."""
    mean = pace.during(hours, weather)
    whole = mean.fixed + metres * mean.pace
    if pace.floors:
        upto = np.array([floor.upto for floor in pace.floors])
        least = np.array([floor.seconds for floor in pace.floors])
        whole = np.maximum(whole, least[np.minimum(np.searchsorted(upto, metres), len(upto) - 1)])
    return whole


def metres(at: Floats) -> Floats:
    """Metres as the crow flies between all of some points (n x 2), of the plane or of the globe; n x n."""
    if np.abs(at).max() > 90:
        return np.asarray(np.hypot(*(axis[:, None] - axis[None, :] for axis in at.T)))
    lat, lon = np.radians(at).T[:, :, None]
    lat2, lon2 = lat.T, lon.T
    half = np.sin((lat2 - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat2) * np.sin((lon2 - lon) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.minimum(1, np.sqrt(half))))


def between(way: Way, places: list[Place], hours: dict[int, int], weather: str, told: Fields) -> NDArray[np.int64]:
    """Whole minutes from each place to each by a way, with parking and keys; -1 where nobody gets. Faults are noted.

    What it takes is rounded up, so that nobody is promised where nobody can be.
    """
    apart = ~np.eye(len(places), dtype=bool)
    if way.matrix is not None:
        rows = [place.row for place in places]
        known = np.array([-1 if row is None or row >= len(way.matrix) else row for row in rows])
        for place in (place for place, row in zip(places, known, strict=True) if row < 0):
            Fields({}, place.kind, place.key, told.found).wrong("no-row", mode=way.name, size=len(way.matrix))
        if (known < 0).any():
            return np.zeros(apart.shape, np.int64)
        way_there = np.where(apart, way.matrix[np.ix_(known, known)], 0.0)
    elif way.pace is not None and all(place.at is not None for place in places):
        far = metres(np.array([place.at for place in places], float))
        way_there = np.where(far > 0, seconds(way.pace, far, hours, weather) / 60, 0.0)
    else:
        for place in (place for place in places if place.at is None):
            Fields({}, place.kind, place.key, told.found).wrong("no-point", mode=way.name)
        return np.zeros(apart.shape, np.int64)
    minutes = np.where(np.isnan(way_there), -1, np.ceil(np.nan_to_num(way_there) - 1e-9)).astype(np.int64)
    minutes += np.where(minutes > 0, way.parking, 0)
    keys = np.array([place.key_minutes for place in places], np.int64)
    return np.asarray(np.where(minutes >= 0, minutes + np.where(apart, keys[None, :], 0), -1))


def beyond(homes: list[Place], bases: list[Place]) -> list[Place]:
    """The homes that lie so far from everywhere a carer begins that the coordinates must be wrong."""
    near = [base.at for base in bases if base.at is not None]
    known = [home for home in homes if home.at is not None]
    if not near or not known:
        return []
    far = metres(np.array([*near, *(home.at for home in known)], float))[len(near) :, : len(near)].min(axis=1)
    return [home for home, away in zip(known, far, strict=True) if away > FAR]
