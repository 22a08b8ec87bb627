"""Income is kept apart from the assessment of needs (SoL 11:2): every page a role reaches is walked for amounts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.people.roles import Role
from tests import factories as f
from tests import fees
from tests.journeys.walk import links

pytestmark = pytest.mark.django_db
# Amounts that are told or decided here and nowhere else, in every way that a page could write them.
PENSION, RENT, FEE = 13_871, 4_119, 2_456  # 13 871 − 7 295,91 − 4 119 = 2 456,09 → 2 456
AMOUNTS = [f"{kr:,}".replace(",", gap) for kr in (PENSION, RENT, FEE) for gap in ("", " ", "\u00a0")]
# What is drawn by lot, whole, which may hold any digits: the number of a form, a token against forgery or a digest.
DRAWN = re.compile(r"\b([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z]{64})\b")
SECRET = ("Jag är rädd att halka", "kan inte mötas annars", "Bor ensam på tredje våningen")


@pytest.fixture
def case(monkeypatch):
    """An active case whose person has told an income and been decided a fee."""
    f.freeze(monkeypatch, f.NOW + timedelta(days=1))
    case = f.active_case()
    decision = fees.decided_fee(fees.told_fees(case.person, fees.pension(PENSION), housing_cost=RENT * 100))
    assert decision.fee == FEE * 100
    return case


def pages(client: Client, start: str = "/dag/", most: int = 120):
    """What every page says that can be reached by links."""
    waiting, met = [start], {start}
    while waiting and most:
        address, most = waiting.pop(0), most - 1
        answer = client.get(address, follow=True)
        if answer.streaming or "html" not in answer.get("content-type", ""):
            continue
        page = answer.content.decode()
        yield address, DRAWN.sub("", page)
        new = [link for link in links(page, address) if link not in met and "format=" not in link]
        met |= set(new)
        waiting += new


@pytest.mark.parametrize(
    "role",
    [Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE, Role.PROVIDER_PLANNER, Role.CARE_WORKER,
     Role.COMMITTEE_SECRETARY, Role.ANALYST, Role.ADMINISTRATOR],
)  # fmt: skip
def test_no_page_of_any_other_role_shows_an_income_or_a_fee(case, role):
    client = Client()
    f.log_in(client, f.caseworker_of(case) if role is Role.CASEWORKER else f.acting(role))
    found = dict(pages(client))
    assert len(found) > 1
    shown = [(address, amount) for address, page in found.items() for amount in AMOUNTS if amount in page]
    assert shown == []


def test_a_relative_who_sees_the_case_does_not_see_the_income(case):
    relative = f.person("Rut", "Nära")
    for function in ("see", "apply", "plan"):
        f.consent(case.person, relative, function)
    client = Client()
    f.log_in(client, f.actor(relative, acting_as="relative"))
    found = dict(pages(client))
    assert reverse("person_home", args=[case.person_id]) in found
    assert not any(amount in page for page in found.values() for amount in AMOUNTS)
    assert client.get(reverse("my_fees", args=[case.person_id])).status_code == 403


def test_the_fee_officer_meets_no_word_of_the_investigation(case):
    client = Client()
    f.log_in(client, fees.officer())
    found = dict(pages(client))
    assert any(f"{FEE:,}".replace(",", "\u00a0") in page for page in found.values())
    assert not any(word in page for page in found.values() for word in SECRET)
    for name, args in (("case", [case.pk]), ("investigation", [case.pk]), ("case_person", [case.pk])):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_the_person_meets_both(case):
    client = Client()
    f.log_in(client, f.actor(case.person, acting_as="self"))
    page = client.get(reverse("my_fees", args=[case.person_id])).content.decode()
    assert f"{FEE:,}".replace(",", "\u00a0") in page
