"""What factories put back (tests/kept.py) is what they would have stored, and is put back in no other state."""

import pytest
from django.apps import apps
from django.db import transaction

from samsyn.audit.queries import verify_chain
from samsyn.cases.models import Case
from samsyn.people.models import Person
from samsyn.people.refusals import Refused
from tests import factories as f
from tests import kept
from tests.appealing import appealed, at_court, judged, refused_case
from tests.fees import decided_fee
from tests.old_files import ended_case
from tests.protection import protected

pytestmark = pytest.mark.django_db
NEVER_ALIKE = {"password"}  # salted


def contents() -> dict[str, list[dict]]:
    """Every row of every table."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model._base_manager.order_by("pk").values()
        found[model._meta.label] = [{k: v for k, v in row.items() if k not in NEVER_ALIKE} for row in rows]
    return found


def undone(function):
    """What a function gives, and the whole database after it, which is then rolled back."""
    with transaction.atomic():
        given = function()
        found = contents()
        transaction.set_rollback(True)
    return given, found


def court():
    return judged(at_court(appealed(refused_case())))


def two_persons():
    first, second = f.active_case(), f.offered_case(of=f.person(family_name="Två"))
    return first, second, protected(first.person)


@pytest.fixture
def anew(monkeypatch):
    """Calls a function without putting anything back."""

    def call(function):
        assert kept._state() is kept.EMPTY  # its numbers are the first ones
        with monkeypatch.context() as without:
            without.setattr(kept, "_engine", None)
            return undone(function)

    return call


@pytest.fixture
def in_earnest(monkeypatch):
    """How often a factory was called in earnest since the fixture began, in a process that has kept nothing yet."""
    monkeypatch.setattr(kept, "EMPTY", kept.State())
    monkeypatch.setattr(kept, "_last", None)
    called, note = [], kept._note
    monkeypatch.setattr(kept, "_note", lambda *given: called.append(given[1][0]) or note(*given))
    return called


@pytest.mark.parametrize("make", [f.active_case, ended_case, court, decided_fee, two_persons])
def test_what_is_put_back_is_what_would_have_been_stored(anew, in_earnest, make):
    _, stored = anew(make)
    assert undone(make)[1] == stored
    in_earnest.clear()
    given, found = undone(make)
    assert in_earnest == []
    assert found == stored
    assert sum(map(len, stored.values())) > 700
    for row in given if isinstance(given, tuple) else [given]:
        assert [row] == [type(row)(**one) for one in _rows(found, row) if one[row._meta.pk.attname] == row.pk]


def _rows(found, row):
    return found[row._meta.label]


def test_the_chain_is_whole_after_what_was_put_back():
    undone(f.decided_case)
    f.decided_case()
    f.ordered_case()
    assert verify_chain().intact
    assert Case.objects.count() == 2


def test_what_the_factory_changes_in_what_it_is_given_is_changed_again(in_earnest):
    def guarded():
        person = f.person()
        assert person.protection == ""
        return person, protected(person)

    undone(guarded)
    in_earnest.clear()
    (person, same), _ = undone(guarded)
    assert in_earnest == []
    assert person.protection == "marked"
    assert same is person


def test_nothing_is_put_back_where_something_else_was_written(in_earnest):
    undone(lambda: (f.person(), f.decided_case()))
    in_earnest.clear()

    def renamed():
        person = f.person()
        Person.objects.filter(pk=person.pk).update(given_name="Annan")
        return person, f.decided_case()

    (person, case), _ = undone(renamed)
    assert in_earnest == []  # nor is it kept, for what it was made upon is not known
    assert verify_chain().intact
    assert case.person_id == person.pk + 1  # beside the one whose name was changed


def test_nothing_is_put_back_where_what_it_rests_upon_was_rolled_back(in_earnest):
    undone(lambda: (f.person(), f.decided_case()))
    with transaction.atomic():
        f.person()
        transaction.set_rollback(True)
    case = f.decided_case()
    assert [p.pk for p in Person.objects.all()] == [case.person_id]
    assert verify_chain().intact


def test_another_argument_clock_or_setting_is_made_in_earnest(in_earnest, monkeypatch, settings):
    undone(f.received_case)
    calls = [
        lambda: f.received_case(asked_for="Något annat."),
        lambda: f.freeze(monkeypatch) or f.received_case(),
        lambda: setattr(settings, "SAMSYN", settings.SAMSYN | {"municipality": "Annan kommun"}) or f.received_case(),
    ]
    for call in calls:
        in_earnest.clear()
        undone(call)
        assert "tests.factories.received_case" in in_earnest


def test_a_factory_that_refuses_keeps_nothing(in_earnest):
    def refused():
        with pytest.raises(Refused), transaction.atomic():
            f.received_case(channel="no such way")
        return f.received_case()

    undone(refused)
    _, found = undone(refused)
    assert len(found["cases.Case"]) == 1


def test_the_suite_puts_back():
    assert kept._engine is not None
