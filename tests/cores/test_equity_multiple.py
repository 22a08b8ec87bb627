"""What still stands when several are shown together: the paper of 1995, and statsmodels as the slow reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from samsyn.equity.estimate import Estimate
from samsyn.equity.multiple import benjamini_hochberg, bonferroni, p_value

PAPER = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344)
PAPER += (0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000)
many = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_the_paper_of_1995_rejects_four_where_bonferroni_rejects_three():
    assert sum(benjamini_hochberg(PAPER).rejected) == 4
    assert sum(bonferroni(PAPER).rejected) == 3


@given(many)
def test_both_are_as_the_reference_says(values):
    for ours, name in ((benjamini_hochberg, "fdr_bh"), (bonferroni, "bonferroni")):
        assert ours(values).adjusted == pytest.approx(list(multipletests(values, method=name)[1]), abs=1e-12)


@given(many)
def test_the_order_does_not_matter_and_bonferroni_is_never_the_milder(values):
    found = benjamini_hochberg(values)
    assert benjamini_hochberg(values[::-1]).adjusted == found.adjusted[::-1]
    assert all(b >= a >= p - 1e-15 for p, a, b in zip(values, found.adjusted, bonferroni(values).adjusted, strict=True))


def test_nothing_to_judge_gives_nothing():
    assert benjamini_hochberg([]).rejected == bonferroni([]).adjusted == ()


@pytest.mark.parametrize("values", [[float("nan")], [-0.1], [1.1], [[0.1]]])
def test_what_is_no_p_value_is_refused(values):
    with pytest.raises(ValueError, match="p-value"):
        benjamini_hochberg(values)


def test_a_level_is_a_fraction():
    with pytest.raises(ValueError, match="level"):
        bonferroni([0.1], 5)


def test_an_interval_that_ends_at_nought_has_a_p_value_of_five_per_cent():
    assert p_value(Estimate(1.0, 0.0, 2.0, 9)) == pytest.approx(0.05)
    assert p_value(Estimate(-1.0, -1.5, 0.0, 9)) == pytest.approx(0.05)
    with pytest.raises(ValueError, match="width"):
        p_value(Estimate(1.0, 1.0, 1.0, 9))
