"""The event log: one chain whoever writes, every tampering found, nothing in it that tells who somebody is."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from samsyn.audit.actions import append, head, record
from samsyn.audit.chain import GENESIS, Link, digest, verify
from samsyn.audit.guards import Guard
from samsyn.audit.models import Event, Subject
from samsyn.audit.queries import concerning, head_of, length, of_case, verify_chain
from samsyn.people.roles import Role, job
from tests import factories as f
from tests import migrated
from tests.architecture.tree import ROOT

BY = job("tests")
GUARDS = [Guard("audit_event", "UPDATE", "the event log is append-only")]
GUARDS += [Guard("audit_event", "DELETE", "the event log is append-only")]
GUARDS += [Guard("audit_subject", "DELETE", "the event log is append-only")]


def happen(how_many: int, **more) -> list[Event]:
    told = {"by": BY, "at": f.NOW, "what": "case.read", "about": "case:1", "subjects": [7], **more}
    with transaction.atomic():
        return [record(**told) for _ in range(how_many)]


@contextmanager
def unguarded() -> Iterator[None]:
    """As somebody who has the database in their hands and has taken its guards away."""
    with connection.cursor() as cursor:
        for sql in (s for g in GUARDS for s in g.drop(connection.vendor)):
            cursor.execute(sql)
        yield
        for g in GUARDS:
            for sql in g.sqlite() if connection.vendor == "sqlite" else g.postgresql():
                cursor.execute(sql)


# Whole


@pytest.mark.django_db
def test_an_empty_log_is_whole_and_begins_at_genesis():
    assert (head(), head_of(), length()) == (GENESIS, GENESIS, 0)
    assert verify_chain().intact


@pytest.mark.django_db
def test_each_event_holds_the_hash_of_the_one_before():
    first, second, third = happen(3)
    assert [first.previous, second.previous, third.previous] == [GENESIS, first.hash, second.hash]
    verdict = verify_chain()
    assert (verdict.intact, verdict.events, verdict.head) == (True, 3, third.hash)
    assert head_of() == third.hash


@pytest.mark.django_db
def test_the_log_of_a_whole_case_is_intact():
    f.active_case()
    assert verify_chain().intact


@pytest.mark.django_db
def test_a_hash_depends_on_every_part_of_what_it_covers():
    content = happen(1)[0].content()
    plain = digest(GENESIS, content)
    other = {"at": "2020-01-01", "case": 1, "unit": 1, "subjects": [8], "detail": {"a": 1}}
    for key in content:
        assert digest(GENESIS, content | {key: other.get(key, "another")}) != plain, key
    assert digest("f" * 64, content) != plain


@pytest.mark.django_db
def test_what_is_read_back_hashes_to_the_same():
    happen(1, detail={"åäö": "Ü", "n": 3, "list": [1, None, "x"], "on": True})
    assert verify_chain().intact


def test_a_float_is_refused_because_two_databases_would_not_keep_it_alike():
    with pytest.raises(ValueError):
        digest(GENESIS, {"x": float("nan")})


# Tampered with


@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_or_remove():
    event = happen(1)[0]
    for change in (lambda: Event.objects.update(by="nobody"), event.delete, Subject.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert verify_chain().intact


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"by": "staff:1"}, {"what": "case.close"}, {"subjects": []}, {"detail": {"x": 1}}, {"case": 5}]
)
def test_a_changed_event_is_found(change):
    events = happen(5)
    with unguarded():
        Event.objects.filter(pk=events[2].pk).update(**change)
    assert verify_chain().broken_at == events[2].pk


@pytest.mark.django_db
def test_a_removed_event_is_found():
    events = happen(5)
    with unguarded():
        events[2].delete()
    assert verify_chain().broken_at == events[3].pk


@pytest.mark.django_db
def test_an_event_put_in_between_is_found():
    happen(5)
    links = [Link(e.pk, e.previous, e.hash, e.content()) for e in Event.objects.order_by("id")]
    content = links[0].content | {"what": "case.told"}
    false = Link(99, links[1].hash, digest(links[1].hash, content), content)
    assert verify([*links[:2], false, *links[2:]]).broken_at == links[2].id


@pytest.mark.django_db
def test_events_that_change_places_are_found():
    happen(4)
    links = [Link(e.pk, e.previous, e.hash, e.content()) for e in Event.objects.order_by("id")]
    assert not verify([links[0], links[2], links[1], links[3]]).intact


@pytest.mark.django_db
def test_a_log_whose_end_was_cut_off_is_found_by_a_head_noted_earlier():
    events = happen(5)
    noted = events[-1].hash
    assert verify_chain(upto=noted).intact
    with unguarded():
        Event.objects.filter(pk__gt=events[2].pk).delete()
        Subject.objects.filter(event__gt=events[2].pk).delete()
    assert verify_chain().intact  # what is left hangs together
    verdict = verify_chain(upto=noted)
    assert not verdict.intact
    assert "cut off" in verdict.reason


@pytest.mark.django_db
def test_a_reading_hidden_from_the_person_it_concerns_is_found():
    events = happen(3)
    with unguarded():
        Subject.objects.filter(event=events[1].pk).delete()
    assert verify_chain().broken_at == events[1].pk


@pytest.mark.django_db
def test_a_log_that_grew_after_the_head_was_noted_is_whole():
    noted = happen(2)[-1].hash
    happen(3)
    assert verify_chain(upto=noted).intact


# Written


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(by=BY, at=f.NOW, what="case.read", about="case:1")
    assert length() == 0


@pytest.mark.django_db
def test_an_event_falls_with_what_it_tells_of():
    happen(1)

    @transaction.atomic
    def fail():
        record(by=BY, at=f.NOW, what="case.read", about="case:1", subjects=[3])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (length(), Subject.objects.filter(person=3).count()) == (1, 0)
    happen(1)
    assert verify_chain().intact


@pytest.mark.django_db
def test_each_person_finds_what_concerns_them_newest_first_and_nothing_else():
    happen(1, subjects=[1, 2, 2])
    happen(1, subjects=[2], what="case.close")
    happen(1, subjects=[])
    assert [e.what for e in concerning(2)] == ["case.close", "case.read"]
    assert [e.what for e in concerning(1)] == ["case.read"]
    assert list(concerning(3)) == []


@pytest.mark.django_db
def test_a_cases_history_tells_of_changes_and_not_of_readings():
    happen(1, case=4, what="case.read", access=Event.Access.READ)
    happen(1, case=4, what="case.close")
    happen(1, case=5, what="case.close")
    assert [e.what for e in of_case(4)] == ["case.close"]


@pytest.mark.django_db
def test_appending_none_changes_nothing():
    with transaction.atomic():
        assert append([]) == []
    assert head() == GENESIS


@pytest.mark.django_db
def test_the_log_holds_no_name_number_address_or_text():
    secret = {
        "given_name": "Qvintilia", "family_name": "Xanthoff", "street": "Yxgränd 9", "phone": "070-9999123",
    }  # fmt: skip
    one = f.person(**secret, email="qvintilia@xanthoff.example")
    f.active_case(of=one, asked_for="Hjälp med zzhemligt")
    caseworker = f.acting(Role.CASEWORKER)
    stored = json.dumps([e.content() for e in Event.objects.all()], ensure_ascii=False).casefold()
    told = [*secret.values(), "xanthoff.example", "zzhemligt", one.number, one.written_number, caseworker.name]
    assert [t for t in told if t.casefold() in stored] == []
    assert f"person:{one.pk}" in stored


# Two at once

WRITER = """
import sys, django
django.setup()
from datetime import UTC, datetime
from django.db import transaction
from samsyn.audit.actions import record
from samsyn.people.roles import job
for n in range(int(sys.argv[2])):
    with transaction.atomic():
        at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        record(by=job(sys.argv[1]), at=at, what="case.read", about=f"case:{n}", subjects=[n])
"""
VERIFIER = """
import django
django.setup()
from samsyn.audit.models import Event
from samsyn.audit.queries import verify_chain
verdict = verify_chain()
print(verdict.intact, verdict.events, Event.objects.values("previous").distinct().count())
"""


def run_python(code: str, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    around = {k: v for k, v in os.environ.items() if not k.startswith(("SAMSYN_", "DJANGO_", "PYTEST_"))}
    around |= {"DJANGO_SETTINGS_MODULE": "samsyn.settings", "PYTHONPATH": str(ROOT / "src"), **environment}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=around, text=True, stdout=pipe, stderr=pipe)


def finish(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.strip()


def test_three_processes_that_write_at_once_keep_one_chain(tmp_path):
    log = migrated.copied(tmp_path / "log.sqlite3")
    places = {"SAMSYN_DATABASE_URL": f"sqlite:///{log}", "SAMSYN_HOME": str(tmp_path)}
    for writer in [run_python(WRITER, f"writer-{n}", "40", **places) for n in range(3)]:
        finish(writer)
    assert finish(run_python(VERIFIER, **places)) == "True 120 120"
