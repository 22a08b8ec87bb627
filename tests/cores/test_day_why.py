"""Why a visit is where it is: the cheapest time with each carer is the cheapest there is, and rules are the core's."""

from dataclasses import replace
from random import Random

import pytest

from samsyn.homecare.dayplan.cost import lanes_of, problem_of, summed
from samsyn.homecare.dayplan.facts import BREAK, Placed, Wished
from samsyn.homecare.dayplan.rules import FARTHEST, Walker
from samsyn.homecare.dayplan.timing import after_move, settled
from samsyn.homecare.dayplan.why import ALWAYS, why
from samsyn.planning.explain import explained
from samsyn.planning.solve import solve
from tests.cores.test_day_plan import CARERS, a_day, as_plan


def planned(seed, visits=9):
    day = a_day(seed, visits=visits)
    problem = problem_of(day)
    found = solve(problem, seed=seed, trials=5_000)
    return day, problem, settled(Walker(day), lanes_of(problem, found.plan))


def priced(walker, lanes, key, carer, start):
    """A move's minutes as *Pröva* counts them, and which rules it breaks anew: of the two lanes that it is about."""
    after = after_move(walker, lanes, key, carer, start)
    touched = {carer} | {c for c, lane in lanes.items() if any(p.key == key for p in lane)}
    lanes, after = ({c: lane for c, lane in told.items() if c in touched} for told in (lanes, after))
    return summed(walker, after) - summed(walker, lanes), walker.broken(after) - walker.broken(lanes)


@pytest.mark.parametrize("seed", range(8))
def test_what_each_other_carer_would_cost_is_the_least_of_all_minutes_there_are(seed):
    day, _, lanes = planned(seed)
    walker = Walker(day)
    placed = [p.key for lane in lanes.values() for p in lane if p.key != BREAK]
    for key in Random(seed).sample(placed, 2):
        visit, found = walker.visit(key), why(walker, lanes, key)
        for one in found.others:
            tried = {}
            for start in range(visit.promised - FARTHEST, visit.promised + FARTHEST + 1):
                cost, new = priced(walker, lanes, key, one.carer, start)
                if not new:
                    tried[start] = cost
            assert (one.broken is None) == bool(tried), (key, one)
            if tried:
                assert tried[one.start] == one.cost
                least = min(c.travel * 2 + c.waiting + c.late * 6 + c.new_faces * 15 for c in tried.values())
                mine = one.cost
                assert mine.travel * 2 + mine.waiting + mine.late * 6 + mine.new_faces * 15 == least
            else:
                assert one.broken in priced(walker, lanes, key, one.carer, one.start)[1]


@pytest.mark.parametrize("seed", range(8))
def test_whom_a_rule_forbids_at_any_time_is_whom_the_core_forbids(seed):
    day, problem, lanes = planned(seed)
    told = explained(problem, as_plan(problem, lanes))
    walker = Walker(day)
    for one in told:
        if one.carer is None:
            continue
        mine = {o.carer for o in why(walker, lanes, one.visit).others if o.broken and o.broken.rule in ALWAYS}
        assert mine == {int(o.carer) for o in one.others if o.rule in ("skill", "refused")}


def test_a_wish_that_is_not_met_names_who_could_meet_it_and_who_does_not_work():
    day, _, lanes = planned(3)
    key = next(p.key for p in lanes[CARERS[0]] if p.key != BREAK)
    wished = Wished("language", frozenset({CARERS[1], 99}))
    day = replace(day, visits=tuple(replace(v, wishes=(wished,)) if v.key == key else v for v in day.visits))
    (unmet,) = [one for one in why(Walker(day), lanes, key).unmet if one.kind == "language"]
    assert ([one.carer for one in unmet.by], unmet.away) == ([CARERS[1]], {99})
    met = replace(day, visits=tuple(replace(v, wishes=(Wished("sex", frozenset(CARERS)),)) for v in day.visits))
    assert why(Walker(met), lanes, key).met == ("sex",)


def test_what_a_start_rests_on():
    day, _, _ = planned(1)
    visit = replace(day.visits[0], promised=9 * 60, start=9 * 60, skills=frozenset(), refused=frozenset())
    day = replace(day, visits=(visit,))
    walker = Walker(day)

    def rests(start, **more):
        return why(walker, {CARERS[0]: (Placed(start, visit.key),)}, visit.key, **more).rests_on

    assert rests(9 * 60) == "promised"
    assert rests(9 * 60, locked=True) == "lock"
    assert rests(8 * 60 + 30) == "early"
    assert rests(10 * 60) == "put_off"
    arrives = day.shifts[0].begins + walker.walk(day.shifts[0], (Placed(9 * 60, visit.key),)).legs[0].travel
    assert rests(arrives) == "way"
    assert why(walker, {}, visit.key).rests_on == ""
    begun = replace(day, visits=(replace(visit, settled=True),))
    assert why(Walker(begun), {CARERS[0]: (Placed(9 * 60, visit.key),)}, visit.key).rests_on == "begun"


def test_a_visit_off_its_promised_time_tells_what_keeping_it_would_take():
    day, _, lanes = planned(2)
    key = next(p.key for p in lanes[CARERS[0]] if p.key != BREAK)
    walker = Walker(day)
    late = after_move(walker, lanes, key, CARERS[0], walker.visit(key).promised + 60)
    (unmet,) = [one for one in why(walker, late, key).unmet if one.kind == "late"]
    assert unmet.by[0].broken is None
    assert abs(unmet.by[0].start - walker.visit(key).promised) <= walker.visit(key).slack
