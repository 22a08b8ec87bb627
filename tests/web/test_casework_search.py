"""Search: name, identity number or case number, within the unit, and nothing else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def hits(client, q, **headers):
    answer = client.post(reverse("search"), {"q": q}, headers=headers, follow=True)
    assert answer.status_code == 200
    return answer


def test_the_page_says_what_may_be_searched(client, caseworker):
    text = hits(client, "").content.decode()
    assert "inget annat" in text
    assert "15 §" in text


@pytest.mark.parametrize("asked", ["name", "number", "case"])
def test_a_person_is_found_by_name_number_or_case_number(client, caseworker, asked):
    case = make.received_case(of=make.person("Ingegerd", "Sjöö"))
    text = {"name": "ingeg sjö", "number": case.person.number, "case": case.number}[asked]
    assert reverse("case", args=[case.pk]) in hits(client, text).content.decode()


def test_what_is_written_in_a_case_is_not_searched(client, caseworker):
    make.received_case(asked_for="Jag behöver ledsagning.")
    assert hits(client, "ledsagning").context["hits"] == []


def test_another_units_people_are_found_only_by_their_whole_number(client, caseworker):
    case = make.received_case(of=make.person("Ulla", "Berg"), at_unit=make.unit("Äldreenheten Söder"))
    assert hits(client, "ulla berg").context["hits"] == []
    found = hits(client, case.person.number)
    assert "Ta emot en ansökan" in found.content.decode()
    assert case.number not in found.content.decode()


def test_the_palette_gets_only_the_hits(client, caseworker):
    case = make.received_case()
    text = hits(client, case.number, **{"X-Requested-With": "fetch"}).content.decode()
    assert case.number in text
    assert "<html" not in text


def test_a_search_is_a_reading(client, caseworker):
    case = make.received_case()
    hits(client, case.number)
    assert Event.objects.filter(what="person.search").latest("id").subjects == [case.person_id]


def test_providers_have_no_search(client):
    make.log_in(client, make.acting(Role.PROVIDER_PLANNER))
    assert client.post(reverse("search"), {"q": "astrid"}).status_code == 403


def test_no_name_or_number_stands_in_an_address(client, caseworker):
    case = make.received_case(of=make.person("Ingegerd", "Sjöö"))
    for text in ("Ingegerd", case.person.written_number):
        answer = client.post(reverse("search"), {"q": text})
        assert re.fullmatch(r"/sok/\?s=[\w-]{11}", answer.headers["Location"])
        page = client.get(answer.headers["Location"])
        assert case.number in page.content.decode()
        assert f'value="{text}"' in page.content.decode()
        assert page.headers["Referrer-Policy"] == "same-origin"
    assert client.get(reverse("search"), {"q": "Ingegerd"}).context["hits"] == []


def test_what_was_searched_is_shown_again_on_reload_and_to_nobody_else(client, caseworker):
    case = make.received_case()
    way = client.post(reverse("search"), {"q": case.number}).headers["Location"]
    assert [case.number in client.get(way).content.decode() for _ in range(2)] == [True, True]
    make.log_in(client, make.acting(Role.DELEGATE))
    assert client.get(way).context["hits"] == []


def test_a_search_needs_the_token_of_this_site(caseworker):
    strict = Client(enforce_csrf_checks=True)
    make.log_in(strict, caseworker)
    assert strict.post(reverse("search"), {"q": "Ingegerd"}).status_code == 403


def test_a_search_of_an_earlier_login_says_that_it_is_gone(client, caseworker):
    page = client.get(reverse("search"), {"s": "another-login"}).content.decode()
    assert "Det du sökte på finns inte kvar. Skriv det igen." in page
