"""Travel times calibrated from performed days: how long a journey of so many metres takes from door to door.

For each way of travelling `seconds = fixed + metres x pace x (1 + hour + weather)`, fitted by Tukey's biweight, begun
from Huber's estimate, by iteratively reweighted least squares; the scale is the median absolute residual / 0.6745
(Huber, "Robust Statistics", 1981, 7.8; Beaton and Tukey, Technometrics 16, 1974; tuned to 95 % efficiency). A journey
that was ended hours late, since somebody forgot to say so, weighs nothing. What was assumed beforehand is a normal
prior, so that few rows, or rows that lie far apart, change little. No answer is shorter than the lower quartile seen
in its class of distances. Intervals are 95 %, also where long journeys spread more than short ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, sqrt
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.profile import ASSUMED, LEAST_FACTOR, MOST_FACTOR, Floor, Pace, Profile, Share, between

Floats = NDArray[np.float64]
T = TypeVar("T")

HUBER, TUKEY = 1.345, 4.685  # 95 % efficiency where errors are normal
MAD = 0.6744897501960817  # of the normal distribution
FIXED_ABOUT, PACE_ABOUT, FACTOR_ABOUT = 60.0, 0.3, 0.2  # deviations beforehand: seconds, and shares of the pace
SPREAD, SPREAD_ROWS = 60.0, 10.0  # the spread of journeys beforehand, in seconds, and how many rows that weighs as
LEAST_ROWS = 8  # a class of distances with fewer is put together with the next
ROUNDS, SETTLED = 200, 1e-10
BANDS = (0, 7, 9, 15, 18)  # hours: night and early, morning's rush, day, afternoon's rush, evening
CLASSES = (100, 250, 500, 1000, 2000, 4000, 8000)  # metres
LONGEST_WAY, LONGEST_TIME = 500_000.0, 86_400.0


class Journey(NamedTuple):
    """One performed journey, from a door to the next: `hour` is when it began, 9.5 at half past nine."""

    mode: str
    hour: float
    metres: float
    seconds: float
    weather: str = ""
    planned: float | None = None  # seconds, as the plan said


def usable(journeys: Iterable[Journey]) -> tuple[list[Journey], int]:
    """Journeys that can have been made, and how many of the rows cannot (negative, no number, longer than a day)."""
    kept, dropped = [], 0
    for one in journeys:
        fine = all(isfinite(x) for x in (one.hour, one.metres, one.seconds))
        if fine and 0 <= one.hour < 24 and 0 <= one.metres <= LONGEST_WAY and 0 < one.seconds <= LONGEST_TIME:
            kept.append(one)
        else:
            dropped += 1
    return kept, dropped


def calibrated(
    journeys: Iterable[Journey],
    *,
    assumed: Profile = ASSUMED,
    bands: Sequence[float] = BANDS,
    prior: float = 1.0,
) -> Profile:
    """The profile that performed journeys show; what none was made by stays as it was assumed.

    Args:
        journeys: rows; those that `usable` drops are not counted.
        assumed: the profile beforehand, towards which few rows are drawn. A mode that it lacks is drawn to nothing.
        bands: rising hours, from each of which to the next journeys take as long.
        prior: how many times surer than told what was assumed is; 0 lets the rows speak alone.
    """
    if not bands or bands[0] != 0 or any(b <= a for a, b in pairwise([*bands, 24])):
        raise ValueError(f"bands of hours begin at 0 and rise, all before 24, not {list(bands)}")
    rows, _ = usable(journeys)
    found = dict(assumed)
    for mode in sorted({one.mode for one in rows}):
        found[mode] = _pace([one for one in rows if one.mode == mode], assumed.get(mode), tuple(bands), prior)
    return found


class Fit(NamedTuple):
    """A robust regression: what each column gives, how that varies and covaries, and the scale of what is left."""

    told: Floats
    covariance: Floats
    scale: float

    @property
    def error(self) -> Floats:
        """The standard error of what each column gives."""
        return np.asarray(np.sqrt(np.maximum(0, np.diag(self.covariance))))

    def error_of_share(self, k: int, of: int) -> float:
        """The standard error of what a column gives as a share of what another does (delta method)."""
        if not np.isfinite(self.covariance).all():
            return float("inf")
        across = np.zeros(len(self.told))
        across[k], across[of] = 1 / self.told[of], -self.told[k] / self.told[of] ** 2
        return sqrt(max(0.0, float(across @ self.covariance @ across)))


def robust(x: Floats, y: Floats, sure: Floats | None = None, to: Floats | None = None) -> Fit:
    """Tukey's biweight of `y` (n) on `x` (n x p), begun from Huber's.

    `sure` (p) is one through each value's deviation beforehand, and `to` (p) what it was then; the scale of few rows
    is then held towards `SPREAD`.
    """
    if sure is None or to is None:
        sure, to = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    held = SPREAD_ROWS * bool(sure.any())
    told = to if held and not (sure == 0).any() else _weighted(x, y, np.ones(len(y)), sure, to)
    scale = _scale(y - x @ told, held)
    for redescending in (False, True):
        for _ in range(ROUNDS):
            before = told
            told = _weighted(x, y, _weights((y - x @ told) / scale, redescending), scale * sure, to)
            scale = _scale(y - x @ told, held)
            if np.max(np.abs(told - before)) <= SETTLED * (1 + np.max(np.abs(told))):
                break
    return Fit(told, _covariance(x, (y - x @ told) / scale, scale, scale * sure), scale)


def _weighted(x: Floats, y: Floats, weight: Floats, pull: Floats, to: Floats) -> Floats:
    whole = (x * weight[:, None]).T @ x + np.diag(pull**2)
    return np.asarray(np.linalg.lstsq(whole, (x * weight[:, None]).T @ y + pull**2 * to, rcond=None)[0])


def _scale(left: Floats, held: float) -> float:
    seen = float(np.median(np.abs(left))) / MAD
    return max(sqrt((len(left) * seen**2 + held * SPREAD**2) / (len(left) + held)), 1e-9)


def _weights(left: Floats, redescending: bool) -> Floats:
    size = np.abs(left)
    if redescending:
        return np.where(size < TUKEY, (1 - (size / TUKEY) ** 2) ** 2, 0.0)
    return np.where(size <= HUBER, 1.0, HUBER / np.maximum(size, HUBER))


def _covariance(x: Floats, left: Floats, scale: float, pull: Floats) -> Floats:
    """How what the columns give varies and covaries, also where long journeys spread more than short ones: each by its
    leverage (HC3: MacKinnon and White, Journal of Econometrics 29, 1985). Of fewer rows than columns, none can be told.
    """
    n, p = x.shape
    inside = np.abs(left) < TUKEY
    pressed = np.where(inside, left * (1 - (left / TUKEY) ** 2) ** 2, 0.0)
    slope = np.where(inside, (1 - (left / TUKEY) ** 2) * (1 - 5 * (left / TUKEY) ** 2), 0.0)
    if n <= p or float(slope.mean()) <= 0:
        return np.full((p, p), np.inf)
    bent = np.linalg.pinv((x * slope[:, None]).T @ x + np.diag(pull**2))
    leverage = np.clip(slope * ((x @ bent) * x).sum(axis=1), 0.0, 0.9)
    return np.asarray(bent @ ((x * (scale * pressed / (1 - leverage))[:, None] ** 2).T @ x) @ bent)


def _pace(rows: list[Journey], assumed: Pace | None, bands: tuple[float, ...], prior: float) -> Pace:
    metres = np.array([one.metres for one in rows])
    y = np.array([one.seconds for one in rows])
    hours = _others([band_of(one.hour, bands) for one in rows])
    weather = _others([one.weather for one in rows])
    marks = np.array(
        [[band_of(one.hour, bands) == h for h in hours] + [one.weather == w for w in weather] for one in rows]
    )
    marks = marks.reshape(len(rows), -1).astype(float)
    x = np.column_stack([np.ones(len(rows)), metres, metres[:, None] * marks])
    pace = assumed.pace if assumed else float(np.median(y)) / max(float(np.median(metres)), 1.0)
    to, sure = np.zeros(x.shape[1]), np.full(x.shape[1], 1 / (FACTOR_ABOUT * pace))
    to[:2] = (assumed.fixed, assumed.pace) if assumed else (0, 0)
    sure[:2] = (1 / FIXED_ABOUT, 1 / (PACE_ABOUT * pace)) if assumed else (0, 0)
    fit = robust(x, y, prior * sure, to)
    if fit.told[0] < 0:  # nobody is there before they left: the metres explain it all
        to[0] = 0.0
        fit = robust(x, y, np.append(1e3, prior * sure[1:]), to)
    return _told(fit, marks, hours, weather, _floors(metres, y))


def band_of(hour: float, bands: tuple[float, ...] = BANDS) -> tuple[float, float]:
    """The hours, from and to, that an hour belongs to."""
    return next((one for one in pairwise(bands) if one[0] <= hour < one[1]), (bands[-1], 24.0))


def _others(seen: list[T]) -> list[T]:
    """What was seen beside the most common, which the others are told against."""
    counts = {one: seen.count(one) for one in dict.fromkeys(seen)}
    most = max(counts, key=lambda one: counts[one])
    return [one for one in counts if one != most]


def _told(
    fit: Fit, marks: Floats, hours: list[tuple[float, float]], weather: list[str], floors: tuple[Floor, ...]
) -> Pace:
    fixed, pace = max(0.0, float(fit.told[0])), max(1e-3, float(fit.told[1]))
    wide = 1.96 * fit.error
    shares = []
    for k, n in enumerate(marks.sum(axis=0).astype(int), start=2):
        apart = 1.96 * fit.error_of_share(k, 1) if fit.told[1] > 0 else float("inf")
        mid, low, high = (_factor(1 + fit.told[k] / pace + d) for d in (0.0, -apart, apart))
        shares.append(Share(mid, low, high, int(n)))
    return Pace(
        fixed, pace, len(marks), (max(0.0, fixed - float(wide[0])), fixed + float(wide[0])),
        (max(0.0, pace - float(wide[1])), pace + float(wide[1])),
        tuple(zip(hours, shares[: len(hours)], strict=True)), tuple(zip(weather, shares[len(hours) :], strict=True)),
        floors,
    )  # fmt: skip


def _factor(value: float) -> float:
    return float(min(max(value, LEAST_FACTOR), MOST_FACTOR))


def _floors(metres: Floats, seconds: Floats) -> tuple[Floor, ...]:
    """The lower quartile seen in each class of distances; classes with few rows together with the next."""
    edges, kept, low = [*CLASSES, float("inf")], [], -1.0
    for edge in edges:
        inside = (metres > low) & (metres <= edge)
        if inside.sum() >= LEAST_ROWS:
            kept.append((low, edge))
            low = edge
    if kept and low < edges[-1]:  # what is left over belongs to the last
        kept[-1] = (kept[-1][0], edges[-1])
    found = []
    for low, edge in kept:
        seen = seconds[(metres > low) & (metres <= edge)]
        found.append(Floor(edge, float(np.quantile(seen, 0.25)), len(seen)))
    return tuple(found)


@dataclass(frozen=True)
class Compared:
    """What was planned against what it took, in seconds, of one way of travelling: a positive `later` is longer."""

    mode: str
    n: int
    planned: float | None  # the median of what the plans said, None where they said nothing
    told: float  # the median of what the profile says
    real: float  # the median of what it took
    later: float | None  # the median of real less planned
    beyond: float | None  # the share that took more than two minutes longer than planned
    left: float  # the median of the absolute difference between real and the profile


def compared(profile: Profile, journeys: Iterable[Journey]) -> list[Compared]:
    """Planned against real by way of travelling, and how near the profile comes; nothing of a mode it lacks."""
    rows, _ = usable(journeys)
    return [
        _compared(mode, profile[mode], [one for one in rows if one.mode == mode])
        for mode in sorted({one.mode for one in rows} & set(profile))
    ]


def _compared(mode: str, pace: Pace, rows: list[Journey]) -> Compared:
    told = [pace.seconds(one.metres, one.hour, one.weather) for one in rows]
    real = [one.seconds for one in rows]
    apart = [one.seconds - one.planned for one in rows if one.planned is not None]
    return Compared(
        mode, len(rows), _median([one.planned for one in rows if one.planned is not None]),
        float(np.median(told)), float(np.median(real)), _median(apart),
        float(np.mean([x > 120 for x in apart])) if apart else None,
        float(np.median(np.abs(np.subtract(real, told)))),
    )  # fmt: skip


def _median(values: list[float]) -> float | None:
    return float(np.median(values)) if values else None


def journey_of(row: Mapping[str, str]) -> Journey:
    """A row of a table: mode, hour, metres (or from_x, from_y, to_x, to_y), seconds or minutes, weather, planned.

    Raises ValueError, which names the column, where one is missing or is no number.
    """

    def number(name: str) -> float:
        try:
            return float(row[name].replace(",", "."))
        except (KeyError, ValueError, AttributeError):
            raise ValueError(f"{name}: {row.get(name)!r} is no number") from None

    if not row.get("mode"):
        raise ValueError("mode: says nothing")
    metres = (
        number("metres")
        if row.get("metres")
        else between((number("from_x"), number("from_y")), (number("to_x"), number("to_y")))
    )
    seconds = number("seconds") if row.get("seconds") else 60 * number("minutes")
    planned = number("planned") if row.get("planned") else None
    return Journey(row["mode"], number("hour"), metres, seconds, row.get("weather") or "", planned)
