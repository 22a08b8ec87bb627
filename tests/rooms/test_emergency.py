"""Emergency access: a reason, some hours, reading only, marked in the log, looked at by somebody else (SoLPuL 10 §)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from samsyn.audit.models import Event
from samsyn.cases.access import CaseFacts, why_not_handle, why_not_read
from samsyn.cases.actions import open_case_in_emergency
from samsyn.cases.models import Case
from samsyn.cases.queries import open_case
from samsyn.homecare.actions import open_order_in_emergency
from samsyn.homecare.queries import open_order
from samsyn.people.actions import review_emergency
from samsyn.people.contact import contact_of
from samsyn.people.models import EmergencyAccess
from samsyn.people.queries import actor_for, emergencies_by_unit, emergencies_to_review, own_emergencies
from samsyn.people.queries.emergency import MOST
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.protection import protected, secret_person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def elsewhere(role: Role = Role.CASEWORKER) -> Actor:
    purpose = "provider" if role in {Role.PROVIDER_PLANNER, Role.CARE_WORKER} else "assessment"
    return f.acting(role, f.unit(f"Jouren, {purpose}", purpose=purpose))


def opened(case: Case, by: Actor | None = None, *, at=f.NOW, **terms) -> EmergencyAccess:
    told = {"asked": case.number, "cause": "life", "reason": "Ringer och svarar inte."} | terms
    return open_case_in_emergency(**told, by=by or elsewhere(), at=at)


def again(actor: Actor, at) -> Actor:
    """The same actor at another moment, as a request would have them."""
    from samsyn.people.models import Appointment

    held = Appointment.objects.get(staff=actor.staff_id, role=actor.role, unit=actor.unit_id)
    found = actor_for(account=held.staff.account, acting_as=held.pk, today=at.date(), now=at)
    assert found is not None
    return found


def test_it_opens_the_case_for_reading_and_ends_by_itself():
    case, by = f.investigated_case(), elsewhere()
    assert why_not_read(by, CaseFacts.of(case))
    opened(case, by)
    reading = again(by, f.NOW + HOUR)
    assert why_not_read(reading, CaseFacts.of(case)) is None
    assert why_not_handle(reading, CaseFacts.of(case))
    assert why_not_read(again(by, f.NOW + 4 * HOUR), CaseFacts.of(case))


def test_it_opens_that_case_alone_to_that_reader_in_that_role_alone():
    case, other, by = f.received_case(), f.received_case(), elsewhere()
    opened(case, by)
    assert why_not_read(again(by, f.NOW), CaseFacts.of(other))
    assert why_not_read(again(elsewhere(Role.DELEGATE), f.NOW), CaseFacts.of(case))


def test_the_number_of_a_person_opens_their_newest_open_case():
    person = f.person()
    f.received_case(of=person)
    newest = f.received_case(of=person, at=f.NOW + HOUR)
    assert opened(newest, asked=person.written_number).about == f"case:{newest.pk}"


@pytest.mark.parametrize("asked", ["Lind", "Storgatan 1", "", "1999-000000", "%"])
def test_nothing_but_a_whole_number_is_searched(asked):
    """SoLPuF 15"""
    with pytest.raises(Invalid) as refused:
        opened(f.received_case(), asked=asked)
    assert refused.value.field_name == "asked"


@pytest.mark.parametrize(
    ("wrong", "field"), [({"cause": "nyfiken"}, "cause"), ({"reason": " "}, "reason"), ({"reason": "x"}, "reason")]
)
def test_it_demands_a_cause_and_a_reason(wrong, field):
    with pytest.raises(Invalid) as refused:
        opened(f.received_case(), **wrong)
    assert refused.value.field_name == field


def test_whoever_gives_no_reason_learns_nothing_of_who_is_known():
    known, unknown = f.investigated_case().person.number, "19121212-1212"
    told = []
    for number in (known, unknown):
        with pytest.raises(Invalid) as refused:
            open_case_in_emergency(asked=number, cause="life", reason="x", by=elsewhere(), at=f.NOW)
        told.append(refused.value.field_name)
        with pytest.raises(Invalid) as refused:
            open_order_in_emergency(asked=number, cause="life", reason="x", by=elsewhere(Role.CARE_WORKER), at=f.NOW)
        told.append(refused.value.field_name)
    assert set(told) == {"reason"}


def test_each_reading_under_it_is_marked_in_the_log():
    case, by = f.received_case(), elsewhere()
    made = opened(case, by)
    open_case(case.pk, by=again(by, f.NOW), at=f.NOW)
    read = Event.objects.get(what="case.read", by=by.key)
    assert read.detail == {"emergency": made.pk}
    assert Event.objects.get(what="emergency.open").subjects == [case.person_id]


def test_the_address_of_somebody_protected_stays_covered():
    case, by = f.received_case(of=protected(secret_person())), elsewhere()
    opened(case, by)
    assert contact_of(case.person, again(by, f.NOW)).is_covered


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.COMMITTEE_SECRETARY])
def test_roles_that_meet_no_persons_have_no_emergencies(role):
    with pytest.raises(NoAccess):
        opened(f.received_case(), f.acting(role))


def test_what_one_may_read_already_is_not_opened():
    case = f.received_case()
    with pytest.raises(Invalid, match="redan"):
        opened(case, f.caseworker_of(case))


def test_very_many_in_a_day_are_stopped():
    by = elsewhere()
    for _ in range(MOST):
        opened(f.received_case(), by)
    with pytest.raises(Refused, match="Ring enhetens chef"):
        opened(f.received_case(), by)
    opened(f.received_case(), by, at=f.NOW + timedelta(days=1, minutes=1))


class TestStaffOnCall:
    def test_municipal_staff_open_another_units_order(self):
        order, by = f.order_of(f.accepted_case()), elsewhere(Role.CARE_WORKER)
        number = order.case.person.number
        made = open_order_in_emergency(asked=number, cause="alarm", reason="Larmet har gått.", by=by, at=f.NOW)
        assert (made.about, made.unit) == (f"order:{order.pk}", order.provider)
        open_order(order.pk, by=again(by, f.NOW), at=f.NOW)
        assert Event.objects.get(what="order.read", by=by.key).detail == {"emergency": made.pk}
        with pytest.raises(NoAccess):
            open_order(order.pk, by=again(by, f.NOW + 4 * HOUR), at=f.NOW)

    def test_a_private_provider_opens_nobody_elses(self):
        """SoLPuF 21: no matching between units of private providers"""
        order = f.order_of(f.accepted_case())
        by = f.acting(Role.CARE_WORKER, f.unit("Privat omsorg", purpose="provider", operator="private"))
        asked = order.case.person.number
        with pytest.raises(NoAccess):
            open_order_in_emergency(asked=asked, cause="alarm", reason="Larmet har gått.", by=by, at=f.NOW)


class TestReview:
    def test_the_leader_of_the_unit_meets_it_until_it_is_reviewed(self):
        case = f.received_case()
        made, leader = opened(case), f.acting(Role.TEAM_LEADER)
        assert emergencies_to_review(leader, at=f.NOW) == [made]
        assert emergencies_to_review(elsewhere(Role.TEAM_LEADER), at=f.NOW) == []
        assert emergencies_to_review(f.acting(Role.CASEWORKER), at=f.NOW) == []
        assert emergencies_by_unit() == {case.unit.name: (1, 1)}
        review_emergency(emergency=made, verdict="approved", note="", by=leader, at=f.NOW)
        assert emergencies_to_review(leader, at=f.NOW) == []
        assert emergencies_by_unit() == {case.unit.name: (1, 0)}

    def test_nobody_reviews_their_own(self):
        made = opened(f.received_case())
        themselves = Actor(
            made.staff_id and f"staff:{made.staff_id}", Role.TEAM_LEADER, "", made.unit_id, made.staff_id
        )
        with pytest.raises(NoAccess, match="egen"):
            review_emergency(emergency=made, verdict="approved", note="", by=themselves, at=f.NOW)

    def test_what_is_to_be_investigated_says_what(self):
        made, leader = opened(f.received_case()), f.acting(Role.TEAM_LEADER)
        with pytest.raises(Invalid) as refused:
            review_emergency(emergency=made, verdict="investigate", note=" ", by=leader, at=f.NOW)
        assert refused.value.field_name == "note"

    def test_it_is_reviewed_once_and_never_changes(self):
        made, leader = opened(f.received_case()), f.acting(Role.TEAM_LEADER)
        review_emergency(emergency=made, verdict="approved", note="", by=leader, at=f.NOW)
        with pytest.raises(Refused):
            review_emergency(emergency=made, verdict="investigate", note="Nej", by=leader, at=f.NOW)
        for act in (made.delete, lambda: EmergencyAccess.objects.update(reason="annat")):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()

    def test_one_sees_what_is_open_now(self):
        by = elsewhere()
        made = opened(f.received_case(), by)
        assert list(own_emergencies(by, now=f.NOW)) == [made]
        assert not own_emergencies(by, now=f.NOW + 4 * HOUR)
