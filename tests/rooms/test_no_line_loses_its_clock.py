"""No sequence of actions loses a granted line's clock (SoL 34:1, LSS 28 f): Hypothesis over what people really do."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.cases import actions as cases
from samsyn.cases.calendar_law import months_after
from samsyn.cases.clocks import Kind
from samsyn.cases.clocks.history import CLOSES
from samsyn.cases.models import Case, DecisionLine, LineEvent, OpenClock
from samsyn.cases.models.standings import LineStanding, open_clock, standings
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
        return {"kind": kind, "day": day, "part": 60 if kind is Kind.EXECUTED_PART else None}

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
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000))
def test_no_sequence_of_actions_loses_a_clock(seed):
    with transaction.atomic():
        walk = Carrying(seed)
        for _ in range(STEPS):
            with contextlib.suppress(Refused), transaction.atomic():
                walk.step()
            holds(walk.case, walk)
        transaction.set_rollback(True)


def holds(case: Case, walk: Walk) -> None:
    today = localdate(walk.at)
    lines = list(DecisionLine.objects.filter(decision__case=case, decision__state="signed").exclude(outcome="refused"))
    stand = standings(lines, today)
    assert set(stand) == {line.pk for line in lines}
    for found in stand.values():
        one_of_three(found, today)
    stored = {row.pk: _as_told(row) for row in OpenClock.objects.filter(case=case)}
    alive = standings(lines, today, deaths=False).values()
    told = {row.pk: _as_told(row) for s in alive if (row := open_clock(s))}
    assert stored == told, "the small table of open clocks says what the events say"


def _as_told(row: OpenClock) -> tuple:
    return row.start, str(row.since), row.last_day, row.partly, row.decided


def one_of_three(found: LineStanding, today) -> None:
    """Each granted line is closed with a reason, wholly carried out, or has a clock with a last day."""
    now, kinds = found.now, {Kind(e.kind) for e in found.events}
    assert (now.closed is not None) + bool(found.clocks) + (not now.closed and not found.clocks) == 1
    if now.closed:
        assert now.close_reason in CLOSES
        assert found.clocks == ()
    elif not found.clocks:
        assert kinds & BEGINS
    for clock in found.clocks:
        assert clock.last_day == months_after(clock.start, 3)
        assert clock.warn_on == (clock.start + timedelta(60), clock.start + timedelta(80))
        assert clock.start == now.decided or clock.start in {e.day for e in found.events if Kind(e.kind) in CEASES}
    if not now.closed and not kinds & {Kind.EXECUTED}:
        assert now.decided in {c.start for c in found.clocks}, "only execution or closing stops the decision's clock"
