"""A night by camera, with the simulator as a process of its own on the other side, and the clock as an argument."""

import json
from datetime import date, time, timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.cases.models import DecisionLine
from samsyn.homecare.actions import (
    Ending,
    Said,
    agree_night_terms,
    arrive_at,
    ask_visit,
    begin_look,
    end_look,
    end_look_permit,
    end_supervision,
    escalate_check,
    give_camera_consent,
    give_look_permit,
    go_to,
    lay_out_checks,
    note_cohabitant,
    set_up_supervision,
    withdraw_camera_consent,
)
from samsyn.homecare.models import CameraConsent, Look, LookPermit, NightCheck, NightVisit, PlannedTime
from samsyn.homecare.night_desk import keep_watch, look_now, picture, take_back, tell_what_was_seen
from samsyn.homecare.nightwatch.vendor import Vendor
from samsyn.people.models import Relation, Staff
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests import nights as n

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
ELEVEN = n.due(DAY, time(23))
THREE = n.due(DAY + timedelta(1), time(3))
NOBODY = Vendor("", n.SECRET)
MINUTE = timedelta(minutes=1)


def first() -> NightCheck:
    return NightCheck.objects.order_by("due_at").first()


def laid_out(**terms) -> tuple:
    """A supervision whose night is laid out, and somebody who may look."""
    of = n.supervision(**terms)
    by = n.named(of)
    lay_out_checks(by=n.WATCH, at=n.EVENING)
    return of, by


def test_a_whole_night(tmp_path):
    """Seen; not seen, then seen at the second look; not seen twice; no network; and what each leaves behind."""
    script = {"bed-1": ["seen", "not_seen", "seen", "not_seen", "not_seen", "no_network", "silent", "garbage"]}
    of = n.supervision()
    agree_night_terms(
        supervision=of, plan=n.night_plan(times=[time(23), time(0), time(1), time(2), time(3), time(4)]),
        by=f.planner_of(of.order), at=f.NOW + MINUTE,
    )  # fmt: skip
    n.yes(of, at=f.NOW + MINUTE)  # to the new times
    by = n.named(of)
    at = n.EVENING
    with n.simulator(tmp_path, json.dumps(script)) as vendor:
        assert keep_watch(at=at, vendor=vendor).laid_out == 6  # a day ahead
        assert keep_watch(at=at, vendor=vendor).laid_out == 0
        keep_watch(at=at + timedelta(hours=3), vendor=vendor)
        checks = n.checks()[:6]
        assert [c.due_at for c in checks] == [ELEVEN + timedelta(hours=h) for h in range(6)]
        with pytest.raises(Refused, match="inte dags"):
            look_now(checks[0], by=by, at=ELEVEN - MINUTE, vendor=vendor)

        # 23.00: seen
        looked = look_now(checks[0], by=by, at=ELEVEN, vendor=vendor)
        assert "ligger i sin säng" in n.page_of(vendor, looked.opened.ticket)
        assert picture(looked.look, vendor=vendor).opened == looked.opened  # the page loaded anew
        assert (
            tell_what_was_seen(looked.look, "seen", by=by, at=ELEVEN + timedelta(seconds=20), vendor=vendor).state
            == "seen"
        )
        assert "släckt" in n.page_of(vendor, looked.opened.ticket)

        # 00.00: not seen; a quarter later seen
        at = checks[1].due_at + MINUTE
        looked = look_now(checks[1], by=by, at=at, vendor=vendor)
        assert "tom" in n.page_of(vendor, looked.opened.ticket)
        after = tell_what_was_seen(looked.look, "not_seen", by=by, at=at, vendor=vendor)
        assert (after.state, after.act_at) == ("retry", at + 15 * MINUTE)
        with pytest.raises(Refused, match="inte dags"):
            look_now(after, by=by, at=at + 14 * MINUTE, vendor=vendor)
        looked = look_now(after, by=by, at=after.act_at, vendor=vendor)
        assert tell_what_was_seen(looked.look, "seen", by=by, at=after.act_at, vendor=vendor).state == "seen"

        # 01.00: not seen twice, so somebody goes there
        at = checks[2].due_at
        looked = look_now(checks[2], by=by, at=at, vendor=vendor)
        tell_what_was_seen(looked.look, "not_seen", by=by, at=at, vendor=vendor)
        looked = look_now(checks[2], by=by, at=at + 15 * MINUTE, vendor=vendor)
        after = tell_what_was_seen(looked.look, "not_seen", by=by, at=at + 15 * MINUTE, vendor=vendor)
        assert (after.state, after.visit.why) == ("visit", "not_seen")
        go_to(check=after, by=by, at=at + 16 * MINUTE)
        done = arrive_at(check=after, found="Satt i köket. Följde henne i säng.", by=by, at=at + 25 * MINUTE)
        assert done.state == "visited"

        # 02.00, 03.00, 04.00: no network, no answer, garbage: somebody goes there at once
        for check, trouble in zip(checks[3:], ["no_network", "no_answer", "wrong_answer"], strict=True):
            assert look_now(check, by=by, at=check.due_at, vendor=vendor).trouble == trouble
            check.refresh_from_db()
            assert (check.state, check.visit.why) == ("visit", "failed")

    assert [(x.outcome, x.trouble) for x in Look.objects.order_by("pk")] == [
        ("seen", ""), ("not_seen", ""), ("seen", ""), ("not_seen", ""), ("not_seen", ""),
        ("failed", "no_network"), ("failed", "no_answer"), ("failed", "wrong_answer"),
    ]  # fmt: skip
    assert all(x.staff_id == by.staff and 0 <= x.seconds <= 45 for x in Look.objects.all())
    looks = Event.objects.filter(what="night.look")
    assert looks.count() == 8
    assert {tuple(e.subjects) for e in looks} == {(of.order.case.person_id,)}


def test_a_yes_taken_back_stops_a_look_under_way_and_the_picture(tmp_path, django_capture_on_commit_callbacks):
    of, by = laid_out()
    person = f.actor(of.order.case.person, acting_as="self")
    with n.simulator(tmp_path, '{"*": ["seen"]}') as vendor:
        looked = look_now(first(), by=by, at=ELEVEN, vendor=vendor)
        with django_capture_on_commit_callbacks(execute=True):
            take_back(CameraConsent.objects.get(), Said(), by=person, at=ELEVEN + timedelta(seconds=5), vendor=vendor)
        assert "släckt" in n.page_of(vendor, looked.opened.ticket)
        with pytest.raises(Refused, match="redan avslutad"):
            tell_what_was_seen(looked.look, "seen", by=by, at=ELEVEN + timedelta(seconds=9), vendor=vendor)
    look = Look.objects.get()
    assert (look.outcome, look.seconds) == ("barred", 5)
    assert (first().state, NightVisit.objects.get().why) == ("visit", "no_consent")
    assert Event.objects.filter(what="night.no").count() == 1


def test_without_a_yes_nobody_looks_and_the_watch_sends_somebody():
    _, by = laid_out(says_yes=False)
    with pytest.raises(Refused, match="inte sagt ja"):
        begin_look(check=first(), by=by, at=ELEVEN)
    keep_watch(at=ELEVEN, vendor=NOBODY)
    assert (first().state, first().visit.why) == ("visit", "no_consent")


def test_each_who_lives_there_must_say_yes_for_themselves():
    of = n.supervision()
    by, planner = n.named(of), f.planner_of(of.order)
    husband = f.person("Bertil", "Lind")
    Relation.objects.create(person=of.order.case.person, other=husband, kind="spouse", lives_together=True)
    lay_out_checks(by=n.WATCH, at=n.EVENING)
    with pytest.raises(Refused, match="Bertil Lind bor där enligt"):
        begin_look(check=first(), by=by, at=ELEVEN)
    living = note_cohabitant(supervision=of, name="Bertil  Lind", by=planner, at=n.EVENING)
    assert living.other == husband
    with pytest.raises(Refused, match="Bertil Lind bor där och"):
        begin_look(check=first(), by=by, at=ELEVEN)
    for stranger in (f.actor(of.order.case.person, acting_as="self"), by):
        with pytest.raises(NoAccess):
            give_camera_consent(supervision=of, cohabitant=living, said=Said(), by=stranger, at=n.EVENING)
    himself = f.actor(husband, acting_as="self")
    given = give_camera_consent(supervision=of, cohabitant=living, said=Said(), by=himself, at=n.EVENING)
    look = begin_look(check=first(), by=by, at=ELEVEN)
    assert withdraw_camera_consent(consent=given, said=Said(), by=himself, at=ELEVEN + MINUTE / 4) == [look]
    assert first().state == "visit"


def test_a_killed_watch_or_look_loses_and_doubles_nothing():
    """The watch stood still for hours; a look was begun by a process that died; then two watches at once."""
    _, by = laid_out()
    begin_look(check=first(), by=by, at=ELEVEN)  # and the process was killed here
    for _ in range(2):
        keep_watch(at=ELEVEN + 2 * MINUTE, vendor=NOBODY)
    assert first().state == "looking"  # its time is not up
    for _ in range(3):
        keep_watch(at=ELEVEN + 4 * MINUTE, vendor=NOBODY)
    assert (first().state, first().visit.why, Look.objects.get().outcome) == ("visit", "lost", "lost")
    for _ in range(2):
        keep_watch(at=THREE + timedelta(hours=2), vendor=NOBODY)
    assert [c.state for c in n.checks()[:2]] == ["late", "visit"]
    assert NightVisit.objects.count() == 2
    moved = Event.objects.filter(what="night.escalate").values_list("detail__step", flat=True)
    assert sorted(moved) == ["lose", "miss", "skip"]


def test_checks_that_no_watch_laid_out_are_laid_out_afterwards_and_are_visits():
    n.named(n.supervision())
    keep_watch(at=THREE + timedelta(hours=2), vendor=NOBODY)
    assert [(c.due_at, c.state) for c in n.checks()[:2]] == [(ELEVEN, "visit"), (THREE, "visit")]
    assert set(NightVisit.objects.values_list("why", flat=True)) == {"not_looked"}


def test_saying_no_or_ending_the_camera_changes_nothing_of_what_is_granted_and_planned():
    def stands():
        lines = list(DecisionLine.objects.order_by("pk").values())
        activities = list(of.order.plans.get(state="approved").activities.values())
        of.order.refresh_from_db()
        planned = list(PlannedTime.objects.order_by("pk").values())
        assert planned
        return lines, activities, of.order.content, of.order.status, planned

    of, _ = laid_out()
    before = stands()
    person = f.actor(of.order.case.person, acting_as="self")
    withdraw_camera_consent(consent=CameraConsent.objects.get(), said=Said(), by=person, at=n.EVENING)
    assert stands() == before
    keep_watch(at=ELEVEN, vendor=NOBODY)
    assert (first().state, first().visit.why) == ("visit", "no_consent")  # the supervision goes on, as a visit
    assert stands() == before
    end_supervision(supervision=of, reason="Astrid vill ha besök.", by=f.planner_of(of.order), at=ELEVEN + MINUTE)
    assert stands() == before


def test_two_at_once_and_pressing_twice():
    of, by = laid_out()
    other = f.staff(Role.CARE_WORKER, of.order.provider, given_name="Nora", family_name="Ståhl")
    give_look_permit(staff=other, valid_from=DAY, valid_to=DAY, by=f.planner_of(of.order), at=n.EVENING)
    look = begin_look(check=first(), by=by, at=ELEVEN)
    assert begin_look(check=first(), by=by, at=ELEVEN + timedelta(seconds=1)) == look
    with pytest.raises(Refused, match="Omar Björk tittar just nu"):
        begin_look(check=first(), by=f.actor(other), at=ELEVEN)
    with pytest.raises(Refused, match="den som tittade"):
        end_look(look=look, ending=Ending("seen"), by=f.actor(other), at=ELEVEN)
    end_look(look=look, ending=Ending("not_seen"), by=by, at=ELEVEN)
    with pytest.raises(Refused, match="redan avslutad"):
        end_look(look=look, ending=Ending("seen"), by=by, at=ELEVEN)
    check = ask_visit(check=first(), by=by, at=ELEVEN + MINUTE)
    go_to(check=check, by=by, at=ELEVEN + MINUTE)
    go_to(check=check, by=by, at=ELEVEN + MINUTE)
    with pytest.raises(Refused, match="Omar Björk är redan på väg"):
        go_to(check=check, by=f.actor(other), at=ELEVEN + MINUTE)
    with pytest.raises(Invalid, match="hur personen mådde"):
        arrive_at(check=check, found=" ", by=by, at=ELEVEN + 2 * MINUTE)
    arrive_at(check=check, found="Sov.", by=by, at=ELEVEN + 2 * MINUTE)
    with pytest.raises(Refused, match="besökt"):
        arrive_at(check=check, found="Sov.", by=by, at=ELEVEN + 2 * MINUTE)


def test_only_the_few_who_are_named_look_and_only_at_their_unit():
    of, by = laid_out()
    elsewhere = f.unit("Hemtjänst Syd", purpose="provider")
    strangers = [f.planner_of(of.order), f.acting(Role.CARE_WORKER, elsewhere), f.caseworker_of(of.order.case)]
    strangers += [f.acting(Role.ADMINISTRATOR), f.actor(of.order.case.person, acting_as="self")]
    for stranger in strangers:
        with pytest.raises(NoAccess):
            begin_look(check=first(), by=stranger, at=ELEVEN)
    with pytest.raises(NoAccess):
        escalate_check(check=first(), by=by, at=ELEVEN)
    with pytest.raises(NoAccess):
        give_look_permit(staff=Staff.objects.get(pk=by.staff), valid_from=DAY, valid_to=DAY, by=by, at=n.EVENING)
    end_look_permit(given=LookPermit.objects.get(), by=f.planner_of(of.order), at=n.EVENING)
    with pytest.raises(NoAccess, match="inte behörighet"):
        begin_look(check=first(), by=by, at=ELEVEN)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"times": []}, "times"), ({"times": [time(1), time(1)]}, "times"),
        ({"times": [time(h) for h in range(9)]}, "times"), ({"look_seconds": -45}, "look_seconds"),
        ({"look_seconds": 61}, "look_seconds"), ({"retry_minutes": 0}, "retry_minutes"),
        ({"visit_minutes": 61}, "visit_minutes"), ({"when_not_seen": " "}, "when_not_seen"),
        ({"persons_words": ""}, "persons_words"), ({"device": "Astrid Lind"}, "device"),
    ],
)  # fmt: skip
def test_what_cannot_be_agreed_is_refused_with_its_limit_and_nothing_is_stored(terms, field):
    order = f.order_of(f.active_case())
    activity = order.plans.get(state="approved").activities.get()
    with pytest.raises(Invalid) as refused:
        set_up_supervision(order=order, activity=activity, plan=n.night_plan(**terms), by=f.planner_of(order), at=f.NOW)
    assert refused.value.field_name == field
    assert not order.supervisions.exists()


def test_a_permission_is_neither_in_the_past_nor_turned_nor_for_ever():
    of = n.supervision()
    staff = Staff.objects.get(pk=f.acting(Role.CARE_WORKER, of.order.provider).staff)
    for begins, ends, field in [(-1, 5, "valid_from"), (5, 4, "valid_to"), (0, 400, "valid_to")]:
        with pytest.raises(Invalid) as refused:
            give_look_permit(
                staff=staff, valid_from=DAY + timedelta(begins), valid_to=DAY + timedelta(ends),
                by=f.planner_of(of.order), at=n.EVENING,
            )  # fmt: skip
        assert refused.value.field_name == field


def test_new_times_are_from_now_on_and_call_off_what_was_laid_out():
    of, _ = laid_out()
    agree_night_terms(
        supervision=of, plan=n.night_plan(times=[time(23), time(1)]), by=f.planner_of(of.order), at=n.EVENING
    )
    lay_out_checks(by=n.WATCH, at=n.EVENING + MINUTE)
    assert [(c.due_at, c.state, c.terms.version) for c in n.checks()] == [
        (ELEVEN, "due", 2), (n.due(DAY + timedelta(1), time(1)), "due", 2), (THREE, "off", 1)
    ]  # fmt: skip
