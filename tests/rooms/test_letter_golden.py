"""Every kind of letter in every language, as it was read and found good; and as a tagged PDF (FL 33, FL 13)."""

import io
import re

import pytest
from pypdf import PdfReader

from samsyn.cases.letters.glyphs import UNSHOWABLE, showable
from samsyn.cases.letters.render import pdf
from samsyn.people.languages import Language
from tests.golden.kinds import FOLDER, KINDS, as_markdown, path_of
from tests.rooms.letters import said, text_of

CASES = [(kind, language) for kind in KINDS for language in Language]
DRAWN = [(kind, language) for kind in ("mixed", "communication", "fee_decision") for language in Language]


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_a_letter_reads_as_the_golden_one(kind: str, language: Language) -> None:
    """`make golden` renews them; what changed is read with `git diff` before it is committed."""
    assert as_markdown(KINDS[kind](language)) == path_of(kind, language).read_text(encoding="utf-8")


def test_no_golden_letter_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {path_of(*case).name for case in CASES}


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_every_character_has_a_glyph(kind: str, language: Language) -> None:
    text = said(KINDS[kind](language))
    assert UNSHOWABLE not in showable(text)


@pytest.mark.parametrize(("kind", "language"), DRAWN)
def test_its_pdf_is_tagged_in_its_language_and_says_the_same(kind: str, language: Language) -> None:
    letter = KINDS[kind](language)
    reader = PdfReader(io.BytesIO(pdf(letter)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == f"{language.partition('-')[0]}-SE"
    assert reader.metadata is not None
    assert reader.metadata.title == letter.title
    foot = re.escape(_packed(letter.foot + letter.page_words[0])) + r"\d+" + re.escape(letter.page_words[1]) + r"\d+"
    paper = re.sub(foot, "", _packed(text_of(reader)))
    for sentence in said(letter).split("\n"):
        if sentence not in _captions(letter):  # a caption is for the page, where headings are skipped
            assert _packed(sentence) in paper, sentence


def _packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _captions(letter) -> set[str]:
    return {block.caption for block in letter.blocks if block.kind == "table"}
