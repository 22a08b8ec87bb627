"""`samsyn plan`: the plan of a day from a file, on its own: no database, no settings, no Django."""

import argparse
import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import Event
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samsyn.cli.ending import Exit, Stop
from samsyn.cli.equity import spoken
from samsyn.cli.explaining import explaining

if TYPE_CHECKING:
    from samsyn.planning.problem import Plan, Problem
    from samsyn.planning.solve import Found, Progress
    from samsyn.planning.words import Fault, Language

FORMATS = ("samsyn", "mankowska", "uhhc")
SHOWN_FAULTS = 20


def plan(chosen: argparse.Namespace) -> int:
    """Plan a day: who visits whom, when. Prints what the plan costs, part by part, and how it can be made again.

    With --check a plan that was written before, or changed by hand, is judged instead.
    """
    from samsyn.planning import formats, reference

    language: Language = chosen.language or spoken(os.environ)
    problem = _problem(chosen, language)
    if chosen.out:
        _write(chosen.out, None, language)  # before the search, which may take hours
    _print_notes(problem, language)
    found = _kept(chosen, problem, language) if chosen.check else _found(chosen, problem)
    parts = {name: value for name, value in reference.parts(problem, found.plan).items() if value}
    _print(problem, found, parts, language)
    wrong = reference.wrong(problem, found.plan)
    for fault in wrong[:SHOWN_FAULTS]:
        print(f"{_word('cannot', language)} {fault.said(language)}")
    if len(wrong) > SHOWN_FAULTS:
        print(_word("more", language, count=len(wrong) - SHOWN_FAULTS))
    for line in explaining(problem, found.plan, language) if chosen.explain else ():
        print(line)
    if chosen.out:
        written = formats.of(chosen.format).write(problem, found.plan)
        _write(chosen.out, {**written, "cost": parts, "seed": found.seed, "trials": found.trials}, language)
    return Exit.PARTLY if wrong else Exit.OK


def _word(code: str, language: "Language", **terms: object) -> str:
    from samsyn.planning.words import wordings

    return wordings("plans")[code][language].format(**terms)


def _print(problem: "Problem", found: "Found", parts: dict[str, int], language: "Language") -> None:
    """What a plan costs, each soft part apart with how many wishes of its kind are not met, and how it was found."""
    from samsyn.planning.reference import unmet
    from samsyn.planning.words import wordings

    missed = unmet(problem, found.plan)
    total = sum(parts.values()) / problem.divisor
    print(f"{_word('cost', language):<32} {total:>12.3f}")
    for name, value in parts.items():
        known = wordings("plans").get(name, {"sv": name, "en": name})[language]
        count = f"  {_word('unmet', language, count=len(missed[name]))}" if missed.get(name) else ""
        print(f"  {problem.names.get(name, known):<30} {value / problem.divisor:>12.3f}{count}")
    if told := _minutes(problem, found.plan):
        print(_word("minutes", language, **told))
    if not found.trials:
        return
    seconds = f"{found.seconds:.1f}".replace(".", "," if language == "sv" else ".")
    print(_word("seed", language, seed=found.seed, made=found.made, trials=found.trials, seconds=seconds))


def _print_notes(problem: "Problem", language: "Language") -> None:
    """What stops no plan and may yet be a slip: said before the search, which somebody may then break off."""
    notes: tuple[Fault, ...] = getattr(problem, "notes", ())
    for note in notes[:SHOWN_FAULTS]:
        print(f"{_word('note', language)} {note.said(language)}")
    if len(notes) > SHOWN_FAULTS:
        print(_word("more", language, count=len(notes) - SHOWN_FAULTS))


def _minutes(problem: "Problem", plan: "Plan") -> dict[str, int]:
    """Minutes of a plan in our own format; nothing of others, whose ticks may be anything."""
    from samsyn.planning.formats import samsyn

    return samsyn.figures(problem, plan) if isinstance(problem, samsyn.Day) else {}


def _refused(found: "list[Fault]", language: "Language") -> Stop:
    told = [fault.said(language) for fault in found[:SHOWN_FAULTS]]
    if len(found) > SHOWN_FAULTS:
        told.append(_word("more", language, count=len(found) - SHOWN_FAULTS))
    return Stop(Exit.USAGE, "\n".join([_word("faulty", language), *told]))


def _kept(chosen: argparse.Namespace, problem: "Problem", language: "Language") -> "Found":
    """A plan from a file, as what a search that tried nothing would have found."""
    from samsyn.planning import formats
    from samsyn.planning.formats.samsyn import Unreadable
    from samsyn.planning.solve import Found

    read_plan = getattr(formats.of(chosen.format), "read_plan", None)
    if read_plan is None:
        raise Stop(Exit.USAGE, _word("no-check", language, format=chosen.format))
    told = _json(chosen.check, language)
    try:
        return Found(read_plan(problem, told), 0, 0, 0, 0, 0.0)
    except Unreadable as wrong:
        raise _refused(wrong.faults, language) from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as wrong:
        what = f"{type(wrong).__name__}: {wrong}"
        raise Stop(Exit.USAGE, _word("no-plan", language, file=chosen.check, problem=what)) from None


def _json(file: str | Path, language: "Language") -> Any:
    """What a file tells, each field once."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told = dict(pairs)
        if len(told) < len(pairs):
            names = [name for name, _ in pairs]
            raise ValueError(_word("twice", language, field=next(name for name in names if names.count(name) > 1)))
        return told

    try:
        return json.loads(Path(file).read_text(encoding="utf-8-sig"), object_pairs_hook=once)
    except OSError as problem:
        raise Stop(Exit.USAGE, _word("no-file", language, file=file, problem=problem.strerror)) from None
    except (ValueError, RecursionError) as problem:
        raise Stop(Exit.USAGE, _word("no-json", language, file=file, problem=problem)) from None


def _problem(chosen: argparse.Namespace, language: "Language") -> "Problem":
    from samsyn.planning import formats
    from samsyn.planning.faults import faults
    from samsyn.planning.formats.samsyn import Unreadable

    told = _json(chosen.file, language)
    try:
        day: Problem = formats.of(chosen.format).read(told)
    except Unreadable as problem:
        raise _refused(problem.faults, language) from None
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as problem:
        what = f"{type(problem).__name__}: {problem}"
        words = _word("no-day", language, file=chosen.file, format=chosen.format, problem=what)
        raise Stop(Exit.USAGE, words) from None
    wrong = faults(day)
    if wrong:
        raise _refused(wrong, language)
    return day


def _found(chosen: argparse.Namespace, problem: "Problem") -> "Found":
    """The best plan, of one search or of several at once; stopped by the user, the best so far."""
    from samsyn.planning.solve import best_of, solve, solve_for

    if chosen.processes > 1:
        stopped, seeds = Event(), range(chosen.seed, chosen.seed + chosen.processes)
        how = {"trials": chosen.trials, "seconds": chosen.seconds, "stop": _is_told}
        with (
            _interrupted_by(stopped.set),
            ProcessPoolExecutor(chosen.processes, initializer=_listen, initargs=(stopped,)) as executor,
        ):
            return best_of(problem, seeds=seeds, executor=executor, **how)
    pressed: list[bool] = []
    with _interrupted_by(lambda: pressed.append(True)):
        if chosen.trials is not None:
            return solve(problem, seed=chosen.seed, trials=chosen.trials, stop=lambda _: bool(pressed))
        return solve_for(problem, seed=chosen.seed, seconds=chosen.seconds, stop=lambda _: bool(pressed))


@contextmanager
def _interrupted_by(told: Callable[[], object]) -> Iterator[None]:
    """While a search goes on, Ctrl-C tells it to end, and does not end the program."""
    before = signal.signal(signal.SIGINT, lambda *_: told())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_stopped: list[Any] = []  # in a process that searches for another: the event that tells it to end


def _listen(stopped: Any) -> None:
    """Leave Ctrl-C, which all processes are told of, to the one that began the search."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stopped.append(stopped)


def _is_told(_: "Progress") -> bool:
    return any(stopped.is_set() for stopped in _stopped)


def _write(path: Path, told: dict[str, Any] | None, language: "Language") -> None:
    """Write a plan; told nothing, only try whether it can be written, and leave what stands there."""
    try:
        if told is None:
            there = path.exists()
            with path.open("a", encoding="utf-8"):
                pass
            if not there:
                path.unlink()
            return
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        raise Stop(Exit.USAGE, _word("no-out", language, file=path, problem=problem.strerror)) from None


def dayplan_worker(chosen: argparse.Namespace) -> int:
    """Search for the plan of a day that a planner asked for on a page, and leave it in its folder."""
    from samsyn.homecare.dayplan.apart import limit, work

    limit()
    work(Path(chosen.folder))
    return Exit.OK
