"""Orders: every message of the pairs, who may send it, and what it does to the case."""

from datetime import date, timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.cases.actions import correct, propose, sign
from samsyn.cases.lifecycle import Status
from samsyn.homecare.actions import (
    accept,
    answer_change,
    answer_plan,
    reject,
    request_change,
    see,
    send_order,
    start,
    stop,
)
from samsyn.homecare.lifecycle import Message, OrderStatus
from samsyn.homecare.models import Order, PlannedTime
from samsyn.homecare.queries import inbox, open_order, to_plan, turned_down, unseen_too_long
from samsyn.people.models import Staff
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories
from tests.ended import move_away
from tests.factories import (
    NOW,
    accepted_case,
    acting,
    active_case,
    actor,
    caseworker_of,
    change_requested_case,
    decided_case,
    decision_of,
    line_of,
    order_of,
    ordered_case,
    planner_of,
    proposed_case,
    staff,
    unit,
    workplace,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def ordering(case, **terms):
    given = {"start_on": TODAY, "circumstances": "", "provider": workplace(Role.PROVIDER_PLANNER), **terms}
    return send_order(line=line_of(case), by=caseworker_of(case), at=NOW, **given)


def seen_order(**ordered):
    order = order_of(ordered_case(**ordered))
    return see(order=order, by=planner_of(order), at=NOW)


def contact_at(order):
    return Staff.objects.get(pk=acting(Role.CARE_WORKER, order.provider).staff)


def case_status(order):
    order.case.refresh_from_db()
    return order.case.status


# Sending


def test_an_order_holds_what_the_provider_needs_and_no_more():
    order = ordering(decided_case(), circumstances="  Nyckel hos grannen. ")
    assert order.content["frame"] == {"amount": 360, "unit": "minutes_week"}
    assert order.content["circumstances"] == "Nyckel hos grannen."
    assert {"id", "area", "own_words", "description", "level_now", "level_meant", "goal"} == set(
        order.content["needs"][0]
    )
    assert "assessment" not in str(order.content)
    assert "Bor ensam på tredje våningen" not in str(order.content)


def test_a_sent_order_moves_the_case_and_leaves_one_event():
    order = ordering(decided_case())
    assert case_status(order) == Status.ORDERED
    assert Event.objects.filter(what="order.sent", about=f"order:{order.pk}").count() == 1


def test_only_the_caseworker_who_has_the_case_orders():
    case = decided_case()
    other = actor(staff(Role.CASEWORKER))
    with pytest.raises(NoAccess):
        send_order(
            line=line_of(case), provider=workplace(Role.PROVIDER_PLANNER), start_on=TODAY, circumstances="",
            by=other, at=NOW,
        )  # fmt: skip


def test_an_unsigned_decision_is_not_ordered():
    with pytest.raises(Refused, match="inte signerat"):
        ordering(proposed_case())


def test_a_refused_line_is_not_ordered():
    terms = {"outcome": "refused", "amount": 0, "reasons": "Behovet kan mötas på annat sätt.", "applied": 360}
    with pytest.raises(Refused, match="avslagen"):
        ordering(decided_case(terms=terms))


def test_a_line_is_not_ordered_twice():
    with pytest.raises(Refused, match="redan beställd"):
        ordering(ordered_case())


def test_a_line_is_ordered_anew_after_a_rejection():
    order = seen_order()
    reject(order=order, reason="Vi är fulla.", by=planner_of(order), at=NOW)
    again = ordering(order.case, provider=unit("Hemtjänst Syd", purpose="provider"))
    assert again.status == OrderStatus.SENT


def test_an_order_goes_to_a_provider():
    with pytest.raises(Invalid) as refused:
        ordering(decided_case(), provider=unit())
    assert refused.value.field_name == "provider"


@pytest.mark.parametrize("start_on", [TODAY - timedelta(1), TODAY + timedelta(31)])
def test_an_order_starts_while_the_decision_is_valid(start_on):
    case = decided_case(terms={"valid_to": TODAY + timedelta(30)})
    with pytest.raises(Invalid) as refused:
        ordering(case, start_on=start_on)
    assert refused.value.field_name == "start_on"


# Seeing and answering


def test_opening_an_order_twice_sends_one_message():
    order = seen_order()
    see(order=order, by=planner_of(order), at=NOW + timedelta(hours=1))
    assert order.messages.filter(kind=Message.SEE).count() == 1


def test_a_care_worker_does_not_see_an_order_for_the_unit():
    order = order_of(ordered_case())
    with pytest.raises(NoAccess):
        see(order=order, by=acting(Role.CARE_WORKER, order.provider), at=NOW)


def test_another_units_planner_does_not_answer():
    order = seen_order()
    other = acting(Role.PROVIDER_PLANNER, unit("Hemtjänst Syd", purpose="provider"))
    for answer in (
        lambda: accept(order=order, contact=contact_at(order), by=other, at=NOW),
        lambda: reject(order=order, reason="Nej.", by=other, at=NOW),
        lambda: request_change(order=order, reason="Hur då?", by=other, at=NOW),
        lambda: start(order=order, by=other, at=NOW),
    ):
        with pytest.raises(NoAccess):
            answer()


def test_an_accepted_order_has_a_contact_and_the_case_is_planned():
    order = seen_order()
    accept(order=order, contact=contact_at(order), by=planner_of(order), at=NOW)
    order.refresh_from_db()
    assert (order.status, order.contact_id) == (OrderStatus.ACCEPTED, contact_at(order).pk)
    assert case_status(order) == Status.PLANNING


def test_the_contact_works_at_the_unit():
    order = seen_order()
    elsewhere = staff(Role.CARE_WORKER, unit("Hemtjänst Syd", purpose="provider"))
    with pytest.raises(Invalid) as refused:
        accept(order=order, contact=elsewhere, by=planner_of(order), at=NOW)
    assert refused.value.field_name == "contact"
    order.refresh_from_db()
    assert order.status == OrderStatus.SEEN


def test_an_order_that_nobody_opened_cannot_be_answered():
    order = order_of(ordered_case())
    with pytest.raises(Refused, match="skickad"):
        accept(order=order, contact=contact_at(order), by=planner_of(order), at=NOW)


def test_a_rejection_says_why_and_sends_the_case_back():
    order = seen_order()
    reject(order=order, reason=" Vi är fulla. ", by=planner_of(order), at=NOW)
    assert order.messages.get(kind=Message.REJECT).text == "Vi är fulla."
    assert case_status(order) == Status.DECIDED


@pytest.mark.parametrize("action", [reject, request_change])
def test_a_no_without_a_reason_is_refused(action):
    order = seen_order()
    with pytest.raises(Invalid) as refused:
        action(order=order, reason="  ", by=planner_of(order), at=NOW)
    assert refused.value.field_name == "text"
    assert not order.messages.filter(kind__in=[Message.REJECT, Message.REQUEST_CHANGE]).exists()


def test_a_rejected_order_is_closed_to_the_provider():
    order = seen_order()
    planner = planner_of(order)
    reject(order=order, reason="Vi är fulla.", by=planner, at=NOW)
    with pytest.raises(NoAccess):
        open_order(order.pk, by=planner, at=NOW)
    assert list(inbox(planner)) == []


def test_an_answered_change_comes_back_as_a_new_version():
    order = order_of(change_requested_case())
    caseworker = caseworker_of(order.case)
    start_on = TODAY + timedelta(3)
    answer_change(order=order, text="Port B.", start_on=start_on, by=caseworker, at=NOW)
    order.refresh_from_db()
    assert (order.status, order.version, order.start_on) == (OrderStatus.SENT, 2, start_on)
    assert order.content["circumstances"].endswith("\nPort B.")


def test_only_the_caseworker_answers_a_change():
    order = order_of(change_requested_case())
    with pytest.raises(NoAccess):
        answer_change(order=order, text="Port B.", start_on=TODAY, by=planner_of(order), at=NOW)


def test_an_answer_to_a_change_says_something_and_starts_in_time():
    order = order_of(change_requested_case())
    caseworker = caseworker_of(order.case)
    with pytest.raises(Invalid):
        answer_change(order=order, text=" ", start_on=TODAY, by=caseworker, at=NOW)
    with pytest.raises(Invalid) as refused:
        answer_change(order=order, text="Port B.", start_on=TODAY - timedelta(1), by=caseworker, at=NOW)
    assert refused.value.field_name == "start_on"


def test_the_provider_waits_for_the_answer_to_its_change():
    order = order_of(change_requested_case())
    with pytest.raises(Refused):
        accept(order=order, contact=contact_at(order), by=planner_of(order), at=NOW)


# Starting and stopping


def test_an_accepted_order_is_started_by_the_planner_once():
    order = order_of(accepted_case())
    start(order=order, by=planner_of(order), at=NOW)
    order.refresh_from_db()
    assert order.status == OrderStatus.STARTED
    with pytest.raises(Refused):
        start(order=order, by=planner_of(order), at=NOW)


def test_the_caseworker_stops_an_order_with_a_reason():
    order = order_of(accepted_case())
    with pytest.raises(Invalid):
        stop(order=order, reason=" ", by=caseworker_of(order.case), at=NOW)
    with pytest.raises(NoAccess):
        stop(order=order, reason="Slut.", by=planner_of(order), at=NOW)
    stop(order=order, reason="Slut.", by=caseworker_of(order.case), at=NOW)
    order.refresh_from_db()
    assert order.status == OrderStatus.STOPPED


def test_stopping_the_only_unanswered_order_sends_the_case_back():
    order = order_of(ordered_case())
    stop(order=order, reason="Personen vill ha en annan utförare.", by=caseworker_of(order.case), at=NOW)
    assert case_status(order) == Status.DECIDED


def test_what_was_planned_after_a_stop_goes_away_and_the_rest_stays():
    order = order_of(active_case())
    wednesday = NOW + timedelta(2)  # a visit stands at eight
    stop(order=order, reason="Slut.", by=caseworker_of(order.case), at=wednesday)
    assert list(order.planned.values_list("day", flat=True)) == [wednesday.date()]


def test_a_visit_later_on_the_day_of_the_stop_goes_away():
    order = order_of(active_case())
    stop(order=order, reason="Slut.", by=caseworker_of(order.case), at=(NOW + timedelta(2)).replace(hour=7))
    assert not PlannedTime.objects.exists()


def test_ending_a_case_stops_its_orders():
    order = order_of(active_case())
    move_away(order.case)
    order.refresh_from_db()
    assert order.status == OrderStatus.STOPPED
    assert case_status(order) == Status.CLOSED


# Lists and reading


def test_both_sides_see_what_nobody_has_opened():
    order = order_of(ordered_case())
    planner, caseworker = planner_of(order), caseworker_of(order.case)
    later = NOW + timedelta(days=1)
    for reader in (planner, caseworker, acting(Role.TEAM_LEADER, order.case.unit)):
        assert unseen_too_long(reader, now=NOW + timedelta(hours=23)) == []
        assert unseen_too_long(reader, now=later) == [order]
    assert unseen_too_long(acting(Role.CARE_WORKER, order.provider), now=later) == []
    see(order=order, by=planner, at=later)
    assert unseen_too_long(planner, now=later) == []


def test_who_may_read_an_order():
    order = order_of(ordered_case())
    assert open_order(order.pk, by=planner_of(order), at=NOW) == order
    assert open_order(order.pk, by=actor(order.case.person, acting_as="self"), at=NOW) == order
    for stranger in (
        acting(Role.CARE_WORKER, order.provider),
        acting(Role.PROVIDER_PLANNER, unit("Hemtjänst Syd", purpose="provider")),
        acting(Role.CASEWORKER, unit("Äldreenheten Syd")),
        acting(Role.ANALYST),
    ):
        with pytest.raises(NoAccess):
            open_order(order.pk, by=stranger, at=NOW)
    with pytest.raises(Order.DoesNotExist):
        open_order(0, by=planner_of(order), at=NOW)


def test_reading_an_order_is_in_the_log():
    order = order_of(ordered_case())
    open_order(order.pk, by=planner_of(order), at=NOW)
    event = Event.objects.latest("id")
    assert (event.what, event.access, event.subjects) == ("order.read", "read", [order.case.person_id])


def test_a_corrected_decision_is_ordered_in_its_new_version():
    case = decided_case()
    old = line_of(case)
    version = correct(decision=decision_of(case), reason="Fel dag.", by=caseworker_of(case), at=NOW)
    propose(decision=version, by=caseworker_of(case), at=NOW)
    sign(decision=version, sender=factories.SENDER, by=acting(Role.DELEGATE, case.unit), at=NOW)
    with pytest.raises(Refused, match="rättat"):
        send_order(
            line=old, provider=workplace(Role.PROVIDER_PLANNER), start_on=date(2026, 3, 3), circumstances="",
            by=caseworker_of(case), at=NOW,
        )  # fmt: skip


@pytest.mark.django_db
def test_a_case_whose_only_order_is_stopped_waits_for_the_caseworker_again():
    case = factories.active_case()
    by = factories.caseworker_of(case)
    stop(order=factories.order_of(case), reason="Byte av utförare", by=by, at=factories.NOW)
    case.refresh_from_db()
    assert case.status == "decided"


@pytest.mark.django_db
def test_an_alarm_needs_no_plan_to_be_carried_out():
    alarm = {"intervention": "TRYGGHETSLARM", "unit": "count", "amount": 1}
    case = factories.accepted_case(terms=alarm)
    order = factories.order_of(case)
    start(order=order, by=factories.planner_of(order), at=factories.NOW)
    case.refresh_from_db()
    assert (case.status, case.follow_up_on is None) == ("active", False)
    assert not to_plan(factories.planner_of(order)).exists()


@pytest.mark.django_db
def test_the_answer_to_a_plan_of_a_stopped_order_is_refused_and_nothing_is_planned():
    case = factories.offered_case()
    plan, person = factories.plan_of(case), factories.actor(case.person, acting_as="self")
    stop(order=plan.order, reason="Byte", by=factories.caseworker_of(case), at=factories.NOW)
    with pytest.raises(Refused):
        answer_plan(plan=plan, approve=True, hand="self", words="", by=person, at=factories.NOW)
    assert not plan.order.planned.exists()


@pytest.mark.django_db
def test_a_rejected_order_shows_in_the_caseworkers_day_also_when_another_is_under_way():
    case = factories.ordered_case()
    order = factories.order_of(case)
    see(order=order, by=factories.planner_of(order), at=factories.NOW)
    reject(order=order, reason="Fullt", by=factories.planner_of(order), at=factories.NOW)
    assert [o.pk for o in turned_down(factories.caseworker_of(case))] == [order.pk]
