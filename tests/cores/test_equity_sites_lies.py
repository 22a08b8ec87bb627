"""A site or somebody on the way sends what no program of ours writes: it is refused in words, and nothing is opened."""

import json
from dataclasses import replace

import numpy as np
import pytest

from samsyn.equity.sites import masks
from samsyn.equity.sites.query import NotShared, canonical, sign
from samsyn.equity.sites.region import first, opened
from samsyn.equity.sites.site import answer, approve, leave, packed, unpacked
from tests.cores.sites_cases import DAY, Round, keys, municipalities, query

DEEP = "[" * 100_000


@pytest.fixture(scope="module")
def round_one():
    """Sites, the request of a first round, and their files."""
    _, _, held = municipalities(50, (500, 500, 500))
    sites = Round(held)
    request = first(sites.cleared(query()))
    return sites, request, sites.files(request)


def refused(code, call, *args):
    with pytest.raises(NotShared) as why:
        call(*args)
    assert why.value.code == code
    assert str(why.value)


def signed(sites, text, site="A"):
    """A file of somebody who holds A's key and writes what they like."""
    return leave(text, approve(text, by="x", at="y"), sites.keys[site])


def told(file, **changed):
    return canonical(json.loads(file.text) | changed)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"format": "samsyn answer 2"}, "other_request"),
        ({"query": "0" * 64}, "other_query"),
        ({"round": 2}, "other_request"),
        ({"kind": "histogram"}, "other_request"),
        ({"sites": ["A", "B"]}, "other_request"),
        ({"sites": 3}, "other_request"),
        ({"site": "D"}, "not_asked"),
        ({"site": ["A"]}, "not_an_answer"),
        ({"site": "B"}, "not_approved"),
        ({"numbers": []}, "not_alike"),
        ({"numbers": [{"is": "x", "value": "f" * 32}]}, "not_alike"),
        ({"numbers": [{"is": "x"}]}, "not_an_answer"),
        ({"numbers": 7}, "not_an_answer"),
        ({"masked": False}, "not_an_answer"),
        ({"masked": "yes"}, "not_an_answer"),
        ({"at least three rows per parameter": "yes"}, "few_rows"),
    ],
    ids=str,
)
def test_a_file_that_says_something_else_is_refused(round_one, changed, code):
    sites, request, (a, *rest) = round_one
    refused(code, opened, request, [signed(sites, told(a, **changed)), *rest], sites.region)


@pytest.mark.parametrize(
    "value",
    ["nan", "", "g", None, 1.5, True, ["f"], "-" + "f" * 32, "f" * 33, "0x" + "f" * 30, " " * 31 + "f"],
    ids=str,
)
def test_a_masked_value_is_32_hexadecimal_digits_and_nothing_else(round_one, value):
    sites, request, (a, *rest) = round_one
    numbers = json.loads(a.text)["numbers"]
    text = told(a, numbers=[{**numbers[0], "value": value}, *numbers[1:]])
    refused("not_an_answer", opened, request, [signed(sites, text), *rest], sites.region)


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e400", "1" * 400, "true", '"1"', "9e18"], ids=lambda t: t[:10]
)
def test_a_value_without_masks_that_is_no_number_or_too_large_is_refused(value):
    _, _, held = municipalities(51, (500, 500, 500))
    sites = Round(held, mask=False)
    request = first(sites.cleared(query()))
    a, *rest = sites.files(request)
    text = a.text.replace('"value": 1.0', f'"value": {value}', 1)
    assert text != a.text
    refused("not_an_answer", opened, request, [signed(sites, text), *rest], sites.region)


@pytest.mark.parametrize(
    "text", ["", "7", "[]", "null", "{", DEEP, '{"site": "A"}', '{"numbers": "x"}'], ids=lambda t: t[:20]
)
def test_a_file_that_is_no_answer_is_refused(round_one, text):
    sites, request, (_, *rest) = round_one
    refused("not_an_answer", opened, request, [signed(sites, text), *rest], sites.region)


@pytest.mark.parametrize(
    "part",
    [
        {"file": 7},
        {"signature": None},
        {"approval": []},
        {"approval": {"digest": "", "by": 7, "at": ""}},
        {"file": "\ud800"},
    ],
    ids=str,
)
def test_what_a_site_lets_leave_is_text_throughout(round_one, part):
    a = round_one[2][0]
    refused("not_an_answer", unpacked, json.dumps(json.loads(packed(a)) | part))
    for text in ("", "7", "[]", DEEP):
        refused("not_an_answer", unpacked, text)
    assert unpacked(packed(a)) == a


def test_an_older_file_of_the_same_site_is_no_answer_to_a_later_round(round_one):
    sites, request, files = round_one
    later = replace(request, round=2, beta=(0.1,) * 5)
    replayed = [files[0], sites.of("B", later), sites.of("C", later)]
    refused("other_request", opened, later, replayed, sites.region)


def test_one_sites_masks_missing_or_of_another_secret_give_noise_and_no_sum():
    _, _, held = municipalities(52, (500, 500, 500))
    for secrets in ({"B": b"\0" * 32}, {"B": b"x" * 32, "C": b"y" * 32}):
        sites = Round(held)
        sites.keys["A"] = replace(sites.keys["A"], secrets=secrets | {"C": secrets.get("C", b"z" * 32)})
        refused("noise", sites.cleared, query())
    sites = Round(held)
    sites.keys["A"] = replace(sites.keys["A"], secrets={"B": sites.keys["A"].secrets["B"]})
    refused("no_secret", sites.cleared, query())
    assert not sites.sent


def test_there_is_no_round_between_two():
    """A region that asks for round 1.5, and 1.25, would have as many equations as it likes."""
    _, _, held = municipalities(55, (500, 500, 500))
    sites = Round(held)
    request = first(sites.cleared(query()))
    for between in (1.5, True, "1"):
        with pytest.raises(ValueError, match="no number of a round"):
            replace(request, round=between)
    asked = sites.sent[0][0]
    for more in ({"round": 1}, {"beta": (0.0,)}):
        with pytest.raises(ValueError, match="only a model has rounds"):
            replace(asked, **more)


def test_a_region_that_signs_what_is_no_request_is_told_so():
    _, _, held = municipalities(53, (500, 500, 500))
    sites, own = Round(held), keys("ABC")["A"]
    good = first(sites.cleared(query())).text
    value = json.loads(good)
    for text in (
        "", "null", "[]", "7", DEEP, "{}", good + " ",
        good.replace('"version": 1', '"version": 2'),
        canonical(value | {"round": "1"}),
        canonical(value | {"round": 1.5}),
        canonical(value | {"round": True}),
        canonical(value | {"beta": ["0"] * 5}),
        canonical(value | {"beta": [10**400, 0, 0, 0, 0]}),
        good.replace("0.0", "NaN", 1),
        canonical(value | {"sites": "ABC"}),
        canonical(value | {"sites": [["A"], "B", "C"]}),
        canonical(value | {"kind": ["model"]}),
        canonical(value | {"query": value["query"] | {"family": ["logit"]}}),
        canonical(value | {"query": value["query"] | {"clear": None}}),
        canonical(value | {"query": value["query"] | {"typical": "1"}}),
        canonical(value | {"query": value["query"] | {"name": 7}}),
        canonical(value | {"query": value["query"] | {"group": {"name": 7, "levels": [1, 2]}}}),
        canonical(value | {"query": value["query"] | {"keep": [["area", [7]]]}}),
        canonical(value | {"query": value["query"] | {"bins": {"column": "b", "edges": ["0", "1", "2"]}}}),
        json.dumps(value | {"sites": ["A", "B", "\ud800"]}, sort_keys=True, indent=1) + "\n",
    ):  # fmt: skip
        refused("not_a_request", answer, text, sign(text, own.region), held["A"], own, sites.diaries["A"], DAY)


def test_the_sum_of_as_many_sites_as_may_be_asked_stays_within_what_an_integer_holds():
    """290 municipalities, each at the largest number that is let through, to either side."""
    for one in (masks.LARGEST * (1 - 2.0**-50), -masks.LARGEST * (1 - 2.0**-50)):
        assert masks.real([290 * masks.fixed([one])[0] % masks.MODULUS]) == pytest.approx([290 * one])


def test_sums_of_rows_that_are_no_numbers_do_not_leave():
    _, _, held = municipalities(54, (500, 500, 500), "identity")
    for wrong in (np.nan, np.inf, -np.inf):
        own = held["A"]
        bad = replace(own, total=np.where(np.arange(len(own.n)) == 0, wrong, own.total))
        refused("not_numbers", Round(held | {"A": bad}).fit, query("identity"))
    huge = replace(own, total=own.total + 1e17)
    refused("diverged", Round(held | {"A": huge}).fit, query("identity"))
