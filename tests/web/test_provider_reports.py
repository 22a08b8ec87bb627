"""Saying that a visit became otherwise than planned, and that more was done (SoL 15:9)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.people.roles import Role
from tests.factories import acting, active_case, freeze, log_in, order_of, unit
from tests.rooms.hours import WEDNESDAY, on
from tests.web.visits import as_carer, day_page, reported, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    freeze(monkeypatch, on(WEDNESDAY))


def test_a_deviation_is_said_with_minutes_reason_and_words(client):
    order = order_of(active_case())
    as_carer(client, order)
    response = reported(client, visit_of(order), minutes="55", reason="LANGRE", note="Hal trappa.")
    page = client.get(response.url).content.decode()
    assert response.url == f"{reverse('visits')}?dag={WEDNESDAY}"
    for said in ("annorlunda", "55 min", "Det behövdes mer tid", "Hal trappa."):
        assert said in page


def test_a_visit_that_was_not_made_needs_no_minutes(client):
    order = order_of(active_case())
    as_carer(client, order)
    reported(client, visit_of(order), not_done="on", reason="SJUKHUS")
    assert order.performed.get().minutes == 0
    assert "blev inte av" in day_page(client)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"minutes": "40"}, "Välj varför det blev annorlunda."),
        ({"reason": "LANGRE"}, "Skriv hur många minuter det tog"),
        ({"minutes": "0", "reason": "LANGRE"}, "minuter"),
        ({"minutes": "40", "reason": "NONSENSE"}, "Välj varför det blev annorlunda."),
        ({"minutes": "40", "reason": "INLAST"}, "Välj varför det blev annorlunda."),
        ({"minutes": "1441", "reason": "LANGRE"}, "Skriv minuterna i hela tal"),
        ({"minutes": "40", "reason": "SJUKHUS"}, "inte blev av"),
    ],
)
def test_an_incomplete_deviation_is_shown_again(client, data, said):
    order = order_of(active_case())
    as_carer(client, order)
    response = reported(client, visit_of(order), note="Hal trappa.", **data)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Hal trappa.</textarea>" in response.content.decode()
    assert not order.performed.exists()


def test_a_coming_visit_cannot_be_reported(client):
    order = order_of(active_case())
    as_carer(client, order)
    response = reported(client, visit_of(order, WEDNESDAY + timedelta(2)), minutes="10", reason="KORTARE")
    assert response.status_code == 422
    assert "Dagen har inte varit än." in response.content.decode()


def test_what_was_said_can_be_corrected_and_is_shown_in_the_form(client):
    order = order_of(active_case())
    as_carer(client, order)
    reported(client, visit_of(order), not_done="on", reason="SJUKHUS")
    page = client.get(reverse("provider_report_time", args=[order.pk, visit_of(order).pk])).content.decode()
    assert "Det här är redan skrivet." in page
    assert "Tidigare rapporterat" not in page
    reported(client, visit_of(order), minutes="30", reason="KORTARE")
    assert order.performed.current().get().minutes == 30
    page = client.get(reverse("provider_report_time", args=[order.pk, visit_of(order).pk])).content.decode()
    earlier = page.partition("Tidigare rapporterat")[2].partition("</ul>")[0]
    assert "blev inte av" in earlier
    assert "Den enskilde är på sjukhus" in earlier
    assert "30 min" not in earlier


def test_two_tabs_on_one_visit_do_not_overwrite_each_other_unread(client):
    """SoL 15:9: the second is shown what the first has said, keeps what was typed, and may then save."""
    order = order_of(active_case())
    as_carer(client, order)
    reported(client, visit_of(order), seen="0", minutes="30", reason="KORTARE", note="Sov länge.")
    for sent in ({"seen": "0"}, {"seen": ""}, {"seen": "-1"}, {"seen": "x"}):
        answer = reported(client, visit_of(order), minutes="50", reason="LANGRE", note="Hal trappa.", **sent)
        page = answer.content.decode()
        assert (answer.status_code, order.performed.count()) == (409, 1)
        for said in ("medan du skrev", "Sov länge.", "Hal trappa.</textarea>", 'name="seen" value="1"'):
            assert said in page
    assert reported(client, visit_of(order), minutes="50", reason="LANGRE", note="Hal trappa.").status_code == 302
    assert order.performed.current().get().minutes == 50


def test_a_slip_in_an_old_page_does_not_make_it_a_new_one(client):
    order = order_of(active_case())
    as_carer(client, order)
    reported(client, visit_of(order), minutes="30", reason="KORTARE")
    answer = reported(client, visit_of(order), seen="0", minutes="50", reason="")
    assert (answer.status_code, 'name="seen" value="0"' in answer.content.decode()) == (422, True)


def test_reasons_are_in_the_readers_language(client):
    order = order_of(active_case())
    as_carer(client, order)
    address = reverse("provider_report_time", args=[order.pk, visit_of(order).pk])
    assert "Det behövdes mer tid" in client.get(address).content.decode()
    assert "More time was needed" in client.get(address, headers={"accept-language": "en"}).content.decode()


def test_another_orders_visit_is_not_found(client):
    mine, other = order_of(active_case()), order_of(active_case())
    as_carer(client, mine)
    assert client.get(reverse("provider_report_time", args=[mine.pk, visit_of(other).pk])).status_code == 404


def test_extra_help_is_written_in(client):
    order = order_of(active_case())
    as_carer(client, order)
    data = {"day": WEDNESDAY.isoformat(), "start": "14:20", "minutes": "30", "reason": "EXTRA", "note": "Lampan."}
    response = client.post(reverse("provider_report_extra", args=[order.pk]), data)
    page = client.get(response.url).content.decode()
    assert "14.20–14.50" in page
    assert "Lampan." in page


def test_extra_help_tomorrow_is_refused_at_its_field(client):
    order = order_of(active_case())
    as_carer(client, order)
    data = {"day": (WEDNESDAY + timedelta(1)).isoformat(), "start": "14:20", "minutes": "30", "reason": "EXTRA"}
    response = client.post(reverse("provider_report_extra", args=[order.pk]), data)
    assert response.status_code == 422
    assert "Dagen har inte varit än." in response.content.decode()


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.CARE_WORKER])
def test_another_unit_does_not_report(client, role):
    order = order_of(active_case())
    log_in(client, acting(role, unit("Hemtjänst Syd", purpose="provider")))
    assert reported(client, visit_of(order), minutes="5", reason="KORTARE").status_code == 403
    assert client.post(reverse("provider_report_extra", args=[order.pk]), {}).status_code == 403
