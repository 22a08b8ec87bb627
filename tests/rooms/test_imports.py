"""An export of another system is read in, all of it or nothing, and the work goes on from there."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate

from samsyn.audit.models import Event, ImportedRow
from samsyn.audit.queries import verify_chain
from samsyn.cases.actions import reassess
from samsyn.cases.models import Case, Decision, DecisionLine, LineEvent, OpenClock
from samsyn.homecare.actions import imports
from samsyn.homecare.models import Order, PerformedTime
from samsyn.people.models import Person, Relation, SearchKey, Unit
from samsyn.people.roles import Role
from samsyn.web.imports import taking
from tests import factories as f
from tests.rooms.exported import (
    APPLICATIONS,
    ASTRID,
    BERTIL,
    LINES,
    PERSONS,
    WHOLE,
    changed,
    fingerprint,
    read_in,
    said,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def authority():
    return f.unit()


def test_a_whole_export_becomes_the_chain(tmp_path):
    report = read_in(tmp_path)
    assert report.plain() == {
        "person": {"new": 2}, "application": {"new": 2}, "line": {"new": 2}, "order": {"new": 1}, "time": {"new": 2},
    }  # fmt: skip
    running, refused = Case.objects.order_by("pk")
    assert (running.status, refused.status, refused.close_reason) == ("active", "closed", "refused")
    line = running.decisions.get().lines.get()
    assert (line.amount, line.unit, line.regime, line.outcome) == (450, "minutes_week", "SOL_11_1", "granted")
    order = Order.objects.get()
    assert (order.status, order.provider.name, order.provider.purpose) == ("started", "Hemtjänst Norr", "provider")
    assert [p.minutes for p in order.performed.order_by("day")] == [30, 45]
    assert set(SearchKey.objects.filter(person__number=ASTRID).values_list("key", flat=True)) == {
        "astrid",
        "lind",
        ASTRID,
    }
    assert verify_chain().intact


def test_very_many_rows_are_indexed_at_the_end_and_become_the_same(tmp_path, monkeypatch):
    tables = [m._meta.db_table for m in (Event, ImportedRow, Person, SearchKey, PerformedTime, DecisionLine)]

    def indexes():
        with connection.cursor() as cursor:
            return {
                (table, name) for table in tables for name in connection.introspection.get_constraints(cursor, table)
            }

    before = indexes()
    monkeypatch.setattr(imports, "MANY", 1)
    counts = read_in(tmp_path).plain()
    assert counts["time"] == {"new": 2}
    assert indexes() == before
    assert [p.minutes for p in Order.objects.get().performed.order_by("day")] == [30, 45]
    assert not PerformedTime.objects.exclude(order__line__decision__state="signed").exists()
    assert read_in(tmp_path).plain()["time"] == {"same": 2}


def test_time_that_is_read_in_is_found_by_its_hour(tmp_path):
    read_in(tmp_path)
    assert PerformedTime.objects.filter(start=time(8, 30)).count() == 2


def test_the_same_file_twice_changes_nothing(tmp_path):
    read_in(tmp_path)
    before = Event.objects.exclude(what="import.store").count()
    rows = {
        m: list(m.objects.order_by("pk").values()) for m in (Person, Case, Decision, Order, PerformedTime, ImportedRow)
    }
    report = read_in(tmp_path, at=f.NOW + timedelta(days=1))
    assert all(set(counts) == {"same"} for counts in report.plain().values())
    assert {m: list(m.objects.order_by("pk").values()) for m in rows} == rows
    assert Event.objects.exclude(what="import.store").count() == before


def test_a_dry_run_leaves_everything_as_it_was_and_counts_the_same(tmp_path):
    f.acting(Role.CASEWORKER)
    before = fingerprint()
    dry = read_in(tmp_path, dry=True)
    assert fingerprint() == before
    assert read_in(tmp_path).plain() == dry.plain()


@pytest.mark.parametrize(
    ("name", "row", "column", "value"),
    [
        ("personer", 1, "Personnummer", "19400115-0000"),
        ("ansokningar", 2, "Inkom", "31 februari 2026"),
        ("beslut", 1, "Insats", "Trolleri"),
        ("beslut", 1, "Omfattning", "sju"),
        ("beslut", 1, "Till", "2025-01-01"),
        ("bestallningar", 1, "Startdatum", "2025-12-01"),
        ("utford tid", 2, "Minuter", "4000"),
    ],
)
def test_one_bad_row_anywhere_leaves_nothing_and_is_said_by_row_column_and_value(tmp_path, name, row, column, value):
    f.acting(Role.CASEWORKER)
    before = fingerprint()
    report = read_in(tmp_path, changed(WHOLE, name, row, column, value))
    assert fingerprint() == before
    sheet, number, heading, written = said(report)[0]
    assert (sheet, number, written) == (f"{name}.csv", row + 1, value)
    assert heading in {column, ""}


def test_a_fault_while_storing_leaves_nothing(tmp_path, monkeypatch):
    f.acting(Role.CASEWORKER)
    before = fingerprint()

    def fails(**_all):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(taking, "import_orders", fails)
    with pytest.raises(RuntimeError):
        read_in(tmp_path)
    assert fingerprint() == before


def test_a_corrected_file_updates_persons_and_time_and_leaves_decisions(tmp_path):
    read_in(tmp_path)
    later = f.NOW + timedelta(days=1)
    tables = changed(WHOLE, "personer", 1, "Efternamn", "Lindgren")
    tables = changed(tables, "utford tid", 1, "Minuter", "25")
    tables = changed(tables, "beslut", 1, "Omfattning", "10")
    report = read_in(tmp_path, tables, at=later)
    assert Person.objects.get(number=ASTRID).family_name == "Lindgren"
    assert SearchKey.objects.filter(key="lindgren").exists()
    assert not SearchKey.objects.filter(key="lind").exists()
    assert DecisionLine.objects.get(outcome="granted").amount == 450
    assert report.plain()["line"] == {"same": 1, "left": 1}
    order = Order.objects.get()
    assert sorted(p.minutes for p in order.performed.current()) == [25, 45]
    assert order.performed.count() == 3
    again = read_in(tmp_path, tables, at=later + timedelta(days=1))
    assert again.plain()["time"] == {"same": 2}


def test_what_is_gone_from_the_file_is_told_and_stays(tmp_path):
    read_in(tmp_path)
    report = read_in(tmp_path, {**WHOLE, "utford tid": WHOLE["utford tid"][:2]})
    assert report.plain()["time"] == {"same": 1, "gone": 1}
    assert PerformedTime.objects.count() == 2
    assert [s.value for s in report.said] == ["T2"]


def test_a_person_who_is_here_already_is_the_same_person_and_keeps_what_is_known_here(tmp_path):
    here = f.person("Astrid", "Lind", born=date(1940, 1, 15), serial=982, phone="08-123")
    report = read_in(tmp_path)
    assert report.plain()["person"] == {"new": 1, "exists": 1}
    assert Case.objects.filter(person=here).count() == 1
    here.refresh_from_db()
    assert here.phone == "08-123"


def test_the_same_number_in_two_forms_is_one_person(tmp_path):
    short = f"{ASTRID[2:8]}-{ASTRID[8:]}"
    tables = {**WHOLE, "personer": [*PERSONS, [short, "Astrid", "Lind", "070"]]}
    report = read_in(tmp_path, tables)
    assert report.bad == 0
    assert Person.objects.filter(number=ASTRID).count() == 1


def test_two_rows_with_one_key_that_say_different_things_are_wrong(tmp_path):
    report = read_in(tmp_path, {**WHOLE, "ansokningar": [*APPLICATIONS, ["A1", BERTIL, "2026-01-09", "Annat"]]})
    assert said(report) == [("ansokningar.csv", 4, "", "A1")]


def test_what_hangs_on_a_bad_row_says_which(tmp_path):
    report = read_in(tmp_path, changed(WHOLE, "ansokningar", 1, "Inkom", ""))
    reasons = [s.reason for s in report.said]
    assert reasons[0] == "Uppgiften saknas. Fyll i den."
    assert "rad 2 i ansokningar.csv" in reasons[1]


def test_later_files_point_at_what_was_read_before(tmp_path):
    read_in(tmp_path)
    more = [WHOLE["utford tid"][0], ["T9", "U1", "2026-02-05", "09:00", "20"]]
    report = read_in(tmp_path, {"utford tid": more}, at=f.NOW + timedelta(hours=1))
    assert report.plain()["time"] == {"new": 1, "gone": 2}
    assert Order.objects.get().performed.count() == 3


def test_the_caseworker_goes_on_in_the_same_minute(tmp_path):
    caseworker = f.acting(Role.CASEWORKER)
    tables = {
        **WHOLE,
        "ansokningar": [[*r, h] for r, h in zip(APPLICATIONS, ["Handläggare", "Karin Ek", ""], strict=True)],
    }
    read_in(tmp_path, tables)
    case = Case.objects.get(status="active")
    assert case.caseworker_id == caseworker.staff_id
    reassess(case=case, cause="changed_needs", why="Behöver mer hjälp", by=caseworker, at=f.NOW + timedelta(minutes=1))
    case.refresh_from_db()
    assert case.status == "investigating"
    report = read_in(
        tmp_path, changed(tables, "ansokningar", 1, "Inkom", "2026-01-05"), at=f.NOW + timedelta(minutes=2)
    )
    assert report.plain()["application"] == {"same": 1, "left": 1}


@pytest.mark.parametrize(("decided", "regime"), [("2025-06-30", "SOL_2001_4_1"), ("2025-07-01", "SOL_11_1")])
def test_a_decision_stands_under_the_law_of_its_day(tmp_path, decided, regime):
    """SFS 2025:400, transitional provisions: the switch of 2025-07-01 from both sides."""
    tables = changed(changed(WHOLE, "beslut", 1, "Beslutsdatum", decided), "ansokningar", 1, "Inkom", "2025-06-01")
    read_in(tmp_path, tables)
    assert DecisionLine.objects.get(outcome="granted").regime == regime


def test_a_real_number_is_not_let_in_where_only_invented_people_are(tmp_path):
    real = f.make(date(1940, 1, 15), 123).number
    report = read_in(tmp_path, {"personer": [PERSONS[0], [real, "Astrid", "Lind", ""]]})
    assert "påhittade" in report.said[0].reason


def test_only_the_administrator_reads_in(tmp_path):
    from samsyn.people.refusals import NoAccess

    with pytest.raises(NoAccess):
        read_in(tmp_path, by=f.acting(Role.CASEWORKER))


def test_a_provider_that_is_not_here_is_a_bad_row_unless_the_mapping_opens_it(tmp_path):
    from tests.rooms.exported import plan_of, written

    files = written(tmp_path / "files", WHOLE)
    closed = read_in(tmp_path, plan=plan_of(files, tmp_path, new_units=False))
    assert said(closed)[0] == ("bestallningar.csv", 2, "Utförare", "Hemtjänst Norr")
    assert not Unit.objects.filter(purpose="provider").exists()


def test_relations_are_read_once_however_often_they_are_told(tmp_path):
    tables = {**WHOLE, "narstaende": [["Personnummer", "Anhörig personnummer", "Relation"], [ASTRID, BERTIL, "Granne"]]}
    read_in(tmp_path, tables)
    read_in(tmp_path, tables)
    relation = Relation.objects.get()
    assert (relation.person.number, relation.other.number, relation.kind) == (ASTRID, BERTIL, "granne")


def test_an_ended_decision_is_a_closed_case_and_its_order_stopped(tmp_path):
    tables = changed(WHOLE, "beslut", 1, "Till", "2026-02-20")
    read_in(tmp_path, tables)
    case = Case.objects.get(close_reason="need_ceased")
    assert localdate(case.closed_at) == date(2026, 2, 20)
    assert Order.objects.get().status == "stopped"


def test_lines_of_one_decision_are_one_decision(tmp_path):
    """A decision with its own number holds every line that names it (FL 31)."""
    lines = [["Beslutsrads-id", *LINES[0]], *([f"R{n}", *row] for n, row in enumerate(LINES[1:]))]
    lines.append(["R9", "B1", "A1", "Trygghetslarm", "Bifall", "1", "st", "2026-01-20", "2026-02-01", ""])
    orders = [["Beställningsnr", "Beslutsrads-id", "Utförare"], ["U1", "R0", "Hemtjänst Norr"]]
    read_in(tmp_path, {**WHOLE, "beslut": lines, "bestallningar": orders})
    assert Decision.objects.count() == 2
    assert Decision.objects.get(case__status="active").lines.count() == 2


def test_a_line_is_carried_out_from_the_first_time_given_and_one_without_has_its_clock(tmp_path):
    """SoL 34:1: three months from the decision, also when another system made it."""
    lines = [*LINES, ["B3", "A2", "Ledsagning", "Bifall", "10", "tim/månad", "2026-01-30", "2026-02-01", ""]]
    read_in(tmp_path, {**WHOLE, "beslut": lines})
    event = LineEvent.objects.get()
    assert (event.line.intervention, event.kind, event.day, event.source) == (
        "HEMTJANST", "executed", date(2026, 2, 2), "loaded",
    )  # fmt: skip
    clock = OpenClock.objects.get()
    assert (clock.line.intervention, clock.last_day) == ("LEDSAGNING", date(2026, 4, 30))


def test_protection_is_kept_with_where_it_is_known_from_and_no_file_lifts_it(tmp_path):
    """OSL 22:1: a mark in the export is a mark here; an export without marks changes none."""
    marked = [[*PERSONS[0], "Skyddad"], [*PERSONS[1], "ja"], [*PERSONS[2], ""]]
    read_in(tmp_path, {**WHOLE, "personer": marked})
    person = Person.objects.get(number=ASTRID)
    assert person.protection == "marked"
    assert person.protection_changes.get().source == "Inläst från Gamla systemet"
    unmarked = [[*PERSONS[0], "Skyddad"], [*PERSONS[1], "nej"], [*PERSONS[2], ""]]
    read_in(tmp_path, {**WHOLE, "personer": unmarked}, at=f.NOW + timedelta(days=1))
    person.refresh_from_db()
    assert person.protection == "marked"
