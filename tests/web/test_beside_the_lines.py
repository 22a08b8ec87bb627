"""Fees and separate decisions are made under the delegation order, and told to the committee (KL 6:37, 6:40, 7:8)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.models import Decision
from samsyn.people.roles import Role
from tests import appealing as a
from tests import factories as f
from tests import fees
from tests.orders import adopt

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)


def page(client, name, *args, **asked):
    return client.get(reverse(name, args=args), asked).content.decode()


def test_who_holds_no_item_for_a_fee_sees_the_button_greyed_and_why(client, monkeypatch):
    """KL 6:37: the page greys what the action refuses."""
    fee_case = fees.told_fees()
    f.freeze(monkeypatch, f.NOW + timedelta(days=1))
    f.log_in(client, fees.officer())
    assert "Besluta om avgiften" in page(client, "fee_decide", fee_case.pk)
    adopt("4.1;Avgift;SoL 32:5;;alla;enhetschef;ja", valid_from=TODAY + timedelta(1))
    shown = page(client, "fee_decide", fee_case.pk)
    assert "av enhetschef" in shown
    assert "Besluta om avgiften" not in shown


def test_who_holds_no_item_to_dismiss_or_refuse_sees_why(client, monkeypatch):
    late, slow = a.refused_case(at=a.OLD), a.slow_case()
    appeal, asked = a.late_appeal(late), slow.decision_requests.get()
    f.freeze(monkeypatch)
    for title, may in (("enhetschef", True), ("förste handläggare", False)):
        f.log_in(client, f.actor(f.staff(Role.DELEGATE, late.unit, title=title, family_name=title)))
        dismissing, refusing = page(client, "appeal", late.pk, appeal.pk), page(client, "delay", slow.pk)
        forms = (
            reverse("appeal_dismiss", args=[late.pk, appeal.pk]),
            reverse("delay_refuse", args=[slow.pk, asked.pk]),
        )
        assert (forms[0] in dismissing, forms[1] in refusing) == (may, may)
        assert ("enligt punkt 5.1" in dismissing, "enligt punkt 5.2" in refusing) == (not may, not may)


def test_a_limit_in_kronor_holds_for_fees(client, monkeypatch):
    fee_case = fees.told_fees()
    headings = "punkt;ärende;lagrum;insatser;utfall;högst_kronor;delegat;anmäls"
    f.log_in(client, fees.officer())
    for days, most in ((1, 2660), (2, 2659)):
        adopt(
            f"4.1;Avgift;SoL 32:5;;alla;{most};avgiftshandläggare;ja", valid_from=TODAY + timedelta(days),
            headings=headings,
        )  # fmt: skip
        f.freeze(monkeypatch, f.NOW + timedelta(days=days))
        assert ("Besluta om avgiften" in page(client, "fee_decide", fee_case.pk)) is (most == 2660)


def test_fees_and_separate_decisions_are_reported_beside_the_lines(client, monkeypatch):
    """KL 6:40, 7:8: items 4.1 and 5.1 of the order say that they are."""
    fee = fees.decided_fee()
    ruling = a.dismissed(a.refused_case(at=a.OLD))
    f.freeze(monkeypatch)
    f.log_in(client, f.acting(Role.COMMITTEE_SECRETARY))
    shown = page(client, "delegated", 30)
    for said in (fee.fee_case.number, "4.1 (version 2)", ruling.case.number, "5.1 (version 2)"):
        assert said in shown
    assert "2\u00a0660" not in shown
    asked = {"avgift-report": "silent", "sarskilt-report": "silent"}
    silent = page(client, "delegated", 30, **asked)
    assert "4.1 (version 2)" not in silent
    assert "5.1 (version 2)" not in silent
    counts = {kind: n for kind, _, n in client.get(reverse("delegated", args=[30])).context["reports"]}
    assert counts == {"urgent": 0, "reported": 3, "separate": 0, "silent": 0}
    answer = client.get(reverse("delegated", args=[30]), {"avgift-format": "csv"})
    assert "attachment" in answer["Content-Disposition"]
    assert Event.objects.get(what="decision.export").subjects == [fee.fee_case.person_id]


def test_what_another_system_decided_is_not_reported_here(client, monkeypatch):
    case = f.proposed_case()
    hand = f.acting(Role.DELEGATE, case.unit)
    Decision.objects.filter(case=case).update(state="signed", signed_at=f.NOW, signed_by=hand.staff_id)
    f.freeze(monkeypatch)
    f.log_in(client, f.acting(Role.COMMITTEE_SECRETARY))
    assert case.number not in page(client, "delegated", 30)
