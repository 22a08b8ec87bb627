"""Where the files of an import lie until it is done: a folder of its own, for this user of the machine alone."""

import fcntl
import json
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

KEPT_DAYS = 7  # a file that nobody has read in by then is thrown away
DAY = 24 * 60 * 60
PATIENCE = 15  # seconds that a process may take to begin
NAMES, LOOK, LOCK, PROGRESS = "names.json", "look.json", "lock", "progress"


def folder_of(pk: int) -> Path:
    """The folder of an import, made when it is not there."""
    place = Path(str(settings.SAMSYN["imports"])) / str(pk)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def keep_files(pk: int, files: Iterable[UploadedFile]) -> None:
    """Put uploaded files in the folder, under names of our own; what they were called is kept beside."""
    folder, names = folder_of(pk), []
    for number, file in enumerate(files):
        names.append(Path(file.name or "fil").name[:120])
        with (folder / f"file-{number}").open("wb") as out:
            for chunk in file.chunks(1 << 20):
                out.write(chunk)
    (folder / NAMES).write_text(json.dumps(names), encoding="utf-8")


def files_of(pk: int) -> list[tuple[str, Path]]:
    """Names and places of an import's files; none when they are thrown away."""
    folder = folder_of(pk)
    if not (folder / NAMES).exists():
        return []
    names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
    return [(name, folder / f"file-{number}") for number, name in enumerate(names)]


def size_of(pk: int) -> int:
    """How many bytes an import's files are together."""
    return sum(path.stat().st_size for _, path in files_of(pk) if path.exists())


def write_look(pk: int, look: Any) -> None:
    """Keep what the files look like, so that they are not read for every page."""
    (folder_of(pk) / LOOK).write_text(json.dumps(look), encoding="utf-8")


def read_look(pk: int) -> Any:
    """What was kept of how the files look; None when they are gone."""
    path = folder_of(pk) / LOOK
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def forget_files(pk: int) -> None:
    """Throw the files away and keep the report."""
    for name in ("file-*", "unpacked-*", NAMES, LOOK, PROGRESS, LOCK, "stage.sqlite3"):
        for path in folder_of(pk).glob(name):
            path.unlink(missing_ok=True)


def forget_old(now: float | None = None) -> int:
    """Throw away the folders that nobody has touched for some days; returns how many."""
    root, before = Path(str(settings.SAMSYN["imports"])), (now or time.time()) - KEPT_DAYS * DAY
    old = [p for p in root.glob("*") if p.is_dir() and p.stat().st_mtime < before] if root.exists() else []
    for place in old:
        shutil.rmtree(place, ignore_errors=True)
    return len(old)


# A process that has the lock is alive: the system takes it back however the process ends.


def announce(pk: int) -> None:
    """Say that a process is about to begin."""
    (folder_of(pk) / LOCK).touch()
    (folder_of(pk) / PROGRESS).write_text("0")


@contextmanager
def working(pk: int) -> Iterator[bool]:
    """Hold the import's lock; False when another process has it."""
    with (folder_of(pk) / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def is_alive(pk: int) -> bool:
    """Whether somebody works on the import, or has hardly had time to begin."""
    path = folder_of(pk) / LOCK
    if not path.exists():
        return False
    with working(pk) as free:
        return not free or time.time() - path.stat().st_mtime < PATIENCE


def tell_progress(pk: int, rows: int) -> None:
    """Say how many rows are read."""
    (folder_of(pk) / PROGRESS).write_text(str(rows))


def progress_of(pk: int) -> int:
    """How many rows are read so far."""
    path = folder_of(pk) / PROGRESS
    said = path.read_text() if path.exists() else ""
    return int(said) if said.isdecimal() else 0
