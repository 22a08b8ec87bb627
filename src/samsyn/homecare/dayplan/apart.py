"""What a process of its own does: reads a day from a folder, searches for a plan, and leaves it there.

`day.json` is asked, `progress.json` tells how far the search has come, `plan.json` is the answer; a file `stop` ends
the search with the best plan so far. No names: keys and points alone. Each is written whole or not at all.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samsyn.homecare.dayplan.clashes import clashes, locked_away
from samsyn.homecare.dayplan.cost import lanes_of, problem_of
from samsyn.homecare.dayplan.facts import Day, Lanes, Placed, to_plan
from samsyn.homecare.dayplan.mending import Happened, mended
from samsyn.homecare.dayplan.more import given_more
from samsyn.homecare.dayplan.nobody import nobody
from samsyn.homecare.dayplan.pattern import Unplannable, searched
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.timing import settled, with_break

if TYPE_CHECKING:
    from samsyn.planning.problem import Problem

ASKED, PROGRESS, ANSWER, STOP, LOCK = "day.json", "progress.json", "plan.json", "stop", "lock"
# Kinds of search: a plan put together anew; what more would give; a pattern of two weeks. None: a proposal.
REPAIR, MORE, PATTERN = "repair", "more", "pattern"
SECONDS = 300  # of processor, after which the system ends the process


def work(folder: Path) -> None:
    """Search for a plan of the day in a folder, and write it there with what gives it again."""
    with (folder / LOCK).open("a") as lock:  # the system takes it back however the process ends
        flock(lock, LOCK_EX)
        _search(folder)


def _search(folder: Path) -> None:
    from samsyn.planning.faults import faults

    asked = json.loads((folder / ASKED).read_text(encoding="utf-8"))
    if asked.get("kind") == PATTERN:
        written(folder / ANSWER, _patterned(folder, asked))
        return
    whole = to_plan(Day.from_json(asked["day"]))
    if asked.get("kind") == REPAIR:
        written(folder / ANSWER, _repaired(Day.from_json(asked["day"]), asked))
        return
    if asked.get("kind") == MORE:
        written(folder / ANSWER, {"gave": list(given_more(whole, _told_of(folder)))})
        return
    aside = nobody(Walker(whole)) if whole.shifts else {}  # one visit that nobody may make stops no other
    day = replace(whole, visits=tuple(v for v in whole.visits if v.key not in aside))
    locked = [asdict(locked_away(whole, key)) for key, why in aside.items() if why.rule == "locked"]
    if not day.visits:
        written(folder / ANSWER, _nothing(day, asked["seed"], locked))
        return
    problem = problem_of(day)
    if wrong := faults(problem):
        written(folder / ANSWER, {"faults": [{"rule": f.rule, "sv": f.said("sv"), "en": f.said("en")} for f in wrong]})
        return
    found = _found(folder, day, problem, asked)
    written(folder / ANSWER, found | {"clashes": [*locked, *found["clashes"]]})


def _found(folder: Path, day: Day, problem: "Problem", asked: dict[str, Any]) -> dict[str, Any]:
    """The best plan that is found, and which rules keep out what it leaves."""
    from samsyn.planning.solve import Progress, solve

    def stop(told: Progress) -> bool:
        written(folder / PROGRESS, {"best": told.best, "trials": told.trials, "of": told.of})
        return (folder / STOP).exists()

    found = solve(problem, seed=asked["seed"], trials=asked["trials"], stop=stop)
    lanes = settled(Walker(day), lanes_of(problem, found.plan))
    return {
        "lanes": told_lanes(lanes), "seed": found.seed, "trials": found.trials, "made": found.made, "best": found.best,
        "clashes": [asdict(clash) for clash in clashes(day, problem, found.plan)],
    }  # fmt: skip


def _nothing(day: Day, seed: int, locked: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer where nobody may make any visit: shifts with their breaks."""
    walker = Walker(day)
    lanes = {s.carer: [[p.start, p.key] for p in with_break(walker, s, [])] for s in day.shifts}
    return {"lanes": lanes, "seed": seed, "trials": 0, "made": 0, "best": 0, "clashes": locked}


def _repaired(day: Day, asked: dict[str, Any]) -> dict[str, Any]:
    """The plan that was asked about, put together anew after what happened."""
    lanes = {int(carer): tuple(Placed(*stop) for stop in lane) for carer, lane in asked["lanes"].items()}
    happened = Happened.from_json(asked["happened"])
    found = mended(day, lanes, happened, seed=asked["seed"], trials=asked["trials"])
    return {"lanes": told_lanes(found), "seed": asked["seed"], "made": asked["trials"], "best": 0}


def _patterned(folder: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """The pattern of fourteen days, or why there is none."""
    days = [Day.from_json(told) for told in asked["days"]]
    try:
        found = searched(days, seed=asked["seed"], told=_told_of(folder))
    except Unplannable as cannot:
        return {"fault": cannot.day}
    if found is None:
        return {"stopped": True}
    return {"lanes": [told_lanes(lanes) for lanes in found], "seed": asked["seed"]}


def _told_of(folder: Path) -> Callable[[int, int], bool]:
    """What tells how far it has come, and whether it is to stop."""

    def stop(made: int, of: int) -> bool:
        written(folder / PROGRESS, {"trials": made, "of": of})
        return (folder / STOP).exists()

    return stop


def told_lanes(lanes: Lanes) -> dict[str, list[list[Any]]]:
    """Lanes as JSON takes them."""
    return {str(carer): [[p.start, p.key] for p in lane] for carer, lane in lanes.items()}


def limit() -> None:
    """Let the system end this process when it has searched too long: for a process that does nothing else."""
    from resource import RLIMIT_CPU, getrlimit, setrlimit

    with suppress(ValueError, OSError):  # a lower limit is set already
        setrlimit(RLIMIT_CPU, (SECONDS, getrlimit(RLIMIT_CPU)[1]))


def written(path: Path, told: dict[str, Any]) -> None:
    """Write JSON whole or not at all, for this user of the machine alone."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(told), encoding="utf-8")
    beside.replace(path)


def read(path: Path) -> dict[str, Any] | None:
    """What is in a file, None where it is not there yet, or cannot be read as what is written there."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
