"""The frame and how long a plan is current: pure arithmetic in whole minutes and days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.homecare.frame import current_until, granted_a_week, made_before, minutes_a_week, why_not_fit
from samsyn.homecare.rhythm import EVERY_WEEKS
from samsyn.homecare.sound import why_not_offer

ACTIVITIES = st.lists(
    st.tuples(
        st.sets(st.sampled_from("1234567"), min_size=1).map(lambda d: "".join(sorted(d))),
        st.integers(1, 600),
        st.sampled_from(EVERY_WEEKS),
    ),
    max_size=8,
)


def test_a_week_is_each_weekday_times_its_minutes():
    assert minutes_a_week([("135", 40, 1), ("1234567", 15, 1)]) == 225
    assert minutes_a_week([]) == 0


def test_what_is_not_done_every_week_counts_as_its_share_of_one_rounded_up_over_the_whole():
    assert minutes_a_week([("2", 90, 2)]) == 45
    assert minutes_a_week([("24", 90, 3)]) == 60
    assert minutes_a_week([("2", 61, 2)]) == 31
    assert minutes_a_week([("2", 61, 2), ("4", 61, 2)]) == 61  # not 31 + 31


@pytest.mark.parametrize(
    ("amount", "unit", "granted"),
    [
        (450, "minutes_week", 450),
        (520, "minutes_month", 120),
        (521, "minutes_month", 120),  # rounded down
        (3, "times_week", None),
        (1, "count", None),
    ],
)
def test_what_is_granted_a_week(amount, unit, granted):
    assert granted_a_week(amount, unit) == granted


@given(st.integers(1, 20_000))
def test_a_year_of_weeks_is_never_more_than_a_year_of_months(amount):
    assert granted_a_week(amount, "minutes_month") * 52 <= amount * 12


def test_a_plan_fits_to_the_last_minute_and_no_further():
    assert why_not_fit(360, 360, "minutes_week") is None
    refusal = why_not_fit(361, 360, "minutes_week")
    assert refusal.values == {"planned": 361, "granted": 360}
    assert "361" in str(refusal)


def test_what_is_not_granted_as_time_has_no_frame():
    assert why_not_fit(10_000, 1, "count") is None


@pytest.mark.parametrize(
    ("made", "until"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_a_plan_is_current_for_six_months(made, until):
    assert current_until(made) == until


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_six_months_are_about_half_a_year_and_never_turn_back(made):
    assert timedelta(181) <= current_until(made) - made <= timedelta(184)
    assert current_until(made) <= current_until(made + timedelta(1))


def test_asking_the_database_and_asking_one_plan_agree_on_every_day_of_eight_years():
    for n in range(8 * 366):
        today = date(2024, 1, 1) + timedelta(n)
        for age in range(170, 200):
            made = today - timedelta(age)
            assert (made <= made_before(today)) == (today > current_until(made)), (made, today)


def ready(activities=(("135", 40, 1),), **more):
    today = date(2026, 3, 2)
    given = {
        "participation": "Valde själv.", "follow_up_on": today + timedelta(30), "amount": 360, "unit": "minutes_week",
        "today": today, **more,
    }  # fmt: skip
    return why_not_offer(list(activities), **given)


def test_a_complete_plan_may_be_offered():
    assert ready() is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"activities": []}, "inga aktiviteter"),
        ({"participation": ""}, "hur personen var med"),
        ({"follow_up_on": None}, "sex månader"),
        ({"follow_up_on": date(2026, 3, 2)}, "sex månader"),
        ({"follow_up_on": date(2026, 9, 3)}, "sex månader"),
        ({"amount": 119}, "120"),
    ],
)
def test_what_is_missing_is_said(more, said):
    assert said in str(ready(**more))


@given(ACTIVITIES, st.integers(1, 5000))
def test_a_plan_beyond_its_frame_is_never_offered(activities, amount):
    refusal = ready(activities, amount=amount)
    assert (refusal is None) == (bool(activities) and minutes_a_week(activities) <= amount)
