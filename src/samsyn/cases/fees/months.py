"""A calendar month. Fees are by the month, and change by the month (SoL 32:10)."""

from dataclasses import dataclass
from datetime import date

NAMES = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year, ordered in time. Raises ValueError for one that is not in the calendar."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date(self.year, self.number, 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month":
        """A month written 2026-03, or the month of a day written 2026-03-15. Raises ValueError."""
        day = date.fromisoformat(text if len(text) > len("2026-03") else f"{text}-01")
        return cls.of(day)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def next(self) -> "Month":
        """The month that follows."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def name(self) -> str:
        """The month in words: mars 2026."""
        return f"{NAMES[self.number - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
