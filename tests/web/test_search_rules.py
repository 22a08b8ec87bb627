"""What may be searched, by whom, and on which definitions figures are made (SoLPuF 12, 15, 20, 21 §§)."""

from datetime import date

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.queries import find_cases, run_reports
from samsyn.cases.report_definitions import definitions
from samsyn.people.access import why_not_search
from samsyn.people.refusals import NoAccess
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.protection import SECRETS, protected, secret_person, told_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text", ["Storgatan", "070-174", "1234", "example.se", "Norr", "dusch", "marked", "%", "_", "*"]
)
def test_nothing_but_name_number_and_case_number_finds_anybody(text):
    """SoLPuF 15"""
    f.investigated_case(of=f.person(email="a@example.se"))
    assert find_cases(text, by=f.acting(Role.CASEWORKER), at=f.NOW) == []


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE}])
def test_no_other_role_searches(role, client):
    assert why_not_search(Actor(key="staff:1", role=role))


@pytest.mark.parametrize("role", list(Role))
def test_a_private_unit_never_searches_whatever_the_role(role):
    """SoLPuF 20, 21: no exception at all"""
    refusal = why_not_search(Actor(key="staff:1", role=role, is_private=True))
    assert refusal is not None
    assert refusal.law in {"SoLPuF 15", "SoLPuF 20"}


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.CARE_WORKER])
def test_a_private_provider_has_no_search_page_and_only_its_own_orders(client, role):
    private = f.unit("Privat omsorg", purpose="provider", operator="private")
    f.accepted_case(of=f.person("Bo", "Hemma"))
    f.accepted_case(of=f.person("Eva", "Egen"), provider=private)
    f.log_in(client, f.acting(role, private))
    assert client.get(reverse("search")).status_code == 403
    assert client.get(reverse("emergency")).status_code == 403
    names = ["my_day", "orders"] if role is Role.PROVIDER_PLANNER else ["my_day"]
    for name in names:
        page = client.get(reverse(name)).content.decode()
        assert "Bo Hemma" not in page
        assert reverse("search") not in page


def test_a_hit_on_somebody_protected_says_so_and_nothing_of_where_they_are(client):
    """Found by the whole number alone, from another unit; that they are protected warns whoever they speak with."""
    person = protected(secret_person())
    f.log_in(client, f.acting(Role.CASEWORKER, f.unit("Äldreenheten Syd")))
    answer = client.post(reverse("search"), {"q": person.written_number}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "◆ skyddade uppgifter" in page
    assert told_in(page) == []
    assert (
        client.post(reverse("search"), {"q": "Astrid"}, headers={"HX-Request": "true"}).content.decode().strip() == ""
    )


@pytest.mark.parametrize("name", ["street", "phone", "email", "postcode", "area"])
def test_where_somebody_is_finds_nobody(name):
    f.received_case(of=secret_person())
    assert find_cases(SECRETS[name], by=f.acting(Role.CASEWORKER), at=f.NOW) == []


def test_each_report_has_a_purpose_a_ground_and_somebody_who_may_run_it():
    """SoLPuF 12 § 10"""
    for one in definitions(date(2026, 1, 1)).values():
        assert one.purpose
        assert one.law
        assert one.fields
        assert one.roles


@pytest.mark.parametrize(("role", "page"), [(Role.ANALYST, "my_day"), (Role.COMMITTEE_SECRETARY, "delegated")])
def test_running_is_on_record_with_the_definitions_version_and_the_page_says_why(client, role, page):
    f.log_in(client, f.acting(role))
    args = [30] if page == "delegated" else []
    said = client.get(reverse(page, args=args)).content.decode()
    assert "Varför får de här uppgifterna tas fram?" in said
    run = Event.objects.get(what="report.run")
    assert set(run.detail["versions"].values()) == {1}


@pytest.mark.parametrize("asked", [{"unit": "1"}, {"sex": "K"}, {"area": "Norr"}, {"kvartal": "2026-1' OR 1=1"}])
def test_no_criterion_outside_the_definition_changes_the_figures(client, asked, monkeypatch):
    f.freeze(monkeypatch)
    f.received_case()
    f.log_in(client, f.acting(Role.ANALYST))
    plain = client.get(reverse("my_day"), {"tabell": "open", "format": "csv"})
    other = client.get(reverse("my_day"), {"tabell": "open", "format": "csv", **asked})
    assert b"".join(plain.streaming_content) == b"".join(other.streaming_content)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ANALYST])
def test_others_do_not_run_the_analysts_reports(role):
    with pytest.raises(NoAccess):
        run_reports(["open"], by=Actor(key="staff:1", role=role), at=f.NOW)
