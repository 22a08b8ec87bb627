"""What the shipped fonts can show: characters that they cannot are replaced, and what belongs together is kept so.

PDF/UA forbids a character without a glyph, and some make typst stop.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

UNSHOWABLE = "□"  # stands for one or more characters that no shipped font can show
_AFTER = (
    r"\d|timm|minut|gång|dag|dygn|stycken|kap\.|§|kronor|hour|times|tunti|kerta|päiv|vuorokau|kruunu|luvun|\w+kuuta"
    r"|januar|februar|mar|april|maj|jun|jul|august|september|o[ck]tober|november|december|January|February|March|April"
    r"|May|June|July|August|September|October|November|December"
)
_COUNTED = re.compile(rf"(?:(?<=\d)|(?<=\d\.)) (?={_AFTER})")  # never parted
LONGEST_WORD = 30  # letters; longer ones get places where they may be broken
FONTS = Path(str(files("samsyn.cases.letters"))) / "fonts"


def showable(text: str) -> str:
    """The text with what the fonts cannot show replaced, long words breakable, and numbers kept together."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    breakable = re.sub(rf"\S{{{LONGEST_WORD},}}", _breakable, _unshowable().sub(UNSHOWABLE, plain))
    return _COUNTED.sub("\u00a0", breakable)


def all_showable(value: Any) -> Any:
    """The same structure with every text in it made showable, line by line."""
    if isinstance(value, str):
        return "\n".join(showable(line) for line in value.split("\n"))
    if isinstance(value, dict):
        return {key: all_showable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [all_showable(inner) for inner in value]
    return value


def _breakable(match: re.Match[str]) -> str:
    word = match[0]
    return "\u200b".join(word[i : i + LONGEST_WORD] for i in range(0, len(word), LONGEST_WORD))


@cache
def _unshowable() -> re.Pattern[str]:
    rows = (FONTS / "coverage.txt").read_text("utf-8").splitlines()
    ranges = (row.split("-") for row in rows if not row.startswith("#"))
    shown = "".join(f"\\U{int(first, 16):08x}-\\U{int(last, 16):08x}" for first, last in ranges)
    return re.compile(f"[^{shown}]+")
