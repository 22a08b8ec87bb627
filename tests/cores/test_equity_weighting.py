"""Had all been of one group: the published figures, what both ways agree on, and what bad input gets."""

import numpy as np
import pytest
import statsmodels.api as sm

from samsyn.equity.dense import ConstantColumn, Design, Separated, fit
from samsyn.equity.estimate import CannotTell
from samsyn.equity.weighting import NoOverlap, inverse_probability, standardised
from tests.published import rows_of


def smokers():
    """Weight gained over eleven years by who stopped smoking (What If, programs 12.2 and 13.2)."""
    rows = [row for row in rows_of("equity/nhefs.csv") if row["wt82_71"]]
    take = {name: np.array([float(row[name]) for row in rows]) for name in ("qsmk", "wt82_71", "sex", "race")}
    facts = {name: take[name] for name in ("sex", "race")}
    for name in ("age", "smokeintensity", "smokeyrs", "wt71"):
        values = np.array([float(row[name]) for row in rows])
        facts |= {name: values, f"{name}²": values**2}
    for name, levels in (("education", "2345"), ("exercise", "12"), ("active", "12")):
        facts |= {f"{name} {level}": np.array([row[name] == level for row in rows], dtype=float) for level in levels}
    return take["wt82_71"], take["qsmk"], facts


def test_the_published_standardised_difference():
    gained, stopped, facts = smokers()

    def design(value):
        return Design.of(facts | {"qsmk": value, "both": value * facts["smokeintensity"]})

    found = standardised(gained, design(stopped), design(np.ones_like(stopped)), design(np.zeros_like(stopped)))
    assert round(found.difference.value, 3) == 3.517
    assert (round(found.difference.low, 1), round(found.difference.high, 1)) == (2.6, 4.5)


def test_the_published_weighted_difference():
    gained, stopped, facts = smokers()
    for stabilised in (True, False):
        found = inverse_probability(gained, Design.of(facts), stopped, stabilised=stabilised)
        told = found.contrast.difference
        assert [round(x, 2) for x in (told.value, told.low, told.high)] == [3.44, 2.41, 4.47]
        assert found.weights.mean() == pytest.approx(1 if stabilised else 2, abs=0.01)
        assert 500 < found.effective < 1566


def invented(seed=1, rows=600, binary=False):
    random = np.random.default_rng(seed)
    need, old = random.normal(size=rows), random.integers(0, 2, rows).astype(float)
    woman = (random.logistic(size=rows) < 0.5 * need + 0.4 * old).astype(float)
    eta = 0.8 * need - 0.5 * old + 0.4 * woman
    y = (random.logistic(size=rows) < eta).astype(float) if binary else eta + random.normal(size=rows)
    return y, Design.of({"need": need, "old": old}), woman


def with_group(facts, woman):
    return Design((*facts.names, "woman"), np.column_stack([facts.x, woman]))


def standard(y, facts, woman, kind="linear", **options):
    design = with_group(facts, woman)
    return standardised(y, design, design.having("woman", 1), design.having("woman", 0), kind, **options)


def test_without_interaction_the_linear_difference_is_the_coefficient():
    y, facts, woman = invented()
    model = fit(y, with_group(facts, woman), "linear", robust="HC1")
    found = standard(y, facts, woman).difference
    assert found.value == pytest.approx(model.value("woman"))
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(model.error("woman"), rel=1e-5)


def test_the_weighted_interval_is_that_of_robust_least_squares():
    y, facts, woman = invented(2)
    found = inverse_probability(y, facts, woman)
    slow = sm.WLS(y, sm.add_constant(woman), weights=found.weights).fit(cov_type="HC0")
    told = found.contrast.difference
    assert (told.value, told.low, told.high) == pytest.approx((slow.params[1], *slow.conf_int()[1]))


def test_the_standardised_difference_of_shares_is_a_mean_of_differences():
    y, facts, woman = invented(3, binary=True)
    design = with_group(facts, woman)
    model = fit(y, design, "logit")
    wanted = (model.means(design.having("woman", 1)) - model.means(design.having("woman", 0))).mean()
    found = standard(y, facts, woman, "logit")
    assert found.difference.value == pytest.approx(wanted)
    assert found.group.value - found.reference.value == pytest.approx(wanted)


def test_both_ways_cover_the_difference_that_was_planted():
    """400 tables with a difference of 0.4; weights taken as known are on the safe side, estimated weights are not."""
    hit = np.zeros((400, 3), dtype=bool)
    for seed in range(400):
        y, facts, woman = invented(seed, 300)
        found = (
            standard(y, facts, woman).difference,
            inverse_probability(y, facts, woman).contrast.difference,
            inverse_probability(y, facts, woman, estimated=True).contrast.difference,
        )
        hit[seed] = [e.low <= 0.4 <= e.high for e in found]
    outcome, known, estimated = hit.mean(0)
    assert 0.92 <= outcome <= 0.975
    assert 0.92 <= estimated <= 0.975
    assert known >= estimated


def test_rows_doubled_in_clusters_tell_no_more_than_once():
    y, facts, woman = invented(5, 200)
    twice = Design(facts.names, np.tile(facts.x, (2, 1)))
    clusters = np.tile(np.arange(200), 2)
    for once, doubled in (
        (standard(y, facts, woman), standard(np.tile(y, 2), twice, np.tile(woman, 2), clusters=clusters)),
        (
            inverse_probability(y, facts, woman).contrast,
            inverse_probability(np.tile(y, 2), twice, np.tile(woman, 2), clusters=clusters).contrast,
        ),
    ):
        one, other = once.difference, doubled.difference
        assert other.value == pytest.approx(one.value)
        assert other.high - other.low == pytest.approx(one.high - one.low, rel=0.02)


# What bad input gets


def test_a_fact_that_tells_the_groups_apart_is_named():
    y, facts, woman = invented()
    telling = Design((*facts.names, "pregnant"), np.column_stack([facts.x, woman * (facts.x[:, 2] > 0)]))
    with pytest.raises(Separated, match="pregnant"):
        inverse_probability(y, telling, woman)


def test_rows_with_no_chance_of_their_group_are_counted():
    random = np.random.default_rng(9)
    far = np.concatenate([random.normal(size=400), [60.0]])
    woman = (random.logistic(size=401) < 1.5 * far).astype(float)
    woman[-1], woman[0] = 0.0, 1.0
    facts = Design.of({"far": np.where(np.arange(401) == 400, 25.0, far)})
    with pytest.raises(NoOverlap, match="1 row "):
        inverse_probability(random.normal(size=401), facts, woman)


def test_one_group_only_is_told():
    y, facts, woman = invented()
    with pytest.raises(ConstantColumn, match="outcome is 1"):
        inverse_probability(y, facts, np.ones_like(woman))


def test_what_does_not_fit_together_is_refused():
    y, facts, woman = invented()
    design = with_group(facts, woman)
    with pytest.raises(ValueError, match="same rows"):
        standardised(y, design, facts, facts)
    with pytest.raises(ValueError, match="each row"):
        inverse_probability(y[:-1], facts, woman)
    with pytest.raises(ValueError, match="each row"):
        inverse_probability(np.full_like(y, np.nan), facts, woman)
    with pytest.raises(ValueError, match="0 and 1"):
        inverse_probability(y, facts, woman + 1)
    with pytest.raises(ValueError, match="integers"):
        inverse_probability(y, facts, woman, clusters=woman)
    with pytest.raises(CannotTell, match="one cluster"):
        standard(y, facts, woman, clusters=np.zeros(len(y), dtype=int))
