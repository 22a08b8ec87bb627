"""The committee's report: complete, readable by everybody, and it tells no small count in any of its forms."""

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from samsyn.equity.estimate import Estimate
from samsyn.equity.note import Note
from samsyn.equity.safe import OFFICE, STRICTEST
from samsyn.equity.simpson import Pooling, Within
from samsyn.web.equity.files import covered, figures, report_file
from samsyn.web.equity.report import Report, reported
from samsyn.web.equity.report_pdf import pdf
from samsyn.web.equity.report_safe import coarse, told
from samsyn.web.equity.scales import Scale
from tests.rooms.letters import text_of
from tests.web.equity_reports import ACTION, amounts, content, examined, measured


@pytest.fixture(scope="module")
def report() -> Report:
    return reported(
        content(
            measured(examined(), actions=(ACTION, replace(ACTION, came_of="Skillnaden är mindre."))),
            measured(amounts(), label="Beviljad tid i veckan", measure="minutes_week", query="minutes.1"),
            measured(None, label="Målen nåddes"),
        )
    )


@pytest.fixture(scope="module")
def paper(report: Report) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(report)))


def nodes(reader: PdfReader) -> list[dict[str, Any]]:
    """The elements of the tag tree, depth first."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for inner in node:
                walk(inner)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def page(of: Report) -> str:
    found = render_to_string("equity/report.html", {"report": of, "files": ""})
    return found[found.index("<article") : found.index("</article>")]


def words_of(html: str) -> str:
    """What a reader sees or hears of a page."""
    spoken = " ".join(re.findall(r'aria-label="([^"]*)"', html))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)) + " " + spoken


def cells(of: Report, form: str) -> list[list[Any]]:
    answer = report_file(of, form)
    whole = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    if form == "csv":
        return list(csv.reader(io.StringIO(whole.decode("utf-8-sig")), delimiter=";"))
    return [list(row) for row in load_workbook(io.BytesIO(whole)).active.values]  # type: ignore[union-attr]


class TestContents:
    def test_it_says_what_was_measured_when_and_with_which_question(self, report: Report) -> None:
        text = words_of(page(report))
        for said in (
            "Får kvinnor och män samma stöd?", "Ekviks", "1 jan – 31 dec 2025", "granted.1·7c1f", "minutes.1",
            "Personer vars senaste beslut", "15 januari 2026",
        ):  # fmt: skip
            assert said in text or said in report.sender[0]

    def test_each_outcome_has_three_gaps_in_words_in_a_picture_and_in_a_table(self, report: Report) -> None:
        html = page(report)
        assert "Med hänsyn till ålder och hushåll: 5 procentenheter lägre" in html
        assert "Med hänsyn till ålder och hushåll: 35 minuter i veckan lägre" in html
        assert html.count('class="picture"') == 3  # all in one, and one for each that could be measured
        assert html.count("<details open") == 3

    def test_what_cannot_be_decided_says_why(self, report: Report) -> None:
        assert "Det går inte att avgöra. Det finns för få beslut." in page(report)

    def test_actions_have_role_days_and_what_came_of_them(self, report: Report) -> None:
        text = words_of(page(report))
        assert "gruppledare" in text
        assert "öppnad 10 feb 2026; klar senast 1 maj 2026; mäts igen 1 okt 2026" in text
        assert "Skillnaden är mindre." in text
        assert "pågår" in text

    def test_that_need_may_hide_a_bias_is_said_by_the_figures(self, report: Report) -> None:
        assert page(report).count("kan dölja") >= 2

    def test_a_difference_that_turns_round_is_told_without_the_figures_of_the_parts(self) -> None:
        part = Estimate(0.03, 0.01, 0.05, 23)
        turned = Pooling("K", "M", part, (Within("age", (), (), part, reverses=True, certain=True),))
        found = page(reported(content(measured(replace(examined(), pooling=turned)))))
        assert "När besluten delas upp efter ålder vänder skillnaden" in found
        assert "23" not in words_of(found)

    def test_nothing_measured_is_said(self) -> None:
        assert "Inget utfall är mätt för perioden." in page(reported(content()))

    def test_english_is_whole(self) -> None:
        told = measured(examined(), label="Granted", definition="Persons without refusal.")
        english = content(told, language="en", compared="women", reference="men", group="Women and men", names=())
        with override("en"):
            text = words_of(page(reported(english)))
        assert "Do women and men get the same support?" in text
        assert not re.search(r"\b(och|inte|för|skillnad|andel|skäl|saknas)\b", text, re.IGNORECASE)

    def test_an_interval_that_leaves_out_nought_still_does_when_it_is_rounded(self) -> None:
        found = coarse(Estimate(-0.05, -0.098, -0.002, 800), Scale("share", whole=True), STRICTEST)
        assert not found.is_none
        assert Scale("share", whole=True).interval(found) == "mellan 10 lägre och 0"


DEFINITION_SV = "Personer vars senaste beslut i perioden inte innehåller något avslag."


class TestPdf:
    def test_it_is_tagged_titled_and_in_its_language(self, paper: PdfReader) -> None:
        root = paper.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "sv-SE"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert paper.metadata is not None
        assert paper.metadata.title == "Får kvinnor och män samma stöd?"
        assert b"pdfuaid" in root["/Metadata"].get_object().get_data()

    def test_headings_lists_and_table_heads_are_tagged(self, paper: PdfReader) -> None:
        tags = [str(node["/S"]) for node in nodes(paper)]
        assert tags.count("/H1") == 1
        assert {"/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(tags)

    def test_every_picture_has_its_words_and_its_table(self, paper: PdfReader) -> None:
        told = [str(node["/Alt"]) for node in nodes(paper) if str(node["/S"]) == "/Figure"]
        assert len(told) == 3
        assert "5 procentenheter lägre" in told[1].replace("\u00a0", " ")

    def test_its_fonts_are_embedded_and_ours(self, paper: PdfReader) -> None:
        fonts = {
            str(f.get_object()["/BaseFont"]).split("+")[-1]
            for p in paper.pages
            for f in p["/Resources"]["/Font"].values()
        }
        assert fonts == {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"}

    def test_it_says_what_the_page_says(self, report: Report, paper: PdfReader) -> None:
        text = text_of(paper).replace("\u00a0", " ").replace(" ", "")
        for block in report.blocks:
            for said in (getattr(block, "text", ""), *getattr(block, "items", ())):
                assert re.sub(r"\s", "", said) in text

    def test_the_same_report_is_the_same_bytes(self, report: Report) -> None:
        assert pdf(report) == pdf(report)

    def test_markup_is_only_text(self) -> None:
        hostile = replace(ACTION, what='#read("/etc/passwd") *fet* $x$ <script>alert(1)</script>')
        found = reported(content(measured(examined(), actions=(hostile,))))
        assert '#read("/etc/passwd")' in text_of(PdfReader(io.BytesIO(pdf(found))))
        assert "<script>" not in page(found)

    def test_it_is_an_answer_that_the_second_wall_can_cover(self) -> None:
        secret = replace(ACTION, what="Ring till Storgatan 1 i Ekvik.")
        found = reported(content(measured(examined(), actions=(secret,))))
        answer = report_file(found, "pdf")
        answer.cover(lambda text: text.replace("Storgatan 1", "[dolt]"))  # type: ignore[attr-defined]
        text = text_of(PdfReader(io.BytesIO(answer.content)))  # type: ignore[attr-defined]
        assert "[dolt]" in text
        assert "Storgatan" not in text

    def test_covering_nothing_changes_nothing(self, report: Report) -> None:
        assert covered(report, lambda text: text) == report


class TestFiles:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_every_figure_carries_n_period_definition_and_version(self, report: Report, form: str) -> None:
        head, *rows = cells(report, form)
        assert head[:3] == ["Utfall", "Mått", "Värde"]
        gap = next(row for row in rows if str(row[1]).startswith("Med hänsyn"))
        assert [str(x) for x in gap[2:7]] == ["-5", "-10", "0", "procentenheter", "790"]
        assert gap[7:] == ["1 jan – 31 dec 2025", DEFINITION_SV, "granted.1·7c1f"]

    def test_csv_and_xlsx_say_the_same(self, report: Report) -> None:
        plain = lambda rows: [["" if c is None else str(c) for c in row] for row in rows]  # noqa: E731
        assert plain(cells(report, "csv")) == plain(cells(report, "xlsx"))

    def test_another_form_is_refused(self, report: Report) -> None:
        with pytest.raises(KeyError):
            report_file(report, "docx")


SHARES = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))).filter(lambda t: t[1] > 0)


def rates_under(whole: Report) -> list[float]:
    return [row[2] for row in figures(whole)[1:] if str(row[1]).startswith("Andel") and not isinstance(row[2], str)]


class TestSmallCounts:
    """SafeTable with STRICTEST: nothing anywhere tells that somebody is one of one to seven."""

    def test_too_few_is_a_word_and_never_a_figure(self) -> None:
        found = reported(content(measured(examined((37, 40), (30, 45)))))  # three women were refused
        text = words_of(page(found))
        assert "för få" in text
        assert "procentenhet" not in text.replace("procentenheter eller", "")
        assert all(row.figure is None for row in found.told[0].gaps)

    def test_notes_that_hold_counts_are_not_said(self) -> None:
        notes = (
            Note.of("separated", column="age", value="80-84", rows=3, share=Note.of("always")),
            Note.of("many_left_out", rows=6),
        )
        verdict = Note.of("cannot_be_decided", why=Note.of("ask_narrower", rows=2317))
        text = words_of(page(reported(content(measured(examined(notes=notes, verdict=verdict))))))
        assert "80-84" not in text
        assert "ungefär 2 400 beslut" in text.replace("\u00a0", " ")

    def test_facts_that_could_not_be_counted_are_not_told_as_too_few_decisions(self) -> None:
        verdict = Note.of("cannot_be_decided", why=Note.of("ask_adjustable"))
        said = told(measured(examined(verdict=verdict)), content()).verdict
        assert "kunde inte räknas om" in said
        assert "räcker inte" not in said

    def test_a_verdict_that_comes_to_hold_a_number_is_not_said(self) -> None:
        verdict = Note.of("unexplained_difference", among=Note.of("ask_narrower", rows=3))
        assert told(measured(examined(verdict=verdict)), content()).verdict == "Det går inte att avgöra."

    def test_counts_are_rounded_to_five(self) -> None:
        rows = figures(reported(content(measured(examined((310, 403), (330, 391))))))
        counts = [row[6] for row in rows[1:] if isinstance(row[6], int)]
        assert counts
        assert all(n % 5 == 0 and n >= 8 for n in counts)

    def test_the_rule_is_what_the_municipality_has_set(self) -> None:
        found = told(measured(examined((303, 403), (330, 391))), content(rule=OFFICE))
        assert found.groups is not None
        assert found.groups["kvinnor",].value == 403  # type: ignore[union-attr]

    @settings(max_examples=60, deadline=None)
    @given(women=SHARES, men=SHARES, left_out=st.tuples(st.integers(0, 12), st.integers(0, 12)))
    def test_no_form_tells_a_count_of_one_to_seven(
        self, women: tuple[int, int], men: tuple[int, int], left_out: tuple[int, int]
    ) -> None:
        outcome = measured(examined(women, men, left_out))
        shown = told(outcome, content())
        parts = [k for yes, n in (women, men) for k in (yes, n - yes, n)]
        rows = figures(Report("", (), (), (), "", ("", ""), content().made_at.date(), "sv", (shown,)))
        if any(k < 8 for k in parts):  # nought too: that everybody was granted it is told of each of them
            assert all(row.figure is None for row in shown.gaps)
            assert shown.verdict == "Det går inte att avgöra. Det finns för få beslut."
        counts = [row[6] for row in rows[1:] if isinstance(row[6], int)]
        assert all((n >= 8 and n % 5 == 0) or n == 10 for n in counts)
        for rate in rates_under(Report("", (), (), (), "", ("", ""), content().made_at.date(), "sv", (shown,))):
            assert 0 < rate < 100
        for reason, count in zip(("Inte med: Hushåll", "Inte med: Ålder"), left_out, strict=True):
            cell = next((row[6] for row in rows if str(row[1]).startswith(reason)), None)
            assert cell in ({"för få"} if 0 < count < 8 else {None, 5 * ((count + 2) // 5)})

    @settings(max_examples=5, deadline=None)
    @given(women=st.integers(1, 7), of=st.integers(30, 60))
    def test_nor_do_the_words_of_page_paper_and_files(self, women: int, of: int) -> None:
        """Whole forms of a report where some few were refused: the only numbers are those of the rule and the days."""
        found = reported(content(measured(examined((of - women, of), (200, 300), (women, 0)))))
        forms = [
            words_of(page(found)),
            text_of(PdfReader(io.BytesIO(pdf(found)))),
            *(" ".join(str(c) for row in cells(found, form) for c in row) for form in ("csv", "xlsx")),
        ]
        for text in forms:
            told_here = re.sub(
                r"1 jan – 31 dec 2025|15 januari 2026|granted\.1·7c1f|Sida \d av \d|95-?|Antal under 8|närmaste 5",
                "",
                text.replace("\u00a0", " "),
            )
            numbers = {int(n) for n in re.findall(r"\d+", told_here)}
            assert not numbers & set(range(1, 8)), told_here
