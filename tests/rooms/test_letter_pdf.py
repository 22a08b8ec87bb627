"""The letter as a PDF and as a page: tagged, complete, the same every time, and safe whatever is written in it."""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from samsyn.cases.letters.blocks import Heading, Paragraph
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.content import (
    LetterContent,
    Recipient,
    Sender,
)
from samsyn.cases.letters.glyphs import UNSHOWABLE, showable
from samsyn.cases.letters.render import pdf
from tests.rooms.letters import a_content, a_line, partly, refused, said, text_of


def read(content: LetterContent, **options: bool) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(compose(content), **options)))


def tags_in(reader: PdfReader) -> list[str]:
    """The structure types of the tag tree, depth first."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for inner in node:
                walk(inner)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


class TestPdf:
    def test_it_is_tagged_titled_and_in_swedish(self) -> None:
        reader = read(a_content(a_line(), refused()))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "sv-SE"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None
        assert reader.metadata.title == "Beslut om stöd till dig"
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()

    def test_headings_lists_and_table_heads_are_tagged(self) -> None:
        found = tags_in(read(a_content(a_line(), refused())))
        assert found.count("/H1") == 1
        assert {"/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= set(found)

    def test_its_fonts_are_embedded(self) -> None:
        fonts = [f.get_object() for page in read(a_content()).pages for f in page["/Resources"]["/Font"].values()]
        assert {str(f["/BaseFont"]).split("+")[-1] for f in fonts} == {
            "AtkinsonHyperlegibleNext-Regular",
            "AtkinsonHyperlegibleNext-Bold",
        }
        descendants = [f["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for f in fonts]
        assert all({"/FontFile2", "/FontFile3"} & set(d) for d in descendants)

    def test_it_says_the_same_as_the_blocks(self) -> None:
        content = a_content(a_line(), refused())
        text = text_of(read(content))
        for sentence in said(compose(content)).split("\n"):
            if not sentence.startswith("Vad du ville ha"):  # the caption is for the page, where headings are skipped
                assert sentence.replace(" ", "").replace("\u00a0", "") in text.replace(" ", "")

    def test_the_foot_counts_pages_and_names_the_case(self) -> None:
        reader = read(a_content())
        total = len(reader.pages)
        for number, page in enumerate(reader.pages, 1):
            text = " ".join(page.extract_text().split())
            assert f"Sida {number} av {total}" in text
            assert "Äldrenämnden, Ekviks kommun · 20 november 2026 · Ärende 2026-0042 · Brevmall: beslut-1.2" in text

    def test_the_same_letter_is_the_same_bytes(self) -> None:
        letter = compose(a_content())
        assert pdf(letter) == pdf(letter)

    def test_large_print_says_the_same_on_more_paper(self) -> None:
        small, large = read(a_content()), read(a_content(), large_print=True)
        assert len(large.pages) > len(small.pages)
        assert "Du får hemtjänst 7 timmar och 30 minuter i veckan." in text_of(large)


class TestHostileText:
    def test_markup_is_only_text(self) -> None:
        hostile = '#read("/etc/passwd") *fet* _kursiv_ $x^2$ @ref <label> // \\ {amount} #import "x": * `kod`'
        text = text_of(read(a_content(partly(reasons=hostile, goal=hostile), summary=hostile)))
        assert '#read("/etc/passwd") *fet* _kursiv_ $x^2$' in text
        assert "{amount}" in text
        assert "root:" not in text

    @pytest.mark.parametrize(
        "text",
        [
            "x" * 10_000,
            "ord " * 2_500,
            "🙂👨‍👩‍👧 hej 你好",
            "مرحبا",
            "\x00\x01\x0b\ufeff\u202e\u2028",
            "e\u0301\u0327\u0330\u0489" * 50,
            "rad\nrad\n\n\nrad\r\nrad",
            "\ud7ff\ue000\uffff\U0010ffff",
        ],
    )
    def test_any_text_gives_a_letter(self, text: str) -> None:
        content = a_content(partly(reasons=f"Skäl {text}", goal=text, areas=(text,)), summary=text)
        name = replace(content.recipient, name=f"Astrid {text[:80]}")
        assert len(read(replace(content, recipient=name)).pages) >= 2

    def test_what_no_font_can_show_is_marked_and_the_rest_kept(self) -> None:
        assert showable("Hej 🙂 Zoë Łukasz Šárka") == f"Hej {UNSHOWABLE} Zoë Łukasz Šárka"

    @settings(max_examples=40, deadline=None)
    @given(text=st.text(max_size=60))
    def test_drawn_text_gives_a_letter(self, text: str) -> None:
        assert pdf(compose(a_content(a_line(goal=text), summary=text))).startswith(b"%PDF")

    def test_every_character_said_to_be_shown_is(self) -> None:
        every = "".join(chr(n) for n in range(0x20, 0x2600) if n == 0x20 or showable(chr(n)) == chr(n))
        assert {"å", "Ö", "–", "ŋ", "ψ", "ж"} <= set(every)
        words = " ".join(every[i : i + 20] for i in range(0, len(every), 20))
        assert pdf(compose(a_content(a_line(goal=words), request=None))).startswith(b"%PDF")

    def test_empty_optional_fields_leave_no_holes(self) -> None:
        bare = a_content(
            a_line(applied=None, areas=(), goal=""),
            sender=Sender("Ekviks kommun", "Äldrenämnden"),
            phone="",
            recipient=Recipient("Astrid Ek", "TK2026-0007"),
            request=None,
            presented_by=None,
            contact=None,
        )
        letter = compose(bare)
        assert "None" not in said(letter)
        assert all(block.text for block in letter.blocks if isinstance(block, Heading | Paragraph))
        assert pdf(letter).startswith(b"%PDF")


class TestPage:
    def test_it_is_the_blocks_escaped_with_headings_in_order(self) -> None:
        letter = compose(a_content(partly(reasons="<script>alert(1)</script>"), refused()))
        page = render_to_string("cases/_letter.html", {"letter": letter})
        assert "<script>" not in page
        assert page.count("<h1>") == 1
        assert '<th scope="col">Du får</th>' in page
        assert '<article class="letter" lang="sv">' in page

    def test_it_moves_its_headings_down_under_a_page_heading(self) -> None:
        page = render_to_string("cases/_letter.html", {"letter": compose(a_content()), "shift": 1})
        assert "<h1>" not in page
        assert "<h2>Beslut om hemtjänst</h2>" in page
