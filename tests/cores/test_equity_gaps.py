"""The three gaps against published figures, and against a slow reference that makes the whole design."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.cells import Factor
from samsyn.equity.estimate import CannotTell, quantile
from samsyn.equity.fit import Family, fitted
from samsyn.equity.gaps import Two, adjusted, crude
from samsyn.equity.packed import Packed, packed
from samsyn.equity.shares import share
from tests.published import rows_of

SIZES = (2, 3, 4, 2)


def drawn(seed: int, rows: int = 3000, sizes=SIZES):
    """Codes of some facts, the first the group, and the chance of a yes of each row."""
    random = np.random.default_rng(seed)
    codes = [random.integers(size, size=rows) for size in sizes]
    pull = 0.4 * codes[0] + 0.3 * codes[1] - 0.2 * codes[2]
    return random, codes, pull


def table_of(codes, outcome, sizes=SIZES) -> Packed:
    factors = [Factor(f"c{n}", tuple(f"v{k}" for k in range(size))) for n, size in enumerate(sizes)]
    key = np.zeros(len(outcome), dtype=np.int64)
    for code, size in zip(codes, sizes, strict=True):
        key = key * size + code
    return packed("y", factors, key, None, outcome, outcome**2)


def design_of(codes, sizes=SIZES):
    return np.concatenate(
        [np.ones((len(codes[0]), 1)), *(np.eye(s)[c][:, 1:] for c, s in zip(codes, sizes, strict=True))], 1
    )


def standardised(model, design) -> float:
    one, none = design.copy(), design.copy()
    one[:, 1], none[:, 1] = 1, 0
    return float((model.predict(one) - model.predict(none)).mean())


def test_shares_have_the_published_intervals():
    alone = share(81, 263)
    assert (round(alone.low, 4), round(alone.high, 4)) == (0.2553, 0.3662)
    key = np.repeat([1, 1, 0, 0], [56, 14, 48, 32])
    yes = np.repeat([1.0, 0.0, 1.0, 0.0], [56, 14, 48, 32])
    gap = crude(Two(packed("y", [Factor("g", ("b", "a"))], key, None, yes, yes), "a", "b", Family.SHARE))
    assert (round(gap.low, 4), round(gap.high, 4)) == (0.0524, 0.3339)


def test_the_admissions_turn_round_when_department_is_counted():
    rows = rows_of("equity/ucb_admissions.csv")
    departments = sorted({row["Dept"] for row in rows})
    key = np.array([(row["Gender"] == "Female") * 6 + departments.index(row["Dept"]) for row in rows])
    n = np.array([float(row["Freq"]) for row in rows])
    yes = n * np.array([row["Admit"] == "Admitted" for row in rows])
    data = packed("admitted", [Factor("sex", ("Male", "Female")), Factor("dept", tuple(departments))], key, n, yes, yes)
    shares = [yes[key // 6 == sex].sum() / n[key // 6 == sex].sum() for sex in (0, 1)]
    assert [round(100 * share, 1) for share in shares] == [44.5, 30.4]
    fit = fitted(data, Family.SHARE)
    assert round(float(fit.coefficients[fit.model.names.index("sex=Female")]), 4) == 0.0999
    two = Two(data, "Female", "Male", Family.SHARE)
    assert crude(two).high < 0 < adjusted(two, ["dept"]).value


@pytest.mark.parametrize("seed", [1, 2])
def test_the_adjusted_gap_of_shares_is_that_of_the_whole_design(seed):
    random, codes, pull = drawn(seed)
    yes = (random.random(len(pull)) < 1 / (1 + np.exp(-pull))).astype(float)
    gap = adjusted(Two(table_of(codes, yes), "v1", "v0", Family.SHARE), ["c1", "c2", "c3"])
    design = design_of(codes)
    assert gap.value == pytest.approx(standardised(sm.Logit(yes, design).fit(disp=0), design), abs=1e-10)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_adjusted_gap_of_amounts_is_that_of_the_whole_design(seed):
    random, codes, pull = drawn(seed)
    hours = random.gamma(2, np.exp(pull) / 2)
    gap = adjusted(Two(table_of(codes, hours), "v1", "v0", Family.AMOUNT), ["c1", "c2", "c3"])
    design = design_of(codes)
    model = sm.GLM(hours, design, family=sm.families.Gamma(sm.families.links.Log())).fit(tol=1e-13)
    assert gap.value == pytest.approx(standardised(model, design), abs=1e-9)


def influence_of(model, design, y) -> float:
    """The standard error of the standardised difference, by every row's influence over the whole design."""
    one, none = design.copy(), design.copy()
    one[:, 1], none[:, 1] = 1, 0
    means = [np.asarray(model.predict(x)) for x in (one, none, design)]
    logistic = isinstance(model.model, sm.Logit)
    slopes = [m * (1 - m) if logistic else m for m in means]
    slope = (slopes[0][:, None] * one - slopes[1][:, None] * none).mean(0)
    weight = slopes[2] if logistic else np.ones(len(y))
    residual = y - means[2] if logistic else y / means[2] - 1
    unlike = means[0] - means[1]
    reach = np.linalg.solve((design * weight[:, None]).T @ design, slope)
    influence = (unlike - unlike.mean()) / len(y) + residual * (design @ reach)
    return float(np.sqrt((influence**2).sum() * len(y) / (len(y) - design.shape[1])))


@pytest.mark.parametrize("family", list(Family))
@pytest.mark.parametrize("dense", [1, 1 << 25])
def test_the_interval_is_that_of_every_rows_influence(monkeypatch, family, dense):
    monkeypatch.setattr("samsyn.equity.packed.DENSE", dense)
    random, codes, pull = drawn(8)
    design = design_of(codes)
    if family is Family.SHARE:
        y = (random.random(len(pull)) < 1 / (1 + np.exp(-pull))).astype(float)
        model = sm.Logit(y, design).fit(disp=0, tol=1e-14)
    else:
        y = random.gamma(2, np.exp(pull) / 2)
        model = sm.GLM(y, design, family=sm.families.Gamma(sm.families.links.Log())).fit(tol=1e-14)
    gap = adjusted(Two(table_of(codes, y), "v1", "v0", family), ["c1", "c2", "c3"])
    assert gap.value == pytest.approx(standardised(model, design), abs=1e-10)
    error = (gap.high - gap.low) / 2 / quantile()
    assert error == pytest.approx(influence_of(model, design, y), abs=1e-10)


def test_a_large_table_begins_from_some_of_its_cells_and_ends_the_same(monkeypatch):
    random, codes, pull = drawn(9, 20_000)
    yes = (random.random(len(pull)) < 1 / (1 + np.exp(-pull))).astype(float)
    two = Two(table_of(codes, yes), "v1", "v0", Family.SHARE)
    whole = adjusted(two, ["c1", "c2", "c3"])
    for step in (2, 5, 40):  # 40 leaves hardly a cell, and some levels without one
        monkeypatch.setattr("samsyn.equity.fit.SAMPLE", 10)
        monkeypatch.setattr("samsyn.equity.fit.STEP", step)
        some = adjusted(two, ["c1", "c2", "c3"])
        assert (some.value, some.low) == pytest.approx((whole.value, whole.low), abs=1e-10)


def test_the_interval_is_as_wide_as_drawing_the_rows_anew_says():
    random, codes, pull = drawn(3, 2000)
    yes = (random.random(2000) < 1 / (1 + np.exp(-pull))).astype(float)

    def gap(some):
        return adjusted(
            Two(table_of([c[some] for c in codes], yes[some]), "v1", "v0", Family.SHARE), ["c1", "c2", "c3"]
        )

    whole = gap(np.arange(2000))
    again = [gap(random.integers(2000, size=2000)).value for _ in range(400)]
    assert (whole.high - whole.low) / 2 / 1.96 == pytest.approx(float(np.std(again)), rel=0.12)


@pytest.mark.parametrize("family", list(Family))
def test_the_interval_covers_a_gap_of_known_size_as_often_as_it_says(family):
    """200 draws, which a right interval passes but for one run in a thousand."""
    inside = 0
    for seed in range(200):
        random, codes, pull = drawn(seed, 600)
        if family is Family.SHARE:
            chance = 1 / (1 + np.exp(-pull))
            y = (random.random(600) < chance).astype(float)
        else:
            y = random.gamma(2, np.exp(pull) / 2)
        grid = np.indices(SIZES[1:3]).reshape(2, -1)
        rest = 0.3 * grid[0] - 0.2 * grid[1]
        mean = (lambda p: 1 / (1 + np.exp(-p))) if family is Family.SHARE else np.exp
        truth = float((mean(rest + 0.4) - mean(rest)).mean())
        gap = adjusted(Two(table_of(codes, y), "v1", "v0", family), ["c1", "c2", "c3"])
        inside += gap.low <= truth <= gap.high
    assert 179 <= inside <= 199


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.permutations(["c1", "c2", "c3"]))
def test_the_order_of_the_facts_changes_nothing(seed, order):
    random, codes, pull = drawn(seed, 400)
    yes = (random.random(400) < 1 / (1 + np.exp(-pull))).astype(float)
    two = Two(table_of(codes, yes), "v1", "v0", Family.SHARE)
    one, other = adjusted(two, ["c1", "c2", "c3"]), adjusted(two, order)
    assert (one.value, one.low) == pytest.approx((other.value, other.low), abs=1e-7)


@pytest.mark.parametrize("listed", [4, 600])
def test_cells_in_a_list_say_what_a_grid_of_them_says(monkeypatch, listed):
    random, codes, pull = drawn(4)
    yes = (random.random(len(pull)) < 1 / (1 + np.exp(-pull))).astype(float)
    two = Two(table_of(codes, yes), "v1", "v0", Family.SHARE)
    one = adjusted(two, ["c1", "c2", "c3"])
    monkeypatch.setattr("samsyn.equity.layout.LISTED", listed)
    monkeypatch.setattr("samsyn.equity.layout.PORTION", 700)
    monkeypatch.setattr("samsyn.equity.packed.DENSE", 1)
    many = adjusted(Two(table_of(codes, yes), "v1", "v0", Family.SHARE), ["c1", "c2", "c3"])
    assert (one.value, one.low, one.high) == pytest.approx((many.value, many.low, many.high), abs=1e-10)


def test_a_fact_that_says_the_group_cannot_be_adjusted_for():
    random, codes, pull = drawn(5, 400)
    yes = (random.random(400) < 1 / (1 + np.exp(-pull))).astype(float)
    with pytest.raises(CannotTell, match="say already who is v1"):
        adjusted(Two(table_of([codes[0], *codes[1:3], codes[0]], yes), "v1", "v0", Family.SHARE), ["c3", "c1"])


def test_a_fact_that_another_says_changes_nothing():
    random, codes, pull = drawn(6, 800)
    yes = (random.random(800) < 1 / (1 + np.exp(-pull))).astype(float)
    twice = table_of([codes[0], codes[3], codes[2], codes[3]], yes, (2, 2, 4, 2))
    two = Two(twice, "v1", "v0", Family.SHARE)
    assert adjusted(two, ["c1", "c2", "c3"]).value == pytest.approx(adjusted(two, ["c1", "c2"]).value, abs=1e-9)
