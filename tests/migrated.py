"""A SQLite file with every migration run, made once and kept until a migration changes: running them takes seconds."""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import django

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "migrated"
SOURCE = ROOT / "src" / "samsyn"
OURS = re.compile(r"^(?:from|import) (samsyn[.\w]+)", re.MULTILINE)


def template() -> Path:
    """The file. Whoever needs it first makes it; the others wait."""
    path = KEPT / f"{_version()}.sqlite3"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _forget_others()
            _make(path)
    return path


def copied(goal: Path) -> Path:
    """A copy of the file, for whoever stores in earnest."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(template(), goal))


def fill(connection: sqlite3.Connection) -> None:
    """Make an open database what the file is."""
    with contextlib.closing(sqlite3.connect(template())) as made:
        made.backup(connection)


def _version() -> str:
    """Of the migrations, and of what they take from the product."""
    migrations = sorted(SOURCE.glob("*/migrations/*.py"))
    taken = {name for path in migrations for name in OURS.findall(path.read_text(encoding="utf-8"))}
    modules = sorted(SOURCE.parent / f"{name.replace('.', '/')}.py" for name in taken)
    seen = hashlib.blake2b(f"{django.VERSION}".encode(), digest_size=12)
    for path in [*migrations, *modules]:
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _forget_others() -> None:
    for path in KEPT.glob("*.sqlite3*"):
        path.unlink()


def _make(path: Path) -> None:
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    told = {k: v for k, v in os.environ.items() if not k.startswith(("SAMSYN_", "DJANGO_"))}
    subprocess.run(
        [sys.executable, "-m", "samsyn", "migrate"], check=True, stdout=subprocess.DEVNULL,
        env={**told, "SAMSYN_HOME": str(KEPT), "SAMSYN_DATABASE_URL": f"sqlite:///{making}"},
    )  # fmt: skip
    with contextlib.closing(sqlite3.connect(making, isolation_level=None)) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.execute("PRAGMA journal_mode=DELETE")  # one file, which can be copied
    making.rename(path)
