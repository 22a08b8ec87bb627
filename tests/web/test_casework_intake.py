"""Registering an application or report that came by phone, on paper or at a visit."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from samsyn.cases.models import Case, Intake
from samsyn.people.actions import confirm_fact
from samsyn.people.identity import make as identity
from samsyn.people.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db

NUMBER = identity(date(1938, 5, 3), 984).written
WHO = {"number": NUMBER}
ABOUT = {"given_name": "Maja", "family_name": "Ström", "language": "fi", "phone": "070-174 06 12"}


def told(actor, **other):
    return {
        "form": "application", "channel": "phone", "by_whom": "person", "asked_for": "Hjälp med tvätten.",
        "received_on": "2026-03-02", "received_time": "09:15", "unit": actor.unit_id, **other,
    }  # fmt: skip


def post(client, **data):
    return client.post(reverse("register"), data)


@pytest.mark.parametrize("written", [NUMBER, NUMBER.replace("-", ""), NUMBER[2:], f" {NUMBER[2:].replace('-', '')} "])
def test_a_number_is_taken_in_any_written_form(client, caseworker, written):
    answer = post(client, number=written)
    assert answer.status_code == 200
    assert f"Ny person: {NUMBER}" in answer.content.decode()


def test_a_wrong_number_comes_back_with_what_to_do(client, caseworker):
    answer = post(client, number="19380503-9841")
    assert answer.status_code == 422
    assert "Kontrollsiffran stämmer inte" in answer.content.decode()
    assert "19380503-9841" in answer.content.decode()


def test_a_new_person_and_case_are_registered_together(client, caseworker):
    answer = post(client, **WHO, **ABOUT, **told(caseworker))
    case = Case.objects.get()
    assert answer.url == reverse("case", args=[case.pk])
    assert case.person.name == "Maja Ström"
    assert case.person.language == "fi"
    assert case.caseworker_id == caseworker.staff_id
    assert Intake.objects.get().received_at.isoformat() == "2026-03-02T08:15:00+00:00"


def test_pressing_twice_registers_once(client, caseworker):
    page = post(client, **WHO).content.decode()
    once = re.search(r'name="once" value="([0-9a-f-]{36})"', page)[1]
    data = {**WHO, **ABOUT, **told(caseworker, once=once)}
    first, second = post(client, **data), post(client, **data)
    case = Case.objects.get()
    assert first.url == second.url == reverse("case", args=[case.pk])
    assert case.intakes.count() == 1


def test_pressing_twice_makes_one_temporary_person(client, caseworker):
    data = {"unknown": "on", **ABOUT, "sex": "K", **told(caseworker, once=str(uuid4()))}
    assert post(client, **data).url == post(client, **data).url
    assert Person.objects.filter(family_name="Ström").count() == 1


def test_the_mark_of_a_form_is_the_same_when_it_comes_back(client, caseworker):
    once = str(uuid4())
    answer = post(client, **WHO, **ABOUT, **told(caseworker, asked_for="", once=once))
    assert answer.status_code == 422
    assert f'name="once" value="{once}"' in answer.content.decode()


def test_somebody_whose_number_is_not_known_gets_a_temporary_id(client, caseworker):
    assert "tillfälligt nummer" in post(client, unknown="on").content.decode()
    post(client, unknown="on", **ABOUT, sex="K", **told(caseworker))
    assert Person.objects.get(family_name="Ström").number.startswith("TK2026-")


def test_what_arrived_in_the_future_is_refused_and_nothing_typed_is_lost(client, caseworker):
    answer = post(client, **WHO, **ABOUT, **told(caseworker, received_on="2026-03-03"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "ligger i framtiden" in text
    assert all(value in text for value in ("Hjälp med tvätten.", "Maja", "070-174 06 12", NUMBER))
    assert not Person.objects.filter(family_name="Ström").exists()


def test_a_person_who_is_known_is_shown_with_open_cases_and_facts(client, caseworker):
    case = make.received_case()
    confirm_fact(person=case.person, key="keys", value="Portkod 1", source="besök", by=caseworker, at=make.NOW)
    text = post(client, number=case.person.written_number).content.decode()
    assert "Personen finns redan" in text
    assert case.number in text
    assert "Portkod 1" in text
    assert 'name="given_name"' not in text


def test_what_came_in_joins_the_open_case(client, caseworker):
    case = make.received_case()
    data = {"number": case.person.written_number, **told(caseworker, join=str(case.pk))}
    assert post(client, **data).url == reverse("case", args=[case.pk])
    assert case.intakes.count() == 2


def test_or_a_new_case_is_made_when_that_is_chosen(client, caseworker):
    case = make.received_case()
    number = case.person.written_number
    assert post(client, number=number, **told(caseworker)).status_code == 422
    assert post(client, number=number, **told(caseworker, join="new")).status_code == 302
    assert Case.objects.filter(person=case.person).count() == 2


def test_a_relative_is_chosen_among_those_with_authority(client, caseworker):
    person, son, neighbour = make.person(), make.person("Per", "Lind"), make.person("Nils", "Ek")
    make.consent(person, son, "apply")
    make.consent(person, neighbour, "see")
    text = post(client, number=person.written_number).content.decode()
    assert "Per Lind" in text
    assert "Nils Ek" not in text
    data = {"number": person.written_number, **told(caseworker, by_whom="relative")}
    assert post(client, **data).status_code == 422
    assert post(client, **data, by_person=son.pk).status_code == 302
    assert Intake.objects.get().by_person_id == son.pk


def test_a_report_says_who_reports(client, caseworker):
    data = {**WHO, **ABOUT, **told(caseworker, form="report", by_whom="other")}
    assert post(client, **data).status_code == 422
    post(client, **data, informant="Distriktssköterska Eva")
    assert Intake.objects.get().informant == "Distriktssköterska Eva"


def test_an_application_by_somebody_else_is_refused_on_the_field(client, caseworker):
    answer = post(client, **WHO, **ABOUT, **told(caseworker, by_whom="other", informant="Granne"))
    assert answer.status_code == 422
    assert "Välj anmälan" in answer.content.decode()


def test_a_case_for_another_unit_has_no_caseworker_and_says_where_it_is(client, caseworker):
    south = make.unit("Äldreenheten Söder")
    text = post(client, **WHO, **ABOUT, **told(caseworker, unit=south.pk)).content.decode()
    case = Case.objects.get()
    assert case.caseworker is None
    assert "Äldreenheten Söder" in text
    assert case.number in text


def test_an_open_case_elsewhere_is_told_of_but_not_joined(client, caseworker):
    south = make.unit("Äldreenheten Söder")
    case = make.received_case(at_unit=south)
    text = post(client, number=case.person.written_number).content.decode()
    assert "Äldreenheten Söder" in text
    assert 'name="join"' not in text


def test_what_came_in_last_week_keeps_its_own_day(client, caseworker):
    week_ago = make.NOW - timedelta(days=7)
    post(client, **WHO, **ABOUT, **told(caseworker, received_on=f"{week_ago:%Y-%m-%d}"))
    assert Case.objects.get().received_at.date() == week_ago.date()
