"""The pages of deletion: what is due, two persons' yes, and a report that names nobody (SoL 16:1, SoL 16:4)."""

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from samsyn.cases.actions import approve_deletion, draw_up_deletion
from samsyn.cases.models import Case, DeletionList
from samsyn.people.models import Person
from samsyn.people.roles import Role
from tests import factories as f
from tests.old_files import AFTER, PLACE, ended_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    f.freeze(monkeypatch, AFTER)


def logged_in(client, role):
    who = f.acting(role)
    f.log_in(client, who)
    return who


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_without_a_list_the_page_says_what_will_come(client, later):
    logged_in(client, Role.COMMITTEE_SECRETARY)
    assert "Inget raderas förrän två personer har sagt ja" in page(client, "deletion")


def test_a_list_shows_numbers_and_days_and_no_name(client, later):
    old = ended_case()
    logged_in(client, Role.COMMITTEE_SECRETARY)
    answer = client.post(reverse("deletion_draw_up"), follow=True)
    text = answer.content.decode()
    assert old.number in text
    assert "1 akt ska gallras" in text
    assert re.search(r"31\s+dec", text)
    assert old.person.family_name not in text


def test_who_drew_up_the_list_sees_why_they_cannot_approve_it(client, later):
    ended_case()
    logged_in(client, Role.COMMITTEE_SECRETARY)
    text = client.post(reverse("deletion_draw_up"), follow=True).content.decode()
    assert "En annan person behöver godkänna den" in text
    drawn = DeletionList.objects.get()
    assert client.post(reverse("deletion_approve", args=[drawn.pk])).status_code == 409


def test_two_persons_and_the_file_is_gone_and_pressing_twice_changes_nothing(client, later):
    old = ended_case()
    drawn = draw_up_deletion(place=PLACE, by=f.acting(Role.COMMITTEE_SECRETARY), at=AFTER)
    logged_in(client, Role.ADMINISTRATOR)
    for _ in range(2):
        assert client.post(reverse("deletion_approve", args=[drawn.pk])).status_code == 302
    for _ in range(2):
        assert client.post(reverse("deletion_carry_out", args=[drawn.pk])).status_code == 302
    assert not Person.objects.filter(pk=old.person_id).exists()
    text = page(client, "deletion_list", drawn.pk)
    assert "Gallrade akter</dt><dd>1" in text
    assert old.number not in text


def test_a_file_can_be_left_out_and_an_empty_reason_keeps_the_form(client, later):
    old = ended_case()
    drawn = draw_up_deletion(place=PLACE, by=f.acting(Role.COMMITTEE_SECRETARY), at=AFTER)
    logged_in(client, Role.COMMITTEE_SECRETARY)
    url = reverse("deletion_leave_out", args=[drawn.pk, drawn.items.get().pk])
    assert "Skriv varför akten ska bevaras" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": "En tvist pågår."}).status_code == 302
    assert "En tvist pågår." in page(client, "deletion_list", drawn.pk)
    assert Case.objects.filter(pk=old.pk).exists()


def test_a_withdrawn_list_leaves_everything(client, later):
    old = ended_case()
    drawn = draw_up_deletion(place=PLACE, by=f.acting(Role.COMMITTEE_SECRETARY), at=AFTER)
    approve_deletion(drawn=drawn, by=f.acting(Role.ADMINISTRATOR), at=AFTER)
    logged_in(client, Role.ADMINISTRATOR)
    assert client.post(reverse("deletion_withdraw", args=[drawn.pk])).status_code == 302
    assert client.post(reverse("deletion_carry_out", args=[drawn.pk])).status_code == 409
    assert Case.objects.filter(pk=old.pk).exists()


def test_where_everything_is_kept_the_page_says_so(client, later, settings):
    settings.SAMSYN = settings.SAMSYN | {"county": "Gotlands län"}
    ended_case()
    logged_in(client, Role.ADMINISTRATOR)
    assert "bevaras alla handlingar" in page(client, "deletion")
    text = client.post(reverse("deletion_draw_up"), follow=True).content.decode()
    assert "1: Kommunen bevarar alla handlingar" in text


def test_the_days_that_are_kept_are_a_setting(client, later, settings):
    settings.SAMSYN = settings.SAMSYN | {"kept_birth_days": [14]}
    ended_case(born=date(1940, 1, 14))
    logged_in(client, Role.ADMINISTRATOR)
    assert "födda den 14 i en månad" in page(client, "deletion")
    assert (
        "Personen är född en dag som bevaras" in client.post(reverse("deletion_draw_up"), follow=True).content.decode()
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone keeps deleted bytes in its own file")
def test_deleted_bytes_are_overwritten_in_the_file():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
