"""How much of a granted line its plan carries out: two hours of five are not five (SoL 34:1)."""

import pytest

from samsyn.homecare.carried import Carried, carried

WHOLE = Carried(whole=True)
TWO_HOURS = [("1", 120, 1)]


@pytest.mark.parametrize(
    ("activities", "amount", "unit", "found"),
    [
        (None, 300, "minutes_week", Carried(whole=False)),
        ([], 300, "minutes_week", Carried(whole=False)),
        (TWO_HOURS, 300, "minutes_week", Carried(whole=False, part=120)),
        (TWO_HOURS, 120, "minutes_week", WHOLE),
        (TWO_HOURS, 133, "minutes_week", WHOLE),
        (TWO_HOURS, 134, "minutes_week", Carried(whole=False, part=120)),
        ([("1", 120, 2)], 120, "minutes_week", Carried(whole=False, part=60)),
        (TWO_HOURS, 520, "minutes_month", WHOLE),
        (TWO_HOURS, 600, "minutes_month", Carried(whole=False, part=520)),
        ([("15", 10, 1)], 7, "times_week", Carried(whole=False, part=2)),
        ([("1234567", 10, 1)], 7, "times_week", WHOLE),
        ([("1", 10, 1), ("1", 20, 1)], 2, "days_week", Carried(whole=False, part=1)),
        ([("13", 360, 1)], 2, "days_week", WHOLE),
        ([("6", 600, 2)], 5, "days_month", Carried(whole=False, part=3)),
        (None, 1, "count", WHOLE),
    ],
)
def test_a_part_is_never_called_the_whole(activities, amount, unit, found):
    assert carried(activities, amount, unit, from_share=90) == found
