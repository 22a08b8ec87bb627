"""The box of similar decided cases, and the page of their ground with its switch."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.actions import open_case_in_emergency
from samsyn.people.roles import Role
from samsyn.review.models import StoreSwitch
from tests import factories as f
from tests.alike import filled, stored, switched_on

pytestmark = pytest.mark.django_db
HEADING = "Vad andra med liknande behov har fått"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    f.freeze(monkeypatch)


def page(client, name, *args, status=200):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def draft_page(client, case, by=None):
    f.log_in(client, by or f.caseworker_of(case))
    return page(client, "decision_edit", case.pk)


def test_nothing_is_said_where_it_is_not_on(client):
    assert HEADING not in draft_page(client, f.returned_case())
    assert not Event.objects.filter(what="alike.show", detail__shown__gt=0).exists()


def test_the_caseworker_sees_groups_and_spread_beside_the_own_draft(client):
    switched_on()
    stored(24, minutes=300)
    stored(12, minutes=480, first=100)
    told = draft_page(client, f.returned_case())
    assert "Omkring 35 personer med mest lika behov, beslutade kvartal 4 2025" in told
    assert "35 av 35 har fått det beviljat (100 %)" in told
    assert "5 tim i veckan i mitten, hälften mellan 5 tim i veckan och 8 tim i veckan" in told
    assert "finns i beslutet" in told
    assert Event.objects.filter(what="alike.show").count() == 1


def test_the_own_assessment_comes_first(client):
    """Before the first line is written, nobody is shown what others got."""
    switched_on()
    stored(30)
    case = f.investigated_case()
    by = f.caseworker_of(case)
    f.log_in(client, by)
    client.post(reverse("decision_begin", args=[case.pk]))
    told = page(client, "decision_edit", case.pk)
    assert "så att din egen bedömning kommer först" in told
    assert "Omkring 30" not in told
    assert not Event.objects.filter(what="alike.show").exists()


def test_the_delegate_sees_it_on_the_proposal_and_not_on_what_is_signed(client):
    switched_on()
    stored(30)
    case = f.proposed_case()
    f.log_in(client, f.acting(Role.DELEGATE, case.unit))
    told = page(client, "decision_page", case.pk, f.decision_of(case).pk)
    assert "Omkring 30 personer" in told
    assert told.index(HEADING) < told.index("Ditt beslut")
    signed = f.decided_case()
    assert HEADING not in page(client, "decision_page", signed.pk, f.decision_of(signed).pk)


def test_the_box_names_nobody_and_leads_to_no_case(client):
    switched_on()
    others = [f.decided_case(of=f.person(family_name=f"Annan{n}")) for n in range(2)]
    stored(30)
    told = draft_page(client, f.returned_case())
    box = told[told.index(HEADING) : told.index('id="sammanfattning"')]
    assert not any(case.number in box or case.person.family_name in box for case in others)
    assert "/arenden/" not in box.split("</section>")[0]


def test_too_few_are_not_shown(client):
    switched_on()
    stored(7)
    told = draft_page(client, f.returned_case())
    assert "Det finns färre än 8 personer med så lika behov" in told
    assert "har fått det beviljat" not in told


def test_another_unit_can_not_ask(client):
    switched_on()
    stored(30)
    case = f.returned_case()
    f.log_in(client, f.acting(Role.CASEWORKER, f.unit("Äldreenheten Syd")))
    page(client, "decision_edit", case.pk, status=403)
    assert not Event.objects.filter(what="alike.show").exists()


def test_who_reads_the_case_in_an_emergency_is_not_shown_what_others_got(client):
    switched_on()
    stored(30)
    case = f.proposed_case()
    south = f.acting(Role.CASEWORKER, f.unit("Äldreenheten Syd"))
    open_case_in_emergency(asked=case.number, cause="life", reason="Ringer och svarar inte.", by=south, at=f.NOW)
    f.log_in(client, south)
    told = page(client, "decision_page", case.pk, f.decision_of(case).pk)
    assert HEADING not in told
    assert not Event.objects.filter(what="alike.show").exists()


def test_a_tiny_municipality_is_told_that_there_are_too_few(client):
    """The store as the night makes it of the few decisions there are, the case's own earlier one among them."""
    switched_on()
    others = [f.decided_case() for _ in range(3)]
    filled(at=f.NOW + timedelta(days=35))
    told = draft_page(client, f.returned_case(of=others[0].person))
    assert "Det finns färre än 8 personer med så lika behov" in told


@pytest.mark.parametrize("query", ["?d510=31", "?profil=d510=31", "?q=d510"])
def test_no_address_takes_a_profile(client, query):
    """The only way in is the case in hand (SoLPuF 15)."""
    switched_on()
    stored(30)
    f.log_in(client, f.acting(Role.CASEWORKER))
    answer = client.get(reverse("alike") + query)
    assert "Omkring 30 personer" not in answer.content.decode()
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert "<h1>" in main
    assert "<input" not in main


# The page of the ground


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE, Role.ANALYST, Role.ADMINISTRATOR])
def test_the_page_says_on_what_ground_it_stands(client, role):
    switched_on()
    f.log_in(client, f.acting(role))
    told = page(client, "alike")
    grounds = ("12 § 10 förordningen (2001:637)", "15 § förordningen", "7 a §", "pseudonymiserade, inte anonyma")
    for ground in (*grounds, "Varför får de här uppgifterna tas fram?"):
        assert ground in told
    assert ('<form method="post" action="/granskning/liknande/' in told) == (
        role in {Role.TEAM_LEADER, Role.ADMINISTRATOR}
    )


@pytest.mark.parametrize("role", [Role.PROVIDER_PLANNER, Role.CARE_WORKER, Role.FEE_OFFICER, Role.CHAIR])
def test_others_do_not_reach_it(client, role):
    f.log_in(client, f.acting(role))
    page(client, "alike", status=403)


def test_the_administrator_switches_on_with_a_reason(client):
    f.log_in(client, f.acting(Role.ADMINISTRATOR))
    assert "avstängt i kommunen" in page(client, "alike")
    answer = client.post(reverse("alike_everywhere"), {"on": "1", "reason": ""})
    assert answer.status_code == 422
    assert "Skriv varför" in answer.content.decode()
    answer = client.post(reverse("alike_everywhere"), {"on": "1", "reason": "Nämnden bedömde grunden den 1 mars."})
    assert answer.status_code == 302
    told = page(client, "alike")
    assert "Nämnden bedömde grunden den 1 mars." in told
    assert "Stäng av i kommunen" in told


def test_the_leader_switches_off_for_the_unit_and_an_old_page_does_nothing_else(client):
    switched_on()
    stored(30)
    case = f.returned_case()
    leader = f.acting(Role.TEAM_LEADER, case.unit)
    f.log_in(client, leader)
    client.post(reverse("alike_here"), {"on": "0", "reason": "Paus."})
    assert "avstängt på er enhet" in page(client, "alike")
    again = client.post(reverse("alike_here"), {"on": "0", "reason": "En gång till."})
    assert again.status_code == 409
    assert StoreSwitch.objects.filter(unit=case.unit).count() == 1
    assert "Er gruppledare har stängt av" in draft_page(client, case)


def test_the_wrong_role_can_not_switch(client):
    f.log_in(client, f.acting(Role.CASEWORKER))
    for name in ("alike_here", "alike_everywhere"):
        assert client.post(reverse(name), {"on": "0", "reason": "Nej."}).status_code == 403
