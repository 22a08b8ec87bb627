"""The report as a tagged PDF (PDF/UA-1), set by typst from the same blocks as the page, as a letter is."""

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from samsyn.cases.letters.glyphs import showable
from samsyn.cases.letters.typeset import typeset
from samsyn.web.equity.report import Block, Figure, Report

_HERE = Path(str(files("samsyn.web.equity")))


def pdf(report: Report) -> bytes:
    """The report as A4 pages. The same report gives the same bytes."""
    told = {
        "title": report.title, "sender": report.sender, "reference": report.reference, "foot": report.foot,
        "page_words": report.page_words, "language": report.language, "blocks": [_block(b) for b in report.blocks],
    }  # fmt: skip
    pictures = [block.picture.svg for block in report.blocks if isinstance(block, Figure)]
    return typeset(_HERE / "report.typ", {"report": told}, drawings=pictures, dated=report.dated)


def _block(block: Block) -> dict[str, Any]:
    if not isinstance(block, Figure):
        return asdict(block)
    picture = block.picture
    told = {"title": picture.title, "alt": showable(picture.alt), "note": picture.note, "table": asdict(picture.table)}
    return {"kind": block.kind, **told}
