"""Setting with typst: a template, texts as JSON that is never read as markup, and our own fonts alone (PDF/UA-1)."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from samsyn.cases.letters.glyphs import FONTS, all_showable


def typeset(
    template: Path, content: Mapping[str, Any], *, dated: date, size: int = 13, drawings: Sequence[str] = ()
) -> bytes:
    """The template filled with what stands under each name, in points; `drawings` are SVG. Same in, same bytes out."""
    told = {name: json.dumps(all_showable(value), ensure_ascii=False) for name, value in content.items()}
    return typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={**told, "size": str(size), "drawings": json.dumps(list(drawings), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(dated, time(), UTC),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
