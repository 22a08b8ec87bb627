"""Which version of each vignette each assessor gets: a balanced draw in blocks, done again from its seed.

Vignettes that swap the same fact are put two and two, in drawn order. For each pair half of the assessors, drawn, get
the first version of the one and the second of the other; the rest get the reverse. So each assessor meets as many of
each version, give or take one, and each vignette has as many of each. Permuted blocks: Lachin, Controlled Clinical
Trials 9 (1988) 289-311. The test of the report redraws by this same function (Fisher, The Design of Experiments, 1935).
"""

from collections.abc import Sequence
from math import comb
from random import Random

from samsyn.review.vignette import Variant

Drawn = dict[tuple[int, int], Variant]  # by assessor and vignette, each by its number in the round


def draw(seed: int, assessors: Sequence[int], swaps: Sequence[str]) -> Drawn:
    """The draw of one round. `swaps` is the fact that each vignette swaps, in the round's order.

    The same for the same seed, assessors (in the same order) and swaps, on every machine: Random's Mersenne Twister.
    """
    first: dict[int, frozenset[int]] = {}
    random = Random(f"exercise:{seed}")  # noqa: S311 - to be done again, not to be secret
    for swap in sorted(set(swaps)):
        first |= redraw(random, assessors, swaps, swap)
    return {(a, v): "a" if a in first[v] else "b" for v in sorted(first) for a in assessors}


def redraw(random: Random, assessors: Sequence[int], swaps: Sequence[str], swap: str) -> dict[int, frozenset[int]]:
    """A draw that could have come out, of the vignettes that swap one fact: who gets the first version of each."""
    first: dict[int, frozenset[int]] = {}
    alike = [n for n, other in enumerate(swaps) if other == swap]
    random.shuffle(alike)
    everyone = frozenset(assessors)
    for at in range(0, len(alike), 2):
        half = _halved(random, assessors)
        for vignette, chosen in zip(alike[at : at + 2], (half, everyone - half), strict=False):
            first[vignette] = chosen
    return first


def _halved(random: Random, assessors: Sequence[int]) -> frozenset[int]:
    """Half of them; of an odd number, one more or one less by chance."""
    half = (len(assessors) + (random.randrange(2) if len(assessors) % 2 else 0)) // 2
    return frozenset(random.sample(list(assessors), half))


def ways(assessors: int, swaps: Sequence[str]) -> int:
    """How many draws are possible within a block, at least: with few, no difference can be told from chance."""
    within = comb(assessors, assessors // 2) * (2 if assessors % 2 else 1)
    blocks = sum((list(swaps).count(swap) + 1) // 2 for swap in set(swaps))
    return int(within**blocks)
