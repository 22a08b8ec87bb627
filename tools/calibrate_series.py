"""How often the intervals of an interrupted series hold the truth, with errors that remember the month before.

    python tools/calibrate_series.py [repetitions]

Prints, for 24 to 60 months and first-order autocorrelation from 0 to 0.6, and for errors of other kinds that the model
does not know of: the coverage of 95 per cent intervals for the step, the slope and the mean effect after the start, and
beside it that of the usual Newey-West interval for the slope (normal quantile, lag by the length), which is too short.
"""

import sys
from collections.abc import Callable

import numpy as np
import statsmodels.api as sm

from samsyn.equity.autocorrelated import remembered
from samsyn.equity.series import interrupted

TRUTH = np.array([3.0, 0.1, 50.0, 1.2, 2.0, 0.0])  # of the columns of `model`
BURN = 100  # months drawn before the first, so that the errors are as they will go on


def first_order(rho: float) -> Callable[[np.ndarray], np.ndarray]:
    """Errors of which the share `rho` remains the next month."""
    return lambda shocks: remembering(shocks, (rho,))


def remembering(shocks: np.ndarray, memories: tuple[float, ...]) -> np.ndarray:
    """Errors that remember the months before, the nearest first."""
    errors = shocks.copy()
    for month in range(len(memories), len(errors)):
        errors[month] += sum(rho * errors[month - back] for back, rho in enumerate(memories, 1))
    return errors


def growing(shocks: np.ndarray) -> np.ndarray:
    """First-order errors whose spread grows threefold over the series."""
    months = np.arange(len(shocks)) - BURN
    return remembering(shocks, (0.3,)) * np.clip(0.6 + 1.2 * months / (len(shocks) - BURN), 0.6, None)


def moving(shocks: np.ndarray) -> np.ndarray:
    """Half of each shock remains one month and no longer."""
    return np.concatenate([shocks[:1], shocks[1:] + 0.5 * shocks[:-1]])


KINDS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    **{f"{rho}": first_order(rho) for rho in (0.0, 0.3, 0.6)},
    "0.3 and 0.2": lambda shocks: remembering(shocks, (0.3, 0.2)),
    "growing": growing,
    "moving": moving,
}


def model(months: int, start: int) -> np.ndarray:
    """The columns of an interrupted series: step, change of slope, level, trend and one wave a year."""
    t = np.arange(months)
    step = (t >= start).astype(float)
    waves = np.column_stack([np.sin(2 * np.pi * t / 12), np.cos(2 * np.pi * t / 12)])
    return np.column_stack([step, step * (t - start), np.ones(months), t / 12, waves])


def usual(y: np.ndarray, design: np.ndarray) -> bool:
    """Whether the usual interval holds the slope."""
    lag = int(4 * (len(y) / 100) ** (2 / 9))
    found = sm.OLS(y, design).fit(cov_type="HAC", cov_kwds={"maxlags": lag})
    return bool(abs(found.params[1] - TRUTH[1]) < 1.96 * found.bse[1])


def check_the_same(y: np.ndarray, start: int, low: np.ndarray, high: np.ndarray) -> None:
    """Raise ValueError unless these are the intervals that the program gives."""
    found = interrupted(y, start).main
    given = [(e.low, e.high) for e in (found.level, found.slope, found.after) if e is not None]
    if not np.allclose(given, np.column_stack([low, high]), atol=1e-6):
        raise ValueError(f"{given} is not {low} to {high}")


def coverage(months: int, kind: Callable[[np.ndarray], np.ndarray], repetitions: int) -> np.ndarray:
    """Shares of intervals that hold the truth: step, slope, mean after, and the usual interval of the slope."""
    draw, start = np.random.default_rng(months), max(months // 2, 14)
    design = model(months, start)
    asked = np.eye(3, design.shape[1])  # the third is the mean after the start
    asked[2] = design[start:].mean(axis=0) * (np.arange(design.shape[1]) < 2)
    truth = asked @ TRUTH
    held = np.zeros(4)
    for number in range(repetitions):
        y = design @ TRUTH + kind(draw.normal(size=months + BURN))[BURN:]
        low, high = remembered(y, design).interval(asked, 0.95)
        if number == 0:
            check_the_same(y, start, low, high)
        held += [*((low <= truth) & (truth <= high)), usual(y, design)]
    return held / repetitions


def main(repetitions: int = 1000) -> None:
    """Print the table."""
    print("months  errors        step  slope  after  usual slope")
    for months in (24, 36, 48, 60):
        for name, kind in KINDS.items():
            shares = coverage(months, kind, repetitions)
            print(f"{months:6}  {name:12}" + "  ".join(f"{share:.3f}" for share in shares), flush=True)


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
