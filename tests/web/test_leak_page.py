"""The page of the figures of reviews: dots with intervals, a table, a file, and nothing that can not be told."""

import pytest
from django.urls import reverse

from samsyn.people.roles import Role
from tests import factories as f
from tests.rooms.test_leak import LATER, packet

pytestmark = pytest.mark.django_db
WHO = [Role.TEAM_LEADER, Role.ANALYST]


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    f.freeze(monkeypatch, LATER)


def page(client, role=Role.TEAM_LEADER, query="", status=200):
    f.log_in(client, f.acting(role, f.unit() if role is Role.TEAM_LEADER else None))
    answer = client.get(reverse("review_measures") + query)
    assert answer.status_code == status
    return answer


@pytest.mark.parametrize("role", WHO)
def test_without_reviews_the_page_says_what_will_come(client, role):
    told = page(client, role).content.decode()
    assert told.count("Kan inte avgöras än. Här kommer en rad") == 9
    assert "<svg" not in told.partition("<main")[2].partition("</main>")[0]


def test_a_period_stands_as_dot_interval_number_and_words(client):
    for sex in "KM" * 8:
        packet((sex, 90), (sex, 70), sex=sex)
    told = page(client).content.decode()
    assert "läcker: det gissas rätt oftare än slumpen" in told
    assert "16 texter, 32 gissningar, 0 gissade inte" in told
    assert "<strong>100 %</strong>" in told
    assert "81 till 100 %" in told  # Wilson of 16 of 16
    assert "kvartal 1 2026" in told
    assert 'class="chance"' in told
    assert "symaskinen</dt><dd>i 16 underlag" in told
    assert "Varför får de här uppgifterna tas fram?" in told


def test_seven_reviews_are_not_told(client):
    for _ in range(7):
        packet(("K", 90), ("K", 90))
    told = page(client).content.decode()
    assert "kan inte avgöras än" in told
    assert "färre än 8" in told
    assert "100 %</strong>" not in told


def test_the_file_holds_what_is_shown(client):
    for sex in "KM" * 4:
        packet((sex, 90), (sex, 70), sex=sex)
    answer = page(client, query="?format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["content-type"] == "text/csv; charset=utf-8"
    lines = text.splitlines()
    assert lines[0] == "Mått;Period;Värde;95 procents intervall;Antal granskningar;Tolkning"
    assert any(line.startswith("Ändringar per 1 000 ord;kvartal 1 2026;20;20 till 20;8") for line in lines)
    assert "Skäl till avvikelser;;Lagen;;färre än 8;" in lines


@pytest.mark.parametrize("query", ["?unit=1", "?enhet=2", "?kvartal=2026-1", "?sex=K"])
def test_nothing_in_the_address_changes_the_figures(client, query):
    for _ in range(8):
        packet()
    for _ in range(8):
        packet(unit=f.unit("Äldreenheten Syd"))
    assert page(client).content.decode().count(">8<") == page(client, query=query).content.decode().count(">8<")


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DELEGATE, Role.ADMINISTRATOR, Role.FEE_OFFICER])
def test_others_do_not_reach_it(client, role):
    page(client, role, status=403)
