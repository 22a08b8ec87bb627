"""The vignettes: both versions of each differ in the swapped words alone, and say the same of the need."""

import re
from dataclasses import replace

import pytest

from samsyn.cases.codes import code_list
from samsyn.deidentify import header_of, mask
from samsyn.people.refusals import Invalid
from samsyn.review.vignette import MOST, SLOT, SWAPS, VARIANTS, pieces, render, shipped, swapped, vignette_of

ALL = list(shipped().values())
BY_SEX = [v for v in ALL if v.swap in {"sex", "carer"}]
NAME = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?")
CODES = pytest.mark.parametrize("vignette", ALL, ids=lambda v: v.code)


def test_ten_come_with_the_product_for_every_kind_of_unit_and_with_several_swaps():
    assert len(ALL) == 10
    assert {v.group for v in ALL} >= {"older", "lss", "mental"}
    assert sum(v.swap == "sex" for v in ALL) >= 5
    assert {v.swap for v in ALL} >= {"sex", "age", "partner", "background"}
    asked = {q.intervention for v in ALL for q in v.questions}
    assert asked >= {"HEMTJANST", "SARSKILT_BOENDE", "LEDSAGNING", "AVLOSNING", "BOENDESTOD"}
    assert asked >= {"LSS-9-2", "LSS-9-3", "LSS-9-10"}


@CODES
def test_the_versions_differ_in_the_swapped_words_alone(vignette):
    first, second = (render(vignette.text, variant) for variant in VARIANTS)
    assert first != second
    shared = SLOT.split(vignette.text)[::3]  # what stands between the slots
    for text in (first, second):
        at = 0
        for part in shared:
            at = text.index(part, at) + len(part)
    assert [p for p, is_swapped in pieces(vignette.text, "a") if not is_swapped] == [
        p for p, is_swapped in pieces(vignette.text, "b") if not is_swapped
    ]
    assert "".join(p for p, _ in pieces(vignette.text, "b")) == second


@CODES
def test_an_invented_name_that_is_swapped_is_swapped_everywhere(vignette):
    """Each name in a swap has its counterpart, and none stands outside one."""
    pairs = [(a, b) for a, b in swapped(vignette.text) if NAME.match(a) and a.lower() not in {"hon", "han"}]
    names = {n for a, b in pairs for n in (*NAME.findall(a), *NAME.findall(b))} - {"Hustrun", "Maken", "Hon", "Han"}
    outside = SLOT.sub(" ", vignette.text)
    assert not [name for name in names if re.search(rf"\b{name}s?\b", outside)]
    if vignette.swap in {"sex", "carer", "background"}:
        assert names
    for a, b in pairs:
        assert len(NAME.findall(a)) == len(NAME.findall(b))


@pytest.mark.parametrize("vignette", BY_SEX, ids=lambda v: v.code)
def test_without_sex_both_versions_are_one_text(vignette):
    """By the product's own masking, which knows every word that tells somebody's sex: nothing else differs."""
    masked = []
    for variant in VARIANTS:
        names = [NAME.findall(slot[VARIANTS.index(variant)]) for slot in swapped(vignette.text)]
        known = [pair for pair in names if len(pair) == 2 and pair[0] not in {"Hustrun", "Maken"}]
        first, last = known[0]
        named = {"person": {"first": first, "last": last}}
        if vignette.swap == "carer":
            other = next(n for n in names if n and n[0] in {"Hustrun", "Maken"})[1]
            named["relatives"] = [{"first": other, "last": last, "relation": "make"}]
        masked.append(mask(render(vignette.text, variant), header_of(named)).text)
    assert masked[0] == masked[1]


@CODES
def test_needs_and_questions_are_of_the_products_own_lists(vignette):
    assert vignette.needs
    assert all(need.area in code_list("areas") for need in vignette.needs)
    assert all(q.unit == code_list("interventions")[q.intervention].extra["unit"] for q in vignette.questions)
    assert vignette.source
    assert vignette_of(vignette.as_json()) == vignette


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": "Utan byte."}, "text"),
        ({"text": "Ett {halvt byte."}, "text"),
        ({"text": "{hon|hon} går."}, "text"),
        ({"text": " "}, "text"),
        ({"text": "{a|b}" + "x" * 7000}, "text"),
        ({"title": ""}, "title"),
        ({"code": "Å Ä"}, "code"),
        ({"group": "nobody"}, "group"),
        ({"swap": "shoe size"}, "swap"),
        ({"versions": ("En kvinna", " ")}, "versions"),
        ({"questions": ()}, "questions"),
    ],
)
def test_what_cannot_be_a_vignette_says_which_field_is_wrong(changed, field):
    with pytest.raises(Invalid) as wrong:
        replace(ALL[0], **changed)
    assert wrong.value.field_name == field
    assert str(wrong.value.refusal)


def test_a_question_has_a_unit_and_an_amount_that_there_can_be():
    question = ALL[0].questions[0]
    for changed in (
        {"unit": "litres"},
        {"scale": 0},
        {"scale": MOST[question.unit] + 1},
        {"intervention": "X"},
        {"asks": ""},
    ):
        with pytest.raises(Invalid):
            replace(question, **changed)
    assert set(SWAPS) >= {v.swap for v in ALL}
