"""How often the intervals of an interrupted series hold the truth, with errors that remember the month before.

    python tools/calibrate_series.py [repetitions]

Prints, for 48 and 60 months with the change in the middle and first-order autocorrelation from 0 to 0.5: the coverage
of 95 per cent intervals for the step, the slope and the mean effect after the start, and beside it that of the usual
Newey-West interval for the step (normal quantile, automatic lag), which is too short.
"""

import sys

import numpy as np

from samsyn.equity.series import interrupted, newey_west

TRUE_STEP, TRUE_SLOPE = 3.0, 0.1


def noise(draw: np.random.Generator, months: int, rho: float) -> np.ndarray:
    """Stationary first-order autoregressive errors with innovations of standard deviation 1."""
    errors = draw.normal(size=months)
    errors[0] /= np.sqrt(1 - rho * rho)
    for month in range(1, months):
        errors[month] += rho * errors[month - 1]
    return errors


def plain(y: np.ndarray, start: int, lag: int) -> bool:
    """Whether the usual interval holds the step."""
    t = np.arange(len(y))
    step = (t >= start).astype(float)
    waves = np.column_stack([np.sin(2 * np.pi * t / 12), np.cos(2 * np.pi * t / 12)])
    design = np.column_stack([step, step * (t - start), np.ones(len(y)), t, waves])
    found = np.linalg.lstsq(design, y, rcond=None)[0]
    error = np.sqrt(newey_west(design, y - design @ found, lag)[0, 0])
    return bool(abs(found[0] - TRUE_STEP) < 1.96 * error)


def coverage(months: int, rho: float, repetitions: int) -> list[float]:
    """Shares of intervals that hold the truth: step, slope, mean after, and the usual interval of the step."""
    draw, start, t = np.random.default_rng(round(100 * rho) + months), months // 2, np.arange(months)
    after = t >= start
    truth = 50 + 0.1 * t + 2 * np.sin(2 * np.pi * t / 12) + after * (TRUE_STEP + TRUE_SLOPE * (t - start))
    mean = TRUE_STEP + TRUE_SLOPE * (months - start - 1) / 2
    held = np.zeros(4)
    for _ in range(repetitions):
        y = truth + noise(draw, months, rho)
        main = interrupted(y, start).main
        pairs = ((main.level, TRUE_STEP), (main.slope, TRUE_SLOPE), (main.after, mean))
        held += [*(e is not None and e.low <= value <= e.high for e, value in pairs), plain(y, start, main.lag)]
    return (held / repetitions).tolist()


def main(repetitions: int = 1000) -> None:
    """Print the table."""
    print("months  rho   step  slope  after  usual step")
    for months in (48, 60):
        for rho in (0.0, 0.3, 0.5):
            print(
                f"{months:6} {rho:4.1f}  " + "  ".join(f"{share:.3f}" for share in coverage(months, rho, repetitions))
            )


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
