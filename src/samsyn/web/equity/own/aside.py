"""Letting a process of its own read or measure a file, so that neither a page nor a writer waits for it."""

import os
import subprocess
import sys
import time
from contextlib import suppress

from samsyn.equity import apart
from samsyn.web.equity.own.places import OwnFile

PATIENCE = 15  # seconds that a process may take to begin
AT_ONCE = 2.5  # seconds that a page waits for what is soon done


def begin(file: OwnFile, key: str) -> None:
    """Start a process that answers a question, and wait a moment for what is soon done."""
    lock = file.folder / f"{key}.lock"
    if file.answer(key) is not None or is_alive(file, key):
        return
    lock.touch(mode=0o600)
    os.utime(lock)
    private = {**os.environ, "TMPDIR": str(file.folder)}  # what the engine puts aside goes with the file
    command = [sys.executable, "-m", "samsyn", "equity-worker", str(file.folder), key]
    started = subprocess.Popen(  # noqa: S603 - our own command, a folder and a key of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=private,
    )
    with suppress(subprocess.TimeoutExpired):  # the page that waits then says so
        started.wait(AT_ONCE)


def is_alive(file: OwnFile, key: str) -> bool:
    """Whether somebody works on a question, or has hardly had time to begin."""
    path = file.folder / f"{key}.lock"
    if not path.exists():
        return False
    with apart.locked(path) as free:
        return not free or time.time() - path.stat().st_mtime < PATIENCE


def is_busy(file: OwnFile) -> bool:
    """Whether a question to the file is being answered: one at a time, so that nobody fills the machine."""
    keys = (path.name.partition(".")[0] for path in file.folder.glob("*.lock"))
    return any(file.answer(key) is None and is_alive(file, key) for key in keys)
