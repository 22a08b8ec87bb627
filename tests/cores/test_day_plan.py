"""A unit's day, pure: its rules against the core's checker, starts put off to what was promised, JSON both ways."""

import json
from argparse import Namespace
from dataclasses import replace
from math import ceil
from random import Random
from resource import RLIMIT_CPU, getrlimit
from time import process_time

import pytest

from samsyn.cli.planning import dayplan_worker
from samsyn.homecare.dayplan import apart
from samsyn.homecare.dayplan.cost import lanes_of, problem_of, summed, window_of
from samsyn.homecare.dayplan.facts import BREAK, Day, Placed, Shift, Visit, Wished, moved, to_plan
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.timing import as_it_is, settled
from samsyn.homecare.dayplan.travel import UNKNOWN, matrix, modes, profile_for
from samsyn.homecare.dayplan.why import why
from samsyn.planning import reference
from samsyn.planning.problem import Plan, Stop
from samsyn.planning.profile import ASSUMED, Floor, Pace, as_data, between
from samsyn.planning.solve import solve

CARERS = (11, 12, 13)


def a_day(seed: int, visits: int = 14) -> Day:
    """A small day: homes near each other, a skill and a pair kept apart here and there, one without a point."""
    rng = Random(seed)
    points = [(0, 0), *((rng.randrange(-900, 900), rng.randrange(-900, 900)) for _ in range(visits - 1)), None]
    shifts = tuple(
        Shift(
            carer, 7 * 60, 15 * 60, 11 * 60, 12 * 60 + 30, 30, rng.choice(list(modes())),
            starts_at=rng.choice(["unit", "visit"]), skills=frozenset(rng.sample(["LYFT", "INSULIN"], 1)),
        )
        for carer in CARERS
    )  # fmt: skip
    told = []
    for n in range(visits):
        promised = rng.randrange(7 * 60 + 30, 14 * 60, 5)
        told.append(
            Visit(
                f"{n}-{promised}", n, (n,), promised, promised, rng.randrange(10, 45, 5), n + 1,
                skills=frozenset({"LYFT"}) if rng.random() < 0.15 else frozenset(),
                wishes=(Wished("contact", frozenset({rng.choice(CARERS)})),),
                refused=frozenset({rng.choice(CARERS)}) if rng.random() < 0.2 else frozenset(),
                carer=rng.choice(CARERS),
            )
        )  # fmt: skip
    return Day(shifts, tuple(told), tuple(points), {n: frozenset({rng.choice(CARERS)}) for n in range(visits)})


def as_plan(problem, lanes) -> Plan:
    """The lanes as a plan of the core."""
    number = {visit.key: n for n, visit in enumerate(problem.visits)}
    return Plan(
        tuple(
            tuple(Stop(-1 if p.key == BREAK else number[p.key], 0, p.start) for p in lanes.get(int(c.key), ()))
            for c in problem.carers
        )
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_lane_breaks_a_rule_here_exactly_when_the_cores_checker_says_so(seed):
    """The page's rules and the checker's are written apart: the same lanes are lawful to both or to neither."""
    day = a_day(seed, visits=6)
    walker, problem, rng = Walker(day), problem_of(day), Random(seed)
    lanes, _left = as_it_is(walker)
    for _ in range(30):
        visit = rng.choice(day.visits)
        lanes = moved(lanes, visit.key, rng.choice(CARERS), rng.randrange(visit.promised - 30, visit.promised + 90))
        for carer in CARERS:
            alone = {c: (lanes[c] if c == carer else ()) for c in CARERS}
            told = reference.broken(problem, as_plan(problem, alone))
            mine = {b for b in walker.broken(alone) if b.carer == carer}
            assert bool(mine) == bool(told), (mine, told)


@pytest.mark.parametrize("seed", range(4))
def test_what_the_search_finds_breaks_no_rule_and_begins_as_near_the_promised_time_as_it_may(seed):
    day = a_day(seed)
    walker, problem = Walker(day), problem_of(day)
    found = lanes_of(problem, solve(problem, seed=seed, trials=20_000).plan)
    later = settled(walker, found)
    assert walker.broken(found) == walker.broken(later) == set()
    assert {c: [p.key for p in lane] for c, lane in found.items()} == {
        c: [p.key for p in lane] for c, lane in later.items()
    }
    for carer, lane in later.items():
        for before, after in zip(found[carer], lane, strict=True):
            assert before.start <= after.start
            if after.key != BREAK:
                assert after.start <= max(before.start, walker.visit(after.key).promised)
    assert summed(walker, later).late <= summed(walker, found).late


def test_what_is_locked_or_has_begun_stays_with_its_carer_and_its_start():
    day = a_day(3)
    visit = next(v for v in day.visits if not v.skills)
    carer = next(c for c in CARERS if c not in visit.refused)
    held = Day(day.shifts, day.visits, day.points, day.known, {visit.key: (carer, visit.promised + 25)})
    problem = problem_of(held)
    lanes = settled(Walker(held), lanes_of(problem, solve(problem, seed=1, trials=20_000).plan))
    assert Placed(visit.promised + 25, visit.key) in lanes[carer]


def test_no_visit_is_left_out_to_keep_the_shares_of_a_day_even():
    """One alone has what every visit of a thin day asks for: that is far from even, and made all the same."""
    shifts = tuple(
        Shift(c, 7 * 60, 16 * 60, 690, 780, 30, skills=frozenset({"LYFT"} if c == 1 else ())) for c in range(1, 7)
    )
    hours = [(7 * 60 + 5 + 70 * n, 60) for n in range(6)] + [(14 * 60 + 10, 90)]
    visits = tuple(
        Visit(f"v{n}", n, (n,), at, at, minutes, 0, skills=frozenset({"LYFT"})) for n, (at, minutes) in enumerate(hours)
    )
    problem = problem_of(Day(shifts, visits, ((0, 0),), {}))
    lanes = lanes_of(problem, solve(problem, seed=1, trials=5_000).plan)
    assert {p.key for p in lanes[1]} == {BREAK, *(visit.key for visit in visits)}


def leg(mode, one, other):
    return int(matrix(Day((), (), (one, other), {}))[list(modes()).index(mode), 0, 1])


def test_travel_is_told_by_mode_and_never_by_a_home_that_is_not_known():
    assert leg("foot", (0, 0), (750, 0)) == 15  # with a detour of 1.3 at 4.5 km/h it is 13 minutes, and 1.5 for doors
    assert leg("car", (0, 0), (5_000, 0)) == 19
    assert leg("foot", (5, 5), (5, 5)) == 0
    assert {leg(mode, None, (0, 0)) for mode in modes()} == {UNKNOWN}


def test_travel_by_a_learnt_profile_is_what_its_pace_tells_of_each_two_homes():
    floors = (Floor(250, 200.0, 9), Floor(1_000, 500.0, 9), Floor(float("inf"), 1_500.0, 9))
    pace = Pace(95.5, 1.07, 40, floors=floors)
    day = replace(a_day(3, visits=40), travel=as_data({"foot": pace}))
    foot = matrix(day)[list(modes()).index("foot")]
    for a, one in enumerate(day.points[:-1]):
        for b, other in enumerate(day.points[:-1]):
            told = ceil(profile_for(day)["foot"].seconds(between(one, other)) / 60) if one != other else 0
            assert foot[a, b] == told


def test_the_ways_between_five_hundred_homes_are_known_at_once():
    rng = Random(1)
    points = tuple((100_000 + rng.randrange(5_000), 6_400_000 + rng.randrange(5_000)) for _ in range(500))
    foot, rows = ASSUMED["foot"], 25
    begun = process_time()
    for one in points[:rows]:
        for other in points:
            foot.seconds(between(one, other))
    each = (process_time() - begun) * len(points) / rows * len(modes())
    begun = process_time()
    matrix(Day((), (), points, {}))
    assert process_time() - begun < each / 3  # of what it takes where each is asked for itself; it is a tenth


def test_what_nobody_at_work_has_begun_is_given_to_nobody(tmp_path):
    """And of two who come, who is there stays there, alone in the plan."""
    day = a_day(5, visits=4)
    first, second = (replace(day.visits[0], settled=True, skills=frozenset(), carer=c) for c in (99, CARERS[0]))
    first = replace(first, twin="second")
    second = replace(second, key="second", part=1, twin=first.key)
    begun = replace(day, visits=(first, second, *day.visits[1:]))
    left = to_plan(begun)
    assert [v.key for v in left.visits] == ["second", *(v.key for v in day.visits[1:])]
    assert (left.visits[0].twin, left.visits[0].part) == ("", 0)
    assert next(v for v in problem_of(left).visits if v.key == "second").parts[0].latest == second.start
    apart.written(tmp_path / apart.ASKED, {"day": begun.as_json(), "seed": 1, "trials": 200})
    apart.work(tmp_path)
    lanes = json.loads((tmp_path / apart.ANSWER).read_text())["lanes"]
    assert [second.start, "second"] in lanes[str(CARERS[0])]
    assert first.key not in {key for lane in lanes.values() for _, key in lane}


def test_a_process_of_its_own_answers_with_the_same_plan_and_stops_when_it_is_told(tmp_path):
    day = a_day(7)
    assert Day.from_json(json.loads(json.dumps(day.as_json()))) == day
    asked = {"day": day.as_json(), "seed": 5, "trials": 40_000}
    allowed = getrlimit(RLIMIT_CPU)
    answers = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        apart.written(folder / apart.ASKED, asked)
        apart.work(folder)
        answers.append(apart.read(folder / apart.ANSWER))
    assert answers[0] == answers[1]
    assert answers[0]["made"] == 40_000
    stopped = tmp_path / "stopped"
    stopped.mkdir()
    apart.written(stopped / apart.ASKED, {**asked, "trials": 400_000})
    (stopped / apart.STOP).touch()
    apart.work(stopped)
    answer = apart.read(stopped / apart.ANSWER)
    assert answer["made"] < 400_000
    placed = {key for lane in answer["lanes"].values() for _, key in lane}
    assert len(placed - {BREAK}) > len(day.visits) / 2
    assert "Astrid" not in (stopped / apart.ASKED).read_text()
    assert getrlimit(RLIMIT_CPU) == allowed  # the process that asks in its own name is not the one that is limited


def test_the_process_of_a_search_is_ended_by_the_system_when_it_takes_too_long(monkeypatch, tmp_path):
    limited = []
    monkeypatch.setattr("resource.setrlimit", lambda what, most: limited.append((what, most[0])))
    monkeypatch.setattr(apart, "work", lambda folder: limited.append(folder))
    dayplan_worker(Namespace(folder=str(tmp_path)))
    assert limited == [(RLIMIT_CPU, apart.SECONDS), tmp_path]


def test_a_day_that_cannot_be_planned_is_told_by_its_fault(tmp_path):
    day = Day((), a_day(1).visits, a_day(1).points, {})
    apart.written(tmp_path / apart.ASKED, {"day": day.as_json(), "seed": 1, "trials": 1000})
    apart.work(tmp_path)
    assert [f["rule"] for f in apart.read(tmp_path / apart.ANSWER)["faults"]] == ["no-carers"]


def test_no_search_puts_a_visit_on_the_next_day():
    """Late in the evening the hour and a half from the promise ends at midnight, or nothing could write the start."""
    late = Visit("1-1420", 1, (1,), 1420, 1420, 15, 0)
    window, latest = window_of(Day((), (late,), ((0, 0),), {}), late)
    assert (window.closes, latest) == (24 * 60 - 1, 24 * 60 - 1)


def test_no_other_time_for_a_late_visit_is_on_the_next_day():
    """The other carer is free at half past midnight, when no visit of the day can be told to begin."""
    late = Visit("1-1420", 1, (1,), 1420, 1420, 15, 0, carer=CARERS[0])
    before = Visit("2-1320", 2, (2,), 1320, 1320, 150, 0, carer=CARERS[1])
    shifts = tuple(Shift(carer, 15 * 60, 26 * 60) for carer in CARERS[:2])
    lanes = {CARERS[0]: (Placed(1420, late.key),), CARERS[1]: (Placed(1320, before.key),)}
    found = why(Walker(Day(shifts, (late, before), ((0, 0),), {})), lanes, late.key)
    (other,) = found.others
    assert (other.carer, other.start < 24 * 60) == (CARERS[1], True)
