"""A citizen at an address that is not theirs is met in words for them, with whom to ring."""

import pytest
from django.urls import reverse

from samsyn.people.models import Unit
from samsyn.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(client, monkeypatch, who):
    make.freeze(monkeypatch)
    case = make.decided_case()
    Unit.objects.filter(pk=case.unit_id).update(phone="08-123 45 67")
    make.log_in(client, who(case))
    answer = client.get(reverse("case", args=[case.pk]))
    assert answer.status_code == 403
    return answer.text


def test_a_citizen_is_told_whom_to_ring_and_not_to_ask_a_team_leader(client, monkeypatch):
    text = refused(client, monkeypatch, lambda case: make.actor(case.person, acting_as="self"))
    assert "Ring oss, så hjälper vi dig vidare." in text
    assert 'href="tel:081234567"' in text
    main = text.split("<main")[1].split("</main>")[0]
    for word in ("gruppledare", "administratör", "ditt arbete", "din roll", "Min dag"):
        assert word not in main


def test_staff_are_told_whom_to_ask(client, monkeypatch):
    text = refused(client, monkeypatch, lambda _: make.acting(Role.CARE_WORKER))
    assert "Fråga din gruppledare eller administratören" in text
    assert "Ring oss" not in text


def test_an_address_that_is_not_there_leads_a_citizen_to_their_first_page(client, monkeypatch):
    make.freeze(monkeypatch)
    make.log_in(client, make.actor(make.person(), acting_as="self"))
    text = client.get("/finns-inte/").text
    assert "Till startsidan" in text
    assert "Till Min dag" not in text
