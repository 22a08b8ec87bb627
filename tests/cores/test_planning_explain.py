"""Why a plan is as it is: what each other carer would cost is what the checker says of the plan with that change."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.planning.explain import Bound, Unmet, explained
from samsyn.planning.gains import Gain, one_more, wider
from samsyn.planning.problem import Carer, Lock, Part, Plan, Problem, Stop, Tie, Visit, Weights, Window, Wish
from samsyn.planning.reference import BREAK, arrivals, broken, cost, must_happen
from samsyn.planning.solve import solve
from tests.cores.days import random_day

LEFT = ("must happen and is left out", "has no break")


def opening(problem: Problem, c: int, stop: Stop) -> int:
    """What a service of a plan waits for: the last of its openings before it starts."""
    if stop.visit == BREAK:
        return problem.carers[c].breaks[stop.part].opens
    return max(x for x in openings(problem, stop.visit, stop.part) if x <= stop.start)


def openings(problem: Problem, v: int, p: int) -> list[int]:
    visit = problem.visits[v]
    part = visit.parts[p]
    if p == 0 and visit.lock is not None and visit.lock.start is not None:
        return [visit.lock.start]
    preferred = [max(part.wanted.opens, part.windows[0].opens)] if part.wanted and problem.weights.wanted else []
    return [*(window.opens for window in part.windows), *preferred]


def timed(problem: Problem, routes, waits) -> Plan | None:
    """The plan with the earliest starts of routes of (visit, part): the longest path, by raising until nothing rises.

    `waits` holds what each (carer, visit, part) waits for.
    """
    start = dict(waits)
    who = {(v, p): c for c, route in enumerate(routes) for v, p in route if v != BREAK}
    for _ in range(200):
        before = dict(start)
        for c, route in enumerate(routes):
            for k, (v, p) in enumerate(route):
                told = tuple(Stop(u, q, start[c, u, q]) for u, q in route)
                start[c, v, p] = max(start[c, v, p], arrivals(problem, problem.carers[c], told)[k][0])
        for tie in problem.ties:
            if tie.first in who and tie.second in who:
                one, other = (who[tie.first], *tie.first), (who[tie.second], *tie.second)
                start[other] = max(start[other], start[one] + tie.least)
                start[one] = max(start[one], start[other] - (tie.most if tie.most is not None else 1 << 40))
        if start == before:
            return Plan(tuple(tuple(Stop(v, p, start[c, v, p]) for v, p in r) for c, r in enumerate(routes)))
    return None


def with_change(problem: Problem, plan: Plan, v: int, p: int, c: int):
    """Every plan in which one part has another place with a carer, and everything else its order."""
    waits = {(o, s.visit, s.part): opening(problem, o, s) for o, r in enumerate(plan.routes) for s in r}
    bare = [[(s.visit, s.part) for s in route if (s.visit, s.part) != (v, p)] for route in plan.routes]
    for k in range(len(bare[c]) + 1):
        routes = [list(route) for route in bare]
        routes[c].insert(k, (v, p))
        for opens in openings(problem, v, p):
            told = {key: x for key, x in waits.items() if key[1:] != (v, p)} | {(c, v, p): opens}
            found = timed(problem, routes, told)
            if found is not None and found != plan and not _worse(problem, plan, found):
                yield found


def _worse(problem: Problem, plan: Plan, found: Plan) -> bool:
    """Whether a plan breaks a rule that the other does not, apart from that something is left out."""
    return any(not any(rule.endswith(left) for left in LEFT) for rule in broken(problem, found))


def compared(seed: int) -> int:
    """How many claims about a random day were held against the checker, each of them right."""
    problem = random_day(seed, visits=7, carers=3)
    plan = solve(problem, seed=seed, trials=3_000 if seed % 2 else 20).plan
    before, held = cost(problem, plan), 0
    for why in explained(problem, plan):
        v = next(k for k, one in enumerate(problem.visits) if one.key == why.visit)
        if why.carer is None and len(problem.visits[v].parts) > 1:
            assert why.next_best is None
            continue
        for other in [*why.others, *([why.moved] if why.moved else [])]:
            c = next(k for k, one in enumerate(problem.carers) if one.key == other.carer)
            tried = list(with_change(problem, plan, v, why.part, c))
            if other.cost is None:
                assert tried == [], (seed, why, other)
                continue
            assert before + other.cost / problem.divisor == min(cost(problem, one) for one in tried), (seed, why, other)
            stops = [stop for one in tried for stop in one.routes[c]]
            assert other.start in {stop.start for stop in stops if stop[:2] == (v, why.part)}
            held += 1
    return held


def test_every_claimed_cost_is_that_of_the_plan_with_the_change_made():
    assert sum(compared(seed) for seed in range(12)) > 50


def test_a_carer_who_cannot_is_told_with_the_rule():
    part = Part("care", 10, (Window(50, 60),), 60)
    carers = tuple(
        Carer(key, 0, 0, on, 400, frozenset(skills), last, route=route)
        for key, on, skills, last, route in (
            ("does", 0, ("care",), None, None), ("unskilled", 0, ("cook",), None, None),
            ("refused", 0, ("care",), None, None), ("late", 70, ("care",), None, None),
            ("home", 0, ("care",), 55, None), ("busy", 0, ("care",), None, None), ("own", 0, ("care",), None, ()),
        )
    )  # fmt: skip
    visits = (
        Visit("one", 1, (part,), refused=frozenset({"refused"})),
        Visit("other", 2, (replace(part, duration=30),), refused=frozenset({"does"})),
    )
    problem = Problem(visits, carers, 5 * (1 - np.eye(3, dtype=int))[None], Weights())
    busy = Stop(1, 0, 50)
    plan = Plan(((Stop(0, 0, 50),), (), (), (), (), (busy,), ()))
    (why, other) = explained(problem, plan)
    assert {one.carer: (one.rule, one.about) for one in why.others} == {
        "unskilled": ("skill", "care"), "refused": ("refused", ""), "late": ("shift", ""), "home": ("shift", ""),
        "busy": ("room", ""), "own": ("route", "own"),
    }  # fmt: skip
    assert why.next_best is None
    assert why.bounds == (Bound("window"),)
    assert next(one for one in other.others if one.carer == "refused").cost == 0


def test_a_double_visit_and_what_is_locked_are_told():
    part = Part("care", 10, (Window(0, 100),))
    carers = tuple(Carer(key, 0, 0, 0, 400, frozenset({"care"})) for key in "abc")
    visits = (Visit("both", 1, (part, part)), Visit("held", 2, (part,), lock=Lock(("a",), 40)))
    problem = Problem(visits, carers, 5 * (1 - np.eye(3, dtype=int))[None], Weights(), (Tie((0, 0), (0, 1), 0, 0),))
    plan = Plan(((Stop(0, 0, 5), Stop(1, 0, 40)), (Stop(0, 1, 5),), ()))
    first, second, held = explained(problem, plan)
    assert {one.carer: one.rule for one in first.others} == {"b": "double", "c": ""}
    assert {one.carer: one.rule for one in second.others} == {"a": "double", "c": ""}
    assert first.bounds == (Bound("way", ""), Bound("tie", "both"))
    assert {one.carer: (one.rule, one.about) for one in held.others} == {"b": ("lock", "a"), "c": ("lock", "a")}
    assert held.bounds == (Bound("lock"),)


def test_what_is_unmet_is_told_with_what_meeting_it_would_cost_or_what_forbids_it():
    part = Part("care", 10, (Window(0, 20),), wanted=Window(60, 70))
    wishes = (Wish("language", frozenset({"b"}), 30), Wish("contact", frozenset({"x"}), 9))
    visits = (Visit("one", 1, (part,), wishes=wishes), Visit("out", 2, (Part("care", 500, (Window(0, 9),), 3),), 70))
    carers = (Carer("a", 0, 0, 0, 400, frozenset({"care"})), Carer("b", 0, 0, 25, 400, frozenset({"care"})))
    problem = Problem(visits, carers, 5 * (1 - np.eye(3, dtype=int))[None], Weights(late=2, wanted=1))
    one, out = explained(problem, Plan(((Stop(0, 0, 5),), ())))
    # with b it starts at 30, ten late, thirty nearer to what is preferred; or waits for the preferred time
    assert next(x for x in one.unmet if x.kind == "language") == Unmet("language", 30, -30 + 2 * 10 - 25)
    assert next(x for x in one.unmet if x.kind == "contact") == Unmet("contact", 9, None, ())
    assert next(x for x in one.unmet if x.kind == "preferred").cost == 55
    assert next(x for x in one.unmet if x.kind == "preferred").instead == -30 + 2 * 40 - 55  # b, who waits
    (left,) = out.unmet
    assert (left.kind, left.cost, left.instead) == ("left", 70, None)
    assert dict(left.rules) == {"a": "shift", "b": "shift"}
    late = explained(problem, Plan(((Stop(0, 0, 35),), ())))[0]
    assert next(x for x in late.unmet if x.kind == "late") == Unmet("late", 30, 25 + 30 - 30 - 5 + 5 - 25)
    assert late.bounds == (Bound("put_off"),)


def test_who_could_not_come_then_with_an_empty_day_is_told_by_the_shift():
    """A visit that is locked after somebody must be back, and one that is late since nobody works in its time."""
    part, late = Part("care", 10, (Window(0, 200),)), Part("care", 10, (Window(0, 20),))
    visits = (Visit("held", 1, (part,), lock=Lock(None, 100)), Visit("late", 2, (late,)))
    carers = tuple(
        Carer(key, 0, 0, on, 400, frozenset({"care"}), last) for key, on, last in (("a", 30, 400), ("b", 30, 105))
    )
    problem = Problem(visits, carers, 5 * (1 - np.eye(3, dtype=int))[None], Weights(late=2))
    held, late_one = explained(problem, Plan(((Stop(1, 0, 35), Stop(0, 0, 100)), ())))
    assert {one.carer: one.rule for one in held.others} == {"b": "shift"}
    (unmet,) = late_one.unmet
    assert (unmet.kind, unmet.instead, dict(unmet.rules)) == ("late", None, {"a": "shift", "b": "shift"})


def test_what_is_left_out_though_it_fits_is_told_with_what_it_would_cost():
    part = Part("care", 10, (Window(0, 20),))
    visits = (Visit("must", 1, (part,)), Visit("may", 2, (part,), 70))
    carers = (Carer("a", 0, 0, 0, 400, frozenset({"care"})),)
    problem = Problem(visits, carers, 5 * (1 - np.eye(3, dtype=int))[None], Weights(late=2))
    must, may = explained(problem, Plan(((),)))
    assert (must.carer, must.next_best.cost, may.next_best.cost) == (None, 10, 10 - 70)
    assert must_happen(problem, 0)


def test_a_plan_that_breaks_a_rule_is_not_explained():
    problem = Problem(
        (Visit("one", 1, (Part("care", 10, (Window(0, 20),)),)),), (Carer("a", 0, 0, 0, 400, frozenset({"care"})),),
        np.array([[[0, 5], [5, 0]]]), Weights(),
    )  # fmt: skip
    with pytest.raises(ValueError, match="breaks a hard rule"):
        explained(problem, Plan(((Stop(0, 0, 3),),)))


def crowded(skill: str = "care") -> Problem:
    """Six visits that all want to begin at once, of two carers of whom one has a skill more."""
    part = Part(skill, 30, (Window(0, 10),))
    visits = tuple(Visit(f"v{k}", k + 1, (part,)) for k in range(6))
    carers = tuple(
        Carer(key, 0, 0, 0, 400, frozenset(skills)) for key, skills in (("a", ("care",)), ("b", ("care", "lift")))
    )
    return Problem(visits, carers, 5 * (1 - np.eye(7, dtype=int))[None], Weights(travel=0, late=1))


def test_one_more_carer_gives_what_is_known_and_one_who_can_nothing_gives_nothing():
    problem = crowded("lift")  # b alone can: late by 0, 30, 65 …
    assert sum(max(0, 5 + 35 * k - 10) for k in range(6)) == 500
    gain = one_more(problem, problem.carers[1], seeds=(1, 2, 3), trials=3_000)
    assert gain.before == (500, 500, 500)
    assert gain.after == (2 * (0 + 30 + 65),) * 3
    assert gain.gain == 310
    assert gain.told_apart
    none = one_more(problem, problem.carers[0], seeds=(1, 2, 3), trials=3_000)
    assert (none.gain, none.told_apart, none.about) == (0, False, ("a",))


def test_wider_windows_give_what_is_known():
    problem = crowded()
    gain = wider(problem, range(6), 60, seeds=(1, 2), trials=3_000)
    assert gain.gain == 2 * (0 + 30 + 65) - 2 * (0 + 0 + 35)
    assert gain.about == tuple(f"v{k}" for k in range(6))
    assert wider(problem, [0], 60, seeds=(1, 2), trials=3_000).gain == 30


def test_a_gain_within_the_spread_of_the_seeds_is_not_told_apart():
    chance = Gain("carer", ("a",), (10.0, 14.0, 9.0), (12.0, 9.0, 9.5), (0, 0, 0), (0, 0, 0))
    assert not chance.told_apart
    assert chance.interval[0] < 0 < chance.interval[1]
    sure = Gain("carer", ("a",), (10.0, 11.0, 10.5), (5.0, 6.1, 5.4), (0, 0, 0), (0, 0, 0))
    assert sure.told_apart
    assert sure.interval == pytest.approx((sure.gain - 4.303 * 0.0577, sure.gain + 4.303 * 0.0577), abs=0.01)
    assert replace(chance, left_before=(2, 1, 1)).told_apart
    assert not replace(chance, left_before=(2, 0, 1)).told_apart
    assert not Gain("carer", ("a",), (9.0,), (1.0,), (0,), (0,)).told_apart
