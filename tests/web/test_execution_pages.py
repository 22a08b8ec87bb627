"""The carrying out of decisions on pages: the case, the line, the list, the provider (SoL 34:1, LSS 28 f)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import note_line_event
from samsyn.cases.clocks import Kind
from samsyn.cases.models import Delay, LineEvent, OpenClock
from samsyn.people.roles import Role
from tests.factories import (
    NOW,
    accepted_case,
    acting,
    caseworker_of,
    decided_case,
    freeze,
    line_of,
    log_in,
    order_of,
    planner_of,
)

pytestmark = pytest.mark.django_db
TODAY = localdate(NOW)


def old_case(days, **more):
    return decided_case(at=NOW - timedelta(days), **more)


def page_of(case):
    return reverse("line_execution", args=[case.pk, line_of(case).pk])


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze(monkeypatch)


def as_caseworker(client, case):
    log_in(client, caseworker_of(case))
    return client


def test_the_case_shows_each_line_with_its_clock_paragraph_and_reasoning(client):
    case = old_case(70)
    page = as_caseworker(client, case).get(reverse("case", args=[case.pk])).content.decode()
    assert "Verkställighet" in page
    assert "SoL 34:1" in page
    assert "Tre månader därifrån" in page
    assert "70 dagar har gått" in page


def test_what_has_happened_is_noted_and_shown_with_who_wrote_it(client):
    case = old_case(20)
    sent = {"kind": "offered", "day": TODAY - timedelta(2), "note": "Plats på Björkgården", "reason": "", "part": ""}
    answer = as_caseworker(client, case).post(page_of(case), sent)
    assert answer.status_code == 302
    page = client.get(page_of(case)).content.decode()
    assert "Personen har fått ett erbjudande" in page
    assert "Björkgården" in page
    assert OpenClock.objects.get().start == TODAY - timedelta(20)


def test_a_part_is_said_as_a_part(client):
    case = old_case(20)
    as_caseworker(client, case).post(page_of(case), {"kind": "executed_part", "day": TODAY, "part": "120"})
    page = client.get(page_of(case)).content.decode()
    assert "2 tim i veckan av 6 tim i veckan" in page
    assert "delvis verkställd" in page


def test_bad_input_keeps_all_that_was_typed(client):
    case = old_case(20)
    sent = {"kind": "offered", "day": TODAY + timedelta(2), "note": "Ringde i dag", "reason": "", "part": ""}
    answer = as_caseworker(client, case).post(page_of(case), sent)
    assert answer.status_code == 422
    assert "Ringde i dag" in answer.content.decode()
    assert "Dagen har inte varit än" in answer.content.decode()


def test_only_what_can_have_happened_is_offered(client):
    case = old_case(20)
    page = as_caseworker(client, case).get(page_of(case)).content.decode()
    assert "Insatsen är avbruten" not in page
    assert "Hela insatsen har börjat" in page


def test_what_was_noted_by_mistake_is_taken_back_and_still_shown(client):
    case = old_case(20)
    event = note_line_event(line=line_of(case), kind=Kind.EXECUTED, day=TODAY, by=caseworker_of(case), at=NOW)
    url = reverse("line_take_back", args=[case.pk, event.pk])
    assert as_caseworker(client, case).get(url).status_code == 200
    assert client.post(url, {"why": ""}).status_code == 422
    assert client.post(url, {"why": "Fel insats"}).status_code == 302
    page = client.get(page_of(case)).content.decode()
    assert "Tillbakataget" in page
    assert "Fel insats" in page
    assert client.get(url).status_code == 409


def test_why_it_waits_is_written_for_the_report(client):
    """SoL 34:1: the reasons in short."""
    case = old_case(95)
    url = reverse("line_delay", args=[case.pk, line_of(case).pk])
    log_in(client, caseworker_of(case))
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "RES-PERSONAL", "consequence": "Sonen hjälper till."})
    assert answer.status_code == 302
    assert Delay.objects.get().reason == "RES-PERSONAL"
    client.post(url, {"reason": "RES-PERSONAL", "consequence": "Sonen hjälper till."})
    assert Delay.objects.count() == 1


def test_a_colleague_reads_and_does_not_write(client):
    case = old_case(20)
    log_in(client, acting(Role.TEAM_LEADER, case.unit))
    page = client.get(page_of(case)).content.decode()
    assert "Det är ärendets handläggare som skriver här." in page
    assert client.post(page_of(case), {"kind": "offered", "day": TODAY}).status_code == 403


def test_another_cases_line_is_not_shown_here(client):
    case, other = old_case(20), old_case(20)
    log_in(client, caseworker_of(case))
    assert client.get(reverse("line_execution", args=[case.pk, line_of(other).pk])).status_code == 404


def test_the_special_charge_shows_its_limits_by_the_decisions_day(client):
    """SoL 34:7: the decision's own day decides."""
    case = old_case(20)
    page = as_caseworker(client, case).get(page_of(case)).content.decode()
    assert "15000" in page.replace("\xa0", "").replace(" ", "")
    before = old_case(100)
    page = client.get(page_of(before)).content.decode()
    assert "10000" in page.replace("\xa0", "").replace(" ", "")


def test_the_day_shows_warnings_and_what_is_overdue(client):
    cases = [old_case(n) for n in (10, 65, 85, 100)]
    page = as_caseworker(client, cases[0]).get(reverse("my_day")).content.decode()
    assert "de tre månaderna har gått ut" in page
    assert "på mer än 80 dagar" in page
    assert "på mer än 60 dagar" in page


@pytest.mark.parametrize(("far", "days"), [("late", 100), ("near", 85), ("soon", 65), ("early", 10)])
def test_the_list_is_filtered_by_how_far_the_clock_has_gone(client, far, days):
    cases = {n: old_case(n) for n in (10, 65, 85, 100)}
    page = as_caseworker(client, cases[10]).get(reverse("not_executed"), {"far": far}).content.decode()
    assert [n for n, case in cases.items() if case.number in page] == [days]


def test_the_list_is_exported_and_the_reading_recorded(client):
    case = old_case(65)
    log_in(client, acting(Role.TEAM_LEADER, case.unit))
    answer = client.get(reverse("not_executed"), {"format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert case.number in text
    assert Event.objects.get(what="case.export").subjects == [case.person_id]


def test_the_empty_list_says_why_it_is_empty(client):
    log_in(client, acting(Role.CASEWORKER))
    assert "Allt som är beviljat är verkställt" in client.get(reverse("not_executed")).content.decode()


def test_the_provider_tells_of_an_offer_and_takes_it_back(client):
    case = accepted_case(at=NOW - timedelta(9))
    order = order_of(case)
    log_in(client, planner_of(order))
    url = reverse("provider_execution", args=[order.pk])
    assert "Skriv vad som har hänt" in client.get(reverse("provider_order", args=[order.pk])).content.decode()
    assert client.post(url, {"kind": "offered", "day": TODAY, "note": "Start i morgon"}).status_code == 302
    assert "Start i morgon" in client.get(url).content.decode()
    event = LineEvent.objects.get()
    back = reverse("provider_take_back", args=[order.pk, event.pk])
    assert client.get(back).status_code == 200
    assert client.post(back, {"why": "Fel person"}).status_code == 302
    assert LineEvent.objects.filter(retracts=event).exists()


def test_the_provider_does_not_see_what_the_caseworker_noted(client):
    case = accepted_case(at=NOW - timedelta(9))
    note_line_event(
        line=line_of(case), kind=Kind.WAITS, day=TODAY, note="Familjen är osams", by=caseworker_of(case), at=NOW
    )
    log_in(client, planner_of(order_of(case)))
    page = client.get(reverse("provider_execution", args=[order_of(case).pk])).content.decode()
    assert "osams" not in page
