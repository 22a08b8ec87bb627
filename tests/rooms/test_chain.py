"""The whole chain through the actions alone: from application to a followed-up plan, and once more round."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.audit.queries import verify_chain
from samsyn.cases import actions as cases
from samsyn.cases.models import Case
from samsyn.homecare import actions as homecare
from samsyn.homecare.models import PerformedTime
from samsyn.people.actions import appoint, employ, open_unit, register_person
from samsyn.people.identity import make
from samsyn.people.models import Staff, Unit
from samsyn.people.roles import Actor, Role, job
from tests.factories import SENDER
from tests.orders import order_in_force

START = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
SETUP = job("set-up")


def works_as(role: Role, unit: Unit) -> Actor:
    staff = employ(
        given_name="Test", family_name=role, title="Enhetschef", username=f"{role}-{unit.pk}", password="x" * 12,
        by=SETUP, at=START,
    )  # fmt: skip
    appoint(staff=staff, unit=unit, role=role, valid_from=date(2020, 1, 1), by=SETUP, at=START)
    return Actor(key=f"staff:{staff.pk}", role=role, name=staff.name, unit_id=unit.pk, staff_id=staff.pk)


@pytest.mark.django_db
def test_an_application_is_carried_all_the_way_and_round_again():
    authority = open_unit(name="Enhet ett", purpose="assessment", by=SETUP, at=START)
    provider = open_unit(name="Hemtjänst norr", purpose="provider", by=SETUP, at=START)
    order_in_force()
    caseworker, delegate = works_as(Role.CASEWORKER, authority), works_as(Role.DELEGATE, authority)
    planner, carer = works_as(Role.PROVIDER_PLANNER, provider), works_as(Role.CARE_WORKER, provider)
    person = register_person(
        identity=make(date(1940, 1, 15), 980), given_name="Elsa", family_name="Prov", by=caseworker, at=START
    )
    herself = Actor(key=f"person:{person.pk}", role=Role.PERSON, person_id=person.pk)

    arrival = cases.Arrival("application", "web", "person", "Jag orkar inte städa själv.", START)
    case = cases.register_intake(person=person, unit=authority, arrival=arrival, by=herself, at=START)
    cases.assign(case=case, to=Staff.objects.get(pk=caseworker.staff_id), by=caseworker, at=START)
    investigation = cases.open_investigation(case=case, by=caseworker, at=START)
    need = cases.add_need(investigation=investigation, area="d640", by=caseworker, at=START)
    for field, value in {"level_now": "3", "level_meant": "1", "goal": "Ett rent hem"}.items():
        place = f"need:{need.pk}:{field}"
        cases.save_field(investigation=investigation, place=place, value=value, base=0, by=caseworker, at=START)

    decision = cases.start_decision(investigation=investigation, by=caseworker, at=START)
    terms = cases.LineTerms(
        intervention="HEMTJANST", outcome="granted", unit="minutes_week", amount=180, valid_from=localdate(START),
        needs=(need.pk,), goal="Ett rent hem",
    )  # fmt: skip
    line = cases.put_line(decision=decision, terms=terms, by=caseworker, at=START)
    cases.propose(decision=decision, by=caseworker, at=START)
    decision = cases.sign(decision=decision, sender=SENDER, by=delegate, at=START)
    line.refresh_from_db()
    assert decision.state == "signed"

    order = homecare.send_order(
        line=line, provider=provider, start_on=localdate(START), circumstances="Ring först", by=caseworker, at=START
    )
    homecare.see(order=order, by=planner, at=START)
    homecare.accept(order=order, contact=Staff.objects.get(pk=carer.staff_id), by=planner, at=START)
    plan = homecare.start_plan(order=order, by=carer, at=START)
    activity = homecare.ActivityTerms("Städning", "24", time(10), 60, need=need.pk, goal="Rent")
    homecare.put_activity(plan=plan, terms=activity, by=carer, at=START)
    homecare.write_plan(
        plan=plan, participation="Vi satt vid köksbordet.", persons_words="Tisdagar är bra.", others_present="",
        follow_up_on=localdate(START) + timedelta(60), by=carer, at=START,
    )  # fmt: skip
    homecare.offer_plan(plan=plan, by=carer, at=START)
    homecare.answer_plan(plan=plan, approve=True, hand="self", words="", by=herself, at=START)
    later = START + timedelta(days=8)
    homecare.close_days(by=job("close-days"), at=later, through=localdate(later) - timedelta(1))
    assert PerformedTime.objects.filter(source="as_planned").count() == 2
    case.refresh_from_db()
    assert (case.status, case.follow_up_on) == ("active", localdate(START) + timedelta(60))

    reassess = cases.NeedResult(need.pk, 2, "partly", "partly", "reassess")
    homecare.conclude_follow_up(
        case=case, decision=decision, held_on=localdate(later), took_part="Elsa", persons_words="Det går bättre",
        results=[reassess], next_on=None, by=caseworker, at=later,
    )  # fmt: skip
    case.refresh_from_db()
    assert case.status == "investigating"
    again = case.investigations.get(cause="follow_up")
    assert [(n.area, n.level_now) for n in again.needs.all()] == [("d640", None)]
    assert verify_chain().intact
    assert Event.objects.filter(case=case.pk).count() > 15
    assert Case.objects.count() == 1
