"""The provider's inbox and order page: what it holds, who may open it, and the answers."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.homecare.actions import stop
from samsyn.homecare.lifecycle import Message, OrderStatus
from samsyn.people.roles import Role
from tests.factories import (
    NOW,
    accepted_case,
    acting,
    active_case,
    actor,
    caseworker_of,
    change_requested_case,
    freeze,
    log_in,
    order_of,
    ordered_case,
    person,
    planner_of,
    unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    freeze(monkeypatch)


def url(name, order):
    return reverse(name, args=[order.pk])


def opened(client, order, by=None):
    log_in(client, by or planner_of(order))
    return client.get(url("provider_order", order))


def answered(client, name, order, **data):
    log_in(client, planner_of(order))
    return client.post(url(name, order), data)


def seen(client, **ordered):
    order = order_of(ordered_case(**ordered))
    opened(client, order)
    order.refresh_from_db()
    return order


def contact(order):
    return acting(Role.CARE_WORKER, order.provider).staff_id


# Opening


def test_opening_marks_the_order_seen_for_the_planner(client):
    order = order_of(ordered_case())
    page = opened(client, order).content.decode()
    order.refresh_from_db()
    assert order.status == OrderStatus.SEEN
    assert "sedd" in page
    opened(client, order)
    assert order.messages.filter(kind=Message.SEE).count() == 1


def test_the_page_holds_the_order_and_never_the_investigation(client):
    order = order_of(ordered_case())
    page = opened(client, order).content.decode()
    for said in ("Jag är rädd att halka i duschen.", "Att tvätta sig", "6 tim i veckan", "Nyckel finns hos grannen."):
        assert said in page
    assert "Jag klarar vardagen hemma." in page
    for kept in ("Bor ensam på tredje våningen", "Behovet kan inte mötas annars", "/arenden/"):
        assert kept not in page


def test_the_reading_is_in_the_log(client):
    order = order_of(ordered_case())
    opened(client, order)
    event = Event.objects.filter(what="order.read").latest("id")
    assert (event.by, event.subjects) == (planner_of(order).key, [order.case.person_id])


def test_the_address_of_a_protected_person_is_not_shown(client):
    case = ordered_case()
    case.person.protection = "marked"
    case.person.save()
    page = opened(client, order_of(case)).content.decode()
    assert "Storgatan 1" not in page
    assert "070-174 06 11" not in page
    assert "Skyddade personuppgifter" in page


@pytest.mark.parametrize("name", ["provider_order", "provider_week", "provider_report_extra"])
def test_another_units_planner_has_no_access(client, name):
    order = order_of(active_case())
    log_in(client, acting(Role.PROVIDER_PLANNER, unit("Hemtjänst Syd", purpose="provider")))
    assert client.get(url(name, order)).status_code == 403


def test_a_care_worker_reads_the_order_when_it_is_accepted(client):
    before, after = order_of(ordered_case()), order_of(accepted_case())
    carer = acting(Role.CARE_WORKER, after.provider)
    assert opened(client, before, carer).status_code == 403
    page = opened(client, after, carer)
    assert page.status_code == 200
    assert "Ta emot beställningen" not in page.content.decode()


def test_the_person_and_the_authority_have_pages_of_their_own(client):
    order = order_of(accepted_case())
    for reader in (actor(order.case.person, acting_as="self"), caseworker_of(order.case), acting(Role.ANALYST)):
        assert opened(client, order, reader).status_code == 403


def test_what_is_not_there_is_not_found(client):
    log_in(client, acting(Role.PROVIDER_PLANNER))
    assert client.get(reverse("provider_order", args=[4711])).status_code == 404


def test_a_stopped_order_can_still_be_read_so_that_its_last_days_can_be_reported(client):
    order = order_of(accepted_case())
    stop(order=order, reason="Slut.", by=caseworker_of(order.case), at=NOW)
    assert opened(client, order).status_code == 200


# Answering


def test_accepting_names_the_contact_person(client):
    order = seen(client)
    response = answered(client, "provider_accept", order, contact=contact(order))
    order.refresh_from_db()
    assert response.url == url("provider_order", order)
    assert (order.status, order.contact_id) == (OrderStatus.ACCEPTED, contact(order))
    assert "Börja på planen" in client.get(response.url).content.decode()


def test_accepting_without_a_contact_says_what_is_missing(client):
    order = seen(client)
    response = answered(client, "provider_accept", order)
    order.refresh_from_db()
    assert response.status_code == 422
    assert "Välj vem som blir kontaktperson." in response.content.decode()
    assert order.status == OrderStatus.SEEN


def test_only_the_units_own_care_workers_can_be_chosen(client):
    order = seen(client)
    elsewhere = acting(Role.CARE_WORKER, unit("Hemtjänst Syd", purpose="provider"))
    assert answered(client, "provider_accept", order, contact=elsewhere.staff_id).status_code == 422


def test_a_rejection_says_why_and_leads_back_to_the_inbox(client):
    order = seen(client)
    response = answered(client, "provider_reject", order, text="Vi är fulla.")
    assert response.url == reverse("orders") + "?klart=avbojd"
    assert "Beställningen är avböjd" in client.get(response.url).content.decode()
    assert order.messages.get(kind=Message.REJECT).text == "Vi är fulla."
    assert client.get(url("provider_order", order)).status_code == 403


@pytest.mark.parametrize("name", ["provider_reject", "provider_request_change"])
def test_an_answer_without_a_reason_is_shown_again(client, name):
    order = seen(client)
    response = answered(client, name, order, text="  ")
    assert response.status_code == 422
    assert "Skriv varför, så att mottagaren förstår." in response.content.decode()


def test_the_three_answers_have_ids_of_their_own(client):
    page = opened(client, order_of(ordered_case())).content.decode()
    for name in ("accept_contact", "change_text", "reject_text"):
        assert page.count(f'id="{name}"') == 1


def test_asking_for_a_change_waits_for_the_caseworker(client):
    order = seen(client)
    response = answered(client, "provider_request_change", order, text="Vilken port?")
    page = client.get(response.url).content.decode()
    assert "väntar på handläggarens svar" in page
    assert "Vilken port?" in page
    assert 'aria-disabled="true"' in page


def test_what_may_not_be_answered_now_is_refused_and_the_button_is_closed(client):
    order = order_of(change_requested_case())
    page = opened(client, order).content.decode()
    assert 'aria-disabled="true"' in page
    assert "Beställningen har läget ”ändring begärd”" in page
    response = answered(client, "provider_accept", order, contact=contact(order))
    assert response.status_code == 409


def test_a_typed_reason_is_kept_when_the_answer_is_refused(client):
    order = order_of(change_requested_case())
    response = answered(client, "provider_reject", order, text="Vi är fulla.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Vi är fulla.</textarea>" in page
    assert "Beställningen har läget ”ändring begärd”" in page


def test_starting_is_said_once(client):
    order = order_of(accepted_case())
    assert answered(client, "provider_start", order).status_code == 302
    order.refresh_from_db()
    assert order.status == OrderStatus.STARTED
    assert answered(client, "provider_start", order).status_code == 409


@pytest.mark.parametrize(
    "name", ["provider_accept", "provider_reject", "provider_request_change", "provider_start", "provider_begin_plan"]
)
def test_answers_are_posted(client, name):
    order = order_of(accepted_case())
    log_in(client, planner_of(order))
    assert client.get(url(name, order)).status_code == 405


@pytest.mark.parametrize("name", ["provider_accept", "provider_reject", "provider_request_change", "provider_start"])
def test_a_care_worker_does_not_answer(client, name):
    order = order_of(accepted_case())
    log_in(client, acting(Role.CARE_WORKER, order.provider))
    assert client.post(url(name, order)).status_code == 403


# The inbox


def test_the_inbox_is_the_units_own(client):
    ordered_case(of=person("Elsa", "Gren"))
    ordered_case(of=person("Bo", "Ek"), provider=unit("Hemtjänst Syd", purpose="provider"))
    log_in(client, acting(Role.PROVIDER_PLANNER))
    page = client.get(reverse("orders")).content.decode()
    assert "Elsa Gren" in page
    assert "Bo Ek" not in page


def test_an_empty_inbox_says_what_will_come(client):
    log_in(client, acting(Role.PROVIDER_PLANNER))
    assert "Här kommer beställningarna" in client.get(reverse("orders")).content.decode()


def test_the_inbox_can_be_narrowed_by_state(client):
    ordered_case(of=person("Elsa", "Gren"))
    accepted_case(of=person("Bo", "Ek"))
    log_in(client, acting(Role.PROVIDER_PLANNER))
    page = client.get(reverse("orders"), {"status": "accepted"}).content.decode()
    assert "Bo Ek" in page
    assert "Elsa Gren" not in page


def test_an_order_that_nobody_opened_for_a_working_day_stands_out(client, monkeypatch):
    ordered_case()
    log_in(client, acting(Role.PROVIDER_PLANNER))
    assert "inte öppnad på mer än en arbetsdag" not in client.get(reverse("orders")).content.decode()
    freeze(monkeypatch, NOW + timedelta(days=1))
    log_in(client, acting(Role.PROVIDER_PLANNER))
    assert "inte öppnad på mer än en arbetsdag" in client.get(reverse("orders")).content.decode()


def test_the_inbox_is_exported_and_the_file_is_a_reading(client):
    case = ordered_case(of=person("Elsa", "Gren"))
    log_in(client, acting(Role.PROVIDER_PLANNER))
    response = client.get(reverse("orders"), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "Elsa Gren"
    assert Event.objects.get(what="orders.export").subjects == [case.person_id]


def test_showing_the_inbox_is_one_reading_of_everybody_on_the_page(client):
    persons = sorted(ordered_case().person_id for _ in range(2))
    log_in(client, acting(Role.PROVIDER_PLANNER))
    client.get(reverse("orders"))
    assert [e.subjects for e in Event.objects.filter(what="orders.list")] == [persons]


def test_the_number_of_queries_does_not_grow_with_the_inbox(client, django_assert_max_num_queries):
    accepted_case()
    log_in(client, acting(Role.PROVIDER_PLANNER))
    lock = connection.vendor == "postgresql"  # there the log's chain is locked by a query of its own
    with django_assert_max_num_queries(15 + lock) as few:
        client.get(reverse("orders"))
    most = len(few)
    for _ in range(6):
        accepted_case()
    with django_assert_max_num_queries(most):
        client.get(reverse("orders"))
