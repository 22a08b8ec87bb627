"""Measurements are kept as they were made; improvements are opened from them, changed, ended, and measured again."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.equity.codec import from_json
from samsyn.improvement.actions import (
    change_improvement,
    end_improvement,
    keep_measurements,
    keep_remeasured,
    open_improvement,
)
from samsyn.improvement.definitions import Period, groups, outcomes, periods, query_digest
from samsyn.improvement.due import measure_what_is_due, measured
from samsyn.improvement.measuring import found_in
from samsyn.improvement.models import Improvement, Measurement, Remeasured
from samsyn.improvement.queries import (
    improvement_to_read,
    improvements,
    measurement_to_read,
    newest_measurements,
)
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role, job
from tests import factories as f
from tests import measured as m

pytestmark = pytest.mark.django_db
EVERYBODY_ELSE = sorted(set(Role) - {Role.ANALYST, Role.PERSON, Role.RELATIVE})


def analyst():
    return f.acting(Role.ANALYST)


def last_event() -> Event:
    return Event.objects.order_by("-pk").first()


# Measurements


def test_a_measurement_holds_the_planted_gap_and_where_it_comes_from():
    kept = m.measurement()
    answer = from_json(kept.result["examination"]).answer
    assert answer.need.low < -60 < answer.need.high
    assert answer.verdict.code == "unexplained_difference"
    assert (kept.rows, kept.first, kept.last) == (400, m.PERIOD.first, m.PERIOD.last)
    assert last_event().what == "measurement.make"
    assert kept.result["merged"] == {}


def test_a_measurement_never_changes_by_the_databases_own_word():
    kept = m.measurement()
    for change in (lambda: Measurement.objects.update(rows=1), lambda: Measurement.objects.filter(pk=kept.pk).delete()):
        with pytest.raises(IntegrityError, match="a measurement stays as it was made"), transaction.atomic():
            change()


def test_the_same_found_twice_on_a_day_is_kept_once():
    one, two = m.measurement(), m.measurement()
    assert one == two
    assert m.measurement(seed=2) != one


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_only_the_analyst_measures_and_reads_figures(role):
    kept, other = m.measurement(), f.acting(role)
    with pytest.raises(NoAccess):
        measurement_to_read(kept.pk, by=other, at=f.NOW)
    with pytest.raises(NoAccess):
        newest_measurements("sex", m.PERIOD, by=other, at=f.NOW)
    with pytest.raises(NoAccess):
        keep_measurements(found=[], by=other, at=f.NOW)


def test_a_showing_is_in_the_log_with_the_definitions_version():
    kept = m.measurement()
    measurement_to_read(kept.pk, by=analyst(), at=f.NOW)
    assert (last_event().what, last_event().detail) == ("report.run", {"versions": {"equal": 2}})


def test_values_with_few_rows_are_put_together_and_told():
    columns = m.columns()
    columns["age"] = ["65–74"] * 20 + columns["age"][20:]
    asked = [outcomes(m.TODAY)["minutes"]]
    [found] = found_in(columns, (), m.PERIOD, groups()["sex"], asked, today=m.TODAY)
    [(new, old)] = found.result["merged"]["age"].items()
    assert old[0] == "65–74"
    assert new == f"65–{old[-1].split('–')[1]}"


def test_what_the_database_holds_is_measured():
    for sex in (982, 983):
        for n in range(3):
            f.decided_case(of=f.person(serial=sex), terms={"amount": 120 + 60 * n})
    period = Period(m.TODAY - timedelta(days=30), m.TODAY)
    found = measured(period, groups()["sex"], outcomes(m.TODAY).values(), today=m.TODAY)
    assert {one.rows for one in found} == {6}
    by_key = {one.outcome.key: one.result for one in found}
    minutes = from_json(by_key["minutes"]["examination"]).answer
    assert (minutes.crude, minutes.verdict.code) == (None, "cannot_be_decided")
    assert "too_few" in {note.code for note in minutes.notes}
    assert by_key["goal"]["why_not"]["code"] == "no_such_column"  # nobody is followed up


def test_ages_are_compared_as_two_groups_and_no_longer_counted_as_a_fact():
    columns = m.columns()
    columns["age"][:30] = ["–64"] * 30
    asked = [outcomes(m.TODAY)["minutes"]]
    [found] = found_in(columns, (), m.PERIOD, groups()["age"], asked, today=m.TODAY)
    examination = from_json(found.result["examination"])
    answer = examination.answer
    old = sum(age in {"80–84", "85–89"} for age in columns["age"])
    assert (answer.compared, answer.reference, answer.crude.n) == ("80–", "65–79", 370)
    assert {group.name: group.mean.n for group in examination.groups} == {"80–": old, "65–79": 370 - old}
    assert sum(left.rows for left in answer.left_out) == 30  # younger than the two, and told
    assert "age" not in examination.asked.facts


def test_areas_and_providers_are_units_that_are_compared_and_never_ranked():
    columns = m.columns(rows=800)
    draw, providers = Random(3), [n % 6 for n in range(800)]
    columns["area"] = [f"Område {draw.randrange(8)}" for _ in providers]
    columns["provider"] = [f"Utförare {n}" for n in providers]
    columns["days_to_start"] = [20.0 + 9 * (n == 5) + draw.randrange(20) for n in providers]
    asked = [outcomes(m.TODAY)["to_start"]]
    [found] = found_in(columns, (), m.PERIOD, groups()["sex"], asked, today=m.TODAY)
    units = {one.column: one for one in from_json(found.result["examination"]).units}
    assert list(units) == ["team", "provider", "area"]
    read = {unit.unit: unit.reading for unit in units["provider"].readings.units}
    assert read["Utförare 5"] == "differs"
    assert {unit.reading for unit in units["area"].readings.units} == {"does not differ"}


# Periods


def test_whom_a_group_is_compared_with_is_part_of_the_question():
    group, outcome = groups()["sex"], outcomes(m.TODAY)["minutes"]
    one, other = (query_digest(outcome, g, m.PERIOD, {}) for g in (group, replace(group, reference="K")))
    assert one != other


def test_the_rolling_year_ends_with_the_last_whole_quarter_and_years_are_whole():
    first, *years = periods(m.TODAY.replace(month=5, day=17))
    assert (first.first, first.last) == (
        m.TODAY.replace(year=m.TODAY.year - 1, month=4, day=1),
        m.TODAY.replace(month=3, day=31),
    )
    assert all(year.is_whole_year for year in years)
    assert not first.is_whole_year


def test_in_the_first_quarter_the_rolling_year_is_the_year_before():
    assert periods(m.TODAY.replace(month=2, day=3))[0].is_whole_year
    assert len(set(periods(m.TODAY.replace(month=2, day=3)))) == len(periods(m.TODAY.replace(month=2, day=3)))


def test_those_who_were_refused_are_not_missing_among_those_decided_on(monkeypatch):
    """Ten of each sex applied and were decided on, and four of those were refused: nobody is missing."""
    steps = {name: {"K": n, "M": n} for name, n in (("applied", 10), ("decided", 10), ("granted", 6))}
    monkeypatch.setattr("samsyn.improvement.due.steps_by_sex", lambda _first, _last: steps)
    monkeypatch.setattr("samsyn.improvement.due.decided_persons", lambda *_asked: m.columns())
    asked = [outcomes(m.TODAY)["granted"]]
    [found] = measured(m.PERIOD, groups()["sex"], asked, today=m.TODAY)
    examination = from_json(found.result["examination"])
    assert [step.name for step in examination.selection.steps] == ["decided"]
    assert examination.selection.bounds.low == examination.selection.bounds.high


# Improvements


def test_an_improvement_is_opened_once_from_a_measurement():
    kept, by = m.measurement(), analyst()
    made = open_improvement(baseline=kept, plan=m.plan(), by=by, at=f.NOW, once="a")
    assert open_improvement(baseline=kept, plan=m.plan(), by=by, at=f.NOW, once="a") == made
    assert last_event().what == "improvement.open"
    assert [one.pk for one in improvements(by=f.acting(Role.CHAIR))] == [made.pk]


def test_another_analysts_mark_of_a_form_stops_nobody():
    kept, other = m.measurement(), f.actor(f.staff(Role.ANALYST))
    mine = open_improvement(baseline=kept, plan=m.plan(), by=analyst(), at=f.NOW, once="a")
    theirs = open_improvement(baseline=kept, plan=m.plan(), by=other, at=f.NOW, once="a")
    assert theirs != mine
    assert theirs.once is None


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_only_the_analyst_opens(role):
    with pytest.raises(NoAccess):
        open_improvement(baseline=m.measurement(), plan=m.plan(), by=f.acting(role), at=f.NOW)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("pattern", {"pattern": "  "}),
        ("causes", {"causes": ""}),
        ("what", {"what": ""}),
        ("what", {"what": "x" * 20_001}),
        ("due_on", {"due_on": m.TODAY - timedelta(days=1)}),
        ("due_on", {"due_on": m.TODAY.replace(year=m.TODAY.year + 9)}),
        ("changed_on", {"changed_on": m.TODAY + timedelta(days=31)}),
        ("changed_on", {"changed_on": date(1, 1, 1)}),
        ("changed_on", {"changed_on": m.PERIOD.first - timedelta(days=1)}),
        ("again_on", {"again_on": m.TODAY + timedelta(days=60)}),
        ("again_on", {"again_on": m.TODAY.replace(year=m.TODAY.year + 9)}),
        ("owner", {"owner": 0}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_is_missing_or_cannot_be_is_told_where_it_stands(field, change):
    kept = m.measurement()
    with pytest.raises(Invalid) as told:
        open_improvement(baseline=kept, plan=replace(m.plan(), **change), by=analyst(), at=f.NOW)
    assert told.value.field_name == field
    assert not Improvement.objects.exists()


def test_a_day_that_is_too_far_off_is_not_said_to_be_too_near():
    kept = m.measurement()
    far = m.TODAY.replace(year=m.TODAY.year + 9)
    with pytest.raises(Invalid, match=f"senast {m.TODAY.year + 3}-12-31"):
        open_improvement(baseline=kept, plan=m.plan(again_on=far), by=analyst(), at=f.NOW)


def test_who_has_left_or_assesses_needs_cannot_be_responsible():
    with pytest.raises(Invalid):
        m.improvement(owner=f.acting(Role.CASEWORKER).staff)


def test_the_one_responsible_changes_it_and_another_leader_does_not():
    one = m.improvement()
    owner, other = f.acting(Role.TEAM_LEADER), f.acting(Role.TEAM_LEADER, f.unit("Äldreenheten Syd"))
    changed = change_improvement(improvement=one, plan=m.plan(what="Annat."), seen=1, by=owner, at=f.NOW)
    assert (changed.what, changed.version) == ("Annat.", 2)
    with pytest.raises(NoAccess):
        change_improvement(improvement=one, plan=m.plan(what="Mitt."), seen=2, by=other, at=f.NOW)
    with pytest.raises(NoAccess):
        end_improvement(improvement=one, outcome="Klart.", by=other, at=f.NOW)


def test_of_two_who_change_the_same_the_later_is_told_and_the_same_change_twice_is_one():
    one = m.improvement()
    change_improvement(improvement=one, plan=m.plan(what="Annat."), seen=1, by=analyst(), at=f.NOW)
    assert change_improvement(improvement=one, plan=m.plan(what="Annat."), seen=1, by=analyst(), at=f.NOW).version == 2
    with pytest.raises(Refused, match="nyss"):
        change_improvement(improvement=one, plan=m.plan(what="Ett tredje."), seen=1, by=analyst(), at=f.NOW)


def test_an_ended_improvement_stays_as_it_ended():
    one = m.improvement()
    end_improvement(improvement=one, outcome="Skillnaden är borta.", by=analyst(), at=f.NOW)
    assert end_improvement(improvement=one, outcome="Skillnaden är borta.", by=analyst(), at=f.NOW).ended_at
    with pytest.raises(Refused):
        end_improvement(improvement=one, outcome="Nej.", by=analyst(), at=f.NOW)
    with pytest.raises(Refused):
        change_improvement(improvement=one, plan=m.plan(what="Mer."), seen=1, by=analyst(), at=f.NOW)
    with pytest.raises(IntegrityError, match="stays as it was ended"), transaction.atomic():
        Improvement.objects.update(outcome="Annat")


# By itself


def test_a_quarter_that_has_ended_is_measured_by_itself_once():
    f.decided_case(at=f.NOW)
    night = f.NOW + timedelta(days=40)
    made, again = measure_what_is_due(by=job("measure"), at=night)
    assert made == len(periods(localdate(night))) * len(groups()) * len(outcomes(localdate(night)))
    assert again == 0
    assert measure_what_is_due(by=job("measure"), at=night) == (0, 0)


def test_an_improvement_is_measured_again_on_its_day_once_and_again_when_the_day_is_moved(monkeypatch):
    one = m.improvement()
    monkeypatch.setattr("samsyn.improvement.due.periods", lambda _today: [])  # the rest is tested above
    # Four hundred decisions take minutes to make.
    drawn = lambda first, last, _providers: m.columns(Period(first, last))  # noqa: E731
    monkeypatch.setattr("samsyn.improvement.due.decided_persons", drawn)
    before, on = f.NOW + timedelta(days=200), f.NOW + timedelta(days=220)
    assert measure_what_is_due(by=job("measure"), at=before) == (0, 0)
    assert measure_what_is_due(by=job("measure"), at=on) == (0, 1)
    assert measure_what_is_due(by=job("measure"), at=on) == (0, 0)
    [again] = improvement_to_read(one.pk, by=analyst()).again
    assert (again.after.first, again.after.last) == (one.due_on, one.again_on - timedelta(days=1))
    assert again.whole.first == one.baseline.first
    assert from_json(again.whole.result["examination"]).asked.changed_on == one.due_on
    assert from_json(again.after.result["examination"]).answer.need.high < 0
    later = replace(m.plan(), again_on=localdate(on) + timedelta(days=90))
    change_improvement(improvement=one, plan=later, seen=1, by=analyst(), at=on)
    assert measure_what_is_due(by=job("measure"), at=on + timedelta(days=91)) == (0, 1)
    assert Remeasured.objects.count() == 2


@pytest.mark.parametrize("ends", [False, True])
def test_what_was_changed_or_ended_while_the_night_measured_is_not_kept_for_a_day_that_no_longer_holds(ends):
    one = m.improvement()
    found = found_in(m.columns(), (), m.PERIOD, groups()["sex"], [outcomes(m.TODAY)["minutes"]], today=m.TODAY)[0]
    if ends:
        end_improvement(improvement=one, outcome="Klart.", by=analyst(), at=f.NOW)
    else:
        later = m.plan(again_on=one.again_on + timedelta(days=60))
        change_improvement(improvement=one, plan=later, seen=one.version, by=analyst(), at=f.NOW)
    assert keep_remeasured(improvement=one, after=found, whole=found, by=job("measure"), at=f.NOW) is None
    assert not Remeasured.objects.exists()


def test_an_ended_improvement_is_not_measured_again(monkeypatch):
    one = m.improvement()
    end_improvement(improvement=one, outcome="Klart.", by=analyst(), at=f.NOW)
    monkeypatch.setattr("samsyn.improvement.due.periods", lambda _today: [])
    assert measure_what_is_due(by=job("measure"), at=f.NOW + timedelta(days=400)) == (0, 0)
