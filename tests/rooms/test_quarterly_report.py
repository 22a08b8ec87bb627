"""The quarterly report of decisions that are not carried out (SoL 34:1-4, LSS 28 f-28 i)."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.cases.actions import explain_delay, make_report, note_line_event
from samsyn.cases.clocks import Kind, Since
from samsyn.cases.models import LineEvent, QuarterlyReport, ReportRow
from samsyn.cases.queries import rows_now, rows_of, standings
from samsyn.people.actions import record_death
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import ended
from tests.factories import NOW, acting, caseworker_of, decided_case, line_of, person, unit

pytestmark = pytest.mark.django_db
ZONE = NOW.tzinfo
JANUARY = datetime(2026, 1, 12, 10, tzinfo=ZONE)
APRIL, JULY, OCTOBER = (datetime(2026, month, 7, 10, tzinfo=ZONE) for month in (4, 7, 10))
QUARTER = {"year": 2026, "quarter": 2}  # the day is 30 June


def secretary():
    return acting(Role.COMMITTEE_SECRETARY)


def report(at=JULY, **asked):
    return make_report(**(QUARTER | {"without_reasons": True} | asked), by=secretary(), at=at)


def parts(made):
    return {row.line_id: row.part for row in rows_of(made, by=secretary())}


def note(case, kind, at, day=None, **said):
    return note_line_event(
        line=line_of(case), kind=kind, day=day or localdate(at), by=caseworker_of(case), at=at, **said
    )


def test_what_is_not_carried_out_after_three_months_is_reported_and_the_rest_is_not():
    old, new, done = decided_case(at=JANUARY), decided_case(at=APRIL), decided_case(at=JANUARY)
    note(done, Kind.EXECUTED, JANUARY)
    made = report()
    assert parts(made) == {line_of(old).pk: "not_executed"}
    row = made.rows.get()
    assert (row.decided, row.last_day, row.since) == (
        localdate(JANUARY), localdate(JANUARY).replace(month=4), Since.DECISION,
    )  # fmt: skip
    assert (row.sex, row.person_number, row.unit) == ("K", old.person.written_number, old.unit)
    assert line_of(new).pk not in parts(made)


def test_the_reported_line_knows_it_and_its_clock_goes_on():
    case = decided_case(at=JANUARY)
    report()
    found = standings([line_of(case)], localdate(JULY))[line_of(case).pk]
    assert found.now.reported
    assert found.clocks


def test_what_is_partly_carried_out_is_reported_with_the_reason():
    """Two hours of five."""
    case = decided_case(at=JANUARY)
    note(case, Kind.EXECUTED_PART, JANUARY, part=120)
    row = report(without_reasons=False).rows.get()
    assert (row.partly, row.reason) == (True, "DELVIS")


def test_what_was_interrupted_is_reported_from_the_interruption():
    case = decided_case(at=JANUARY)
    note(case, Kind.EXECUTED, JANUARY)
    note(case, Kind.INTERRUPTED, JANUARY + timedelta(30))
    row = report().rows.get()
    assert (row.since, row.start) == (Since.INTERRUPTION, localdate(JANUARY) + timedelta(30))
    assert row.reason == "AVBROTT"


def test_a_decision_that_is_reported_needs_a_reason_or_a_word_that_it_comes_later():
    """SoL 34:1: the reasons in short."""
    case = decided_case(at=JANUARY)
    with pytest.raises(Invalid) as refused:
        report(without_reasons=False)
    assert refused.value.field_name == "without_reasons"
    explain_delay(
        line=line_of(case), reason="RES-PERSONAL", text="", consequence="Dottern hjälper till.", meanwhile="Larm",
        stay="", by=caseworker_of(case), at=APRIL,
    )  # fmt: skip
    row = report(without_reasons=False).rows.get()
    assert (row.reason, row.consequence, row.meanwhile) == ("RES-PERSONAL", "Dottern hjälper till.", "Larm")


def test_what_was_reported_is_told_once_when_it_is_carried_out_with_the_day():
    """SoL 34:2: only what has been reported, with the date."""
    case, unreported = decided_case(at=JANUARY), decided_case(at=APRIL)
    report()
    note(case, Kind.EXECUTED, JULY)
    note(unreported, Kind.EXECUTED, JULY - timedelta(20))
    later = report(at=OCTOBER, quarter=3)
    assert parts(later) == {line_of(case).pk: "executed"}
    assert later.rows.get().ended == localdate(JULY)
    assert parts(report(at=OCTOBER + timedelta(100), quarter=4)) == {}


def test_what_was_reported_is_reported_again_as_long_as_it_waits():
    case = decided_case(at=JANUARY)
    report()
    assert parts(report(at=OCTOBER, quarter=3)) == {line_of(case).pk: "not_executed"}


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        (Kind.WITHDRAWN, lambda case: ended.decline(line_of(case), at=JULY)),
        (Kind.MOVED, lambda case: ended.move_away(case, at=JULY)),
        (Kind.NEED_CEASED, lambda case: note(case, Kind.NEED_CEASED, JULY, note="Kan själv igen efter träningen.")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_was_reported_and_ends_for_another_reason_is_told_with_it(kind, ends):
    case = decided_case(at=JANUARY, terms={"valid_to": localdate(JULY) - timedelta(1)} if kind == "need_ceased" else {})
    report()
    ends(case)
    row = report(at=OCTOBER, quarter=3).rows.get()
    assert (row.part, row.close_reason, row.ended) == ("closed", kind, localdate(JULY))


def test_a_death_closes_what_was_reported():
    case = decided_case(at=JANUARY)
    report()
    by = caseworker_of(case)
    record_death(person=case.person, died_on=localdate(JULY), source="Folkbokföringen", by=by, at=JULY)
    row = report(at=OCTOBER, quarter=3).rows.get()
    assert (row.part, row.close_reason) == ("closed", Kind.DECEASED)


def test_what_was_carried_out_too_late_before_any_report_is_reported_too():
    case = decided_case(at=JANUARY)
    day = localdate(JANUARY) + timedelta(120)
    note(case, Kind.EXECUTED, JULY, day)
    made = report()
    assert parts(made) == {line_of(case).pk: "late"}
    assert made.rows.get().ended == day
    assert parts(report(at=OCTOBER, quarter=3)) == {}


def test_what_happens_after_the_quarters_day_belongs_to_the_next_report():
    case = decided_case(at=JANUARY)
    note(case, Kind.EXECUTED, JULY)
    assert parts(report()) == {line_of(case).pk: "not_executed"}
    assert parts(report(at=OCTOBER, quarter=3)) == {line_of(case).pk: "executed"}


def test_a_report_is_not_made_before_its_quarter_has_ended():
    with pytest.raises(Refused, match="inte slut"):
        report(quarter=3)


def test_only_the_secretary_makes_the_report_and_a_team_leader_reads_the_own_units_part():
    here, there = unit(), unit("Äldreenheten Syd")
    case, other = decided_case(at=JANUARY), decided_case(at=JANUARY, at_unit=there)
    for role in (Role.TEAM_LEADER, Role.CASEWORKER, Role.ANALYST, Role.ADMINISTRATOR):
        with pytest.raises(NoAccess):
            make_report(**QUARTER, without_reasons=True, by=acting(role), at=JULY)
    made = report()
    assert set(parts(made)) == {line_of(case).pk, line_of(other).pk}
    for place, own in ((here, case), (there, other)):
        leader = acting(Role.TEAM_LEADER, place)
        assert [r.line_id for r in rows_of(made, by=leader)] == [line_of(own).pk]
        assert [r.line_id for r in rows_now(2026, 2, by=leader)] == [line_of(own).pk]
    with pytest.raises(NoAccess):
        rows_of(made, by=acting(Role.CASEWORKER))


def test_pressing_twice_gives_one_report_and_a_correction_stands_beside_it():
    case = decided_case(at=JANUARY)
    first = report()
    assert report() == first
    note(case, Kind.EXECUTED, JULY, localdate(JANUARY) + timedelta(5))
    second = report(why="Hjälpen hade börjat i januari.")
    assert (second.version, second.corrects, second.rows.count()) == (2, first, 0)
    assert first.rows.count() == 1
    assert report(why="Hjälpen hade börjat i januari.") == second
    with pytest.raises(Invalid):
        report()
    assert QuarterlyReport.objects.count() == 2


def test_a_correction_does_not_mark_a_line_twice():
    case = decided_case(at=JANUARY)
    report()
    report(why="Skälet var fel.")
    assert LineEvent.objects.filter(line=line_of(case), kind=Kind.REPORTED).count() == 1


@pytest.mark.parametrize("model", [QuarterlyReport, ReportRow])
def test_what_is_handed_in_never_changes(model):
    decided_case(at=JANUARY)
    report()
    field = "quarter" if model is QuarterlyReport else "offers"
    for write in (lambda rows: rows.update(**{field: 1}), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            write(model.objects.all())


def test_a_protected_person_is_flagged_without_an_address():
    someone = person()
    type(someone).objects.filter(pk=someone.pk).update(protection="marked")
    decided_case(at=JANUARY, of=someone)
    row = report().rows.get()
    assert row.protected
    assert not any("Storgatan" in str(getattr(row, f.name)) for f in row._meta.fields)


def test_the_former_act_is_reported_too():
    """SoL 2001:453 4:1: open, and cautiously reported all the same."""
    case = decided_case(at=datetime(2025, 6, 2, 10, tzinfo=ZONE), terms={"regime": "SOL_2001_4_1"})
    found = standings([line_of(case)], localdate(JULY))[line_of(case).pk]
    assert found.clocks[0].unanswered
    assert parts(report()) == {line_of(case).pk: "not_executed"}


def test_what_is_decided_under_11_4_is_not_reported():
    case = decided_case(at=JANUARY, terms={"regime": "SOL_11_4"})
    assert standings([line_of(case)], localdate(JULY))[line_of(case).pk].clocks == ()
    assert parts(report()) == {}


def test_an_lss_decision_is_reported_under_28_f():
    case = decided_case(at=JANUARY, terms={"regime": "LSS_9", "intervention": "LSS-9-4", "unit": "count", "amount": 1})
    assert standings([line_of(case)], localdate(JULY))[line_of(case).pk].clocks[0].paragraphs[0] == "LSS 28 f"
    assert parts(report()) == {line_of(case).pk: "not_executed"}


def test_the_report_asks_as_much_however_many_rows_it_has(django_assert_max_num_queries):
    for _ in range(3):
        decided_case(at=JANUARY)
    by = secretary()
    with django_assert_max_num_queries(9):
        assert len(rows_now(2026, 2, by=by)) == 3
