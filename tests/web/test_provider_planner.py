"""What the planner meets: a day that stays open after a death, and the way back to the carer who was opened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.homecare.actions import close_days
from samsyn.people.actions import record_death
from samsyn.people.roles import job
from tests.factories import (
    NOW,
    active_case,
    caseworker_of,
    freeze,
    log_in,
    order_of,
    person,
    planner_of,
)
from tests.rooms.hours import WEDNESDAY, on
from tests.web.visits import day_page, visit_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    freeze(monkeypatch, on(WEDNESDAY))


def test_the_planner_is_told_why_a_day_stays_open_after_a_death(client, monkeypatch):
    order = order_of(active_case(of=person("Elsa", "Gren")))
    by = caseworker_of(order.case)
    record_death(person=order.case.person, died_on=NOW.date(), source="Anhörig", by=by, at=on(NOW.date()))
    freeze(monkeypatch, on(WEDNESDAY + timedelta(1), 7))
    close_days(by=job("close-days"), at=on(WEDNESDAY + timedelta(1), 7), through=WEDNESDAY)
    log_in(client, planner_of(order))
    for page in (client.get(reverse("my_day")).content.decode(), day_page(client)):
        assert "Elsa Gren avled 2 mars 2026: beställningen ska avslutas." in page
        assert "Det gör handläggaren Karin Ek." in page
    assert Event.objects.filter(what="orders.list").latest("id").subjects == [order.case.person_id]
    assert "personen har avlidit" in day_page(client, vem="alla")


def test_the_planner_who_opened_one_carer_comes_back_to_the_same_place(client):
    order = order_of(active_case())
    log_in(client, planner_of(order))
    carer, planned = visit_of(order).carer_id, visit_of(order)
    form = f"{reverse('provider_report_time', args=[order.pk, planned.pk])}?vem={carer}"
    assert f'href="{form}"' in day_page(client, vem=carer)
    place = f"{reverse('visits')}?dag={WEDNESDAY.isoformat()}&vem={carer}#oppnat"
    page = client.get(form).content.decode()
    assert f'href="{place.replace("&", "&amp;")}"' in page
    assert 'action="' not in page.split("data-keep")[0].rsplit("<form", 1)[1]  # posts to its own address
    said = {"minutes": "20", "reason": "LANGRE", "note": ""}
    assert client.post(form, {**said, "minutes": ""}).content.decode().count(place.replace("&", "&amp;")) == 1
    assert client.post(form, said).url == place
