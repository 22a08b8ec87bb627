"""A unit's pattern of two weeks is kept in versions, holds from its Monday on, and days are wished to follow it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from samsyn.audit.models import Event
from samsyn.cases.file_tree import branches
from samsyn.homecare.actions import cancel_visit, end_pattern, keep_apart, take_pattern
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.day_pattern import pattern_on
from samsyn.homecare.dayplan.facts import Placed
from samsyn.homecare.dayplan.pattern import FoundPattern
from samsyn.homecare.fortnight import fortnight, mondays
from samsyn.homecare.models import PatternStop, PlannedTime, VisitPattern, WorkShift
from samsyn.homecare.queries import facts_to_pattern, pattern_shown
from samsyn.people.models import Appointment, Person
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import EIGHT, shift
from tests.dayplans import unit_day as made_day
from tests.rooms.hours import TODAY

pytestmark = pytest.mark.django_db
MONDAY = TODAY + timedelta(7)
BEGINS = (0, 2, 4, 7, 9, 11)  # the days of the fourteen with visits


@pytest.fixture
def known():
    known = made_day()
    for n in BEGINS:
        for carer in known.carers:
            shift(carer, known.planner, day=MONDAY + timedelta(n))
    return known


def key(order):
    return f"{order.case.person_id}-{EIGHT}"


def found(known, *, crossed=False, start=EIGHT + 10):
    """The first person's visits with the first carer, the other's with the other; crossed the other way round."""
    carers = known.carers[::-1] if crossed else known.carers
    day = {carer.pk: (Placed(start, key(order)),) for carer, order in zip(carers, known.orders, strict=True)}
    return FoundPattern(tuple(day if n in BEGINS else {} for n in range(14)), 1)


def taken(known, seen=0, **more):
    told = {"starts_on": MONDAY, "found": found(known), "reason": "FARRE", "by": known.planner, "at": f.NOW} | more
    return take_pattern(seen=seen, **told)


def ended(known, seen, **more):
    told = {"ends_on": MONDAY + timedelta(9), "reason": "ANNAT", "by": known.planner, "at": f.NOW} | more
    return end_pattern(seen=seen, **told)


def wished(known, day, order=0):
    """Whom the pattern wishes for on a day, and its start."""
    facts = day_facts(known.unit.pk, day, at=f.NOW)
    visit = facts.visit(key(known.orders[order]))
    return next((set(w.carers) for w in visit.wishes if w.kind == "pattern"), None), visit.usual


def test_it_is_made_of_what_the_plans_with_persons_lay_out_and_of_the_shifts(known):
    """Not what is cancelled, or was swapped for."""
    away, once = (known.orders[1].planned.get(day=MONDAY + timedelta(n)) for n in (11, 0))
    cancelled = cancel_visit(planned=away, hand="phone", by=known.planner, at=f.NOW)
    PlannedTime.objects.filter(pk=once.pk).update(activity=None, request=cancelled)
    days = facts_to_pattern(MONDAY, by=known.planner, at=f.NOW)
    assert [len(day.visits) for day in days] == [1, 0, 2, 0, 2, 0, 0, 2, 0, 2, 0, 1, 0, 0]
    assert {s.carer for s in days[2].shifts} == {c.pk for c in known.carers}
    assert mondays(TODAY) == [MONDAY, MONDAY + timedelta(7)]


def test_a_pattern_that_is_taken_in_is_kept_for_ever(known):
    pattern = taken(known)
    assert (pattern.version, pattern.starts_on, pattern.reason) == (1, MONDAY, "FARRE")
    assert pattern.stops.count() == 12
    assert set(pattern.stops.values_list("day", flat=True)) == set(BEGINS)
    event = Event.objects.get(what="pattern.take")
    assert event.subjects == sorted(o.case.person_id for o in known.orders)
    for spoil in (
        lambda: PatternStop.objects.update(start=1), lambda: VisitPattern.objects.update(starts_on=TODAY),
        PatternStop.objects.all().delete, VisitPattern.objects.all()._raw_delete,
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil() if spoil.__name__ != "_raw_delete" else spoil("default")


def test_the_days_from_its_monday_on_wish_for_its_carers_and_times(known):
    taken(known)
    assert wished(known, TODAY + timedelta(4)) == (None, None)
    assert wished(known, MONDAY) == ({known.carers[0].pk}, EIGHT + 10)
    assert wished(known, MONDAY, order=1) == ({known.carers[1].pk}, EIGHT + 10)
    assert wished(known, MONDAY + timedelta(18))[0] == {known.carers[0].pk}  # the third week is as the first


def test_a_new_one_takes_its_place_from_its_monday_and_an_end_leaves_none(known):
    first = taken(known)
    later = MONDAY + timedelta(7)
    second = taken(known, seen=1, starts_on=later, found=found(known, crossed=True))
    assert pattern_on(known.unit.pk, later - timedelta(1)) == first
    assert pattern_on(known.unit.pk, later) == second
    assert wished(known, later)[0] == {known.carers[1].pk}
    ended(known, 2)
    assert pattern_on(known.unit.pk, MONDAY + timedelta(8)) == second
    assert pattern_on(known.unit.pk, MONDAY + timedelta(9)) is None
    assert Event.objects.filter(what="pattern.end").count() == 1
    third = taken(known, seen=3)
    assert pattern_on(known.unit.pk, MONDAY + timedelta(9)) == third
    shown = pattern_shown(third, by=known.planner, at=f.NOW)
    assert (shown.replaced, len(shown.persons)) == ({}, 2)  # the version before it was an end


def test_of_who_is_gone_or_kept_apart_nothing_is_left_but_the_time(known):
    taken(known)
    keep_apart(
        person=known.orders[0].case.person_id, staff=known.carers[0], wish="person", since=TODAY, reason="Grannar.",
        by=known.planner, at=f.NOW,
    )  # fmt: skip
    Appointment.objects.filter(staff=known.carers[1]).update(valid_to=TODAY)
    assert wished(known, MONDAY) == (None, EIGHT + 10)
    assert wished(known, MONDAY, order=1) == (None, EIGHT + 10)


def test_what_is_gone_since_the_search_is_left_out_and_what_is_new_has_nobody(known):
    old = FoundPattern(({known.carers[0].pk: (Placed(EIGHT, f"999999-{EIGHT}"),), 999_999: ()}, *({},) * 13), 1)
    pattern = taken(known, found=old)
    assert set(pattern.stops.values_list("carer", flat=True)) == {None}
    assert wished(known, MONDAY) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"seen": 1}, "Någon annan har ändrat slingan"), ({"reason": "x"}, "Välj varför"),
        ({"starts_on": MONDAY + timedelta(1)}, "måndag"), ({"starts_on": TODAY - timedelta(14)}, "måndag"),
        ({"starts_on": MONDAY + timedelta(70)}, "Inga besök"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_told(known, wrong, words):
    with pytest.raises(Refused) as why:
        taken(known, **wrong)
    assert words in str(why.value.refusal)
    assert VisitPattern.objects.count() == 0


def test_it_is_ended_once_on_a_day_that_it_holds(known):
    with pytest.raises(Invalid):
        ended(known, 0)
    taken(known)
    for wrong in ({"ends_on": TODAY - timedelta(1)}, {"ends_on": MONDAY - timedelta(1)}, {"reason": ""}):
        with pytest.raises(Invalid):
            ended(known, 1, **wrong)
    ended(known, 1)
    with pytest.raises(Refused):
        ended(known, 1)
    with pytest.raises(Invalid):
        ended(known, 2)


def test_it_is_the_units_own_planners_alone(known):
    pattern = taken(known)
    for other in (
        f.acting(Role.CARE_WORKER, known.unit),
        f.acting(Role.PROVIDER_PLANNER, f.unit("Annan", purpose="provider")),
    ):
        with pytest.raises(NoAccess):
            pattern_shown(pattern, by=other, at=f.NOW)
    for act in (taken, ended):
        with pytest.raises(NoAccess):
            act(known, seen=1, by=f.acting(Role.CARE_WORKER, known.unit))
    with pytest.raises(NoAccess):
        facts_to_pattern(MONDAY, by=f.acting(Role.CARE_WORKER, known.unit), at=f.NOW)


@pytest.mark.parametrize("day", [None, TODAY, MONDAY + timedelta(1), MONDAY + timedelta(14)])
def test_it_is_made_from_one_of_the_coming_mondays(known, day):
    with pytest.raises(Invalid):
        facts_to_pattern(day, by=known.planner, at=f.NOW)


def test_without_visits_or_anybody_at_work_there_is_none_to_make(known):
    WorkShift.objects.filter(day__gte=MONDAY).update(removed_at=f.NOW, removed_by=known.planner.key)
    with pytest.raises(Refused, match="Ingen arbetar"):
        facts_to_pattern(MONDAY, by=known.planner, at=f.NOW)
    Person.objects.update(died_on=TODAY)
    with pytest.raises(Refused, match="Inga besök"):
        facts_to_pattern(MONDAY, by=known.planner, at=f.NOW)


def test_it_is_deleted_with_the_persons_file():
    assert "PatternStop" in {branch.model.__name__ for branch in branches()}
    assert "VisitPattern" not in {branch.model.__name__ for branch in branches()}


def test_an_hour_of_a_persons_fourteen_days_that_nobody_comes_in_is_counted_for_nobody(known):
    shown = pattern_shown(taken(known, found=FoundPattern(({},) * 14, 1)), by=known.planner, at=f.NOW)
    assert {stop.carer for stop in shown.stops} == {None}
    assert len(fortnight(known.unit.pk, MONDAY, at=f.NOW)) == 14
