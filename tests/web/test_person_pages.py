"""The person's own pages: what they say, and to whom they are open."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.audit.queries import concerning
from samsyn.people.actions import withdraw_consent
from samsyn.people.models import Person
from samsyn.people.queries import roles_open_to
from samsyn.people.roles import Role
from tests.factories import (
    NOW,
    account,
    acting,
    active_case,
    actor,
    consent,
    decided_case,
    decision_of,
    freeze,
    log_in,
    offered_case,
    order_of,
    person,
    plan_of,
    proposed_case,
    received_case,
)
from tests.rooms.hours import new_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    freeze(monkeypatch)


def pages_of(case) -> dict[str, str]:
    """Every page about the person of an active case, by its name."""
    one = case.person.pk
    plain = ["person_home", "apply", "my_decisions", "my_plans", "my_week", "my_follow_ups", "my_readers"]
    pages = {name: reverse(name, args=[one]) for name in plain}
    pages["my_decision"] = reverse("my_decision", args=[one, decision_of(case).pk])
    pages["my_decision_pdf"] = reverse("my_decision_pdf", args=[one, decision_of(case).pk])
    pages["my_plan"] = reverse("my_plan", args=[one, plan_of(case).pk])
    return pages


OWN = ["my_consents"]


def as_person(client, of):
    log_in(client, actor(of, acting_as="self"))


def as_relative(client, of):
    log_in(client, actor(of, acting_as="relative"))


def test_a_person_opens_every_page_of_their_own(client):
    case = active_case()
    as_person(client, case.person)
    answers = {name: client.get(url).status_code for name, url in pages_of(case).items()}
    answers["my_consents"] = client.get(reverse("my_consents", args=[case.person.pk])).status_code
    assert answers == dict.fromkeys(answers, 200)


def test_another_person_is_told_that_they_have_no_access(client):
    case = active_case()
    as_person(client, person("Berit", "Ström"))
    answers = {name: client.get(url).status_code for name, url in pages_of(case).items()}
    answers["my_consents"] = client.get(reverse("my_consents", args=[case.person.pk])).status_code
    assert answers == dict.fromkeys(answers, 403)


@pytest.mark.parametrize("reader", ["person", "relative"])
def test_a_letter_from_before_the_protection_shows_its_reader_no_address(client, reader):
    case, near = decided_case(), person("Björn", "Ek")
    consent(case.person, near)
    as_person(client, case.person) if reader == "person" else as_relative(client, near)
    url = reverse("my_decision", args=[case.person.pk, decision_of(case).pk])
    assert case.person.street in client.get(url).text
    Person.objects.filter(pk=case.person.pk).update(protection="marked")
    after = client.get(url).text
    assert case.person.street not in after
    assert "Adressen är borttagen ur den här kopian." in after


def test_a_person_who_does_not_exist_is_no_access_too(client):
    as_person(client, person())
    assert client.get(reverse("person_home", args=[999_999])).status_code == 403


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.PERSON, Role.RELATIVE}])
def test_staff_have_pages_of_their_own(client, role):
    case = active_case()
    log_in(client, acting(role))
    assert {client.get(url).status_code for url in pages_of(case).values()} == {403}


OPEN_BY = {
    "see": {
        "person_home", "my_decisions", "my_decision", "my_decision_pdf", "my_plans", "my_plan", "my_week",
        "my_follow_ups", "my_readers",
    },
    "plan": {"person_home", "my_plans", "my_plan"},
    "apply": {"person_home", "apply"},
}  # fmt: skip


@pytest.mark.parametrize("function", OPEN_BY)
def test_a_relative_opens_what_the_consent_is_about_and_nothing_else(client, function):
    case, daughter = active_case(), person("Eva", "Lind")
    consent(case.person, daughter, function)
    as_relative(client, daughter)
    answers = {name: client.get(url).status_code for name, url in pages_of(case).items()}
    assert {name for name, status in answers.items() if status == 200} == OPEN_BY[function]
    assert set(answers.values()) == {200, 403}


def test_a_relative_never_sees_who_else_has_consent(client):
    case, daughter = active_case(), person("Eva", "Lind")
    consent(case.person, daughter)
    as_relative(client, daughter)
    assert client.get(reverse("my_consents", args=[case.person.pk])).status_code == 403


def test_consent_that_has_ended_opens_nothing(client):
    case, daughter, other = active_case(), person("Eva", "Lind"), person("Nils", "Berg")
    yesterday = localdate(NOW) - timedelta(1)
    consent(case.person, daughter, valid_from=yesterday, valid_to=yesterday)
    consent(other, daughter)
    as_relative(client, daughter)
    assert {client.get(url).status_code for url in pages_of(case).values()} == {403}


def test_consent_that_is_taken_back_opens_nothing_from_that_moment(client):
    case, daughter, other = active_case(), person("Eva", "Lind"), person("Nils", "Berg")
    given = consent(case.person, daughter)
    consent(other, daughter)
    as_relative(client, daughter)
    home = reverse("person_home", args=[case.person.pk])
    assert client.get(home).status_code == 200
    withdraw_consent(consent=given, by=actor(case.person, acting_as="self"), at=NOW)
    assert client.get(home).status_code == 403


def test_the_day_of_a_person_is_their_own_page(client):
    one = person()
    as_person(client, one)
    assert client.get(reverse("my_day")).headers["Location"] == reverse("person_home", args=[one.pk])


def test_a_relative_of_two_chooses_and_always_sees_for_whom_they_act(client):
    mother, uncle, daughter = person("Astrid", "Lind"), person("Nils", "Berg"), person("Eva", "Lind")
    consent(mother, daughter)
    consent(uncle, daughter, "apply")
    as_relative(client, daughter)
    choice = client.get(reverse("my_day")).content.decode()
    assert "Astrid Lind" in choice
    assert "Nils Berg" in choice
    for name in ("person_home", "apply"):
        assert "Du är här för Nils Berg." in client.get(reverse(name, args=[uncle.pk])).content.decode()


def test_the_first_page_says_how_far_what_waits_and_whom_to_call(client):
    case = offered_case()
    as_person(client, case.person)
    page = client.get(reverse("person_home", args=[case.person.pk])).content.decode()
    assert "Så här långt har vi kommit" in page
    assert "Läs planen och svara" in page
    assert "Karin Ek" in page  # the caseworker
    assert "Omar Björk" in page  # the contact person
    assert reverse("my_decision", args=[case.person.pk, decision_of(case).pk]) in page


def test_the_first_page_of_somebody_without_a_case_says_what_to_do(client):
    one = person()
    as_person(client, one)
    page = client.get(reverse("person_home", args=[one.pk])).content.decode()
    assert "Du har inget ärende hos oss nu" in page
    assert reverse("apply", args=[one.pk]) in page


def test_the_week_says_what_when_and_who(client):
    case = active_case()
    as_person(client, case.person)
    url = reverse("my_week", args=[case.person.pk])
    page = client.get(url, {"dag": "2026-03-11"}).content.decode()
    assert "onsdag 11 mars" in page
    assert "8.00 Dusch, 40 min, Omar Björk" in page
    assert "Sammanlagt 2 tim hjälp" in page
    assert client.get(url, {"dag": "9999-12-31"}).status_code == 200
    assert client.get(url, {"dag": "igår"}).status_code == 200


def test_a_plan_says_in_words_what_is_not_done_every_week(client):
    case = active_case()
    new_version(order_of(case), "2", at=NOW, minutes=90, every_weeks=3, first_week=NOW.date())
    as_person(client, case.person)
    page = client.get(reverse("my_plan", args=[case.person_id, plan_of(case).pk])).content.decode()
    assert "var tredje vecka, med början vecka 10" in page
    assert "I genomsnitt 30 min i veckan." in page


def test_a_draft_is_never_told(client):
    case = proposed_case()
    as_person(client, case.person)
    draft = decision_of(case).pk
    assert client.get(reverse("my_decision", args=[case.person.pk, draft])).status_code == 404
    assert "Här kommer besluten" in client.get(reverse("my_decisions", args=[case.person.pk])).content.decode()


def test_another_persons_decision_is_not_under_my_address(client):
    mine, others = decided_case(), decided_case()
    as_person(client, mine.person)
    assert client.get(reverse("my_decision", args=[mine.person.pk, decision_of(others).pk])).status_code == 404
    assert client.get(reverse("my_decision", args=[others.person.pk, decision_of(others).pk])).status_code == 403


def test_the_decision_is_the_letter_and_its_pdf(client):
    case = decided_case()
    as_person(client, case.person)
    page = client.get(reverse("my_decision", args=[case.person.pk, decision_of(case).pk])).content.decode()
    assert '<article class="letter"' in page
    url = reverse("my_decision_pdf", args=[case.person.pk, decision_of(case).pk])
    normal, large = client.get(url), client.get(url, {"stor": "1"})
    assert normal["Content-Type"] == "application/pdf"
    assert normal.content.startswith(b"%PDF")
    assert large.content != normal.content


@pytest.mark.parametrize("name", ["person_home", "my_decisions", "my_plans", "my_week", "my_follow_ups", "my_readers"])
def test_each_page_leaves_one_reading(client, name):
    case = active_case()
    as_person(client, case.person)
    before = Event.objects.count()
    client.get(reverse(name, args=[case.person.pk]))
    added = list(Event.objects.order_by("id")[before:])
    assert [e.access for e in added] == ["read"]
    assert concerning(case.person.pk).first() == added[0]


def test_who_has_read_says_name_role_and_deed_in_plain_words(client):
    case = active_case()
    as_person(client, case.person)
    url = reverse("my_readers", args=[case.person.pk])
    page = "".join(client.get(url, {"egna": "1", "sida": n}).content.decode() for n in (1, 2))
    assert "Karin Ek, Socialsekreterare (handläggare)" in page
    assert "fattade beslut" in page
    assert "såg vem som har läst" in page  # looking is itself a reading
    assert "gjorde något annat" not in page


def test_ones_own_readings_are_left_out_until_asked_for(client):
    case = active_case()
    as_person(client, case.person)
    url = reverse("my_readers", args=[case.person.pk])
    assert "Astrid Lind (" not in client.get(url).content.decode()
    assert "Astrid Lind (den enskilde)" in client.get(url, {"egna": "1"}).content.decode()


def test_who_has_read_has_pages(client):
    case = active_case()
    as_person(client, case.person)
    url = reverse("my_readers", args=[case.person.pk])
    first, second = client.get(url).content.decode(), client.get(url, {"sida": "2"}).content.decode()
    assert "tog emot en ansökan" in first + second
    assert "Äldre" in first
    assert "Nyare" in second


def test_the_number_of_questions_to_the_database_does_not_follow_the_rows(client, django_assert_max_num_queries):
    small, large = active_case(), active_case()
    for _ in range(6):
        received_case(of=large.person)
    for case, wide in ((small, 0), (large, 0)):
        as_person(client, case.person)
        for name in ("my_decisions", "my_plans", "my_week", "my_follow_ups", "my_readers"):
            with django_assert_max_num_queries(22 + wide):
                client.get(reverse(name, args=[case.person.pk]))
        with django_assert_max_num_queries(60):
            client.get(reverse("person_home", args=[case.person.pk]))


# Mina uppgifter


def test_the_person_changes_phone_mail_and_language_and_reads_where_the_address_comes_from(client):
    one = person(street="Storgatan 1")
    log_in(client, actor(one, acting_as="self"))
    url = reverse("my_details", args=[one.pk])
    page = client.get(url).content.decode()
    assert "Storgatan 1, 123 45 Samsyn" in page
    assert "Skatteverket" in page
    assert 'name="street"' not in page
    changed = {"phone": "070-174 06 09", "email": "", "language": "fi", "street": "Påhittad 3"}
    answer = client.post(url, changed)
    assert "Det är sparat" in client.get(answer.headers["Location"]).content.decode()
    one.refresh_from_db()
    assert (one.phone, one.language, one.street) == ("070-174 06 09", "fi", "Storgatan 1")
    answer = client.post(url, changed | {"email": "astrid"})
    assert answer.status_code == 422
    assert 'value="070-174 06 09"' in answer.content.decode()


def test_a_protected_persons_own_address_is_not_on_the_screen_until_they_ask_for_it(client):
    one = person(street="Hemliga gatan 7")
    Person.objects.filter(pk=one.pk).update(protection="marked")
    log_in(client, actor(one, acting_as="self"))
    page = client.get(reverse("my_details", args=[one.pk])).content.decode()
    assert "<details><summary>Visa min adress</summary>Hemliga gatan 7" in page


def test_somebody_noted_as_dead_is_told_whom_to_ring_wherever_they_come(client, settings):
    one = person()
    login = account(one)
    log_in(client, actor(one, acting_as="self"))
    Person.objects.filter(pk=one.pk).update(died_on=localdate(NOW))
    for url in (reverse("my_day"), reverse("person_home", args=[one.pk]), reverse("act_as")):
        client.force_login(login)
        answer = client.get(url)
        assert answer.status_code == 403
        assert "Ring kommunens växel" in answer.content.decode()
        assert client.get(reverse("my_day")).status_code == 302  # the login is over
    settings.DEMO = True
    type(login).objects.filter(pk=login.pk).update(username="demo-person")
    answer = client.post(reverse("enter"), {"door": "demo-person"}, follow=True)
    assert "Ring kommunens växel" in answer.content.decode()
    login.refresh_from_db()
    assert roles_open_to(login, today=localdate(NOW)) == []
