"""Points of the invented addresses, in metres east and north: streets are short lines around their area's middle.

The town lies in the sea between Jutland and Sweden, so that nothing of it is found on a map.
"""

from functools import cache
from math import cos, pi, sin
from random import Random

EAST, NORTH = 250_000, 6_300_000
# The middle of each area, and how far from it its streets lie, in metres.
MIDDLES = {
    "Centrum": (0, 0, 450),
    "Norra Ängen": (250, 1500, 550),
    "Hamnen": (-1300, 250, 450),
    "Björkhöjden": (1250, 750, 500),
    "Södra Bruket": (150, -1450, 500),
    "Landsbygden": (-600, -4600, 2200),
}
BETWEEN = 16  # metres from one number to the next


@cache
def _street(area: str, street: str) -> tuple[float, float, float]:
    """Where a street's first number is from the town's middle, and its direction."""
    rng = Random(f"{area} {street}")  # noqa: S311 - chance, not secrecy
    east, north, far = MIDDLES.get(area, MIDDLES["Centrum"])
    way, out = rng.uniform(0, 2 * pi), far * rng.uniform(0.1, 1.0)
    return east + out * cos(way), north + out * sin(way), rng.uniform(0, 2 * pi)


def point(area: str, address: str) -> tuple[int, int]:
    """The point of an address of the invented municipality: a street and a number, "Storgatan 12A"."""
    street, _, number = address.rpartition(" ")
    east, north, way = _street(area, street)
    along = BETWEEN * int("".join(c for c in number if c.isdigit()) or 0)
    return round(EAST + east + along * cos(way)), round(NORTH + north + along * sin(way))


def middle(area: str) -> tuple[int, int]:
    """The point of an area's middle, the town's where it has none: where a unit has its rooms."""
    east, north, _ = MIDDLES.get(area, MIDDLES["Centrum"])
    return EAST + east, NORTH + north
