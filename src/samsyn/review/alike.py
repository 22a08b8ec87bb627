"""How alike two need profiles are, and whose are nearest: pure.

A profile says of IBIC need areas the level now and the level meant, from 0 (no limitation) to 4 (complete); 8 (not
specified), 9 (not applicable) and an area that is not noted at all are an unknown level. Sex, age and names have no
part in it.

The distance is the sum over all areas, in half steps: two for each step between the levels now, one for each step
between the levels meant, which are what is hoped for. Where a level is unknown in one of the two profiles alone it
counts as two steps: an unknown level is no zero. Two steps is the middle of the scale, and the lowest price with which
the way over an unknown is never a short cut from 0 to 4; so the distance is a metric, and none is shorter by way of a
third profile. A need that only one of the two has weighs three steps. It is our own choice; nobody has published a
distance between IBIC profiles.

Nobody is alike who is as far away as somebody of whom nothing is known, three steps for each need: `FARTHEST`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Levels = tuple[int | None, int | None]  # now, meant
Profile = Mapping[str, Levels]  # of each need area that is noted

SCALE = range(5)
NOTHING: Levels = (None, None)
NOW, MEANT = 2, 1  # half steps for each step
UNKNOWN = 2  # steps
HALF_STEPS = 2  # to a step
FARTHEST = 30  # tenths of a step for each need
_SAID = {str(level): level for level in SCALE}


def known(level: int | None) -> int | None:
    """A level on the scale; None for one that says nothing."""
    return level if level in SCALE else None


def packed(profile: Profile) -> str:
    """A profile as one line, the same for equal profiles: "d510=31 d620=2-"."""
    return " ".join(f"{area}={_sign(now)}{_sign(meant)}" for area, (now, meant) in sorted(profile.items()))


def unpacked(line: str) -> dict[str, Levels]:
    """What `packed` wrote. Raises ValueError for anything else."""
    found = {}
    for word in line.split():
        area, equals, levels = word.partition("=")
        if not (area and equals and len(levels) == 2 and all(s == "-" or s in _SAID for s in levels)):
            raise ValueError(f"{word!r} is no area with two levels")
        found[area] = (_SAID.get(levels[0]), _SAID.get(levels[1]))
    return found


def _sign(level: int | None) -> str:
    level = known(level)
    return "-" if level is None else str(level)


def distance(one: Profile, other: Profile) -> int:
    """Half steps between two profiles."""
    areas = one.keys() | other.keys()
    return sum(_in_area(one.get(area, NOTHING), other.get(area, NOTHING)) for area in areas)


def _in_area(one: Levels, other: Levels) -> int:
    (now, meant), (other_now, other_meant) = one, other
    return NOW * steps(known(now), known(other_now)) + MEANT * steps(known(meant), known(other_meant))


def steps(one: int | None, other: int | None) -> int:
    """Steps between two levels, unknown ones among them."""
    if one is None or other is None:
        return 0 if one is other else UNKNOWN
    return abs(one - other)


def reach(profile: Profile, tenths: int) -> int:
    """How far from a profile others still are alike, in half steps: so many tenths of a step for each of its needs."""
    return min(HALF_STEPS * tenths * len(profile) // 10, HALF_STEPS * FARTHEST * len(profile) // 10 - 1)


def tenths_of(half_steps: int, profile: Profile) -> int:
    """A distance as tenths of a step for each need of a profile, rounded."""
    return round(10 * half_steps / (HALF_STEPS * len(profile)))


@dataclass(frozen=True)
class Row:
    """A decided case as the search knows it: a key, whose it is, and its profile packed."""

    key: int
    person: str
    profile: str


def nearest_slowly(
    rows: Iterable[Row], profile: Profile, *, count: int, within: int, but: frozenset[str] = frozenset()
) -> dict[int, int]:
    """The nearest persons' rows by key, each with its distance: what the quick search is held against.

    A person counts once, at the row of theirs that is nearest; several at the same distance are all there. Persons are
    taken from the nearest outwards until there are `count` of them; all at the same distance as the last are there,
    too, and nobody is further away than `within`. Nobody of `but` is among them.
    """
    at: dict[str, dict[int, int]] = {}
    for row in rows:
        far = distance(profile, unpacked(row.profile))
        if far <= within and row.person not in but:
            at.setdefault(row.person, {})[row.key] = far
    closest = {person: min(of.values()) for person, of in at.items()}
    limits = sorted(closest.values())
    limit = limits[count - 1] if len(limits) >= count else within
    return {
        key: far
        for person, of in at.items()
        for key, far in of.items()
        if far == closest[person] and closest[person] <= limit
    }
