"""Attack thousands of random safe tables with linear and integer programming, and print what was told. Takes minutes.

Run from the root: python -m tools.calibrate_disclosure [tables]
"""

import sys

import numpy as np

from samsyn.equity.safe import OFFICE, STRICTEST, Rule
from tests.cores.disclosure_attack import attacked

RULES = [STRICTEST, OFFICE, Rule(hides_zeros=False), Rule(base=1)]
ROUNDS = (
    ("one-way", [(2,), (3,), (5,), (1,), (7,)], False, 1.0),
    ("two-way", [(2, 2), (2, 3), (3, 3), (1, 4), (3, 4)], False, 1.0),
    ("three-way, linear", [(2, 2, 2), (2, 3, 2), (2, 3, 3)], False, 0.2),
    ("three-way, whole numbers", [(2, 2, 2), (2, 3, 2)], True, 0.1),
)


def main() -> None:
    """Print, for each kind of table, how many were attacked and how many hidden cells were told."""
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    for name, shapes, whole, share in ROUNDS:
        times = int(tables * share)
        found, hidden = attacked(np.random.default_rng(20260101), shapes, RULES, times, whole=whole)
        print(f"{name}: {times} tables, {hidden} with hidden cells, {len(found)} hidden cells told", flush=True)
        for told in found[:5]:
            print("  ", told)


if __name__ == "__main__":
    main()
