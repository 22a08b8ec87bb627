"""The watch of the night is killed again and again, in earnest: each late check is sent for once, and none is lost."""

import signal
import subprocess
import sys
import time

import pytest

from samsyn.cli import Exit
from tests.architecture.test_command import environment, migrated_home, samsyn
from tests.rooms.test_close_days_killed import PATIENCE, asked, count

UNTIL = "2026-02-20"  # what was laid out then is late by months
MOVED = "SELECT about, detail FROM audit_event WHERE what = 'night.escalate'"
SENT = "SELECT id FROM homecare_nightcheck WHERE state IN ('visit', 'late')"
LOST = (
    "SELECT COUNT(*) FROM homecare_nightcheck WHERE state IN ('due', 'retry') AND act_at < datetime('now', '-1 hour')"
)
VISITS = "SELECT check_of_id FROM homecare_nightvisit WHERE arrived_at IS NULL"


@pytest.mark.slow
def test_a_watch_that_is_killed_loses_and_doubles_nothing(tmp_path):
    assert samsyn(migrated_home(tmp_path), "simulate", "--size", "30", "--until", UNTIL).returncode == Exit.OK
    assert count(tmp_path, LOST) > 0
    for _ in range(3):
        before = len(asked(tmp_path, MOVED))
        watch = subprocess.Popen(
            [sys.executable, "-m", "samsyn", "night-watch", "--every", "1"], cwd=tmp_path, env=environment(tmp_path)
        )
        end = time.monotonic() + PATIENCE
        # Another process is waited for; the last of the three may have nothing left to do.
        while len(asked(tmp_path, MOVED)) == before and time.monotonic() < end and count(tmp_path, LOST):
            time.sleep(0.01)
        watch.send_signal(signal.SIGKILL)
        assert watch.wait() == -signal.SIGKILL
    for _ in range(2):
        assert samsyn(tmp_path, "night-watch", "--once").returncode == Exit.OK
    moved = asked(tmp_path, MOVED)
    assert moved
    assert len(moved) == len(set(moved))  # one event for each check and step
    assert count(tmp_path, LOST) == 0
    assert {pk for (pk,) in asked(tmp_path, SENT)} == {pk for (pk,) in asked(tmp_path, VISITS)}
    assert samsyn(tmp_path, "verify").returncode == Exit.OK
