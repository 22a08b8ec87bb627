"""Whose files are kept for research instead of being deleted (SoL 16:4, SoF 13:1, LSSF 12).

Everything in some counties and in Göteborg; elsewhere that of persons born on certain days of the month. The rows stand
in data/kept_for_research.csv; an installation may say otherwise, since the government may change them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from samsyn.cases.codes import code_list


@dataclass(frozen=True)
class Exempt:
    """The counties and municipalities where all is kept, folded, and the days of birth that are kept elsewhere."""

    counties: frozenset[str]
    municipalities: frozenset[str]
    birth_days: frozenset[int]

    def __post_init__(self) -> None:
        if wrong := {day for day in self.birth_days if not 1 <= day <= 31}:
            raise ValueError(f"{min(wrong)} is no day of a month")

    def place(self, municipality: str, county: str) -> str:
        """The place, as it was named, in which all is kept; empty when it is not one of them."""
        if county and folded_county(county) in self.counties:
            return f"{county.removesuffix(' län')} län"
        town = municipality.casefold().removesuffix(" kommun").removesuffix(" stad")
        return municipality if {town, town.removesuffix("s")} & self.municipalities else ""

    def is_sampled(self, birth_date: date | None) -> bool:
        """Whether somebody born that day belongs to the sample. A coordination number's day is the real one here."""
        return birth_date is not None and birth_date.day in self.birth_days


@cache
def exempt() -> Exempt:
    """What the ordinances say."""
    return Exempt(
        counties=frozenset(map(folded_county, _labels("county"))),
        municipalities=frozenset(label.casefold() for label in _labels("municipality")),
        birth_days=frozenset(map(int, _labels("birth_day"))),
    )


def exempt_as_set(counties: Collection[str] | None, birth_days: Collection[int] | None) -> Exempt:
    """What an installation's settings say, and the ordinances where they are silent (None). Raises ValueError."""
    law = exempt()
    return Exempt(
        counties=law.counties if counties is None else frozenset(map(folded_county, counties)),
        municipalities=law.municipalities,
        birth_days=law.birth_days if birth_days is None else frozenset(birth_days),
    )


def folded_county(name: str) -> str:
    """A county's name to compare by: without "län", a genitive or capitals."""
    return name.casefold().strip().removesuffix(" län").removesuffix("s")


def _labels(kind: str) -> list[str]:
    return [row.label_sv for row in code_list("kept_for_research").values() if row.extra["kind"] == kind]
