"""The supervisor of care: which plans may need help and why, help offered and answered, nothing of private units."""

from datetime import date, timedelta

import pytest

from samsyn.homecare.actions import answer_help, follow_up_help, offer_help
from samsyn.homecare.models import PlanHelp
from samsyn.homecare.plan_watch import PlanFacts, findings, limits
from samsyn.homecare.queries import help_given_by, help_to, orders_shown, plans_to_support
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f

TODAY = f.NOW.date()
GOOD = PlanFacts(TODAY, TODAY, 1, planned=300, granted=360, activities=5, has_words=True)


def codes(facts, today=TODAY):
    return [one.code for one in findings(facts, today)]


@pytest.mark.parametrize(
    ("facts", "after", "found"),
    [
        (GOOD, 0, []),
        (PlanFacts(TODAY), 14, []),
        (PlanFacts(TODAY), 15, ["late"]),
        (PlanFacts(TODAY, TODAY, 1, 215, 360, 5, True), 0, ["little"]),
        (PlanFacts(TODAY, TODAY, 1, 216, 360, 5, True), 0, []),
        (PlanFacts(TODAY, TODAY, 1, 10, None, 1, False), 0, ["wordless"]),
        (PlanFacts(TODAY, TODAY, 1, 170, 179, 1, True), 0, []),
        (PlanFacts(TODAY, TODAY, 1, 170, 180, 1, True), 0, ["few"]),
        (GOOD, 360, []),
        (GOOD, 366, ["unchanged"]),
    ],
    ids=[
        "good",
        "14 days",
        "15 days",
        "under the share",
        "at the share",
        "no time granted",
        "little granted",
        "more granted",
        "a year soon",
        "a year",
    ],
)
def test_a_reason_begins_at_its_limit(facts, after, found):
    assert codes(facts, TODAY + timedelta(after)) == found
    assert set(limits()) == {"late", "little", "few", "wordless", "unchanged"}


def test_each_reason_is_a_sentence_with_its_numbers():
    [late] = findings(PlanFacts(date(2026, 1, 1)), date(2026, 2, 1))
    assert late.said.text.format(**late.said.values) == (
        "Beställningen togs emot för 31 dagar sedan, och ingen plan gäller än."
    )


@pytest.fixture
def order(db):
    return f.order_of(f.accepted_case())


@pytest.fixture
def supervisor(db):
    return f.acting(Role.CARE_SUPERVISOR)


def watched(actor, on=TODAY):
    return {one.order: [found.code for found in one.found] for one in plans_to_support(actor, today=on)}


def test_a_late_plan_is_seen_and_gone_when_it_is_made(order, supervisor):
    later = TODAY + timedelta(20)
    assert watched(supervisor) == {}
    assert watched(supervisor, later) == {order.pk: ["late"]}
    f.approve(f.put_plan(order))
    assert watched(supervisor, later) == {order.pk: ["little", "few"]}


def test_a_private_units_plans_are_never_seen(supervisor):
    private = f.unit("Omtanke AB", purpose="provider", operator="private")
    theirs = f.order_of(f.accepted_case(provider=private))
    assert watched(supervisor, TODAY + timedelta(99)) == {}
    assert orders_shown(supervisor, [theirs.pk]) == {}
    with pytest.raises(NoAccess):
        offer_help(order=theirs, reasons=["late"], message="Ska vi ses?", by=supervisor, at=f.NOW)


def test_only_the_supervisor_sees_and_offers(order):
    for role in set(Role) - {Role.CARE_SUPERVISOR, Role.PERSON, Role.RELATIVE}:
        with pytest.raises(NoAccess):
            plans_to_support(f.acting(role), today=TODAY)
        with pytest.raises(NoAccess):
            offer_help(order=order, reasons=[], message="Hej", by=f.acting(role), at=f.NOW)


def test_help_is_offered_answered_and_followed_up_once_each(order, supervisor):
    contact = f.acting(Role.CARE_WORKER, order.provider)
    with pytest.raises(Invalid):
        offer_help(order=order, reasons=["late"], message=" ", by=supervisor, at=f.NOW)
    offer = offer_help(order=order, reasons=["late"], message="Vi kan göra den ihop.", by=supervisor, at=f.NOW)
    with pytest.raises(Refused, match="redan erbjuden"):
        offer_help(order=order, reasons=["late"], message="Igen", by=supervisor, at=f.NOW)
    assert list(help_to(contact)) == [offer]
    with pytest.raises(Refused, match="ingen hjälp att följa upp"):
        follow_up_help(offer=offer, outcome="Klart", by=supervisor, at=f.NOW)
    colleague = f.actor(f.staff(Role.CARE_WORKER, order.provider))
    for wrong in (colleague, supervisor, f.acting(Role.CASEWORKER)):
        with pytest.raises(NoAccess):
            answer_help(offer=offer, accept=True, words="", by=wrong, at=f.NOW)
    answer_help(offer=offer, accept=True, words="Gärna på torsdag.", by=contact, at=f.NOW)
    with pytest.raises(Refused, match="redan besvarat"):
        answer_help(offer=offer, accept=False, words="", by=contact, at=f.NOW)
    assert (list(help_to(contact)), list(help_given_by(supervisor))) == ([], [offer])
    follow_up_help(offer=offer, outcome="Planen är gjord.", by=supervisor, at=f.NOW)
    assert list(help_given_by(supervisor)) == []
    told = PlanHelp.objects.get()
    assert (told.answer, told.words, told.outcome) == ("yes", "Gärna på torsdag.", "Planen är gjord.")


def test_a_no_ends_it_and_help_may_be_offered_again(order, supervisor):
    offer = offer_help(order=order, reasons=["late"], message="Hjälp?", by=supervisor, at=f.NOW)
    answer_help(offer=offer, accept=False, words="", by=f.planner_of(order), at=f.NOW)
    assert list(help_given_by(supervisor)) == []
    offer_help(order=order, reasons=["late"], message="Hjälp nu?", by=supervisor, at=f.NOW)
    assert PlanHelp.objects.count() == 2
