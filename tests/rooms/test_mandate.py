"""Every decision rests on the delegation order in force, by somebody who holds an item of it, or on the committee."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.audit.models import Event
from samsyn.cases.actions import (
    sign,
)
from samsyn.cases.models import DecisionMandate, DelegationItem, DelegationOrder, LineMandate
from samsyn.cases.order_rows import as_item, matter_of, order_in_force
from samsyn.cases.queries import mandate_of
from samsyn.people.actions import appoint, open_unit
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role, job
from tests import factories as f
from tests.orders import adopt
from tests.orders import order_in_force as the_examples
from tests.rooms.deciding import TODAY, meeting, sign_it, urgently, used

pytestmark = pytest.mark.django_db


def delegate(title, case=None):
    """A delegate with a title of the order."""
    return f.actor(f.staff(Role.DELEGATE, case.unit if case else None, title=title))


def test_a_signed_decision_keeps_version_and_item_and_the_title_it_was_made_by():
    case = f.decided_case()
    kept = mandate_of(f.decision_of(case))
    assert (kept.by, kept.title, kept.order.version, used(kept.decision)) == ("delegate", "enhetschef", 2, ["2.3"])
    assert Event.objects.get(what="decision.sign", case=case.pk).detail["mandate"] == "delegate"


def test_what_is_outside_the_mandate_is_refused_naming_item_and_holder():
    """KL 6:37, 7:5: a delegate has what the order gives, no more."""
    case = f.proposed_case(terms={"amount": 60 * 60})
    with pytest.raises(Refused, match=r"din punkt 2\.1 räcker till 40 timmar i veckan\. Punkt 2\.3 .* har enhetschef"):
        sign_it(case, delegate("förste handläggare"))
    assert f.decision_of(case).state == "proposed"
    assert used(sign_it(case, delegate("Enhetschef"))) == ["2.3"]


def test_the_appointment_may_say_another_title_than_the_employment():
    the_examples()
    case = f.proposed_case()
    staff = f.staff(Role.CASEWORKER, title="socionom")
    given = appoint(
        staff=staff, unit=case.unit, role=Role.DELEGATE, valid_from=f.LONG_AGO, delegate_as="Förste handläggare",
        by=f.ADMINISTRATOR, at=f.NOW,
    )  # fmt: skip
    assert used(sign_it(case, f.actor(staff, acting_as=given.pk))) == ["2.1"]


def test_nobody_is_a_delegate_at_a_private_unit():
    """KL 7:5: an employee of the municipality; never a private provider's."""
    private = open_unit(name="Bistånd AB", purpose="assessment", operator="private", by=f.ADMINISTRATOR, at=f.NOW)
    with pytest.raises(Invalid, match="privat företag") as refused:
        f.staff(Role.DELEGATE, private)
    assert refused.value.refusal.law == "KL 7:5"


@pytest.mark.parametrize(
    "forged",
    [
        job("sign"),
        Actor(key="job:sign", role=Role.DELEGATE, unit_id=1),
        Actor(key="job:sign", role=Role.DELEGATE, unit_id=1, staff_id=1),
        Actor(key="staff:999999", role=Role.DELEGATE, unit_id=1, staff_id=999999),
        Actor(key="person:1", role=Role.DELEGATE, unit_id=1, person_id=1),
    ],
)
def test_only_a_human_being_decides(forged):
    """KL 6:37–38, FL 28: no decision is automatic, whatever a job says that it is."""
    case = f.proposed_case()
    unit = case.unit_id if forged.unit_id else None
    staff = case.caseworker_id if forged.staff_id == 1 else forged.staff_id
    who = Actor(key=forged.key, role=forged.role, unit_id=unit, staff_id=staff, person_id=forged.person_id)
    for act in (
        sign_it,
        lambda c, by: urgently(f.decision_of(c), by=by),
        lambda c, by: meeting(f.decision_of(c), by=by),
    ):
        with pytest.raises(NoAccess) as refused:
            act(case, who)
        assert refused.value.refusal.law in {"KL 6:38", "KL 6:37", "KL 6:39"}
    assert f.decision_of(case).state == "proposed"
    with pytest.raises(NoAccess, match="Bara en människa"):
        sign_it(case, job("sign"))


_names = count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role=st.sampled_from(sorted(Role)), kind=st.sampled_from(["staff", "job", "person"]), same_unit=st.booleans())
def test_no_actor_but_a_delegate_of_flesh_signs(role, kind, same_unit):
    with transaction.atomic():
        case = f.proposed_case()
        place = case.unit_id if same_unit else f.unit("Någon annanstans").pk
        who = f.acting(Role.DELEGATE, case.unit)
        key = who.key if kind == "staff" else f"{kind}:{who.staff_id}"
        forged = Actor(key=key, role=role, unit_id=place, staff_id=who.staff_id if kind == "staff" else None)
        if role is Role.DELEGATE and kind == "staff" and same_unit:
            assert sign_it(case, forged).state == "signed"
        else:
            with pytest.raises(Refused), transaction.atomic():
                sign_it(case, forged)
            assert f.decision_of(case).state == "proposed"
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amount=st.integers(1, 7 * 24 * 60), outcome=st.sampled_from(["granted", "partly", "refused"]),
    intervention=st.sampled_from(["HEMTJANST", "BOENDESTOD", "SARSKILT_BOENDE", "KORTTIDSBOENDE"]),
    title=st.sampled_from(["enhetschef", "förste handläggare", "assistent"]), after=st.integers(0, 40),
)  # fmt: skip
def test_a_signed_decision_always_has_items_of_that_days_order_that_cover_every_line(
    amount, outcome, intervention, title, after
):
    with transaction.atomic():
        refused = {"amount": 0, "reasons": "Nej."} if outcome == "refused" else {"amount": amount, "reasons": "Så."}
        unit = "minutes_week" if intervention in {"HEMTJANST", "BOENDESTOD"} else "count"
        case = f.proposed_case(terms={"intervention": intervention, "outcome": outcome, "unit": unit, **refused})
        by, at = delegate(title, case), f.NOW + timedelta(days=after)
        adopt("9;allt;SoL 11:1;;beviljas;assistent;ja", valid_from=TODAY + timedelta(days=20))
        try:
            with transaction.atomic():
                signed = sign_it(case, by, at)
        except Refused:
            assert not DecisionMandate.objects.filter(decision=f.decision_of(case)).exists()
        else:
            order = order_in_force(localdate(signed.signed_at))
            assert signed.mandate.order_id == order.pk
            for line in signed.lines.all():
                item = as_item(line.mandate.item)
                assert item in order.items
                assert item.covers(matter_of(line))
                assert item.held_by(title)
        transaction.set_rollback(True)


def test_an_order_that_is_replaced_between_proposal_and_signature_decides_as_it_reads_then():
    case = f.proposed_case()
    by = f.acting(Role.DELEGATE, case.unit)
    adopt("7.1;hemtjänst;SoL 11:1;;alla;områdeschef;ja", valid_from=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match=r"punkt 7\.1 .*version 3.* av områdeschef"):
        sign_it(case, by, f.NOW + timedelta(days=1))
    kept = sign_it(case, delegate("Områdeschef", case), f.NOW + timedelta(days=1)).mandate
    assert (kept.order.version, used(kept.decision)) == (3, ["7.1"])


def test_two_tabs_sign_once():
    case = f.proposed_case()
    first, second = f.decision_of(case), f.decision_of(case)
    by = f.acting(Role.DELEGATE, case.unit)
    sign(decision=first, sender=f.SENDER, by=by, at=f.NOW)
    with pytest.raises(Refused, match="väntar inte"):
        sign(decision=second, sender=f.SENDER, by=by, at=f.NOW)
    assert DecisionMandate.objects.filter(decision=first).count() == 1


def test_nothing_is_signed_where_no_order_applies():
    case = f.proposed_case()
    by = f.acting(Role.DELEGATE, case.unit)
    adopt(
        "1;allt;SoL 11:1;;alla;enhetschef;ja", valid_from=TODAY - timedelta(days=30), valid_to=TODAY - timedelta(days=1)
    )
    with pytest.raises(Refused, match="Ingen delegationsordning gäller"):
        sign_it(case, by)


# The order itself


def test_an_adopted_order_never_changes_by_the_databases_own_word():
    order = adopt("1;allt;SoL 11:1;;alla;enhetschef;ja", valid_from=TODAY)
    item = order.items.get()
    attempts = [
        lambda: DelegationOrder.objects.filter(pk=order.pk).update(minutes="annat"),
        lambda: DelegationOrder.objects.filter(pk=order.pk)._raw_delete("default"),
        lambda: DelegationItem.objects.filter(pk=item.pk).update(holders=["alla"]),
        lambda: DelegationItem.objects.filter(pk=item.pk).delete(),
        lambda: DelegationItem.objects.create(
            order=order, number="2", place=2, what="mer", basis=[], interventions=[], outcomes=[], holders=["x"],
            passed_to=[], reported=True,
        ),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            attempt()


def test_by_which_right_a_decision_was_made_never_changes():
    decision = f.decision_of(f.decided_case())
    for attempt in (
        lambda: DecisionMandate.objects.filter(decision=decision).update(title="annan"),
        lambda: DecisionMandate.objects.filter(decision=decision).delete(),
        lambda: LineMandate.objects.filter(line__decision=decision).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            attempt()


def test_only_the_administrator_puts_in_an_order_and_it_leaves_an_event():
    with pytest.raises(NoAccess, match="administratören"):
        adopt("1;allt;SoL 11:1;;alla;enhetschef;ja", valid_from=TODAY, by=f.acting(Role.CASEWORKER))
    order = adopt("1;allt;SoL 11:1;;alla;enhetschef;ja", valid_from=TODAY)
    assert Event.objects.get(what="order.adopt", about=f"delegation_order:{order.pk}").detail == {
        "version": order.version
    }


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"adopted_on": TODAY + timedelta(days=1)}, "valid_from"),
        ({"minutes": "  "}, "minutes"),
        ({"valid_to": TODAY - timedelta(days=1)}, "valid_to"),
        ({"valid_from": date(2999, 1, 1)}, "adopted_on"),
    ],
)
def test_an_adoption_that_does_not_hold_together_names_its_field(terms, field):
    with pytest.raises(Invalid) as refused:
        adopt("1;allt;SoL 11:1;;alla;enhetschef;ja", **{"valid_from": TODAY, **terms})
    assert refused.value.field_name == field


def test_a_version_cannot_reach_back_over_what_is_decided():
    """KL 6:37: what was decided under one version is not moved to another."""
    f.decided_case()
    with pytest.raises(Invalid, match="2026-03-03 eller senare"):
        adopt("1;allt;SoL 11:1;;alla;enhetschef;ja", valid_from=TODAY)
    assert adopt("1;allt;SoL 11:1;;alla;enhetschef;ja", valid_from=TODAY + timedelta(days=1)).version == 3


def test_a_file_with_something_wrong_is_refused_as_a_whole_with_its_row():
    with pytest.raises(Invalid, match="Rad 3: Beslut enligt LVU 6 får delegeras bara till ett utskott"):
        adopt("1;allt;SoL 11:1;;alla;enhetschef;ja", "2;lvu;LVU 6;;alla;enhetschef;ja", valid_from=TODAY)
    assert not DelegationOrder.objects.exists()
