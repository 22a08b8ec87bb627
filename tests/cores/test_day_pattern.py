"""A unit's pattern of two weeks, pure: few carers for each, and a day that follows it where it can."""

import json
from dataclasses import replace

import pytest

from samsyn.homecare.dayplan import apart
from samsyn.homecare.dayplan.cost import lanes_of, problem_of
from samsyn.homecare.dayplan.facts import Day, Placed, Shift, Visit, Wished
from samsyn.homecare.dayplan.pattern import Usual, followed, follows, searched, unused
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.timing import settled
from samsyn.homecare.dayplan.why import why
from samsyn.planning.pattern import DAYS
from samsyn.planning.solve import solve

CARERS, PERSONS = (11, 12, 13, 14), range(1, 9)
WEEKDAYS = [day for day in range(DAYS) if day % 7 < 5]


def a_day(works=CARERS, persons=PERSONS) -> Day:
    """A morning visit to each person, half an hour apart by two; homes around the unit, as far from it each."""
    shifts = tuple(Shift(carer, 420, 960, 660, 720, 30) for carer in works)
    visits = tuple(
        Visit(f"{n}-{promised}", n, (n,), promised, promised, 30, n) for n in persons if (promised := 480 + n // 2 * 30)
    )
    points = ((0, 0), (300, 0), (0, 300), (-300, 0), (0, -300), (200, 200), (-200, 200), (-200, -200), (200, -200))
    return Day(shifts, visits, tuple((1_000 + x, y) for x, y in points), {})


@pytest.fixture(scope="module")
def days():
    """Of four carers three work each weekday, each is away another one; nobody works the weekends."""
    return [
        a_day([c for n, c in enumerate(CARERS) if n != day % 7 % 4]) if day in WEEKDAYS else replace(a_day(), shifts=())
        for day in range(DAYS)
    ]


@pytest.fixture(scope="module")
def found(days):
    return searched(days, seed=1, told=lambda _done, _of: False)


def proposed(day, seed=3):
    problem = problem_of(day)
    return settled(Walker(day), lanes_of(problem, solve(problem, seed=seed, trials=8_000).plan))


def usual(lanes):
    return {p.key: Usual(carer, p.start) for carer, lane in lanes.items() for p in lane if p.key}


def met(planned):
    """Carers that each person meets, in the mean."""
    pairs = {(p.key, carer) for lanes in planned for carer, lane in lanes.items() for p in lane if p.key}
    return len(pairs) / len(PERSONS)  # each has one visit a day


def test_everybody_meets_fewer_than_when_each_day_is_planned_by_itself(days, found):
    alone = [proposed(unused(day), seed=n + 1) if day.shifts else {} for n, day in enumerate(days)]
    assert met(found) < 0.8 * met(alone)
    for day, lanes in zip(days, found, strict=True):
        assert Walker(day).broken(lanes) == set()
        assert sum(len([p for p in lane if p.key]) for lane in lanes.values()) == (len(PERSONS) if day.shifts else 0)


def test_a_day_follows_the_pattern_where_it_can(days, found):
    """Without it the same search gives others."""
    for n in (0, 8):
        asked = replace(days[n], visits=followed(days[n].visits, usual(found[n])))
        kept, of = follows(asked, proposed(asked))
        assert (kept, of) == (len(PERSONS), len(PERSONS))
        assert follows(asked, proposed(days[n]))[0] < len(PERSONS)
    starts = {p.key: p.start for lane in proposed(asked).values() for p in lane if p.key}
    assert starts == {key: one.start for key, one in usual(found[n]).items()}


def test_whose_carer_is_away_gets_somebody_and_the_wish_is_told_as_unmet(days, found):
    away = next(carer for carer, lane in found[0].items() if any(p.key for p in lane))
    day = replace(days[0], visits=followed(days[0].visits, usual(found[0])))
    day = replace(day, shifts=tuple(s for s in day.shifts if s.carer != away))
    lanes = proposed(day)
    kept, of = follows(day, lanes)
    lost = [p.key for p in found[0][away] if p.key]
    assert of == len(PERSONS)
    assert kept <= of - len(lost)
    told = {one.kind: one for one in why(Walker(day), lanes, lost[0]).unmet}
    assert told["pattern"].away == {away}


def test_a_start_rests_on_the_pattern_where_it_is_not_the_promised_one():
    day = a_day(persons=[1])
    key, promised = day.visits[0].key, day.visits[0].promised
    day = replace(day, visits=followed(day.visits, {key: Usual(11, promised + 20)}))
    lanes = proposed(day)
    assert lanes[11][0] == Placed(promised + 20, key)
    assert why(Walker(day), lanes, key).rests_on == "usual"
    far = replace(day, visits=followed(day.visits, {key: Usual(11, promised + 31)}))  # outside the slack
    assert proposed(far)[11][0].start == promised


def test_who_is_kept_apart_or_gone_is_not_wished_for_and_either_of_two_may_have_either_part():
    visit = a_day().visits[0]
    (apart_now,) = followed([replace(visit, refused=frozenset({11}))], {visit.key: Usual(11, 500)})
    (gone,) = followed([visit], {visit.key: Usual(None, 500)})
    assert (apart_now.wishes, apart_now.usual, gone.wishes, gone.usual) == ((), 500, (), 500)
    assert followed([visit], {}) == (visit,)
    second = replace(visit, key=f"{visit.key}+2", twin=visit.key, part=1)
    both = followed([replace(visit, twin=second.key), second], {visit.key: Usual(11, 500), second.key: Usual(12, 500)})
    assert [one.wishes for one in both] == [(Wished("pattern", frozenset({11, 12})),)] * 2


def test_a_new_pattern_is_not_made_of_the_old_one(days):
    day = replace(days[0], visits=followed(days[0].visits, {v.key: Usual(11, v.start) for v in days[0].visits}))
    assert unused(replace(day, known={1: frozenset({11})})) == days[0]


def test_it_is_ended_with_what_stands_or_with_nothing(days):
    few = [days[0], replace(days[1], visits=()), days[2], *[replace(days[3], visits=())] * 11]
    heard = []

    def told(after):
        return lambda done, of: heard.append((done, of)) or done == after

    assert searched(few, seed=1, told=told(1)) is None
    whole = searched(few, seed=1, told=told(2))
    assert [bool(lanes) for lanes in whole] == [True, False, True] + [False] * 11
    assert heard == [(1, 4), (1, 4), (2, 4)]


def test_the_process_writes_what_it_found_and_keeps_to_its_folder(days, tmp_path):
    few = [days[0], *[replace(days[1], visits=())] * 13]
    asked = {"kind": "pattern", "seed": 1, "days": [day.as_json() for day in few]}
    (tmp_path / "day.json").write_text(json.dumps(asked))
    apart.work(tmp_path)
    answer = json.loads((tmp_path / "plan.json").read_text())
    assert (len(answer["lanes"]), answer["seed"]) == (DAYS, 1)
    assert json.loads((tmp_path / "progress.json").read_text()) == {"trials": 2, "of": 2}
    (tmp_path / "stop").touch()
    (tmp_path / "day.json").write_text(json.dumps(asked | {"days": [day.as_json() for day in days]}))
    apart.work(tmp_path)
    assert json.loads((tmp_path / "plan.json").read_text()) == {"stopped": True}
