"""Agreement against published numbers, against the definitions written out slowly, and what must hold of any."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.review.agreement import (
    alpha,
    analytic,
    bootstrap,
    gwet,
    jackknife,
    weights,
)

NONE = None
# Krippendorff 2011, p. 2; the same as Gwet 2014, p. 120: four observers, twelve units, values 1-5, some missing.
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, NONE),
    (NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE),
)
# Gwet 2014, p. 125 (shortened in irrCAC, raw_5observers): five observers, fifteen units, values 0-3.
FIVE = (
    (1, 1, 2, NONE, 0, 0, 1, 1, 2, 2, NONE, 0, 1, 3, 1),
    (1, 1, 3, 0, 0, 0, 0, NONE, 2, 1, 1, 0, 2, 3, 1),
    (2, 0, 3, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2, 2, 1),
    (NONE, 1, 3, NONE, NONE, NONE, NONE, 0, NONE, 1, 0, 0, 2, 2, NONE),
    (2, NONE, NONE, 0, 0, 0, 1, NONE, 2, NONE, NONE, NONE, NONE, 3, 1),
)


def items(observers):
    return [[v for v in unit if v is not None] for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_what_krippendorff_published(metric, published):
    assert alpha(items(KRIPPENDORFF), metric) == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(
    ("kind", "value", "error", "seen", "chance"),
    [
        ("identity", 0.775, 0.143, 0.818, 0.190),
        ("linear", 0.859, 0.117, 0.939, 0.571),
        ("quadratic", 0.914, 0.104, 0.975, 0.714),
        ("ordinal", 0.899, 0.107, 0.968, 0.685),
    ],
)
def test_ac1_and_ac2_with_their_errors_are_what_gwet_published(kind, value, error, seen, chance):
    found = gwet(items(KRIPPENDORFF), [1, 2, 3, 4, 5], kind)
    assert (found.value, found.seen) == pytest.approx((value, seen), abs=0.0006)
    assert (found.error, found.chance) == pytest.approx((error, chance), abs=0.0006)


def test_another_table_of_gwets_and_its_interval():
    found = gwet(items(FIVE), [0, 1, 2, 3])
    assert (found.value, found.error) == pytest.approx((0.497, 0.122), abs=0.0006)
    interval = analytic(found, 15)
    assert (interval.low, interval.high) == pytest.approx((0.235, 0.758), abs=0.001)
    assert alpha(items(FIVE), "nominal") == pytest.approx(0.481, abs=0.0006)


# The definitions, written out over every pair


def slow_alpha(data, metric):
    """One less observed over expected disagreement, every pair of values for itself (Krippendorff 2011, eq. 1)."""
    data = [item for item in data if len(item) > 1]
    values = [v for item in data for v in item]

    def apart(one, other):
        if metric == "nominal":
            return float(one != other)
        if metric == "interval":
            return (one - other) ** 2
        low, high = min(one, other), max(one, other)
        between = sum(low <= v <= high for v in values)
        return 0.0 if one == other else (between - (values.count(low) + values.count(high)) / 2) ** 2

    n = len(values)
    if not n:
        return None
    observed = sum(2 * apart(a, b) / (len(item) - 1) for item in data for a, b in combinations(item, 2)) / n
    expected = sum(2 * apart(a, b) for a, b in combinations(values, 2)) / (n * (n - 1)) if n > 1 else 0
    return 1 - observed / expected if expected else None


def slow_gwet(data, categories, kind):
    table = dict(
        zip(
            ((a, b) for a in categories for b in categories),
            (w for row in weights(categories, kind) for w in row),
            strict=True,
        )
    )
    several = [item for item in data if len(item) > 1]
    if not several:
        return None
    seen = sum(
        sum(table[a, b] for a, b in combinations(item, 2)) / (len(item) * (len(item) - 1) / 2) for item in several
    ) / len(several)
    answered = [item for item in data if item]
    shares = [sum(item.count(k) / len(item) for item in answered) / len(answered) for k in categories]
    q = len(categories)
    chance = sum(table.values()) / (q * (q - 1)) * sum(p * (1 - p) for p in shares)
    return (seen - chance) / (1 - chance)


ratings = st.lists(st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0]), max_size=5), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(ratings, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_its_definition_over_every_pair(data, metric):
    fast, slow = alpha(data, metric), slow_alpha(data, metric)
    assert (fast is None) == (slow is None)
    if fast is not None:
        assert fast == pytest.approx(slow, abs=1e-9)
        assert fast <= 1 + 1e-9


@settings(max_examples=60, deadline=None)
@given(ratings, st.sampled_from(["identity", "linear", "quadratic", "ordinal"]))
def test_gwets_coefficient_is_its_definition_over_every_pair(data, kind):
    found, slow = gwet(data, [0, 1, 2, 3], kind), slow_gwet(data, [0, 1, 2, 3], kind)
    assert (found is None) == (slow is None)
    if found:
        assert found.value == pytest.approx(slow, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(ratings, st.randoms(use_true_random=False), st.sampled_from(["nominal", "ordinal", "interval"]))
def test_who_assessed_and_in_what_order_changes_nothing(data, random, metric):
    shuffled = [random.sample(item, len(item)) for item in random.sample(data, len(data))]
    before, after = alpha(data, metric), alpha(shuffled, metric)
    assert (before is None) == (after is None)
    assert before is None or before == pytest.approx(after, abs=1e-9)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_full_agreement_is_one_and_no_variation_is_nothing_to_agree_on(metric):
    assert alpha([[1, 1, 1], [3, 3], [2, 2, 2]], metric) == pytest.approx(1)
    assert alpha([[2, 2], [2, 2, 2]], metric) is None
    assert alpha([], metric) is alpha([[1], [2]], metric) is None


def test_full_agreement_is_one_for_gwet_also_when_all_chose_the_same():
    assert gwet([[1, 1], [2, 2]], [1, 2, 3], "linear").value == pytest.approx(1)
    assert gwet([[1, 1], [1, 1]], [1, 2, 3]).value == pytest.approx(1)
    with pytest.raises(ValueError, match="categories"):
        gwet([[1, 9]], [1, 2, 3])


def nominal(data):
    return alpha(data, "nominal")


def test_intervals_come_again_with_their_seed_and_hold_the_value():
    clusters = [[item] for item in items(KRIPPENDORFF)]
    one, other = (bootstrap(clusters, nominal, seed=7, draws=300) for _ in range(2))
    assert one == other
    assert one.low < 0.743 < one.high <= 1
    assert bootstrap(clusters, nominal, seed=8, draws=300) != one
    left_out = jackknife(clusters, nominal)
    assert left_out.low < 0.743 < left_out.high <= 1


def test_few_clusters_get_no_interval_rather_than_a_guess():
    clusters = [[[1, 1], [2, 1]], [[2, 2]], [[3, 1]]]
    assert bootstrap(clusters, nominal, seed=1) is None
    assert jackknife(clusters, nominal) is None
    assert jackknife([[[1, 1]]] * 6, nominal) is None
