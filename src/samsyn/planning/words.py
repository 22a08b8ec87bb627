"""What is wrong with a day, and what its cost is of, in Swedish and English: the wordings of `data/*.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["sv", "en"]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the rule's code, what kind of thing and which it is about, and the gaps of its words."""

    rule: str
    kind: str  # visit, carer, recipient, place, day
    key: str = ""
    terms: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def about(self) -> str:
        """Who or what it is about, in English."""
        return self.named("en")

    @property
    def text(self) -> str:
        """The rule and what to do, in English."""
        return self.told("en")

    def named(self, language: Language) -> str:
        """Who or what it is about."""
        kind = wordings("faults")[f"about {self.kind}"][language]
        return f"{kind} {self.key}" if self.key else kind

    def told(self, language: Language) -> str:
        """The rule that is broken and what to do."""
        return wordings("faults")[self.rule][language].format_map({**self.terms})

    def said(self, language: Language) -> str:
        """The whole sentence: who or what, the rule, and what to do."""
        named = self.named(language)
        return f"{named[:1].upper()}{named[1:]}: {self.told(language)}"

    def __str__(self) -> str:
        return f"{self.about}: {self.text}"


@cache
def wordings(file: str) -> dict[str, dict[Language, str]]:
    """Every code of a file of words, `faults` or `plans`, with its words by language."""
    text = files("samsyn.planning").joinpath(f"data/{file}.csv").read_text(encoding="utf-8")
    return {row["code"]: {"sv": row["sv"], "en": row["en"]} for row in csv.DictReader(text.splitlines())}


def clock(ticks: int, a_minute: int) -> str:
    """Ticks from the day's beginning as hours and minutes, 07:05, with decimals where they are no whole minutes."""
    minutes, over = divmod(abs(ticks), a_minute)
    rest = f"{over / a_minute:g}"[1:] if over else ""
    return f"{'-' if ticks < 0 else ''}{minutes // 60:02}:{minutes % 60:02}{rest}"
