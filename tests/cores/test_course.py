"""The introduction's content: every file can be read, its questions answered, its law exists, its words are plain."""

import re

import pytest

from samsyn.cases.law import paragraphs
from samsyn.people.course import modules, read

MODULES = modules()
LAW = re.compile(r"\b(?:SoL|LSS|OSL|FL|SoLPuL|SoLPuF) \d+(?::\d+)?(?: [a-z](?=\)|,| och))?")
LONGEST_SENTENCE = 25  # words


def texts(one):
    for screen in one.screens:
        yield screen.title
        for part in screen.parts:
            yield from part.items or (part.text,)
    for question in one.questions:
        yield question.text
        for answer in question.answers:
            yield from (answer.text, answer.why)


def test_there_are_eight_in_order():
    keys = [one.key for one in MODULES]
    assert keys == [
        "vardegrund", "rattigheter", "planen", "tidskontot", "sakerhet", "dokumentation", "mat-och-hygien", "nattillsyn"
    ]  # fmt: skip


@pytest.mark.parametrize("one", MODULES, ids=lambda m: m.key)
def test_a_module_is_short_and_whole(one):
    assert 3 <= len(one.screens) <= 6
    assert 3 <= len(one.questions) <= 5
    assert all(screen.parts for screen in one.screens)
    assert one.title
    assert one.minutes > 0
    assert one.version > 0


@pytest.mark.parametrize("one", MODULES, ids=lambda m: m.key)
def test_each_question_has_one_right_answer_or_says_that_there_may_be_several(one):
    for question in one.questions:
        assert len(question.answers) >= 3
        assert len({answer.text for answer in question.answers}) == len(question.answers)
        assert all(answer.why.strip() for answer in question.answers)
        assert 1 <= len(question.right) < len(question.answers)
        assert question.several or len(question.right) == 1


@pytest.mark.parametrize("one", MODULES, ids=lambda m: m.key)
def test_each_paragraph_is_in_the_law_table_and_in_the_head(one):
    cited = {found for text in texts(one) for found in LAW.findall(text)}
    assert cited == set(one.law)
    assert cited <= set(paragraphs())


@pytest.mark.parametrize("one", MODULES, ids=lambda m: m.key)
def test_sentences_are_short(one):
    sentences = [s for text in texts(one) for s in re.split(r"(?<=[.!?:])\s+", text)]
    assert [s for s in sentences if len(s.split()) > LONGEST_SENTENCE] == []
    assert sum(len(s.split()) for s in sentences) / len(sentences) < 12


NO_ANSWER = "---\ntitle: A\n---\n# S\n? Q\nyes\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [("no head", "no head"), ("---\ntitle: A\n---\nbefore\n", "before the first"), (NO_ANSWER, "no answer")],
)
def test_a_file_that_cannot_be_read_says_where(text, said):
    with pytest.raises(ValueError, match=said):
        read("one", text)
