"""Letting a process of its own search for a plan, so that no page waits: one search of a unit's day at a time."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from samsyn.homecare.dayplan import apart
from samsyn.homecare.dayplan.facts import Day
from samsyn.people.refusals import N_, Refusal, Refused

LOCK = "lock"
PATIENCE = 15  # seconds that a process may take to begin
AT_ONCE = 0.4  # seconds that a page waits for what is soon done
OLD = 24 * 60 * 60  # seconds after which a search that nobody took in is deleted
CANNOT = N_("Det gick inte att börja räkna, för det finns ingenstans att skriva. Säg till den som sköter driften.")
PATTERN = "slinga"  # what is searched beside the days: the unit's pattern of two weeks
A_VISIT, MOST = 6_000, 3_000_000  # changes that are tried for each visit, and at most


@dataclass(frozen=True)
class Standing:
    """How far a search has come: the share of its trials that is made, or its answer, or that it was stopped."""

    share: int = 0  # of a hundred
    best: int | None = None
    answer: dict[str, Any] | None = None
    is_alive: bool = False
    is_stopping: bool = False
    asked: dict[str, Any] = field(default_factory=dict)  # what was asked beside the day: its kind, and which it is

    @property
    def kind(self) -> str:
        """What kind of search it is; "" a proposal."""
        return str(self.asked.get("kind", ""))

    @property
    def which(self) -> str:
        """Which it is of all that were begun."""
        return str(self.asked.get("which", ""))


def _root() -> Path:
    return Path(str(settings.SAMSYN["own_files"])).parent / "day_plans"


def _folder(unit: int, of: date | str) -> Path:
    return _root() / f"{unit}-{of}"


def begin(unit: int, day: date, facts: Day, seed: int, **more: Any) -> bool:
    """Start a search of a day, unless one is under way. `more` is what else its process is asked. Returns whether it
    began."""
    trials = min(MOST, A_VISIT * len(facts.visits))
    return ask(unit, day, {"day": facts.as_json(), "seed": seed, "trials": trials, **more})


def ask(unit: int, of: date | str, asked: dict[str, Any]) -> bool:
    """Start a process that is asked something of a unit's day, or of its pattern, unless one is under way."""
    asked = {"which": uuid4().hex, **asked}
    try:
        _root().mkdir(parents=True, exist_ok=True, mode=0o700)
        with _in_turn():
            found = standing(unit, of)
            if found and found.is_alive:
                return False  # another page was first
            forget_old()
            started = _begun(_folder(unit, of), asked)
    except OSError:  # a full disk, a folder that nobody may write in, no room for a process more
        raise Refused(Refusal(CANNOT)) from None
    with suppress(subprocess.TimeoutExpired):
        started.wait(AT_ONCE)
    return True


@contextmanager
def _in_turn() -> Iterator[None]:
    """One page at a time begins or deletes a search: none deletes what another has just begun."""
    root = os.open(_root(), os.O_RDONLY)
    try:
        flock(root, LOCK_EX)
        yield
    finally:
        os.close(root)


def _begun(folder: Path, asked: dict[str, Any]) -> "subprocess.Popen[bytes]":
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
        apart.written(folder / apart.ASKED, asked)
        (folder / LOCK).touch(mode=0o600)
        return _started(folder)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _started(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "samsyn", "dayplan-worker", str(folder)]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603 - our own command and a folder of ours
        command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True, env={**os.environ}
    )


def standing(unit: int, of: date | str) -> Standing | None:
    """How far the search of a day, or of the pattern, has come; None where there is none."""
    folder = _folder(unit, of)
    asked = apart.read(folder / apart.ASKED)
    if asked is None:
        return None
    told = apart.read(folder / apart.PROGRESS) or {}
    answer = apart.read(folder / apart.ANSWER)
    if answer is None and (folder / apart.ANSWER).exists():
        answer = {}  # spoilt: whoever takes it in is told so
    return Standing(
        _share(told), told.get("best"), answer, answer is None and _is_alive(folder), (folder / apart.STOP).exists(),
        {k: v for k, v in asked.items() if k not in ("day", "days", "lanes")},
    )  # fmt: skip


def _share(told: dict[str, Any]) -> int:
    try:
        return min(100, max(0, 100 * int(told.get("trials", 0)) // max(1, int(told.get("of", 1)))))
    except (TypeError, ValueError, OverflowError):
        return 0


def stop(unit: int, of: date | str) -> None:
    """End a search with the best plan so far."""
    with suppress(FileNotFoundError, NotADirectoryError):  # there is none, or it was taken in meanwhile
        (_folder(unit, of) / apart.STOP).touch(mode=0o600)


def forget(unit: int, of: date | str, which: str) -> None:
    """Delete a search and what it found, unless another has taken its place."""
    with suppress(OSError), _in_turn():
        found = standing(unit, of)
        if found and found.which == which:
            shutil.rmtree(_folder(unit, of), ignore_errors=True)


def forget_old() -> None:
    """Delete the searches that nobody took in: their folders hold where persons live."""
    if _root().is_dir():
        for folder in _root().iterdir():
            with suppress(OSError):
                if time.time() - folder.stat().st_mtime > OLD:
                    shutil.rmtree(folder, ignore_errors=True)


def _is_alive(folder: Path) -> bool:
    try:
        with (folder / LOCK).open("r") as file:
            flock(file, LOCK_EX | LOCK_NB)
        return time.time() - (folder / LOCK).stat().st_mtime < PATIENCE
    except BlockingIOError:
        return True
    except OSError:  # it is gone, or was never put there
        return False
