"""The secretary's and the analyst's day: whole numbers, no names, no small groups; women and men apart (SoL 2:1)."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.cases.models import Intake
from samsyn.people.roles import Role
from samsyn.web.office.figures import Quarter, quarters, shown
from tests.factories import NOW, acting, decided_case, freeze, log_in, person, received_case

pytestmark = pytest.mark.django_db
DAY = reverse("my_day")
LAST_QUARTER = datetime(2025, 11, 3, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    freeze(monkeypatch)


def text_of(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")


# The secretary


def test_the_secretary_sees_number_delegate_and_codes_and_no_name_of_the_person(client):
    case = decided_case(of=person("Astrid", "Hemlig"))
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    page = client.get(DAY, follow=True).content.decode()
    assert case.number in page
    assert "Dag Alm" in page
    assert "Hemtjänst: beviljad" in page
    for secret in ("Hemlig", "Astrid", case.person.number[:8], case.person.written_number, f"/arenden/{case.pk}"):
        assert secret not in page


def test_the_list_is_of_the_period_asked_for(client):
    old = decided_case(at=NOW - timedelta(days=60))
    new = decided_case()
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    month = client.get(reverse("delegated", args=[30])).content.decode()
    assert new.number in month
    assert old.number not in month
    assert old.number in client.get(reverse("delegated", args=[90])).content.decode()
    assert client.get(reverse("delegated", args=[10**9])).status_code == 200


def test_it_filters_on_outcome_and_unit(client):
    case = decided_case()
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    url = reverse("delegated", args=[30])
    assert case.number in client.get(url, {"outcome": "granted"}).content.decode()
    assert case.number not in client.get(url, {"outcome": "refused"}).content.decode()
    assert case.number in client.get(url, {"unit": case.unit_id, "sort": "number"}).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_its_export_is_noted_as_a_reading_of_each_person(client, form):
    case = decided_case()
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    answer = client.get(reverse("delegated", args=[30]), {"format": form})
    assert "attachment" in answer["Content-Disposition"]
    if form == "csv":
        assert case.number in text_of(answer)
        assert "Astrid" not in text_of(answer)
    assert Event.objects.get(what="decision.export").subjects == [case.person_id]


def test_counts_by_intervention_and_outcome(client):
    decided_case()
    decided_case()
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    page = client.get(reverse("delegated", args=[30]))
    assert page.context["counts"] == [["Hemtjänst", 2, 0, 0]]


def test_the_secretarys_page_asks_the_database_as_often_for_many_as_for_few(client):
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    url = reverse("delegated", args=[30])
    decided_case()
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counted.append(len(asked))
        for _ in range(3):
            decided_case()
    assert counted[0] == counted[1]


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.COMMITTEE_SECRETARY, Role.PERSON, Role.RELATIVE}])
def test_the_list_of_decisions_is_open_to_the_secretary_alone(client, role):
    log_in(client, acting(role))
    assert client.get(reverse("delegated", args=[30])).status_code == 403


# The analyst


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, "färre än 8"), (7, "färre än 8"), (8, 8), (300, 300)])
def test_one_to_seven_are_withheld(count, said):
    assert shown(count) == said


def test_quarters_are_whole_and_never_overlap():
    found = quarters(NOW.date(), 5)
    assert [q.key for q in found] == ["2025-4", "2025-3", "2025-2", "2025-1", "2024-4"]
    assert all(later.start == earlier.end for later, earlier in pairwise(found))
    assert Quarter(2025, 4).end.isoformat() == "2026-01-01"


def decided_last_quarter(how_many, **more):
    return [decided_case(at=LAST_QUARTER, **more) for _ in range(how_many)]


def test_the_analyst_sees_units_and_states_and_no_case(client):
    cases = [received_case() for _ in range(9)]
    decided_case()
    log_in(client, acting(Role.ANALYST))
    page = client.get(DAY)
    table = next(t for t in page.context["tables"] if t.key == "open")
    assert list(table.rows) == [["Äldreenheten Norr", 9, 0, 0, "färre än 8", 0, 0, 0]]
    assert cases[0].number not in page.content.decode()
    assert "Lind" not in page.content.decode()
    told = Event.objects.filter(by=acting(Role.ANALYST).key)
    assert all(e.what == "report.run" and not e.subjects for e in told)  # which definitions were run, and of nobody


def test_waiting_is_told_by_sex_with_n_and_only_for_groups_large_enough(client):
    decided_last_quarter(8)
    for _ in range(2):
        decided_case(of=person("Nils", serial=983), at=LAST_QUARTER)
    log_in(client, acting(Role.ANALYST))
    table = next(t for t in client.get(DAY).context["tables"] if t.key == "waiting")
    assert list(table.rows) == [["Kvinnor", 8, "0", "0"], ["Män", "färre än 8", "", ""], ["Okänt kön", 0, "", ""]]
    assert "2025-10-01 till 2025-12-31" in table.period


def test_a_report_is_counted_apart_until_an_application_has_come(client):
    began = LAST_QUARTER - timedelta(days=9)
    cases = decided_last_quarter(16, received_at=began, form="report", by_whom="other")
    for later, case in zip([LAST_QUARTER - timedelta(4)] * 8 + [LAST_QUARTER + timedelta(4)] * 2, cases, strict=False):
        Intake.objects.create(
            case=case, form="application", channel="phone", by_whom="person", asked_for="Hjälp.",
            received_at=later, registered_at=later, registered_by="staff:1",
        )  # fmt: skip
    log_in(client, acting(Role.ANALYST))
    tables = {t.key: next(iter(t.rows)) for t in client.get(DAY).context["tables"]}
    assert tables["waiting"] == ["Kvinnor", 8, "4", "4"]
    assert tables["reported"] == ["Kvinnor", 8, "9", "9"]


def test_what_is_exported_is_what_is_shown(client):
    decided_last_quarter(2)
    log_in(client, acting(Role.ANALYST))
    file = text_of(client.get(DAY, {"tabell": "decided", "format": "csv"}))
    assert "Hemtjänst;färre än 8;0;0" in file
    assert "Varje insats i ett signerat beslut räknas" in file
    assert client.get(DAY, {"tabell": "decided", "format": "xlsx"})["Content-Disposition"].startswith("attachment")


def test_each_table_says_how_it_is_counted(client):
    log_in(client, acting(Role.ANALYST))
    page = client.get(DAY, {"kvartal": "nonsense", "tabell": "none", "format": "csv"})
    assert page.status_code == 200
    assert page.content.decode().count("Så är det räknat:") == 4
