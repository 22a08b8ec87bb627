"""What a code says in Swedish and English: the one place where sentences of this core are worded (`data/words.csv`).

A sentence has gaps for values: `{column}`. After a colon stands how a number is written: `{share:1}` with one decimal,
`{gap:+2}` with its sign, `{share:%}` in per cent, `{gap:pp}` in percentage points with its sign (`s` and `p` the same
without the word), `{rows:rad|rader}` with the word that goes with one or with several, `{names:list}` with "and" before
the last. Swedish numbers have a decimal comma, a true minus and spaces that do
not break (Institutet för språk och folkminnen, Myndigheternas skrivregler, 2014, ch. 11).
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Literal, Protocol

Language = Literal["sv", "en"]
MINUS, HARD_SPACE = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
VERSION = 1  # of the wording; a stored examination holds codes and values, never sentences


class Coded(Protocol):
    """What can be said: a code of `words.csv` and what stands in the gaps of its sentence."""

    @property
    def code(self) -> str: ...

    @property
    def values(self) -> tuple[tuple[str, Any], ...]: ...


def said(note: Coded, language: Language = "sv") -> str:
    """The sentence of a code in a language. Raises KeyError for a code or a value that is not known."""
    return filled(note.code, dict(note.values), language)


def filled(code: str, values: Mapping[str, Any], language: Language) -> str:
    """The same from a code and its values."""
    return _Gaps(language).vformat(wordings()[code][language], (), values)


@cache
def wordings() -> dict[str, dict[str, str]]:
    """Every code with its sentence by language."""
    text = files("samsyn.equity").joinpath("data/words.csv").read_text(encoding="utf-8")
    return {row["code"]: {"sv": row["sv"], "en": row["en"]} for row in csv.DictReader(text.splitlines())}


def written(number: float, language: Language, decimals: int | None = None, *, sign: bool = False) -> str:
    """A number as the language writes it. Without `decimals`, whole numbers whole and others to four digits."""
    if decimals is None:
        whole = float(number).is_integer()
        decimals = 0 if whole else max(0, 3 - len(str(int(abs(number)))) + (abs(number) < 1))
        text = f"{number:{'+' if sign else ''},.{decimals}f}"
        text = text if whole or "." not in text else text.rstrip("0").rstrip(".")
    else:
        text = f"{round(number, decimals) + 0.0:{'+' if sign else ''},.{decimals}f}"
    text = text.lstrip("+-") if not any(d in text for d in "123456789") else text  # nought has no sign
    if language == "sv":
        text = text.replace(",", HARD_SPACE).replace(".", ",")
    return text.replace("-", MINUS)


class _Gaps(Formatter):
    """Fills the gaps of a sentence."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.space = HARD_SPACE if language == "sv" else " "

    def format_field(self, value: Any, spec: str) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, tuple):
            return self._listed([self.format_field(one, "") for one in value], spec)
        if isinstance(value, int | float):
            return self._number(value, spec)
        return said(value, self.language)

    def _listed(self, words: list[str], spec: str) -> str:
        if spec != "list" or len(words) < 2:
            return ", ".join(words)
        return f"{', '.join(words[:-1])} {'och' if self.language == 'sv' else 'and'} {words[-1]}"

    def _number(self, value: float, spec: str) -> str:
        if "|" in spec:
            one, several = spec.split("|")
            return f"{written(value, self.language)}{self.space}{one if value == 1 else several}"
        if spec in {"%", "s", "pp", "p"}:
            return self._per_cent(100 * value, spec)
        sign, decimals = spec.startswith("+"), spec.lstrip("+")
        return written(value, self.language, int(decimals) if decimals else None, sign=sign)

    def _per_cent(self, value: float, spec: str) -> str:
        number = written(value, self.language, 1, sign=spec in {"p", "pp"})
        if spec in {"s", "p"}:
            return number
        if spec == "pp":
            return f"{number}{self.space}{'procentenheter' if self.language == 'sv' else 'percentage points'}"
        return f"{number}{HARD_SPACE}%" if self.language == "sv" else f"{number}%"
