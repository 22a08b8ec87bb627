"""The letter as a tagged PDF (PDF/UA-1), made by typst from the same blocks as the page. Same letter, same bytes."""

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.typeset import typeset

_TEMPLATE = Path(str(files("samsyn.cases.letters"))) / "letter.typ"


def pdf(letter: Letter, *, large_print: bool = False) -> bytes:
    """The letter as a PDF of A4 pages, in 13 points or, in large print, 18."""
    told = asdict(letter) | {"dated": letter.dated.isoformat()}
    return typeset(_TEMPLATE, {"letter": told}, dated=letter.dated, size=18 if large_print else 13)
