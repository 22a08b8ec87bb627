"""Decompositions of a gap: the published figures, the laws of their pieces, and what bad input gets."""

from math import exp, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.decompose import WithinGroup, threefold, twofold
from samsyn.equity.dense import Design, fit
from samsyn.equity.estimate import CannotTell
from tests.published import rows_of

COLUMNS = ("age", "female", "LTHS", "some.college", "college", "advanced.degree")
EDUCATION = {"education": COLUMNS[2:]}


def chicago():
    """Real wages of Hispanic workers; those born in the country against those who were not (Hlavac, R oaxaca)."""
    rows = [row for row in rows_of("equity/chicago.csv") if all(row.values())]
    wage = np.array([exp(float(row["ln.real.wage"])) for row in rows])
    design = Design.of({name: [float(row[name]) for row in rows] for name in COLUMNS})
    return wage, design, np.array([row["foreign.born"] == "0" for row in rows])


def invented(seed=1, rows=400, binary=False):
    random = np.random.default_rng(seed)
    woman = random.integers(0, 2, rows).astype(bool)
    need = random.normal(size=rows) + 0.4 * woman
    place = random.integers(0, 3, rows)
    eta = 0.2 + 0.6 * need - 0.3 * woman + 0.2 * (place == 2)
    y = (random.logistic(size=rows) < eta).astype(float) if binary else eta + random.normal(size=rows)
    return y, Design.of({"need": need, "north": place == 1, "south": place == 2}), woman


def test_the_published_threefold_decomposition():
    found = threefold(*chicago(), factors=EDUCATION)
    names = ("endowments", "coefficients", "interaction")
    assert [round(found.piece(name).whole.value, 7) for name in names] == [1.6165339, 2.8333261, -1.4342857]


def test_the_published_pooled_decompositions():
    """Explained by one model of all, without the group (Neumark) and with it (Jann)."""
    wanted = {"pooled": 1.3557222, "pooled with group": 0.9525717}
    for reference, explained in wanted.items():
        found = twofold(*chicago(), reference=reference, factors=EDUCATION)
        assert round(found.piece("explained").whole.value, 7) == explained


def test_what_is_unexplained_beside_the_group_is_its_coefficient():
    """With the group in the pooled model, the unexplained piece is its coefficient (Jann 2008, p. 459)."""
    y, design, woman = chicago()
    found = twofold(y, design, woman)
    pooled = fit(y, Design((*design.names, "group"), np.column_stack([design.x, woman])), "linear")
    assert found.piece("unexplained").whole.value == pytest.approx(pooled.value("group"))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([0, 0.5, 1, "pooled", "pooled with group"]),
    st.sampled_from(["linear", "logit", "probit"]),
)
def test_pieces_add_up_to_the_gap_and_columns_to_the_piece(seed, reference, kind):
    y, design, woman = invented(seed, binary=kind != "linear")
    three = threefold(y, design, woman, kind, factors={"place": ("north", "south")})
    two = twofold(y, design, woman, kind, reference=reference, factors={"place": ("north", "south")})
    for found in (three, two):
        gap = y[woman].mean() - y[~woman].mean() if kind != "probit" else found.gap.value
        assert found.gap.value == pytest.approx(gap, abs=1e-9)
        assert sum(piece.whole.value for piece in found.pieces) == pytest.approx(gap, abs=1e-9)
        for piece in found.pieces:
            assert [part.name for part in piece.by] == ["1", "need", "place"]
            assert sum(part.estimate.value for part in piece.by) == pytest.approx(piece.whole.value, abs=1e-9)


def test_the_groups_coefficients_give_the_threefold_pieces_joined():
    y, design, woman = invented(4)
    three = threefold(y, design, woman)
    own = twofold(y, design, woman, reference=1)
    joined = three.piece("endowments").whole.value + three.piece("interaction").whole.value
    assert own.piece("explained").whole.value == pytest.approx(joined)
    other = twofold(y, design, woman, reference=0)
    assert other.piece("explained").whole == three.piece("endowments").whole


@pytest.mark.parametrize("binary", [False, True])
def test_a_factors_part_does_not_hang_on_its_base(binary):
    y, design, woman = invented(5, binary=binary)
    north, south = design.x[:, 2], design.x[:, 3]
    turned = Design.of({"need": design.x[:, 1], "middle": 1 - north - south, "south": south})
    kind = "logit" if binary else "linear"
    one = twofold(y, design, woman, kind, factors={"place": ("north", "south")})
    other = twofold(y, turned, woman, kind, factors={"place": ("middle", "south")})
    for piece, same in zip(one.pieces, other.pieces, strict=True):
        for part, like in zip(piece.by, same.by, strict=True):
            assert part.name == like.name
            mine, theirs = part.estimate, like.estimate
            assert (mine.value, mine.low, mine.high) == pytest.approx((theirs.value, theirs.low, theirs.high), abs=1e-7)


def test_the_intervals_are_those_of_jann_where_the_variance_is_one():
    """Var(x'b) = x'V(b)x + b'V(x)b for each group (Jann 2008, eq. 15), here for the endowments."""
    y, design, woman = invented(6, 20_000)
    found = threefold(y, design, woman).piece("endowments").whole
    model = fit(y[~woman], design.where(~woman), "linear")
    x, x_r = design.x[woman], design.x[~woman]
    apart = x.mean(0) - x_r.mean(0)
    spread = np.cov(x.T) / len(x) + np.cov(x_r.T) / len(x_r)
    error = sqrt(apart @ model.covariance @ apart + model.beta @ spread @ model.beta)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(error, rel=0.02)


def test_rows_doubled_in_clusters_tell_no_more_than_once():
    y, design, woman = invented(7, 200)
    once = twofold(y, design, woman, reference=0.5)
    twice = twofold(
        np.tile(y, 2), Design(design.names, np.tile(design.x, (2, 1))), np.tile(woman, 2), reference=0.5,
        clusters=np.tile(np.arange(200), 2),
    )  # fmt: skip
    one, two = (found.piece("unexplained").whole for found in (once, twice))
    assert two.high - two.low == pytest.approx(one.high - one.low, rel=0.03)


def test_the_nonlinear_pieces_are_means_of_what_would_be():
    """Bauer and Sinning 2008, eq. 3: the outcome of one group with the coefficients of the other."""
    y, design, woman = invented(8, binary=True)
    one, other = (fit(y[rows], design.where(rows), "logit") for rows in (woman, ~woman))
    found = threefold(y, design, woman, "logit")
    women, men = design.where(woman), design.where(~woman)
    wanted = other.means(women).mean() - other.means(men).mean()
    assert found.piece("endowments").whole.value == pytest.approx(wanted)
    assert found.piece("coefficients").whole.value == pytest.approx(one.means(men).mean() - other.means(men).mean())


@pytest.mark.parametrize("binary", [False, True])
def test_the_interval_covers_the_gap_that_was_planted(binary):
    """The truth is that of a very large table; 400 small ones are held against it."""
    kind = "logit" if binary else "linear"
    truth = twofold(*invented(10**6, 400_000, binary), kind, reference=0).piece("unexplained").whole.value
    found = [twofold(*invented(s, 250, binary), kind, reference=0).piece("unexplained").whole for s in range(400)]
    assert 0.915 <= np.mean([e.low <= truth <= e.high for e in found]) <= 0.98


# What bad input gets


def test_one_group_only_cannot_be_compared():
    y, design, woman = invented()
    with pytest.raises(CannotTell, match="one group"):
        threefold(y, design, np.ones_like(woman))


def test_a_column_that_stands_still_in_one_group_is_named_with_the_group():
    y, design, woman = invented()
    pregnant = Design.of({"need": design.x[:, 1], "pregnant": woman * design.x[:, 2]})
    with pytest.raises(WithinGroup, match="reference group: Column pregnant") as told:
        twofold(y, pregnant, woman)
    assert told.value.columns == ("pregnant",)


def test_ten_rows_are_too_few():
    y, design, woman = invented(2, 8)
    with pytest.raises(CannotTell):
        twofold(y, design, woman)


def test_what_does_not_fit_together_is_refused():
    y, design, woman = invented()
    with pytest.raises(ValueError, match="true or false"):
        twofold(y, design, woman + 2)
    with pytest.raises(ValueError, match="shape"):
        twofold(y[:-1], design, woman)
    with pytest.raises(ValueError, match="from 0 to 1"):
        twofold(y, design, woman, reference=1.5)
    with pytest.raises(ValueError, match="no reference"):
        twofold(y, design, woman, reference="omega")
    with pytest.raises(ValueError, match="columns of a factor"):
        twofold(y, design, woman, factors={"need": ("need",)})
    with pytest.raises(ValueError, match="integers"):
        twofold(y, design, woman, clusters=[1])
    with pytest.raises(CannotTell, match="one cluster"):
        twofold(y, design, woman, clusters=np.zeros(len(y), dtype=int))
    with pytest.raises(KeyError):
        twofold(y, design, woman).piece("interaction")
