"""What happens to granted lines after the decision, and the clocks that follow (SoL 34:1, LSS 28 f)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.cases.actions import (
    correct,
    note_line_event,
    propose,
    put_line,
    reassess,
    retract_line_event,
    sign,
    start_decision,
)
from samsyn.cases.clocks import Kind, Since
from samsyn.cases.models import LineEvent, OpenClock
from samsyn.cases.queries import standings, standings_of
from samsyn.people.actions import record_death, take_back_death
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests.ended import decline, move_away
from tests.factories import (
    NOW,
    SENDER,
    acting,
    caseworker_of,
    decided_case,
    decision_of,
    home_care,
    line_of,
    need,
)

pytestmark = pytest.mark.django_db
DECIDED = localdate(NOW)
LATER = NOW + timedelta(30)


def note(case, kind, day=DECIDED, *, at=LATER, line=None, **said):
    return note_line_event(line=line or line_of(case), kind=kind, day=day, by=caseworker_of(case), at=at, **said)


def stands(case, on=None):
    return standings([line_of(case)], on or localdate(LATER))[line_of(case).pk]


def test_a_granted_line_has_a_clock_of_three_months_from_its_decision():
    """SoL 34:1: the clock begins with the signature, without anybody doing anything."""
    case = decided_case()
    [clock] = stands(case).clocks
    assert (clock.start, clock.last_day) == (date(2026, 3, 2), date(2026, 6, 2))
    [row] = OpenClock.objects.all()
    assert (row.case, row.start, row.last_day, row.since) == (case, clock.start, clock.last_day, Since.DECISION)


def test_what_is_only_partly_carried_out_keeps_its_clock():
    """SoL 34:1: two hours of five are not the decision carried out."""
    case = decided_case()
    note(case, Kind.EXECUTED_PART, part=120)
    found = stands(case)
    assert (found.now.partly, found.part) == (True, 120)
    assert [c.start for c in found.clocks] == [DECIDED]
    assert OpenClock.objects.get().partly


def test_what_is_carried_out_has_no_clock():
    case = decided_case()
    note(case, Kind.EXECUTED, DECIDED + timedelta(4))
    assert stands(case).clocks == ()
    assert not OpenClock.objects.exists()


def test_an_interruption_starts_a_clock_of_its_own():
    """SoL 34:1 second paragraph: three months from the day when it was interrupted, each time."""
    case = decided_case()
    note(case, Kind.EXECUTED, DECIDED)
    note(case, Kind.INTERRUPTED, DECIDED + timedelta(5), reason="AVBROTT")
    assert OpenClock.objects.get().start == DECIDED + timedelta(5)
    note(case, Kind.RESUMED, DECIDED + timedelta(8))
    assert not OpenClock.objects.exists()
    note(case, Kind.INTERRUPTED, DECIDED + timedelta(20))
    row = OpenClock.objects.get()
    assert (row.start, row.since) == (DECIDED + timedelta(20), Since.INTERRUPTION)


def test_offers_and_wishes_are_told_and_stop_nothing():
    case = decided_case()
    note(case, Kind.OFFERED, DECIDED + timedelta(1), note="Plats på Björkgården")
    note(case, Kind.DECLINED, DECIDED + timedelta(2), reason="TACKAT-NEJ")
    note(case, Kind.WAITS, DECIDED + timedelta(2), reason="VILL-VANTA")
    note(case, Kind.POSTPONED, DECIDED + timedelta(3))
    found = stands(case)
    assert (found.now.offers, found.now.declined, found.now.waits) == (1, 1, True)
    assert [c.start for c in found.clocks] == [DECIDED]


@pytest.mark.parametrize(
    ("kind", "day", "said", "field"),
    [
        (Kind.EXECUTED, DECIDED - timedelta(1), {}, "day"),
        (Kind.EXECUTED, localdate(LATER) + timedelta(1), {}, "day"),
        (Kind.EXECUTED_PART, DECIDED, {"part": 360}, "part"),
        (Kind.EXECUTED, DECIDED, {"part": 10}, "part"),
        (Kind.WAITS, DECIDED, {"reason": "PÅHITT"}, "reason"),
        (Kind.REPORTED, DECIDED, {}, "kind"),
        (Kind.NEW_DECISION, DECIDED, {}, "kind"),
    ],
)
def test_what_cannot_be_is_said_where_it_was_typed(kind, day, said, field):
    case = decided_case()
    with pytest.raises(Invalid) as refused:
        note(case, kind, day, **said)
    assert refused.value.field_name == field
    assert not LineEvent.objects.exists()


@pytest.mark.parametrize("kind", [Kind.INTERRUPTED, Kind.RESUMED, Kind.DECLINED])
def test_what_comes_out_of_order_is_refused(kind):
    with pytest.raises(Refused):
        note(decided_case(), kind)


def test_nothing_is_noted_after_the_clock_has_ended():
    case = decided_case()
    decline(line_of(case))
    with pytest.raises(Refused, match="avslutad"):
        note(case, Kind.EXECUTED)


def test_a_line_that_is_refused_or_not_signed_is_not_carried_out():
    refused = decided_case(terms={"outcome": "refused", "amount": 0, "goal": "", "reasons": "Behovet är litet."})
    with pytest.raises(Refused, match="beviljade"):
        note(refused, Kind.EXECUTED)


def test_only_the_caseworker_of_the_case_notes():
    case = decided_case()
    for role in (Role.TEAM_LEADER, Role.DELEGATE, Role.PROVIDER_PLANNER, Role.COMMITTEE_SECRETARY):
        with pytest.raises(NoAccess):
            note_line_event(line=line_of(case), kind=Kind.EXECUTED, day=DECIDED, by=acting(role), at=LATER)


def test_pressing_twice_notes_once():
    case = decided_case()
    assert note(case, Kind.EXECUTED) == note(case, Kind.EXECUTED)
    assert LineEvent.objects.count() == 1


def test_what_was_wrong_is_taken_back_beside_it_and_the_clock_runs_again():
    case = decided_case()
    wrong = note(case, Kind.EXECUTED)
    retract_line_event(event=wrong, why="Fel person.", by=caseworker_of(case), at=LATER)
    assert LineEvent.objects.count() == 2
    assert [c.start for c in stands(case).clocks] == [DECIDED]
    assert OpenClock.objects.get().start == DECIDED
    with pytest.raises(Refused, match="redan"):
        retract_line_event(event=wrong, why="En gång till.", by=caseworker_of(case), at=LATER)
    with pytest.raises(Invalid):
        retract_line_event(event=note(case, Kind.WAITS), why=" ", by=caseworker_of(case), at=LATER)


@pytest.mark.parametrize("write", [lambda rows: rows.update(note="x"), lambda rows: rows.delete()])
def test_the_database_itself_keeps_what_was_noted(write):
    case = decided_case()
    note(case, Kind.WAITS)
    with pytest.raises(DatabaseError, match="never overwritten"), transaction.atomic():
        write(LineEvent.objects.all())


def test_a_death_stops_the_clock_without_a_word_and_taking_it_back_starts_it():
    case = decided_case()
    by = caseworker_of(case)
    record_death(person=case.person, died_on=DECIDED + timedelta(9), source="Folkbokföringen", by=by, at=LATER)
    found = stands(case)
    assert (found.now.close_reason, found.clocks) == (Kind.DECEASED, ())
    assert stands(case, DECIDED + timedelta(8)).clocks
    take_back_death(person=case.person, by=by, at=LATER)
    assert stands(case).clocks


def test_closing_the_case_ends_its_clocks_with_the_reason():
    case = decided_case()
    move_away(case, at=LATER)
    assert stands(case).now.close_reason is Kind.MOVED
    assert not OpenClock.objects.exists()


def corrected(case, at, **terms):
    by = caseworker_of(case)
    version = correct(decision=decision_of(case), reason="Fel antal.", by=by, at=at)
    if terms:
        line = version.lines.get()
        needs = tuple(line.needs.values_list("pk", flat=True))
        new = home_care(needs, valid_from=line.valid_from, **terms)
        put_line(decision=version, terms=new, line=line, by=by, at=at)
    propose(decision=version, by=by, at=at)
    sign(decision=version, sender=SENDER, by=acting(Role.DELEGATE, case.unit), at=at)


def test_a_correction_does_not_begin_the_three_months_anew():
    """FL 36: the corrected decision is the same decision; its day stays the day of SoL 34:1."""
    case = decided_case()
    old = line_of(case)
    corrected(case, LATER)
    assert [c.start for c in stands(case).clocks] == [DECIDED]
    assert standings([old], localdate(LATER))[old.pk].now.close_reason is Kind.NEW_DECISION
    assert OpenClock.objects.get().line == line_of(case)


def test_what_had_happened_before_a_correction_has_happened_after_it():
    case = decided_case()
    executed = note(case, Kind.EXECUTED)
    corrected(case, LATER)
    assert stands(case).clocks == ()
    retract_line_event(event=executed, why="Den hade inte börjat.", by=caseworker_of(case), at=LATER)
    assert OpenClock.objects.get().line == line_of(case)


def test_a_correction_that_grants_more_leaves_the_rest_to_be_carried_out():
    case = decided_case()
    note(case, Kind.EXECUTED)
    corrected(case, LATER, amount=600)
    found = stands(case)
    assert (found.now.partly, found.part) == (True, 360)
    assert [c.start for c in found.clocks] == [localdate(LATER)]


def test_a_new_decision_has_a_clock_of_its_own_and_ends_the_one_it_replaces():
    case = decided_case()
    by, old = caseworker_of(case), line_of(case)
    reassess(case=case, cause="changed_needs", why="Behoven har ökat.", by=by, at=LATER)
    investigation = case.investigations.latest("opened_at")
    investigation.needs.all().delete()
    need(investigation, at=LATER)
    draft = start_decision(investigation=investigation, by=by, at=LATER)
    needs = tuple(investigation.needs.values_list("pk", flat=True))
    put_line(decision=draft, terms=home_care(needs, valid_from=localdate(LATER)), by=by, at=LATER)
    propose(decision=draft, by=by, at=LATER)
    sign(decision=draft, sender=SENDER, by=acting(Role.DELEGATE, case.unit), at=LATER)
    was, now = standings_of(case, localdate(LATER))
    assert (was.line, was.now.close_reason) == (old, Kind.NEW_DECISION)
    assert [c.start for c in now.clocks] == [localdate(LATER)]


def test_asking_many_lines_takes_as_many_queries_as_asking_one(django_assert_max_num_queries):
    cases = [decided_case(), decided_case()]
    corrected(cases[0], LATER)
    for case in cases:
        note(case, Kind.WAITS)
    lines = [line_of(case) for case in cases]
    with django_assert_max_num_queries(3):
        assert len(standings(lines, localdate(LATER))) == 2
