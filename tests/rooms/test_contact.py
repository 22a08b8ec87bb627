"""The fast omsorgskontakt: offered by name, by those who may be one; the person's yes and no; nothing forgotten."""

from datetime import date, timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.actions import answer_contact, ask_for_contact, note_contact_unneeded, offer_contact
from samsyn.homecare.contact import Held, Stands, title_rules, title_that_counts, why_not_be_contact
from samsyn.homecare.models import ContactStep
from samsyn.homecare.models.contact_held import contact_standing
from samsyn.homecare.queries import contacts_to_offer, told_contact_offers
from samsyn.people.actions import end_title
from samsyn.people.models import Staff
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.titles import certified

TODAY = f.NOW.date()
CERTIFICATE = Held("certificate", date(2024, 1, 1), None)
TITLED = Held("titled_2025", date(2010, 1, 1), None)


@pytest.mark.parametrize(
    ("held", "on", "counts"),
    [
        ([CERTIFICATE], TODAY, True),
        ([TITLED], date(2033, 6, 30), True),
        ([TITLED], date(2033, 7, 1), False),
        ([TITLED, CERTIFICATE], date(2033, 7, 1), True),
        ([Held("certificate", date(2024, 1, 1), date(2025, 12, 31))], TODAY, False),
        ([], TODAY, False),
    ],
    ids=["proof", "transition", "transition over", "both", "lost", "nothing"],
)
def test_only_a_title_by_proof_or_by_the_transition_counts(held, on, counts):
    assert (title_that_counts(held, on) is not None) is counts
    assert (why_not_be_contact(held, on) is None) is counts
    assert all(rule.source and rule.law for rule in title_rules())


@pytest.fixture
def order(db):
    return f.order_of(f.accepted_case())


def staff_of(order):
    return Staff.objects.get(pk=order.contact_id)


def offered(order, why="first", staff=None, **more):
    by = f.planner_of(order)
    return offer_contact(order=order, staff=staff or staff_of(order), why=why, by=by, at=f.NOW, **more)


def herself(order):
    return f.actor(order.case.person, acting_as="self")


def answered(order, accept, by=None, hand="self", **more):
    return answer_contact(order=order, accept=accept, hand=hand, by=by or herself(order), at=f.NOW, **more)


def stands(order):
    return contact_standing(order, TODAY).stands


def test_who_has_no_proof_is_not_offered_and_nothing_is_stored(order):
    with pytest.raises(Invalid, match="bevis om yrkestiteln undersköterska") as refused:
        offered(order)
    assert (refused.value.field_name, refused.value.refusal.law) == ("staff", "SoL 25:4")
    assert not ContactStep.objects.exists()


def test_a_yes_by_the_persons_own_hand_makes_the_one_offered_the_contact(order):
    other = f.staff(Role.CARE_WORKER, order.provider, given_name="Sara")
    certified(other)
    offered(order, staff=other)
    [(waits, name)] = told_contact_offers(order.case.person_id, by=herself(order))
    assert (waits, name) == (order, "Sara Björk")
    answered(order, True, words="Hon är snäll.")
    order.refresh_from_db()
    assert (order.contact_id, stands(order)) == (other.pk, Stands.APPOINTED)
    step = ContactStep.objects.get(step="accepted")
    assert (step.hand, step.words, step.said_on) == ("self", "Hon är snäll.", TODAY)
    assert ContactStep.objects.get(step="offered").rule == "certificate/1"
    assert list(Event.objects.filter(what__startswith="contact.").values_list("what", flat=True)) == [
        "contact.offered", "contact.accepted"
    ]  # fmt: skip


def test_a_no_is_respected_until_something_changes_or_the_person_asks(order):
    certified(staff_of(order))
    offered(order)
    answered(order, False, by=f.planner_of(order), hand="spoken")
    assert stands(order) is Stands.DECLINED
    assert order not in contacts_to_offer(f.planner_of(order), today=TODAY)
    with pytest.raises(Refused, match="tackat nej, och det gäller"):
        offered(order)
    ask_for_contact(order=order, hand="self", by=herself(order), at=f.NOW)
    assert stands(order) is Stands.ASKED
    assert order in contacts_to_offer(f.planner_of(order), today=TODAY)
    offered(order, "asked")
    answered(order, True)
    assert stands(order) is Stands.APPOINTED


def test_a_no_to_another_leaves_the_one_who_is_and_a_later_no_takes_them_away(order):
    certified(staff_of(order))
    other = f.staff(Role.CARE_WORKER, order.provider, given_name="Sara")
    certified(other)
    offered(order)
    answered(order, True)
    offered(order, "change", other)
    answered(order, False)
    assert contact_standing(order, TODAY).appointed == order.contact_id
    answered(order, False)
    assert stands(order) is Stands.DECLINED


def test_it_is_offered_again_when_the_title_is_lost_or_somebody_leaves(order):
    title = certified(staff_of(order))
    offered(order)
    answered(order, True)
    end_title(title=title, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)
    tomorrow = TODAY + timedelta(1)
    assert stands(order) is Stands.APPOINTED
    assert contact_standing(order, tomorrow).stands is Stands.AGAIN
    assert order in contacts_to_offer(f.planner_of(order), today=tomorrow)
    Staff.objects.filter(pk=order.contact_id).update(left_on=TODAY)
    assert stands(order) is Stands.AGAIN


def test_nobody_answers_for_the_person_without_saying_how(order):
    certified(staff_of(order))
    offered(order)
    wrong = [(f.planner_of(order), "self"), (f.acting(Role.CASEWORKER), "spoken"), (f.planner_of(order), "relative")]
    stranger = f.actor(f.person("Bo", "Annan"), acting_as="self")
    for by, hand in [*wrong, (stranger, "self")]:
        with pytest.raises(NoAccess):
            answered(order, True, by=by, hand=hand)
    with pytest.raises(Invalid):
        answered(order, True, said_on=TODAY + timedelta(1))
    assert stands(order) is Stands.OFFERED
    with pytest.raises(NoAccess):
        offer_contact(order=order, staff=staff_of(order), why="first", by=herself(order), at=f.NOW)


def test_a_second_yes_in_another_tab_is_refused(order):
    certified(staff_of(order))
    offered(order)
    answered(order, True)
    with pytest.raises(Refused, match="inget erbjudande att tacka ja till"):
        answered(order, True)
    assert ContactStep.objects.count() == 2


def test_that_none_is_needed_says_why_and_gives_way_to_the_person(order):
    by = f.planner_of(order)
    with pytest.raises(Invalid, match="uppenbart"):
        note_contact_unneeded(order=order, reason=" ", by=by, at=f.NOW)
    note_contact_unneeded(order=order, reason="Bor med en annan brukare som har samma.", by=by, at=f.NOW)
    assert stands(order) is Stands.UNNEEDED
    ask_for_contact(order=order, hand="paper", by=by, at=f.NOW)
    assert stands(order) is Stands.ASKED


def test_a_yes_to_somebody_who_has_lost_the_title_or_left_appoints_nobody(order):
    carer = staff_of(order)
    title = certified(carer)
    offered(order)
    end_title(title=title, last_day=TODAY - timedelta(1), by=f.ADMINISTRATOR, at=f.NOW)
    with pytest.raises(Refused, match="inte vara fast omsorgskontakt längre"):
        answered(order, accept=True)
    certified(carer, since=TODAY)
    Staff.objects.filter(pk=carer.pk).update(left_on=TODAY)
    with pytest.raises(Refused, match="inte vara fast omsorgskontakt längre"):
        answered(order, accept=True)
    assert stands(order) is Stands.OFFERED
