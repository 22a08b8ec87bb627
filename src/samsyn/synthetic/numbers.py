"""Identity numbers that belong to nobody: the birth numbers 980-999, which the tax agency keeps for tests."""

from datetime import date, timedelta
from random import Random

SERIALS = {"K": range(980, 1000, 2), "M": range(981, 1000, 2)}
COORDINATION_OFFSET = 60


def check_digit(nine: str) -> int:
    """The Luhn digit after nine others."""
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(nine))
    return -sum(n // 10 + n % 10 for n in doubled) % 10


def number(born: date, serial: int, *, coordination: bool = False) -> str:
    """Twelve digits for a birth date and a birth number."""
    day = born.day + (COORDINATION_OFFSET if coordination else 0)
    nine = f"{born:%y%m}{day:02d}{serial:03d}"
    return f"{born.year:04d}{nine[2:]}{check_digit(nine)}"


class Numbers:
    """Hands out each number once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, rng: Random, born: date, sex: str, *, coordination: bool = False) -> tuple[str, date]:
        """A free number for the birth date, or for the first day after it with one free, and that date."""
        while True:
            for serial in rng.sample(SERIALS[sex], len(SERIALS[sex])):
                given = number(born, serial, coordination=coordination)
                if given not in self._taken:
                    self._taken.add(given)
                    return given, born
            born += timedelta(1)
