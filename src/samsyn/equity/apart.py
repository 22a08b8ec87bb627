"""What a process of its own does with a file that somebody chose on a page: reads it, and measures it.

The answers are left in the file's folder as JSON: a look at the columns, and for each question an examination, or the
note of why there is none. They are written whole or not at all. Nothing is printed, since what is read is personal.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

from samsyn.equity.codec import decoded, encoded, to_json
from samsyn.equity.columns import Look, as_parquet, looked_at
from samsyn.equity.examination import Asked
from samsyn.equity.examine import examine
from samsyn.equity.note import Note, Noted
from samsyn.equity.sheets import UNPACKED_IN_MINUTES, check_unpacked

UPLOADED, TABLE = "uploaded", "table.parquet"  # as it came, and as it is read from then on
READING = "look"  # the answer to what the file holds; other answers are named by their question
MEMORY = 4 << 30  # bytes that may be asked for; what is used is a tenth of it
SECONDS = 120  # of processor, after which the system ends the process
PATIENCE = 2.0  # seconds: a page that looks whether a lock is held has it for less than a thousandth of one


def asked_file(folder: Path, key: str) -> Path:
    """Where a question is written."""
    return folder / f"{key}.asked.json"


def answer_file(folder: Path, key: str) -> Path:
    """Where its answer is."""
    return folder / f"{key}.json"


def work(folder: Path, key: str) -> None:
    """Answer a question, or `READING`, unless it is answered or another process is at it."""
    _limit()
    with locked(folder / f"{key}.lock", PATIENCE) as free:
        if not free or answer_file(folder, key).exists():
            return
        written(answer_file(folder, key), _read(folder) if key == READING else _measured(folder, key))


def _limit() -> None:
    """Let the system end the process when it takes too long or too much."""
    from resource import RLIMIT_AS, RLIMIT_CPU, getrlimit, setrlimit

    for what, most in ((RLIMIT_CPU, SECONDS), (RLIMIT_AS, MEMORY)):
        with suppress(ValueError, OSError):  # a lower limit is set already
            setrlimit(what, (most, getrlimit(what)[1]))


def _read(folder: Path) -> dict[str, Any]:
    """Put the file away as a table, and look at it."""
    [given] = folder.glob(f"{UPLOADED}.*")
    try:
        if given.suffix == ".parquet":
            look = looked_at(given)
            given.replace(folder / TABLE)
        else:
            if given.suffix == ".xlsx":
                with suppress(BadZipFile, OSError):  # what is no workbook is told when it is read
                    check_unpacked(given, UNPACKED_IN_MINUTES)
            look = as_parquet(given, folder / TABLE)
    except Noted as problem:
        return {"look": None, "why_not": encoded(_named(problem.note, given.parent), Note)}
    finally:
        given.unlink(missing_ok=True)
    return {"look": encoded(look, Look), "why_not": None}


def _measured(folder: Path, key: str) -> dict[str, Any]:
    """One examination, or why there is none."""
    told = json.loads(asked_file(folder, key).read_text(encoding="utf-8"))
    asked, today = decoded(told["asked"], Asked), date.fromisoformat(told["today"])
    try:
        return {"examination": to_json(examine(folder / TABLE, asked, today)), "why_not": None}
    except Noted as problem:
        return {"examination": None, "why_not": encoded(_named(problem.note, folder), Note)}


def _named(note: Note, folder: Path) -> Note:
    """The same note without our own places and names of files, which the engine's words may hold."""
    told = ((name, value.replace(f"{folder}/", "") if isinstance(value, str) else value) for name, value in note.values)
    return Note(note.code, tuple(told))


def written(path: Path, told: dict[str, Any]) -> None:
    """Write JSON whole or not at all, for this user of the machine alone."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


@contextmanager
def locked(path: Path, patience: float = 0.0) -> Iterator[bool]:
    """Hold a lock that the system takes back however the process ends; False when another has it all the while."""
    until = time.monotonic() + patience
    with path.open("a") as file:
        while not (free := _taken(file)) and time.monotonic() < until:
            time.sleep(0.05)
        yield free


def _taken(file: IO[str]) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True
