"""Small models: the published figures, statsmodels as the slow reference, and what bad columns get."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.dense import (
    ConstantColumn,
    DependentColumns,
    Design,
    ExactFit,
    Separated,
    TooFewRows,
    fit,
)
from tests.published import rows_of

FURTHER = ("hrat", "obrat", "loanprc", "unem", "male", "married", "dep", "sch", "cosign", "chist", "pubrec")
FURTHER += ("mortlat1", "mortlat2", "vr")


def column(rows, name):
    return [float(row[name]) for row in rows]


def loans(kind, further=()):
    names = ["white", *further]
    rows = [row for row in rows_of("equity/loanapp.csv") if all(row[name] for name in [*names, "approve"])]
    return fit(column(rows, "approve"), Design.of({name: column(rows, name) for name in names}), kind)


@pytest.mark.parametrize(
    ("kind", "crude", "adjusted"), [("linear", 0.201, 0.129), ("probit", 0.784, 0.520), ("logit", None, 0.938)]
)
def test_approved_loans_of_white_applicants(kind, crude, adjusted):
    """Wooldridge, Introductory Econometrics, computer exercises C7.8 and C17.2 (data of Hunter and Walker 1996)."""
    assert crude is None or round(loans(kind).value("white"), 3) == crude
    assert round(loans(kind, FURTHER).value("white"), 3) == adjusted


def test_refused_mortgages():
    """Stock and Watson, Introduction to Econometrics, ch. 11, equations 11.3 and 11.8, robust errors."""
    rows = rows_of("equity/hmda.csv")
    design = Design.of({"pirat": column(rows, "pirat"), "afam": [row["afam"] == "yes" for row in rows]})
    denied = [row["deny"] == "yes" for row in rows]
    linear, probit = (fit(denied, design, kind, robust="HC1") for kind in ("linear", "probit"))
    assert (round(linear.value("afam"), 3), round(linear.error("afam"), 3)) == (0.177, 0.025)
    assert round(probit.value("afam"), 2) == 0.71


def test_berkeley_admissions_within_departments():
    rows = rows_of("equity/ucb_admissions.csv")
    columns = {"female": [row["Gender"] == "Female" for row in rows]}
    columns |= {d: [row["Dept"] == d for row in rows] for d in "BCDEF"}
    admitted = [row["Admit"] == "Admitted" for row in rows]
    found = fit(admitted, Design.of(columns), "logit", weights=column(rows, "Freq"))
    assert round(found.value("female"), 4) == 0.0999


def invented(seed, rows=300):
    random = np.random.default_rng(seed)
    x = {"a": random.normal(size=rows), "b": random.integers(0, 2, rows), "c": 50 + 10 * random.normal(size=rows)}
    eta = 0.3 + 0.5 * x["a"] - 0.4 * x["b"] + 0.01 * (x["c"] - 50)
    return random, Design.of(x), eta


def outcome(kind, random, eta):
    if kind == "linear":
        return eta + random.normal(size=len(eta)) * (1 + (eta > 0))
    if kind == "gamma":
        return random.gamma(2, np.exp(eta) / 2)
    return (random.logistic(size=len(eta)) < eta).astype(float)


def reference(kind, y, design, weights=None):
    if kind == "linear":
        return sm.OLS(y, design.x) if weights is None else sm.WLS(y, design.x, weights=weights)
    if kind == "probit":
        return sm.Probit(y, design.x)
    family = sm.families.Gamma(sm.families.links.Log()) if kind == "gamma" else sm.families.Binomial()
    return sm.GLM(y, design.x, family, freq_weights=weights)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["linear", "logit", "probit", "gamma"]), st.integers(0, 10**6))
def test_every_kind_is_as_the_reference_says(kind, seed):
    random, design, eta = invented(seed)
    y = outcome(kind, random, eta)
    clusters = random.integers(0, 40, len(y))
    drawn = len(np.unique(clusters))
    options = {"tol": 1e-12} if kind in ("logit", "gamma") else {"tol": 1e-12, "disp": 0} if kind == "probit" else {}
    model = reference(kind, y, design)
    for asked, theirs in (
        ({}, {"cov_type": "nonrobust"}),
        ({"robust": "HC0"}, {"cov_type": "HC0"}),
        ({"clusters": clusters}, {"cov_type": "cluster", "cov_kwds": {"groups": clusters, "use_correction": False}}),
    ):
        found, slow = fit(y, design, kind, **asked), model.fit(**options, **theirs)
        correction = drawn / (drawn - 1) if "clusters" in asked else 1
        assert found.beta == pytest.approx(slow.params, rel=1e-6, abs=1e-8)
        assert found.covariance == pytest.approx(slow.cov_params() * correction, rel=1e-4, abs=1e-10)


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(["linear", "logit", "probit", "gamma"]), st.integers(0, 10**6))
def test_a_weight_is_so_many_rows(kind, seed):
    random, design, eta = invented(seed, 120)
    y, weights = outcome(kind, random, eta), random.integers(0, 4, 120)
    found = fit(y, design, kind, weights=weights)
    many = fit(np.repeat(y, weights), Design(design.names, np.repeat(design.x, weights, axis=0)), kind)
    assert found.beta == pytest.approx(many.beta, rel=1e-6, abs=1e-8)
    assert found.covariance == pytest.approx(many.covariance, rel=1e-6)


def test_the_influence_of_rows_adds_up_to_the_robust_covariance():
    random, design, eta = invented(3)
    found = fit(outcome("logit", random, eta), design, "logit", robust="HC0")
    assert found.parts.sum(0) == pytest.approx(0, abs=1e-6)
    assert found.parts.T @ found.parts == pytest.approx(found.covariance)
    assert found.estimate("a").low < found.value("a") < found.estimate("a").high


# What bad input gets


def thirty():
    random = np.random.default_rng(1)
    return {"age": random.normal(size=30), "woman": np.tile([0, 1, 1], 10)}, np.tile([0, 1], 15)


@pytest.mark.parametrize("kind", ["logit", "probit"])
@pytest.mark.parametrize("side", [0, 1])
def test_separation_names_the_column_and_the_rows(kind, side):
    columns, y = thirty()
    alone = np.zeros(30)
    alone[np.flatnonzero(y == side)[:4]] = 1
    with pytest.raises(Separated, match=r"Column alone .* 4 rows") as told:
        fit(y, Design.of(columns | {"alone": alone}), kind)
    assert told.value.columns == ("alone",)
    assert told.value.code == "column_separates"


@pytest.mark.parametrize("kind", ["logit", "probit"])
def test_a_border_that_nothing_crosses_is_separation(kind):
    columns, y = thirty()
    with pytest.raises(Separated, match="hours"):
        fit(y, Design.of(columns | {"hours": y * 5.0 + columns["age"] % 1}), kind)


def test_a_constant_column_and_a_constant_outcome_are_named():
    columns, y = thirty()
    with pytest.raises(ConstantColumn, match="Column year"):
        fit(y, Design.of(columns | {"year": np.full(30, 2025)}), "logit")
    with pytest.raises(ConstantColumn, match="outcome is 1"):
        fit(np.ones(30), Design.of(columns), "logit")


def test_columns_that_tell_each_other_are_named():
    columns, y = thirty()
    with pytest.raises(DependentColumns, match="Column man is told by 1, woman") as told:
        fit(y, Design.of(columns | {"man": 1 - columns["woman"]}), "linear")
    assert told.value.columns == ("man", "1", "woman")


def test_too_few_rows_for_the_columns():
    with pytest.raises(TooFewRows, match="2 rows cannot carry 2"):
        fit([0.0, 1.0], Design.of({"a": [1, 2]}), "linear")
    with pytest.raises(TooFewRows, match="0 rows"):
        fit([], Design.of({"a": []}), "logit")


def test_an_outcome_told_exactly_is_suspect():
    columns, _ = thirty()
    with pytest.raises(ExactFit, match="computed from it"):
        fit(3 + 2 * columns["age"], Design.of(columns), "linear")


@pytest.mark.parametrize(
    ("kind", "value", "why"), [("logit", 2, "0 and 1"), ("gamma", 0, "above 0"), ("linear", float("nan"), "no numbers")]
)
def test_an_outcome_the_kind_cannot_take_is_refused(kind, value, why):
    columns, y = thirty()
    with pytest.raises(ValueError, match=why):
        fit([*y[:-1] + (kind == "gamma"), value], Design.of(columns), kind)


def test_columns_that_are_no_numbers_or_of_other_lengths_are_refused():
    columns, y = thirty()
    with pytest.raises(ValueError, match="column age holds 1"):
        Design.of({"age": [1, float("nan")]})
    with pytest.raises(ValueError, match="several lengths"):
        Design.of({"age": [1, 2], "woman": [1]})
    with pytest.raises(ValueError, match="shape"):
        fit(y[:-1], Design.of(columns), "linear")
    with pytest.raises(ValueError, match="weights"):
        fit(y, Design.of(columns), "linear", weights=-np.ones(30))
    with pytest.raises(ValueError, match="no kind"):
        fit(y, Design.of(columns), "poisson")


def test_clusters_are_integers_and_more_than_one():
    columns, y = thirty()
    with pytest.raises(TooFewRows, match="one cluster"):
        fit(y, Design.of(columns), "linear", clusters=np.zeros(30, dtype=int))
    with pytest.raises(ValueError, match="integers"):
        fit(y, Design.of(columns), "linear", clusters=np.zeros(30))


def test_an_unknown_column_is_a_key_error():
    columns, y = thirty()
    design = Design.of(columns)
    with pytest.raises(KeyError):
        fit(y, design, "linear").value("men")
    with pytest.raises(KeyError):
        design.having("men", 1)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["logit", "probit"]), st.integers(0, 10**6), st.integers(6, 25))
def test_small_tables_give_a_fit_or_a_reason_and_no_warning(kind, seed, rows):
    random = np.random.default_rng(seed)
    columns = {"a": random.integers(0, 2, rows), "b": random.integers(0, 3, rows)}
    y = random.integers(0, 2, rows)
    with np.errstate(all="raise", under="ignore"):
        try:
            found = fit(y, Design.of(columns), kind)
        except (ConstantColumn, DependentColumns, Separated, TooFewRows):
            return
    assert np.abs(found.beta).max() < 15


@pytest.mark.parametrize("seed", range(20))
def test_a_very_uneven_gamma_outcome_has_a_fit(seed):
    random = np.random.default_rng(seed)
    design = Design.of({"a": random.integers(0, 2, 25), "b": random.normal(size=25)})
    y = random.gamma(0.3, size=25) + 1e-3
    found = fit(y, design, "gamma")
    assert design.x.T @ (y / found.means(design) - 1) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("kind", ["linear", "logit", "gamma"])
@pytest.mark.parametrize("robust", ["model", "HC0", "HC1"])
def test_rows_that_weigh_nothing_are_as_if_they_were_not_there(kind, robust):
    draw = np.random.default_rng(3)
    x, w = draw.normal(size=300), np.where(draw.random(300) < 0.3, 0.0, 1.0)
    y = {"linear": x + draw.normal(size=300), "logit": (draw.random(300) < 0.4) * 1.0, "gamma": draw.gamma(2, size=300)}
    design = Design.of({"x": x})
    weighed = fit(y[kind], design, kind, weights=w, robust=robust)
    fewer = fit(y[kind][w > 0], design.where(w > 0), kind, robust=robust)
    assert weighed.n == fewer.n < 300
    assert weighed.covariance == pytest.approx(fewer.covariance, rel=1e-10)


def test_a_row_that_weighs_nothing_does_not_hide_a_separation():
    x = np.random.default_rng(4).normal(size=200)
    y, w = (x > 0) * 1.0, np.ones(200)
    y[0], w[0] = 1 - y[0], 0
    with pytest.raises(Separated):
        fit(y, Design.of({"x": x}), "logit", weights=w)
