"""What nobody may do is set aside, each with its rule, and why a proposal left visits out is kept as it was."""

from dataclasses import asdict, replace

import pytest
from django.db import IntegrityError, transaction

from samsyn.homecare.actions import Search, take_proposal
from samsyn.homecare.dayplan import apart
from samsyn.homecare.dayplan.clashes import Clash, Ruled
from samsyn.homecare.dayplan.facts import Day, Shift, Visit
from samsyn.homecare.dayplan.nobody import nobody
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.models import PlanClash
from tests import factories as f
from tests.dayplans import unit_day
from tests.rooms.hours import WEDNESDAY

EIGHT = 8 * 60
SHIFTS = (
    Shift(1, 7 * 60, 16 * 60, 660, 720, 30, skills=frozenset({"INSULIN"})),
    Shift(2, 7 * 60, 16 * 60, 660, 720, 30, skills=frozenset({"LYFT"})),
)
FIRST = Visit("7-480", 7, (1,), EIGHT, EIGHT, 30, 1)
SECOND = Visit("8-480", 8, (2,), EIGHT, EIGHT, 30, 2)
DAY = Day(SHIFTS, (FIRST, SECOND), ((0, 0), (500, 0), (900, 0)), {})


def of(**more) -> Day:
    """The day with another second visit."""
    return replace(DAY, visits=(FIRST, replace(SECOND, **more)))


@pytest.mark.parametrize(
    ("day", "rule", "about"),
    [
        (of(skills=frozenset({"LAKEMEDEL", "LYFT"})), "skill", ("LAKEMEDEL",)),
        (of(skills=frozenset({"INSULIN", "LYFT"})), "skills", ("INSULIN", "LYFT")),
        (of(skills=frozenset({"LYFT"}), refused=frozenset({2})), "apart", (2,)),
        (of(minutes=9 * 60), "hours", (1, 2)),
        (of(promised=20 * 60), "hours", (1, 2)),
        (replace(DAY, locks={"8-480": (3, EIGHT)}), "locked", (3,)),
    ],
    ids=["skill", "skills", "apart", "long", "evening", "locked"],
)
def test_what_nobody_may_do_is_known_with_the_rule_and_whom_it_is_about(day, rule, about):
    found = nobody(Walker(day))
    assert set(found) == {"8-480"}
    assert found["8-480"].rule == rule
    assert (found["8-480"].carers or found["8-480"].skills) == about


@pytest.mark.parametrize(
    "day",
    [
        DAY,
        of(skills=frozenset({"LYFT"})),
        of(refused=frozenset({1})),
        of(skills=frozenset({"LAKEMEDEL"}), settled=True, carer=1),  # begun: it is as it is
        replace(of(skills=frozenset({"LAKEMEDEL"})), locks={"8-480": (1, EIGHT)}),
    ],
    ids=["plain", "skill", "apart", "begun", "locked"],
)
def test_what_somebody_may_do_is_not_set_aside(day):
    assert nobody(Walker(day)) == {}


def searched(day: Day, tmp_path) -> dict:
    """What the process of a search answers."""
    apart.written(tmp_path / apart.ASKED, {"day": day.as_json(), "seed": 1, "trials": 20_000})
    apart.work(tmp_path)
    return apart.read(tmp_path / apart.ANSWER)


def held_in(answer: dict) -> set[str]:
    return {key for lane in answer["lanes"].values() for _, key in lane if key}


def test_the_rest_of_a_day_is_planned_whatever_one_visit_asks(tmp_path):
    answer = searched(of(skills=frozenset({"LAKEMEDEL"})), tmp_path)
    assert (held_in(answer), answer["clashes"]) == ({"7-480"}, [])


def test_a_visit_soon_after_midnight_stops_no_proposal(tmp_path):
    """Half an hour before ten past twelve is yesterday; the visit may begin from midnight."""
    night = (Shift(1, 0, 7 * 60), Shift(2, 7 * 60, 16 * 60))
    answer = searched(replace(of(promised=10, start=10), shifts=night), tmp_path)
    assert held_in(answer) == {"7-480", "8-480"}


def test_rules_that_cannot_hold_together_are_as_few_as_can_be(tmp_path):
    """One who may have both, whom the first takes all morning: then the second is too late, or the break is."""
    alone = replace(DAY, shifts=SHIFTS[:1], visits=(replace(FIRST, minutes=240), SECOND))
    (clash,) = (Clash.of(told) for told in searched(alone, tmp_path)["clashes"])
    assert (clash.sort, clash.smallest) == ("set", True)
    happens = {rule.visit for rule in clash.rules if rule.kind == "happens"}
    assert happens == {"7-480", "8-480"}
    assert {rule.kind for rule in clash.rules} == {"happens", "window", "break"}
    wider = replace(alone, visits=(replace(FIRST, minutes=60), SECOND))
    assert searched(wider, tmp_path)["clashes"] == []


@pytest.mark.django_db
def test_what_kept_a_visit_out_is_kept_by_the_plans_stops_and_never_changed():
    known = unit_day()
    one, two = (f"{order.case.person_id}-{EIGHT}" for order in known.orders)
    told = [
        Clash("set", (Ruled("happens", one), Ruled("lock", two, 5, start=EIGHT), Ruled("ends", carer=5))),
        Clash("fitting", (Ruled("happens", "999999-480"),)),  # gone meanwhile
    ]
    answer = {"lanes": {}, "seed": 1, "made": 1, "best": 1, "clashes": [asdict(clash) for clash in told]}
    plan = take_proposal(day=WEDNESDAY, search=Search.of(answer), by=known.planner, at=f.NOW)
    stops = {stop.person_id: stop.pk for stop in plan.stops.filter(person__isnull=False)}
    first, second = (stops[order.case.person_id] for order in known.orders)
    clash = PlanClash.objects.get()
    assert clash.rules == [
        ["happens", first, None, None, None], ["lock", second, 5, None, EIGHT], ["ends", None, 5, None, None]
    ]  # fmt: skip
    for spoil in (lambda: PlanClash.objects.update(sort="fitting"), clash.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()
    with pytest.raises(ValueError, match="x"):
        Search.of(answer | {"clashes": [{"sort": "x", "rules": [], "smallest": True}]})


def test_what_has_begun_is_in_nobodys_way(tmp_path):
    """Who comes on at noon is named for a visit at eight; at nine that is past mending, and no rule is asked of it."""
    late = replace(SHIFTS[1], begins=12 * 60)
    day = replace(of(settled=True, carer=2), shifts=(SHIFTS[0], late), now=9 * 60)
    answer = searched(day, tmp_path)
    assert "8-480" not in held_in(answer)
    assert answer["clashes"] == []
