"""The day plan: what is read, what is refused, what a plan costs, and that no plan breaks a rule."""

import json
from dataclasses import replace

import numpy as np
import pytest

from samsyn.planning.arrays import MUST
from samsyn.planning.faults import faults
from samsyn.planning.formats import mankowska, uhhc
from samsyn.planning.problem import Carer, Lock, Part, Plan, Problem, Stop, Tie, Visit, Weights, Window, Wish
from samsyn.planning.reference import broken, cost, must_happen, parts, unmet
from samsyn.planning.solve import Progress, solve
from samsyn.planning.warm import smallest
from tests.cores.days import random_day
from tests.published import published, rows_of

UHHC = (
    *("i-054", "i-077", "i-083", "i-100", "i-116", "i-126", "i-134", "i-164", "i-167", "i-175", "i-185", "i-219"),
    *("i-235", "i-247", "i-250", "i-263", "i-272", "i-316", "i-360", "i-369", "i-406", "i-414", "i-416", "i-446"),
)
PART = Part("care", 10, (Window(0, 100),))


def told(name: str):
    return json.loads(published(f"planning/{name}").read_text())


def day(**terms) -> Problem:
    carers = (Carer("a", 0, 0, 0, 400, frozenset({"care"})),)
    travel = np.array([[[0, 5, 9], [5, 0, 7], [9, 7, 0]]])
    made = Problem((Visit("one", 1, (PART,)), Visit("two", 2, (PART,))), carers, travel, Weights(late=1))
    return replace(made, **terms)


@pytest.mark.parametrize("name", UHHC)
def test_every_component_of_a_published_solution_is_reproduced(name):
    problem = uhhc.read(told(f"uhhc/{name}.json"))
    (file,) = published("planning/uhhc/solutions").glob(f"sol-{name}-*.json")
    solution = json.loads(file.read_text())
    plan = uhhc.read_plan(problem, solution)
    assert broken(problem, plan) == []
    costs = parts(problem, plan)
    assert not any(value for part, value in costs.items() if part not in uhhc.NAMES)
    shown = {name: costs.get(part, 0) for part, name in uhhc.NAMES.items()}
    assert shown == {name: solution["cost_components"].get(name, 0) for name in shown}
    (known,) = [row for row in rows_of("planning/uhhc/best_known.csv") if row["instance"] == name]
    assert cost(problem, plan) == int(known["published_sa"])
    assert uhhc.read_plan(problem, uhhc.write(problem, plan)) == plan


@pytest.mark.parametrize("name", ["10_1", "10_3", "10_5", "10_7", "10_9"])
def test_proven_optima_of_small_days_are_reached(name):
    full = f"InstanzCPLEX_HCSRP_{name}"
    problem = mankowska.read(told(f"mankowska/{full}.json"))
    found = solve(problem, seed=1, trials=100_000)
    (known,) = [row for row in rows_of("planning/mankowska/best_known.csv") if row["instance"] == full]
    assert broken(problem, found.plan) == []
    assert cost(problem, found.plan) == pytest.approx(float(known["bks"]), abs=0.0015)


def test_the_first_plan_of_the_largest_day_holds_every_visit_and_breaks_no_rule():
    problem = mankowska.read(told("mankowska/InstanzVNS_HCSRP_300_9.json"))
    plan = solve(problem, seed=1, trials=1).plan
    assert broken(problem, plan) == []
    made = {(stop.visit, stop.part) for route in plan.routes for stop in route if stop.visit >= 0}
    assert made == {(v, p) for v, visit in enumerate(problem.visits) for p in range(len(visit.parts))}


def test_a_day_on_which_the_idlest_carer_weighs_most_comes_near_the_published_plan():
    problem = uhhc.read(told("uhhc/i-077.json"))
    (known,) = [row for row in rows_of("planning/uhhc/best_known.csv") if row["instance"] == "i-077"]
    found = [solve(problem, seed=seed, trials=400_000).best for seed in (1, 2, 3)]
    assert sum(found) / len(found) < 1.1 * int(known["published_sa"])  # 1.13 where only what lies near is looked at


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_breaks_a_rule_and_each_costs_what_the_search_says(seed):
    problem = random_day(seed)
    found = solve(problem, seed=seed, trials=4_000)
    wrong = broken(problem, found.plan)
    left = [rule for rule in wrong if "must happen and is left out" in rule or "has no break" in rule]
    assert wrong == left
    assert len(left) <= _must_left(problem, found.plan)
    assert found.best == cost(problem, found.plan) + MUST * _must_left(problem, found.plan)


def _must_left(problem: Problem, plan: Plan) -> int:
    """How much that must be done is left out: visits, and breaks also of carers who visit nobody."""
    done = {stop.visit for route in plan.routes for stop in route}
    visits = sum(must_happen(problem, number) and number not in done for number in range(len(problem.visits)))
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        held = {stop.part for stop in route if stop.visit == -1}
        visits += sum(b.leaving is None and k not in held for k, b in enumerate(carer.breaks))
    return visits


def test_the_same_seed_and_trials_give_the_same_plan_and_another_seed_another():
    problem = random_day(5, visits=20, carers=4)
    first = solve(problem, seed=7, trials=20_000)
    assert solve(problem, seed=7, trials=20_000).plan == first.plan
    assert solve(problem, seed=8, trials=20_000).plan != first.plan


def test_a_stop_rule_is_asked_and_ends_the_search_with_the_best_so_far():
    asked: list[Progress] = []

    def stop(progress: Progress) -> bool:
        asked.append(progress)
        return len(asked) == 3

    found = solve(random_day(3, visits=30, carers=4), seed=1, trials=10_000_000, stop=stop)
    assert [progress.trials for progress in asked] == [20_000, 40_000, 60_000]
    assert found.made == 60_000
    assert found.best == asked[-1].best <= asked[0].best


def test_a_double_visit_starts_at_once_by_two():
    plan = solve(smallest(), seed=1, trials=2_000).plan
    both = [stop.start for route in plan.routes for stop in route if stop.visit == 0]
    assert len(both) == 2
    assert len(set(both)) == 1
    assert all(sum(stop.visit == 0 for stop in route) == 1 for route in plan.routes)


def test_the_checker_sees_each_rule_that_is_broken():
    problem = day(ties=(Tie((0, 0), (1, 0), 30, 60),))
    assert broken(problem, Plan(((Stop(0, 0, 5), Stop(1, 0, 35)),))) == []
    wrong = {
        "done twice": ((Stop(0, 0, 5), Stop(0, 0, 20), Stop(1, 0, 50)),),
        "must happen": ((Stop(0, 0, 5),),),
        "before the carer is there": ((Stop(0, 0, 4), Stop(1, 0, 40)),),
        "apart, not 30 to 60": ((Stop(0, 0, 5), Stop(1, 0, 66)),),
    }
    for rule, routes in wrong.items():
        assert any(rule in one for one in broken(problem, Plan(routes))), rule
    refused = day(visits=(Visit("one", 1, (PART,), refused=frozenset({"a"})),))
    assert any("may not have them" in one for one in broken(refused, Plan(((Stop(0, 0, 5),),))))


WRONG = {
    "no-carers": {"carers": ()},
    "no-visits": {"visits": ()},
    "too-many": {"visits": tuple(Visit(f"v{k}", 1, (PART,)) for k in range(5000))},
    "same-key": {"visits": (Visit("one", 1, (PART,)), Visit("one", 2, (PART,)))},
    "no-place": {"visits": (Visit("one", 7, (PART,)),)},
    "no-carer": {"visits": (Visit("one", 1, (replace(PART, skill="lift"),)),)},
    "too-few": {"visits": (Visit("one", 1, (PART, PART)),)},
    "short-window": {"visits": (Visit("one", 1, (replace(PART, windows=(Window(50, 40),)),)),)},
    "negative": {"visits": (Visit("one", 1, (replace(PART, duration=-5),)),)},
    "shift": {"carers": (Carer("a", 0, 0, 300, 200, frozenset({"care"})),)},
    "unreachable": {"travel": np.array([[[0, 5, -1], [5, 0, 7], [9, 7, 0]]])},
    "ring": {"ties": (Tie((0, 0), (1, 0), 10, None), Tie((1, 0), (0, 0), 10, None))},
    "tie": {"ties": (Tie((0, 0), (1, 0), 10, 5),)},
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_cannot_be_planned_is_named_before_the_search(rule):
    assert faults(day()) == []
    found = faults(day(**WRONG[rule]))
    assert rule in {fault.rule for fault in found}
    assert all(fault.about and fault.text for fault in found)


def asked(**terms) -> Problem:
    """Two carers who can both do everything, and two visits at once a minute away."""
    carers = tuple(Carer(key, 0, 0, 0, 400, frozenset({"care"})) for key in ("a", "b"))
    travel = np.array([[[0, 5, 9], [5, 0, 7], [9, 7, 0]]])
    return replace(Problem(day().visits, carers, travel, Weights(travel=1)), **terms)


def changed(problem: Problem, visit: int, **terms) -> Problem:
    visits = list(problem.visits)
    visits[visit] = replace(visits[visit], **terms)
    return replace(problem, visits=tuple(visits))


def found_by(problem: Problem) -> dict[str, tuple[str, int]]:
    """Who has each visit's first part, and its start."""
    plan = solve(problem, seed=1, trials=5_000).plan
    assert broken(problem, plan) == []
    return {
        problem.visits[stop.visit].key: (carer.key, stop.start)
        for carer, route in zip(problem.carers, plan.routes, strict=True)
        for stop in route
        if stop.visit >= 0
    }


def test_a_locked_visit_has_its_carers_and_its_start():
    locked = changed(asked(), 0, lock=Lock(("b",), 57))
    assert found_by(locked)["one"] == ("b", 57)
    for route, rule in {(Stop(0, 0, 57),): "is locked to b", (Stop(0, 0, 58),): "is locked to 00:57"}.items():
        assert any(rule in wrong for wrong in broken(locked, Plan((route, ()))))
    left = broken(changed(locked, 0, leaving=3), Plan(((), (Stop(1, 0, 9),))))
    assert left == ["visit one: must happen and is left out"]


def test_a_locked_route_has_its_stops_in_their_order_and_no_others():
    problem = asked()
    last_first = replace(problem.carers[1], route=((1, 0), (0, 0)))
    locked = replace(problem, carers=(problem.carers[0], last_first))
    assert found_by(locked) == {"two": ("b", 9), "one": ("b", 26)}
    wrong = {"another route": ((), (Stop(0, 0, 5), Stop(1, 0, 22))), "locked to the route of b": ((Stop(0, 0, 5),), ())}
    for rule, routes in wrong.items():
        assert any(rule in one for one in broken(locked, Plan(routes))), rule
    nothing = replace(problem, carers=(replace(problem.carers[0], route=()), problem.carers[1]))
    assert {who for who, _ in found_by(nothing).values()} == {"b"}


def test_a_visit_waits_for_its_preferred_start_where_that_costs_less():
    told = replace(PART, wanted=Window(60, 70))
    problem = changed(asked(weights=Weights(travel=1, wanted=1)), 0, parts=(told,))
    assert found_by(problem)["one"][1] == 60
    early = Plan(((Stop(0, 0, 5), Stop(1, 0, 80)), ()))
    assert parts(problem, early)["wanted"] == 55
    assert parts(replace(problem, weights=Weights(wanted=2)), Plan(((Stop(0, 0, 93),), ())))["wanted"] == 46


def test_a_recipient_meets_those_who_were_there_of_late():
    problem = asked(weights=Weights(met=7), known={"r": frozenset({"b"})})
    problem = changed(changed(problem, 0, recipient="r"), 1, recipient="r")
    assert {who for who, _ in found_by(problem).values()} == {"b"}
    assert parts(problem, Plan(((Stop(0, 0, 5), Stop(1, 0, 22)), ())))["met"] == 7


def test_each_kind_of_wish_is_a_part_by_its_name():
    wishes = (Wish("language", frozenset({"b"}), 3), Wish("contact", frozenset({"a"}), 2))
    problem = changed(asked(), 0, wishes=wishes)
    shown = parts(problem, Plan(((Stop(0, 0, 5),), (Stop(1, 0, 9),))))
    assert (shown["language"], shown["contact"]) == (3, 0)
    assert unmet(problem, Plan(((), (Stop(0, 0, 5),)))) == {"language": [], "contact": [("one", 2)]}


def test_time_and_heavy_visits_are_shared_evenly_and_whoever_has_worked_weekends_rests():
    even = asked(weights=Weights(uneven=1, scale=2))
    assert {who for who, _ in found_by(even).values()} == {"a", "b"}
    both = Plan(((Stop(0, 0, 5), Stop(1, 0, 22)), ()))
    assert parts(even, both)["uneven"] == (41 - 10) ** 2 // 2 + 10**2 // 2
    heavy = changed(changed(asked(weights=Weights(uneven_heavy=5)), 0, heavy=2), 1, heavy=1)
    assert {who for who, _ in found_by(heavy).values()} == {"a", "b"}
    assert parts(heavy, both)["heavy"] == 5 * (1 + 4)
    resting = asked(carers=(replace(asked().carers[0], using=50), asked().carers[1]))
    assert {who for who, _ in found_by(resting).values()} == {"b"}
    assert parts(resting, both)["weekend"] == 50
