"""The person disposes over the granted time: swaps and cancellations, what they cost, and who says yes."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from samsyn.audit.models import Event
from samsyn.homecare.actions import ActivityTerms, answer_plan, offer_plan, put_activity, start_plan, write_plan
from samsyn.homecare.actions.account import (
    Wish,
    answer_request,
    ask_swap,
    call_off,
    cancel_visit,
    withdraw_request,
)
from samsyn.homecare.models import OwnItem, PerformedTime, TimeEntry, TimeRequest
from samsyn.homecare.models.accounts import account_for
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests.factories import NOW, acting, active_case, actor, consent, order_of, person, planner_of, unit
from tests.kept import kept
from tests.rooms.hours import TODAY, carer_of, close, extra, on, report

THURSDAY, FRIDAY = TODAY + timedelta(3), TODAY + timedelta(4)
WALK = Wish("PROMENAD", THURSDAY, time(14), 45)


@kept
def cleaned():
    """An order with a shower three times a week and cleaning on Thursdays, for somebody who also needs to get out."""
    order = order_of(active_case(areas=("d510", "d640", "d750")))
    by = carer_of(order)
    plan = start_plan(order=order, by=by, at=NOW)
    terms = ActivityTerms(
        what="Städning", item="STADNING", weekdays="4", start=time(13), minutes=60,
        need=next(n["id"] for n in order.content["needs"] if n["area"] == "d640"), responsible=order.contact,
    )  # fmt: skip
    put_activity(plan=plan, terms=terms, by=by, at=NOW)
    write_plan(
        plan=plan, participation="Valde dagarna.", persons_words="", others_present="",
        follow_up_on=TODAY + timedelta(60), by=by, at=NOW,
    )  # fmt: skip
    offer_plan(plan=plan, by=by, at=NOW)
    answer_plan(plan=plan, approve=True, hand="self", words="", by=own(order), at=NOW)
    return order


def own(order):
    return actor(order.case.person, acting_as="self")


def cleaning(order, day=THURSDAY):
    return order.planned.get(day=day, activity__item="STADNING")


def balance(order, day=THURSDAY, today=TODAY):
    return account_for(order.line_id, day=day, today=today).balance


def swap(order, wish=WALK, *, given="cleaning", by=None, hand="self", at=NOW):
    given = cleaning(order) if given == "cleaning" else given
    return ask_swap(order=order, given=given, wish=wish, hand=hand, by=by or own(order), at=at)


@pytest.mark.django_db
def test_the_cleaning_is_swapped_for_a_walk_and_nobody_has_to_be_asked():
    order = cleaned()
    before = balance(order)
    asked = swap(order)
    assert (asked.state, asked.answered_by, asked.limits) == ("yes", "rule:goteborg/1", [])
    walk = order.planned.get(request=asked)
    assert (walk.what, walk.day, walk.minutes) == ("Promenad", THURSDAY, 45)
    assert walk.carer == order.contact
    given = cleaning(order)
    assert (given.performed.minutes, given.performed.reason, given.performed.charged) == (0, "BYTT", 0)
    after = balance(order)
    assert after.planned == before.planned - 60 + 45
    assert after.free == before.free + 15
    assert after.granted == before.granted
    [event] = Event.objects.filter(what="time.ask")
    assert event.detail["state"] == "yes"


@pytest.mark.django_db
def test_a_walk_that_was_swapped_for_is_performed_when_the_day_is_closed():
    order = cleaned()
    asked = swap(order)
    close(THURSDAY)
    assert order.planned.get(request=asked).performed.minutes == 45
    assert balance(order).performed == 40 + 45  # Wednesday's shower, and the walk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "limits"),
    [
        (Wish("PROMENAD", THURSDAY, time(14), 300), ["granted_time", "work_environment"]),
        (Wish("ARENDE", THURSDAY, time(14), 30), ["need"]),
        (Wish("PROMENAD", THURSDAY, time(22), 30), ["work_environment"]),
        (Wish("BAD", THURSDAY, time(14), 30), ["work_environment"]),
        (Wish("PROMENAD", TODAY, time(20), 30), ["work_environment"]),  # too short before
    ],
)
def test_what_reaches_a_limit_waits_for_the_contact_person_and_says_which(wish, limits):
    order = cleaned()
    before = balance(order)
    asked = swap(order, wish)
    assert (asked.state, asked.limits) == ("asked", limits)
    assert all(text.endswith(".") for text, _ in asked.why)
    assert balance(order) == before
    assert not PerformedTime.objects.filter(planned=cleaning(order)).exists()


@pytest.mark.django_db
def test_a_shower_is_not_swapped_away_without_a_talk():
    order = cleaned()
    shower = order.planned.get(day=FRIDAY, activity__what="Dusch")
    assert swap(order, Wish("PROMENAD", FRIDAY, time(14), 30), given=shower).limits == ["goal"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("PROMENAD", THURSDAY, time(14), 0), "minutes"),
        (Wish("PROMENAD", THURSDAY, time(14), -30), "minutes"),
        (Wish("PROMENAD", TODAY, time(0), 30), "starts_at"),
        (Wish("PROMENAD", TODAY - timedelta(1), time(14), 30), "day"),
        (Wish("PROMENAD", TODAY + timedelta(40), time(14), 30), "day"),
        (Wish("PROMENAD", date(9999, 12, 31), time(14), 30), "day"),
        (Wish("own:1", THURSDAY, time(14), 30), "item"),
        (Wish("", THURSDAY, time(14), 30), "item"),
        (Wish("PROMENAD", FRIDAY, time(8, 10), 30), "start"),  # somebody is there already
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_and_nothing_is_kept(wish, field):
    order = cleaned()
    with pytest.raises(Invalid) as refused:
        swap(order, wish)
    assert refused.value.field_name == field
    assert not TimeRequest.objects.exists()


@pytest.mark.django_db
def test_the_contact_person_says_yes_where_a_limit_was_reached_but_not_beyond_the_granted_time():
    order = cleaned()
    near = swap(order, Wish("ARENDE", THURSDAY, time(14), 30))
    answered = answer_request(request=near, yes=True, text="Vi provar.", by=carer_of(order), at=NOW)
    assert answered.state == "yes"
    assert order.planned.get(request=near).minutes == 30
    beyond = swap(order, Wish("PROMENAD", FRIDAY, time(14), 300), given=None)
    assert "granted_time" in beyond.limits
    with pytest.raises(Refused, match="minuter"):
        answer_request(request=beyond, yes=True, text="", by=carer_of(order), at=NOW)
    with pytest.raises(Invalid):
        answer_request(request=beyond, yes=False, text=" ", by=carer_of(order), at=NOW)
    said_no = answer_request(request=beyond, yes=False, text="Tiden räcker inte.", by=planner_of(order), at=NOW)
    assert (said_no.state, said_no.answer) == ("no", "Tiden räcker inte.")
    with pytest.raises(Refused, match="redan besvarad"):
        answer_request(request=beyond, yes=True, text="", by=planner_of(order), at=NOW)


@pytest.mark.django_db
def test_a_request_can_be_taken_back_while_it_waits():
    order = cleaned()
    asked = swap(order, Wish("ARENDE", THURSDAY, time(14), 30))
    with pytest.raises(Refused, match="väntar redan"):
        swap(order)  # from another device
    withdraw_request(request=asked, hand="self", by=own(order), at=NOW)
    assert swap(order).state == "yes"


@pytest.mark.django_db
def test_a_visit_is_given_up_once():
    order = cleaned()
    planned = cleaning(order)
    cancel_visit(planned=planned, hand="self", by=own(order), at=NOW)
    for again in (lambda: cancel_visit(planned=planned, hand="self", by=own(order), at=NOW), lambda: swap(order)):
        with pytest.raises(Refused, match="redan"):
            again()
    assert TimeRequest.objects.count() == 1


@pytest.mark.django_db
def test_what_is_cancelled_in_time_comes_back_and_too_late_it_is_charged():
    order = cleaned()
    before = balance(order)
    cancel_visit(planned=cleaning(order), hand="self", by=own(order), at=NOW)
    assert balance(order).free == before.free + 60
    late = order.planned.get(day=TODAY + timedelta(2), activity__what="Dusch")
    cancel_visit(planned=late, hand="self", by=own(order), at=on(late.day - timedelta(1), 12))
    assert late.performed.charged == 40
    assert balance(order).charged == 40
    assert balance(order).free == before.free + 60


@pytest.mark.django_db
def test_what_the_provider_calls_off_and_a_stay_in_hospital_come_back_whole_also_late():
    order = cleaned()
    before = balance(order)
    for day, side in ((TODAY + timedelta(2), "provider"), (FRIDAY, "hospital")):
        visit = order.planned.get(day=day, activity__what="Dusch")
        call_off(planned=visit, side=side, by=planner_of(order), at=on(day, 7))
        assert visit.performed.charged == 0
    assert balance(order).free == before.free + 80


@pytest.mark.django_db
def test_a_carer_who_came_all_the_same_corrects_what_was_charged():
    order = cleaned()
    visit = order.planned.get(day=TODAY + timedelta(2), activity__what="Dusch")
    cancel_visit(planned=visit, hand="self", by=own(order), at=on(visit.day, 7))
    report(visit, minutes=40, reason="ANNAT")
    assert (balance(order).charged, balance(order).performed) == (0, 40)


@pytest.mark.django_db
def test_a_visit_that_has_begun_is_neither_swapped_nor_cancelled():
    order = cleaned()
    with pytest.raises(Refused, match="börjat"):
        swap(order, Wish("PROMENAD", FRIDAY, time(14), 30), at=on(THURSDAY, 13))
    with pytest.raises(Refused, match="börjat"):
        cancel_visit(planned=cleaning(order), hand="self", by=own(order), at=on(THURSDAY, 13))


@pytest.mark.django_db
def test_a_new_plan_neither_takes_the_walk_away_nor_brings_the_cleaning_back():
    order = cleaned()
    asked = swap(order)
    plan = start_plan(order=order, by=carer_of(order), at=NOW)
    write_plan(
        plan=plan, participation="Som förut.", persons_words="", others_present="",
        follow_up_on=TODAY + timedelta(60), by=carer_of(order), at=NOW,
    )  # fmt: skip
    offer_plan(plan=plan, by=carer_of(order), at=NOW)
    answer_plan(plan=plan, approve=True, hand="self", words="", by=own(order), at=NOW)
    on_thursday = order.planned.filter(day=THURSDAY)
    assert {(p.what, bool(p.performed)) for p in on_thursday} == {("Promenad", False), ("Städning", True)}
    assert order.planned.get(request=asked)


@pytest.mark.django_db
def test_a_week_that_is_planned_beyond_its_share_is_no_hindrance_to_a_swap_that_takes_no_more():
    order = cleaned()
    first = swap(order, Wish("PROMENAD", FRIDAY, time(14), 220), given=None)
    assert first.state == "yes"
    extra(order, day=TODAY, minutes=90)  # more was needed than planned
    assert balance(order).free == -90
    assert swap(order, Wish("PROMENAD", THURSDAY, time(17), 60)).state == "yes"
    assert "granted_time" in swap(order, Wish("PROMENAD", FRIDAY, time(19), 10), given=None).limits


@pytest.mark.django_db
def test_a_thing_of_ones_own_can_be_swapped_for_and_nobody_elses():
    order = cleaned()
    theirs = OwnItem.objects.create(
        person=person(), what="Bingo", answers="d750", minutes=60, added_at=NOW, added_by="staff:1"
    )
    mine = OwnItem.objects.create(
        person=order.case.person, what="Mata fåglarna", answers="d750", minutes=30, added_at=NOW, added_by="staff:1"
    )
    with pytest.raises(Invalid):
        swap(order, Wish(theirs.key, THURSDAY, time(14), 30))
    assert order.planned.get(request=swap(order, Wish(mine.key, THURSDAY, time(14), 30))).what == "Mata fåglarna"


@pytest.mark.django_db
def test_who_may_ask():
    order = cleaned()
    daughter, stranger = person("Karin"), person("Bo")
    consent(order.case.person, daughter, "see")
    see_only = actor(daughter, acting_as="relative")
    for by, hand in (
        (see_only, "relative"),
        (actor(stranger, acting_as="self"), "self"),
        (acting(Role.CARE_WORKER, unit("Hemtjänst Väst", purpose="provider")), "carer"),
        (acting(Role.CASEWORKER), "phone"),
        (own(order), "carer"),
    ):
        with pytest.raises(NoAccess):
            swap(order, by=by, hand=hand)
    with pytest.raises(Invalid):
        swap(order, by=own(order), hand="relative")
    consent(order.case.person, daughter, "time")
    assert swap(order, by=actor(daughter, acting_as="relative"), hand="relative").asked_name == "Karin Lind"


@pytest.mark.django_db
@pytest.mark.parametrize("hand", ["carer", "phone", "paper"])
def test_paper_and_phone_have_the_same_effect(hand):
    order = cleaned()
    assert swap(order, by=carer_of(order), hand=hand).state == "yes"
    assert order.planned.filter(request__hand=hand).count() == 1


@pytest.mark.django_db
def test_what_was_answered_and_entered_is_never_changed():
    order = cleaned()
    asked = swap(order)
    entry = TimeEntry.objects.create(
        line_id=order.line_id, first=TODAY, last=TODAY + timedelta(6), kind="save", minutes=5, at=NOW, asked_by="job:x",
        agreed_by="job:x", rule="goteborg/1",
    )  # fmt: skip
    tried = (
        lambda: TimeRequest.objects.filter(pk=asked.pk).update(answer="annat"),
        lambda: TimeRequest.objects.filter(pk=asked.pk).update(minutes=10),
        lambda: TimeEntry.objects.filter(pk=entry.pk).update(minutes=10),
        lambda: TimeEntry.objects.filter(pk=entry.pk).delete(),
    )
    for change in tried:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert connection.in_atomic_block
