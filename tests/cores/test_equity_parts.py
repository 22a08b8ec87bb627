"""The parts of an examination against slow references: ratios, expectations, drawn-in means, rows made of cells."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from samsyn.equity.cells import Cells, Factor
from samsyn.equity.drawn_in import drawn_in
from samsyn.equity.estimate import CannotTell
from samsyn.equity.examination import Asked
from samsyn.equity.examine import examine
from samsyn.equity.parts.expected import expected
from samsyn.equity.parts.monthly import between
from samsyn.equity.parts.rows import rows_of
from samsyn.equity.simpson import pooling
from samsyn.equity.table import Question, read
from tests.decided import decided

FACTS = ("ålder", "område")


def design_of(columns, woman):
    """A constant, the group and each value of the facts but the first."""
    parts = [np.ones(len(woman)), woman]
    for name in FACTS:
        values = np.array(columns[name])
        parts += [(values == level).astype(float) for level in sorted(set(columns[name]))[1:]]
    return np.column_stack(parts)


@pytest.mark.parametrize("amounts", [False, True])
def test_the_ratio_is_near_that_of_g_computation_and_its_interval_near_the_bootstraps(amounts):
    columns = decided(3000, gap=0.8, amounts=amounts)
    woman = (np.array(columns["kön"]) == "kvinna").astype(float)
    y = np.array(columns["beslut"]) if amounts else (np.array(columns["beslut"]) == "ja").astype(float)
    x = design_of(columns, woman)
    family = sm.families.Gamma(sm.families.links.Log()) if amounts else sm.families.Binomial()

    def ratio(rows):
        fit = sm.GLM(y[rows], x[rows], family=family).fit()
        one, none = x[rows].copy(), x[rows].copy()
        one[:, 1], none[:, 1] = 1, 0
        return fit.predict(one).mean() / fit.predict(none).mean()

    found = examine(columns, Asked("beslut", "kön", facts=FACTS, month="")).hidden.ratio
    assert found.value == pytest.approx(ratio(np.arange(3000)), rel=0.01)
    random = np.random.default_rng(1)
    spread = np.std([np.log(ratio(random.integers(0, 3000, 3000))) for _ in range(60)])
    assert (np.log(found.high) - np.log(found.low)) / 3.92 == pytest.approx(spread, rel=0.3)


@pytest.mark.parametrize("amounts", [False, True])
def test_what_is_expected_of_units_adds_up_and_is_the_models(amounts):
    columns = decided(3000, gap=0.5, strict=0.8, amounts=amounts)
    table = read(columns, Question("beslut", "kön", facts=FACTS, names=("handläggare",)))
    units = expected(table, "handläggare", FACTS).by_unit()
    woman = (np.array(columns["kön"]) == "kvinna").astype(float)
    y = np.array(columns["beslut"]) if amounts else (np.array(columns["beslut"]) == "ja").astype(float)
    family = sm.families.Gamma(sm.families.links.Log()) if amounts else sm.families.Binomial()
    x = design_of(columns, woman)
    slow = sm.GLM(y, x, family=family).fit().predict(x)
    officer = np.array(columns["handläggare"])
    for name, n, observed, told, squares in zip(
        units.names, units.n, units.observed, units.expected, units.squares, strict=True
    ):
        mine = officer == name
        assert (n, observed) == (mine.sum(), pytest.approx(y[mine].sum()))
        assert told == pytest.approx(slow[mine].sum(), rel=1e-6)
        assert squares == pytest.approx(((y - slow)[mine] ** 2).sum(), rel=1e-6)


def lost(spread, d, e):
    """Less the restricted log-likelihood of a spread, up to a constant."""
    weight = 1 / (spread**2 + e**2)
    centre = (weight * d).sum() / weight.sum()
    return np.log(weight.sum()) / 2 - stats.norm.logpdf(d, centre, np.hypot(spread, e)).sum()


@pytest.mark.parametrize("seed", range(6))
def test_the_spread_of_units_is_that_of_the_largest_likelihood(seed):
    random = np.random.default_rng(seed)
    e = random.uniform(0.3, 1.2, 15)
    d = random.normal(0, [0.0, 1.5][seed % 2], 15) + random.normal(0, e)
    found = drawn_in(d, e, np.full(15, 40))
    slow = optimize.minimize_scalar(lost, bounds=(0, 20), args=(d, e), method="bounded", options={"xatol": 1e-9})
    least = min(slow.fun, lost(0.0, d, e))
    assert lost(found.sd.value, d, e) == pytest.approx(least, abs=1e-5)
    half = stats.chi2.ppf(0.95, 1) / 2
    assert lost(found.sd.high, d, e) - least == pytest.approx(half, abs=0.05)
    if found.sd.low > 0.01:
        assert lost(found.sd.low, d, e) - least == pytest.approx(half, abs=0.05)


def test_drawn_in_means_hold_the_truth_about_as_often_as_said():
    random = np.random.default_rng(7)
    held = []
    for _ in range(300):
        truth, e = random.normal(0, 1, 20), random.uniform(0.4, 1.5, 20)
        found = drawn_in(truth + random.normal(0, e), e, np.full(20, 30))
        held += [unit.low <= own <= unit.high for unit, own in zip(found.units, truth, strict=True)]
    assert 0.925 < np.mean(held) < 0.985


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 20)), min_size=5, max_size=12),
)
def test_a_mean_is_drawn_towards_the_middle_and_never_past_it(units):
    d, e = map(np.array, zip(*units, strict=True))
    found = drawn_in(d, e, np.ones(len(d)))
    assert found.sd.low <= found.sd.value <= found.sd.high
    assert all(abs(unit.value) <= np.ptp(d) + 1e-9 for unit in found.units)


def test_what_is_no_mean_of_units_is_refused():
    with pytest.raises(CannotTell, match="4 units"):
        drawn_in([1.0] * 4, [1.0] * 4, [9] * 4)
    for d, e in (([1.0] * 5, [0.0] * 5), ([np.nan] * 5, [1.0] * 5), ([1.0] * 5, [1.0] * 4)):
        with pytest.raises(ValueError, match="each unit"):
            drawn_in(d, e, [9] * len(d))


CELLS = st.lists(st.lists(st.floats(0, 100).map(lambda v: round(v, 2)), min_size=1, max_size=9), min_size=1, max_size=5)


@settings(deadline=None)
@given(CELLS, st.booleans())
def test_rows_made_of_cells_keep_what_the_cells_know(values, shares):
    rows = [np.array([float(v > 50) for v in cell] if shares else cell) for cell in values]
    n, total, squares = (np.array([f(cell) for cell in rows]) for f in (len, np.sum, lambda c: (c**2).sum()))
    codes = np.arange(len(rows), dtype=np.int32)
    cells = Cells("y", (Factor("f", tuple(map(str, codes))),), (codes,), n.astype(float), total, squares)
    made = rows_of(cells, 10_000, 1)
    assert made.of == len(made.y) == n.sum()
    assert np.bincount(made.cell, made.y) == pytest.approx(total, abs=1e-6)
    assert np.bincount(made.cell, made.y**2) == pytest.approx(squares, rel=1e-6, abs=1e-6)
    drawn = rows_of(cells, 3, 1)
    assert len(drawn.y) == min(3, n.sum())
    assert {*drawn.cell} <= {*codes}


def test_months_follow_each_other_over_the_year():
    assert between("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert between("2026-02", "2026-02") == ("2026-02",)
    with pytest.raises(CannotTell, match="50 years"):
        between("1912-01", "2026-01")


def test_the_parts_of_amounts_have_welchs_interval():
    random = np.random.default_rng(3)
    hours, sex = random.gamma(2, 5, 400), np.repeat(["man", "kvinna"], 200)
    area = np.tile(["N", "S"], 200)
    columns = {"timmar": hours.tolist(), "kön": sex.tolist(), "område": area.tolist()}
    cells = read(columns, Question("timmar", "kön", facts=("område",))).data.cells()
    part = pooling(cells, "kön", "kvinna", "man", amounts=True).within[0].parts[0]
    one, other = (hours[(sex == s) & (area == "N")] for s in ("kvinna", "man"))
    error = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    assert part.difference.value == pytest.approx(one.mean() - other.mean())
    assert part.difference.high - part.difference.value == pytest.approx(1.959964 * error, rel=1e-6)
