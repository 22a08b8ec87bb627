"""Whatever is shown, the language can be changed on it; and an address that only takes what is sent says so."""

import re

import pytest
from django.urls import get_resolver, reverse

from samsyn.people.roles import Role
from samsyn.web.shared.readable import methods_of
from tests import factories as make

pytestmark = pytest.mark.django_db


def onward(answer) -> set[str]:
    """Where the page leads after a change of language or of colours."""
    return set(re.findall(r'name="next" value="([^"]*)"', answer.text.split("<main")[0]))


def test_what_a_view_takes_is_known_of_every_address():
    known = {p.callback: methods_of(p.callback) for p in _patterns(get_resolver())}
    assert len(known) > 80
    assert None not in known.values()


def _patterns(resolver):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one)
        else:
            yield one


def test_after_a_fault_in_a_form_the_language_can_be_changed_on_a_page_that_can_be_read(client, caseworker):
    case = make.decided_case()
    page = reverse("case", args=[case.pk])
    answer = client.post(reverse("case_reassess", args=[case.pk]), {"why": ""})
    assert answer.status_code == 422
    assert onward(answer) == {page}
    changed = client.post(reverse("language"), {"language": "en", "next": page}, follow=True)
    assert changed.status_code == 200


def test_a_page_that_is_both_read_and_sent_leads_back_to_itself_with_what_was_asked(client, caseworker):
    case = make.investigated_case()
    client.post(reverse("decision_begin", args=[case.pk]))
    url = reverse("line_new", args=[case.pk]) + "?intervention=HEMTJANST"
    assert onward(client.post(url, {})) == {url}
    assert onward(client.get(reverse("search") + "?q=x")) == {reverse("search") + "?q=x"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_address_of_a_button_has_a_page_of_its_own_with_a_way_on(client, caseworker, settings, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    case = make.decided_case()
    for url, leads in {
        reverse("case_reassess", args=[case.pk]): reverse("case", args=[case.pk]),
        reverse("leave"): reverse("my_day"),
    }.items():
        answer = client.get(url)
        assert answer.status_code == 405
        assert "POST" in answer["Allow"]
        assert f'<html lang="{language}"' in answer.text
        assert f'class="button" href="{leads}"' in answer.text
        assert onward(answer) == {leads}


def test_an_address_that_takes_only_what_is_sent_says_so_also_before_login(client):
    answer = client.get(reverse("language"))
    assert answer.status_code == 405
    assert "Här finns ingen sida att läsa" in answer.text


def test_a_script_gets_no_page_for_a_method_that_is_not_taken(client, caseworker):
    url = reverse("case_close", args=[make.decided_case().pk])
    assert client.get(url, headers={"X-Requested-With": "fetch"}).content == b""


def test_a_page_for_other_roles_is_not_where_one_is_led(client, monkeypatch):
    make.freeze(monkeypatch)
    make.log_in(client, make.acting(Role.CARE_WORKER))
    url = reverse("case_close", args=[make.decided_case().pk])
    assert onward(client.post(url, {})) == {reverse("my_day")}
