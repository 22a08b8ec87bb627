"""How often caseworkers and a change are told of where there is nothing to tell.

    python tools/calibrate_alarms.py [repetitions]

Draws tables of decisions and examines them as a measurement does. Prints, for units of yes and no and of amounts: in
what share of the tables any unit is said to differ from the rest although none does (at most 0.05, since units are
judged together), and, where units differ a little in general, the share of the units that are said to. For the gap by
month: the share of tables without a change in which one is seen in the mean after the start, the share in which one
is seen under every trend that is tried, and the share of dates at which nothing happened that show one.
"""

import sys
from collections.abc import Callable
from datetime import date

import numpy as np

from samsyn.equity.examination import Asked
from samsyn.equity.note import Note
from samsyn.equity.parts.monthly import monthly
from samsyn.equity.parts.units import unit_column
from samsyn.equity.table import Question, Table, read
from samsyn.equity.units import UnitReadings

UNITS, OF_UNIT = 12, 60
MONTHS, OF_MONTH = 36, 80
CHANGED = date(2024, 7, 1)


def table_of_units(seed: int, spread: float, *, amounts: bool) -> Table:
    """Twelve units of sixty decisions; `spread` is how much they differ, as log odds or logarithm."""
    draw = np.random.default_rng(seed)
    rows = UNITS * OF_UNIT
    own = np.repeat(draw.normal(0, spread, UNITS), OF_UNIT)
    age = draw.integers(0, 3, rows)
    score = 0.4 + 0.3 * (age - 1) + own
    if amounts:
        outcome = [f"{value:.2f}" for value in draw.gamma(4, np.exp(2 + 0.2 * score))]
    else:
        outcome = ["ja" if yes else "nej" for yes in draw.random(rows) < 1 / (1 + np.exp(-score))]
    columns = {
        "sex": draw.choice(["K", "M"], rows).tolist(),
        "age": [f"{70 + 10 * level}" for level in age],
        "unit": [f"u{number // OF_UNIT:02}" for number in range(rows)],
        "outcome": outcome,
    }
    return read(columns, Question("outcome", "sex", "M", ("age",), names=("unit",)))


def units_alarmed(seed: int, spread: float, *, amounts: bool) -> float:
    """The share of units that are said to differ."""
    found = unit_column(table_of_units(seed, spread, amounts=amounts), "unit", ("age",)).readings
    if not isinstance(found, UnitReadings):
        raise ValueError(f"seed {seed}: no readings, {found}")
    return float(np.mean([unit.reading == "differs" for unit in found.units]))


def table_of_months(seed: int) -> Table:
    """Three years of decisions, in which what is granted drifts and has seasons, and women and men alike."""
    draw = np.random.default_rng(seed)
    month = np.repeat(np.arange(MONTHS), OF_MONTH)
    drift = np.cumsum(draw.normal(0, 0.05, MONTHS))
    chance = 0.6 + 0.05 * np.sin(2 * np.pi * np.arange(MONTHS) / 12) + np.clip(drift, -0.25, 0.25)
    rows = len(month)
    columns = {
        "sex": draw.choice(["K", "M"], rows).tolist(),
        "outcome": ["ja" if yes else "nej" for yes in draw.random(rows) < chance[month]],
        "decided_on": [f"{2023 + number // 12}-{number % 12 + 1:02}-15" for number in month.tolist()],
    }
    return read(columns, Question("outcome", "sex", "M", month="decided_on"))


def months_alarmed(seed: int) -> np.ndarray:
    """Whether a change is seen, whether under every trend, and the share of dates before it that show one."""
    found = monthly(table_of_months(seed), Asked("outcome", "sex", changed_on=CHANGED)).change
    if isinstance(found, Note):
        raise ValueError(f"seed {seed}: no change, {found}")
    seen = not found.main.after.is_none
    return np.array([seen, seen and found.robust, found.placebo_found / max(1, len(found.placebos))])


def share(of: Callable[[int], float], repetitions: int) -> tuple[float, float]:
    """In what share of the tables there is any, and the mean share."""
    found = np.array([of(seed) for seed in range(repetitions)])
    return float((found > 0).mean()), float(found.mean())


def main(repetitions: int = 1000) -> None:
    """Print the tables."""
    shares = np.mean([months_alarmed(seed) for seed in range(repetitions)], axis=0)
    print(f"{MONTHS} months without a change: seen, seen under every trend, seen at other dates")
    print("  ".join(f"{part:.3f}" for part in shares), flush=True)
    print(f"{UNITS} units of {OF_UNIT} decisions     any unit told   share of units told")
    for spread in (0.0, 0.6):
        for amounts in (False, True):
            any_unit, of_units = share(lambda seed, s=spread, a=amounts: units_alarmed(seed, s, amounts=a), repetitions)
            name = f"{'amounts' if amounts else 'yes and no'}, spread {spread}"
            print(f"{name:28}{any_unit:11.3f}{of_units:18.3f}", flush=True)


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
