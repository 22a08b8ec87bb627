"""The smallest sets of rules that cannot hold together: planted ones, and small days against every plan there is."""

from dataclasses import replace
from itertools import combinations, permutations, product

import numpy as np
import pytest

import samsyn.planning.conflicts
from samsyn.planning.conflicts import Conflicts, conflicts, quickxplain, unexplored
from samsyn.planning.fitting import BREAK, Budget, Day, Rule, Spent, rules_of
from samsyn.planning.problem import Break, Carer, Lock, Part, Plan, Problem, Stop, Tie, Visit, Weights, Window
from samsyn.planning.reference import arrivals, broken
from tests.cores.days import random_day

WIDE = Window(0, 300)


def visit(key: str, place: int, opens: int = 0, latest: int | None = None, skill: str = "care", **more) -> Visit:
    window = Window(opens, opens + 300 if latest is None else latest)
    return Visit(key, place, (Part(skill, 30, (window,), latest),), **more)


def carer(key: str, skills=("care",), last: int | None = None, **more) -> Carer:
    return Carer(key, 0, 0, 0, 400, frozenset(skills), last, **more)


def day(visits, carers, ties=()) -> Problem:
    size = 1 + max(one.place for one in visits)
    return Problem(tuple(visits), tuple(carers), 10 * (1 - np.eye(size, dtype=int))[None], Weights(), tuple(ties))


def without(problem: Problem, rules: frozenset[Rule]) -> Problem:
    """The day in which only some of its rules hold, and only the visits that happen are left; all by the names."""
    kept = [visit for visit in problem.visits if Rule("happens", visit.key) in rules]
    place = {problem.visits.index(visit): number for number, visit in enumerate(kept)}
    every = frozenset(part.skill for visit in problem.visits for part in visit.parts)
    # "skill" given up for one visit alone: the visit asks for a skill that all have
    carers = tuple(
        replace(
            carer,
            skills=carer.skills | {"any"},
            last=carer.last if Rule("ends", carer=carer.key) in rules else None,
            route=_moved(carer, place) if Rule("route", carer=carer.key) in rules else None,
            breaks=carer.breaks if Rule("break", carer=carer.key) in rules else (),
        )
        for carer in problem.carers
    )
    assert "any" not in every
    ties = tuple(
        tie._replace(first=(place[tie.first[0]], tie.first[1]), second=(place[tie.second[0]], tie.second[1]))
        for tie in problem.ties
        if tie.first[0] in place
        and tie.second[0] in place
        and Rule("tie", problem.visits[tie.first[0]].key, other=problem.visits[tie.second[0]].key) in rules
    )
    return replace(problem, visits=tuple(_freed(visit, rules) for visit in kept), carers=carers, ties=ties)


def _moved(carer: Carer, place: dict[int, int]):
    return carer.route and tuple((place[v], p) for v, p in carer.route if v in place)


def _freed(visit: Visit, rules: frozenset[Rule]) -> Visit:
    def part(one: Part) -> Part:
        windowed = Rule("window", visit.key) in rules
        return replace(
            one,
            skill=one.skill if Rule("skill", visit.key) in rules else "any",
            windows=one.windows if windowed else (Window(0, 10_000),),
            latest=one.latest if windowed else None,
        )

    lock = visit.lock if Rule("lock", visit.key) in rules else None
    refused = frozenset(key for key in visit.refused if Rule("refused", visit.key, key) in rules)
    return replace(visit, parts=tuple(part(one) for one in visit.parts), refused=refused, leaving=None, lock=lock)


def possible(problem: Problem, rules) -> bool:
    """Whether there is a plan that holds the rules: every way to give the services to carers, in every order."""
    left = without(problem, frozenset(rules))
    parts = [(v, p) for v, one in enumerate(left.visits) for p in range(len(one.parts))]
    for owners in product(range(len(left.carers)), repeat=len(parts)):
        stops = [
            [part for part, owner in zip(parts, owners, strict=True) if owner == c] for c in range(len(left.carers))
        ]
        for c, one in enumerate(left.carers):
            if stops[c]:
                stops[c] += [(BREAK, k) for k, held in enumerate(one.breaks) if held.leaving is None]
        if any(
            not broken(left, timed) for routes in product(*map(permutations, stops)) if (timed := _timed(left, routes))
        ):
            return True
    return False


def _timed(problem: Problem, routes) -> Plan | None:
    """The plan with the earliest starts, raised until nothing is too early; None where that never ends."""
    start = {(c, v, p): _opens(problem, c, v, p) for c, route in enumerate(routes) for v, p in route}
    for _ in range(60):
        before = dict(start)
        for c, route in enumerate(routes):
            told = tuple(Stop(v, p, start[c, v, p]) for v, p in route)
            for k in range(len(told)):
                told = tuple(Stop(v, p, start[c, v, p]) for v, p in route)
                stop = told[k]
                start[c, stop.visit, stop.part] = max(stop.start, arrivals(problem, problem.carers[c], told)[k][0])
        who = {(v, p): c for c, route in enumerate(routes) for v, p in route}
        for tie in problem.ties:
            one, other = (who[tie.first], *tie.first), (who[tie.second], *tie.second)
            start[other] = max(start[other], start[one] + tie.least)
            if tie.most is not None:
                start[one] = max(start[one], start[other] - tie.most)
        if start == before:
            return Plan(tuple(tuple(Stop(v, p, start[c, v, p]) for v, p in route) for c, route in enumerate(routes)))
    return None


def _opens(problem: Problem, c: int, v: int, p: int) -> int:
    if v == BREAK:
        return problem.carers[c].breaks[p].opens
    visit = problem.visits[v]
    locked = visit.lock.start if visit.lock and p == 0 else None
    return max(visit.parts[p].windows[0].opens, locked or 0)


def nothing(problem: Problem) -> Plan:
    return Plan(tuple(() for _ in problem.carers))


def told(found: Conflicts) -> list[set[tuple[str, ...]]]:
    return [{tuple(x for x in rule if x) for rule in one.rules} for one in found.found]


def both_sure(problem: Problem, found: Conflicts) -> None:
    """Each set is impossible, and possible without any one of its rules, by trying every plan."""
    for one in found.found:
        assert one.smallest
        assert not possible(problem, one.rules)
        for rule in one.rules:
            assert possible(problem, set(one.rules) - {rule}), (one, rule)


def test_two_visits_that_ask_for_the_same_nurse_at_once():
    visits = (visit("a", 1, 100, 105, "medicine"), visit("b", 2, 100, 105, "medicine"), visit("c", 3, 100, 105))
    problem = day(visits, (carer("nurse", ("care", "medicine")), carer("aide")))
    found = conflicts(problem, nothing(problem))
    assert len(found.found) == 2
    assert {(kind, key) for key in "ab" for kind in ("happens", "window", "skill")} in told(found)
    assert {(kind, key) for key in "abc" for kind in ("happens", "window")} in told(found)
    both_sure(problem, found)
    assert found.complete
    assert found.undecided == ()


PLANTED = {
    "last": (
        day([visit("late", 1, 200, 210)], [carer("x", last=150), carer("y", last=160)]),
        {("happens", "late"), ("window", "late"), ("ends", "x"), ("ends", "y")},
    ),
    "refused": (
        day([visit("a", 1, refused=frozenset({"x", "y"}))], [carer("x"), carer("y")]),
        {("happens", "a"), ("refused", "a", "x"), ("refused", "a", "y")},
    ),
    "skill": (day([visit("a", 1, skill="lift")], [carer("x")]), {("happens", "a"), ("skill", "a")}),
    "break": (
        day([visit("a", 1, 95, 100)], [carer("x", breaks=(Break(90, 100, 60),))]),
        {("happens", "a"), ("window", "a"), ("break", "x")},
    ),
    "tie": (
        day([visit("a", 1, 0, 20), visit("b", 2, 90, 95)], [carer("x")], [Tie((0, 0), (1, 0), 0, 60)]),
        {("happens", "a"), ("happens", "b"), ("window", "a"), ("window", "b"), ("tie", "a", "b")},
    ),
    "lock": (
        day([visit("a", 1, lock=Lock(("x",), 100)), visit("b", 2, lock=Lock(("x",), 110))], [carer("x"), carer("y")]),
        {("happens", "a"), ("happens", "b"), ("lock", "a"), ("lock", "b")},
    ),
    "route": (
        day([visit("a", 1), visit("b", 2, refused=frozenset({"y"}))], [carer("x", route=((0, 0),)), carer("y")]),
        {("happens", "b"), ("route", "x"), ("refused", "b", "y")},
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_conflict_is_found_exactly(name):
    problem, planted = PLANTED[name]
    found = conflicts(problem, nothing(problem))
    assert told(found) == [planted]
    assert found.complete
    both_sure(problem, found)


def test_conflicts_that_have_nothing_to_do_with_each_other_are_all_found():
    visits = [
        visit("alone", 1, skill="lift"), visit("fine", 2), visit("one", 3, 100, 104), visit("two", 4, 100, 104),
        visit("three", 5, 100, 104), visit("dark", 6, 350, 360, refused=frozenset({"y"})),
    ]  # fmt: skip
    problem = day(visits, [carer("x", last=330), carer("y")])
    found = conflicts(problem, nothing(problem))
    assert {("happens", "alone"), ("skill", "alone")} in told(found)
    assert {("happens", "dark"), ("window", "dark"), ("ends", "x"), ("refused", "dark", "y")} in told(found)
    keys = ("one", "two", "three")
    assert {(kind, key) for key in keys for kind in ("happens", "window")} in told(found)
    both_sure(problem, found)
    assert found.complete


@pytest.mark.parametrize("seed", range(40))
def test_on_small_random_days_every_set_is_impossible_and_smallest(seed):
    problem = random_day(seed, visits=3, carers=2)
    if sum(len(one.parts) for one in problem.visits) > 4:  # more plans than a test can try
        problem = replace(problem, visits=problem.visits[:2], ties=tuple(t for t in problem.ties if t.second[0] < 2))
    problem = replace(
        problem,
        weights=Weights(),
        visits=tuple(replace(one, leaving=None) for one in problem.visits),
        carers=tuple(replace(one, last=one.off - 120) for one in problem.carers),
    )
    found = conflicts(problem, nothing(problem))
    every = rules_of(problem, range(len(problem.visits)))
    assert found.undecided == ()
    assert bool(found.found) == (not possible(problem, every))
    for one in found.found[:3]:
        assert not possible(problem, one.rules)
        assert all(possible(problem, set(one.rules) - {rule}) for rule in one.rules)


def test_what_could_be_fitted_in_is_told_and_no_conflict_is_claimed():
    problem = day([visit("a", 1), visit("b", 2)], [carer("x")])
    assert conflicts(problem, nothing(problem)) == Conflicts((), (), ("a", "b"), True)


def test_who_has_a_locked_route_without_visits_has_no_room():
    problem = day([visit("a", 1)], [carer("x", route=())])
    found = conflicts(problem, nothing(problem))
    assert found.fitting == ()
    assert told(found) == [{("happens", "a"), ("route", "x")}]
    both_sure(problem, found)


def test_what_is_told_to_fit_does_by_the_ways_themselves_also_where_a_place_is_near_to_all():
    """A carer who begins nowhere is at once anywhere; that is no way from one home to another."""
    apart = np.array([[0, 0, 0], [0, 0, 300], [0, 300, 0]])[None]
    both = replace(day([visit("a", 1, 0, 60), visit("b", 2, 0, 60)], [carer("A")]), travel=apart)
    found = conflicts(both, Plan(((Stop(0, 0, 0),),)))
    assert found.fitting == ()
    assert [{rule.kind for rule in one.rules} for one in found.found] == [{"happens", "window"}]


def test_where_the_work_ends_nothing_is_claimed():
    visits = [visit(f"v{k}", k + 1, 0, 100) for k in range(9)]
    problem = day(visits, [carer("x", last=330), carer("y", last=300)])
    found = conflicts(problem, nothing(problem), budget=300)
    assert found.found == ()
    assert len(found.undecided) == 9
    with pytest.raises(Spent):
        Day(problem).fits(rules_of(problem, range(9)), Budget(50))


def test_what_was_known_before_the_work_ended_is_kept_as_the_smallest():
    problem = day([visit("a", 1, skill="lift", refused=frozenset({"x"}))], [carer("x", last=150)])
    whole = conflicts(problem, nothing(problem))
    assert {one.smallest for one in whole.found} == {True}
    assert len(whole.found) == 2
    assert whole.complete
    for budget in range(60):
        found = conflicts(problem, nothing(problem), budget=budget)
        sure = [one for one in found.found if one.smallest]
        assert set(sure) <= set(whole.found)
        assert sure or not found.complete
    least = next(n for n in range(60) if len(conflicts(problem, nothing(problem), budget=n).found) == 2)
    assert all(len(conflicts(problem, nothing(problem), budget=n).found) == 2 for n in range(least, 60))


def test_where_it_cannot_be_told_what_is_not_looked_at_the_sets_found_are_told(monkeypatch):
    problem = day([visit("a", 1, skill="lift", refused=frozenset({"x"}))], [carer("x")])
    monkeypatch.setattr(samsyn.planning.conflicts, "STEPS", 0)
    found = conflicts(problem, nothing(problem))
    assert [one.smallest for one in found.found] == [True]
    assert not found.complete


def test_the_smallest_sets_of_a_known_system_are_all_found():
    """Three sets over letters, as in Liffiton and Malik: enumeration by themselves, without a day."""
    names = [Rule(letter) for letter in "abcdef"]
    planted = [frozenset(Rule(x) for x in one) for one in ("ab", "bcd", "ef")]

    def holds(rules) -> bool:
        return not any(one <= frozenset(rules) for one in planted)

    assert set(quickxplain(holds, (), names)) in planted
    found, fitting, seed = [], [], frozenset(names)
    while seed is not None:
        if holds(seed):
            fitting.append(seed)
        else:
            found.append(frozenset(quickxplain(holds, (), sorted(seed))))
        seed = unexplored(frozenset(names), found, fitting)
    assert set(found) == set(planted)
    assert all(len(one) < 3 or one == planted[1] for one in found)
    assert len(found) == len(list(combinations("abc", 2)))
