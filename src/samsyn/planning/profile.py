"""How long a journey takes from door to door, by way of travelling: what journeys are planned by, as data.

`seconds = fixed + metres x pace x (1 + hour + weather)`, metres as the crow flies, and never shorter than the floor of
the class of distances. Assumed beforehand (`ASSUMED`), or learnt from performed days (`planning.calibrate`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import asin, cos, hypot, isfinite, radians, sin, sqrt
from typing import Any, NamedTuple, Self

LEAST_FACTOR, MOST_FACTOR = 0.5, 3.0  # of an hour's band or a weather: beyond is no property of streets
EARTH = 6_371_000.0  # metres


class Share(NamedTuple):
    """How many times longer metres take in a band of hours or a weather: `factor`, its interval, and rows."""

    factor: float
    low: float
    high: float
    n: int


class Floor(NamedTuple):
    """No journey of at most `upto` metres (and longer than the class before) is told shorter than this."""

    upto: float
    seconds: float
    n: int


@dataclass(frozen=True)
class Pace:
    """One way of travelling: seconds a journey, seconds a metre as the crow flies, each with its interval."""

    fixed: float
    pace: float
    n: int = 0
    fixed_interval: tuple[float, float] | None = None
    pace_interval: tuple[float, float] | None = None
    hours: tuple[tuple[tuple[float, float], Share], ...] = ()
    weather: tuple[tuple[str, Share], ...] = ()
    floors: tuple[Floor, ...] = ()

    def seconds(self, metres: float, hour: float | None = None, weather: str = "") -> float:
        """From door to door. Without an hour, or with one or a weather that was not seen, as in the commonest band."""
        told = self.fixed + metres * self.pace * self._longer(hour, weather)
        return max([told, *(floor.seconds for floor in self.floors[_class(self.floors, metres)])])

    def _longer(self, hour: float | None, weather: str) -> float:
        more = sum(share.factor - 1 for (a, b), share in self.hours if hour is not None and a <= hour < b)
        more += dict(self.weather).get(weather, Share(1, 1, 1, 0)).factor - 1
        return max(1.0 + more, LEAST_FACTOR)

    def during(self, hours: Mapping[int, int], weather: str = "") -> Self:
        """What journeys take in the mean of a day on which so many begin in each hour (24 and on: after midnight)."""
        each = [(count, self._longer(hour % 24, weather)) for hour, count in hours.items()]
        whole = sum(count for count, _ in each)
        longer = sum(count * one for count, one in each) / whole if whole else self._longer(None, weather)
        return replace(self, pace=self.pace * longer, hours=(), weather=())


Profile = Mapping[str, Pace]  # by way of travelling


def _class(floors: tuple[Floor, ...], metres: float) -> slice:
    """Where in the rising classes a distance stands; the last class holds whatever is longer."""
    at = next((k for k, floor in enumerate(floors) if metres <= floor.upto), len(floors) - 1)
    return slice(max(at, 0), max(at, 0) + 1)


# Before anything was performed: our own assumptions of speed (straight-line distances, streets 1.3 times as long).
DETOUR = 1.3
ASSUMED: Profile = {
    "foot": Pace(90, 3.6 * DETOUR / 4.5),
    "bicycle": Pace(150, 3.6 * DETOUR / 13),
    "car": Pace(240, 3.6 * DETOUR / 27),  # with parking
    "public": Pace(480, 3.6 * DETOUR / 15),  # with the way to the stop, and waiting
}


def between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres as the crow flies: plane coordinates in metres (SWEREF 99), or latitude and longitude in degrees."""
    if max(abs(one[0]), abs(other[0])) > 90:
        return hypot(one[0] - other[0], one[1] - other[1])
    lat, lon, lat2, lon2 = (radians(x) for x in (*one, *other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def as_data(profile: Profile) -> dict[str, Any]:
    """The profile as what JSON holds: minutes, km/h and metres, as the format `samsyn` reads it."""
    return {mode: _as_data(pace) for mode, pace in profile.items()}


def _as_data(pace: Pace) -> dict[str, Any]:
    told: dict[str, Any] = {
        "fixed_minutes": pace.fixed / 60, "detour": DETOUR, "speed_kmh": 3.6 * DETOUR / pace.pace, "n": pace.n,
    }  # fmt: skip
    if pace.fixed_interval and all(map(isfinite, pace.fixed_interval)):
        told["fixed_minutes_interval"] = [x / 60 for x in pace.fixed_interval]
    if pace.pace_interval and all(map(isfinite, pace.pace_interval)):
        told["speed_kmh_interval"] = [3.6 * DETOUR / max(x, 1e-3) for x in reversed(pace.pace_interval)]
    told["hours"] = [{"from": a, "to": b, **share._asdict()} for (a, b), share in pace.hours]
    told["weather"] = [{"class": name, **share._asdict()} for name, share in pace.weather]
    told["floors"] = [
        {"upto_metres": floor.upto if isfinite(floor.upto) else None, "minutes": floor.seconds / 60, "n": floor.n}
        for floor in pace.floors
    ]
    return told


def profile_of(told: Mapping[str, Any]) -> dict[str, Pace]:
    """The profile that `as_data` wrote; intervals, which no journey is planned by, are not taken in.

    Raises KeyError, TypeError or ValueError where it is none.
    """
    return {mode: _pace_of(one) for mode, one in told.items()}


def _pace_of(one: Mapping[str, Any]) -> Pace:
    def share(row: Mapping[str, Any]) -> Share:
        return Share(float(row["factor"]), float(row["low"]), float(row["high"]), int(row["n"]))

    return Pace(
        float(one["fixed_minutes"]) * 60, 3.6 * float(one["detour"]) / float(one["speed_kmh"]), int(one.get("n", 0)),
        hours=tuple(((float(row["from"]), float(row["to"])), share(row)) for row in one.get("hours", ())),
        weather=tuple((str(row["class"]), share(row)) for row in one.get("weather", ())),
        floors=tuple(
            Floor(
                float("inf") if row["upto_metres"] is None else float(row["upto_metres"]), float(row["minutes"]) * 60,
                int(row["n"]),
            )
            for row in one.get("floors", ())
        ),
    )  # fmt: skip
