"""What nobody may decide alone: the committee at a meeting, and its chair in haste (KL 6:37, 6:39)."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.models import SentLetter
from samsyn.cases.queries import committee_decision, mandate_of, waiting_for_committee
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.orders import adopt
from tests.orders import order_in_force as the_examples
from tests.rooms.deciding import HOME_REFUSED, TODAY, meeting, sign_it, urgently, used

pytestmark = pytest.mark.django_db


def waiting_case(**more):
    """A proposal that no delegate may decide."""
    the_examples()
    return f.proposed_case(terms=HOME_REFUSED, **more)


def test_what_nobody_may_decide_waits_for_the_committee_and_is_signed_by_its_paragraph():
    case, secretary = waiting_case(), f.acting(Role.COMMITTEE_SECRETARY)
    f.proposed_case()
    with pytest.raises(Refused, match="individutskottet"):
        sign_it(case)
    [(waiting, bodies)] = waiting_for_committee(by=secretary, at=f.NOW)
    assert (waiting.case_id, bodies) == (case.pk, ["individutskottet", "nämnden"])
    later = f.NOW + timedelta(days=5)
    signed = meeting(waiting, meeting_on=TODAY + timedelta(days=3), at=later)
    kept = mandate_of(signed)
    assert (kept.by, kept.title, kept.paragraph, used(signed)) == ("body", "individutskottet", "§ 45", ["2.5"])
    assert localdate(signed.signed_at) == TODAY + timedelta(days=3)
    assert Event.objects.get(what="decision.sign", case=case.pk).at == later
    assert "Individutskottet, § 45, 5 mars 2026" in SentLetter.objects.get(decision=signed).content
    assert waiting_for_committee(by=secretary, at=later) == []


def test_the_committee_itself_decides_without_an_item():
    signed = meeting(f.decision_of(waiting_case()), body="nämnden")
    assert (signed.mandate.title, signed.mandate.order, used(signed)) == ("nämnden", None, [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"body": "kyrkorådet"}, "body"),
        ({"meeting_on": TODAY - timedelta(days=1)}, "meeting_on"),
        ({"meeting_on": TODAY + timedelta(days=1)}, "meeting_on"),
        ({"paragraph": "  "}, "paragraph"),
    ],
)
def test_what_is_written_down_of_a_meeting_holds_together(said, field):
    with pytest.raises(Invalid) as refused:
        meeting(f.decision_of(waiting_case()), **said)
    assert refused.value.field_name == field


def test_neither_the_committee_nor_its_chair_takes_what_a_delegate_may_decide():
    the_examples()
    decision = f.decision_of(f.proposed_case())
    with pytest.raises(Refused, match="En delegat får besluta"):
        meeting(decision, body="nämnden")
    with pytest.raises(Refused, match="En delegat får besluta"):
        urgently(decision)
    with pytest.raises(NoAccess):
        committee_decision(decision.pk, by=f.acting(Role.CHAIR), at=f.NOW)


@pytest.mark.parametrize("role", sorted({*Role} - {Role.COMMITTEE_SECRETARY, Role.CHAIR, Role.PERSON, Role.RELATIVE}))
def test_others_neither_write_for_the_committee_nor_decide_in_haste(role):
    decision = f.decision_of(waiting_case())
    for act in (meeting, urgently):
        with pytest.raises(NoAccess):
            act(decision, by=f.acting(role))


def test_the_chair_decides_what_cannot_wait_and_says_why():
    """KL 6:39: only in haste, by the committee's own grant, with the reason kept."""
    decision = f.decision_of(waiting_case())
    with pytest.raises(Invalid, match="inte kan inväntas"):
        urgently(decision, reason=" ")
    with pytest.raises(NoAccess, match="Bara nämndens ordförande"):
        urgently(decision, by=f.acting(Role.COMMITTEE_SECRETARY))
    signed = urgently(decision)
    kept = mandate_of(signed)
    assert (kept.by, kept.title, used(signed)) == ("chair", "ordförande", ["1.1"])
    assert kept.urgency.startswith("Personen skrivs ut")
    assert ["KL 6:39", "2018-01-01"] in SentLetter.objects.get(decision=signed).laws


def test_the_chair_has_no_such_right_unless_the_order_says_so():
    case = waiting_case()
    f.acting(Role.DELEGATE, case.unit)
    adopt("1;hemtjänst;SoL 11:1;Hemtjänst;alla;enhetschef;ja", valid_from=TODAY)
    with pytest.raises(Refused, match="inte gett ordföranden"):
        urgently(f.decision_of(case))
