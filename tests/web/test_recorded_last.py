"""Files are made before their reading is recorded, and nothing is sent whose reading could not be."""

import pytest
from django.db import connection
from django.urls import reverse

from samsyn.audit.guards import Guard
from samsyn.audit.models import Event
from samsyn.cases.letters import render
from samsyn.cases.models import Case
from samsyn.people.roles import Role
from samsyn.web.shared.columns import Column
from samsyn.web.shared.export import exported
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch):
    make.freeze(monkeypatch)


def letter_of_the_unit(client):
    case = make.decided_case()
    make.log_in(client, make.acting(Role.DELEGATE))
    return reverse("decision_letter", args=[case.pk, make.decision_of(case).pk])


def letter_of_the_person(client):
    case = make.decided_case()
    make.log_in(client, make.actor(case.person, acting_as="self"))
    return reverse("my_decision_pdf", args=[case.person_id, make.decision_of(case).pk])


def cases_as(form):
    def listed(client):
        make.log_in(client, make.caseworker_of(make.received_case()))
        return f"{reverse('cases')}?format={form}"

    return listed


def orders_as_csv(client):
    make.ordered_case()
    make.log_in(client, make.acting(Role.PROVIDER_PLANNER))
    return f"{reverse('orders')}?format=csv"


FILES = pytest.mark.parametrize(
    "file", [letter_of_the_unit, letter_of_the_person, cases_as("csv"), cases_as("xlsx"), orders_as_csv]
)


def refuse_events():
    """From here to the end of the test the database takes no more events."""
    guard = Guard("audit_event", "INSERT", "the log is full")
    with connection.cursor() as cursor:
        for sql in guard.sqlite() if connection.vendor == "sqlite" else guard.postgresql():
            cursor.execute(sql)


@FILES
def test_a_file_whose_reading_cannot_be_recorded_is_not_sent(client, file):
    url = file(client)
    assert client.get(url)["Content-Type"].partition(";")[0] != "text/html"
    refuse_events()
    client.raise_request_exception = False
    answer = client.get(url)
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(("file", "events"), [(letter_of_the_unit, 1), (letter_of_the_person, 2)])
def test_a_letter_is_drawn_before_its_reading_is_recorded(client, monkeypatch, file, events):
    """That the person has it is noted beside the reading, once: from that day they may appeal (FL 44)."""
    url, seen = file(client), []
    draw = render.pdf

    def watched(*args, **kwargs):
        seen.append(Event.objects.count())
        return draw(*args, **kwargs)

    monkeypatch.setattr("samsyn.web.shared.paper.pdf", watched)
    before = Event.objects.count()
    client.get(url)
    assert seen == [before]
    assert Event.objects.count() == before + events


def test_an_export_is_written_before_its_reading_is_recorded():
    cases, order = [make.received_case(), make.received_case()], []
    column = Column("number", "Ärende", value=lambda c: order.append(c.pk) or c.number)
    exported("csv", [column], Case.objects.order_by("pk"), "Ärenden", lambda ids: order.append(tuple(ids)))
    both = [c.pk for c in cases]
    assert order == [*both, tuple(both)]
