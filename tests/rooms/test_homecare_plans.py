"""The plan: written with the person, within the frame, offered when complete, and answered by them (SoL 10:3)."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samsyn.cases.lifecycle import Status
from samsyn.homecare.actions import (
    ActivityTerms,
    answer_plan,
    offer_plan,
    put_activity,
    remove_activity,
    start_plan,
    write_plan,
)
from samsyn.homecare.frame import current_until, made_before, minutes_a_week
from samsyn.homecare.models import Activity, Plan
from samsyn.homecare.queries import is_current, latest_plan, plans_running_out, to_plan
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests.factories import (
    NOW,
    accepted_case,
    acting,
    active_case,
    actor,
    consent,
    offered_case,
    order_of,
    ordered_case,
    person,
    plan_of,
    planner_of,
    unit,
)

TODAY = NOW.date()
FRAME = 360  # minutes a week, from the factories' decision


def carer_of(order):
    return acting(Role.CARE_WORKER, order.provider)


def draft(**accepted):
    order = order_of(accepted_case(**accepted))
    return start_plan(order=order, by=carer_of(order), at=NOW)


def terms(weekdays="135", minutes=40, **more):
    return ActivityTerms(what="Dusch", weekdays=weekdays, start=time(8), minutes=minutes, **more)


def put(plan, given=None, **more):
    return put_activity(plan=plan, terms=given or terms(), by=carer_of(plan.order), at=NOW, **more)


def write(plan, **more):
    written = {
        "participation": "Valde tiderna själv.", "persons_words": "Helst på morgonen.", "others_present": "",
        "follow_up_on": TODAY + timedelta(90), **more,
    }  # fmt: skip
    return write_plan(plan=plan, by=carer_of(plan.order), at=NOW, **written)


def themselves(plan):
    return actor(plan.order.case.person, acting_as="self")


def say(plan, *, approve=True, hand="self", words="", by=None, at=NOW):
    return answer_plan(plan=plan, approve=approve, hand=hand, words=words, by=by or themselves(plan), at=at)


# Writing


@pytest.mark.django_db
def test_beginning_twice_gives_the_same_draft():
    plan = draft()
    assert start_plan(order=plan.order, by=planner_of(plan.order), at=NOW) == plan


@pytest.mark.django_db
def test_a_plan_waits_for_the_order_to_be_accepted():
    order = order_of(ordered_case())
    with pytest.raises(NoAccess, match="tas emot"):
        start_plan(order=order, by=carer_of(order), at=NOW)


@pytest.mark.django_db
def test_others_than_the_providers_staff_do_not_write():
    plan = draft()
    elsewhere = acting(Role.CARE_WORKER, unit("Hemtjänst Syd", purpose="provider"))
    for by in (elsewhere, themselves(plan), acting(Role.CASEWORKER, plan.order.case.unit)):
        with pytest.raises(NoAccess):
            put_activity(plan=plan, terms=terms(), by=by, at=NOW)
        with pytest.raises(NoAccess):
            offer_plan(plan=plan, by=by, at=NOW)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("what", {"what": "  "}),
        ("weekdays", {"weekdays": ""}),
        ("weekdays", {"weekdays": "18"}),
        ("every_weeks", {"every_weeks": 5, "first_week": NOW.date()}),
        ("every_weeks", {"every_weeks": 0}),
        ("first_week", {"every_weeks": 2}),
        ("first_week", {"every_weeks": 2, "first_week": date(1, 1, 1)}),
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": 1441}),
    ],
)
def test_an_activity_that_makes_no_sense_is_refused(field, wrong):
    with pytest.raises(Invalid) as refused:
        ActivityTerms(**{"what": "Dusch", "weekdays": "1", "start": time(8), "minutes": 30, **wrong})
    assert refused.value.field_name == field


@pytest.mark.django_db
def test_an_activity_answers_a_need_of_the_order():
    plan = draft()
    with pytest.raises(Invalid) as refused:
        put(plan, terms(need=0))
    assert refused.value.field_name == "need"


@pytest.mark.django_db
def test_an_activity_is_changed_in_place():
    plan = draft()
    activity = put(plan)
    put(plan, terms(weekdays="71", minutes=30), activity=activity)
    activity.refresh_from_db()
    assert (activity.weekdays, activity.minutes, plan.activities.count()) == ("17", 30, 1)


@pytest.mark.django_db
def test_an_activity_of_another_plan_is_not_changed():
    mine, other = draft(), draft()
    with pytest.raises(Refused, match="en annan plan"):
        put(mine, activity=put(other))


@pytest.mark.django_db
def test_a_removed_activity_gives_its_time_back():
    plan = draft()
    activity = put(plan, terms(weekdays="1", minutes=FRAME))
    with pytest.raises(Refused):
        put(plan, terms(weekdays="2", minutes=1))
    remove_activity(activity=activity, by=carer_of(plan.order), at=NOW)
    put(plan, terms(weekdays="2", minutes=1))


@pytest.mark.django_db
def test_the_frame_counts_the_new_length_of_a_changed_activity():
    plan = draft()
    activity = put(plan, terms(weekdays="1", minutes=FRAME))
    put(plan, terms(weekdays="2", minutes=FRAME), activity=activity)
    with pytest.raises(Refused, match="361"):
        put(plan, terms(weekdays="2", minutes=FRAME + 1), activity=activity)


@pytest.mark.django_db
def test_every_other_week_uses_half_of_the_frame():
    plan = draft()
    put(plan, terms(weekdays="2", minutes=2 * FRAME, every_weeks=2, first_week=NOW.date()))
    with pytest.raises(Refused):
        put(plan, terms(weekdays="3", minutes=1))


class TestFrame(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.sets(st.sampled_from("1234567"), min_size=1), st.integers(1, 200)), max_size=8))
    def test_no_order_of_writing_takes_a_plan_beyond_its_frame(self, wanted):
        plan = draft()
        for weekdays, minutes in wanted:
            before = minutes_a_week(plan.activities.values_list("weekdays", "minutes", "every_weeks"))
            fits = before + len(weekdays) * minutes <= FRAME
            try:
                put(plan, terms(weekdays="".join(sorted(weekdays)), minutes=minutes))
            except Refused:
                assert not fits
            else:
                assert fits
        assert minutes_a_week(plan.activities.values_list("weekdays", "minutes", "every_weeks")) <= FRAME


# Offering


@pytest.mark.django_db
def test_a_plan_without_activities_is_not_offered():
    with pytest.raises(Refused, match="inga aktiviteter"):
        offer_plan(plan=write(draft()), by=acting(Role.CARE_WORKER), at=NOW)


@pytest.mark.django_db
def test_a_plan_says_how_the_person_took_part():
    plan = draft()
    put(plan)
    with pytest.raises(Refused, match="hur personen var med"):
        offer_plan(plan=write(plan, participation="  "), by=carer_of(plan.order), at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [None, TODAY, TODAY - timedelta(1), date(2026, 9, 3)])
def test_a_plan_is_followed_up_within_six_months(day):
    plan = draft()
    put(plan)
    with pytest.raises(Refused, match="sex månader"):
        offer_plan(plan=write(plan, follow_up_on=day), by=carer_of(plan.order), at=NOW)


@pytest.mark.django_db
def test_a_plan_is_followed_up_at_the_latest_on_its_last_current_day():
    plan = draft()
    put(plan)
    offered = offer_plan(plan=write(plan, follow_up_on=date(2026, 9, 2)), by=carer_of(plan.order), at=NOW)
    assert offered.state == Plan.State.OFFERED


@pytest.mark.django_db
def test_an_offered_plan_is_not_written_in():
    plan = plan_of(offered_case())
    for change in (
        lambda: put(plan),
        lambda: write(plan),
        lambda: offer_plan(plan=plan, by=carer_of(plan.order), at=NOW),
    ):
        with pytest.raises(Refused, match="lämnad till personen"):
            change()


# Answering


@pytest.mark.django_db
def test_a_yes_makes_the_plan_hold_and_moves_the_case():
    plan = say(plan_of(offered_case()))
    plan.order.case.refresh_from_db()
    assert plan.order.plans.get(state="approved") == plan
    assert (plan.order.case.status, plan.order.case.follow_up_on) == (Status.ACTIVE, plan.follow_up_on)


@pytest.mark.django_db
def test_a_no_says_what_and_opens_the_plan_for_writing():
    plan = plan_of(offered_case())
    with pytest.raises(Invalid) as refused:
        say(plan, approve=False, words=" ")
    assert refused.value.field_name == "words"
    plan = say(plan, approve=False, words="För tidigt.")
    assert (plan.state, plan.objection) == (Plan.State.OBJECTED, "För tidigt.")
    assert list(plan.order.planned.all()) == []
    put(plan, terms(weekdays="2", minutes=10))


@pytest.mark.django_db
def test_a_plan_that_is_offered_again_has_no_answer():
    plan = say(plan_of(offered_case()), approve=False, words="För tidigt.")
    plan = offer_plan(plan=plan, by=carer_of(plan.order), at=NOW)
    assert (plan.state, plan.objection, plan.answered_at, plan.answered_by) == ("offered", "", None, "")


@pytest.mark.django_db
def test_staff_note_only_what_was_said_or_signed():
    plan = plan_of(offered_case())
    carer = carer_of(plan.order)
    for hand in ("self", "relative"):
        with pytest.raises(NoAccess):
            say(plan, hand=hand, by=carer)
    assert say(plan, hand="paper", by=carer).answered_by == carer.key


@pytest.mark.django_db
def test_a_hand_that_does_not_exist_is_refused():
    with pytest.raises(Invalid) as refused:
        say(plan_of(offered_case()), hand="telepathy")
    assert refused.value.field_name == "hand"


@pytest.mark.django_db
def test_a_relative_answers_with_that_consent_only():
    plan = plan_of(offered_case())
    daughter = person("Eva", "Lind", serial=984)
    consent(plan.order.case.person, daughter, "see")
    with pytest.raises(NoAccess):
        say(plan, hand="relative", by=actor(daughter, acting_as="relative"))
    consent(plan.order.case.person, daughter, "plan")
    assert say(plan, hand="relative", by=actor(daughter, acting_as="relative")).state == Plan.State.APPROVED


@pytest.mark.django_db
def test_somebody_else_does_not_answer():
    plan = plan_of(offered_case())
    with pytest.raises(NoAccess):
        say(plan, by=actor(person("Bo", "Ek", serial=983), acting_as="self"))


@pytest.mark.django_db
def test_a_plan_is_answered_once():
    plan = say(plan_of(offered_case()))
    with pytest.raises(Refused, match="väntar inte på svar"):
        say(plan)


# Versions


@pytest.mark.django_db
def test_a_new_version_starts_from_the_one_that_holds_and_replaces_it_when_approved():
    old = plan_of(active_case())
    order = old.order
    new = start_plan(order=order, by=carer_of(order), at=NOW)
    assert (new.version, new.participation) == (2, "")
    assert list(new.activities.values_list("what", "weekdays")) == list(old.activities.values_list("what", "weekdays"))
    assert order.plans.get(state="approved") == old
    offer_plan(plan=write(new), by=carer_of(order), at=NOW)
    say(new)
    old.refresh_from_db()
    holding = order.plans.get(state="approved")
    assert (old.state, holding, latest_plan(order)) == (Plan.State.REPLACED, new, new)


@pytest.mark.django_db
def test_a_plan_is_current_for_six_months():
    plan = plan_of(active_case())
    assert is_current(plan, today=date(2026, 9, 2))
    assert not is_current(plan, today=date(2026, 9, 3))
    assert not is_current(plan_of(offered_case()), today=TODAY)


@pytest.mark.django_db
def test_a_plan_keeps_the_day_it_was_made_and_is_current_from_the_day_the_person_said_yes():
    plan = put(draft()).plan
    plan = offer_plan(plan=write(plan), by=carer_of(plan.order), at=NOW + timedelta(20))
    assert (plan.made_on, plan.offered_on, plan.current_from) == (TODAY, TODAY + timedelta(20), None)
    by = actor(plan.order.case.person, acting_as="self", at=NOW + timedelta(40))
    plan = say(plan, by=by, at=NOW + timedelta(40))
    plan.refresh_from_db()
    assert (plan.made_on, plan.current_from) == (TODAY, TODAY + timedelta(40))
    assert is_current(plan, today=current_until(TODAY + timedelta(40)))
    first = current_until(TODAY + timedelta(40)) + timedelta(1)
    assert not is_current(plan, today=first)
    assert list(plans_running_out(planner_of(plan.order), made_before=made_before(first))) == [plan]
    assert list(plans_running_out(planner_of(plan.order), made_before=made_before(first - timedelta(1)))) == []


@pytest.mark.django_db
def test_what_is_to_be_planned_is_seen_by_planner_and_contact():
    order = order_of(accepted_case())
    active_case()
    order_of(ordered_case())
    assert list(to_plan(planner_of(order))) == [order]
    assert list(to_plan(carer_of(order))) == [order]
    assert list(to_plan(acting(Role.PROVIDER_PLANNER, unit("Hemtjänst Syd", purpose="provider")))) == []
    assert list(to_plan(acting(Role.CASEWORKER))) == []


@pytest.mark.django_db
def test_old_plans_are_found_before_they_run_out():
    plan = plan_of(active_case())
    planner = planner_of(plan.order)
    assert list(plans_running_out(planner, made_before=TODAY - timedelta(1))) == []
    assert list(plans_running_out(planner, made_before=TODAY)) == [plan]


@pytest.mark.django_db
def test_every_activity_takes_time_on_some_day():
    active_case()
    assert all(0 < a.minutes <= 1440 and a.weekdays for a in Activity.objects.all())
