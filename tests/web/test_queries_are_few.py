"""No page asks the database more when it has more to show: no question is asked once for every row.

Asked in two ways. Every address is opened as every role with a relation to it, and again when all that it may list has
grown: the number of questions must be the same. And every page that each demo role reaches by links in an invented
municipality is opened: what a page asks depends on what there is to say, but no question may be repeated row by row.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from samsyn.cases.actions import end_fee, save_field
from samsyn.homecare.models import PerformedTime
from samsyn.people.access import FACTS
from samsyn.people.actions import confirm_fact
from samsyn.people.models import Person
from samsyn.people.queries import demo_accounts
from samsyn.people.roles import Role
from samsyn.web.simulate import simulate
from tests import factories as make
from tests import fees
from tests.journeys.walk import FILE, OF_EACH, links, name_of
from tests.web.test_access_walk import ARGUMENTS, GUARDED, World, world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

UNTIL = date(2026, 11, 20)
RECIPIENTS = 90
REPEATS = 5  # times that a page may ask the same: once for each of a few kinds, never once for each row
LISTS = 8  # times that a page may write in the log: once for each list that it shows
STATES = ("received", "investigated", "proposed", "returned", "decided", "ordered", "accepted", "offered", "active")
SENT = ("ordered", "change", "accepted", "offered", "active")  # cases whose order is with a provider
AREAS = ("d510", "d620", "d630", "d640", "d450", "d540", "d550", "d570", "d720", "d760", "d230")
SOME, GROWN = 2, 4  # with each the person's newest case is an active one: what a page asks depends on the state
LOG = re.compile("audit_|pg_advisory")
VALUES = re.compile(r"\((?:%s(?:, )?)+\)")  # a list of keys is one question, however long


def pages_of(client: Client, start: str = "/dag/") -> Iterator[tuple[str, str, Counter[str]]]:
    """Every page that the one who is logged in can reach by links: its name, address, and what it asked how often."""
    waiting, met = [start], {start}
    of_each: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        answer, asked = get(client, address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        yield name_of(answer.request["PATH_INFO"]), address, asked
        if answer.streaming or "html" not in answer["content-type"]:
            continue
        for link in links(answer.content.decode(), address):
            kind, enough = (f"{name_of(link)} file", 1) if FILE.search(link) else (name_of(link), OF_EACH)
            if link not in met and of_each[kind] < enough:
                of_each[kind] += 1
                met.add(link)
                waiting.append(link)


def get(client: Client, address: str):
    """The answer to GET, redirects followed, and how often each question to the database was asked on the last way."""
    asked: Counter[str] = Counter()

    def count(execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            asked[VALUES.sub("(…)", sql)] += 1
        return execute(sql, params, many, context)

    for _ in range(3):
        asked.clear()
        with connection.execute_wrapper(count):
            answer = client.get(address)
        if answer.status_code != 302:
            break
        address = answer.url
    return answer, asked


def test_no_page_of_any_demo_role_repeats_a_question_row_by_row(monkeypatch):
    make.freeze(monkeypatch, datetime.combine(UNTIL, time(9), UTC))
    simulate(seed=1, until=UNTIL, recipients=RECIPIENTS, report=lambda _: None)
    wrong, met = [], set()
    for account in demo_accounts():
        role = Role(account.username.removeprefix("demo-").replace("-", "_"))
        met.add(role)
        for name, address, asked in pages_of(entered(account, "relative" if role is Role.RELATIVE else None)):
            wrong += [
                f"{role} {name} {address} asks {times} times: {question}"
                for question, times in asked.items()
                if times > (LISTS if LOG.search(question) else REPEATS)
            ]
    assert met == set(Role)
    assert not wrong, "\n".join(wrong)


def entered(account, acting_as) -> Client:
    client = Client()
    client.force_login(account)
    if acting_as:
        session = client.session
        session["acting_as"] = acting_as
        session.save()
    return client


def test_no_page_asks_more_when_everything_it_lists_has_grown(client, monkeypatch):
    make.freeze(monkeypatch, make.NOW + timedelta(days=1))
    own = world("Norr")
    addresses = {name: reverse(name, kwargs=ARGUMENTS[name](own)) for name in GUARDED}
    grow(own, SOME)
    few = questions(client, own, addresses)
    grow(own, GROWN)
    many = questions(client, own, addresses)
    grown = [f"{role} {name}: {few[role, name]}, then {n}" for (role, name), n in many.items() if n > few[role, name]]
    assert len(many) > 100
    assert not grown, "\n".join(grown)


def questions(client: Client, own: World, addresses: dict[str, str]) -> dict[tuple[Role, str], int]:
    """How many questions each page asks of each role that may open it; what is only posted to is left out.

    Whom a page is not opened to is told so by the gate, whatever there is to list (tests/web/test_access_walk.py).
    """
    found = {}
    for role, actor in own.actors.items():
        make.log_in(client, actor)
        client.get(reverse("my_day"))  # what is remembered from one page to the next is remembered by now
        for name, address in addresses.items():
            if role not in GUARDED[name]:
                continue
            with transaction.atomic():
                answer, asked = get(client, address)
                transaction.set_rollback(True)
            if answer.status_code == 200:
                found[role, name] = asked.total()
    return found


def grow(own: World, times: int) -> None:
    """So many more of all that pages list: cases, persons, units, staff, and all that hangs on what is asked about."""
    authority, provider = own.cases["active"].unit, make.order_of(own.cases["active"]).provider
    for n in range(times):
        for state in STATES:
            of = own.person if n % 2 else make.person()
            sent = {"provider": provider} if state in SENT else {}
            getattr(make, f"{state}_case")(of=of, at_unit=authority, **sent)
        make.unit(f"Enhet {own.suffix} {times} {n}")
        for role, place in ((Role.CARE_WORKER, provider), (Role.CASEWORKER, authority), (Role.DELEGATE, authority)):
            make.staff(role, place)
        other = make.person("Rut", f"Släkt{times}{n}")
        for function in ("see", "apply", "plan"):
            make.consent(own.person, other, function)
            make.consent(other, Person.objects.get(pk=own.actors[Role.RELATIVE].person_id), function)
    _more_investigated(own, times)
    _more_decided(own, times)
    _more_given(own, times)
    _more_fees(own, times)


def _more_investigated(own: World, times: int) -> None:
    case = own.cases["investigating"]
    investigation, by = case.investigations.get(), make.caseworker_of(case)
    had = investigation.needs.count()
    for area in AREAS[had : had + times]:
        make.need(investigation, area)
    for key in [*FACTS][:times]:
        confirm_fact(person=own.person, key=key, value=f"Så här {times}", source="Personen", by=by, at=make.NOW)
    for n in range(times):
        standing = investigation.versions.filter(place="situation", beside=False).order_by("number").last()
        written = {"place": "situation", "value": f"Text {times} {n}", "base": standing.number}
        save_field(investigation=investigation, **written, by=by, at=make.NOW)


def _more_decided(own: World, times: int) -> None:
    for state in ("proposed", "corrected"):
        line = make.decision_of(own.cases[state]).lines.first()
        needs = list(line.needs.all())
        for _ in range(times):
            another = copied(line)
            another.needs.set(needs)
    follow_up = own.cases["followed"].follow_ups.first()
    needs = list(follow_up.needs.all())
    for _ in range(times):
        another = copied(follow_up)
        for need in needs:
            copied(need, follow_up=another)


def _more_given(own: World, times: int) -> None:
    for state in SENT:
        order = make.order_of(own.cases[state])
        message = order.messages.first()
        for _ in range(times):
            copied(message)
    for state in ("offered", "active"):
        plan = make.plan_of(own.cases[state])
        activities = [copied(plan.activities.first()) for _ in range(times)]
    order = plan.order
    planned = order.planned.first()
    for activity in activities:
        copied(planned, activity=activity, day=make.NOW.date())
    last = planned.said.count()
    given = {"order": order, "day": make.NOW.date(), "start": time(14), "minutes": 10, "source": "reported"}
    known = {**given, "reason": "EXTRA", "recorded_at": make.NOW, "recorded_by": own.actors[Role.CARE_WORKER].key}
    for n in range(times):
        PerformedTime.objects.create(**known, planned=planned, version=last + n + 1)
        PerformedTime.objects.create(**known, carer_id=own.actors[Role.CARE_WORKER].staff_id)


def _more_fees(own: World, times: int) -> None:
    """Fees that the help's end has ended: the month's charges ask about each end."""
    officer, at = own.actors[Role.FEE_OFFICER], make.NOW
    for _ in range(times):
        someone = make.decided_case(at_unit=own.cases["active"].unit, of=make.person()).person
        fee_case = fees.decided_fee(fees.told_fees(someone)).fee_case
        end_fee(fee_case=fee_case, cause="help_ended", on=at.date(), by=officer, at=at)


def copied(row, **other):
    """Another row like one, with some values of its own."""
    another = type(row).objects.get(pk=row.pk)
    another.pk = None
    for name, value in other.items():
        setattr(another, name, value)
    another.save(force_insert=True)
    return another
