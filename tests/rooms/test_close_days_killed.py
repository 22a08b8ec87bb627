"""The nightly closing of days is killed half way, in earnest: the next run finishes it, and nothing is doubled."""

import contextlib
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from samsyn.cli import Exit
from tests.architecture.test_command import environment, migrated_home, samsyn

LAST = "2026-03-20"
UNTIL = "2026-02-20"  # the days after are planned, and nobody has closed them
LEFT = """SELECT COUNT(*) FROM homecare_plannedtime p
    WHERE p.day <= ? AND NOT EXISTS (SELECT 1 FROM homecare_performedtime d WHERE d.planned_id = p.id)"""
DOUBLED = "SELECT COUNT(*) FROM (SELECT 1 FROM homecare_performedtime GROUP BY planned_id HAVING COUNT(*) > 1)"
CLOSED = "SELECT about, detail FROM audit_event WHERE what = 'time.close' AND at >= ?"
PATIENCE = 60  # seconds


def asked(home, query, *values):
    with contextlib.closing(sqlite3.connect(home / "samsyn.sqlite3", timeout=30)) as database:
        return database.execute(query, values).fetchall()


def count(home, query, *values):
    return asked(home, query, *values)[0][0]


@pytest.mark.slow
def test_what_was_killed_half_way_is_finished_by_the_next_run(tmp_path):
    assert samsyn(migrated_home(tmp_path), "simulate", "--size", "30", "--until", UNTIL).returncode == Exit.OK
    began = time.strftime("%Y-%m-%d", time.gmtime())
    before = count(tmp_path, LEFT, LAST)

    closing = subprocess.Popen(
        [sys.executable, "-m", "samsyn", "close-days", "--day", LAST], cwd=tmp_path, env=environment(tmp_path)
    )
    end = time.monotonic() + PATIENCE
    # Another process is waited for: some two hundred days of units are to be closed, each in milliseconds.
    while len(asked(tmp_path, CLOSED, began)) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    closing.send_signal(signal.SIGKILL)
    assert closing.wait() == -signal.SIGKILL, "it was done before it could be killed"

    half = count(tmp_path, LEFT, LAST)
    assert 0 < half < before, f"{len(asked(tmp_path, CLOSED, began))} days of units were closed"
    for _ in range(2):  # the second time there is nothing left to do
        assert samsyn(tmp_path, "close-days", "--day", LAST).returncode == Exit.OK
        assert count(tmp_path, LEFT, LAST) == 0
        assert count(tmp_path, DOUBLED) == 0
        days = asked(tmp_path, CLOSED, began)
        assert len(days) == len(set(days))  # one event for each provider and day
    assert samsyn(tmp_path, "verify").returncode == Exit.OK
