"""The administrator's pages: units, staff, roles, the log, settings and code lists, and nothing about cases."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.guards import Guard
from samsyn.audit.models import Event
from samsyn.people.models import Appointment, Staff, Unit
from samsyn.people.roles import Role
from samsyn.web.office import oversight
from tests.factories import NOW, acting, active_case, freeze, log_in, staff, unit, workplace

pytestmark = pytest.mark.django_db
PAGES = ["units", "staff_list", "staff_new", "log", "settings", "code_lists"]


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    freeze(monkeypatch)


@pytest.fixture
def administrator(client):
    found = acting(Role.ADMINISTRATOR)
    log_in(client, found)
    return found


@pytest.mark.parametrize("name", [*PAGES, "my_day"])
def test_the_administrator_opens_each_page_and_no_reading_of_anybody_is_needed(client, administrator, name):
    case = active_case()
    before = Event.objects.count()
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert case.person.family_name not in page.content.decode()
    assert Event.objects.count() == before


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ADMINISTRATOR, Role.PERSON, Role.RELATIVE}])
def test_the_pages_are_open_to_the_administrator_alone(client, role):
    log_in(client, acting(role))
    assert {client.get(reverse(name)).status_code for name in PAGES} == {403}


def test_the_administrator_does_not_open_cases_or_a_persons_pages(client, administrator):
    case = active_case()
    assert client.get(reverse("person_home", args=[case.person.pk])).status_code == 403
    assert client.get(reverse("my_decisions", args=[case.person.pk])).status_code == 403
    assert client.get(reverse("case", args=[case.pk])).status_code == 403


# Units


def test_a_unit_is_added(client, administrator):
    given = {"name": "Hemtjänst Väst", "purpose": "provider", "operator": "private", "area": "Väst"}
    assert client.post(reverse("units"), given).status_code == 302
    assert Unit.objects.get(name="Hemtjänst Väst").operator == "private"


def test_two_units_do_not_have_the_same_name(client, administrator):
    unit("Hemtjänst Väst")
    answer = client.post(reverse("units"), {"name": "hemtjänst väst", "purpose": "provider", "operator": "private"})
    assert answer.status_code == 422
    assert "Det finns redan en enhet med det namnet" in answer.content.decode()
    assert 'value="hemtjänst väst"' in answer.content.decode()


def test_a_unit_does_something(client, administrator):
    assert client.post(reverse("units"), {"name": "X", "purpose": "war", "operator": "private"}).status_code == 422


# Staff and roles


NEW = {
    "given_name": "Maja", "family_name": "Holm", "title": "Biståndshandläggare", "username": "maja.holm",
    "password": "granris och tallkottar",
}  # fmt: skip


def test_somebody_is_added_and_can_log_in(client, administrator):
    answer = client.post(reverse("staff_new"), NEW)
    added = Staff.objects.get(family_name="Holm")
    assert answer.headers["Location"] == reverse("staff_member", args=[added.pk])
    assert added.account.check_password("granris och tallkottar")


@pytest.mark.parametrize(
    ("changes", "field"), [({"password": "kort"}, "password"), ({"username": ""}, "username"), ({"title": ""}, "title")]
)
def test_what_is_missing_is_said_and_the_password_is_never_sent_back(client, administrator, changes, field):
    answer = client.post(reverse("staff_new"), NEW | changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "granris" not in answer.content.decode()
    assert not Staff.objects.filter(family_name="Holm").exists()


def test_a_user_name_is_taken_once(client, administrator):
    client.post(reverse("staff_new"), NEW)
    answer = client.post(reverse("staff_new"), NEW | {"family_name": "Gran"})
    assert answer.status_code == 422
    assert "Användarnamnet är upptaget" in answer.content.decode()


def test_a_role_is_given_and_ended(client, administrator):
    place = workplace(Role.CASEWORKER)
    client.post(reverse("staff_new"), NEW)
    one = Staff.objects.get(family_name="Holm")
    url = reverse("staff_member", args=[one.pk])
    role = {"role": "caseworker", "unit": place.pk, "valid_from": "2026-03-02"}
    assert client.post(url, role).status_code == 302
    held = Appointment.objects.get(staff=one)
    assert client.post(url, role).status_code == 422  # held already
    end = reverse("end_role", args=[one.pk, held.pk])
    assert client.post(end, {"last_day": "2026-03-01"}).status_code == 422
    assert client.post(end, {"last_day": "2026-03-31"}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to.isoformat() == "2026-03-31"


def test_a_role_belongs_to_a_kind_of_unit(client, administrator):
    one = staff(Role.CASEWORKER)
    office = workplace(Role.ANALYST)
    given = {"role": "caseworker", "unit": office.pk, "valid_from": "2026-03-02"}
    answer = client.post(reverse("staff_member", args=[one.pk]), given)
    assert answer.status_code == 422
    assert "Den rollen finns inte vid en sådan enhet" in answer.content.decode()


def test_the_last_administrator_stays(client, administrator):
    held = Appointment.objects.get(staff=administrator.staff, role=Role.ADMINISTRATOR)
    end = reverse("end_role", args=[administrator.staff, held.pk])
    answer = client.post(end, {"last_day": localdate(NOW).isoformat()})
    assert answer.status_code == 409
    assert "Det måste alltid finnas en administratör" in answer.content.decode()


def test_another_persons_role_is_not_under_this_address(client, administrator):
    one, other = staff(Role.CASEWORKER), staff(Role.CASEWORKER)
    end = reverse("end_role", args=[one.pk, other.appointments.get().pk])
    assert client.post(end, {"last_day": "2026-03-02"}).status_code == 404
    assert client.get(reverse("staff_member", args=[10**6])).status_code == 404


def test_the_list_of_staff_filters_sorts_and_exports(client, administrator):
    staff(Role.CASEWORKER, family_name="Zetterlund")
    staff(Role.CARE_WORKER, family_name="Abrahamsson")
    url = reverse("staff_list")
    page = client.post(url, {"q": "zetter"}, follow=True).content.decode()
    assert "Zetterlund" in page
    assert "Abrahamsson" not in page
    page = client.get(url, {"role": "care_worker"}).content.decode()
    assert "Abrahamsson" in page
    assert "Zetterlund" not in page
    exported = b"".join(client.get(url, {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert "Zetterlund, Karin" in exported


def test_somebody_without_a_login_is_in_the_list_and_in_its_file(client, administrator):
    Staff.objects.create(given_name="Nils", family_name="Utaninlogg", title="Undersköterska")
    assert b"Utaninlogg" in client.get(reverse("staff_list")).content
    assert b"Utaninlogg" in b"".join(client.get(reverse("staff_list"), {"format": "csv"}))


def test_the_list_of_staff_asks_the_database_as_often_for_many(client, administrator, django_assert_max_num_queries):
    for _ in range(12):
        staff(Role.CASEWORKER)
    with django_assert_max_num_queries(12):
        client.get(reverse("staff_list"))


def test_the_day_says_what_lacks(client, administrator):
    page = client.get(reverse("my_day")).content.decode()
    assert "Det finns ingen enhet som handlägger ärenden" in page
    client.post(reverse("staff_new"), NEW)
    assert "1 i personalen saknar roll" in client.get(reverse("my_day")).content.decode()


# The log, settings, code lists


def test_the_log_is_verified_and_that_is_noted(client, administrator):
    assert client.post(reverse("verify_log")).status_code == 302
    noted = Event.objects.get(what="log.verify")
    assert noted.detail["intact"] is True
    page = client.get(reverse("log")).content.decode()
    assert noted.hash in page
    assert "hel</span>" in page


def test_a_changed_event_is_found_and_the_page_says_what_to_do(client, administrator):
    first = Event.objects.order_by("id").first()
    guard = Guard("audit_event", "UPDATE", "the event log is append-only")
    with connection.cursor() as cursor:  # somebody who has the database in their hands
        for sql in guard.drop(connection.vendor):
            cursor.execute(sql)
    Event.objects.filter(pk=first.pk).update(role="delegate")
    client.post(reverse("verify_log"))
    page = client.get(reverse("log")).content.decode()
    assert f"är bruten vid händelse {first.pk}" in page


def test_a_log_too_long_for_a_page_is_left_to_the_command(client, administrator, monkeypatch):
    monkeypatch.setattr(oversight, "MOST_VERIFIED_HERE", 1)
    page = client.get(reverse("log")).content.decode()
    assert "samsyn verify" in page
    assert "disabled" in page
    assert client.post(reverse("verify_log")).status_code == 409
    assert not Event.objects.filter(what="log.verify").exists()


def test_settings_show_nothing_secret(client, administrator, settings):
    page = client.get(reverse("settings")).content.decode()
    assert "SAMSYN_MUNICIPALITY" in page
    assert settings.SECRET_KEY not in page
    assert "PASSWORD" not in page


def test_code_lists_mark_what_nobody_has_checked(client, administrator):
    page = client.get(reverse("code_lists")).content.decode()
    assert "Hemtjänst" in page
    assert "inte jämförd med källan" in page
    assert "14 kap. 2 § socialtjänstlagen" in page
    assert "gäller inte nu" in page  # the former act
