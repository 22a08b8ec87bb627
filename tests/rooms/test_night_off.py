"""A night that is called off, times that are agreed anew, and a watch that nothing stops."""

from datetime import date, time, timedelta

import pytest

from samsyn.homecare import night_desk
from samsyn.homecare.actions import (
    Said,
    agree_night_terms,
    begin_look,
    call_night_back,
    call_off_night,
    escalate_check,
    lay_out_checks,
)
from samsyn.homecare.models import NightCheck, NightOff
from samsyn.homecare.night_desk import keep_watch
from samsyn.homecare.night_facts import why_barred_at
from samsyn.homecare.nightwatch.times import moment, moments
from samsyn.homecare.nightwatch.vendor import Vendor
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests import nights as n

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
ELEVEN, THREE = n.due(DAY, time(23)), n.due(DAY + timedelta(1), time(3))
NOBODY = Vendor("", n.SECRET)
PAPER = Said("paper", "Lapp i köket")


def herself(of):
    return f.actor(of.order.case.person, acting_as="self")


def states() -> list[str]:
    return list(NightCheck.objects.order_by("due_at", "pk").values_list("state", flat=True))


def agree(of, *, at=n.EVENING, **terms):
    return agree_night_terms(supervision=of, plan=n.night_plan(**terms), by=f.planner_of(of.order), at=at)


def test_two_times_that_are_one_moment_the_night_an_hour_is_skipped_leave_one_check_and_the_watch_going():
    spring = date(2026, 3, 29)
    assert moment(spring, time(2, 30)) == moment(spring, time(3, 30))
    of = n.supervision(at=n.due(spring - timedelta(1), time(12)))
    agree(of, times=[time(2, 30), time(3, 30)], at=n.due(spring - timedelta(1), time(13)))
    evening = n.due(spring - timedelta(1), time(20))
    assert lay_out_checks(by=n.WATCH, at=evening) == 1
    assert lay_out_checks(by=n.WATCH, at=evening) == 0
    agree(of, times=[time(2, 30)], at=evening)  # shown as 03.30 that night, and still agreed
    assert states() == ["due"]
    assert len(list(moments([time(2, 30)], evening, evening + timedelta(1)))) == 1


def test_a_time_that_is_agreed_away_and_back_the_same_night_is_laid_out_again():
    of = n.supervision()
    lay_out_checks(by=n.WATCH, at=n.EVENING)
    agree(of, times=[time(23)])
    assert states() == ["due", "off"]
    agree(of, at=n.EVENING + timedelta(minutes=1))
    assert lay_out_checks(by=n.WATCH, at=n.EVENING + timedelta(minutes=2)) == 1
    assert sorted(states()) == ["due", "due", "off"]


@pytest.mark.parametrize("more", [{"times": [time(1)]}, {"look_seconds": 60}, {"device": "bed-2"}])
def test_a_yes_ends_when_more_is_agreed_than_was_said_yes_to(more):
    of = n.supervision()
    assert why_barred_at(of) is None
    agree(of, **more)
    assert why_barred_at(of)
    assert of.consents.get().withdrawn_hand == "terms"
    n.yes(of, at=n.EVENING)
    assert why_barred_at(of) is None
    agree(of, **{**more, "times": [more.get("times", n.TIMES)[0]], "look_seconds": 30})  # less
    assert why_barred_at(of) is None


def test_a_check_that_cannot_be_moved_does_not_leave_the_others_unseen(monkeypatch):
    one = n.supervision()
    other = n.camera(f.order_of(f.active_case(of=f.person("Berit", "Lind"))))
    lay_out_checks(by=n.WATCH, at=n.EVENING)

    def broken(*, check, **asked):
        if check.supervision_id == one.pk:
            raise RuntimeError("a row that nobody foresaw")
        return escalate_check(check=check, **asked)

    monkeypatch.setattr(night_desk, "escalate_check", broken)
    told = keep_watch(at=ELEVEN + timedelta(hours=1), vendor=NOBODY)
    assert told.failed == 1
    assert other.checks.order_by("due_at").first().state in {"visit", "late"}


def test_nobody_looks_and_nobody_comes_the_night_that_the_person_called_off():
    of = n.supervision()
    by = n.named(of)
    lay_out_checks(by=n.WATCH, at=n.EVENING)
    off = call_off_night(supervision=of, night=DAY, said=Said(), by=herself(of), at=n.EVENING)
    assert call_off_night(supervision=of, night=DAY, said=Said(), by=herself(of), at=n.EVENING) == off
    assert states() == ["off", "off"]
    keep_watch(at=THREE + timedelta(hours=1), vendor=NOBODY)
    assert {c.state for c in of.checks.filter(due_at__lte=THREE)} == {"off"}
    with pytest.raises(Refused):
        begin_look(check=of.checks.order_by("due_at").first(), by=by, at=ELEVEN)


def test_a_night_that_is_called_back_has_what_is_left_of_it():
    of = n.supervision()
    lay_out_checks(by=n.WATCH, at=n.EVENING)
    carer = f.acting(Role.CARE_WORKER, of.order.provider)
    off = call_off_night(supervision=of, night=DAY, said=PAPER, by=carer, at=n.EVENING)
    midnight = n.due(DAY + timedelta(1), time(0))
    call_night_back(off=off, said=PAPER, by=carer, at=midnight)
    keep_watch(at=midnight, vendor=NOBODY)
    left = of.checks.filter(due_at__lte=THREE).order_by("due_at", "pk").values_list("due_at", "state")
    assert list(left) == [(ELEVEN, "off"), (THREE, "off"), (THREE, "due")]


def test_who_may_call_off_which_night():
    of = n.supervision()
    stranger = f.actor(f.person("Nils", "Berg"), acting_as="self")
    for by, said in ((stranger, Said()), (f.acting(Role.CASEWORKER), PAPER), (f.planner_of(of.order), Said())):
        with pytest.raises(NoAccess):
            call_off_night(supervision=of, night=DAY, said=said, by=by, at=n.EVENING)
    for night in (DAY - timedelta(1), DAY + timedelta(61)):
        with pytest.raises(Invalid):
            call_off_night(supervision=of, night=night, said=Said(), by=herself(of), at=n.EVENING)
    with pytest.raises(Invalid):
        call_off_night(supervision=of, night=DAY, said=Said("paper"), by=f.planner_of(of.order), at=n.EVENING)
    assert not NightOff.objects.exists()
