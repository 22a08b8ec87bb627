"""Things and places that tell a sex by their first half: the sex goes, the thing stays, alike for both."""

import pytest

from samsyn.deidentify import mask

PAIRS = [
    ("Hon sjunger i en damkör.", "Han sjunger i en manskör.", "Hen sjunger i en kör."),
    ("Hon spelar i damlaget.", "Han spelar i herrlaget.", "Hen spelar i laget."),
    ("Hon går till damfriseringen.", "Han går till herrfriseringen.", "Hen går till friseringen."),
    ("Hon var ledare för flickscouterna.", "Han var ledare för pojkscouterna.", "Hen var ledare för scouterna."),
    ("Hon har sin damcykel kvar.", "Han har sin herrcykel kvar.", "Hen har sin cykel kvar."),
    ("Tjejgänget möts på torsdagar.", "Grabbgänget möts på torsdagar.", "Gänget möts på torsdagar."),
]


@pytest.mark.parametrize(("hers", "his", "both"), PAIRS)
def test_both_become_the_same(hers, his, both):
    assert mask(hers).text == mask(his).text == both


@pytest.mark.parametrize("word", ["dammsugaren", "herrgården", "manskapet", "mansardrummet", "dammtrasan", "damm"])
def test_what_only_looks_so_stays(word):
    assert mask(f"Där fanns {word}.").text == f"Där fanns {word}."
