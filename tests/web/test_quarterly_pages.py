"""The quarterly report and the council's statistics on pages and in files (SoL 34:1-4, LSS 28 f-28 i)."""

import io
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from samsyn.audit.models import Event
from samsyn.cases.models import QuarterlyReport
from samsyn.people.roles import Role
from tests.factories import NOW, acting, decided_case, freeze, line_of, log_in, unit

pytestmark = pytest.mark.django_db
JANUARY = datetime(2026, 1, 12, 10, tzinfo=NOW.tzinfo)
JULY = datetime(2026, 7, 7, 10, tzinfo=NOW.tzinfo)
NOW_URL = ("quarterly_now", [2026, 2])


@pytest.fixture(autouse=True)
def july(monkeypatch):
    freeze(monkeypatch, JULY)


@pytest.fixture
def secretary(client):
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    return client


def url(name, args=()):
    return reverse(name, args=args)


def file_of(answer):
    return b"".join(answer.streaming_content)


def test_the_secretary_chooses_a_quarter_reads_it_and_hands_it_in(secretary):
    case = decided_case(at=JANUARY)
    assert "kvartal 2 2026" in secretary.get(url("quarterly")).content.decode()
    page = secretary.get(url(*NOW_URL)).content.decode()
    assert case.person.written_number in page
    assert case.person.family_name not in page
    assert "skäl saknas" in page
    assert secretary.post(url(*NOW_URL)).status_code == 422
    answer = secretary.post(url(*NOW_URL), {"without_reasons": "on"})
    report = QuarterlyReport.objects.get()
    assert answer.url == url("quarterly_final", [report.pk])
    assert "inlämnad" in secretary.get(answer.url).content.decode()
    assert Event.objects.get(what="report.final").subjects == [case.person_id]
    assert case.person_id in Event.objects.filter(what="report.read").last().subjects


def test_the_quarter_that_is_not_over_says_when_it_can_be_reported(secretary):
    page = secretary.get(url("quarterly_now", [2026, 3])).content.decode()
    assert "Kvartalet är inte slut" in page
    assert secretary.post(url("quarterly_now", [2026, 3]), {"without_reasons": "on"}).status_code == 409


def test_a_quarter_that_is_none_is_no_page(secretary):
    assert secretary.get(url("quarterly_now", [2026, 5])).status_code == 404


def test_the_inspectorate_gets_the_number_and_the_auditors_do_not(secretary):
    case = decided_case(at=JANUARY)
    secretary.post(url(*NOW_URL), {"without_reasons": "on"})
    final = url("quarterly_final", [QuarterlyReport.objects.get().pk])
    to_ivo = file_of(secretary.get(final, {"fil": "ivo", "format": "csv"})).decode("utf-8-sig")
    assert case.person.written_number in to_ivo
    assert "2026-01-12" in to_ivo
    to_auditors = file_of(secretary.get(final, {"fil": "revisorer", "format": "csv"})).decode("utf-8-sig")
    assert case.person.written_number not in to_auditors
    assert "2026-01-12;SoL 11:1;Hemtjänst" in to_auditors
    book = load_workbook(io.BytesIO(file_of(secretary.get(final, {"fil": "ivo", "format": "xlsx"}))))
    assert book.active.max_row == 2
    assert Event.objects.filter(what="report.export").count() == 3


def test_a_correction_says_why_and_leaves_the_first_as_it_was(secretary):
    decided_case(at=JANUARY)
    secretary.post(url(*NOW_URL), {"without_reasons": "on"})
    assert secretary.post(url(*NOW_URL), {"without_reasons": "on", "why": ""}).status_code == 422
    secretary.post(url(*NOW_URL), {"without_reasons": "on", "why": "Skälet var fel."})
    first, second = QuarterlyReport.objects.order_by("version")
    assert "är rättad" in secretary.get(url("quarterly_final", [first.pk])).content.decode()
    assert "Skälet var fel." in secretary.get(url("quarterly_final", [second.pk])).content.decode()


def test_a_team_leader_reads_the_own_units_part_and_hands_nothing_in(client):
    here, there = decided_case(at=JANUARY), decided_case(at=JANUARY, at_unit=unit("Äldreenheten Syd"))
    log_in(client, acting(Role.TEAM_LEADER))
    page = client.get(url(*NOW_URL)).content.decode()
    assert here.person.written_number in page
    assert there.person.written_number not in page
    assert client.post(url(*NOW_URL), {"without_reasons": "on"}).status_code == 403
    log_in(client, acting(Role.COMMITTEE_SECRETARY))
    client.post(url(*NOW_URL), {"without_reasons": "on"})
    log_in(client, acting(Role.TEAM_LEADER))
    final = client.get(url("quarterly_final", [QuarterlyReport.objects.get().pk]))
    assert there.person.written_number not in final.content.decode()
    assert client.get(url("quarterly_council", [2026, 2])).status_code == 403


def test_the_councils_statistics_show_no_small_number_and_can_be_fetched(secretary):
    decided_case(at=JANUARY)
    page = secretary.get(url("quarterly_council", [2026, 2])).content.decode()
    assert "färre än 8" in page
    assert "Så blir siffrorna om rapporten lämnas nu" in page
    got = secretary.get(url("quarterly_council", [2026, 2]), {"tabell": "sol", "format": "csv"})
    assert "Hemtjänst;färre än 8" in file_of(got).decode("utf-8-sig")


def test_the_report_shows_an_empty_quarter_as_such(secretary):
    assert line_of(decided_case(at=JULY - timedelta(9)))
    assert "Inget att rapportera" in secretary.get(url(*NOW_URL)).content.decode()


def test_a_long_part_is_read_a_page_at_a_time_and_only_what_is_shown_is_on_record(secretary, monkeypatch):
    monkeypatch.setattr("samsyn.web.office.quarterly_parts.PER_PAGE", 1)
    first, second = (decided_case(at=JANUARY) for _ in range(2))
    for address in (url(*NOW_URL), None):
        if address is None:
            secretary.post(url(*NOW_URL), {"without_reasons": "on"})
            address = url("quarterly_final", [QuarterlyReport.objects.get().pk])
        page = secretary.get(address).content.decode()
        assert first.person.written_number in page
        assert second.person.written_number not in page
        assert "?not_executed=2#part-not_executed" in page
        assert Event.objects.filter(what="report.read").last().subjects == [first.person_id]
        assert second.person.written_number in secretary.get(address, {"not_executed": "9"}).content.decode()
