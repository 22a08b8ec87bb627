"""Phone and paper for each function: the table of docs/own-page.md is whole, and what it names is there."""

import inspect
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samsyn.homecare.actions import note_cohabitant
from samsyn.people.roles import CITIZEN, STAFF
from samsyn.web.shared.blanks import BLANKS
from tests import factories as f
from tests import nights as n

TABLE = Path(__file__).parents[2] / "docs" / "own-page.md"
ALARM = {"intervention": "TRYGGHETSLARM", "unit": "count", "amount": 1}
NAME = re.compile(r"`([\w-]+)`")


def rows():
    text = TABLE.read_text(encoding="utf-8").split("## Page, phone and paper")[1]
    lines = [line for line in text.splitlines() if line.startswith("| ") and "`" in line]
    return [[NAME.findall(cell) for cell in line.strip("|").split("|")] for line in lines]


def views():
    waiting = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLResolver):
            waiting += one.url_patterns
        elif isinstance(one, URLPattern):
            yield one.name, one.callback


def sends(view):
    """Whether a view takes in what somebody sends, by its decorators."""
    source = inspect.getsource(inspect.unwrap(view))
    return "@require_POST" in source or '"POST"' in source.split("def ")[0]


def test_every_page_where_the_person_sends_something_has_another_way():
    found = dict(views())
    sent = {name for name, view in found.items() if view.open_to and view.open_to <= CITIZEN and sends(view)}
    named = [name for _what, pages, _staff, _forms in rows() for name in pages]
    assert len(sent) > 20
    assert sorted(named) == sorted(sent)


def test_what_the_table_names_is_there_and_is_the_staffs():
    found = dict(views())
    for what, _pages, staff, forms in rows():
        assert staff, what
        assert all(found[name].open_to <= STAFF and sends(found[name]) for name in staff), staff
        assert all(form in BLANKS or form in found for form in forms), forms
    assert {form for *_, forms in rows() for form in forms} >= set(BLANKS)


def with_all(order):
    """An order with a camera where somebody else lives too: there is something to answer of every kind."""
    note_cohabitant(supervision=n.camera(order), name="Bertil Lind", by=f.planner_of(order), at=f.NOW)
    return order


@pytest.mark.django_db
def test_each_form_is_drawn_for_the_person_and_for_the_staff_and_refused_to_others(client, monkeypatch):
    f.freeze(monkeypatch)
    order = with_all(f.order_of(f.active_case()))
    me = order.case.person_id
    for which in BLANKS:
        f.log_in(client, f.actor(order.case.person, acting_as="self"))
        own = client.get(reverse("my_blank", args=[me, order.pk, which]))
        f.log_in(client, f.planner_of(order))
        theirs = client.get(reverse("provider_blank", args=[order.pk, which]))
        assert own.content == theirs.content, which
        assert own.content.startswith(b"%PDF")
        assert b"/StructTreeRoot" in own.content
    daughter = f.person("Eva", "Dotter")
    f.consent(order.case.person, daughter, "message")
    f.log_in(client, f.actor(daughter, acting_as="relative"))
    assert client.get(reverse("my_blank", args=[me, order.pk, "meddelande"])).status_code == 200
    assert client.get(reverse("my_blank", args=[me, order.pk, "byt"])).status_code == 403
    assert client.get(reverse("my_blank", args=[me, order.pk, "annat"])).status_code == 404


@pytest.mark.django_db
def test_only_the_forms_that_an_order_has_use_for_are_offered(client, monkeypatch):
    f.freeze(monkeypatch)
    order = with_all(f.order_of(f.active_case()))
    alarm = f.order_of(f.accepted_case(of=order.case.person, terms=ALARM))
    f.log_in(client, f.actor(order.case.person, acting_as="self"))
    page = client.get(reverse("my_blanks", args=[order.case.person_id])).content.decode()
    me = order.case.person_id
    offered = {one: {w for w in BLANKS if reverse("my_blank", args=[me, one.pk, w]) in page} for one in (order, alarm)}
    assert offered == {order: set(BLANKS), alarm: {"meddelande", "samtycke", "ta-tillbaka"}}


@pytest.mark.django_db
def test_what_became_of_the_time_is_printed_when_the_decision_has_ended(client, monkeypatch):
    order = f.order_of(f.active_case(terms={"valid_to": f.NOW.date() + timedelta(6)}))
    here = reverse("my_statement", args=[order.case.person_id, order.line_id])
    f.freeze(monkeypatch)
    f.log_in(client, f.actor(order.case.person, acting_as="self"))
    assert client.get(here).status_code == 404  # it goes on
    f.freeze(monkeypatch, f.NOW + timedelta(days=7))
    f.log_in(client, f.actor(order.case.person, acting_as="self"))
    own = client.get(here)
    assert own.content.startswith(b"%PDF")
    page = client.get(reverse("my_time", args=[order.case.person_id])).content.decode()
    assert "Beviljat i allt" in page
    assert here in page
    f.log_in(client, f.planner_of(order))
    assert client.get(reverse("provider_statement", args=[order.pk])).content.startswith(b"%PDF")
    f.log_in(client, f.actor(f.person("Nils", "Annan"), acting_as="self"))
    assert client.get(here).status_code == 403


@pytest.mark.django_db
def test_an_alarm_has_no_time_to_swap_and_no_form_for_it(client, monkeypatch):
    f.freeze(monkeypatch)
    order = f.order_of(f.active_case(terms={"unit": "times_week", "amount": 4}))
    f.log_in(client, f.actor(order.case.person, acting_as="self"))
    page = client.get(reverse("my_blanks", args=[order.case.person_id])).content.decode()
    assert "Skriv ett meddelande" in page
    assert "Byt ett besök" not in page
    assert client.get(reverse("my_blank", args=[order.case.person_id, order.pk, "byt"])).status_code == 404
