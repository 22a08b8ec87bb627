"""The letter as a tagged PDF (PDF/UA-1), made by typst from the same blocks as the page.

The text travels as JSON and is never read as markup. Characters that the shipped fonts cannot show are
replaced: PDF/UA forbids a character without a glyph, and some make typst stop. The same letter gives the
same bytes.
"""

import json
import re
import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from samsyn.cases.letters.blocks import Letter

UNSHOWABLE = "□"  # stands for one or more characters that no shipped font can show
_AFTER = (
    r"\d|timm|minut|gång|dag|dygn|stycken|kap\.|§|kronor|hour|times|tunti|kerta|päiv|vuorokau|kruunu|luvun|\w+kuuta"
    r"|januar|februar|mar|april|maj|jun|jul|august|september|o[ck]tober|november|december|January|February|March|April"
    r"|May|June|July|August|September|October|November|December"
)
_COUNTED = re.compile(rf"(?:(?<=\d)|(?<=\d\.)) (?={_AFTER})")  # never parted
LONGEST_WORD = 30  # letters; longer ones get places where they may be broken
_HERE = Path(str(files("samsyn.cases.letters")))


def pdf(letter: Letter, *, large_print: bool = False) -> bytes:
    """The letter as a PDF of A4 pages, in 13 points or, in large print, 18."""
    content = json.dumps(_showable(asdict(letter) | {"dated": letter.dated.isoformat()}), ensure_ascii=False)
    return typst.compile(
        _HERE / "letter.typ",
        root=_HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"letter": content, "size": "18" if large_print else "13"},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(letter.dated, time(), UTC),
    )


def showable(text: str) -> str:
    """The text with what the fonts cannot show replaced, long words breakable, and numbers kept together."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    breakable = re.sub(rf"\S{{{LONGEST_WORD},}}", _breakable, _unshowable().sub(UNSHOWABLE, plain))
    return _COUNTED.sub("\u00a0", breakable)


def _showable(value: Any) -> Any:
    """The same structure with every text in it made showable, line by line."""
    if isinstance(value, str):
        return "\n".join(showable(line) for line in value.split("\n"))
    if isinstance(value, dict):
        return {key: _showable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_showable(inner) for inner in value]
    return value


def _breakable(match: re.Match[str]) -> str:
    word = match[0]
    return "\u200b".join(word[i : i + LONGEST_WORD] for i in range(0, len(word), LONGEST_WORD))


@cache
def _unshowable() -> re.Pattern[str]:
    rows = (_HERE / "fonts" / "coverage.txt").read_text("utf-8").splitlines()
    ranges = (row.split("-") for row in rows if not row.startswith("#"))
    shown = "".join(f"\\U{int(first, 16):08x}-\\U{int(last, 16):08x}" for first, last in ranges)
    return re.compile(f"[^{shown}]+")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_HERE / "fonts"])
