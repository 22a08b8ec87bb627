"""What a clever or a careless hand sends to pages, and what comes back."""

from datetime import datetime

import pytest
from django.urls import reverse

from samsyn.cases.actions import explain_delay, make_report
from samsyn.people.roles import Role
from tests import factories as f
from tests import fees
from tests.protection import SECRETS, protected, secret_person, text_of, told_in

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 7, 7, 10, tzinfo=f.NOW.tzinfo)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_of_the_quarter_tells_nothing_that_protection_covers(client, monkeypatch, form):
    """OSL 26:1: what somebody once wrote as a reason is covered in workbooks as in pages, and the rest is whole."""
    f.freeze(monkeypatch, JULY)
    case = f.decided_case(of=secret_person(), at=datetime(2026, 1, 12, 10, tzinfo=f.NOW.tzinfo))
    told = f"Ingen hinner till {SECRETS['street']}, ring {SECRETS['phone']} & fråga"
    explain_delay(
        line=f.line_of(case), reason="RES-PERSONAL", text=told, consequence=told, meanwhile="", stay="",
        by=f.caseworker_of(case), at=JULY,
    )  # fmt: skip
    protected(case.person)
    by = f.acting(Role.COMMITTEE_SECRETARY)
    report = make_report(year=2026, quarter=2, without_reasons=False, by=by, at=JULY)
    f.log_in(client, by)
    text = text_of(client.get(reverse("quarterly_final", args=[report.pk]), {"fil": "ivo", "format": form}))
    assert told_in(text) == []
    assert "[skyddad uppgift]" in text
    assert case.person.written_number in text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_fee_does_not_end_on_a_day_that_nobody_can_mean(client, monkeypatch, day):
    """SoL 32:10."""
    f.freeze(monkeypatch)
    fee_case = fees.told_fees()
    fees.decided_fee(fee_case)
    f.log_in(client, fees.officer(fee_case.unit))
    answer = client.post(reverse("fee_end", args=[fee_case.pk]), {"cause": "help_ended", "on": day})
    assert (answer.status_code, "kan inte stämma" in answer.content.decode()) == (422, True)
