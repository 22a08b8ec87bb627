"""A database with every migration run, made once and kept until a migration changes: running them takes long.

On SQLite it is a file, on PostgreSQL a database on the tests' server that the others are made from.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
from django.db import connection

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "migrated"
SOURCE = ROOT / "src" / "samsyn"
ON_A_SERVER = "test_samsyn_migrated_"
OURS = re.compile(r"^(?:from|import) (samsyn[.\w]+)", re.MULTILINE)


def template() -> Path:
    """The file. Whoever needs it first makes it; the others wait."""
    path = KEPT / f"{_version()}.sqlite3"
    with _one_at_a_time():
        if not path.exists():
            _forget_others()
            _make(path)
    return path


def template_on_server() -> str:
    """The name of the database on the server of `connection`, made in the same way."""
    name = f"{ON_A_SERVER}{_version()}"
    with _one_at_a_time(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [ON_A_SERVER])
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for other in (*there, f"{ON_A_SERVER}making"):
                cursor.execute(f'DROP DATABASE IF EXISTS "{other}"')
            cursor.execute(f'CREATE DATABASE "{ON_A_SERVER}making"')
            url = urlsplit(os.environ["SAMSYN_DATABASE_URL"])
            _migrate(urlunsplit(url._replace(path=f"/{ON_A_SERVER}making")))
            cursor.execute(f'ALTER DATABASE "{ON_A_SERVER}making" RENAME TO "{name}"')
    return name


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


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_others() -> None:
    for path in KEPT.glob("*.sqlite3*"):
        path.unlink()


def _make(path: Path) -> None:
    making = path.with_suffix(".making")
    making.unlink(missing_ok=True)
    _migrate(f"sqlite:///{making}")
    with contextlib.closing(sqlite3.connect(making, isolation_level=None)) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.execute("PRAGMA journal_mode=DELETE")  # one file, which can be copied
    making.rename(path)


def _migrate(url: str) -> None:
    told = {k: v for k, v in os.environ.items() if not k.startswith(("SAMSYN_", "DJANGO_"))}
    subprocess.run(
        [sys.executable, "-m", "samsyn", "migrate"], check=True, stdout=subprocess.DEVNULL,
        env={**told, "SAMSYN_HOME": str(KEPT), "SAMSYN_DATABASE_URL": url},
    )  # fmt: skip
