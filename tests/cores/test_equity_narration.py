"""An examination in plain words: golden texts in both languages, and what must always be said."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from samsyn.equity.examination import Asked, StepCount, UnitStart
from samsyn.equity.examine import examine
from samsyn.equity.narration import Amounts, narrate
from tests.decided import ASKED, TODAY, begun, decided, turned

GOLDEN = Path(__file__).parent.parent / "golden" / "equity"
NAMES = {
    "sv": {
        "beslut": "hemtjänst", "kön=kvinna": "kvinnor", "kön=man": "män", "behov": "hjälp per dag",
        "handläggare": "handläggare",
    },
    "en": {
        "beslut": "home care", "kön=kvinna": "women", "kön=man": "men", "behov": "help a day", "ålder": "age",
        "område": "area", "handläggare": "caseworkers",
    },
}  # fmt: skip
STEPS = {
    "sv": (StepCount("utredning", 3000, 2000), StepCount("beslut", 2450, 1650)),
    "en": (StepCount("investigation", 3000, 2000), StepCount("decision", 2450, 1650)),
}


def asked_of(case, language):
    if case == "difference":
        first = StepCount("", 3400, 2200)
        return replace(ASKED, changed_on=date(2024, 1, 1), steps=(first, *STEPS[language]))
    if case == "reversal":
        return Asked("beslut", "kön", facts=("område",))
    return replace(ASKED, facts=("ålder",)) if case == "undecided" else ASKED


CASES = {
    "difference": lambda: decided(6000, gap=0.6, strict=1.2, seed=2),
    "none": lambda: decided(12_000),
    "undecided": lambda: decided(800),
    "reversal": lambda: turned(amounts=True),
}


@pytest.fixture(scope="module")
def told():
    """The text of each case and language, each examined once."""
    found = {}
    for case, made in CASES.items():
        columns = made()
        examination = examine(columns, asked_of(case, "sv"), TODAY)
        for language in ("sv", "en"):
            own = replace(examination, asked=asked_of(case, language))
            if case == "difference":
                steps = tuple(
                    replace(step, name=count.name)
                    for step, count in zip(examination.selection.steps, STEPS[language], strict=True)
                )
                own = replace(own, selection=replace(examination.selection, steps=steps))
            steps = narrate(own, language, names=NAMES[language])
            found[case, language] = "".join(f"# {s.title}\n" + "".join(f"{t}\n" for t in s.sentences) for s in steps)
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_text_is_the_golden_one(told, case, language):
    assert told[case, language] == (GOLDEN / f"{case}.{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_what_must_always_be_said_is_said(told, case):
    swedish = told[case, "sv"]
    assert "inte bevisad diskriminering" in swedish
    assert "kan vara en följd av diskriminering" in swedish
    assert "dölja en snedhet" in swedish
    assert "en av tjugo" in swedish
    assert "systemet" not in swedish
    for title in ("Mönster", "Problemformulering", "Möjliga orsaker", "Prövning av orsakerna", "Åtgärd"):
        assert f"# {title}\n" in swedish


def test_what_cannot_be_decided_says_what_would_decide_it(told):
    assert "Det går inte att avgöra." in told["undecided", "sv"]
    assert "skulle avgöra det" in told["undecided", "sv"].split("# Åtgärd")[1]


def test_a_reversal_is_warned_of_where_the_causes_are_told(told):
    assert "Se upp: skillnaden vänder inom område" in told["reversal", "sv"].split("# Möjliga orsaker")[1]
    assert "Se upp" not in told["difference", "sv"]


def test_units_are_told_by_name_and_never_ranked():
    columns = decided(9000, strict=1.5, seed=3)
    columns["beslut"] = [
        "ja" if officer == "H01" and n % 2 else yes
        for n, (officer, yes) in enumerate(zip(columns["handläggare"], columns["beslut"], strict=True))
    ]
    steps = {step.name: " ".join(step.sentences) for step in narrate(examine(columns, ASKED, TODAY), "sv")}
    assert "H01 och H03" in steps["test"]
    assert "ingen rangordning" in steps["test"]


def test_a_table_with_too_few_rows_is_told_without_a_figure():
    few = {name: column[:12] for name, column in decided().items()}
    for language in ("sv", "en"):
        text = " ".join(t for step in narrate(examine(few, ASKED, TODAY), language) for t in step.sentences)
        assert "%" not in text
        assert ("fler beslut skulle avgöra det" if language == "sv" else "more decisions would decide it") in text


def test_a_change_and_staggered_starts_are_told_with_what_they_hang_on():
    asked = replace(ASKED, units=(), facts=(), need=(), changed_on=date(2024, 3, 1))
    changed = narrate(examine(decided(30_000, gap=1.0, changed=26), asked, TODAY), "en")[3].sentences
    assert any(t.startswith("After the change of 2024-03-01") for t in changed)
    assert any("assumptions of the trend" in t for t in changed)
    starts = tuple(UnitStart(f"E{number:02}", date(2023, 1, 2)) for number in range(6))
    begun_at = Asked("beslut", "kön", starts_of="enhet", starts=starts)
    told = narrate(examine(begun(0.25), begun_at), "sv")[3].sentences
    assert any(t.startswith("Bland 12\N{NO-BREAK SPACE}enheter som började vid olika tider") for t in told)


def test_columns_have_their_readable_names_in_every_sentence():
    columns = {name: column for name, column in decided(2000).items() if name != "decided_on"}
    columns["ålder"][:7] = [None] * 7
    asked = replace(ASKED, units=("kommun",))
    text = "\n".join(
        t
        for step in narrate(examine(columns, asked), "sv", names={"ålder": "åldersgrupp", "kommun": "hemkommun"})
        for t in step.sentences
    )
    assert "7\N{NO-BREAK SPACE}rader där åldersgrupp saknas" in text
    assert "Hemkommun: här går inget att säga. Tabellen saknar kolumnen hemkommun" in text
    assert "ålder " not in text


def test_amounts_are_written_as_their_outcome_is_with_its_unit():
    found = examine(decided(2000, amounts=True), ASKED, TODAY)
    low, high = (f"{n:.0f}".replace("-", "−") for n in (found.answer.crude.low, found.answer.crude.high))
    pattern = narrate(found, "sv", amounts=Amounts(0, "timmar"))[0].sentences
    gap = next(sentence for sentence in pattern if "minus" in sentence)
    assert f" timmar ({low} till " in gap.replace("+", "")
    assert f"till {high})" in gap.replace("+", "")
    assert not any("," in word and word.strip("().,−+").replace(",", "").isdigit() for word in gap.split())
