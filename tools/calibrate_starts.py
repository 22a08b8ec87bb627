"""How often staggered starts without any effect are told to have one, and units to have drifted apart before.

    python tools/calibrate_starts.py [repetitions]

Prints, for 8 to 40 units over ten periods (a third starts in the third, a third in the sixth, a third never) with
errors that remember the period before (rho): the share of intervals of the overall effect that leave out 0, and of
tests for drifting apart with a p value under 0.05. Both are to be 0.05 at most, beside chance.
"""

import sys

import numpy as np

from samsyn.equity.staggered import staggered

TIMES = 10


def panel(seed: int, units: int, rho: float) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes without an effect, (units, times), and starts, (units,)."""
    draw = np.random.default_rng(seed)
    early = units // 2 - units // 8
    start = np.repeat([3, 6, TIMES], [early, early, units - 2 * early])
    errors = draw.normal(size=(units, TIMES))
    for time in range(1, TIMES):
        errors[:, time] += rho * errors[:, time - 1]
    return draw.normal(0, 2, (units, 1)) + 0.5 * np.arange(TIMES) + errors, start


def main(repetitions: int = 1000) -> None:
    """Print the table."""
    print("units  rho   effect  drift   (false alarms)")
    for units in (8, 12, 16, 40):
        for rho in (0.0, 0.6):
            alarms = np.zeros(2)
            for seed in range(repetitions):
                found = staggered(*panel(seed, units, rho))
                alarms += [not found.overall.is_none, found.trend_p is not None and found.trend_p < 0.05]
            print(f"{units:5}  {rho}   " + "   ".join(f"{share:.3f}" for share in alarms / repetitions), flush=True)


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:2]))
