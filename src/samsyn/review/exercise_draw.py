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
    return _draw(Random(f"exercise:{seed}"), assessors, swaps)  # noqa: S311 - to be done again, not to be secret


def redraw(random: Random, assessors: Sequence[int], swaps: Sequence[str]) -> Drawn:
    """Another draw that could have come out just as well."""
    return _draw(random, assessors, swaps)


def _draw(random: Random, assessors: Sequence[int], swaps: Sequence[str]) -> Drawn:
    drawn: Drawn = {}
    for swap in sorted(set(swaps)):
        alike = [n for n, other in enumerate(swaps) if other == swap]
        random.shuffle(alike)
        for at in range(0, len(alike), 2):
            first = _halved(random, assessors)
            for place, vignette in enumerate(alike[at : at + 2]):
                for assessor in assessors:
                    drawn[assessor, vignette] = "a" if (assessor in first) == (place == 0) else "b"
    return drawn


def _halved(random: Random, assessors: Sequence[int]) -> set[int]:
    """Half of them; of an odd number, one more or one less by chance."""
    half = (len(assessors) + (random.randrange(2) if len(assessors) % 2 else 0)) // 2
    return set(random.sample(list(assessors), half))


def ways(assessors: int, swaps: Sequence[str]) -> int:
    """How many draws are possible within a block, at least: with few, no difference can be told from chance."""
    within = comb(assessors, assessors // 2) * (2 if assessors % 2 else 1)
    blocks = sum((list(swaps).count(swap) + 1) // 2 for swap in set(swaps))
    return int(within**blocks)
