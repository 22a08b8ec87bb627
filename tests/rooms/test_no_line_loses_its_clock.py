"""No sequence of actions loses a granted line's clock (SoL 34:1, LSS 28 f): Hypothesis over what people really do."""

import contextlib
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.cases import actions as cases
from samsyn.cases.calendar_law import months_after
from samsyn.cases.clocks import Kind
from samsyn.cases.clocks.history import CLOSES
from samsyn.cases.models import Case, Decision, DecisionLine, LineEvent, OpenClock, Withdrawal
from samsyn.cases.models.standings import LineStanding, decided_on, earlier_versions, open_clock, standings
from samsyn.homecare import actions as homecare
from samsyn.homecare.models import Order, PlannedTime
from samsyn.people.actions import record_death, take_back_death
from samsyn.people.refusals import Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.rooms.test_any_order import TASK_OF, Walk

STEPS = 36
BEGINS = frozenset({Kind.EXECUTED, Kind.RESUMED})
CEASES = frozenset({Kind.INTERRUPTED, Kind.EXECUTED_PART})


class Carrying(Walk):
    """A case that is decided, and everybody around it who may say how it is carried out."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        start = self.rng.choice([f.decided_case, f.accepted_case, f.active_case])
        self.case = start(terms={"amount": self.rng.choice([120, 360])})
        self.actors = [*self.actors[:4], f.caseworker_of(self.case), f.actor(self.case.person, acting_as="self")]
        self.at = f.NOW

    def step(self) -> None:
        self.at += timedelta(days=self.rng.choice([0, 0, 1, 3, 10, 40]))
        super().step()

    def line(self) -> DecisionLine:
        return self.rng.choice(list(DecisionLine.objects.filter(decision__case=self.case)))

    def said(self) -> dict:
        day = localdate(self.at) - timedelta(self.rng.choice([-1, 0, 0, 2, 20, 200]))
        kind = self.rng.choice(list(Kind))
        note = self.rng.choice(["", "Sagt på telefon"])
        return {"kind": kind, "day": day, "part": 60 if kind is Kind.EXECUTED_PART else None, "note": note}

    def valid(self) -> dict:
        first = localdate(self.at) + timedelta(self.rng.choice([0, 0, 10, 60]))
        return {"valid_from": first, "valid_to": self.rng.choice([None, None, first + timedelta(30)])}

    def try_note(self, by):
        cases.note_line_event(line=self.line(), **self.said(), by=by, at=self.at)

    try_note_again = try_note

    def try_retract(self, by):
        if event := self.newest(LineEvent, line__decision__case=self.case):
            cases.retract_line_event(event=event, why="Fel", by=by, at=self.at)

    def try_tell(self, by):
        with contextlib.suppress(ValueError):  # what the provider may not say is not offered to it
            if order := self.newest(Order, case=self.case):
                homecare.tell_execution(order=order, **self.said(), by=by, at=self.at)

    def try_report(self, by):
        past = list(PlannedTime.objects.filter(order__case=self.case, day__lte=localdate(self.at)).order_by("pk"))
        if past:
            planned, minutes = self.rng.choice(past), self.rng.choice([0, 0, 30])
            homecare.report_time(planned=planned, minutes=minutes, reason="ANNAT", note_text="", by=by, at=self.at)

    def try_death(self, by):
        died = self.case.person.died_on
        if died is None and self.rng.random() < 0.1:
            record_death(person=self.case.person, died_on=localdate(self.at), source="x", by=by, at=self.at)
        elif died:
            take_back_death(person=self.case.person, by=by, at=self.at)


OWN = {"note": Role.CASEWORKER, "note_again": Role.CASEWORKER, "retract": Role.CASEWORKER, "death": Role.CASEWORKER}
OWN |= {"tell": Role.PROVIDER_PLANNER, "report": Role.CARE_WORKER}


@pytest.fixture(autouse=True)
def tasks(monkeypatch):
    for task, role in OWN.items():
        monkeypatch.setitem(TASK_OF, task, role)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1_000_000))
def test_no_sequence_of_actions_loses_a_clock(seed):
    with transaction.atomic():
        walk = Carrying(seed)
        for _ in range(STEPS):
            with contextlib.suppress(Refused), transaction.atomic():
                walk.step()
            holds(Case.objects.select_related("person").get(pk=walk.case.pk), localdate(walk.at))
        transaction.set_rollback(True)


def holds(case: Case, today: date) -> None:
    lines = list(DecisionLine.objects.filter(decision__case=case, decision__state="signed").exclude(outcome="refused"))
    stand = standings(lines, today)
    assert set(stand) == {line.pk for line in lines}
    signed = list(case.decisions.filter(state="signed").prefetch_related("lines").order_by("pk"))
    for found in stand.values():
        if found.now.closed:
            assert found.clocks == ()
            assert (found.now.close_reason, found.now.closed) in causes(found, case, signed)
        else:
            carried_out_or_running(found)
            assert not [day for _, day in taken_over(found, signed) if day <= today], "two lines give the same help"
    stored = {row.pk: _as_told(row) for row in OpenClock.objects.filter(case=case)}
    alive = standings(lines, today, deaths=False).values()
    told = {row.pk: _as_told(row) for s in alive if (row := open_clock(s))}
    since = {s.line.pk for s in alive if s.now.close_reason is Kind.NEW_DECISION}  # lists ask the events of these
    assert {pk: row for pk, row in stored.items() if pk not in since} == told, "open clocks are what the events say"


def _as_told(row: OpenClock) -> tuple:
    return row.start, str(row.since), row.last_day, row.partly, row.decided


def causes(found: LineStanding, case: Case, signed: list[Decision]) -> set[tuple[Kind, date]]:
    """Everything outside the events that may have ended a line, and the day on which it did."""
    line, decided = found.line, found.now.decided
    versions = earlier_versions([line])[line.pk]
    said = {(Kind.WITHDRAWN, w.day) for w in Withdrawal.objects.filter(line__in=versions)}
    said |= {(Kind.MOVED, max(m.day, decided)) for m in case.moves.filter(kind="out")}
    if case.person.died_on:
        said.add((Kind.DECEASED, max(case.person.died_on, decided)))
    ended = LineEvent.objects.standing().filter(line__in=versions)
    if case.close_reason == "deceased":  # taken back on the person alone, by this walk
        said |= {(Kind.DECEASED, e.day) for e in ended.filter(kind=Kind.DECEASED, source="case")}
    for event in ended.filter(kind=Kind.NEED_CEASED):
        assert event.source == "case" or event.note, "somebody says why a need has ceased"
        assert line.valid_to is not None, "what is granted until further notice never ceases by itself (SoL 14:9)"
        assert line.valid_to < event.day, "nor what still runs"
        said.add((Kind.NEED_CEASED, event.day))
    return said | taken_over(found, signed)


def taken_over(found: LineStanding, signed: list[Decision]) -> set[tuple[Kind, date]]:
    """From which days other decisions of the case give what a line gives, while it would still have been given."""
    line, own, days = found.line, decided_on(found.line), set()
    for decision in signed:
        made = localdate(decision.signed_at)
        if decision.corrects_id == line.decision_id:
            days.add(max(made, own))
        elif decision.investigation_id > line.decision.investigation_id and decision.corrects_id is None:
            firsts = [g.valid_from for g in decision.lines.all() if g.intervention == line.intervention]
            if firsts and (line.valid_to is None or line.valid_to >= min(firsts)):
                days.add(max(min(firsts), made, own))
    return {(Kind.NEW_DECISION, day) for day in days}


def carried_out_or_running(found: LineStanding) -> None:
    """A line that nothing has ended is wholly carried out, or has clocks with the days that the law gives them."""
    now, kinds = found.now, {Kind(e.kind) for e in found.events}
    assert not kinds & CLOSES
    if not found.clocks:
        assert kinds & BEGINS
    for clock in found.clocks:
        assert clock.last_day == months_after(clock.start, 3)
        assert clock.warn_on == (clock.start + timedelta(60), clock.start + timedelta(80))
        assert clock.start == now.decided or clock.start in {e.day for e in found.events if Kind(e.kind) in CEASES}
    if not kinds & {Kind.EXECUTED}:
        assert now.decided in {c.start for c in found.clocks}, "only execution or closing stops the decision's clock"
