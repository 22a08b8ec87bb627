"""How often the 95 per cent intervals of shares, decompositions, weights and selection hold what was planted.

Run: python tools/calibrate_shares.py [TABLES]. Prints a line for each interval; the seed is fixed.
"""

import sys
from collections.abc import Callable, Iterator

import numpy as np

from samsyn.equity.decompose import twofold
from samsyn.equity.dense import Design
from samsyn.equity.estimate import CannotTell, Estimate
from samsyn.equity.selection import two_step
from samsyn.equity.shares import difference, mantel_haenszel, ratio, share
from samsyn.equity.weighting import inverse_probability, standardised

Drawn = Iterator[tuple[str, Estimate, float]]
GAP = 0.4


def of_shares(random: np.random.Generator) -> Drawn:
    """Two groups of 40 and 60, and five strata."""
    p, q = 0.30, 0.45
    one, other = int(random.binomial(40, p)), int(random.binomial(60, q))
    yield "share, n = 40 (Wilson)", share(one, 40), p
    yield "difference, 40 and 60 (Newcombe)", difference(one, 40, other, 60), p - q
    yield "ratio, 40 and 60 (log)", ratio(one, 40, other, 60), p / q
    base = np.array([0.2, 0.3, 0.4, 0.5, 0.6])
    raised = 1.5 * base / (1 - base) / (1 + 1.5 * base / (1 - base))
    a, c = random.binomial(20, raised), random.binomial(30, base)
    yield "odds ratio, five strata (Mantel-Haenszel)", mantel_haenszel(a, 20 - a, c, 30 - c).odds_ratio, 1.5


def of_models(random: np.random.Generator, rows: int = 300) -> Drawn:
    """A gap of 0.4 beside a need that goes with the group, as a linear outcome of 300 rows."""
    need = random.normal(size=rows)
    woman = (random.logistic(size=rows) < 0.5 * need).astype(float)
    y = 0.8 * need + GAP * woman + random.normal(size=rows)
    facts = Design.of({"need": need})
    both = Design.of({"need": need, "woman": woman})
    yield "unexplained (Oaxaca-Blinder)", twofold(y, facts, woman, reference=0.5).piece("unexplained").whole, GAP
    yield "standardised", standardised(y, both, both.having("woman", 1), both.having("woman", 0)).difference, GAP
    for told, estimated in (("known", False), ("estimated", True)):
        found = inverse_probability(y, facts, woman, estimated=estimated).contrast.difference
        yield f"inverse probability, weights {told}", found, GAP
    far, unseen = random.normal(size=rows), random.normal(size=rows)
    applies = 0.5 - 0.6 * woman - 0.9 * far + unseen > 0
    told = 1 + GAP * woman + 0.6 * unseen + 0.8 * random.normal(size=rows)
    chosen = two_step(told, applies, Design.of({"woman": woman}), Design.of({"woman": woman, "far": far}))
    yield "two steps (Heckman)", chosen.estimate("woman"), GAP


def main(tables: int) -> None:
    """Prints how often each interval holds the truth, and how often it could not be told."""
    random = np.random.default_rng(5)
    held: dict[str, list[bool]] = {}
    untold = 0
    sources: tuple[Callable[[np.random.Generator], Drawn], ...] = (of_shares, of_models)
    for _ in range(tables):
        for source in sources:
            try:
                for name, found, truth in source(random):
                    held.setdefault(name, []).append(found.low <= truth <= found.high)
            except CannotTell:
                untold += 1
    for name, hits in held.items():
        print(f"{name:45} {100 * np.mean(hits):5.1f} % of {len(hits)}")
    print(f"{untold} could not be told")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
