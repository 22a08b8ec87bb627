"""Whoever is let in is asked at home, and the one who asks learns nothing until there is a yes."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.people.models import Consent
from tests.factories import NOW, freeze, person
from tests.web.test_person_writing import enter, give, masked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    freeze(monkeypatch)


def log_of(client, one) -> str:
    enter(client, one)
    return client.get(reverse("my_readers", args=[one.pk])).content.decode()


def offered(client, to) -> tuple[str, list[str]]:
    """The home page of somebody who may have been asked, and the keys of what stands there to answer."""
    enter(client, to)
    page = client.get(reverse("person_home", args=[to.pk])).content.decode()
    return page, re.findall(r'name="offer" value="(\d+)"', page)


def say(client, to, offers, answer):
    return client.post(reverse("answer_offers", args=[to.pk]), {"offer": offers, "answer": answer})


def test_whoever_is_let_in_is_asked_at_home_and_gets_in_by_a_yes(client):
    one, daughter = person(), person("Evelina", "Lind")
    enter(client, one)
    give(client, one, identity=daughter.written_number)
    page, offers = offered(client, daughter)
    assert f"{one.name} vill att du ska få" in page
    for secret in (one.number, one.written_number, one.street, one.phone, reverse("person_home", args=[one.pk])):
        assert secret not in page
    assert client.get(reverse("person_home", args=[one.pk])).status_code == 403
    assert say(client, daughter, offers, "yes").status_code == 302
    assert "Gå till dem du får hjälpa" in offered(client, daughter)[0]
    assert client.post(reverse("act_as"), {"acting_as": "relative"}).status_code == 302
    assert client.get(reverse("person_home", args=[one.pk])).status_code == 200


def test_until_a_yes_the_one_who_asks_learns_nothing_and_then_only_the_name_they_wrote(client):
    one, known = person(), person("Evelina", "Lind")
    number = known.written_number

    def seen() -> str:
        pages = [log_of(client, one), client.get(reverse("my_consents", args=[one.pk])).content.decode()]
        return masked("".join(pages), number)

    enter(client, one)
    give(client, one, identity=number)
    before = seen()
    _, offers = offered(client, known)
    assert seen() == before
    offered(client, known)
    say(client, known, offers[:1], "no")
    assert seen() == before
    offered(client, known)
    say(client, known, offers[1:], "yes")
    after = log_of(client, one)
    assert "Eva Lind" in after
    assert "tackade ja till samtycket, som nu gäller" in after
    assert "Evelina" not in after


def test_an_answer_to_what_is_no_longer_asked_is_refused_and_one_without_a_button_leads_home(client):
    one, known = person(), person("Evelina", "Lind")
    enter(client, one)
    give(client, one, identity=known.written_number)
    _, offers = offered(client, known)
    Consent.objects.update(withdrawn_on=localdate(NOW))
    assert say(client, known, offers, "yes").status_code == 409
    assert say(client, known, ["9" * 30, "x"], "yes").status_code == 302
    assert not Consent.objects.filter(to__isnull=False).exists()
