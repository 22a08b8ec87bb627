"""Two who write on the same case in the same moment, each over a connection of their own: neither waits for ever, and
what was acknowledged is there. On PostgreSQL the order of locks keeps them apart; SQLite lets one write at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.audit.queries import verify_chain
from samsyn.cases.lifecycle import Status
from samsyn.cases.models import FieldVersion
from samsyn.homecare.models import PerformedTime
from samsyn.people.actions import register_unknown
from samsyn.people.identity import Sex
from samsyn.people.identity import make as number
from samsyn.people.roles import Role
from tests import factories as make
from tests import migrated
from tests.rooms.hours import active_order, close, on, report

ROUNDS = 50
TWICE = 10
PATIENCE = 60  # seconds until two who wait for each other are given up
NIGHT = timedelta(1)
PLACE = "sources"  # a text that the factories leave empty


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, tmp_path) -> Iterator[None]:
    """A database whose rows are stored in earnest: the log's triggers let nothing be taken out of it again."""
    shared = connections["default"]
    mine = {**shared.settings_dict, "NAME": str(tmp_path / "own.sqlite3")}
    on_a_server = shared.vendor == "postgresql"
    with django_db_blocker.unblock():
        if on_a_server:
            mine["NAME"] = f"{shared.settings_dict['NAME']}_own"
            shared.close()  # a database somebody is in is no template
            _tell(shared, f'CREATE DATABASE "{mine["NAME"]}" TEMPLATE "{shared.settings_dict["NAME"]}"')
        else:
            migrated.copied(tmp_path / "own.sqlite3")
        connections.settings["default"] = mine
        connections["default"] = connections.create_connection("default")
        try:
            yield
        finally:
            connections["default"].close()
            connections.settings["default"] = shared.settings_dict
            connections["default"] = shared
            if on_a_server:
                _tell(shared, f'DROP DATABASE "{mine["NAME"]}" WITH (FORCE)')


def _tell(shared, statement: str) -> None:
    with shared._nodb_cursor() as cursor:
        cursor.execute(statement)


def logged_in(who) -> Client:
    client = Client()
    make.log_in(client, who)
    return client


def at_once(*deeds):
    """Start every deed in the same moment, each in a thread with a connection of its own; their results in order."""
    together = Barrier(len(deeds), timeout=PATIENCE)

    def alone(deed):
        try:
            together.wait()
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [f.result(timeout=PATIENCE) for f in [threads.submit(alone, deed) for deed in deeds]]


def test_a_field_and_a_button_at_once_lose_nothing_and_never_wait_for_each_other(own_database, monkeypatch):
    make.freeze(monkeypatch)
    decision = make.decision_of(make.proposed_case())
    case, investigation = decision.case, decision.investigation
    writer = logged_in(make.caseworker_of(case))
    proposer = logged_in(make.caseworker_of(case))  # another window
    delegate = logged_in(make.acting(Role.DELEGATE, case.unit))
    forward = reverse("decision_propose", args=[case.pk])
    back = reverse("decision_send_back", args=[case.pk, decision.pk])
    save = reverse("investigation_save", args=[case.pk, investigation.pk])
    acknowledged: dict[int, str] = {}

    def write(value):
        base = max(acknowledged, default=0)
        answer = writer.post(
            save, {"place": PLACE, "value": value, "base": base}, headers={"X-Requested-With": "fetch"}
        )
        assert answer.status_code in {200, 409}, answer.content
        if answer.status_code == 200:
            acknowledged[answer.json()["number"]] = value
        return answer.status_code

    def propose():
        return proposer.post(forward)

    def send_back():
        return delegate.post(back, {"note": "Skriv mer om natten."})

    def sign():
        decision.refresh_from_db()
        read = {"proposed": decision.proposed_at.isoformat()}
        return delegate.post(reverse("decision_sign", args=[case.pk, decision.pk]), read)

    for n in range(ROUNDS):
        _, pressed = at_once(lambda n=n: write(f"text {n}"), propose if n % 2 else send_back)
        assert pressed.status_code == 302, pressed.content
    # Each order once, whatever the rounds came to. The last round left the proposal with the delegate.
    assert write("medan förslaget ligger") == 409
    assert send_back().status_code == 302
    assert write("när det är tillbaka") == 200
    assert propose().status_code == 302
    written, signed = at_once(lambda: write("det sista"), sign)
    assert written == 409
    assert signed.status_code == 302, signed.content

    case.refresh_from_db()
    investigation.refresh_from_db()
    stored = dict(FieldVersion.objects.filter(investigation=investigation, place=PLACE).values_list("number", "value"))
    assert stored == acknowledged
    assert investigation.sources == acknowledged.get(max(acknowledged, default=0), "")
    assert Event.objects.filter(what="field.save", detail__place=PLACE).count() == len(acknowledged)
    assert Event.objects.filter(what="decision.sign").count() == 1
    assert case.status == Status.DECIDED
    assert verify_chain().intact


def test_one_number_pressed_twice_at_once_is_one_event_and_both_are_told_that_it_is_done(own_database, monkeypatch):
    make.freeze(monkeypatch)
    by = make.acting(Role.CASEWORKER)
    windows = [logged_in(by), logged_in(by)]
    for n in range(TWICE):
        one = register_unknown(given_name="Okänd", family_name="Ek", sex=Sex.MAN, by=by, at=make.NOW)
        url = reverse("person_identify", args=[make.received_case(of=one).pk])
        typed = {"identity": number(make.LONG_AGO.replace(year=1950 + n), 984).written}
        answers = at_once(*[lambda w=w, url=url, typed=typed: w.post(url, typed) for w in windows])
        assert [a.status_code for a in answers] == [302, 302], [a.content for a in answers]
        assert Event.objects.filter(what="person.identify", about=f"person:{one.pk}").count() == 1


def test_a_report_and_the_closing_of_its_day_at_once_keep_the_report_and_every_other_visit(own_database):
    order = active_order()
    planned = list(order.planned.order_by("day"))
    for visit in planned:
        before = PerformedTime.objects.count()
        at_once(
            lambda visit=visit: report(visit, minutes=7, reason="KORTARE", at=on(visit.day + NIGHT)),
            lambda visit=visit: close(visit.day),
        )
        said = list(PerformedTime.objects.filter(planned=visit).order_by("version").values_list("version", "minutes"))
        assert said in ([(1, 7)], [(1, 40), (2, 7)])  # whichever came first, what was reported counts
        assert PerformedTime.objects.count() == before + len(said)
    assert Event.objects.filter(what="time.report").count() == len(planned)
    assert verify_chain().intact
