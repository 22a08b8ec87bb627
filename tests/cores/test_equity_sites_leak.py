"""Somebody who sees everything that leaves tries to read a site's counts: without masks it succeeds, with them not.

The attacker knows the query, every request, every file, every approval, the region's keys, and the opened sums.
"""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.equity.cells import Factor
from samsyn.equity.sites import masks, sums
from samsyn.equity.sites.budget import Ledger
from samsyn.equity.sites.query import NotShared, Request, canonical, sign
from samsyn.equity.sites.region import Fitted, begin, first, opened
from samsyn.equity.sites.site import approve, leave
from tests.cores.sites_cases import DAY, Round, keys, municipalities, query

SIX = ("A", "B", "C", "D", "E", "F")


def refused(code, call, *args, **named):
    with pytest.raises(NotShared) as why:
        call(*args, **named)
    assert why.value.code == code


def values(text):
    return [int(n["value"], 16) for n in json.loads(text)["numbers"]]


def labels(text):
    return [n["is"] for n in json.loads(text)["numbers"]]


def read_count(numbers, names, beta, request):
    """The attack: information of two levels, by the weight that the coefficients give where that is one number."""
    at = names.index("information of sex=man with area=c")
    weight = 0.25 if request.query.family == "logit" else 1.0
    assert not any(beta)
    return numbers[at] / weight


def secret_few():
    """Three sites, of which A holds just 3 men in area c."""
    _, _, held = municipalities(20, (600, 600, 600, 600))
    own = held["A"]
    rare = (own.codes[0] == 0) & (own.codes[1] == 2)
    n = np.where(rare, 0.0, own.n)
    n[np.flatnonzero(rare)[0]] = 3.0
    total = np.where(rare, np.minimum(1.0, n), own.total)
    held["A"] = replace(own, n=n, total=total, squares=total)
    return held


@pytest.mark.parametrize("family", ["logit", "identity"])
def test_without_masks_the_information_matrix_is_a_table_of_counts(family):
    held = secret_few()
    request = Request(query(family), SIX[:4], "model", 1, (0.0,) * 5)
    plain = sums.numbers(held["A"], request)  # what an unmasked file would hold
    assert read_count([v for _, v in plain], [n for n, _ in plain], request.beta, request) == pytest.approx(3)


def test_without_masks_such_a_file_does_not_leave():
    held = secret_few()
    refused("small", Round(held, mask=False).cleared, query())
    _, _, held = municipalities(20, (600, 600, 600))
    assert isinstance(Round(held, mask=False).fit(query()), Fitted)  # nothing small, nothing hidden: allowed


def test_with_masks_the_same_attack_reads_noise_in_every_round():
    held = secret_few()
    sites = Round(held)
    sites.fit(query())
    tried = [
        abs(read_count(masks.real(values(file.text)), labels(file.text), (), request))
        for request, files in sites.sent
        if request.kind == "model"
        for file in files
    ]
    assert len(tried) >= 16
    assert min(tried) > 1e6  # a count of 3 among numbers drawn from +-2^63


def test_every_set_of_files_that_lacks_one_fits_every_count_of_a_site():
    """For whatever A could hold there are secrets by which its file would be the same: the file says nothing.

    Shown by construction: with another count in A and the mask of the pair A-B moved as much, every file but B's is the
    same to the last digit, and B's is what B's own numbers, which the attacker does not know, account for.
    """
    held = secret_few()
    request = Request(query(), SIX[:4], "model", 1, (0.0,) * 5)
    own = keys(SIX[:4])["A"]
    true = masks.fixed(v for _, v in sums.numbers(held["A"], request))
    sent = masks.masked(true, site="A", secrets=own.secrets, context=request.digest)
    other = list(true)
    other[10] = masks.fixed([77.0])[0]
    drawn = masks.stream(own.secrets["B"], request.digest, len(true))
    moved = [(d + t - o) % masks.MODULUS for d, t, o in zip(drawn, true, other, strict=True)]
    rest = {o: s for o, s in own.secrets.items() if o != "B"}
    again = masks.add([masks.masked(other, site="A", secrets=rest, context=request.digest), moved])
    assert again == sent


def test_masked_files_are_evenly_spread_whatever_they_hide():
    """Each bit of what leaves is 1 in half of the numbers; 6 standard errors, 128 bits."""
    held = secret_few()
    sites = Round(held)
    sites.fit(query())
    found = [v for _, files in sites.sent for file in files for v in values(file.text)]
    bits = np.array([[v >> b & 1 for b in range(masks.BITS)] for v in found])
    assert np.abs(bits.mean(axis=0) - 0.5).max() < 6 * 0.5 / np.sqrt(len(found))
    assert len(set(found)) == len(found)


def test_taking_one_round_from_another_leaves_noise():
    """The masks of each round are drawn anew, so a site's change between rounds is not to be had."""
    held = secret_few()
    sites = Round(held)
    sites.fit(query())
    rounds = [files[0].text for request, files in sites.sent if request.kind == "model"]
    for one, other in pairwise(rounds):
        change = masks.real([(a - b) % masks.MODULUS for a, b in zip(values(one), values(other), strict=True)])
        assert min(abs(v) for v in change) > 1e6


def test_all_sites_but_two_and_the_region_together_see_only_the_two_added():
    held = secret_few()
    sites = Round(held)
    request = first(sites.cleared(query()))
    files = {json.loads(f.text)["site"]: f for f in sites.files(request)}
    hidden = masks.add([values(files["A"].text), values(files["B"].text)])
    for colluding in ("C", "D"):
        for one in ("A", "B"):
            secret = sites.keys[colluding].secrets[one]
            drawn = masks.stream(secret, request.digest, len(hidden))
            hidden = masks.add([hidden, [d if one > colluding else -d for d in drawn]])
    names = labels(files["A"].text)
    at = names.index("information of sex=man with area=c")
    both = sum(dict(sums.numbers(held[n], request))[names[at]] for n in "AB")
    assert masks.real(hidden)[at] == pytest.approx(both)
    assert 4 * both >= 8  # what the clearing promised: another's eight rows are in it


def test_what_differs_between_sites_adds_to_noise():
    """A region cannot send each site its own coefficients: the masks are drawn from the request."""
    _, _, held = municipalities(21, (500, 500, 500))
    sites = Round(held)
    request = first(sites.cleared(query()))
    steered = replace(request, beta=(9.0, *request.beta[1:]))
    files = [sites.of("A", steered), sites.of("B", request), sites.of("C", request)]
    refused("other_request", opened, request, files, sites.region)
    told = json.loads(files[0].text) | {"request": request.digest}
    text = canonical(told)
    files[0] = leave(text, approve(text, by="x", at="y"), sites.keys["A"])
    refused("noise", opened, request, files, sites.region)


def test_one_round_is_answered_once_and_in_order():
    _, _, held = municipalities(22, (500, 500, 500))
    sites = Round(held)
    asked, _ = begin(query(), "ABC", Ledger(), DAY)
    request = Request(query(), ("A", "B", "C"), "model", 1, (0.0,) * 5)
    refused("not_cleared", sites.of, "A", request)
    sites.of("A", asked)
    once = sites.of("A", request)
    assert sites.of("A", request) == once
    refused("asked_twice", sites.of, "A", replace(request, beta=(0.1,) + (0.0,) * 4))
    refused("many_rounds", replace, request, round=26)


def test_rows_that_change_between_rounds_are_not_added():
    _, _, held = municipalities(23, (500, 500, 500))
    sites = Round(held)
    request = first(sites.cleared(query()))
    own = held["A"]
    held["A"] = replace(own, n=own.n + 1)
    refused("changed", sites.of, "A", request)


def test_a_refusal_leaves_the_diary_as_it_was():
    _, _, held = municipalities(24, (500, 500, 500))
    sites = Round(held)
    before = dict(sites.diaries)
    refused("not_cleared", sites.of, "A", Request(query(), ("A", "B", "C"), "model", 1, (0.0,) * 5))
    assert sites.diaries == before


def solved(sites):
    """The pooled count of every cell of three factors of two levels, from the opened sums of all rounds.

    Each round's information is linear in the eight counts, with weights that the region knows.
    """
    here = np.array(np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij")).reshape(3, -1)
    x = np.column_stack([np.ones(8), here[0] == 0, here[1] == 1, here[2] == 1]).astype(float)
    rows, right = [], []
    for request, files in sites.sent:
        if request.kind == "model":
            found = opened(request, files, sites.region).values
            mu = 1 / (1 + np.exp(-x @ np.array(request.beta)))
            i, j = np.triu_indices(4)
            rows += [*(x[:, i] * x[:, j] * (mu * (1 - mu))[:, None]).T, np.ones(8)]
            right += [*found[-10:], found[0]]
    return here, np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0]


def test_several_rounds_can_be_solved_for_the_pooled_cross_so_the_cross_is_cleared_unless_said():
    """The pooled cross comes out of a logit's rounds where only pairs were cleared: whence the rule."""
    factors = (Factor("sex", ("man", "woman")), Factor("own", ("no", "yes")), Factor("age", ("65", "80")))
    _, _, held = municipalities(28, (400, 400, 400), factors=factors)
    for name, own in held.items():
        rare = (own.codes[0] == 1) & (own.codes[1] == 1) & (own.codes[2] == 1)
        n = np.where(rare, float(name == "A"), own.n)  # one row in all three
        total = np.minimum(n, own.total)
        held[name] = replace(own, n=n, total=total, squares=total)
    asked = query(factors=factors[1:], clear="pairs")
    sites = Round(held)
    sites.fit(asked)
    here, counts = solved(sites)
    assert here[:, 7].tolist() == [1, 1, 1]
    assert counts[7] == pytest.approx(1, abs=0.2)
    refused("small", Round(held).fit, replace(asked, clear="cross"))


# Differencing


def test_the_same_model_with_one_site_less_is_refused_by_region_and_by_site():
    _, _, held = municipalities(25, (500,) * 6)
    sites = Round(held)
    sites.fit(query())
    five = SIX[:5]
    refused("site_apart", begin, query(), five, sites.ledger, DAY)
    refused("site_apart", begin, query("identity"), five, sites.ledger, DAY)
    refused("site_apart", sites.of, "A", begin(query(), five, Ledger(), DAY)[0])


def test_the_same_rows_but_a_few_are_refused_and_many_are_not():
    _, _, held = municipalities(26, (900, 900, 900))
    area = Factor("area", ("a", "b"))
    rare = Round({n: _fewer(c, 1, 2, 6) for n, c in held.items()})
    whole, part = query(factors=()), query(factors=(), keep=(("area", ("a", "b")),))
    rare.fit(whole)
    refused("small", rare.fit, part)
    many = Round(held)
    many.fit(whole)
    assert many.fit(part).n < 2700
    assert many.fit(query(factors=(area,), keep=part.keep)).n < 2700


def test_a_site_does_not_answer_where_the_region_leaves_out_an_earlier_query():
    _, _, held = municipalities(27, (900, 900, 900))
    sites = Round(held)
    sites.fit(query(factors=()))
    forgetful, _ = begin(query(factors=(), keep=(("area", ("a", "b")),)), "ABC", Ledger(), DAY)
    refused("not_compared", sites.of, "A", forgetful)


def test_the_period_allows_so_many_queries_and_no_more():
    ledger = Ledger(most=3, days=365)
    for i in range(3):
        _, ledger = begin(query(name=f"q{i}"), "ABC", ledger, DAY + timedelta(days=i))
    refused("budget", begin, query(name="q4"), "ABC", ledger, DAY + timedelta(days=364))
    assert begin(query(name="q1"), "ABC", ledger, DAY)[1] == ledger  # the same again is no new one
    assert len(begin(query(name="q4"), "ABC", ledger, DAY + timedelta(days=365))[1].asked) == 4


def _fewer(own, place, code, left):
    """The cells with just so many rows where this factor has this code."""
    rare = own.codes[place] == code
    n = np.where(rare, 0.0, own.n)
    n[np.flatnonzero(rare)[0]] = left
    total = np.minimum(np.where(rare, 1.0, own.total), n)
    return replace(own, n=n, total=total, squares=total)


# Laws of masks


@given(
    st.lists(st.lists(st.floats(-1e12, 1e12), min_size=4, max_size=4), min_size=3, max_size=8),
    st.text(max_size=20),
)
def test_masks_cancel_in_the_sum_and_in_no_part_of_it(rows, context):
    names = tuple("ABCDEFGH")[: len(rows)]
    held = keys(names)
    sent = [
        masks.masked(masks.fixed(row), site=n, secrets=held[n].secrets, context=context)
        for n, row in zip(names, rows, strict=True)
    ]
    exact = [sum(column) for column in zip(*([round(v * 2**64) for v in row] for row in rows), strict=True)]
    assert masks.real(masks.add(sent)) == [v / 2**64 for v in exact]
    assert masks.add(sent[:-1]) != masks.add([masks.fixed(row) for row in rows[:-1]])


@given(st.lists(st.floats(-(2.0**52), 2.0**52)))
def test_a_real_is_itself_after_having_been_an_integer(numbers):
    assert masks.real(masks.fixed(numbers)) == pytest.approx(numbers, rel=0, abs=2.0**-64)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 2.0**53])
def test_what_is_no_number_or_too_large_is_not_masked(wrong):
    with pytest.raises(ValueError, match="cannot be added"):
        masks.fixed([wrong])


def test_short_keys_are_refused():
    with pytest.raises(ValueError, match="guessed"):
        masks.stream(b"short", "", 1)
    with pytest.raises(ValueError, match="guessed"):
        sign("text", b"short")


def test_the_key_and_secrets_are_not_printed():
    own = keys("ABC")["A"]
    assert repr(own.region) not in repr(own)
    assert "secrets" not in repr(own)
