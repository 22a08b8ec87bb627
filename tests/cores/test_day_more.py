"""What more would give a day: a visit that had no room gets somebody, and what is held stays whose it is."""

from dataclasses import replace

import pytest

from samsyn.homecare.dayplan import more
from samsyn.homecare.dayplan.facts import Day, Shift, Visit
from samsyn.homecare.dayplan.more import ONE_MORE, Gave, given_more


def a_day(visits: int) -> Day:
    """So many long visits at nine, and one carer."""
    told = tuple(Visit(f"{n}-540", n, (n,), 540, 540, 60, 1, slack=15) for n in range(1, visits + 1))
    return Day((Shift(7, 480, 960),), told, ((0, 0), (0, 0)), {})


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(more, "TRIALS", 500)


def given(day, stop=lambda _made, _of: False):
    return [Gave.from_json(told) for told in given_more(day, stop)]


def test_one_more_carer_takes_what_had_no_room():
    one, wider = given(a_day(5))
    assert (one.kind, one.begins, one.ends) == ("carer", 480, 960)
    assert one.is_certain
    assert one.more >= 1
    assert wider.kind == "wider"


def test_where_all_is_well_one_more_makes_no_visit_more():
    one, _ = given(a_day(1))
    assert one.more == 0


def test_what_is_held_is_never_the_one_mores():
    day = a_day(2)
    held = replace(day, locks={"1-540": (7, 540)})
    problem = more._problem(held)
    assert [ONE_MORE in visit.refused for visit in problem.visits] == [True, False]


def test_it_is_ended_between_what_is_asked_and_keeps_what_it_has():
    told = []
    found = given(a_day(2), lambda made, of: told.append((made, of)) or made == 1)
    assert (len(found), told) == (1, [(0, 2), (1, 2)])


def test_what_is_no_gain_is_not_read_as_one():
    with pytest.raises(ValueError, match="no gain"):
        Gave.from_json({"kind": "war"})
