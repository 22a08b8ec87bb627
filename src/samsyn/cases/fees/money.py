"""Money in whole öre, and how an amount becomes whole kronor.

The statute says "högst" of the maximums (SoL 32:6) and "lägst" of the minimum amount (32:8). A highest amount is
therefore cut to whole öre downwards and a lowest one raised upwards; no rounding may go beyond them.
"""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

KRONA = 100  # öre
GAP = "\u00a0"  # amounts are not broken over two lines


class Rounding(StrEnum):
    """How a municipality makes fees whole (Avrundning)."""

    DOWN = "down"  # to whole kronor, never more than calculated
    NEAREST = "nearest"  # to the nearest krona, yet never above what the statute allows
    ORE = "ore"  # not at all


def at_most(amount: Fraction) -> int:
    """An amount that is a highest one, in whole öre."""
    return floor(amount)


def at_least(amount: Fraction) -> int:
    """An amount that is a lowest one, in whole öre."""
    return ceil(amount)


def whole_kronor(ore: int | None) -> int | None:
    """An amount in kronor, a begun krona as a whole one; None for none. For what limits in kronor are held against."""
    return None if ore is None else ceil(Fraction(ore, KRONA))


def rounded(ore: int, rounding: Rounding) -> int:
    """An amount by the municipality's rule, in öre; half a krona goes up under NEAREST."""
    match rounding:
        case Rounding.DOWN:
            return ore - ore % KRONA
        case Rounding.NEAREST:
            return (ore + KRONA // 2) // KRONA * KRONA
        case Rounding.ORE:
            return ore


def rounded_under(ore: int, limit: int, rounding: Rounding) -> int:
    """The same, but downwards where the rule would pass the limit (öre). Never above the limit."""
    by_rule = rounded(min(ore, limit), rounding)
    return by_rule if by_rule <= limit else rounded(limit, Rounding.DOWN)


def kr(ore: int) -> str:
    """An amount as it is written in Swedish: 2 732,57 kr; without öre where there are none."""
    kronor, rest = divmod(abs(ore), KRONA)
    text = f"{kronor:,}".replace(",", GAP) + (f",{rest:02}" if rest else "")
    return f"{'−' if ore < 0 else ''}{text}{GAP}kr"
