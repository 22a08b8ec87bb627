"""Units, staff and appointments: access follows from an appointment that holds today, and from nothing else."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.people.actions import (
    appoint,
    create_first_administrator,
    employ,
    end_appointment,
    open_unit,
    verify_log,
)
from samsyn.people.models import Account, Appointment, Staff, Unit
from samsyn.people.queries import (
    actor_for,
    appointments_of,
    assessment_unit_for,
    colleagues,
    log_state,
    names_of_actors,
    staff_list,
    units,
)
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import STAFF, Role, job
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)


def hire(username: str = "ny", **more) -> Staff:
    given = {"given_name": "Ny", "family_name": "Gren", "title": "Prov", "password": "granris och kottar", **more}
    return employ(username=username, **given, by=f.ADMINISTRATOR, at=f.NOW)


def give_role(staff: Staff, unit: Unit, role: Role = Role.CASEWORKER, **more) -> Appointment:
    given = {"valid_from": TODAY, "by": f.ADMINISTRATOR, "at": f.NOW, **more}
    return appoint(staff=staff, unit=unit, role=role, **given)


def role_on(staff: Staff, day) -> Role | None:
    found = actor_for(account=staff.account, acting_as=None, today=day)
    return found.role if found else None


@pytest.mark.parametrize("role", sorted(STAFF - {Role.ADMINISTRATOR}))
def test_only_the_administrator_sets_up(role):
    by, here = f.acting(role), f.unit()
    somebody = hire()
    before = Appointment.objects.count()
    for attempt in (
        lambda: open_unit(name="X", purpose="office", by=by, at=f.NOW),
        lambda: hire_as(by),
        lambda: give_role(somebody, here, by=by),
        lambda: end_appointment(appointment=Appointment.objects.first(), last_day=TODAY, by=by, at=f.NOW),
        lambda: verify_log(by=by, at=f.NOW),
    ):
        with pytest.raises(NoAccess):
            attempt()
    assert Appointment.objects.count() == before


def hire_as(by) -> Staff:
    return employ(
        given_name="A", family_name="B", title="C", username="d", password="granris och kottar", by=by, at=f.NOW
    )


def test_a_units_name_is_its_own_whatever_the_letters_size():
    f.unit("Hemtjänst Öst", purpose="provider")
    with pytest.raises(Invalid) as told:
        open_unit(name=" hemtjänst öst ", purpose="provider", by=f.ADMINISTRATOR, at=f.NOW)
    assert told.value.field_name == "name"


def test_a_user_name_is_taken_once_and_the_password_is_not_kept_as_it_is():
    one = hire("maja")
    assert one.account.check_password("granris och kottar")
    assert "granris" not in one.account.password
    with pytest.raises(Invalid, match="upptaget") as told:
        hire("maja")
    assert told.value.field_name == "username"
    assert Account.objects.filter(username="maja").count() == 1


def test_without_a_role_nobody_acts():
    assert role_on(hire(), TODAY) is None


def test_a_role_holds_from_its_first_day_to_its_last():
    one = hire()
    held = give_role(one, f.unit(), valid_from=TODAY + timedelta(1))
    end_appointment(appointment=held, last_day=TODAY + timedelta(2), by=f.ADMINISTRATOR, at=f.NOW)
    assert [role_on(one, TODAY + timedelta(n)) for n in range(4)] == [None, Role.CASEWORKER, Role.CASEWORKER, None]


def test_whoever_has_left_or_is_shut_out_acts_no_more():
    one, other = hire("a"), hire("b")
    for staff in (one, other):
        give_role(staff, f.unit())
    Staff.objects.filter(pk=one.pk).update(left_on=TODAY)
    Account.objects.filter(staff=other).update(is_active=False)
    other.account.refresh_from_db()
    assert (role_on(one, TODAY), role_on(other, TODAY)) == (None, None)


def test_one_chooses_among_the_roles_one_has_and_no_other():
    one, stranger = hire("a"), hire("b")
    first = give_role(one, f.unit())
    second = give_role(one, f.workplace(Role.DELEGATE), Role.DELEGATE)
    others = give_role(stranger, f.unit(), Role.TEAM_LEADER)
    assert list(appointments_of(one.account, today=TODAY)) == [first, second]

    def chosen(pk):
        return actor_for(account=one.account, acting_as=pk, today=TODAY).role

    assert (chosen(second.pk), chosen(str(second.pk)), chosen(others.pk), chosen("x")) == (
        Role.DELEGATE, Role.DELEGATE, Role.CASEWORKER, Role.CASEWORKER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "purpose"),
    [
        (Role.CASEWORKER, "provider"),
        (Role.CARE_WORKER, "assessment"),
        (Role.ANALYST, "provider"),
        (Role.PERSON, "assessment"),
    ],
)
def test_a_role_belongs_to_a_kind_of_unit(role, purpose):
    with pytest.raises(Invalid) as told:
        give_role(hire(), f.unit("Annan", purpose=purpose), role)
    assert told.value.field_name == "unit"


def test_a_role_is_held_once_at_a_time_and_may_be_given_again():
    one = hire()
    held = give_role(one, f.unit())
    with pytest.raises(Invalid, match="redan den rollen"):
        give_role(one, f.unit())
    end_appointment(appointment=held, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)
    assert give_role(one, f.unit(), valid_from=TODAY + timedelta(1)).pk != held.pk


def test_a_role_does_not_end_before_it_begins():
    held = give_role(hire(), f.unit())
    with pytest.raises(Invalid) as told:
        end_appointment(appointment=held, last_day=TODAY - timedelta(1), by=f.ADMINISTRATOR, at=f.NOW)
    assert told.value.field_name == "last_day"


def test_an_end_that_is_set_comes_nearer_and_never_moves_on():
    held = give_role(hire(), f.unit())
    last = TODAY + timedelta(9)
    end_appointment(appointment=held, last_day=last, by=f.ADMINISTRATOR, at=f.NOW)
    with pytest.raises(Invalid, match=f"slutar redan {last}") as told:
        end_appointment(appointment=held, last_day=last + timedelta(1), by=f.ADMINISTRATOR, at=f.NOW)
    assert told.value.field_name == "last_day"
    end_appointment(appointment=held, last_day=TODAY + timedelta(3), by=f.ADMINISTRATOR, at=f.NOW)
    held.refresh_from_db()
    assert held.valid_to == TODAY + timedelta(3)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_role_that_is_over_stays_as_it_was(days):
    held = give_role(hire(), f.unit())
    end_appointment(appointment=held, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)
    later = f.NOW + timedelta(days=2)
    with pytest.raises(Refused, match="redan avslutad"):
        end_appointment(appointment=held, last_day=TODAY + timedelta(days), by=f.ADMINISTRATOR, at=later)
    held.refresh_from_db()
    assert held.valid_to == TODAY


def test_the_last_administrator_is_not_ended_and_the_last_but_one_is():
    office = f.workplace(Role.ADMINISTRATOR)
    first = give_role(hire("a"), office, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="administratör"):
        end_appointment(appointment=first, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)
    second = give_role(hire("b"), office, Role.ADMINISTRATOR)
    end_appointment(appointment=first, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)
    with pytest.raises(Refused, match="administratör"):
        end_appointment(appointment=second, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)


def test_an_administrator_who_has_left_does_not_count_as_another():
    office = f.workplace(Role.ADMINISTRATOR)
    first, gone = hire("a"), hire("b")
    held = give_role(first, office, Role.ADMINISTRATOR)
    give_role(gone, office, Role.ADMINISTRATOR)
    Staff.objects.filter(pk=gone.pk).update(left_on=TODAY)
    with pytest.raises(Refused, match="administratör"):
        end_appointment(appointment=held, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)


def test_an_administrator_who_has_not_begun_does_not_count_as_another():
    office = f.workplace(Role.ADMINISTRATOR)
    held = give_role(hire("a"), office, Role.ADMINISTRATOR)
    give_role(hire("b"), office, Role.ADMINISTRATOR, valid_from=TODAY + timedelta(9))
    with pytest.raises(Refused, match="administratör"):
        end_appointment(appointment=held, last_day=TODAY, by=f.ADMINISTRATOR, at=f.NOW)
    assert end_appointment(appointment=held, last_day=TODAY + timedelta(8), by=f.ADMINISTRATOR, at=f.NOW).valid_to


def test_the_first_administrator_is_made_once():
    made = {"given_name": "Ada", "family_name": "Först", "password": "granris och kottar", "at": f.NOW}
    one = create_first_administrator(username="ada", by=job("create-admin"), **made)
    assert role_on(one, TODAY) is Role.ADMINISTRATOR
    with pytest.raises(Refused, match="redan en administratör"):
        create_first_administrator(username="eva", by=job("create-admin"), **made)


def test_colleagues_are_those_who_hold_the_role_there_today():
    here, there = f.unit(), f.unit("Syd")
    now, coming, elsewhere, leader = hire("a"), hire("b"), hire("c"), hire("d")
    give_role(now, here)
    give_role(coming, here, valid_from=TODAY + timedelta(1))
    give_role(elsewhere, there)
    give_role(leader, here, Role.TEAM_LEADER)
    assert list(colleagues(here.pk, Role.CASEWORKER, today=TODAY)) == [now]


def test_an_application_goes_to_the_areas_unit_else_the_first():
    alfa = open_unit(name="Alfa", purpose="assessment", area="Alfa", by=f.ADMINISTRATOR, at=f.NOW)
    beta = open_unit(name="Beta", purpose="assessment", area="Beta", by=f.ADMINISTRATOR, at=f.NOW)
    open_unit(name="Hemtjänst", purpose="provider", area="Gamma", by=f.ADMINISTRATOR, at=f.NOW)
    assert [assessment_unit_for(a) for a in ("Beta", "Alfa", "Gamma", "")] == [beta, alfa, alfa, alfa]
    Unit.objects.filter(purpose="assessment").update(closed_on=TODAY)
    assert assessment_unit_for("Beta") is None


def test_lists_name_everybody_once():
    one = hire()
    give_role(one, f.unit())
    give_role(one, f.unit(), Role.TEAM_LEADER)
    assert list(staff_list()) == [one]
    assert list(units()) == [f.unit()]
    assert names_of_actors({f"staff:{one.pk}", "job:x"}) == {f"staff:{one.pk}": "Ny Gren, Prov"}


def test_a_verification_is_noted_and_known_to_the_next_reader():
    administrator = f.acting(Role.ADMINISTRATOR)
    assert log_state().last is None
    verdict = verify_log(by=administrator, at=f.NOW)
    assert verdict.intact
    state = log_state()
    assert state.last is not None
    assert state.last.detail["events"] == verdict.events == state.events - 1
    assert state.head == state.last.hash == Event.objects.latest("id").hash


def test_an_end_that_somebody_else_has_set_is_seen_by_a_page_read_before_it():
    held = give_role(hire(), f.unit())
    stale = Appointment.objects.get(pk=held.pk)
    end_appointment(appointment=held, last_day=TODAY + timedelta(2), by=f.ADMINISTRATOR, at=f.NOW)
    with pytest.raises(Invalid, match="slutar redan"):
        end_appointment(appointment=stale, last_day=TODAY + timedelta(9), by=f.ADMINISTRATOR, at=f.NOW)
