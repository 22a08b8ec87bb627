"""Units, people and cases for tests, made by the same actions that the pages use.

    case = decided_case()
    order = ordered_case(provider=unit("Hemtjänst Syd", purpose="provider"))
    log_in(client, caseworker_of(case))
`at` is the moment of every step. Units and the first member of staff in each role are made when needed, and used again.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate

from samsyn.cases.actions import (
    Arrival,
    LineTerms,
    add_need,
    open_investigation,
    propose,
    put_line,
    register_intake,
    send_back,
    sign,
    start_decision,
    write_summary,
)
from samsyn.cases.letters.content import Sender
from samsyn.cases.models import Case, Decision, DecisionLine, Investigation, Need
from samsyn.homecare.actions import (
    ActivityTerms,
    accept,
    answer_plan,
    offer_plan,
    put_activity,
    request_change,
    see,
    send_order,
    start_plan,
    write_plan,
)
from samsyn.homecare.models import Order, Plan
from samsyn.people.actions import Invited, Paper, register_authority, register_person
from samsyn.people.identity import make, read
from samsyn.people.models import Consent, Person, Staff, Unit
from samsyn.people.roles import Actor, Role
from tests.conditions import assess_for
from tests.employed import (  # noqa: F401 (asked for here by the tests)
    ADMINISTRATOR,
    LONG_AGO,
    NOW,
    account,
    acting,
    actor,
    log_in,
    staff,
    unit,
    workplace,
)
from tests.hearing import heard
from tests.inquiries import write
from tests.kept import kept

SENDER = Sender("Samsyns kommun", "Socialnämnden")


def freeze(monkeypatch, at: datetime = NOW) -> None:
    """Stop the clock that pages read, so that what a page says of days can be tested."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


# Persons


@kept
def person(
    given_name: str = "Astrid", family_name: str = "Lind", *, born: date | None = None, serial: int = 982,
    at: datetime = NOW, **contact: str,
) -> Person:  # fmt: skip
    """Somebody new. Without `born` each gets a birthday of their own in the 1940s; an even serial is a woman's."""
    before = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    born = born or date(1940, 1, 15) + timedelta(before % 3000)
    known = {"street": "Storgatan 1", "postcode": "123 45", "town": "Samsyn", "phone": "070-174 06 11", **contact}
    named = {"given_name": given_name, "family_name": family_name}
    return register_person(identity=make(born, serial), **named, by=acting(Role.CASEWORKER), at=at, **known)


@kept
def consent(of: Person, to: Person, function: str = "see", *, at: datetime = NOW, **terms) -> Consent:
    """What a paper that a caseworker has seen lets another do for a person, from the day before `at`."""
    by = acting(Role.CASEWORKER)
    valid = {"valid_from": localdate(at) - timedelta(1), "valid_to": None}
    paper = Paper(terms.pop("basis", "consent"), "Undertecknat samtycke", Staff.objects.get(pk=by.staff))
    named = Invited(read(to.number, today=localdate(at)), to.given_name, to.family_name, [function], **(valid | terms))
    [given] = register_authority(person=of, invited=named, paper=paper, by=by, at=at)
    return given


# The chain


@kept
def caseworker_of(case: Case) -> Actor:
    """The caseworker who has the case."""
    held = case.caseworker.appointments.get(unit=case.unit_id, role=Role.CASEWORKER)
    return actor(case.caseworker, acting_as=held.pk)


@kept
def received_case(
    *,
    of: Person | None = None,
    at_unit: Unit | None = None,
    by: Actor | None = None,
    form: str = "application",
    channel: str = "phone",
    by_whom: str = "person",
    asked_for: str = "Jag behöver hjälp att duscha och att handla.",
    received_at: datetime | None = None,
    at: datetime = NOW,
) -> Case:
    """An application that has come in; registered by a caseworker, who then has it."""
    place = at_unit or unit()
    arrived = received_at or at
    arrival = Arrival(form=form, channel=channel, by_whom=by_whom, asked_for=asked_for, received_at=arrived)
    by = by or acting(Role.CASEWORKER, place)
    return register_intake(person=of or person(at=at), unit=place, arrival=arrival, by=by, at=at)


@kept
def investigating_case(*, at: datetime = NOW, **received) -> Case:
    """A case whose investigation is open and still empty."""
    case = received_case(at=at, **received)
    open_investigation(case=case, by=caseworker_of(case), at=at)
    return _again(case)


@kept
def need(
    investigation: Investigation,
    area: str = "d510",
    *,
    level_now: int | None = 3,
    level_meant: int | None = 1,
    goal: str = "Jag är ren och känner mig fräsch.",
    own_words: str = "Jag är rädd att halka i duschen.",
    description: str = "Behöver stöd att komma in och ut ur duschen.",
    at: datetime = NOW,
) -> Need:
    """A need in an open investigation, every field written as a caseworker would have."""
    by = caseworker_of(investigation.case)
    made = add_need(investigation=investigation, area=area, by=by, at=at)
    texts = {"own_words": own_words, "description": description, "goal": goal}
    levels = {"level_now": level_now, "level_meant": level_meant}
    values = texts | {k: "" if v is None else str(v) for k, v in levels.items()}
    write(investigation, made, {field: value for field, value in values.items() if value}, by=by, at=at)
    made.refresh_from_db()
    return made


@kept
def investigated_case(*, areas: tuple[str, ...] = ("d510", "d620"), at: datetime = NOW, **received) -> Case:
    """A case whose investigation holds texts and complete needs, ready for a decision to be written."""
    case = investigating_case(at=at, **received)
    investigation = case.investigations.get()
    by = caseworker_of(case)
    texts = {"situation": "Bor ensam på tredje våningen.", "assessment": "Behovet kan inte mötas annars."}
    write(investigation, None, texts, by=by, at=at)
    for area in areas:
        need(investigation, area, at=at)
    return _again(case)


def home_care(needs: tuple[int, ...], *, valid_from: date, **terms) -> LineTerms:
    """A line of home care: a frame of six hours a week."""
    line = LineTerms(
        intervention="HEMTJANST", outcome="granted", unit="minutes_week", amount=360, valid_from=valid_from,
        needs=needs, goal="Jag klarar vardagen hemma.",
    )  # fmt: skip
    return replace(line, **terms)


@kept
def proposed_case(*, terms: dict | None = None, at: datetime = NOW, **investigated) -> Case:
    """A case with a decision of one line, handed to the delegate."""
    case = investigated_case(at=at, **investigated)
    by = caseworker_of(case)
    draft = start_decision(investigation=case.investigations.get(), by=by, at=at)
    needs = tuple(draft.investigation.needs.order_by("pk").values_list("pk", flat=True))
    put_line(decision=draft, terms=home_care(needs, valid_from=localdate(at), **(terms or {})), by=by, at=at)
    assess_for(draft, by=by, at=at)
    write_summary(decision=draft, summary="Du får hemtjänst.", by=by, at=at)
    propose(decision=heard(draft, by=by, at=at), by=by, at=at)
    return _again(case)


@kept
def returned_case(*, note: str = "Skriv tydligare skäl.", at: datetime = NOW, **proposed) -> Case:
    """A case whose proposal the delegate has sent back."""
    case = proposed_case(at=at, **proposed)
    send_back(decision=case.decisions.get(), note=note, by=acting(Role.DELEGATE, case.unit), at=at)
    return _again(case)


@kept
def decided_case(*, at: datetime = NOW, **proposed) -> Case:
    """A case with a signed decision."""
    case = proposed_case(at=at, **proposed)
    sign(decision=case.decisions.get(), sender=SENDER, by=acting(Role.DELEGATE, case.unit), at=at)
    return _again(case)


@kept
def decision_of(case: Case) -> Decision:
    """The newest decision of a case."""
    return case.decisions.order_by("-pk").first()


@kept
def line_of(case: Case) -> DecisionLine:
    """The first line of the newest decision."""
    return decision_of(case).lines.order_by("pk").first()


@kept
def ordered_case(
    *, provider: Unit | None = None, circumstances: str = "Nyckel finns hos grannen.", at: datetime = NOW, **decided
) -> Case:
    """A case whose line is ordered from a provider who has not opened the order yet."""
    case = decided_case(at=at, **decided)
    send_order(
        line=line_of(case), provider=provider or workplace(Role.PROVIDER_PLANNER), start_on=localdate(at),
        circumstances=circumstances, by=caseworker_of(case), at=at,
    )  # fmt: skip
    return _again(case)


@kept
def order_of(case: Case) -> Order:
    """The newest order of a case."""
    return case.orders.order_by("-pk").first()


@kept
def planner_of(order: Order) -> Actor:
    """A planner of the provider that has the order."""
    return acting(Role.PROVIDER_PLANNER, order.provider)


@kept
def change_requested_case(*, reason: str = "Vilken port är det?", at: datetime = NOW, **ordered) -> Case:
    """A case whose provider asks for a change before answering."""
    case = ordered_case(at=at, **ordered)
    order = order_of(case)
    see(order=order, by=planner_of(order), at=at)
    request_change(order=order, reason=reason, by=planner_of(order), at=at)
    return _again(case)


@kept
def accepted_case(*, at: datetime = NOW, **ordered) -> Case:
    """A case whose order is seen and accepted, with a contact person."""
    case = ordered_case(at=at, **ordered)
    take_on(order_of(case), at=at)
    return _again(case)


@kept
def take_on(order: Order, *, at: datetime = NOW) -> Order:
    """The provider opens the order and accepts it, with a contact person."""
    planner = planner_of(order)
    contact = Staff.objects.get(pk=acting(Role.CARE_WORKER, order.provider).staff)
    see(order=order, by=planner, at=at)
    return accept(order=order, contact=contact, by=planner, at=at)


@kept
def offered_case(*, at: datetime = NOW, **accepted) -> Case:
    """A case whose plan lies before the person."""
    case = accepted_case(at=at, **accepted)
    put_plan(order_of(case), at=at)
    return _again(case)


@kept
def put_plan(order: Order, *, at: datetime = NOW) -> Plan:
    """A plan of an accepted order, put before the person."""
    carer = acting(Role.CARE_WORKER, order.provider)
    plan = start_plan(order=order, by=carer, at=at)
    terms = ActivityTerms(
        what="Dusch", weekdays="135", start=time(8), minutes=40, need=order.content["needs"][0]["id"],
        goal="Jag är ren.", how="Stöd in i duschen.", responsible=order.contact,
    )  # fmt: skip
    put_activity(plan=plan, terms=terms, by=carer, at=at)
    write_plan(
        plan=plan, participation="Astrid valde tiderna själv.", persons_words="Helst på morgonen.", others_present="",
        follow_up_on=localdate(at) + timedelta(90), by=carer, at=at,
    )  # fmt: skip
    return offer_plan(plan=plan, by=carer, at=at)


@kept
def plan_of(case: Case) -> Plan:
    """The newest plan of the newest order."""
    return order_of(case).plans.order_by("-version").first()


@kept
def active_case(*, at: datetime = NOW, **accepted) -> Case:
    """A case whose plan the person has said yes to; time is planned four weeks ahead."""
    case = offered_case(at=at, **accepted)
    approve(plan_of(case), at=at)
    return _again(case)


@kept
def approve(plan: Plan, *, at: datetime = NOW) -> Plan:
    """The person says yes to a plan on their own page."""
    by = actor(plan.order.case.person, acting_as="self", at=at)
    return answer_plan(plan=plan, approve=True, hand=Plan.Hand.SELF, words="", by=by, at=at)


@kept
def accept_and_plan(order: Order, *, at: datetime = NOW) -> Plan:
    return approve(put_plan(take_on(order, at=at), at=at), at=at)


def _again(case: Case) -> Case:
    """The case as the database has it now."""
    return Case.objects.select_related("person", "unit", "caseworker").get(pk=case.pk)
