"""A fee that rises is told of beforehand, and rises from the month after what changed (SoL 32:10)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from samsyn.cases.actions import enter_price_base
from samsyn.cases.charging.raising import Notice, is_raised
from samsyn.cases.fees.months import Month
from samsyn.cases.letters.blocks import Heading, Paragraph, Table
from samsyn.cases.letters.kept import from_text
from samsyn.cases.letters.words import words_in
from samsyn.cases.models import FeeDecision
from samsyn.cases.queries import fee_letter_of
from samsyn.people.refusals import Invalid
from samsyn.people.roles import Role
from tests import factories as f
from tests.fees import decided_fee, officer, pension, told_fees

pytestmark = pytest.mark.django_db
MARCH, APRIL = Month(2026, 3), Month(2026, 4)
LATER = f.NOW + timedelta(days=1)
TOLD = Notice(f.NOW.date())


def raised():
    """A fee of 704 kr in March, and a larger pension told the day after."""
    fee_case = told_fees(None, pension(13_000))
    decided_fee(fee_case)
    told_fees(fee_case.person, pension(15_000), at=LATER)
    return fee_case


def test_a_raise_needs_a_notice_beforehand_or_a_reason_why_there_was_none():
    fee_case = raised()
    with pytest.raises(Invalid, match="Avgiften höjs") as refused:
        decided_fee(fee_case, month=APRIL, at=LATER)
    assert (refused.value.field_name, refused.value.refusal.law) == ("notified_on", "SoL 32:10")
    with pytest.raises(Invalid, match="inte varit än"):
        decided_fee(fee_case, month=APRIL, at=LATER, notice=Notice(date(2026, 4, 1)))
    decision = decided_fee(fee_case, month=APRIL, at=LATER, notice=TOLD)
    assert (decision.fee, decision.notified_on, decision.unnotified) == (266_000, TOLD.on, "")


def test_the_reason_why_nobody_was_told_is_kept():
    decision = decided_fee(raised(), month=APRIL, at=LATER, notice=Notice(None, " Har själv bett om det. "))
    assert (decision.notified_on, decision.unnotified) == (None, "Har själv bett om det.")


def texts(letter) -> str:
    return "\n".join(block.text for block in letter.blocks if isinstance(block, (Heading, Paragraph)))


def test_the_letter_says_whether_the_raise_was_told_of_beforehand():
    """SoL 32:10: on which day, or that it was not and why; nothing where the fee is not raised."""
    told = decided_fee(raised(), month=APRIL, at=LATER, notice=TOLD)
    assert f"Du fick veta det i förväg, den {words_in('sv').day(TOLD.on)}," in texts(fee_letter_of(told))
    first = told.fee_case.decisions.order_by("version").first()
    assert "höjs" not in texts(fee_letter_of(first))


def test_the_letter_says_why_nobody_was_told_of_the_raise():
    """SoL 32:10, FL 32."""
    decision = decided_fee(raised(), month=APRIL, at=LATER, notice=Notice(None, "Har själv bett om det."))
    said = texts(fee_letter_of(decision))
    assert "Vi har inte talat om det för dig i förväg" in said
    assert "Har själv bett om det." in said


def test_the_finnish_letter_has_every_row_of_the_calculation_in_finnish():
    """FL 32: the reasons are the rows, and they are read in the language that the person has chosen."""
    fee_case = raised()
    type(fee_case.person).objects.filter(pk=fee_case.person_id).update(letter_language="fi")
    fee_case.refresh_from_db()
    decision = decided_fee(fee_case, month=APRIL, at=LATER, notice=TOLD)
    letter = from_text(decision.translations["fi"])
    rows = [row for block in letter.blocks if isinstance(block, Table) for row in block.rows]
    assert any(row[0] == "Maksuvara" for row in rows)
    assert "Avgiftsutrymme" not in {row[0] for row in rows}


def test_a_raise_from_an_earlier_month_than_the_statute_gives_says_why():
    fee_case = raised()
    with pytest.raises(Invalid, match="månaden efter ändringen"):
        decided_fee(fee_case, month=MARCH, at=LATER, notice=Notice(None, "Pensionen blev känd i mars."))
    because, untold = "Pensionen gällde hela mars.", Notice(None, "Pensionen blev känd i mars.")
    assert decided_fee(fee_case, month=MARCH, at=LATER, notice=untold, reasons=because).fee == 266_000


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 4, 9)])
def test_who_is_told_when_the_raise_applies_already_was_not_told_beforehand(day):
    """SoL 32:10: the letter says no such thing; the officer says why instead."""
    fee_case, at = raised(), f.NOW.replace(month=4, day=10)
    decision = {"month": APRIL, "at": at, "reasons": "Pensionen gällde hela april."}
    with pytest.raises(Invalid, match="inte i förväg") as refused:
        decided_fee(fee_case, **decision, notice=Notice(day))
    assert (refused.value.field_name, refused.value.refusal.law) == ("notified_on", "SoL 32:10")
    assert decided_fee(fee_case, **decision, notice=Notice(date(2026, 3, 31))).notified_on == date(2026, 3, 31)


def test_a_lower_fee_and_a_first_one_need_no_notice():
    fee_case = told_fees()
    decided_fee(fee_case)
    told_fees(fee_case.person, pension(13_000), at=LATER)
    assert decided_fee(fee_case, month=APRIL, at=LATER).fee == 70_400


def test_a_new_price_base_amount_needs_no_notice():
    fee_case = told_fees(None, pension(25_000))
    decided_fee(fee_case)
    enter_price_base(year=2027, amount=6_200_000, source="SFS 2026:999", by=f.acting(Role.ADMINISTRATOR), at=f.NOW)
    at = f.NOW.replace(year=2027, month=1)
    assert decided_fee(fee_case, month=Month(2027, 1), at=at).fee > 266_000


def test_a_raise_is_one_whose_ground_has_changed():
    same, other = {"month": "2026-12", "income": 1}, {"month": "2027-01", "income": 2}
    assert not is_raised(100, 200, same, same | {"month": "2027-01"})
    assert is_raised(100, 200, same, other)
    assert not is_raised(200, 200, same, other)
    assert not is_raised(200, None, same, other)


def test_the_page_asks_for_the_notice_only_where_the_fee_rises(client, monkeypatch):
    fee_case = raised()
    f.freeze(monkeypatch, LATER)
    f.log_in(client, officer())
    address = reverse("fee_decide", args=[fee_case.pk])
    page = client.get(address)
    assert "Avgiften höjs från 704\u00a0kr till 2\u00a0660\u00a0kr" in page.content.decode()
    given = {"month": "2026-04", "do": "decide", "seen": page.context["worked"].mark}
    missing = client.post(address, given)
    assert missing.status_code == 422
    assert "varför det inte har skett" in missing.content.decode()
    assert client.post(address, given | {"notified_on": "2026-03-02"}).status_code == 302
    assert FeeDecision.objects.order_by("version").last().notified_on == date(2026, 3, 2)
    assert "höjs från" not in client.get(address).content.decode()
