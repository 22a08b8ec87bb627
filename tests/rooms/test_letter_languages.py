"""Letters in four languages: complete, in their own grammar, and each saying that the Swedish one applies (FL 13)."""

import re
from datetime import date

import pytest

from samsyn.cases.codes import code_list
from samsyn.cases.law import paragraph, paragraphs
from samsyn.cases.letters.blocks import Paragraph
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.texts import FAMILIES, all_texts, voice_on
from samsyn.cases.letters.words import words_in
from samsyn.cases.regimes import regimes
from samsyn.people.languages import Language, language_of, translations
from tests.golden.kinds import KINDS
from tests.rooms.letters import a_content, a_line, partly, refused, said

OTHERS = [language for language in Language if language is not Language.SWEDISH]
GAP = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_piece_is_there_with_the_same_gaps(family: str, language: Language) -> None:
    for swedish, other in zip(all_texts(family), all_texts(family, language), strict=True):
        assert not swedish.pieces.keys() - other.pieces.keys()
        for key, (_, text) in swedish.pieces.items():
            assert set(GAP.findall(other.pieces[key][1])) <= set(GAP.findall(text)), key


@pytest.mark.parametrize("language", OTHERS)
def test_every_law_that_a_letter_may_name_is_explained(language: Language) -> None:
    say = voice_on(date(2026, 11, 20), "decision", language)
    for each in regimes().values():
        assert say.has(f"law.{each.law}"), each.law
        assert len(paragraphs()[each.law]) == 1, "with two wordings the explanation must have two as well"


@pytest.mark.parametrize("language", Language)
def test_every_law_of_a_regime_can_be_cited(language: Language) -> None:
    for each in regimes().values():
        for key in (each.law, each.remedy_law):
            for wording in paragraphs()[key]:
                assert words_in(language).cite(wording)


def test_a_paragraph_keeps_its_swedish_name_and_is_explained() -> None:
    law = paragraph("SoL 11:1", date(2026, 11, 20))
    assert words_in("sv").cite(law) == "11 kap. 1 § socialtjänstlagen (2025:400)"
    assert words_in("en").cite(law) == (
        "11 kap. 1 § socialtjänstlagen (2025:400), in English chapter 11, section 1, of the Social Services Act"
    )
    assert words_in("fi").cite(law) == (
        "11 kap. 1 § socialtjänstlagen (2025:400), suomeksi sosiaalipalvelulain 11 luvun 1 §"
    )
    assert words_in("sv-simple").cite(law) == "socialtjänstlagen, kapitel 11, paragraf 1"


def test_interventions_and_needs_have_names_in_every_language() -> None:
    for codes in ("interventions", "areas"):
        for row in code_list(codes).values():
            assert all(row.labels.get(language) for language in ("en", "fi")), row.code


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_translation_says_that_the_swedish_letter_applies(kind: str, language: Language) -> None:
    say = voice_on(date(2026, 11, 20), "decision", language)
    letter = KINDS[kind](language)
    assert letter.blocks.count(Paragraph(say("translation"), "notice")) == 1
    assert letter.language == language
    assert letter.template.endswith(f"-{language}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_swedish_letter_does_not_call_itself_a_translation(kind: str) -> None:
    assert "Det här är brevet på" not in said(KINDS[kind]("sv"))


@pytest.mark.parametrize("language", ["en", "fi"])
def test_what_people_wrote_is_marked_as_swedish(language: str) -> None:
    letter = compose(a_content(partly(goal="Du är trygg."), summary="Du behöver stöd."), language)
    written = [b.text for b in letter.blocks if isinstance(b, Paragraph) and b.language == "sv"]
    assert written == [
        "Jag behöver hjälp med duschen och maten.",
        "Du är trygg.",
        "Du behöver stöd.",
        "Din dotter hjälper dig med tvätten och vill fortsätta med det.",
    ]


def test_easy_read_has_short_lines_and_no_abbreviations() -> None:
    for family in FAMILIES:
        for key, (_, text) in all_texts(family, Language.EASY)[-1].pieces.items():
            for sentence in re.split(r"\n|(?<=[.?]) ", text):
                assert len(sentence.split()) <= 17, (key, sentence)
            assert not re.search(r"§|\bkap\.|\bt\.ex|\bbl\.a|\bdvs\b|\bm\.m\b", text), key


@pytest.mark.parametrize(
    ("language", "unit", "number", "words"),
    [
        ("en", "minutes_week", 450, "7 hours and 30 minutes a week"),
        ("en", "times_week", 1, "once a week"),
        ("en", "days_month", 14, "14 days and nights a month"),
        ("fi", "minutes_week", 450, "7 tuntia ja 30 minuuttia viikossa"),
        ("fi", "minutes_month", 60, "1 tunti kuukaudessa"),
        ("fi", "times_week", 3, "3 kertaa viikossa"),
        ("fi", "count", 2, "2 kappaletta"),
        ("fi", "count", 1, ""),
        ("sv-simple", "days_month", 2, "2 dagar och nätter i månaden"),
    ],
)
def test_each_language_has_its_own_amounts(language: str, unit: str, number: int, words: str) -> None:
    assert words_in(language).amount(unit, number) == words


@pytest.mark.parametrize(
    ("language", "day", "money", "listed"),
    [
        ("sv", "1 december 2026", "1\u00a0284,50 kronor", "a, b och c"),
        ("en", "1 December 2026", "SEK\u00a01,284.50", "a, b and c"),
        ("fi", "1. joulukuuta 2026", "1\u00a0284,50 kruunua", "a, b ja c"),
        ("sv-simple", "1 december 2026", "1\u00a0284,50 kronor", "a, b och c"),
    ],
)
def test_each_language_has_its_own_days_sums_and_lists(language: str, day: str, money: str, listed: str) -> None:
    words = words_in(language)
    assert words.day(date(2026, 12, 1)) == day
    assert words.money(128_450) == money
    assert words.listed(["a", "b", "c"]) == listed


def test_a_language_that_letters_are_not_written_in_is_an_error() -> None:
    with pytest.raises(ValueError, match="'so'"):
        words_in("so")


@pytest.mark.parametrize(
    ("chosen", "spoken", "language"),
    [("", "sv", "sv"), ("", "fi", "fi"), ("", "so", "sv"), ("sv-simple", "fi", "sv-simple"), ("sv", "fi", "sv")],
)
def test_what_was_chosen_goes_before_what_is_spoken(chosen: str, spoken: str, language: str) -> None:
    assert language_of(chosen, spoken) == language


def test_the_swedish_letter_is_never_a_translation_of_itself() -> None:
    assert translations(["sv", "fi", "sv-simple", "fi"]) == (Language.EASY, Language.FINNISH)


@pytest.mark.parametrize("language", Language)
def test_officials_who_may_be_threatened_are_not_named(language: Language) -> None:
    """FL 33, fourth paragraph (SFS 2025:582)."""
    text = said(compose(a_content(a_line(), refused(), withholds_names=True), language))
    assert "Bo Lind" not in text
    assert "Eva Ström" not in text
    assert "0123-45 60 00" in text
