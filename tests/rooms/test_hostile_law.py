"""What a clever or a careless hand tries with the law, and what the actions answer."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import (
    Sending,
    communicate,
    correct,
    dismiss_appeal,
    end_use,
    propose,
    put_line,
    refuse_request,
    send_back,
)
from samsyn.cases.communication import is_against
from samsyn.cases.queries.mandate import why_not_rule_under
from samsyn.people.refusals import Invalid, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.appealing import OLD as LONG_AGO
from tests.appealing import appealed, drafted_refusal, late_appeal, refused_case, slow_case
from tests.open_support import a_use, an_offer
from tests.rooms.deciding import sign_it

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)


def officer(case):
    """A delegate whose title holds a smaller item than the manager's."""
    return f.actor(f.staff(Role.DELEGATE, case.unit, title="förste handläggare"))


def test_a_limit_is_not_got_round_by_writing_two_lines():
    """KL 6:37: forty hours a week are forty hours of the whole decision."""
    case = f.proposed_case(terms={"amount": 25 * 60})
    manager = f.acting(Role.DELEGATE, case.unit)
    draft = send_back(decision=case.decisions.get(), note="Dela upp den.", by=manager, at=f.NOW)
    needs, by = tuple(draft.investigation.needs.values_list("pk", flat=True)), f.caseworker_of(case)
    put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY, amount=25 * 60), by=by, at=f.NOW)
    propose(decision=draft, by=by, at=f.NOW)
    with pytest.raises(Refused, match=r"tillsammans med annat i beslutet: din punkt 2\.1 räcker till 40 timmar"):
        sign_it(case, officer(case))
    assert sign_it(case, manager).state == "signed"


def test_an_appeal_is_dismissed_only_by_whom_the_order_lets():
    """KL 6:37, FL 45."""
    case = refused_case(at=LONG_AGO)
    appeal, by = late_appeal(case), officer(case)
    assert why_not_rule_under("FL_45", by=by, today=TODAY) is not None
    with pytest.raises(Refused, match=r"punkt 5\.1 .* av enhetschef"):
        dismiss_appeal(appeal=appeal, reasons="Sent.", sender=f.SENDER, by=by, at=f.NOW)
    manager = f.acting(Role.DELEGATE, case.unit)
    assert why_not_rule_under("FL_45", by=manager, today=TODAY) is None
    dismiss_appeal(appeal=appeal, reasons="Sent.", sender=f.SENDER, by=manager, at=f.NOW)
    assert Event.objects.get(what="ruling.make", case=case.pk).detail["item"] == "5.1 (version 2)"


def test_a_request_for_a_decision_is_refused_only_by_whom_the_order_lets():
    """KL 6:37, FL 12."""
    case = slow_case()
    with pytest.raises(Refused, match=r"punkt 5\.2 .* av enhetschef"):
        refuse_request(
            request=case.decision_requests.get(), reasons="Läkarintyg saknas.", sender=f.SENDER, by=officer(case),
            at=f.NOW,
        )  # fmt: skip


@pytest.mark.parametrize(("sent", "answer"), [(-9, -2), (-9, 0), (-1, 0)])
def test_the_day_to_answer_by_is_ahead(sent, answer):
    """FL 25: what is laid before the person is what stands there now, so nobody can have had time to answer it."""
    case = drafted_refusal(at=f.NOW - timedelta(days=20))
    draft, by = case.decisions.get(), f.caseworker_of(case)
    sending = Sending(way="letter", sent_on=TODAY + timedelta(sent), answer_by=TODAY + timedelta(answer))
    with pytest.raises(Invalid) as wrong:
        communicate(decision=draft, sending=sending, sender=f.SENDER, by=by, at=f.NOW)
    assert (wrong.value.field_name, wrong.value.refusal.law) == ("answer_by", "FL 25")


@pytest.mark.parametrize("regime", ["SOL_2001_4_1", "SOL_12_1", "SOL_32_FEES", "OSL_6_8"])
def test_a_correction_cannot_borrow_another_remedy(regime):
    """FL 36: a correction keeps the law of the decision's own day, and a line is under what may be a line."""
    case = f.decided_case()
    by = f.caseworker_of(case)
    draft = correct(decision=f.decision_of(case), reason="Fel antal.", by=by, at=f.NOW)
    needs = tuple(draft.investigation.needs.values_list("pk", flat=True))
    with pytest.raises(Invalid):
        put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY, regime=regime), by=by, at=f.NOW)
    assert put_line(decision=draft, terms=f.home_care(needs, valid_from=TODAY), by=by, at=f.NOW).regime == "SOL_11_1"


def test_a_decision_from_before_the_switch_is_corrected_under_the_law_of_its_day():
    """SoL 2025:400, transitional provisions: both sides of 2025-07-01."""
    before, after = f.NOW.replace(year=2025, month=6, day=10), f.NOW.replace(year=2025, month=7, day=10)
    case = f.decided_case(at=before, terms={"regime": "SOL_2001_4_1"})
    by = f.caseworker_of(case)
    draft = correct(decision=f.decision_of(case), reason="Fel antal.", by=by, at=after)
    needs = tuple(draft.investigation.needs.values_list("pk", flat=True))
    old = f.home_care(needs, valid_from=localdate(before), regime="SOL_2001_4_1", amount=300)
    assert put_line(decision=draft, terms=old, by=by, at=after).amount == 300
    with pytest.raises(Invalid):
        put_line(decision=draft, terms=f.home_care(needs, valid_from=localdate(before)), by=by, at=after)


HOME = {"intervention": "HEMTJANST", "unit": "minutes_week", "outcome": "granted"}


def given(amount, first, last=None):
    return SimpleNamespace(**HOME, amount=amount, valid_from=first, valid_to=last)


@pytest.mark.parametrize(
    ("lines", "against"),
    [
        ([given(360, TODAY)], False),
        ([given(180, TODAY), given(180, TODAY)], False),
        ([given(180, TODAY), given(180, TODAY + timedelta(days=3650))], True),
        ([given(360, TODAY, TODAY + timedelta(days=30)), given(360, TODAY + timedelta(days=31))], False),
        ([given(720, TODAY, TODAY + timedelta(days=30))], True),
    ],
)
def test_less_at_any_time_is_against_the_person(lines, against):
    """FL 25: a shorter time, or the same amount spread over years, is less than before."""
    assert is_against(lines, [given(360, TODAY - timedelta(days=90))]) is against


def test_an_appeal_is_not_of_another_decisions_lines():
    case, other = refused_case(), refused_case()
    line = f.decision_of(other).lines.get().pk
    with pytest.raises(Invalid) as wrong:
        appealed(case, lines=(line,))
    assert wrong.value.field_name == "lines"


def test_an_end_that_is_noted_is_not_moved_by_an_old_page():
    person = f.person()
    offer = an_offer()
    use, carer = a_use(offer, person, at=f.NOW), f.acting(Role.CARE_WORKER)
    end_use(use=use, ended_on=TODAY, by=carer, at=f.NOW)
    later = f.NOW + timedelta(days=30)
    assert end_use(use=use, ended_on=localdate(later), by=carer, at=later).ended_on == TODAY
