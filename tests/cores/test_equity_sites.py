"""Several municipalities reach the model that pooled rows would have given, and say no where they should."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.cells import Factor
from samsyn.equity.sites.medians import asked as histogram_of
from samsyn.equity.sites.medians import medians
from samsyn.equity.sites.query import Bins, NotShared, Request, sign
from samsyn.equity.sites.region import Sums, advance, begin, first, opened
from samsyn.equity.sites.site import answer, approve, leave
from tests.cores.sites_cases import AGE, AREA, DAY, SEX, Round, cells, municipalities, query

FAMILIES = ("logit", "identity", "gamma-log")


def refused(code, call, *args, **named):
    with pytest.raises(NotShared) as why:
        call(*args, **named)
    assert why.value.code == code
    return str(why.value)


def design(codes):
    sex, area, age = codes
    return np.column_stack([np.ones(len(sex)), sex == 0, area == 1, area == 2, age == 1]).astype(float)


def pooled(codes, y, family):
    """Row by row, with a design matrix, by Fisher scoring: the slow reference."""
    x = design(codes)
    beta = np.zeros(x.shape[1])
    if family == "gamma-log":
        beta[0] = np.log(y.mean())
    for _ in range(100):
        eta = x @ beta
        mu, slope, variance = {
            "logit": lambda e: (m := 1 / (1 + np.exp(-e)), m * (1 - m), m * (1 - m)),
            "identity": lambda e: (e, np.ones_like(e), np.ones_like(e)),
            "gamma-log": lambda e: (m := np.exp(e), m, m * m),
        }[family](eta)
        information = (x * (slope**2 / variance)[:, None]).T @ x
        step = np.linalg.solve(information, x.T @ ((y - mu) * slope / variance))
        beta = beta + step
        if np.abs(step).max() < 1e-14:
            break
    spread = 1.0 if family == "logit" else ((y - mu) ** 2 / variance).sum() / (len(y) - x.shape[1])
    return beta, np.sqrt(np.diag(np.linalg.inv(information)) * spread)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sizes", [(400, 600, 500), (250, 900, 300, 4000, 350, 500, 700, 260)])
def test_the_sum_of_sites_is_the_pooled_model_to_ten_decimals(family, sizes):
    codes, y, held = municipalities(1, sizes, family)
    found = Round(held).fit(query(family, typical=5.0))
    beta, errors = pooled(codes, y, family)
    assert np.abs([e.value for e in found.coefficients] - beta).max() < 1e-10
    assert np.abs(np.array(found.errors) - errors).max() < 1e-10
    assert found.n == len(y)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_sum_of_sites_is_what_statsmodels_gives_of_all_rows(family):
    sm = pytest.importorskip("statsmodels.api")
    codes, y, held = municipalities(2, (500, 450, 800), family)
    families = {
        "logit": sm.families.Binomial(),
        "identity": sm.families.Gaussian(),
        "gamma-log": sm.families.Gamma(sm.families.links.Log()),
    }
    slow = sm.GLM(y, design(codes), family=families[family]).fit(tol=1e-14, maxiter=200)
    found = Round(held).fit(query(family, typical=5.0))
    assert np.abs([e.value for e in found.coefficients] - slow.params).max() < 1e-10
    assert np.abs(np.array(found.errors) - slow.bse).max() < 1e-10
    assert found.spread == pytest.approx(slow.scale, rel=1e-10)
    assert np.array([(e.low, e.high) for e in found.coefficients]) == pytest.approx(slow.conf_int(), abs=1e-9)
    if family != "gamma-log":
        assert found.misfit == pytest.approx(slow.deviance, rel=1e-10)


@given(seed=st.integers(0, 2**32), sites=st.integers(3, 8), family=st.sampled_from(FAMILIES))
@settings(max_examples=25, deadline=None)
def test_however_rows_lie_among_sites_the_model_is_the_same(seed, sites, family):
    codes, y, held = municipalities(seed, [300 + 40 * i for i in range(sites)], family)
    found = Round(held).fit(query(family, typical=5.0))
    beta, errors = pooled(codes, y, family)
    assert np.abs([e.value for e in found.coefficients] - beta).max() < 1e-10
    assert np.abs(np.array(found.errors) - errors).max() < 1e-10


def test_medians_come_with_an_interval_that_holds_the_rows_own():
    bins = Bins("bin", (0.0, 18.0, 20.0, 22.0, 24.0, 40.0))
    factors = (SEX, Factor("bin", bins.labels))
    codes, y, _ = municipalities(3, (900, 800, 700), "identity", (SEX,))
    codes = np.vstack([codes, np.searchsorted(bins.edges, y, side="right") - 1])
    cuts = np.split(np.arange(len(y)), [900, 1700])
    sites = Round({n: cells(codes[:, at], y[at], factors) for n, at in zip("ABC", cuts, strict=True)})
    found = medians(sites.sums(histogram_of(sites.cleared(query("identity", factors=(), bins=bins)))))
    for one, code in zip(found, (0, 1), strict=True):
        own = np.sort(y[codes[0] == code])
        n = len(own)
        low, high = own[int(n / 2 - 0.98 * n**0.5) - 1], own[int(np.ceil(n / 2 + 1 + 0.98 * n**0.5)) - 1]
        assert one.median.low <= low <= np.median(own) <= high <= one.median.high
        assert abs(one.median.value - np.median(own)) < 0.3
        assert one.median.n == n


def test_more_parameters_than_a_third_of_the_smallest_sites_rows_are_refused():
    _, _, held = municipalities(4, (14, 900, 900, 900))
    said = refused("few_rows", Round(held).fit, query())
    assert "A" in said
    _, _, held = municipalities(4, (15, 900, 900, 900))
    Round(held).fit(query())  # five parameters


def test_the_region_learns_of_a_small_site_only_that_it_is_too_small():
    _, _, held = municipalities(4, (14, 900, 900))
    sites = Round(held)
    refused("few_rows", sites.fit, query())
    (_, (small, *_)) = sites.sent[0]
    assert json.loads(small.text)["at least three rows per parameter"] is False
    assert "14" not in {str(n["value"]) for n in json.loads(small.text)["numbers"]}


def test_two_sites_are_refused():
    _, _, held = municipalities(5, (500, 500))
    refused("few_sites", Round(held).fit, query())


def test_a_combination_that_two_sites_hold_is_refused_by_name():
    _, _, held = municipalities(6, (500, 500, 500, 500))
    for name in "AB":
        own = held[name]
        kept = ~((own.codes[0] == 1) & (own.codes[1] == 2))
        held[name] = replace(
            own,
            codes=tuple(c[kept] for c in own.codes),
            n=own.n[kept],
            total=own.total[kept],
            squares=own.squares[kept],
        )
    assert "sex=woman, area=c" in refused("small", Round(held).fit, query())
    held["A"] = municipalities(7, (500,))[2]["A"]
    Round(held).fit(query())  # three hold it


def test_an_absent_site_gives_a_refusal_by_name_and_nothing_half():
    _, _, held = municipalities(8, (500, 500, 500, 500))
    sites = Round(held)
    request = first(sites.cleared(query()))
    files = sites.files(request)
    assert "C has not answered" in refused("absent", opened, request, [files[0], files[1], files[3]], sites.region)
    refused("absent", opened, request, [*files, files[0]], sites.region)
    refused("absent", opened, request, [], sites.region)
    assert opened(request, files[::-1], sites.region) == opened(request, files, sites.region)


def test_a_changed_file_and_one_not_approved_are_refused():
    _, _, held = municipalities(9, (500, 500, 500))
    sites = Round(held)
    request = first(sites.cleared(query()))
    a, *rest = sites.files(request)
    other = a.text.replace('"site": "A"', '"site": "A" ')
    refused("changed", opened, request, [replace(a, text=other), *rest], sites.region)
    forged = replace(a, text=other, approval=approve(other, by="X", at="2027"))
    refused("not_approved", opened, request, [forged, *rest], sites.region)
    refused("not_approved", leave, other, a.approval, sites.keys["A"])


def test_a_site_that_answers_another_query_or_round_is_refused():
    _, _, held = municipalities(10, (500, 500, 500))
    sites = Round(held)
    request = first(sites.cleared(query()))
    files = sites.files(request)
    second = first(Round(held).cleared(query(name="other")))
    refused("other_query", opened, second, files, sites.region)
    later = advance(opened(request, files, sites.region))
    refused("other_request", opened, later, [files[0], *sites.files(later)[1:]], sites.region)


def test_a_request_that_was_changed_or_signed_by_another_is_not_answered():
    _, _, held = municipalities(11, (500, 500, 500))
    sites = Round(held)
    request, _ = begin(query(), "ABC", sites.ledger, DAY)
    good = sign(request.text, sites.keys["A"].region)
    args = (held["A"], sites.keys["A"], sites.diaries["A"], DAY)
    refused("not_signed", answer, request.text.replace('"y"', '"z"'), good, *args)
    refused("not_signed", answer, request.text, sign(request.text, sites.keys["B"].region), *args)


def test_levels_that_follow_from_each_other_or_decide_the_outcome_give_no_model():
    _, _, held = municipalities(12, (500, 500, 500))
    also = Factor("also", AGE.levels)
    same = {n: replace(c, codes=(*c.codes, c.codes[2]), factors=(*c.factors, also)) for n, c in held.items()}
    refused("small", Round(same).fit, query(factors=(AREA, AGE, also)))
    sure = {n: replace(c, total=np.where(c.codes[2] == 1, c.n, c.total)) for n, c in held.items()}
    refused("small", Round(sure).fit, query())
    request = Request(query(factors=()), ("A", "B", "C"), "model", 1, (0.0, 0.0))
    refused("not_settled", advance, Sums(request, (), (90.0, 1.0, 0.0, 0.0, 9.0, 9.0, 9.0)))
    refused("not_settled", advance, Sums(request, (), (90.0, 1.0, 0.0, 0.0, 9.0, 0.0, 0.0)))
    refused("separated", advance, Sums(request, (), (90.0, 1.0, 400.0, 0.0, 9.0, 0.0, 9.0)))


def test_a_query_has_one_text_and_reads_back():
    asked = query("gamma-log", keep=(("age", ("80",)),), bins=Bins("bin", (0.0, 1.0, 2.5)))
    for request in (
        Request(asked, ("A", "B", "C"), "model", 1, (0.1, 0.2, 1e-17, -3.0, 5.0)),
        Request(asked, ("A", "B", "C"), "clear", against=((("age", ("65",)),),)),
    ):
        assert Request.read(request.text) == request
    assert query().digest != query(keep=(("age", ("80",)),)).digest
    refused("not_a_request", Request.read, request.text.replace("\n", " "))
    refused("not_a_request", Request.read, "{}")


@pytest.mark.parametrize("typical", [0.5, 5.0, 60.0, 1e4, 1e-100, 1e12])
def test_a_bad_guess_at_the_typical_outcome_costs_rounds_or_is_refused_and_never_a_wrong_model(typical):
    codes, y, held = municipalities(13, (400, 500, 600), "gamma-log")
    asked = query("gamma-log", typical=typical)
    if typical in (1e-100, 1e12):
        with pytest.raises(NotShared) as why:
            Round(held).fit(asked)
        assert why.value.code in ("diverged", "not_settled")
        return
    beta, _ = pooled(codes, y, "gamma-log")
    assert np.abs([e.value for e in Round(held).fit(asked).coefficients] - beta).max() < 1e-10


def test_a_site_without_rows_and_wrong_rows_are_told_in_words():
    _, _, held = municipalities(14, (500, 500, 500))
    none = np.zeros(0)
    own = held["A"]
    empty = replace(own, codes=tuple(c[:0] for c in own.codes), n=none, total=none, squares=none)
    refused("few_rows", Round(held | {"A": empty}).fit, query())
    for code, wrong in (
        ("not_numbers", replace(own, total=own.total * np.nan)),
        ("not_numbers", replace(own, n=-own.n, total=-own.n)),
        ("not_yes_or_no", replace(own, total=own.total + own.n)),
        ("other_outcome", replace(own, outcome="z")),
        ("no_column", own.by(["sex", "area"])),
        ("unknown_level", replace(own, factors=(*own.factors[:2], Factor("age", ("65", "90"))))),
    ):
        refused(code, Round(held | {"A": wrong}).fit, query())


@pytest.mark.parametrize(
    "wrong",
    [
        {"family": "probit"},
        {"version": 2},
        {"factors": (SEX,)},
        {"factors": (Factor("one", ("only",)),)},
        {"typical": 0.0},
        {"clear": "nothing"},
        {"factors": (Factor("y", ("0", "1")),)},
    ],
)
def test_a_query_that_cannot_be_meant_is_no_query(wrong):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        query(**wrong)
