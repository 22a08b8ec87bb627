"""A decision's letter always names the right remedy for its regime and date, in every language (FL 33, 44; KL 13:5)."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samsyn.cases.law import NotInForce
from samsyn.cases.letters.blocks import Heading, Letter
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.content import Correction, Line, Outcome
from samsyn.cases.letters.texts import voice_on
from samsyn.cases.letters.words import words_in
from samsyn.cases.regimes import Remedy, Starts, regime, regimes
from samsyn.people.languages import Language
from tests.rooms.letters import SENDER, a_content, a_line, headings, partly, refused, said

SWITCH = date(2025, 7, 1)
DAYS = st.dates(date(2025, 6, 20), date(2025, 7, 12)) | st.dates(date(2025, 12, 20), date(2026, 1, 10))
MADE = {Outcome.GRANTED: a_line, Outcome.PARTLY: partly, Outcome.REFUSED: refused}
SENT_TO_US = ", ".join((SENDER.municipality, SENDER.committee, *SENDER.address))
COURT = ", ".join((SENDER.court, *SENDER.court_address))

# What only a letter about an appeal, or about a review of legality, may say.
APPEALS = {
    "sv": ("inom tre veckor från den dag du fick del av beslutet", "kan du överklaga.", "Så överklagar du"),
    "sv-simple": ("De tre veckorna börjar den dag du fick beslutet", "kan du överklaga.", "Så överklagar du"),
    "en": ("from the day you received the decision", "you can appeal.", "How to appeal"),
    "fi": ("jona sait päätöksen tiedoksi", "voit hakea muutosta", "Näin haet muutosta"),
}
REVIEWS = {
    "sv": ("på sin anslagstavla", "laglighetsprövning"),
    "sv-simple": ("en anslagstavla på sin webbplats", "laglighetsprövning"),
    "en": ("on its notice board", "review of legality"),
    "fi": ("ilmoitustaulullaan", "laillisuuden tutkimista"),
}


def of_day(code: str, day: date) -> bool:
    return regime(code).in_force(day)


def letter_about(lines: list[Line], day: date, language: str, **more: object) -> Letter:
    return compose(a_content(*lines, decided_on=day, **more), language)


def line(code: str, outcome: Outcome, intervention: str = "HEMTJANST") -> Line:
    return MADE[outcome](regime=code, intervention=intervention)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", regimes())
@settings(max_examples=8, deadline=None)
@given(day=DAYS, outcome=st.sampled_from(Outcome))
def test_one_line_has_the_remedy_of_its_regime_and_no_other(
    code: str, outcome: Outcome, language: Language, day: date
) -> None:
    if not of_day(code, day):
        with pytest.raises(NotInForce):
            letter_about([line(code, outcome)], day, language)
        return
    letter = letter_about([line(code, outcome)], day, language)
    holds_only(letter, {regime(code).remedy}, language)
    assert words_in(language).cite(regime(code).remedy_law_on(day)) in said(letter)


@settings(max_examples=60, deadline=None)
@given(
    day=DAYS,
    language=st.sampled_from(list(Language)),
    drawn=st.lists(st.tuples(st.sampled_from(list(regimes())), st.sampled_from(list(Outcome))), min_size=2, max_size=5),
)
def test_a_mixed_decision_has_one_section_for_each_remedy(
    day: date, language: Language, drawn: list[tuple[str, Outcome]]
) -> None:
    lines = [line(code, outcome) for code, outcome in drawn if of_day(code, day)]
    assume(lines)
    letter = letter_about(lines, day, language)
    remedies = {regime(each.regime).remedy for each in lines}
    holds_only(letter, remedies, language)
    say = voice_on(day, "decision", language)
    one = len(remedies) == 1
    known = [say(f"{r}.heading") if one else say(f"{r}.heading.some", what="¤").split("¤")[0] for r in remedies]
    assert all(any(h.startswith(k) for h in headings(letter)) for k in known)


@settings(max_examples=25, deadline=None)
@given(day=st.dates(SWITCH, date(2025, 9, 1)), language=st.sampled_from(list(Language)))
def test_a_correction_of_a_decision_from_before_the_switch_keeps_its_remedy(day: date, language: Language) -> None:
    corrects = Correction(date(2025, 6, 20), "Fel datum.")
    letter = letter_about([line("SOL_2001_4_1", Outcome.PARTLY)], day, language, corrects=corrects, version=2)
    former = words_in(language).cite(regime("SOL_2001_4_1").remedy_law_on(date(2025, 6, 20)))
    assert former in said(letter)
    holds_only(letter, {Remedy.APPEAL}, language)


def holds_only(letter: Letter, remedies: set[Remedy], language: str) -> None:
    """A remedy is told of where a line has it, with its start of time and its place; and nowhere else."""
    text = said(letter)
    appeal, court = Remedy.APPEAL in remedies, Remedy.APPEAL_COURT in remedies
    review = Remedy.LEGALITY_REVIEW in remedies
    started, told, heading = APPEALS[language]
    assert (started in text) is (appeal or court)
    assert (told in text) is (appeal or court)
    assert any(h.text.startswith(heading) for h in letter.blocks if isinstance(h, Heading)) is (appeal or court)
    assert (SENT_TO_US in text) is (appeal or court)
    for piece in REVIEWS[language]:
        assert (piece in text) is review, piece
    assert (COURT in text) is review
    assert ("(kammarrätten)" in text or "heter kammarrätten" in text or "prövar kammarrätten" in text) is court


def test_the_remedies_and_the_clocks_they_start_agree() -> None:
    starts = {
        Remedy.APPEAL: Starts.RECEIPT,
        Remedy.APPEAL_COURT: Starts.RECEIPT,
        Remedy.LEGALITY_REVIEW: Starts.ANNOUNCEMENT,
        Remedy.NONE: Starts.NONE,
    }
    assert all(each.starts is starts[each.remedy] for each in regimes().values())


@pytest.mark.parametrize(
    ("code", "other"),
    [("LSS_19", "en annan avgift"), ("SOL_32_1", "en annan avgift"), ("SOL_11_4", "något annat stöd")],
)
def test_a_court_that_reviews_legality_sets_no_other_fee_and_gives_no_other_support(code: str, other: str) -> None:
    """KL 13:8: the court sets a decision aside, and puts no other in its place."""
    text = said(letter_about([line(code, Outcome.GRANTED)], date(2026, 3, 2), "sv"))
    assert f"men inte {'bestämma' if code != 'SOL_11_4' else 'ge dig'} {other}" in text
