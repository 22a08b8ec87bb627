"""A tariff that is opened and saved again says what it said (SoL 32:1)."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.cases.charging.price_list import read, written
from samsyn.cases.fees.tariff import Form, Part, Price

WORDS = st.lists(st.sampled_from("ABCÅÄÖabcåäö0123456789"), min_size=1, max_size=12).map("".join)
ORE = st.integers(0, 10**7)
HOURS = st.integers(0, 10**9).map(lambda n: Fraction(n, 10_000))


def ladder(code, ends, amounts):
    """The steps of an intervention: one for each of some hours, and one that is open upwards."""
    prices = zip((*sorted(ends), None), amounts, strict=False)
    return [Price(code, f"Steg {n}", Part.CARE, Form.STEP, ore, None, end) for n, (end, ore) in enumerate(prices)]


STEPS = st.builds(ladder, WORDS, st.sets(HOURS, max_size=4), st.lists(ORE, min_size=5, max_size=5))
PLAIN = st.builds(
    Price, WORDS, WORDS, st.sampled_from(Part), st.sampled_from([Form.PER_HOUR, Form.PER_TIME, Form.PER_MONTH]), ORE,
    st.none() | ORE,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PLAIN, max_size=4), STEPS)
def test_a_price_list_that_is_written_is_read_back_the_same(plain, steps):
    prices = (*plain, *steps)
    assert read(written(prices)) == prices


def test_half_an_hour_is_written_with_a_comma():
    assert ";steg;12,5;" in written(ladder("HEMTJANST", {Fraction(25, 2)}, [70_400, 90_000]))
