"""The pages of what ends a case against its course, and of a decision that gives less than what runs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.cases.models import Withdrawal
from samsyn.people.roles import Role
from tests import ended as e
from tests import factories as f
from tests.hearing import heard
from tests.rooms.test_detriment_decisions import anew

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW).isoformat()
SAID = {"form": "oral", "day": TODAY, "what": "Jag behöver inget nu."}


def url(name, case, *more):
    return reverse(name, args=[case.pk, *more])


def test_an_application_is_taken_back_on_its_page(client, caseworker):
    case = f.investigated_case()
    page = url("case_withdraw", case)
    assert "Hela ansökan" in client.get(page).content.decode()
    refused = client.post(page, SAID | {"about": "whole", "reasons": ""})
    assert refused.status_code == 422
    assert "Jag behöver inget nu." in refused.content.decode()
    assert client.post(page, SAID | {"about": "whole", "reasons": "Vill inte längre"}).status_code == 302
    assert "tillbakatagen" in client.get(url("case", case)).content.decode()
    assert "Avskrivet: Vill inte längre" in client.get(page).content.decode()


def test_granted_help_is_renounced_on_the_same_page(client, caseworker):
    case = f.active_case()
    line = f.line_of(case)
    page = url("case_withdraw", case)
    assert client.post(page, SAID | {"about": f"line{line.pk}"}).status_code == 302
    assert Withdrawal.objects.get().line == line
    case_page = client.get(url("case", case)).content.decode()
    assert "Beställ insatsen" not in case_page


def test_a_leader_reads_what_was_taken_back_and_writes_nothing(client, caseworker):
    case = f.received_case()
    f.log_in(client, f.acting(Role.TEAM_LEADER))
    assert client.get(url("case_withdraw", case)).status_code == 200
    assert client.post(url("case_withdraw", case), SAID | {"about": "whole"}).status_code == 403


def test_a_move_away_ends_the_case_from_its_page(client, caseworker):
    case = f.active_case()
    page = url("case_move", case)
    sent = {"do": "out", "municipality": "", "day": TODAY}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, sent | {"municipality": "Umeå"}).url == url("case", case)
    assert "Flyttade till" in client.get(page).content.decode()
    case.refresh_from_db()
    assert case.close_reason == "moved"


def test_a_transfer_shows_its_clocks_and_the_inspectorate_waits_a_month(client, caseworker):
    """SoL 29:10-11."""
    case = f.decided_case()
    page = url("case_move", case)
    asked = {"do": "transfer", "municipality": "Umeå", "requested_on": TODAY, "why": "Bor hos sin dotter"}
    assert client.post(page, asked).status_code == 302
    shown = client.get(page).content.decode()
    assert "genast skriftligen" in shown
    assert "IVO" in shown
    transfer = case.transfers.get()
    step = {"do": "step", "transfer": transfer.pk, "on": TODAY, "note": ""}
    assert client.post(page, step | {"taken": "ask ivo"}).status_code == 409
    assert client.post(page, step | {"taken": "agree"}).status_code == 302
    assert client.post(page, step | {"taken": "hand over"}).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.close_reason) == ("closed", "moved")


def test_a_case_moves_to_another_unit_and_leaves_the_reader_s_sight(client, caseworker):
    case = f.active_case()
    south = f.unit("Äldreenheten Syd")
    answer = client.post(url("case_move", case), {"do": "unit", "to": south.pk, "why": "Flyttade dit"})
    assert answer.url == reverse("cases")
    assert client.get(url("case", case)).status_code == 403


def test_a_stay_is_noted_and_what_is_no_form_is_no_fault(client, caseworker):
    case = f.active_case()
    stay = {"do": "stay", "where": "stay", "municipality": "Umeå", "day": TODAY, "until": "", "what": ""}
    assert client.post(url("case_move", case), stay).status_code == 302
    assert client.post(url("case_move", case), {"do": "nothing"}).status_code == 200


def test_a_death_leaves_a_list_of_what_is_left(client, caseworker):
    case = f.active_case()
    e.die(case)
    page = client.get(url("case", case)).content.decode()
    assert "Efter dödsfallet" in page
    assert "dödsboet" in page
    assert client.post(url("case_close", case), {"reason": "deceased"}).status_code == 302
    assert "gallrad senast" in client.get(url("case", case)).content.decode()


def test_closing_as_deceased_without_a_death_says_what_to_do(client, caseworker):
    case = f.active_case()
    refused = client.post(url("case_close", case), {"reason": "deceased"})
    assert refused.status_code == 409
    assert "Uppgifter om personen" in refused.content.decode()


def test_a_death_before_the_application_is_asked_about_on_the_person_s_page(client, caseworker):
    case = f.received_case()
    day = (localdate(f.NOW) - timedelta(1)).isoformat()
    sent = {"died_on": day, "source": "Folkbokföringen"}
    assert client.post(url("death_record", case), sent).status_code == 422
    assert client.post(url("death_record", case), sent | {"confirmed": "on"}).status_code == 302


def test_a_death_taken_back_takes_up_the_case(client, caseworker):
    case = f.active_case()
    e.die(case)
    client.post(url("case_close", case), {"reason": "deceased"})
    assert client.post(url("death_take_back", case)).status_code == 302
    case.refresh_from_db()
    assert case.status == "decided"


def test_less_than_what_runs_is_shown_with_its_grounds_and_proposed_when_one_is_chosen(client, monkeypatch):
    """SoL 14:9."""
    later = f.NOW + timedelta(days=30)
    f.freeze(monkeypatch, later)
    f.log_in(client, f.acting(Role.CASEWORKER))
    case = f.decided_case()
    held = f.line_of(case)
    anew(case, amount=240)
    page = client.get(url("decision_edit", case)).content.decode()
    assert "Beslutet ger mindre än det som gäller" in page
    assert client.post(url("decision_propose", case)).status_code == 409
    address = url("decision_ground", case, held.pk)
    assert client.post(address, {"ground": "changed", "reasons": ""}).status_code == 422
    assert client.post(address, {"ground": "changed", "reasons": "Går i trappor"}).status_code == 302
    heard(f.decision_of(case), by=f.caseworker_of(case), at=later)
    assert client.post(url("decision_propose", case)).status_code == 302
    read = client.get(url("decision_page", case, f.decision_of(case).pk)).content.decode()
    assert "Går i trappor" in read


def test_pressing_twice_in_a_draft_writes_and_removes_once(client, caseworker):
    case = f.investigated_case()
    client.post(url("decision_begin", case))
    inquiry = case.investigations.get()
    needs = list(inquiry.needs.values_list("pk", flat=True))
    line = {
        "intervention": "HEMTJANST", "needs": needs, "outcome": "granted", "hours": 6, "minutes": 0,
        "period": "minutes_week", "valid_from": TODAY, "goal": "Mål", "reasons": "", "regime": "SOL_11_1",
    }  # fmt: skip
    answers = [client.post(url("line_new", case), line) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    made = f.decision_of(case).lines.get()
    for _ in range(2):
        assert client.post(url("line_remove", case, made.pk)).status_code == 302


def test_a_report_dismissed_twice_is_dismissed_once_and_says_why(client, caseworker):
    case = f.received_case(form="report", by_whom="other")
    for _ in range(2):
        assert client.post(url("case_dismiss", case), {"reason": "Hjälp finns redan"}).status_code == 302
    assert "Hjälp finns redan" in client.get(url("case", case)).content.decode()


def test_an_order_sent_twice_leads_to_the_order(client, caseworker):
    case = f.decided_case()
    provider = f.workplace(Role.PROVIDER_PLANNER)
    sent = {"provider": provider.pk, "start_on": TODAY, "circumstances": "Nyckel hos grannen"}
    answers = [client.post(url("order_new", case, f.line_of(case).pk), sent) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].url == answers[1].url
