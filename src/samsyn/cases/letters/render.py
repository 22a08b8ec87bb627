"""The letter as a tagged PDF (PDF/UA-1), made by typst from the same blocks as the page.

The text travels as JSON and is never read as markup. Characters that the shipped fonts cannot show are
replaced: PDF/UA forbids a character without a glyph, and some make typst stop. The same letter gives the
same bytes.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.glyphs import all_showable

_HERE = Path(str(files("samsyn.cases.letters")))


def pdf(letter: Letter, *, large_print: bool = False) -> bytes:
    """The letter as a PDF of A4 pages, in 13 points or, in large print, 18."""
    content = json.dumps(all_showable(asdict(letter) | {"dated": letter.dated.isoformat()}), ensure_ascii=False)
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


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_HERE / "fonts"])
