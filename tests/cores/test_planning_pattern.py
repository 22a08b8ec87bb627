"""A repeated pattern of two weeks: few carers, the same times, fair weekends, and the days that are made from it."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from samsyn.planning.faults import faults
from samsyn.planning.pattern import (
    DAYS,
    WEEKENDS,
    Between,
    Fortnight,
    Series,
    Worker,
    by_themselves,
    given_weekends,
    instantiated,
    measured,
    patterned,
    weekly,
)
from samsyn.planning.problem import Carer, Part, Plan, Problem, Stop, Visit, Weights, Window
from samsyn.planning.reference import broken
from samsyn.planning.solve import solve

EVERY = frozenset(range(DAYS))
TRIALS = 4_000


def fortnight(recipients: int = 6, workers: int = 6) -> Fortnight:
    """Recipients with a morning and an evening visit each day, medicine before the morning's meal for the first."""
    rng = Random(5)
    places = [(rng.randrange(20), rng.randrange(20)) for _ in range(recipients + 1)]
    travel = np.array([[abs(a - c) + abs(b - d) for c, d in places] for a, b in places])[None]
    series = [
        Series(f"r{r}-{name}", f"r{r}", r + 1, (Part("care", 20, (Window(opens, opens + 60),)),), EVERY)
        for r in range(recipients)
        for name, opens in (("morning", 450 + 15 * r), ("evening", 1020 + 15 * r))
    ]
    series.append(Series("pills", "r0", 1, (Part("medicine", 5, (Window(420, 600),)),), weekly(0, 2, 4)))
    staff = tuple(
        Worker(
            Carer(f"c{k}", 0, 0, 420, 1320, frozenset({"care"} | ({"medicine"} if k % 3 == 0 else set()))),
            weekly(*(day for day in range(5) if (day + k) % 5 != 0)),
        )
        for k in range(workers)
    )
    weights = Weights(travel=1, late=3, met=60)
    ties = (Between(("pills", 0), ("r0-morning", 0), 10, 90),)
    return Fortnight(tuple(series), staff, travel, weights, ties)


@pytest.fixture(scope="module")
def made():
    return patterned(fortnight(), seed=1, trials=TRIALS)


def test_each_day_holds_every_rule_and_everything_that_recurs_that_day(made):
    assert len(made.days) == DAYS
    for day, (problem, plan) in enumerate(made.days):
        assert broken(problem, plan) == []
        assert {visit.key for visit in problem.visits} == {s.key for s in made.fortnight.series if day in s.days}
        assert len(problem.ties) == (1 if day in weekly(0, 2, 4) else 0)


def test_each_recipient_meets_fewer_than_when_each_day_is_planned_by_itself(made):
    alone = measured(by_themselves(made.fortnight, seed=1, trials=TRIALS))
    told = measured(made.days)
    assert told.recipients == alone.recipients == 6
    assert told.carers < 0.7 * alone.carers
    assert told.late <= alone.late + 2
    first = measured(patterned(made.fortnight, seed=1, trials=TRIALS, rounds=1).days)
    assert told.carers <= first.carers + 0.5
    assert told.apart <= first.apart + 1


def test_nobody_works_both_weekends_and_each_has_its_share_of_the_rare_skills(made):
    for k, (worker, weekend) in enumerate(zip(made.fortnight.workers, made.weekends, strict=True)):
        works = [day for day, (problem, _) in enumerate(made.days) if worker.carer in problem.carers]
        assert len([days for days in WEEKENDS if set(days) & set(works)]) == 1
        assert set(works) == worker.days | set(WEEKENDS[weekend]), k
    shared = given_weekends(fortnight(workers=9))
    nurses = [weekend for k, weekend in enumerate(shared) if k % 3 == 0]
    assert sorted(nurses.count(w) for w in (0, 1)) == [1, 2]
    assert abs(shared.count(0) - shared.count(1)) <= 1
    free = fortnight()
    free = replace(free, workers=(replace(free.workers[0], weekend=False), *free.workers[1:]))
    assert given_weekends(free)[0] is None


def test_the_same_seed_gives_the_same_pattern_and_progress_is_told(made):
    heard = []
    again = patterned(fortnight(), seed=1, trials=TRIALS, told=lambda number, day: heard.append((number, day)))
    assert [plan for _, plan in again.days] == [plan for _, plan in made.days]
    assert heard == [(number, day) for number in (0, 1) for day in range(DAYS)]


def test_a_day_of_the_pattern_is_what_the_pattern_says_but_for_who_is_absent_and_what_is_cancelled(made):
    problem, plan = made.days[2]
    as_told = solve(instantiated(made, 2), seed=3, trials=20_000).plan
    whose = {s[:2]: c for c, route in enumerate(plan.routes) for s in route}
    kept = sum(whose[s[:2]] == c for c, route in enumerate(as_told.routes) for s in route)
    assert kept >= 0.9 * len(whose)
    absent = next(carer.key for carer, route in zip(problem.carers, plan.routes, strict=True) if len(route) > 2)
    without = instantiated(made, 2, absent=frozenset({absent}), cancelled=frozenset({"pills"}))
    assert absent not in {carer.key for carer in without.carers}
    assert "pills" not in {visit.key for visit in without.visits}
    assert without.ties == ()
    assert faults(without) == []
    found = solve(without, seed=3, trials=20_000).plan
    assert broken(without, found) == []
    keys = {c.key: {problem.visits[s.visit].key for s in r} for c, r in zip(problem.carers, plan.routes, strict=True)}
    stayed = [
        without.visits[s.visit].key in keys[c.key]
        for c, r in zip(without.carers, found.routes, strict=True)
        for s in r
        if without.visits[s.visit].key not in keys[absent]
    ]
    assert np.mean(stayed) > 0.7


def test_whose_carer_is_absent_is_still_wished_to_have_their_usual_time(made):
    problem, plan = made.days[2]
    carer = max(range(len(plan.routes)), key=lambda c: len(plan.routes[c]))
    usual = {problem.visits[s.visit].key: s.start for s in plan.routes[carer]}
    without = instantiated(made, 2, absent=frozenset({problem.carers[carer].key}))
    theirs = [visit for visit in without.visits if visit.key in usual]
    assert theirs
    for visit in theirs:
        (wanted,) = {part.wanted for part in visit.parts}
        assert wanted is not None
        assert wanted.opens <= usual[visit.key] <= wanted.closes
        assert not [wish for wish in visit.wishes if wish.kind == "pattern"]


def test_what_it_knows_of_the_days_before_can_be_told(made):
    assert instantiated(made, 0, known={"r0": frozenset({"c1"})}).known == {"r0": frozenset({"c1"})}
    by_pattern = instantiated(made, 0).known
    assert set(by_pattern) == {f"r{r}" for r in range(6)}
    assert {wish.cost for visit in instantiated(made, 0, other=7).visits for wish in visit.wishes} == {7}


def test_continuity_counts_those_with_two_visits_each_day_between_seven_and_ten():
    part = Part("care", 10, (Window(0, 1400),))
    carers = tuple(Carer(key, 0, 0, 0, 1440, frozenset({"care"})) for key in "abc")
    visits = tuple(Visit(f"{whom}{k}", 0, (part,), recipient=whom) for whom in ("x", "y", "z") for k in (1, 2))
    problem = Problem(visits, carers, np.zeros((1, 1, 1), dtype=int), Weights())

    def day(first: int, night: int) -> tuple[Problem, Plan]:
        routes = [[], [], []]
        for v in range(4):
            routes[first].append(Stop(v, 0, 500 + 10 * v))
        routes[2] += [Stop(4, 0, 600), Stop(5, 0, night)]
        return problem, Plan(tuple(tuple(route) for route in routes))

    told = measured([day(0, 1380)] * 7 + [day(1, 1380)] * 7)
    assert (told.recipients, told.carers, told.median) == (2, 2, 2)  # z has one of two visits at 23
    assert measured([day(0, 700)] * 14).recipients == 3
    assert measured([day(0, 700)] * 14, counts=lambda whom: whom == "x").recipients == 1
    assert measured([day(0, 700)] * 14, each_day=3).carers == 0


def test_days_that_are_none_are_refused():
    with pytest.raises(ValueError, match="outside 0 to 13"):
        replace(fortnight(), series=(Series("s", "r", 1, (Part("care", 1, (Window(0, 9),)),), frozenset({14})),))
    worker = fortnight().workers[0]
    with pytest.raises(ValueError, match="given out by the pattern"):
        replace(fortnight(), workers=(replace(worker, days=frozenset({5})),))
    assert weekly(0, 4) == {0, 4, 7, 11}
