"""Vem har läst: people before jobs, and refused attempts among what was read."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.homecare.actions import close_days
from samsyn.people.roles import Role, job
from tests.factories import NOW, acting, active_case, actor, freeze, log_in, order_of, person, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    freeze(monkeypatch)


def as_person(client, of):
    log_in(client, actor(of, acting_as="self"))


def log_page(client, case, **query) -> str:
    as_person(client, case.person)
    return client.get(reverse("my_readers", args=[case.person.pk]), query).content.decode()


def test_what_runs_by_itself_is_left_out_until_asked_for(client):
    case = active_case()
    close_days(through=localdate(NOW) + timedelta(5), by=job("close-day"), at=NOW + timedelta(days=6))
    assert "Samsyn, automatiskt" not in log_page(client, case)
    assert "Samsyn, automatiskt" in log_page(client, case, jobb="1")
    both = log_page(client, case, egna="1", jobb="1")
    assert "?egna=1&amp;jobb=1&amp;sida=2" in both
    assert 'href="?jobb=1"' in both


def refused_to(client, url) -> str:
    """The whole answer to somebody who is refused, without what differs between any two pages."""
    answer = client.get(url)
    assert answer.status_code == 403
    return re.sub(r'(csrfmiddlewaretoken" value="|nonce="|name="next" value=")[^"]+', r"\1", answer.content.decode())


@pytest.mark.parametrize("about", ["case", "order", "sent_order", "person"])
def test_a_refused_attempt_is_shown_to_the_person_and_tells_nothing_to_who_tried(client, about):
    case = active_case()
    stranger = unit("Hemtjänst Syd", purpose="provider")
    name, pk, who = {
        "case": ("case", case.pk, acting(Role.PROVIDER_PLANNER, stranger)),
        "order": ("provider_order", order_of(case).pk, acting(Role.CASEWORKER)),
        "sent_order": ("order_sent", order_of(case).pk, acting(Role.PROVIDER_PLANNER, stranger)),
        "person": ("person_home", case.person.pk, acting(Role.CASEWORKER)),
    }[about]
    log_in(client, who)
    told = refused_to(client, reverse(name, args=[pk]))
    assert Event.objects.get(what="access.denied").subjects == [case.person.pk]
    assert refused_to(client, reverse(name, args=[10**6])) == told
    assert refused_to(client, reverse(name, args=[2**64])) == told
    assert Event.objects.latest("pk").subjects == []
    page = log_page(client, case)
    assert "försökte öppna men fick inte tillgång" in page
    assert "nekad" in page
    assert who.name in page


def test_another_citizen_who_tries_is_seen_but_not_named(client):
    case, stranger = active_case(), person("Kalle", "Hemlig")
    as_person(client, stranger)
    refused_to(client, reverse("person_home", args=[case.person.pk]))
    page = log_page(client, case)
    assert "en annan privatperson" in page
    assert "Kalle" not in page
