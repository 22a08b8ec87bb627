"""Intake: arrival starts the clock, duplicates are joined, reports may be dismissed and applications never."""

from datetime import timedelta
from uuid import uuid4

import pytest

from samsyn.audit.models import Event
from samsyn.cases.actions import Arrival, assign, close_case, dismiss, open_investigation, register_intake
from samsyn.people.actions import register_person, register_unknown
from samsyn.people.identity import Sex, read
from samsyn.people.models import Staff
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.ended import take_back

pytestmark = pytest.mark.django_db


def arrival(**more) -> Arrival:
    return Arrival(
        **{"form": "application", "channel": "phone", "by_whom": "person", "asked_for": "Hjälp", "received_at": f.NOW}
        | more
    )


def register(arrived: Arrival, by: Actor, **more):
    return register_intake(
        person=more.pop("of", None) or f.person(), unit=f.unit(), arrival=arrived, by=by, at=f.NOW, **more
    )


def test_the_clock_starts_when_it_arrived_and_not_when_it_was_registered():
    came = f.NOW - timedelta(days=2)
    case = register(arrival(received_at=came), f.acting(Role.CASEWORKER))
    assert (case.received_at, case.status_since) == (came, came)
    assert case.intakes.get().registered_at == f.NOW


def test_nothing_arrives_in_the_future():
    with pytest.raises(Invalid, match="framtiden"):
        register(arrival(received_at=f.NOW + timedelta(minutes=1)), f.acting(Role.CASEWORKER))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"asked_for": "  "}, "asked_for"),
        ({"asked_for": "x" * 20_001}, "asked_for"),
        ({"form": "wish"}, "form"),
        ({"channel": "pigeon"}, "form"),
        ({"by_whom": "other"}, "by_whom"),
    ],
)
def test_what_cannot_be_stored_names_its_field(wrong, field):
    with pytest.raises(Invalid) as refused:
        arrival(**wrong)
    assert refused.value.field_name == field


def test_numbers_run_within_the_year():
    by = f.acting(Role.CASEWORKER)
    numbers = [register(arrival(), by).number for _ in range(3)]
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]


def test_a_second_application_can_join_the_open_case_but_not_somebody_elses():
    by = f.acting(Role.CASEWORKER)
    case = register(arrival(), by)
    joined = register(arrival(asked_for="Och matlåda"), by, of=case.person, case=case)
    assert joined.pk == case.pk
    assert case.intakes.count() == 2
    with pytest.raises(Invalid):
        register(arrival(), by, of=f.person("Bo"), case=case)


def test_what_is_sent_twice_is_registered_once():
    by, once = f.acting(Role.CASEWORKER), str(uuid4())
    case = register(arrival(once=once), by)
    again = register(arrival(once=once), by, of=case.person)
    assert again.pk == case.pk
    assert case.intakes.count() == 1
    assert Event.objects.filter(what="intake.register").count() == 1


def test_without_a_mark_or_with_another_one_it_is_registered_anew():
    by = f.acting(Role.CASEWORKER)
    cases = [register(arrival(once=once), by).pk for once in ("", "", str(uuid4()), str(uuid4()))]
    assert len(set(cases)) == 4


def test_what_somebody_else_sends_from_the_same_page_is_their_own():
    once = str(uuid4())
    first = register(arrival(once=once), f.acting(Role.CASEWORKER))
    second = register(arrival(once=once), f.acting(Role.TEAM_LEADER))
    assert second.pk != first.pk


def test_an_application_is_never_dismissed_but_a_report_is_with_its_reason():
    by = f.acting(Role.CASEWORKER)
    with pytest.raises(Refused, match="alltid utredas"):
        dismiss(case=register(arrival(), by), reason="Nej", by=by, at=f.NOW)
    report = register(arrival(form="report", by_whom="other"), by)
    with pytest.raises(Invalid):
        dismiss(case=report, reason=" ", by=by, at=f.NOW)
    assert dismiss(case=report, reason="Hjälp finns redan.", by=by, at=f.NOW).status == "closed"


def test_a_person_applies_for_themselves_and_a_relative_only_with_authority():
    person, relative = f.person(), f.person("Nils")
    herself = f.actor(person, acting_as="self")
    assert register(arrival(channel="web"), herself, of=person).person_id == person.pk
    with pytest.raises(NoAccess):
        register(arrival(channel="web"), herself, of=relative)
    f.consent(person, relative, "see")
    with pytest.raises(NoAccess):
        register(arrival(channel="web", by_whom="relative"), f.actor(relative, acting_as="relative"), of=person)
    f.consent(person, relative, "apply")
    case = register(arrival(channel="web", by_whom="relative"), f.actor(relative, acting_as="relative"), of=person)
    assert case.caseworker_id is None


def test_a_caseworker_takes_a_case_that_nobody_has_and_only_the_leader_moves_it_on():
    person = f.person()
    case = register(arrival(channel="web"), f.actor(person, acting_as="self"), of=person)
    karin, other = f.acting(Role.CASEWORKER), f.actor(f.staff(Role.CASEWORKER))
    with pytest.raises(NoAccess, match="Ta ärendet först"):
        open_investigation(case=case, by=karin, at=f.NOW)
    case = assign(case=case, to=Staff.objects.get(pk=karin.staff), by=karin, at=f.NOW)
    with pytest.raises(NoAccess):
        assign(case=case, to=Staff.objects.get(pk=other.staff), by=other, at=f.NOW)
    leader = f.acting(Role.TEAM_LEADER)
    case = assign(case=case, to=Staff.objects.get(pk=other.staff), by=leader, at=f.NOW)
    with pytest.raises(NoAccess, match="annan handläggare"):
        open_investigation(case=case, by=karin, at=f.NOW)
    with pytest.raises(Invalid):
        assign(case=case, to=Staff.objects.get(pk=leader.staff), by=leader, at=f.NOW)


def test_an_application_ends_without_a_decision_only_when_it_is_taken_back():
    case = f.received_case()
    by = f.caseworker_of(case)
    with pytest.raises(Refused, match="få ett beslut"):
        close_case(case=case, reason="need_ceased", by=by, at=f.NOW)
    with pytest.raises(Refused, match="återkallelsen"):
        close_case(case=case, reason="withdrawn", by=by, at=f.NOW)
    take_back(case)
    case.refresh_from_db()
    assert (case.closed_at, case.close_reason) == (f.NOW, "withdrawn")


def test_nothing_arrived_in_the_year_one():
    with pytest.raises(Invalid, match="kan inte stämma"):
        register(arrival(received_at=f.NOW.replace(year=1)), f.acting(Role.CASEWORKER))


def test_temporary_ids_are_given_and_never_typed_and_follow_the_highest():
    by = f.acting(Role.CASEWORKER)
    first = register_unknown(given_name="A", family_name="Okänd", sex=Sex.WOMAN, by=by, at=f.NOW)
    second = register_unknown(given_name="B", family_name="Okänd", sex=Sex.MAN, by=by, at=f.NOW)
    assert (first.number, second.number) == ("TK2026-0001", "TM2026-0002")
    typed = read("TK2026-0003", today=f.NOW.date())
    with pytest.raises(Invalid, match="skrivs inte in"):
        register_person(identity=typed, given_name="C", family_name="Okänd", by=by, at=f.NOW)
