"""What the invented municipality's carers told by phone: plausible, and the same for the same seed."""

from datetime import timedelta

import pytest
from django.db import transaction

from samsyn.homecare.actions.load import load_told
from samsyn.homecare.day_journeys import journeys_of
from samsyn.homecare.models import MobileDevice, PlannedTime, SyncedChange, ToldTime, WorkShift
from samsyn.people.refusals import NoAccess
from samsyn.people.roles import Role, job
from samsyn.synthetic.journeys import TRUE, Journeys
from tests import factories as f
from tests.dayplans import unit_day
from tests.rooms.hours import WEDNESDAY, close, on

pytestmark = pytest.mark.django_db
BY, UNTIL = job("simulate"), WEDNESDAY + timedelta(15)


@pytest.fixture
def known(settings):
    """Two persons with a shower each day, the second as soon as the first is over, made as planned."""
    settings.SAMSYN = {**settings.SAMSYN, "demo": True}
    known = unit_day(far=800)
    WorkShift.objects.all().delete()
    second = PlannedTime.objects.filter(order=known.orders[1])
    second.update(start="08:42")
    close(UNTIL - timedelta(1))
    return known


def loaded(known, seed: int = 1) -> list[tuple]:
    load_told(unit=known.unit.pk, journeys=Journeys(seed), until=UNTIL, by=BY, at=on(UNTIL, 6))
    told = ToldTime.objects.order_by("change__device", "change__seq")
    return list(told.values_list("change__visit", "change__kind", "at", "change__uuid"))


def test_each_visit_begins_and_ends_and_the_next_begins_when_one_can_be_there(known):
    told = loaded(known)
    assert len(told) >= 20
    assert [kind for _, kind, _, _ in told] == ["begin", "end"] * (len(told) // 2)
    times = [at for _, _, at, _ in told]
    assert times == sorted(times)
    assert max(times) < on(UNTIL, 6)
    device = MobileDevice.objects.get()
    assert device.acknowledged == SyncedChange.objects.count() == len(told)
    assert list(SyncedChange.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, len(told) + 1))
    assert {change.answer["uuid"] for change in SyncedChange.objects.all()} == {str(mark) for *_, mark in told}


def test_travel_that_was_told_is_seen_by_way_of_travelling(known):
    """By three carers or more, who take a day each."""
    crew = [*known.carers, f.staff(Role.CARE_WORKER, known.unit)]
    for n, day in enumerate(PlannedTime.objects.order_by("day").values_list("day", flat=True).distinct()):
        PlannedTime.objects.filter(day=day).update(carer=crew[n % 3])
    loaded(known)
    WorkShift.objects.update(mode="foot")
    found = journeys_of(known.unit.pk)
    assert len(found) >= 5
    assert {one.metres for one in found} == {800.0}
    assert all(one.seconds > 60 for one in found)


def undone(known, seed: int) -> list[tuple]:
    """What a seed tells, taken back."""
    with transaction.atomic():
        told = loaded(known, seed)
        transaction.set_rollback(True)
    return told


def test_the_same_seed_tells_the_same_and_another_something_else(known):
    first = undone(known, 1)
    assert undone(known, 1) == first
    assert [row[2] for row in undone(known, 2)] != [row[2] for row in first]


def test_nobody_but_the_simulation_tells_for_others(known):
    with pytest.raises(NoAccess):
        load_told(unit=known.unit.pk, journeys=Journeys(1), until=UNTIL, by=known.planner, at=f.NOW)
    assert ToldTime.objects.count() == 0


@pytest.mark.parametrize("mode", TRUE)
def test_a_journey_takes_longer_the_farther_it_is_and_never_less_than_nothing(mode):
    near = [Journeys(seed).seconds(mode, 300) for seed in range(200)]
    far = [Journeys(seed).seconds(mode, 3000) for seed in range(200)]
    assert min(near) > 0
    assert sum(near) < sum(far)
