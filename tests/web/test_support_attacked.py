"""The supervisor of care's pages, attacked: what is gone, changed meanwhile, huge, or somebody else's."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from samsyn.homecare.actions import offer_help, stop
from samsyn.homecare.models import PlanHelp
from samsyn.homecare.queries import help_given_by
from samsyn.people.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(20)


@pytest.fixture
def order(monkeypatch):
    f.freeze(monkeypatch, LATER)
    return f.order_of(f.accepted_case())


@pytest.fixture
def supervisor():
    return f.acting(Role.CARE_SUPERVISOR)


def offered(order, supervisor):
    return offer_help(order=order, reasons=["late"], message="Ska vi ses?", by=supervisor, at=LATER)


def test_help_is_not_offered_when_the_plan_was_made_meanwhile(client, order, supervisor):
    f.log_in(client, supervisor)
    assert "Erbjud hjälp" in client.get(reverse("plan_support_one", args=[order.pk])).content.decode()
    f.approve(f.put_plan(order))
    plan = order.plans.get()
    plan.activities.update(weekdays="1234567", minutes=60)
    plan.activities.create(what="Promenad", weekdays="1", minutes=30, start=time(14))
    answer = client.post(reverse("plan_support_one", args=[order.pk]), {"message": "Vi gör den ihop."})
    assert answer.status_code == 409
    assert "det finns inget skäl längre" in answer.content.decode()
    assert not PlanHelp.objects.exists()


def test_an_offer_that_nobody_answered_before_the_help_ended_waits_no_longer(client, order, supervisor):
    offer = offered(order, supervisor)
    assert list(help_given_by(supervisor)) == [offer]
    stop(order=order, reason="Flyttar.", by=f.caseworker_of(order.case), at=LATER)
    assert list(help_given_by(supervisor)) == []
    f.log_in(client, supervisor)
    page = client.get(reverse("plan_support_one", args=[order.pk]))
    assert page.status_code == 200
    posted = client.post(reverse("plan_support_one", args=[order.pk]), {"message": "Hej"})
    assert (posted.status_code, PlanHelp.objects.count()) == (409, 1)


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**40])
def test_a_number_that_is_no_order_is_no_page(client, order, supervisor, pk):
    f.log_in(client, supervisor)
    assert client.get(f"/planstod/{pk}/").status_code == 404
    assert client.post(f"/planstod/{pk}/", {"message": "Hej"}).status_code == 404
    assert client.post(f"/planstod/{order.pk}/{pk}/uppfoljning/", {"outcome": "Hej"}).status_code == 404
    f.log_in(client, f.planner_of(order))
    assert client.get(f"/bestallningar/{order.pk}/hjalp/{pk}/").status_code == 404


@pytest.mark.parametrize(
    "asked",
    ["enhet=-1", "enhet=abc", "skal=%00", "sida=-5", "sida=1e9", "enhet=" + "9" * 4000, "sida=" + "9" * 5000],
    ids=["negative", "no number", "null", "page before", "no page", "huge unit", "huge page"],
)
def test_a_list_asked_for_oddly_is_still_a_list(client, order, supervisor, asked):
    f.log_in(client, supervisor)
    assert client.get(reverse("plan_support") + "?" + asked).status_code == 200


@pytest.mark.parametrize("text", ["\x00", "a" * 20001, " \n"], ids=["null", "too long", "blank"])
def test_what_cannot_be_kept_is_told_and_nothing_is(client, order, supervisor, text):
    f.log_in(client, supervisor)
    answer = client.post(reverse("plan_support_one", args=[order.pk]), {"message": text})
    assert (answer.status_code, PlanHelp.objects.count()) == (422, 0)


def test_pressed_twice_and_answered_from_two_tabs_is_once(client, order, supervisor):
    f.log_in(client, supervisor)
    sent = [client.post(reverse("plan_support_one", args=[order.pk]), {"message": "Ska vi ses?"}) for _ in range(2)]
    offer = PlanHelp.objects.get()
    f.log_in(client, f.planner_of(order))
    here = reverse("plan_help", args=[order.pk, offer.pk])
    sent += [client.post(here, {"answer": answer}) for answer in ("yes", "no")]
    f.log_in(client, supervisor)
    there = reverse("plan_support_follow", args=[order.pk, offer.pk])
    sent += [client.post(there, {"outcome": text}) for text in ("Planen är gjord.", "Något annat.")]
    assert [answer.status_code for answer in sent] == [302, 409] * 3
    offer.refresh_from_db()
    assert (offer.answer, offer.outcome) == ("yes", "Planen är gjord.")


def test_a_colleague_is_told_who_answers_and_is_shown_no_form(client, order, supervisor):
    here = reverse("plan_help", args=[order.pk, offered(order, supervisor).pk])
    f.log_in(client, f.actor(f.staff(Role.CARE_WORKER, order.provider)))
    page = client.get(here)
    assert "Det är kontaktpersonen som svarar på om hjälpen behövs." in page.content.decode()
    assert b'name="answer"' not in page.content
    assert client.post(here, {"answer": "yes"}).status_code == 403


def test_another_units_offer_is_not_reached_through_ones_own(client, order, supervisor):
    private = f.order_of(f.accepted_case(provider=f.unit("Omtanke AB", purpose="provider", operator="private")))
    offer = offered(order, supervisor)
    f.log_in(client, supervisor)
    assert client.get(reverse("plan_support_one", args=[private.pk])).status_code == 404
    assert client.post(reverse("plan_support_one", args=[private.pk]), {"message": "Hej"}).status_code == 404
    assert client.post(reverse("plan_support_follow", args=[private.pk, offer.pk]), {"outcome": "x"}).status_code == 404
    f.log_in(client, f.planner_of(private))
    assert client.get(reverse("plan_help", args=[private.pk, offer.pk])).status_code == 404
    assert client.get(reverse("plan_help", args=[order.pk, offer.pk])).status_code == 403


def test_a_protected_person_is_marked_wherever_the_supervisor_meets_the_name(client, order, supervisor):
    order.case.person.protection = "secrecy"
    order.case.person.save()
    f.log_in(client, supervisor)
    for name, of in (("plan_support", []), ("plan_support_one", [order.pk]), ("my_day", [])):
        page = client.get(reverse(name, args=of)).content.decode()
        assert "Astrid Lind" in page
        assert "skydd" in page.split("<main")[1].lower(), name
