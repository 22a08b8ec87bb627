"""Visits that two come to at once, pure: the rules of two, a search that begins both together, starts put off alike."""

import json
from dataclasses import replace
from random import Random

import pytest

from samsyn.homecare.dayplan import apart
from samsyn.homecare.dayplan.clashes import clashes
from samsyn.homecare.dayplan.cost import lanes_of, problem_of, summed
from samsyn.homecare.dayplan.facts import Day, Placed, Shift, Visit, Wished, moved, second_of, taken_out, timed, where
from samsyn.homecare.dayplan.nobody import nobody
from samsyn.homecare.dayplan.rules import ALONE, Walker
from samsyn.homecare.dayplan.timing import as_it_is, settled
from samsyn.planning import reference
from samsyn.planning.faults import faults
from samsyn.planning.problem import Plan, Stop
from samsyn.planning.solve import solve
from tests.cores.test_day_plan import CARERS, a_day

HOIST, FREE = "LYFT", "INSULIN"


def two(visit: Visit, *, minutes: int | None = None, skills=frozenset(), carer=None) -> tuple[Visit, Visit]:
    """A visit as its two parts."""
    second = replace(
        visit, key=second_of(visit.key), minutes=minutes or visit.minutes, skills=skills, carer=carer, part=1,
        twin=visit.key,
    )  # fmt: skip
    return replace(visit, twin=second.key), second


def a_day_of_two(seed: int, visits: int = 12) -> Day:
    """A random day of which a third needs two: who keeps apart from nobody there, so that two always can."""
    rng, day, told = Random(seed), a_day(seed, visits), []
    held = frozenset().union(*(shift.skills for shift in day.shifts))
    for one in day.visits:
        visit = replace(one, skills=one.skills & held)
        if rng.random() < 0.35:
            told += two(replace(visit, refused=frozenset(), skills=frozenset()), minutes=rng.randrange(5, 20, 5))
        else:
            told.append(visit)
    return replace(day, visits=tuple(told))


def as_plan(problem, lanes) -> Plan:
    """The lanes as a plan of the core."""
    number = {v.key: (n, 0) for n, v in enumerate(problem.visits)}
    number |= {second_of(v.key): (n, 1) for n, v in enumerate(problem.visits)}
    return Plan(
        tuple(
            tuple(Stop(*(number[p.key] if p.key else (-1, 0)), p.start) for p in lanes.get(int(c.key), ()))
            for c in problem.carers
        )
    )


def one_visit(**more) -> Day:
    """Three at work with a visit at nine that needs two, of whom one with the hoist's skill."""
    shifts = tuple(
        Shift(carer, 7 * 60, 15 * 60, skills=frozenset({HOIST} if carer == CARERS[0] else {FREE})) for carer in CARERS
    )
    visit = Visit("1-540", 1, (1, 2), 540, 540, 40, 1, skills=frozenset({HOIST}), carer=CARERS[0], **more)
    return Day(shifts, two(visit, minutes=15), ((0, 0), (500, 0)), {})


def rules(day, *placed):
    """Which rules break with the parts at (carer, start), in their order."""
    walker, lanes = Walker(day), dict.fromkeys(CARERS, ())
    for visit, (carer, start) in zip(day.visits, placed, strict=False):
        lanes = moved(lanes, visit.key, carer, start)
    return {(b.rule, b.carer) for b in walker.broken(lanes)}


def test_two_are_two_at_the_same_start_with_the_skill_of_each():
    day, (a, b, c) = one_visit(), CARERS
    assert rules(day, (a, 540), (b, 540)) == set()
    assert rules(day, (a, 540), (b, 550)) == {("not_together", a), ("not_together", b)}
    assert rules(day, (a, 540)) == {(ALONE, a)}
    assert {rule for rule, _ in rules(day, (a, 540), (a, 540))} >= {"both"}
    assert rules(day, (b, 540), (c, 540)) == {("skill", b)}
    needs = replace(day, visits=(day.visits[0], replace(day.visits[1], skills=frozenset({FREE}))))
    assert rules(needs, (a, 540), (b, 540)) == set()
    assert rules(needs, (b, 540), (a, 540)) == {("skill", a), ("skill", b)}


def test_a_part_is_moved_in_time_where_it_is():
    lanes = {1: (Placed(540, "x"), Placed(560, "y")), 2: ()}
    assert timed(lanes, "x", 600) == {1: (Placed(560, "y"), Placed(600, "x")), 2: ()}
    assert timed(lanes, "z", 600) == lanes
    assert (where(lanes, "y"), where(lanes, "z")) == ((1, 560), None)


def test_time_with_persons_is_each_carers_and_the_visit_is_the_persons_one():
    day, (a, b, _) = one_visit(), CARERS
    sums = summed(Walker(day), {a: (Placed(620, "1-540"),), b: (Placed(620, second_of("1-540")),)})
    assert (sums.visits, sums.of_persons, sums.care) == (2, 1, 40 + 15)
    assert (sums.off_time, sums.late) == (1, 620 - 540 - 30)  # late once, not once for each


@pytest.mark.parametrize("seed", range(25))
def test_a_plan_breaks_a_rule_here_exactly_when_the_cores_checker_says_so(seed):
    """The page's rules of two and the checker's are written apart: random lanes are lawful to both or to neither."""
    day = a_day_of_two(seed, visits=5)
    walker, problem, rng = Walker(day), problem_of(day), Random(seed)
    lanes, _left = as_it_is(walker)
    told = set()
    for _ in range(60):
        visit = rng.choice(day.visits)
        at = rng.randrange(visit.promised - 30, visit.promised + 90)
        lanes = moved(lanes, visit.key, rng.choice(CARERS), at)
        if visit.twin and rng.random() < 0.8:
            lanes = timed(lanes, visit.twin, at)
        if rng.random() < 0.3:
            lanes = taken_out(lanes, rng.choice(day.visits).key)
        mine, theirs = walker.broken(lanes), reference.broken(problem, as_plan(problem, lanes))
        assert bool(mine) == bool(theirs), (mine, theirs)
        told |= {one.rule for one in mine}
    assert not any(v.part for v in day.visits) or told & {ALONE, "both", "not_together"}


@pytest.mark.parametrize("seed", range(6))
def test_a_search_begins_both_parts_at_once_with_two_carers_and_breaks_no_rule(seed):
    day = a_day_of_two(seed)
    problem = problem_of(day)
    assert faults(problem) == []
    found = lanes_of(problem, solve(problem, seed=seed, trials=20_000).plan)
    walker, later = Walker(day), settled(Walker(day), found)
    assert walker.broken(found) == walker.broken(later) == set()
    parts = [v for v in day.visits if v.part]
    placed = [(where(later, v.key), where(later, v.twin)) for v in parts]
    both = [pair for pair in placed if all(pair)]
    assert both
    assert all(one[1] == other[1] and one[0] != other[0] for one, other in both)
    assert all(any(pair) == all(pair) for pair in placed)  # both or neither
    assert summed(walker, later).late <= summed(walker, found).late
    assert Day.from_json(json.loads(json.dumps(day.as_json()))) == day


def solved(day: Day):
    """What the search finds of a day that is right."""
    problem = problem_of(day)
    assert faults(problem) == []
    return settled(Walker(day), lanes_of(problem, solve(problem, seed=1, trials=5_000).plan))


def test_each_part_is_held_by_itself_and_both_begin_where_one_is_held():
    day, (a, b, c) = one_visit(), CARERS
    first, second = (v.key for v in day.visits)
    found = solved(replace(day, locks={second: (c, 555)}))
    assert (where(found, first), where(found, second)) == ((a, 555), (c, 555))
    found = solved(replace(day, locks={first: (a, 530)}))
    assert (where(found, first), where(found, second)[1]) == ((a, 530), 530)
    found = solved(replace(day, locks={first: (a, 530), second: (b, 530)}))
    assert (where(found, first), where(found, second)) == ((a, 530), (b, 530))


def test_what_one_has_begun_alone_stays_theirs_and_nobody_is_sent_after():
    day = one_visit(settled=True)
    first, second = (v.key for v in day.visits)
    found = solved(day)
    assert (where(found, first), where(found, second)) == ((CARERS[0], 540), None)
    begun = replace(day, visits=(day.visits[0], replace(day.visits[1], carer=CARERS[2])))
    found = solved(begun)
    assert (where(found, first), where(found, second)) == ((CARERS[0], 540), (CARERS[2], 540))


def test_a_visit_of_two_is_set_aside_whole_where_one_part_has_nobody_or_both_have_the_same():
    day, (a, b, c) = one_visit(), CARERS
    first, second = day.visits
    assert nobody(Walker(day)) == {}

    def why(**more):
        told = nobody(Walker(replace(day, **more)))
        return [told[v.key].rule if v.key in told else "" for v in day.visits]

    assert why(visits=(first, replace(second, skills=frozenset({"ANNAT"})))) == ["twin", "skill"]
    assert why(visits=(replace(first, skills=frozenset({"ANNAT"})), second)) == ["skill", "twin"]
    assert why(visits=(first, replace(second, skills=frozenset({HOIST})))) == ["two", "two"]
    assert why(shifts=day.shifts[:1]) == ["two", "two"]
    assert why(locks={first.key: (a, 540), second.key: (a, 540)}) == ["two", "two"]
    assert why(locks={first.key: (b, 540), second.key: (c, 540)}) == ["", ""]
    assert why(visits=(replace(first, settled=True), replace(second, settled=True))) == ["", ""]


def test_a_day_with_a_visit_that_lacks_one_of_two_is_searched_without_it(tmp_path):
    day = one_visit()
    alone = Visit("2-600", 2, (3,), 600, 600, 20, 1)
    asked = replace(day, visits=(day.visits[0], replace(day.visits[1], skills=frozenset({"ANNAT"})), alone))
    apart.written(tmp_path / apart.ASKED, {"day": asked.as_json(), "seed": 1, "trials": 2_000})
    apart.work(tmp_path)
    lanes = apart.read(tmp_path / apart.ANSWER)["lanes"]
    assert [key for lane in lanes.values() for _, key in lane] == ["2-600"]


def test_rules_that_cannot_hold_together_are_told_of_a_visit_of_two(tmp_path):
    """One of the two works in the morning and the other from noon: each could come, never both at once."""
    day = one_visit()
    shifts = (replace(day.shifts[0], ends=565), replace(day.shifts[1], begins=600))
    visits = tuple(replace(v, minutes=10) for v in day.visits)
    apart.written(
        tmp_path / apart.ASKED,
        {"day": replace(day, shifts=shifts, visits=visits).as_json(), "seed": 1, "trials": 2_000},
    )
    apart.work(tmp_path)
    answer = apart.read(tmp_path / apart.ANSWER)
    assert not any(answer["lanes"].values())
    kinds = {rule["kind"] for clash in answer["clashes"] for rule in clash["rules"]}
    assert {"happens", "tie"} <= kinds


def test_a_visit_of_two_that_is_locked_is_told_as_locked_and_not_by_a_skill_that_nobody_asks_for():
    """Both are locked to the visit, and one of them at the same time to somebody else."""
    (a, b, _), day = CARERS, one_visit()
    visits = tuple(replace(v, skills=frozenset()) for v in day.visits)
    alone = Visit("2-545", 2, (3,), 545, 545, 20, 1)
    day = replace(day, visits=(*visits, alone))
    held = {visits[0].key: (a, 540), visits[1].key: (b, 540), alone.key: (b, 545)}
    kinds = _kinds_of_clashes(replace(day, locks=held))
    assert kinds == {("happens", ""), ("lock", a), ("lock", b)}
    free = replace(day, visits=(visits[0], replace(visits[1], skills=frozenset({HOIST})), alone))
    kinds = _kinds_of_clashes(replace(free, locks={visits[0].key: (a, 540), alone.key: (b, 545)}))
    assert kinds >= {("happens", ""), ("lock", a), ("skill", "")}


def _kinds_of_clashes(day: Day) -> set[tuple[str, int | str]]:
    problem = problem_of(day)
    found = clashes(day, problem, solve(problem, seed=1, trials=2_000).plan)
    return {(rule.kind, rule.carer or "") for clash in found for rule in clash.rules}


def test_wishes_go_by_who_comes_first_or_second():
    day = one_visit(wishes=(Wished("contact", frozenset({CARERS[1]})),))
    assert where(solved(day), second_of("1-540"))[0] == CARERS[1]
