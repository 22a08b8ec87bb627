"""A swap is answered at once where four limits hold; otherwise the limit is named and a person decides."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samsyn.homecare.account.rules import rule_sets
from samsyn.homecare.account.swap import Bounds, Item, Limit, Visit, judged
from samsyn.people.refusals import Invalid

HERE = ZoneInfo("Europe/Stockholm")
RULES = rule_sets(date(2026, 3, 2))
CLEANING = Item("cleaning", "service", frozenset({"d6"}))
WALK = Item("walk", "service", frozenset({"d4"}))
BOUNDS = Bounds(0, frozenset({"d450", "d510", "d6402"}))
NOW = datetime(2026, 3, 2, 10, tzinfo=HERE)
THURSDAY = datetime(2026, 3, 5, 13, tzinfo=HERE)


def asked(*, giving=CLEANING, minutes=45, want=WALK, at=THURSDAY, wanted=45, bounds=BOUNDS, rules=None):
    return judged(
        [Visit(giving, minutes, THURSDAY)], Visit(want, wanted, at), bounds, rules or RULES["goteborg"], now=NOW
    )


def test_the_cleaning_is_swapped_for_a_walk_at_once():
    assert asked().is_yes


@pytest.mark.parametrize(
    ("change", "limit"),
    [
        ({"wanted": 60}, Limit.GRANTED_TIME),
        ({"want": Item("boat", "service", frozenset({"d9"}))}, Limit.NEED),
        ({"giving": Item("medicine", "care", frozenset({"d5"}), guarded=True)}, Limit.GOAL),
        ({"rules": replace(RULES["goteborg"], swap_between_care_and_service=False), "giving":
          Item("shower", "care", frozenset({"d5"}))}, Limit.GOAL),
        ({"at": THURSDAY.replace(hour=22)}, Limit.WORK_ENVIRONMENT),
        ({"want": Item("bath", "care", frozenset({"d5"}), strains=True)}, Limit.WORK_ENVIRONMENT),
        ({"at": NOW + timedelta(hours=3)}, Limit.WORK_ENVIRONMENT),
        ({"minutes": 600, "wanted": 300}, Limit.WORK_ENVIRONMENT),
    ],
)  # fmt: skip
def test_a_limit_that_is_reached_is_named_and_a_person_decides(change, limit):
    verdict = asked(**change)
    assert not verdict.is_yes
    assert [reached.limit for reached in verdict.reached] == [limit]
    assert str(verdict.reached[0].why)


def test_free_time_makes_room_for_more():
    assert asked(wanted=60, bounds=replace(BOUNDS, free=15)).is_yes


@pytest.mark.parametrize(
    "change", [{"wanted": 0}, {"wanted": -30}, {"minutes": 0}, {"at": NOW}, {"at": NOW - timedelta(days=1)}]
)
def test_what_makes_no_sense_is_refused_in_plain_words(change):
    with pytest.raises(Invalid) as refused:
        asked(**change)
    assert str(refused.value).endswith(".")
