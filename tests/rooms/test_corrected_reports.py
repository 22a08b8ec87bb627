"""A corrected decision is told of in the quarter's report once, as it stood on the day (SoL 34:1-2, FL 36)."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.cases.actions import correct, explain_delay, make_report, note_line_event
from samsyn.cases.clocks import Kind, Since
from samsyn.cases.queries import rows_now, rows_of
from samsyn.people.roles import Role
from tests import ended
from tests import factories as f
from tests.rooms.anew import decide

pytestmark = pytest.mark.django_db
JANUARY, MARCH, JUNE, DAY = (
    datetime(2026, *day, 10, tzinfo=f.NOW.tzinfo) for day in ((1, 12), (3, 30), (6, 1), (6, 30))
)
CORRECTED, JULY, LATE_JULY, OCTOBER = (
    datetime(2026, *day, 10, tzinfo=f.NOW.tzinfo) for day in ((7, 3), (7, 7), (7, 20), (10, 7))
)


def correction(case, at):
    """The case's decision, corrected with the same line."""
    return decide(correct(decision=f.decision_of(case), reason="Fel ord", by=f.caseworker_of(case), at=at), at=at)


def note(line, kind, at, day=None):
    case = line.decision.case
    return note_line_event(line=line, kind=kind, day=day or localdate(at), by=f.caseworker_of(case), at=at)


def report(quarter, at, *, without_reasons=True):
    """In which part each line stands, and when it ended."""
    by = f.acting(Role.COMMITTEE_SECRETARY)
    made = make_report(year=2026, quarter=quarter, without_reasons=without_reasons, by=by, at=at)
    return {row.line_id: (row.part, row.ended) for row in rows_of(made, by=by)}


def test_what_is_corrected_after_the_quarters_day_is_reported_as_it_stood_on_it():
    """SoL 34:1: the correction changed nothing on the day, and takes over in the next report."""
    case = f.decided_case(at=JANUARY)
    old = f.line_of(case)
    correction(case, CORRECTED)
    assert report(2, JULY) == {old.pk: ("not_executed", None)}
    assert report(3, OCTOBER) == {f.line_of(case).pk: ("not_executed", None)}


def test_what_is_corrected_before_the_quarters_day_is_reported_in_its_new_version():
    case = f.decided_case(at=JANUARY)
    correction(case, MARCH)
    correction(case, DAY)
    standing = f.line_of(case)
    correction(case, CORRECTED)
    assert report(2, JULY) == {standing.pk: ("not_executed", None)}


@pytest.mark.parametrize("corrections", [1, 2])
def test_what_was_reported_and_carried_out_before_it_was_corrected_is_told_of(corrections):
    """SoL 34:2: with the day, however many times it has been corrected since."""
    case = f.decided_case(at=JANUARY)
    old = f.line_of(case)
    assert report(2, JULY) == {old.pk: ("not_executed", None)}
    note(old, Kind.EXECUTED, JULY)
    for days in range(corrections):
        correction(case, LATE_JULY + timedelta(days))
    assert report(3, OCTOBER) == {f.line_of(case).pk: ("executed", localdate(JULY))}
    assert report(4, OCTOBER + timedelta(100)) == {}


def test_what_was_carried_out_too_late_and_then_corrected_is_reported_once():
    case = f.decided_case(at=JANUARY)
    day = localdate(JANUARY) + timedelta(120)
    note(f.line_of(case), Kind.EXECUTED, JUNE, day)
    correction(case, JUNE)
    assert report(2, JULY) == {f.line_of(case).pk: ("late", day)}
    assert report(3, OCTOBER) == {}


def test_a_corrected_line_is_late_by_the_first_versions_day():
    case = f.decided_case(at=JANUARY)
    correction(case, MARCH)
    note(f.line_of(case), Kind.EXECUTED, JUNE)
    assert report(2, JULY) == {f.line_of(case).pk: ("late", localdate(JUNE))}


def test_what_is_noted_on_a_later_correction_had_happened_on_the_day():
    """SoL 34:1: nobody is reported as waiting who has been helped since June."""
    case = f.decided_case(at=JANUARY)
    old = f.line_of(case)
    correction(case, CORRECTED)
    note(f.line_of(case), Kind.EXECUTED, JULY, localdate(JUNE))
    assert report(2, JULY) == {old.pk: ("late", localdate(JUNE))}


def test_a_reason_said_of_one_version_is_the_decisions_reason():
    """SoL 34:1: the reasons in short, whether they were written before the correction or after it."""
    before, after = f.decided_case(at=JANUARY), f.decided_case(at=JANUARY)
    explain(f.line_of(before))
    for case in (before, after):
        correction(case, CORRECTED)
    explain(f.line_of(after))
    assert len(report(2, JULY, without_reasons=False)) == 2
    assert len(report(3, OCTOBER, without_reasons=False)) == 2


def explain(line):
    explain_delay(
        line=line, reason="RES-PERSONAL", text="", consequence="", meanwhile="", stay="",
        by=f.caseworker_of(line.decision.case), at=JULY,
    )  # fmt: skip


def test_help_that_was_cut_to_a_part_and_then_ended_is_reported():
    """SoL 34:1 second paragraph: what had ceased was not carried out anew in three months."""
    case = f.decided_case(at=JANUARY)
    line, cut = f.line_of(case), JANUARY + timedelta(20)
    note(line, Kind.EXECUTED, JANUARY)
    note(line, Kind.EXECUTED_PART, cut)
    ended.decline(line, at=JUNE + timedelta(19))
    [row] = rows_now(2026, 2, by=f.acting(Role.COMMITTEE_SECRETARY))
    assert (row.part, row.since, row.start) == ("late", Since.INTERRUPTION, localdate(cut))


def test_help_that_ends_soon_after_an_interruption_is_not_late():
    """It was carried out in time, and ended before three months had gone by from the interruption."""
    case = f.decided_case(at=JANUARY)
    line = f.line_of(case)
    note(line, Kind.EXECUTED, JANUARY)
    note(line, Kind.INTERRUPTED, JUNE)
    ended.decline(line, at=JUNE + timedelta(19))
    assert report(2, JULY) == {}


def test_a_team_leaders_part_is_numbered_by_itself():
    here, there = f.unit(), f.unit("Äldreenheten Syd")
    for days, place in enumerate([there, here, there, here]):
        f.decided_case(at=JANUARY - timedelta(60 - days), at_unit=place)
    assert len(report(1, MARCH + timedelta(8))) == 4
    for place in (here, there):
        rows = rows_now(2026, 2, by=f.acting(Role.TEAM_LEADER, place))
        assert [(row.number, row.unit_id) for row in rows] == [(1, place.pk), (2, place.pk)]
