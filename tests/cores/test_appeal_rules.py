"""Laws of appealing that hold for every regime, every day and every order of moves (FL 22, 44-46, KL 13:5)."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cases.appeals.lifecycle import ENDED, LABELS, OF_APPEAL, TRANSITIONS, Move, Stage, first_stage, why_not
from samsyn.cases.appeals.timing import (
    Arrived,
    Verdict,
    by_remedy,
    time_to_appeal,
    tried_for_time,
    why_not_dismiss,
    why_not_take_up,
)
from samsyn.cases.clocks import Clock, Undecided
from samsyn.cases.regimes import Remedy, Starts, regimes, regimes_on

SWITCH = date(2025, 7, 1)
AROUND = [SWITCH + timedelta(n) for n in (-30, -1, 0, 1, 30)]
LINES = [(day, regime) for day in AROUND for regime in regimes_on(day)]
OFFSET = {"min_value": 0, "max_value": 60}


@dataclass
class Told:
    received_on: date | None
    remedy_told: str = "right"


@dataclass
class Board:
    announced_on: date
    taken_down_on: date | None = None


@dataclass
class Line:
    regime: str


@pytest.mark.parametrize(("day", "regime"), LINES, ids=lambda value: getattr(value, "code", str(value)))
def test_each_line_has_the_remedy_and_the_clock_of_its_regime_on_both_sides_of_the_new_act(day, regime):
    told, board = [Told(day)], [Board(day)]
    found = time_to_appeal(regime, decided=day, notices=told, announcements=board)
    assert isinstance(found, Clock)
    appealable = regime.remedy is Remedy.APPEAL
    assert (regime.starts is Starts.RECEIPT) is appealable
    assert found.code == ("OVERKLAGA_3V" if appealable else "LAGLIGHET_3V")
    assert found.paragraphs[0] == ("FL 44" if appealable else "KL 13:5")
    right, wrong = (told, board) if appealable else (board, told)
    kinds = {"notices": right if appealable else [], "announcements": [] if appealable else right}
    assert time_to_appeal(regime, decided=day, **kinds).last_day == found.last_day
    other = {"notices": [] if appealable else wrong, "announcements": wrong if appealable else []}
    assert isinstance(time_to_appeal(regime, decided=day, **other), Undecided)


@given(lines=st.lists(st.sampled_from([r.code for r in regimes().values() if r.may_be_line]), max_size=6))
def test_a_decision_has_exactly_the_remedies_of_its_lines(lines):
    found = by_remedy([Line(code) for code in lines])
    assert {line.regime: remedy for remedy, some in found.items() for line in some} == {
        code: regimes()[code].remedy for code in lines
    }


@settings(deadline=None)
@given(
    decided=st.dates(date(2025, 8, 1), date(2027, 12, 1)), receipt=st.integers(**OFFSET), came=st.integers(**OFFSET),
    post=st.booleans(), court=st.none() | st.integers(**OFFSET), told=st.sampled_from(["right", "wrong", "missing"]),
    known=st.booleans(),
)  # fmt: skip
def test_an_appeal_is_either_taken_up_or_dismissed_and_never_wrongly(decided, receipt, came, post, court, told, known):
    received = decided + timedelta(receipt)
    arrived = Arrived(
        decided + timedelta(came), by_post=post, court_on=None if court is None else decided + timedelta(court)
    )
    notices = [Told(received if known else None, told)]
    timed = tried_for_time(regimes()["SOL_11_1"], arrived, decided=decided, notices=notices)
    assert (why_not_take_up(timed.verdict) is None) != (why_not_dismiss(timed.verdict) is None)
    late = timed.verdict is Verdict.LATE
    if late:
        assert known
        assert told == "right"
        assert timed.counted_on > received + timedelta(weeks=3)
        assert arrived.court_on is None or arrived.court_on > timed.clock.last_day
    if known and timed.counted_on <= received + timedelta(weeks=3):
        assert timed.verdict is Verdict.IN_TIME
    assert timed.counted_on <= arrived.reached_on


@given(days=st.lists(st.integers(0, 90), min_size=1, max_size=4), early=st.integers(0, 21))
def test_the_time_of_a_review_runs_out_only_while_the_notice_is_on_the_board(days, early):
    up = date(2026, 3, 2)
    of = regimes()["SOL_11_4"]
    down = up + timedelta(early)
    open_still = time_to_appeal(of, decided=up, announcements=[Board(up, down)])
    whole = time_to_appeal(of, decided=up, announcements=[Board(up)])
    assert (open_still.last_day is None) == (down <= whole.last_day)
    again = down + timedelta(1 + days[0])
    anew = time_to_appeal(of, decided=up, announcements=[Board(again), Board(up, down)])
    assert anew.last_day >= whole.last_day
    assert anew.last_day >= again + timedelta(weeks=3) or down > whole.last_day


@given(
    remedy=st.sampled_from([Remedy.APPEAL, Remedy.LEGALITY_REVIEW]), at_court=st.booleans(),
    moves=st.lists(st.sampled_from(list(Move)), max_size=30),
)  # fmt: skip
def test_no_order_of_moves_reaches_what_is_forbidden(remedy, at_court, moves):
    stage = first_stage(remedy, at_court=at_court)
    taken = []
    for move in moves:
        if why_not(stage, move, remedy) is None:
            taken.append(move)
            stage = TRANSITIONS[stage, move]
    if remedy is Remedy.LEGALITY_REVIEW:
        assert not OF_APPEAL & set(taken)
    elif Move.HAND_OVER in taken:
        before = taken[: taken.index(Move.HAND_OVER)]
        assert before[-1] is Move.RECONSIDER
        assert Move.TAKE_UP in before
    for later in (Move.JUDGE, Move.GO_HIGHER, Move.CONCLUDE):
        if later in taken and not (remedy is Remedy.LEGALITY_REVIEW and at_court):
            assert Move.HAND_OVER in taken
    if stage in {Stage.CONCLUDED, Stage.WITHDRAWN}:
        assert all(why_not(stage, move, remedy) for move in Move)


def test_every_stage_is_reached_and_only_a_dismissal_can_be_opened_again():
    seen, waiting = {Stage.RECEIVED, Stage.AT_COURT}, [Stage.RECEIVED, Stage.AT_COURT]
    while waiting:
        here = waiting.pop()
        new = {after for (before, _), after in TRANSITIONS.items() if before is here} - seen
        seen |= new
        waiting += new
    assert seen == set(Stage) == set(LABELS)
    assert {before for before, _ in TRANSITIONS if before in ENDED} == {Stage.DISMISSED}
