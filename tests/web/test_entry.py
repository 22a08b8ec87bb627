"""The way in and out, and that nothing typed is lost when a login has ended."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import get_language

from samsyn.people.actions import appoint
from samsyn.people.models import Account, Appointment
from samsyn.people.roles import Role
from samsyn.web.entry import attempts
from tests.factories import ADMINISTRATOR, LONG_AGO, NOW, account, person, staff, workplace

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.entry_urls")]

PASSWORD = "ett långt lösenord"
WRITTEN = {"text": 'Rad ett & "två"\r\n<b>', "areas": ["d510", "d620"], "password": "hemligt", "empty": ""}


@pytest.fixture(autouse=True)
def _no_guesses():
    cache.clear()


def employed(*roles: Role) -> Account:
    """A login that holds these roles."""
    somebody = staff(roles[0])
    for role in roles[1:]:
        appoint(staff=somebody, unit=workplace(role), role=role, valid_from=LONG_AGO, by=ADMINISTRATOR, at=NOW)
    found = account(somebody)
    found.set_password(PASSWORD)
    found.save()
    return found


def log_in(client: Client, who: Account, **more):
    return client.post("/", {"username": who.username, "password": PASSWORD, **more})


def inputs(page) -> dict[str, list[str]]:
    """The hidden inputs of a page's own form, by name, without the token."""
    main = page.content.decode().split("<main")[1]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="((?!csrf)[^"]*)" value="([^"]*)">', main):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def test_a_page_that_needs_a_login_leads_to_the_entry_and_back(client) -> None:
    answer = client.get("/anteckning/?a=1")
    assert answer.url == "/?next=%2Fanteckning%2F%3Fa%3D1"
    assert log_in(client, employed(Role.CASEWORKER), next="/anteckning/?a=1").url == "/anteckning/?a=1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "x"])
def test_the_entry_leads_only_to_this_site(client, elsewhere: str) -> None:
    assert log_in(client, employed(Role.CASEWORKER), next=elsewhere).url == "/min-dag/"


def test_what_was_typed_goes_through_the_login_and_is_sent_where_it_was_going(client) -> None:
    who = employed(Role.CASEWORKER)
    lost = client.post("/anteckning/?a=1", WRITTEN)
    assert lost.status_code == 401
    assert "Det du skrev finns kvar." in lost.content.decode()
    resumed = client.post("/", {"username": who.username, "password": PASSWORD, **inputs(lost)})
    assert "Spara det jag skrev" in resumed.content.decode()
    assert '<form method="post" action="/anteckning/?a=1">' in resumed.content.decode()
    assert client.post("/anteckning/?a=1", inputs(resumed)).json() == {
        "text": [WRITTEN["text"]],
        "areas": ["d510", "d620"],
        "empty": [""],
    }


def test_what_was_typed_survives_a_wrong_password_and_a_choice_of_role(client) -> None:
    who = employed(Role.CASEWORKER, Role.TEAM_LEADER)
    lost = client.post("/anteckning/", WRITTEN)
    wrong = client.post("/", {"username": who.username, "password": "fel", **inputs(lost)})
    assert wrong.status_code == 422
    choose = client.post("/", {"username": who.username, "password": PASSWORD, **inputs(wrong)})
    held = Appointment.objects.get(staff=who.staff, role=Role.CASEWORKER)
    resumed = client.post("/roll/", {"acting_as": held.pk, **inputs(choose)})
    assert inputs(resumed)["text"] == [WRITTEN["text"]]


def test_passwords_are_never_carried(client) -> None:
    assert "hemligt" not in client.post("/anteckning/", WRITTEN).content.decode()


def test_what_was_meant_for_another_site_is_dropped(client) -> None:
    who = employed(Role.CASEWORKER)
    answer = log_in(client, who, **{"kept_action": "https://evil.example/", "kept:text": "x"})
    assert answer.url == "/min-dag/"


@pytest.mark.parametrize("headers", [{"X-Requested-With": "fetch"}, {"HX-Request": "true"}])
def test_a_script_is_told_and_gets_no_page(client, headers) -> None:
    answer = client.post("/anteckning/", WRITTEN, headers=headers)
    assert answer.status_code == 401
    assert answer.json() == {"reason": "login", "enter": "/"}


def test_a_form_from_before_the_login_is_offered_again(client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(employed(Role.CASEWORKER))
    answer = strict.post("/anteckning/", WRITTEN, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert inputs(answer)["text"] == [WRITTEN["text"]]


def test_a_form_from_another_site_is_not_offered_again() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(employed(Role.CASEWORKER))
    answer = strict.post("/anteckning/", WRITTEN, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Rad ett" not in answer.content.decode()


def test_one_role_is_taken_and_several_are_asked_for(client) -> None:
    assert log_in(client, employed(Role.CASEWORKER)).url == "/min-dag/"
    client.post("/logga-ut/")
    page = log_in(client, employed(Role.CASEWORKER, Role.TEAM_LEADER))
    assert "Arbeta som gruppledare" in page.content.decode()


def test_only_a_role_of_ones_own_can_be_chosen(client) -> None:
    log_in(client, employed(Role.CASEWORKER, Role.TEAM_LEADER))
    other = Appointment.objects.get(staff=employed(Role.ADMINISTRATOR).staff)
    client.post("/roll/", {"acting_as": other.pk})
    assert client.session.get("acting_as") != other.pk


def test_a_login_without_a_role_is_told_whom_to_ask(client) -> None:
    who = employed(Role.CASEWORKER)
    Appointment.objects.filter(staff=who.staff).update(valid_to=LONG_AGO + timedelta(1))
    answer = log_in(client, who)
    assert answer.status_code == 403
    assert "Be administratören" in answer.content.decode()


def test_a_person_comes_in_as_themselves(client) -> None:
    who = account(person())
    who.set_password(PASSWORD)
    who.save()
    log_in(client, who)
    assert client.session["acting_as"] == "self"


def test_guessing_has_an_end_and_says_when(client) -> None:
    who = employed(Role.CASEWORKER)
    for _ in range(10):
        assert client.post("/", {"username": who.username, "password": "fel"}).status_code == 422
    answer = log_in(client, who)
    assert answer.status_code == 429
    assert "Vänta en kvart" in answer.content.decode()


def test_guesses_are_forgotten_after_a_quarter_of_an_hour() -> None:
    for _ in range(10):
        attempts.failed("anna", "192.0.2.1", now=NOW)
    assert attempts.too_many("Anna", "192.0.2.1", now=NOW + timedelta(minutes=14))
    assert not attempts.too_many("anna", "192.0.2.1", now=NOW + timedelta(minutes=15))
    assert not attempts.too_many("anna", "192.0.2.2", now=NOW)


def test_roles_can_be_chosen_only_in_a_demonstration(client, settings) -> None:
    who = employed(Role.CASEWORKER)
    Account.objects.filter(pk=who.pk).update(username="demo-caseworker")
    assert client.post("/", {"door": "demo-caseworker"}).status_code == 422
    settings.DEMO = True
    assert "Börja som handläggare" in client.get("/").content.decode()
    assert client.post("/", {"door": "demo-caseworker"}).url == "/min-dag/"
    assert client.get("/min-dag/").status_code == 200


def test_only_demo_accounts_are_let_in_without_a_password(client, settings) -> None:
    settings.DEMO = True
    assert client.post("/", {"door": employed(Role.ADMINISTRATOR).username}).status_code == 422


def test_leaving_takes_a_post_and_ends_the_session(client) -> None:
    log_in(client, employed(Role.CASEWORKER))
    assert client.get("/logga-ut/").status_code == 405
    assert client.post("/logga-ut/").url == "/"
    assert client.get("/anteckning/").status_code == 302


def test_the_look_and_the_language_are_remembered(client) -> None:
    client.post("/utseende/", {"theme": "dark", "next": "/"})
    client.post("/sprak/", {"language": "en", "next": "/"})
    page = client.get("/").content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    client.post("/utseende/", {"theme": '"><script>', "next": "/"})
    assert 'data-theme="dark"' in client.get("/").content.decode()


def test_no_access_says_so_and_whom_to_ask(client) -> None:
    log_in(client, employed(Role.ANALYST))
    answer = client.get("/anteckning/")
    assert answer.status_code == 403
    assert "Du har inte tillgång" in answer.content.decode()
    assert "Fråga din gruppledare" in answer.content.decode()


def test_an_address_that_is_not_there_has_a_page_with_a_way_on(client) -> None:
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Till startsidan" in answer.content.decode()


def test_one_readers_language_ends_with_the_request(client) -> None:
    assert "Log in" in client.get("/", headers={"accept-language": "en"}).content.decode()
    assert get_language() == "sv"
