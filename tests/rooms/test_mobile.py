"""What carers did without network comes in once, in order, and never over what somebody else has said unread."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.actions import begin_shift, end_shift, forget_times, wipe_device
from samsyn.homecare.mobile.change import Unreadable, read
from samsyn.homecare.models import CareEntry, MobileDevice, MobileShift, PerformedTime, SyncedChange, ToldTime
from samsyn.homecare.queries import not_taken, note_day, phone_day, readers_of_times, told_times
from samsyn.people.models import Appointment, Unit
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import Role, job
from tests.factories import NOW, acting, actor, planner_of, staff
from tests.mobile import EVENING, MORNING, Phone
from tests.rooms.hours import WEDNESDAY, active_order, carer_of, report
from tests.rooms.test_time_requests import WALK, cleaned, cleaning

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return active_order()


@pytest.fixture
def visit(order):
    return order.planned.get(day=WEDNESDAY)


@pytest.fixture
def phone(order):
    return Phone(carer_of(order))


def versions(visit):
    return list(visit.said.order_by("version").values_list("version", "minutes", "note"))


def test_a_batch_that_is_sent_twice_is_taken_in_once_and_answered_alike(phone, visit):
    batch = [phone.write("begin", visit), phone.report(visit, note="Kort"), phone.write("end", visit)]
    first = phone.send(*batch)
    assert first[0] == 3
    assert phone.send(*batch) == first
    assert phone.send(*reversed(batch)) == first
    assert versions(visit) == [(1, 20, "Kort")]
    assert SyncedChange.objects.count() == ToldTime.objects.count() == 3


def test_a_gap_stops_the_batch_where_it_is(phone, visit):
    one, two, three = (phone.report(visit, note=str(n), seen=n) for n in range(3))
    assert phone.send(one, three)[0] == 1
    assert phone.send(two, three)[0] == 3
    assert [note for *_, note in versions(visit)] == ["0", "1", "2"]


def test_a_number_that_is_taken_by_another_change_asks_the_phone_to_count_anew(phone, visit):
    phone.send(phone.report(visit, note="Först"))
    lost_count = phone.report(visit, note="Efter en återställning", seq=1)
    assert phone.send(lost_count)[1][0]["outcome"] == "renumber"
    assert versions(visit) == [(1, 20, "Först")]


def test_what_the_office_said_meanwhile_is_not_overwritten_unread(phone, visit):
    report(visit, minutes=45, reason="LANGRE", note="Kontoret", by=planner_of(visit.order))
    mine = phone.report(visit, minutes=20, note="Jag")
    (answer,) = phone.send(mine)[1]
    assert answer["outcome"] == "conflict"
    assert (answer["other"]["minutes"], answer["other"]["note"], answer["other"]["version"]) == (45, "Kontoret", 1)
    assert phone.came(mine).content["note"] == "Jag"
    assert versions(visit) == [(1, 45, "Kontoret")]


def test_the_others_version_is_a_reading_each_time_it_is_told(phone, visit):
    report(visit, minutes=45, reason="LANGRE", note="Kontoret", by=planner_of(visit.order))
    mine = phone.report(visit, minutes=20, note="Jag")
    phone.send(mine)
    phone.send(mine)
    told = Event.objects.filter(what="mobile.other", by=phone.by.key)
    assert [event.subjects for event in told] == [[visit.order.case.person_id]] * 2


def test_what_was_written_in_one_unit_comes_in_while_the_carer_acts_in_another(phone, visit):
    elsewhere = Unit.objects.create(name="Björken", purpose=Unit.Purpose.PROVIDER)
    also = Appointment.objects.get(staff=phone.by.staff_id)
    also.pk, also.unit = None, elsewhere
    also.save()
    phone.by = replace(phone.by, unit_id=elsewhere.pk)
    assert phone.send(phone.report(visit, note="Hos er"))[1][0]["outcome"] == "done"
    also.delete()
    Appointment.objects.filter(staff=phone.by.staff_id).update(unit=elsewhere)
    assert phone.send(phone.report(visit, note="Slutat", seen=1))[1][0]["outcome"] == "refused"
    assert versions(visit) == [(1, 20, "Hos er")]


@pytest.mark.parametrize(("keep", "left"), [("mine", (2, 20, "Jag")), ("other", (1, 45, "Kontoret"))])
def test_the_version_that_is_chosen_holds_and_the_other_is_kept(phone, visit, keep, left):
    report(visit, minutes=45, reason="LANGRE", note="Kontoret", by=planner_of(visit.order))
    mine = phone.report(visit, minutes=20, note="Jag")
    phone.send(mine)
    assert [c.pk for c in not_taken(since=WEDNESDAY, by=planner_of(visit.order), at=EVENING)] == [phone.came(mine).pk]
    phone.send(phone.write("choose", visit, of=str(mine.uuid), keep=keep, seen=1))
    assert versions(visit)[-1] == left
    assert versions(visit)[0] == (1, 45, "Kontoret")
    assert phone.came(mine).resolved_by.get().outcome == "done"
    assert not_taken(since=WEDNESDAY, by=planner_of(visit.order), at=EVENING) == []


def test_a_choice_between_versions_that_are_old_is_a_conflict_again(phone, visit):
    office = planner_of(visit.order)
    report(visit, minutes=45, reason="LANGRE", note="Kontoret", by=office)
    mine = phone.report(visit, minutes=20, note="Jag")
    phone.send(mine)
    report(visit, minutes=50, reason="LANGRE", note="Igen", by=office)
    (answer,) = phone.send(phone.write("choose", visit, of=str(mine.uuid), keep="mine", seen=1))[1]
    assert (answer["outcome"], answer["other"]["note"]) == ("conflict", "Igen")
    assert versions(visit)[-1] == (2, 50, "Igen")


def test_two_phones_that_say_the_same_of_a_visit_say_it_once(order, visit):
    by = carer_of(order)
    one, other = Phone(by), Phone(by)
    for phone in (one, other):
        assert phone.send(phone.report(visit, note="Samma"))[1][0]["outcome"] == "done"
    assert versions(visit) == [(1, 20, "Samma")]


def test_what_a_rule_refuses_is_kept_as_written_and_the_rest_goes_on(phone, visit):
    wrong = phone.report(visit, minutes=20, reason="PERSON_BORTA", note="Fel orsak")
    answers = phone.send(wrong, phone.write("end", visit))[1]
    assert [a["outcome"] for a in answers] == ["refused", "done"]
    assert "orsaken" in answers[0]["why"]
    assert phone.came(wrong).content["note"] == "Fel orsak"
    assert versions(visit) == []


@pytest.mark.parametrize(
    "body",
    [
        {}, {"minutes": "tjugo", "seen": 0}, {"minutes": 20, "seen": 0, "note": "x" * 5000},
        {"minutes": "\x00", "note": "half a letter: \ud83d"},
    ],
    ids=["empty", "words", "long", "unstorable"],
)  # fmt: skip
def test_a_change_that_cannot_be_read_does_not_stop_those_after_it(phone, visit, body):
    (first, second) = phone.send(phone.write("report", visit, **body), phone.write("end", visit))[1]
    assert (first["outcome"], second["outcome"]) == ("refused", "done")


def test_a_visit_that_the_plan_has_taken_away_is_told_of_and_nothing_lost(phone, visit):
    mine = phone.report(visit, note="Var där")
    visit.delete()
    assert phone.send(mine)[1][0]["outcome"] == "refused"
    assert phone.came(mine).content["note"] == "Var där"


def test_help_beside_the_plan_and_a_note_find_their_places(phone, visit):
    extra = {"day": WEDNESDAY.isoformat(), "start": "14:00", "minutes": 15, "reason": "EXTRA", "note": "Bytte lampa"}
    phone.send(phone.write("extra", visit, **extra), phone.write("note", visit, text="Var trött i dag."))
    assert PerformedTime.objects.get(planned=None).note == "Bytte lampa"
    entry = CareEntry.objects.get()
    assert (entry.text, entry.state, entry.author_id) == ("Var trött i dag.", "draft", phone.by.staff_id)


def test_the_person_asks_for_a_swap_by_the_carers_mouth():
    order = cleaned()
    visit, phone = cleaning(order), Phone(carer_of(order), at=NOW)
    wish = {"item": WALK.item, "day": WALK.day.isoformat(), "start": WALK.start.isoformat("minutes"), "minutes": 45}
    asked = phone.write("swap", visit, at=NOW, **wish)
    (answer,) = phone.send(asked, at=NOW)[1]
    assert (answer["outcome"], answer.get("tell")) == ("done", "Bytet är gjort."), answer
    assert phone.send(asked, at=NOW)[1] == [answer]
    assert order.time_requests.get().hand == "carer"
    (late,) = phone.send(phone.write("swap", visit, at=NOW, **wish), at=NOW)[1]
    assert (late["outcome"], "redan bytt" in late["why"]) == ("refused", True)


@pytest.mark.parametrize("wrong", [-3 * 3600, 0, 5 * 3600])
def test_the_servers_clock_counts_and_what_the_phone_said_is_kept_beside(order, visit, wrong):
    phone = Phone(carer_of(order), wrong=wrong)
    phone.send(phone.write("begin", visit, at=MORNING + timedelta(hours=1)))
    told = ToldTime.objects.get()
    assert told.at == MORNING + timedelta(hours=1)
    assert told.told_at == told.at - timedelta(seconds=wrong)


@pytest.mark.parametrize(("moved", "counts"), [(-9, MORNING), (20, EVENING)])
def test_a_clock_moved_since_the_two_last_spoke_cannot_leave_the_shift(phone, visit, moved, counts):
    phone.send(phone.write("begin", visit, at=MORNING + timedelta(hours=moved)))
    assert ToldTime.objects.get().at == counts


def test_another_carer_with_the_phone_can_neither_see_nor_send_what_is_on_it(phone, order, visit):
    other = actor(staff(Role.CARE_WORKER, order.provider))
    mine = phone.report(visit)
    with pytest.raises(NoAccess):
        begin_shift(device=phone.device.uuid, hours=10, by=other, at=EVENING)
    phone.by = other
    with pytest.raises(NoAccess):
        phone.send(mine)
    assert SyncedChange.objects.count() == 0


def test_a_shift_goes_on_with_its_secret_until_it_ends(phone):
    again = begin_shift(device=phone.device.uuid, hours=10, by=phone.by, at=MORNING + timedelta(hours=9))
    assert again.secret == phone.shift.secret
    assert end_shift(device=phone.device, by=phone.by, at=EVENING) == 0  # it was over by itself at 17
    new = begin_shift(device=phone.device.uuid, hours=10, by=phone.by, at=EVENING)
    assert new.secret != phone.shift.secret


def test_a_phone_that_is_emptied_loses_its_secrets_at_once_and_is_let_in_no_more(phone, order):
    with pytest.raises(NoAccess):
        wipe_device(device=phone.device, by=phone.by, at=EVENING)
    wipe_device(device=phone.device, by=planner_of(order), at=EVENING)
    assert MobileShift.objects.count() == 0
    assert MobileDevice.objects.get().wiped_by == planner_of(order).key
    with pytest.raises(Refused):
        begin_shift(device=phone.device.uuid, hours=10, by=phone.by, at=EVENING)


def test_told_times_go_when_they_are_due_and_performed_minutes_stay(phone, visit):
    phone.send(phone.write("begin", visit), phone.report(visit))
    assert forget_times(days=30, by=job("forget-times"), at=EVENING + timedelta(days=29)) == 0
    assert forget_times(days=30, by=job("forget-times"), at=EVENING + timedelta(days=31)) == 2
    assert (ToldTime.objects.count(), MobileShift.objects.count(), len(versions(visit))) == (0, 0, 1)


def test_the_carer_sees_own_times_and_who_has_read_them(phone, order, visit):
    phone.send(phone.write("begin", visit))
    me, planner = phone.by.staff_id, planner_of(order)
    assert told_times(me, by=phone.by, at=EVENING)[1].count() == 1
    assert readers_of_times(me) == []
    assert told_times(me, by=planner, at=EVENING)[1].count() == 1
    assert [event.by for event in readers_of_times(me)] == [planner.key]
    with pytest.raises(NoAccess):
        told_times(me, by=acting(Role.CASEWORKER), at=EVENING)


def test_a_day_holds_the_carers_own_visits_and_is_a_reading(order, visit):
    visit.carer_id = carer_of(order).staff_id
    visit.save()
    (mine,) = phone_day(day=WEDNESDAY, by=carer_of(order))
    assert mine.planned == visit
    note_day([mine], by=carer_of(order), at=EVENING)
    assert Event.objects.filter(what="mobile.day", by=carer_of(order).key).exists()
    other = actor(staff(Role.CARE_WORKER, order.provider))
    assert phone_day(day=WEDNESDAY, by=other) == []
    with pytest.raises(NoAccess):
        phone_day(day=WEDNESDAY, by=planner_of(order))


@pytest.mark.parametrize(
    "sent",
    [
        None, [], {"seq": 0}, {"seq": True}, {"uuid": "x"}, {"kind": "drop"}, {"told": "i dag"}, {"behind": 10**12},
        {"told": -1}, {"order": None},
    ],
)  # fmt: skip
def test_what_is_no_change_is_said_to_be_none(sent):
    good = {"seq": 1, "uuid": str(uuid4()), "kind": "begin", "order": 1, "visit": 1, "told": 1000, "behind": 0}
    assert read(good).seq == 1
    with pytest.raises(Unreadable):
        read(good | sent if sent else sent)
