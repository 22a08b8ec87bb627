"""Pages of equal treatment and of improvements: what is shown, to whom, and what a form says of what is wrong."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from samsyn.improvement.actions import change_improvement
from samsyn.improvement.definitions import Period, outcomes
from samsyn.improvement.models import Improvement, Measurement
from samsyn.people.roles import Role
from samsyn.web.equity.overview import key_of
from tests import factories as f
from tests import measured as m

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    f.freeze(monkeypatch)


@pytest.fixture
def analyst(client):
    f.log_in(client, f.acting(Role.ANALYST))
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def filled(**other) -> dict:
    """The form of an improvement as it is sent."""
    given = {name: getattr(m.plan(), name) for name in ("pattern", "causes", "tests", "what", "owner")}
    days = {name: m.days(getattr(m.plan(), name)) for name in ("due_on", "again_on")}
    return given | days | {"changed_on": "", "once": "5b5bb5b0-6e3e-4b0f-a0b5-2f3f4a3b5c6d", "seen": ""} | other


def test_before_anything_is_measured_the_page_says_what_to_do(analyst):
    told = page(analyst, "equity")
    assert "Perioden är inte mätt än" in told
    assert "Mät nu" in told


def test_an_outcome_is_a_line_with_three_gaps_a_verdict_and_a_way_to_act(analyst):
    kept = m.measurement()
    told = page(analyst, "equity")
    assert "Beviljad tid i veckan" in told
    assert told.count("<br>n = 400") == 3
    assert "oförklarad skillnad" in told
    assert reverse("improvement_open", args=[kept.pk]) in told
    assert "Inte mätt i perioden:" in told
    assert "står de här justerade skillnaderna kvar: Beviljad tid i veckan" in told


def test_the_line_shows_the_improvement_and_that_it_is_late(analyst, monkeypatch):
    one = m.improvement()
    assert reverse("improvement", args=[one.pk]) in page(analyst, "equity")
    assert "försenad" not in page(analyst, "equity")
    f.freeze(monkeypatch, f.NOW + timedelta(days=31))
    f.log_in(analyst, f.acting(Role.ANALYST))
    assert "försenad" in page(analyst, "equity", period=key_of(m.PERIOD))


def test_with_too_few_everywhere_the_pages_say_so_and_draw_nothing(analyst):
    kept = m.measurement(rows=40)
    told = page(analyst, "equity")
    assert told.count("kan inte sägas") == 4  # three gaps, and the year that is measured
    assert "<figure" not in told + page(analyst, "measurement", kept.pk)


def test_measuring_now_measures_every_outcome_once(analyst):
    f.decided_case(at=f.NOW - timedelta(days=100))
    sent = {"grupp": "sex", "period": key_of(m.PERIOD)}
    for _ in range(2):
        assert analyst.post(reverse("equity_measure"), sent).status_code == 302
    assert Measurement.objects.count() == len(outcomes(m.TODAY))
    assert "kan inte avgöras" in page(analyst, "equity")


def test_nobody_waits_to_write_while_a_city_is_measured(analyst, monkeypatch):
    around, within = len(connection.atomic_blocks), []
    monkeypatch.setattr(
        "samsyn.web.equity.overview.measure_period",
        lambda *_args, **_more: within.append(len(connection.atomic_blocks)),
    )
    assert analyst.post(reverse("equity_measure"), {"grupp": "sex"}).status_code == 302
    assert within == [around]


def test_a_group_or_period_that_means_nothing_is_the_first_one(analyst):
    m.measurement()
    assert "Beviljad tid i veckan" in page(analyst, "equity", grupp="stjärntecken", period="20200101-x")


def test_the_page_of_an_outcome_says_that_need_may_hide_bias_and_how_it_was_counted(analyst):
    kept = m.measurement()
    told = page(analyst, "measurement", kept.pk)
    for words in (
        "Att räkna med det kan dölja just den skillnad som söks",
        "Minuter i veckan i personens senaste beslut",
        kept.query,
        "Personer</dt><dd>400",
        "E-värde",
        "Ingen rangordning",
        "Mönster</h2>",
        "Prövning av orsakerna</h2>",
        "Samma siffror som tabell",
        "Ingen rad är utelämnad",
    ):
        assert words in told, words


def test_an_outcome_without_anybody_to_compare_says_so(analyst):
    kept = m.measurement("goal")
    assert "Det finns inga beslut i perioden att jämföra" in page(analyst, "measurement", kept.pk)
    assert "kan inte avgöras" in page(analyst, "equity")


def test_the_pages_are_in_english_too(analyst):
    kept = m.measurement()
    told = analyst.get(reverse("measurement", args=[kept.pk]), headers={"accept-language": "en"}).content.decode()
    assert "Granted time a week" in told


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST, Role.PERSON, Role.RELATIVE}))
def test_figures_are_the_analysts_alone(client, role):
    kept = m.measurement()
    f.log_in(client, f.acting(role))
    for name, args in (("equity", []), ("measurement", [kept.pk]), ("improvement_open", [kept.pk])):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_an_improvement_is_opened_once_though_the_form_is_sent_twice(analyst):
    kept = m.measurement()
    url = reverse("improvement_open", args=[kept.pk])
    assert "ungefär" in page(analyst, "improvement_open", kept.pk)
    for _ in range(2):
        assert analyst.post(url, filled()).status_code == 302
    assert Improvement.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"what": ""}, "Skriv vad som ska göras."),
        ({"owner": "99999"}, "Välj ett av alternativen."),
        ({"due_on": "i morgon"}, "Skriv dagen som 2026-11-24."),
        ({"due_on": "2020-01-01"}, "Välj en dag från att åtgärden öppnas"),
        ({"again_on": m.days(m.TODAY + timedelta(days=50))}, "Mät igen tidigast tre månader"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_form_with_something_wrong_keeps_what_was_typed_and_says_what_to_do(analyst, given, words):
    kept = m.measurement()
    answer = analyst.post(reverse("improvement_open", args=[kept.pk]), filled(causes="Vi tror på vanan.") | given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Vi tror på vanan." in answer.content.decode()
    assert not Improvement.objects.exists()


def test_two_who_change_the_same_are_told_and_lose_nothing(analyst):
    one = m.improvement()
    sent = filled(what="Mitt.", seen="1", owner=one.owner_id)
    change_improvement(improvement=one, plan=m.plan(what="Ditt."), seen=1, by=f.acting(Role.TEAM_LEADER), at=f.NOW)
    answer = analyst.post(reverse("improvement_change", args=[one.pk]), sent)
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "Någon har nyss ändrat åtgärden" in told
    assert "Mitt." in told
    assert "Ditt." in told
    assert '<input type="hidden" name="seen" value="2"' in told  # so that saving again goes through
    assert analyst.post(reverse("improvement_change", args=[one.pk]), sent | {"seen": "2"}).status_code == 302


def test_those_who_lead_read_rounded_figures_and_no_intervals(client):
    one = m.improvement()
    for role in (Role.CHAIR, Role.COMMITTEE_SECRETARY, Role.TEAM_LEADER):
        f.log_in(client, f.acting(role))
        told = page(client, "improvement", one.pk)
        assert "Granska alla utredningar" in told
        assert "n = " not in told
        assert reverse("measurement", args=[one.baseline_id]) not in told
        assert ("Avsluta åtgärden" in told) is (role is Role.TEAM_LEADER)


def test_an_improvement_is_ended_with_what_came_of_it(client):
    one = m.improvement()
    f.log_in(client, f.acting(Role.TEAM_LEADER))
    url = reverse("improvement", args=[one.pk])
    empty = client.post(url, {"outcome": " "})
    assert empty.status_code == 422
    assert "Skriv vad åtgärden ledde till." in empty.content.decode()
    assert client.post(url, {"outcome": "Skillnaden är borta."}).status_code == 302
    told = page(client, "improvement", one.pk)
    assert "Skillnaden är borta." in told
    assert "Ändra åtgärden" not in told
    assert "Avslutade åtgärder" in page(client, "improvements")


def test_the_trend_shows_whole_years(analyst):
    last = m.TODAY.year - 1
    year = Period(m.TODAY.replace(year=last, month=1, day=1), m.TODAY.replace(year=last, month=12, day=31))
    m.measurement(period=year)
    assert f"{last}: −" in page(analyst, "equity", period=key_of(year))


def test_a_measurement_of_another_version_says_so_and_breaks_no_page(analyst):
    kept = m.measurement()
    newer = kept.result | {"examination": kept.result["examination"] | {"version": 99}}
    other = Measurement.objects.create(
        outcome="minutes", group="sex", version=1, query=kept.query, first=kept.first, last=kept.last, rows=400,
        result=newer, digest="0" * 64, made_at=f.NOW, made_by="job:measure",
    )  # fmt: skip
    assert "annan version av programmet" in page(analyst, "measurement", other.pk)
    assert "kan inte avgöras" in page(analyst, "equity")


# The report that a committee reads, and the table as a file

YEAR = Period(
    m.TODAY.replace(year=m.TODAY.year - 1, month=1, day=1), m.TODAY.replace(year=m.TODAY.year - 1, month=12, day=31)
)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.TEAM_LEADER, Role.COMMITTEE_SECRETARY, Role.CHAIR])
def test_those_who_lead_read_the_report_of_a_whole_year_with_small_groups_withheld(client, role):
    m.improvement(m.measurement(period=YEAR, rows=90))
    f.log_in(client, f.acting(role))
    told = page(client, "equity_report")
    assert "Beviljad tid i veckan" in told
    assert "Granska alla utredningar" in told
    assert f.acting(Role.TEAM_LEADER).name not in told.replace(f.acting(role).name, "")
    assert not re.search(r"\b[1-7]\b(?= (?:personer|beslut|rader))", told)


def test_without_a_whole_year_the_report_says_so(analyst):
    m.measurement(period=Period(YEAR.first, YEAR.last - timedelta(days=31)))
    assert "Inget helt år är mätt än" in page(analyst, "equity_report")


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", "\ufeff".encode())])
def test_the_report_is_a_file_too(client, form, begins):
    m.measurement(period=YEAR)
    f.log_in(client, f.acting(Role.CHAIR))
    answer = client.get(reverse("equity_report"), {"format": form})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert content.startswith(begins)


def test_the_analysts_table_is_a_file_with_definition_period_and_version_on_each_row(analyst):
    kept = m.measurement()
    answer = analyst.get(reverse("equity"), {"format": "csv"})
    head, *rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert all(kept.query in row and "Minuter i veckan i personens" in row for row in rows)
    assert head.split(";")[:4] == ["Utfall", "Räknad", "Skillnad", "Från"]
