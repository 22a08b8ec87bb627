"""A file that comes later leads to the events, clocks and states that one file would have (SoL 34:1, LSS 28 f)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samsyn.audit.models import Event, ImportedRow
from samsyn.audit.queries import verify_chain
from samsyn.cases.actions import note_line_event, reassess
from samsyn.cases.clocks import Kind
from samsyn.cases.models import Case, DecisionLine, LineEvent, OpenClock
from samsyn.cases.models.standings import open_clock, standings
from samsyn.homecare.models import Order
from samsyn.people.roles import Role
from tests import factories as f
from tests.rooms.exported import (
    APPLICATIONS,
    ASTRID,
    BERTIL,
    LINES,
    ORDERS,
    PERSONS,
    TIMES,
    WHOLE,
    plan_of,
    read_in,
    written,
)

pytestmark = pytest.mark.django_db
TODAY = f.NOW.date()
ORDER_HEAD = ["Beställningsnr", "Beslutsnr", "Utförare", "Startdatum", "Status"]
OUTCOMES = st.sampled_from(["Bifall", "Bifall", "Bifall", "Avslag"])
STATES = st.sampled_from([[], [""], ["pågår"], ["avslutad"], ["avslutad", "pågår"], ["avslutad", ""]])
LINE_HEAD = [*LINES[0], "Verkställd den"]


@pytest.fixture(autouse=True)
def authority():
    return f.unit()


def keys(kind):
    return dict(ImportedRow.objects.filter(kind=kind).values_list("row", "key"))


def told():
    """What stands of the lines, their clocks, the orders and the cases, by the other system's keys."""
    lines, orders, cases = keys("line"), keys("order"), keys("application")
    events = LineEvent.objects.standing().values_list("line", "kind", "day", "key", "source")
    clocks = OpenClock.objects.values_list("line", "decided", "start", "since", "last_day", "partly")
    return {
        "events": sorted((lines[line], *rest) for line, *rest in events),
        "clocks": sorted((lines[line], *rest) for line, *rest in clocks),
        "orders": {orders[pk]: status for pk, status in Order.objects.values_list("pk", "status")},
        "cases": {cases[pk]: state for pk, *state in Case.objects.values_list("pk", "status", "close_reason")},
    }


def days(first=date(2025, 8, 1), last=TODAY):
    return st.dates(first, last).map(date.isoformat)


@st.composite
def exports(draw):
    """A whole export and in which of two files each of its rows stands: never before what it points at."""
    tables = {name: [rows[0]] for name, rows in WHOLE.items()}
    tables |= {"beslut": [LINE_HEAD], "bestallningar": [ORDER_HEAD], "utford tid": [TIMES[0]]}
    second = {name: [] for name in tables}
    tables["personer"] = PERSONS

    def put(name, row, after):
        tables[name].append(row)
        second[name].append(draw(st.booleans()) or after)
        return second[name][-1]

    for a, number in enumerate((ASTRID, BERTIL)):
        case = put("ansokningar", [f"A{a}", number, "2025-07-15", "Hjälp"], after=False)
        for _ in range(draw(st.integers(1, 3))):
            key, decided = f"B{len(tables['beslut'])}", draw(days())
            what, outcome = draw(st.sampled_from(["Hemtjänst", "Ledsagning"])), draw(OUTCOMES)
            end, executed = draw(st.sampled_from(["", "", "2026-01-31", "2026-12-31"])), draw(st.just("") | days())
            amount = ["7", "tim/vecka"] if outcome == "Bifall" else ["", ""]
            row = [key, f"A{a}", what, outcome, *amount, decided, decided, end and max(end, decided), executed]
            line = put("beslut", row if outcome == "Bifall" else [*row[:-1], ""], case)
            for state in draw(STATES) if outcome == "Bifall" else []:
                order_key = f"U{len(tables['bestallningar'])}"
                order = put("bestallningar", [order_key, key, "Hemtjänst Norr", decided, state], line)
                for _ in range(draw(st.integers(0, 2))):
                    minutes = draw(st.sampled_from(["30", "45", "0"]))
                    visit = [f"T{len(tables['utford tid'])}", order_key, draw(days()), "08:30", minutes]
                    put("utford tid", visit, order)
    return tables, second


def halves(tables, second):
    """The two files, without empty tables."""
    for which in (False, True):
        found = {}
        for name, rows in tables.items():
            some = [
                row for row, later in zip(rows[1:], second[name] or [False] * len(rows), strict=False) if later is which
            ]
            if some:
                found[name] = [rows[0], *some]
        yield found


def mapped(folder, tables):
    """A mapping that reads the columns alike however few of the tables a file has."""
    headed = {**WHOLE, "beslut": [LINE_HEAD, [*LINES[1], ""]], "bestallningar": [ORDER_HEAD, [*ORDERS[1], ""]]}
    plan = plan_of(written(folder / "headed", headed), folder)
    return replace(plan, tables=[t for t in plan.tables if t.sheet.removesuffix(".csv") in tables])


def read_all(folder, files):
    """What stands when files have been read in one after another; nothing of it stays."""
    with transaction.atomic():
        for number, tables in enumerate(files):
            report = read_in(folder / f"{number}", tables, plan=mapped(folder, tables))
            assert not report.bad, [s.reason for s in report.said]
        found = told()
        check_clocks()
        transaction.set_rollback(True)
    return found


def check_clocks():
    """The open clocks are what the events say."""
    lines = DecisionLine.objects.all()
    rows = {pk: row for pk, s in standings(lines, TODAY, deaths=False).items() if (row := open_clock(s))}
    assert {c.pk: (c.start, c.last_day, c.partly) for c in OpenClock.objects.all()} == {
        pk: (c.start, c.last_day, c.partly) for pk, c in rows.items()
    }


def test_an_order_under_way_of_a_line_that_has_run_out_may_come_in_a_later_file(tmp_path):
    ended = ["B1", "A1", "Hemtjänst", "Bifall", "7", "tim/vecka", "2025-08-01", "2025-08-01", "2026-01-31", ""]
    tables = {
        "personer": PERSONS,
        "ansokningar": [WHOLE["ansokningar"][0], ["A1", ASTRID, "2025-07-15", "Hjälp"]],
        "beslut": [LINE_HEAD, ended, ["B2", "A1", "Ledsagning", *ended[3:-2], "", ""]],
    }
    orders = {"bestallningar": [ORDER_HEAD, ["U1", "B1", "Hemtjänst Norr", "2025-08-01", "pågår"]]}
    more = {"bestallningar": [ORDER_HEAD, ["U2", "B2", "Hemtjänst Norr", "2025-08-01", "pågår"]]}
    both = {"bestallningar": [*orders["bestallningar"], more["bestallningar"][1]]}
    whole = read_all(tmp_path / "whole", [{**tables, **both}])
    assert [event[:2] for event in whole["events"]] == [("B1", "executed"), ("B2", "executed")]
    assert read_all(tmp_path / "later", [tables, both]) == whole
    assert read_all(tmp_path / "each", [tables, orders, more]) == whole


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(exports())
def test_two_files_lead_to_what_one_file_does(tmp_path, export):
    """SoL 34:1: no line loses its clock, and help that is given is never reported as not given."""
    tables, second = export
    parts = [part for part in halves(tables, second) if part]
    assume(len(parts) == 2)
    assert read_all(tmp_path, parts) == read_all(tmp_path, [tables])


HERE = {"personer": PERSONS, "ansokningar": APPLICATIONS, "beslut": [LINE_HEAD, *([*row, ""] for row in LINES[1:])]}
LATER = f.NOW + timedelta(days=7)


def order(state="", key="U1", line="B1"):
    return {"bestallningar": [ORDER_HEAD, [key, line, "Hemtjänst Norr", "2026-02-01", state]]}


def visits(*of, key="U1"):
    """Time in an order: the number of the visit, its day and its minutes."""
    return {"utford tid": [TIMES[0], *([number, key, day, "08:30", minutes] for number, day, minutes in of)]}


def line(key, decided, outcome="Bifall", executed="", what="Hemtjänst"):
    amount = ["7", "tim/vecka"] if outcome == "Bifall" else ["", ""]
    return [key, "A1", what, outcome, *amount, decided, decided, "", executed]


def take(tmp_path, tables, at=f.NOW):
    report = read_in(tmp_path / "in", tables, plan=mapped(tmp_path, tables), at=at)
    assert not report.bad, [s.reason for s in report.said]
    return report


def stands():
    """Kind and day of what stands, in the order it happened."""
    found = LineEvent.objects.standing().filter(line__outcome="granted").order_by("day", "pk")
    return [(str(e.kind), e.day.isoformat()) for e in found]


def test_time_that_comes_later_begins_the_order_and_ends_the_clock(tmp_path):
    """SoL 34:1: help that is given is not reported as not carried out."""
    take(tmp_path, {**HERE, **order()})
    assert (Order.objects.get().status, OpenClock.objects.count()) == ("accepted", 1)
    take(tmp_path, visits(("T1", "2026-02-04", "30"), ("T2", "2026-02-02", "0")), at=LATER)
    assert Order.objects.get().status == "started"
    assert stands() == [("executed", "2026-02-04")]
    assert not OpenClock.objects.exists()
    assert Case.objects.get(decisions__lines__outcome="granted").status == "active"
    assert Order.objects.get().messages.order_by("pk").last().kind == "started"
    assert verify_chain().intact


def test_the_same_later_file_twice_changes_nothing(tmp_path):
    take(tmp_path, {**HERE, **order()})
    for _ in range(2):
        take(tmp_path, visits(("T1", "2026-02-04", "30")), at=LATER)
    assert LineEvent.objects.count() == 1
    assert Event.objects.filter(what="line.import").count() == 1


def test_earlier_help_that_is_told_later_moves_the_beginning_and_the_first_word_stays_to_be_read(tmp_path):
    take(tmp_path, {**HERE, **order(), **visits(("T1", "2026-02-20", "30"))})
    take(tmp_path, visits(("T2", "2026-02-04", "30")), at=LATER)
    assert stands() == [("executed", "2026-02-04")]
    assert (
        LineEvent.objects.exclude(retracts=None).get().note
        == "En senare inläsning från Gamla systemet säger något annat."
    )


def test_time_that_is_corrected_to_none_takes_the_beginning_back_and_the_clock_runs_on(tmp_path):
    take(tmp_path, {**HERE, **order(), **visits(("T1", "2026-02-04", "30"))})
    take(tmp_path, visits(("T1", "2026-02-04", "0")), at=LATER)
    assert stands() == []
    assert OpenClock.objects.get().start == date(2026, 1, 20)


def test_an_order_that_a_later_file_begins_is_carried_out_from_its_first_day(tmp_path):
    take(tmp_path, {**HERE, **order()})
    take(tmp_path, order("pågår"), at=LATER)
    assert stands() == [("executed", "2026-02-01")]
    assert not OpenClock.objects.exists()


def test_an_order_that_a_later_file_ends_interrupts_from_the_last_help_and_new_help_resumes(tmp_path):
    """SoL 34:1, second paragraph: the clock runs from the interruption, also when another provider comes after it."""
    take(tmp_path, {**HERE, **order("pågår"), **visits(("T1", "2026-02-04", "30"), ("T2", "2026-02-20", "30"))})
    take(tmp_path, order("avslutad"), at=LATER)
    clock = OpenClock.objects.get()
    assert (clock.start, clock.since, Order.objects.get().status) == (date(2026, 2, 20), "interruption", "stopped")
    take(tmp_path, {**order("pågår", "U2"), **visits(("T9", "2026-03-12", "30"), key="U2")}, at=LATER + timedelta(14))
    assert stands() == [("executed", "2026-02-04"), ("interrupted", "2026-02-20"), ("resumed", "2026-03-12")]
    assert not OpenClock.objects.exists()


def test_a_new_provider_takes_the_place_of_the_one_that_the_same_file_ends(tmp_path):
    take(tmp_path, {**HERE, **order("pågår"), **visits(("T1", "2026-02-04", "30"))})
    both = {"bestallningar": [*order("avslutad")["bestallningar"], *order("pågår", "U2")["bestallningar"][1:]]}
    take(tmp_path, both, at=LATER)
    assert dict(Order.objects.values_list("status", "line")).keys() == {"stopped", "started"}
    assert not OpenClock.objects.exists()
    again = take(tmp_path, both, at=LATER)
    assert again.plain()["order"] == {"same": 2}


def test_a_later_decision_ends_the_clock_of_the_one_it_takes_the_place_of(tmp_path):
    take(tmp_path, HERE)
    take(tmp_path, {"beslut": [LINE_HEAD, line("B7", "2026-02-25")]}, at=LATER)
    assert stands() == [("new_decision", "2026-02-25")]
    assert OpenClock.objects.get().start == date(2026, 2, 25)
    take(
        tmp_path,
        {"beslut": [LINE_HEAD, line("B8", "2026-02-10"), line("B9", "2026-02-26", what="Ledsagning")]},
        at=LATER,
    )
    assert stands() == [("new_decision", "2026-02-10"), ("new_decision", "2026-02-25")]
    assert sorted(OpenClock.objects.values_list("start", flat=True)) == [date(2026, 2, 25), date(2026, 2, 26)]


def test_the_day_of_carrying_out_is_taken_in_also_where_the_decision_stays_as_it_was(tmp_path):
    """FL 36: the decision does not change by an import; that it is carried out is no change of it."""
    lines = [LINE_HEAD, [*LINES[1], ""]]
    take(tmp_path, {**HERE, "beslut": lines})
    report = take(tmp_path, {"beslut": [LINE_HEAD, [*LINES[1], "2026-02-03"]]}, at=LATER)
    assert report.plain()["line"] == {"left": 1}
    assert stands() == [("executed", "2026-02-03")]
    assert not OpenClock.objects.exists()


class TestWorkHereInBetween:
    def here(self, tmp_path):
        by = f.acting(Role.CASEWORKER)
        tables = {
            **HERE,
            "ansokningar": [[*r, h] for r, h in zip(APPLICATIONS, ["Handläggare", "Karin Ek", ""], strict=True)],
        }
        report = read_in(tmp_path / "in", {**tables, **order()})
        assert not report.bad
        return by, DecisionLine.objects.get(outcome="granted")

    def test_the_order_and_the_case_stay_and_the_help_is_told(self, tmp_path):
        by, _ = self.here(tmp_path)
        case = Case.objects.get(caseworker=by.staff_id)
        reassess(case=case, cause="changed_needs", why="Behöver mer", by=by, at=f.NOW + timedelta(hours=1))
        take(tmp_path, visits(("T1", "2026-02-04", "30")), at=LATER)
        case.refresh_from_db()
        assert (case.status, Order.objects.get().status) == ("investigating", "accepted")
        assert stands() == [("executed", "2026-02-04")]

    def test_what_somebody_said_of_the_help_stands(self, tmp_path):
        by, granted = self.here(tmp_path)
        for kind, day in ((Kind.EXECUTED, date(2026, 2, 10)), (Kind.INTERRUPTED, date(2026, 2, 20))):
            note_line_event(line=granted, kind=kind, day=day, by=by, at=f.NOW + timedelta(hours=1))
        take(tmp_path, visits(("T1", "2026-02-04", "30"), ("T2", "2026-02-24", "30")), at=LATER)
        assert stands() == [("executed", "2026-02-10"), ("interrupted", "2026-02-20")]
        assert OpenClock.objects.get().since == "interruption"

    def test_what_was_carried_out_in_part_by_hand_is_not_called_the_whole(self, tmp_path):
        by, granted = self.here(tmp_path)
        said = {"kind": Kind.EXECUTED_PART, "day": date(2026, 2, 10), "part": 60}
        note_line_event(line=granted, **said, by=by, at=f.NOW + timedelta(hours=1))
        take(tmp_path, visits(("T1", "2026-02-24", "30")), at=LATER)
        assert {kind for kind, _ in stands()} == {"executed_part"}
        assert OpenClock.objects.get().partly
