"""Easy-read Swedish and larger text, chosen on the page and kept: for those who come for help, not for the staff."""

import pytest
from django.urls import reverse

from tests.factories import active_case, actor, freeze, log_in, order_of, planner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(monkeypatch):
    freeze(monkeypatch)
    return active_case()


def test_easy_read_is_chosen_and_what_is_easy_already_stays(client, case):
    log_in(client, actor(case.person, acting_as="self"))
    here = reverse("person_home", args=[case.person_id])
    plain = client.get(here).content.decode()
    assert "Lättläst svenska" in plain
    client.post(reverse("language"), {"language": "sv-simple", "next": here})
    easy = client.get(here).content.decode()
    assert '<html lang="sv-simple"' in easy
    assert "Här ser du hur det går med din ansökan. Du ser vilken hjälp du får." in easy
    assert "Så här långt har vi kommit" in easy  # as in Swedish
    assert "hemtjänst" in easy.lower()  # labels of codes are the Swedish ones


def test_larger_text_is_kept_in_a_cookie_that_says_nothing_else(client, case):
    log_in(client, actor(case.person, acting_as="self"))
    here = reverse("person_home", args=[case.person_id])
    assert "data-size" not in client.get(here).content.decode()
    answer = client.post(reverse("appearance"), {"size": "large", "next": here})
    assert (answer.url, answer.cookies["textsize"].value) == (here, "large")
    assert '<html lang="sv" data-size="large"' in client.get(here).content.decode()
    client.post(reverse("appearance"), {"size": "huge", "next": here})
    assert client.cookies["textsize"].value == "large"


def test_the_staff_are_not_offered_what_their_pages_are_not_written_in(client, case):
    log_in(client, planner_of(order_of(case)))
    assert "Lättläst svenska" not in client.get(reverse("my_day")).content.decode()
