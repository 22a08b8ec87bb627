"""The pages of fees: the officer works out and decides what was read; the person tells, tries, and loses nothing."""

import pytest
from django.urls import reverse

from samsyn.cases.models import FeeDecision, Income
from samsyn.people.models import Person
from tests import factories as f
from tests import fees

pytestmark = pytest.mark.django_db
TOLD = {
    "household": "single", "housing": "own", "housing_cost": "5 000", "own_PENSION": "15 000,50",
    "told_on": "2026-03-01", "once": "6a0f7c9e-0000-4000-8000-000000000001",
}  # fmt: skip


@pytest.fixture
def officer(client, monkeypatch):
    f.freeze(monkeypatch)
    f.log_in(client, fees.officer())
    return client


@pytest.fixture
def herself(client, monkeypatch):
    f.freeze(monkeypatch)
    person = fees.granted()
    f.log_in(client, f.actor(person, acting_as="self"))
    client.person = person
    return client


def test_the_officer_decides_the_fee_that_was_read_and_another_tab_is_stopped(officer):
    fee_case = fees.told_fees()
    address = reverse("fee_decide", args=[fee_case.pk])
    page = officer.get(address)
    assert "2\u00a0660\u00a0kr" in page.content.decode()
    seen = page.context["worked"].mark
    fees.told_fees(fee_case.person, fees.pension(13_000))
    late = officer.post(address, {"month": "2026-03", "do": "decide", "seen": seen})
    assert late.status_code == 409
    assert "ändrats sedan du räknade" in late.content.decode()
    seen = late.context["worked"].mark
    done = officer.post(address, {"month": "2026-03", "do": "decide", "seen": seen})
    assert done.status_code == 302
    assert "Din avgift är" in officer.get(done.url).content.decode()
    assert FeeDecision.objects.get().fee == 70_400  # 13 000 − 12 295,91 = 704,09


def test_a_change_of_the_minimum_amount_without_a_reason_keeps_what_was_typed(officer):
    fee_case = fees.told_fees()
    given = {"month": "2026-03", "do": "count", "ground_0": "lasting_need", "amount_0": "500", "reasons": "Kosten"}
    page = officer.post(reverse("fee_decide", args=[fee_case.pk]), given)
    assert page.status_code == 422
    assert "Skriv varför minimibeloppet ändras" in page.content.decode()
    assert "Kosten" in page.content.decode()
    page = officer.post(reverse("fee_decide", args=[fee_case.pk]), given | {"because_0": "fördyrad kost"})
    assert "7\u00a0795,91" in page.content.decode()


def test_what_came_on_paper_keeps_a_source_and_a_day_for_each_amount(officer):
    fee_case = fees.opened_fees()
    given = TOLD | {
        "channel": "paper", "source": "Blankett", "own_CAPITAL": "1 200", "own_CAPITAL_source": "Kontrolluppgift",
        "own_CAPITAL_on": "2026-01-31",
    }  # fmt: skip
    assert officer.post(reverse("fee_income", args=[fee_case.pk]), given).status_code == 302
    figures = fees.income_of(fee_case).figures.order_by("kind").values_list("kind", "amount", "source", "on__month")
    assert list(figures) == [("CAPITAL", 120_000, "Kontrolluppgift", 1), ("PENSION", 1_500_050, "Blankett", 3)]


def test_the_days_list_and_the_month_show_what_waits_and_what_is_charged(officer):
    without = fees.granted()
    waiting, decided = fees.told_fees(), fees.decided_fee(fees.told_fees()).fee_case
    day = officer.get(reverse("my_day")).content.decode()
    assert reverse("fee_begin", args=[without.pk]) in day
    assert reverse("fee", args=[waiting.pk]) in day
    month = officer.get(reverse("fee_month")).content.decode()
    assert decided.number in month
    assert waiting.number not in month
    assert decided.number not in officer.get(reverse("fee_month"), {"manad": "2026-02"}).content.decode()


def test_the_file_for_the_invoices_has_no_address_of_a_protected_person(officer):
    decided = fees.decided_fee().fee_case
    Person.objects.filter(pk=decided.person_id).update(protection="marked")
    file = b"".join(officer.get(reverse("fee_month"), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert "2660" in file
    assert "Storgatan" not in file


def test_a_fee_is_ended_with_its_last_month(officer):
    decided = fees.decided_fee().fee_case
    wrong = officer.post(reverse("fee_end", args=[decided.pk]), {"cause": "moved"})
    assert wrong.status_code == 422
    officer.post(reverse("fee_end", args=[decided.pk]), {"cause": "moved", "on": "2026-03-10"})
    assert "Sista månaden med avgift är mars 2026" in officer.get(reverse("fee", args=[decided.pk])).content.decode()


def test_the_person_tells_an_income_once_however_often_the_button_is_pressed(herself):
    address = reverse("my_income", args=[herself.person.pk])
    for _ in range(2):
        assert herself.post(address, TOLD).status_code == 302
    assert Income.objects.get().figures.get().amount == 1_500_050
    assert "15000,50" in herself.get(address).content.decode()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"own_PENSION": "mycket"}, "Skriv beloppet med siffror"),
        ({"own_PENSION": "-1"}, "utan minustecken"),
        ({"household": "spouses"}, "Svara om ni bor tillsammans"),
        ({"own_PENSION": ""}, "Skriv minst en inkomst"),
        ({"declines": "on"}, "Välj en av dem"),
        ({"partner_PENSION": "9000"}, "Rätta ett av dem"),
        ({"told_on": "2026-03-05"}, "Dagen har inte varit än"),
    ],
)
def test_what_cannot_be_kept_is_said_and_everything_typed_stands(herself, more, says):
    page = herself.post(reverse("my_income", args=[herself.person.pk]), TOLD | {"words": "Ring mig"} | more)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "Ring mig" in page.content.decode()
    assert not Income.objects.exists()


def test_an_income_typed_when_the_login_was_lost_is_carried_through_the_entry(client):
    person = fees.granted()
    page = client.post(reverse("my_income", args=[person.pk]), TOLD)
    assert page.status_code == 401
    assert "15 000,50" in page.content.decode()
    assert not Income.objects.exists()


def test_trying_another_income_tells_the_fee_and_keeps_nothing(herself):
    page = herself.post(reverse("my_what_if", args=[herself.person.pk]), TOLD)
    assert "Avgiften skulle bli <strong>2\u00a0660\u00a0kr</strong>" in page.content.decode()
    assert not Income.objects.exists()


def test_the_person_reads_their_decision_and_keeps_it_on_paper(herself):
    decision = fees.decided_fee(fees.told_fees(herself.person))
    page = herself.get(reverse("my_fee_decision", args=[herself.person.pk, decision.pk])).content.decode()
    assert "Uträkningen, rad för rad" in page
    assert "förvaltningsrätten" in page
    pdf = herself.get(reverse("my_fee_decision_pdf", args=[herself.person.pk, decision.pk]))
    assert pdf.content.startswith(b"%PDF")
