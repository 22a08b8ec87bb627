"""Samsyn's own format of a day: what is read, what each field leads to, and that nothing wrong goes unsaid."""

import json
import re
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from samsyn.planning.faults import faults
from samsyn.planning.formats import samsyn
from samsyn.planning.formats.samsyn import Unreadable, ways
from samsyn.planning.problem import Lock, Plan, Stop, Window
from samsyn.planning.profile import ASSUMED, Floor, Pace, Share, as_data, between
from samsyn.planning.reference import broken, cost, parts, travelled
from samsyn.planning.solve import solve
from samsyn.planning.words import Fault, wordings

ROOT = Path(__file__).parents[2]
NASTY: list[Any] = [
    None, True, False, 0, 1, -1, -5, 0.5, 1e9, 10**400, float("nan"), float("inf"), "", " ", "x", "07:30", "99:99",
    "-01:00", "24:00", "2026-02-30", "\x00", "å" * 300, [], {}, [None], [[]], ["07:00"], ["09:00", "07:00"],
    ["07:00", "07:00"], [0, 0], [57.7, 11.9], [11.9, 57.7], [6400000, 319000], [[0, None], [None, 0]], {"key": "x"},
    {"carers": ["Aino", "Aino"]}, {"start": "03:00"}, {"worked": -1, "share": "x"}, ["P1 medicin"], [["P3 lyft", 2]],
]  # fmt: skip


def example() -> dict[str, Any]:
    (block,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs/planning.md").read_text(encoding="utf-8"), re.S)
    told: dict[str, Any] = json.loads(block)
    return told


def with_(path: str, value: Any) -> dict[str, Any]:
    """The example with one thing otherwise; `path` is keys and numbers with points between."""
    told = example()
    at: Any = told
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in way:
        at = at[step]
    at[last] = value
    return told


def refused(told: Any) -> list[Fault]:
    """What is wrong with a file, by its reader or by what is asked of every day; none where it can be planned."""
    try:
        return faults(samsyn.read(told))
    except Unreadable as problem:
        return problem.faults


def test_the_example_of_the_page_is_planned_written_and_read_back():
    day = samsyn.read(example())
    assert faults(day) == []
    found = solve(day, seed=1, trials=20_000)
    assert broken(day, found.plan) == []
    assert cost(day, found.plan) == found.best / 10
    written = json.loads(json.dumps(samsyn.write(day, found.plan)))
    assert samsyn.read_plan(day, written) == found.plan
    stops = {
        stop["visit"]: (one["carer"], stop["start"])
        for one in written["carers"]
        for stop in one["stops"]
        if "visit" in stop
    }
    assert stops["P1 lunch"] == ("Aino", "12:00")
    assert stops["P1 medicin"][0] == "Aino"  # who alone has the delegation
    assert stops["P2 morgon"][0] == "Aino"  # where Bo may not come
    assert written["left_out"] == []
    assert written["minutes"]["travel"] == sum(one["travel_minutes"] for one in written["carers"])


def test_each_field_becomes_what_it_says():
    day = samsyn.read(example())
    visits = {visit.key: visit for visit in day.visits}
    assert visits["P1 medicin"].parts[0].windows == (Window(420, 500),)  # the window holds the whole visit
    assert visits["P2 morgon"].parts[0].wanted == Window(480, 510)
    assert visits["P2 morgon"].refused == {"Bo"}
    assert visits["P3 städ"].leaving == 800
    assert visits["P3 städ"].parts[0].latest == 900
    assert visits["P1 lunch"].lock == Lock(("Aino",), 720)
    assert visits["P3 lyft"].heavy == 2
    assert [part.skill for part in visits["P3 lyft"].parts] == ["lyft", ""]
    wishes = {(key, wish.kind): wish.carers for key, visit in visits.items() for wish in visit.wishes}
    assert wishes["P1 frukost", "language"] == wishes["P1 frukost", "contact"] == {"Aino"}
    assert wishes["P2 morgon", "sex"] == wishes["P2 morgon", "last"] == {"Aino"}
    assert wishes["P3 lyft", "wish"] == {"Bo"}
    assert [(tie.first, tie.second, tie.least, tie.most) for tie in day.ties] == [
        ((0, 0), (1, 0), 20, 90), ((3, 0), (3, 1), 0, 0),
    ]  # fmt: skip
    aino, bo = day.carers
    assert (aino.on, aino.off, aino.last, bo.last) == (420, 900, 960, 990)
    assert aino.breaks[0].leaving is None
    assert bo.breaks[0].leaving == 1000
    assert aino.using == 300  # 5 December 2026 is a Saturday
    assert samsyn.read(with_("date", "2026-12-07")).carers[0].using == 0
    assert day.known["P1"] == {"Aino"}


def test_a_delegation_that_has_run_out_is_not_had():
    late = with_("carers.0.delegations.0.until", "2026-12-04")
    (fault,) = refused(late)
    assert (fault.rule, fault.key) == ("no-carer", "P1 medicin")
    assert "delegering läkemedel" in fault.said("sv")
    assert refused(with_("carers.0.delegations.0.until", "2026-12-05")) == []
    not_yet = {"skill": "delegering läkemedel", "from": "2026-12-06", "until": "2027-12-06"}
    assert [fault.rule for fault in refused(with_("carers.0.delegations.0", not_yet))] == ["no-carer"]


def test_a_carer_who_may_not_visit_somebody_is_refused_as_by_themselves():
    day = samsyn.read(with_("carers.1.refused", ["P3"]))
    assert {visit.key for visit in day.visits if "Bo" in visit.refused} == {"P2 morgon", "P3 lyft", "P3 städ"}


def test_who_needs_several_skills_of_one_carer_gets_somebody_who_has_all():
    told = with_("visits.0.skills", ["lyft", "delegering läkemedel"])
    assert samsyn.read(told).visits[0].parts[0].skill == "delegering läkemedel + lyft"
    assert refused(told) == []
    told["carers"][0]["skills"] = []
    assert {(fault.rule, fault.key) for fault in refused(told)} >= {("no-carer", "P1 medicin")}


def test_travel_is_what_the_profile_says_rounded_up_with_parking_and_keys_told_apart():
    day = samsyn.read(example())
    base, home, other = (57.6920, 11.9180), (57.6935, 11.9240), (57.6890, 11.9105)
    way = ASSUMED["bicycle"].seconds(between(base, home)) / 60
    assert day.travel[0, 0, 1] == np.ceil(way) + 2  # Aino's bicycle, and two minutes for the key
    car = Pace(120, 3.6 * 1.3 / 25).seconds(between(home, other)) / 60
    assert day.travel[1, 1, 2] == np.ceil(car) + 3
    assert day.travel[:, 1, 1].tolist() == [0, 0]
    plan = Plan(((Stop(0, 0, 450), Stop(1, 0, 480)), (Stop(4, 0, 500),)))
    told = samsyn.figures(day, plan)
    assert (told["of_it_parking"], told["of_it_keys"]) == (6, 2)
    assert told["travel"] == sum(travelled(day, *pair) for pair in zip(day.carers, plan.routes, strict=True))


def test_a_whole_matrix_of_times_is_what_each_pair_takes():
    rng = np.random.default_rng(3)
    at = np.column_stack([rng.uniform(57.6, 57.8, 12), rng.uniform(11.8, 12.1, 12)])
    share = Share(1.4, 1, 2, 9)
    pace = Pace(
        90,
        1.2,
        hours=(((7, 9), share),),
        weather=(("snow", share),),
        floors=(Floor(900, 600, 9), Floor(np.inf, 1300, 9)),
    )
    far = ways.metres(at)
    for hour, weather in ((6, ""), (8, ""), (8, "snow")):
        each = [[pace.seconds(between(tuple(a), tuple(b)), hour, weather) for b in at] for a in at]
        assert ways.seconds(pace, far, {hour: 4}, weather) == pytest.approx(np.array(each))
    plane = at * 100_000
    assert ways.metres(plane)[0, 1] == pytest.approx(between(tuple(plane[0]), tuple(plane[1])))
    mixed = ways.seconds(pace, far, {6: 1, 8: 3}, "")
    assert mixed == pytest.approx(
        (ways.seconds(pace, far, {6: 1}, "") + 3 * ways.seconds(pace, far, {8: 1}, "")) / 4, rel=0.2
    )


def test_what_the_calibration_writes_is_travelled_by_as_it_stands():
    share = Share(1.4, 1, 2, 9)
    floors = (Floor(900, 600, 9), Floor(np.inf, 1300, 9))
    learnt = Pace(90, 1.2, 40, (80, 100), (1.1, 1.3), (((7, 9), share),), (("snow", share),), floors)
    told = with_("travel", json.loads(json.dumps(as_data({**ASSUMED, "bicycle": learnt}))))
    told["weather"] = "snow"
    told["visits"] = told["visits"][:1]  # which may begin at seven
    base, home = (57.6920, 11.9180), (57.6935, 11.9240)
    assert samsyn.read(told).travel[0, 0, 1] == np.ceil(learnt.seconds(between(base, home), 7, "snow") / 60) + 2


def with_matrix(rows: list[list[Any]]) -> dict[str, Any]:
    """The example by a matrix: row 0 the office, 1 to 3 the homes."""
    told = example()
    told["travel"] = {"bicycle": {"matrix": rows}, "car": {"matrix": rows, "parking_minutes": 2}}
    for row, place in enumerate([*told["places"], *told["recipients"]]):
        del place["at"]
        place["row"] = row
    return told


def test_a_matrix_of_minutes_is_taken_as_it_is():
    rows = [[0, 5, 6, 7], [5, 0, 4.2, 3], [6, 4, 0, 0], [7, 3, 0, 0]]
    day = samsyn.read(with_matrix(rows))
    assert day.travel[0].tolist() == [[0, 7, 6, 7], [5, 0, 5, 3], [6, 6, 0, 0], [7, 5, 0, 0]]
    assert day.travel[1, 1, 2] == 7
    rows[2][1] = None
    (fault,) = {fault.said("sv") for fault in refused(with_matrix(rows))}
    assert fault.startswith("Besök P1 medicin: går inte att nå")


LOCKED = {"carers": ["Aino"], "start": "12:00"}
# What is wrong, where, and the visit or carer and rule that are named.
WRONG: dict[str, tuple[str, Any, str, str]] = {
    "nobody qualified": ("visits.0.skills", ["sondmatning"], "no-carer", "P1 medicin"),
    "window too short": ("visits.0.window", ["07:00", "07:05"], "short-window", "P1 medicin"),
    "window turned round": ("visits.0.window", ["09:00", "07:00"], "short-window", "P1 medicin"),
    "ring": ("visits.0.after", [{"visit": "P1 frukost", "min_minutes": 1}], "ring", "P1 medicin"),
    "overlapping locks": ("visits.2.lock", {"carers": ["Aino"], "start": "11:30"}, "lock-overlap", "P1 lunch"),
    "lock before the window": ("visits.2.lock", {"start": "06:30"}, "lock-early", "P2 morgon"),
    "lock after the latest": ("visits.4.lock", {"start": "15:30"}, "lock-late", "P3 städ"),
    "lock without the skill": ("visits.0.lock", {"carers": ["Bo"]}, "lock-skill", "P1 medicin"),
    "lock of who may not come": ("visits.2.lock", {"carers": ["Bo"]}, "lock-refused", "P2 morgon"),
    "lock of nobody": ("visits.2.lock", {"carers": ["Eva"]}, "lock-carer", "P2 morgon"),
    "lock outside the shift": ("carers.0.shift", ["12:30", "15:00"], "lock-shift", "P1 lunch"),
    "lock long after the shift": ("carers.0.shift", ["07:00", "08:55"], "lock-shift", "P1 lunch"),
    "lock before the carer is there": ("carers.0.shift", ["11:58", "15:00"], "lock-way", "P1 lunch"),
    "lock of too few": ("visits.3.lock", {"carers": ["Aino"]}, "lock-parts", "P3 lyft"),
    "lock of one twice": ("visits.3.lock", {"carers": ["Aino", "Aino"]}, "lock-same", "P3 lyft"),
    "negative length": ("visits.0.minutes", -10, "out-of-range", "P1 medicin"),
    "negative time": ("visits.0.window", ["-01:00", "09:00"], "not-a-time", "P1 medicin"),
    "no number": ("visits.0.minutes", float("nan"), "not-a-number", "P1 medicin"),
    "a number as text": ("visits.0.minutes", "10", "not-a-number", "P1 medicin"),
    "an absurd number": ("visits.0.minutes", 10**400, "out-of-range", "P1 medicin"),
    "half a minute": ("visits.0.minutes", 7.5, "not-whole", "P1 medicin"),
    "far away": ("recipients.1.at", [65.58, 22.15], "far", "P2"),
    "turned coordinates": ("recipients.1.at", [11.91, 57.69], "coordinates", "P2"),
    "two systems": ("recipients.1.at", [6399000, 318000], "mixed", ""),
    "no carers": ("carers", [], "no-carers", ""),
    "no visits": ("visits", [], "no-visits", ""),
    "no way of travelling": ("carers.1.mode", "boat", "mode", "Bo"),
    "unknown recipient": ("visits.0.recipient", "P9", "no-recipient", "P1 medicin"),
    "after nothing": ("visits.1.after.0.visit", "P9", "after", "P1 frukost"),
    "misspelt": ("visits.0.minuts", 3, "misspelt", "P1 medicin"),
    "no delegation's day": ("carers.0.delegations.0.until", "31 mars", "not-a-date", "Aino"),
    "shift turned round": ("carers.1.shift", ["16:00", "07:00"], "shift", "Bo"),
    "break too long": ("carers.1.breaks.0.minutes", 300, "break", "Bo"),
    "same key": ("visits.1.key", "P1 medicin", "same-key", "P1 medicin"),
    "not in order": ("visits.2.windows", [["09:00", "11:00"], ["07:00", "10:00"]], "both", "P2 morgon"),
    "route of nobody": ("carers.1.route", ["P9"], "route-visit", "Bo"),
    "route of who may not come": ("carers.1.route", ["P2 morgon"], "route-refused", "P2 morgon"),
    "route without what is locked": ("carers.0.route", ["P1 medicin"], "route-lock", "P1 lunch"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_planned_is_named_with_the_visit_and_the_rule(what):
    path, value, rule, key = WRONG[what]
    found = refused(with_(path, value))
    assert (rule, key) in {(fault.rule, fault.key) for fault in found}
    assert all(fault.said("sv") != fault.said("en") for fault in found)


def test_a_visit_that_may_be_left_out_is_no_reason_to_plan_nothing():
    told = with_("visits.4.after", [{"visit": "P1 lunch", "min_minutes": 200}])  # which would begin after its latest
    assert refused(told) == []
    told["visits"][4]["must"] = True
    assert {(fault.rule, fault.key) for fault in refused(told)} == {("tie-time", "P3 städ")}


def test_a_plan_with_overtime_can_be_locked():
    told = with_("carers.0.shift", ["07:00", "11:45"])
    assert refused(told) == []
    told["carers"][0]["home_by"] = "12:20"
    assert {(fault.rule, fault.key) for fault in refused(told)} == {("lock-shift", "P1 lunch")}


def test_two_locks_that_one_carer_cannot_hold_are_named_with_both_visits():
    told = example()
    told["visits"][3]["lock"] = {"carers": ["Aino", None], "start": "10:20"}
    told["visits"][2]["lock"] = {"carers": ["Aino"], "start": "09:45"}
    told["visits"][2]["window"] = ["07:00", "12:00"]
    (fault,) = refused(told)
    assert fault.said("sv") == (
        "Besök P3 lyft: är låst till Aino 10:20, men Aino är låst till besök P2 morgon och är framme först 10:32. "
        "Lås upp det ena."
    )


def test_a_locked_route_that_cannot_hold_a_lock_names_the_visit():
    told = with_("visits.4.latest_start", "12:20")
    told["carers"][0]["route"] = ["P1 lunch", "P3 städ"]
    (fault,) = refused(told)
    assert (fault.rule, fault.key, fault.terms["there"]) == ("route-time", "P3 städ", "12:39")


def test_more_visits_than_are_planned_at_once_are_refused_before_anything_is_counted():
    told = example()
    told["visits"] = [{"key": f"v{k}", "recipient": "P1", "minutes": 10} for k in range(5000)]
    assert [fault.rule for fault in refused(told)] == ["too-many"]


def test_everything_that_is_wrong_is_told_at_once():
    told = with_("visits.0.minutes", "tio")
    told["carers"][1]["shift"] = ["sju", "16:00"]
    told["date"] = "i morgon"
    assert [(fault.rule, fault.key) for fault in refused(told)] == [
        ("not-a-date", ""), ("not-a-time", "Bo"), ("not-a-number", "P1 medicin"),
    ]  # fmt: skip


def mutated(rng: Random) -> Any:
    """The example with one to three things put out of order at random."""
    told: Any = example()
    for _ in range(rng.randint(1, 3)):
        at, step, where = {"": told}, "", told
        for _ in range(rng.randint(1, 6)):
            if not isinstance(where, dict | list) or not where:
                break
            at, step = where, rng.choice(list(where) if isinstance(where, dict) else range(len(where)))
            where = at[step]
        _disturb(rng, at, step)
        told = told if step != "" else at[""]
    return told


def _disturb(rng: Random, at: Any, step: Any) -> None:
    drawn = rng.random()
    if drawn < 0.4:
        at[step] = _mild(rng, at[step])
    elif drawn < 0.7:
        at[step] = deepcopy(rng.choice(NASTY))
    elif drawn < 0.8:
        del at[step]
    elif isinstance(at, list):
        at.append(deepcopy(at[step]))
    else:
        at[f"{step}x"] = at.pop(step)


def _mild(rng: Random, value: Any) -> Any:
    """Another value that might have been told."""
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value):
        return f"{rng.randrange(6, 20):02}:{rng.randrange(0, 60, 5):02}"
    if isinstance(value, list):
        return rng.sample(value, len(value))
    return not value if isinstance(value, bool) else value * rng.choice((2, 3)) if isinstance(value, int) else value


def asked(seed: int) -> bool:
    """Whether a day put out of order is refused; each refusal must be a sentence in both languages."""
    told = json.loads(json.dumps(mutated(Random(seed))))
    found = refused(told)
    for fault in found:
        for language in ("sv", "en"):
            said = fault.said(language)
            assert re.fullmatch(r"[^\n{}]+: .+[.?]", said.replace("{…}", "")), said
            assert len(said) < 600
    if not found:
        day = samsyn.read(told)
        plan = solve(day, seed=1, trials=300).plan
        assert all("left out" in rule or "no break" in rule for rule in broken(day, plan)), broken(day, plan)
        assert samsyn.read_plan(day, json.loads(json.dumps(samsyn.write(day, plan)))) == plan
        assert all(value >= 0 for value in parts(day, plan).values())
    return bool(found)


@pytest.mark.parametrize("seed", range(0, 200, 50))
def test_a_day_put_out_of_order_is_planned_or_refused_in_a_sentence(seed):
    refusals = [asked(one) for one in range(seed, seed + 50)]
    assert 0 < sum(refusals) < 50


def test_a_plan_that_is_not_of_the_day_is_refused_in_a_sentence():
    day = samsyn.read(example())
    written = samsyn.write(day, solve(day, seed=1, trials=1000).plan)
    for change, rule in (
        (("carer", "Eva"), "plan-carer"), (("stops", [{"visit": "P9", "start": "08:00"}]), "plan-visit"),
        (("stops", [{"visit": "P1 lunch", "start": "8"}]), "not-a-time"),
        (("stops", [{"break": 2, "start": "08:00"}]), "plan-break"), (("stops", [{"visit": "P1 lunch"}]), "missing"),
        (("stops", 3), "not-a-list"), (("stops", [3]), "not-an-object"),
    ):  # fmt: skip
        told = deepcopy(written)
        told["carers"][0][change[0]] = change[1]
        with pytest.raises(Unreadable) as caught:
            samsyn.read_plan(day, told)
        assert rule in {fault.rule for fault in caught.value.faults}
    with pytest.raises(Unreadable):
        samsyn.read_plan(day, [])


def test_every_rule_has_its_words_in_both_languages_with_the_same_gaps():
    told = wordings("faults")
    for code, words in [*told.items(), *wordings("plans").items()]:
        gaps = [set(re.findall(r"\{(\w+)\}", words[language])) for language in ("sv", "en")]
        assert gaps[0] >= gaps[1] or gaps[0] <= gaps[1], code
        assert all(words.values()), code
    source = "".join(path.read_text() for path in (ROOT / "src/samsyn/planning").rglob("*.py"))
    named = set(re.findall(r'(?:Fault|wrong)\(\s*"([a-z-]+)"', source))
    assert named <= set(told)
    assert {code for code in told if f'"{code}"' not in source and not code.startswith("about ")} <= {
        "lock-skill", "lock-refused", "route-skill", "route-refused", "no-places",
    }  # fmt: skip
