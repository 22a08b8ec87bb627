"""An import is killed in the middle of storing, in earnest: nothing of it stays, and the next try reads it all in."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from samsyn.cli import Exit
from tests.architecture.test_command import environment, migrated_home, samsyn
from tools.big_export import make

ROWS = 4_000
OURS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB '*_*' AND name NOT GLOB 'django_*'"
UNIT = "from samsyn.people.models import Unit; Unit.objects.create(name='Enheten', purpose='assessment')"
PATIENCE = 60  # seconds
# Kills the process by its own hand when so many rows of performed time are in, before the transaction has ended.
KILLED = """
import os, signal, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "samsyn.settings"
django.setup()
from samsyn.audit import bulk
real = bulk.insert_values
def insert_values(model, names, rows, **same):
    real(model, names, rows, **same)
    if model.__name__ == "PerformedTime":
        os.kill(os.getpid(), signal.SIGKILL)
bulk.insert_values = insert_values
from samsyn.cli import main
sys.exit(main(sys.argv[1:]))
"""


def rows(home):
    """How many rows each table of ours has."""
    with contextlib.closing(sqlite3.connect(home / "samsyn.sqlite3", timeout=30)) as database:
        names = [name for (name,) in database.execute(OURS)]
        return {name: database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in names}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """An installation with one unit, and an export."""
    home = migrated_home(tmp_path_factory.mktemp("killed"))
    assert samsyn(home, "manage", "shell", "-c", UNIT).returncode == Exit.OK
    return home, make(home / "export", ROWS, seed=3)


@pytest.mark.slow
def test_what_was_killed_while_it_was_stored_has_left_nothing(prepared):
    home, files = prepared
    before = rows(home)
    arguments = ["import", *map(str, files), "--mapping", str(files[0].parent / "mapping.toml")]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=home, env=environment(home), capture_output=True, text=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert rows(home) == before
    for expected in ("nya", "oförändrade"):
        done = samsyn(home, *arguments)
        assert done.returncode == Exit.OK, done.stderr
        assert f"Utförd tid: {ROWS * 60 // 100} {expected}" in done.stdout
    assert samsyn(home, "verify").returncode == Exit.OK


WAITING = """
import json
from datetime import datetime, UTC
from samsyn.people.actions import choose_import, map_import, start_import
from samsyn.people.roles import job
from samsyn.web.imports import places
by, now = job("test"), datetime.now(UTC)
made = choose_import(mapping="", once="one", by=by, at=now)
folder = places.folder_of(made.pk)
names = sorted(p.name for p in (folder.parent.parent / "export").glob("*.csv"))
for number, name in enumerate(names):
    (folder / f"file-{number}").write_bytes((folder.parent.parent / "export" / name).read_bytes())
(folder / "names.json").write_text(json.dumps(names))
mapping = (folder.parent.parent / "export" / "mapping.toml").read_text().replace('system = "P', 'system = "Q')
made = map_import(import_=made, mapping=mapping, by=by, at=now)
places.announce(start_import(import_=made, dry=True, by=by, at=now).pk)
print(json.dumps(made.pk))
"""
DIED = """
import json
from samsyn.audit.models import Import
from samsyn.web.imports import job, places
import os, time
pk = int(os.environ["PK"])
old = time.time() - places.PATIENCE - 1
os.utime(places.folder_of(pk) / "lock", (old, old))
print(json.dumps(job.notice_death(Import.objects.get(pk=pk)).state))
"""


@pytest.mark.slow
def test_a_process_of_its_own_does_the_work_and_one_that_is_killed_is_noticed(prepared):
    home, _ = prepared
    began = samsyn(home, "manage", "shell", "-v", "0", "-c", WAITING)
    assert began.returncode == Exit.OK, began.stderr
    pk = json.loads(began.stdout.splitlines()[-1])
    worker = subprocess.Popen(
        [sys.executable, "-m", "samsyn", "import-worker", str(pk)], cwd=home, env=environment(home)
    )
    end = time.monotonic() + PATIENCE
    stage = home / "imports" / str(pk) / "stage.sqlite3"
    while not stage.exists() and time.monotonic() < end:
        time.sleep(0.005)  # of another process, which nothing here can wait for
    assert stage.exists(), "the worker never began"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    state = samsyn(home, "manage", "shell", "-v", "0", "-c", DIED, PK=str(pk))
    assert state.stdout.splitlines()[-1] == '"failed"', state.stderr
