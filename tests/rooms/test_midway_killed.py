"""Deleting, signing, handing in a report and the steps of a review are killed in the middle: all stands, or nothing."""

import os
import subprocess
import sys

import pytest

from tests import migrated
from tests.architecture.test_command import environment

PROGRAM = """
import sys
import django
django.setup()
from tests.rooms.killed_midway import wrong_after_kills
wrong = list(wrong_after_kills(int(sys.argv[1])))
print("\\n".join(wrong))
sys.exit(bool(wrong))
"""


@pytest.mark.slow
def test_what_was_killed_midway_has_left_nothing_and_is_done_in_full_the_next_time(tmp_path):
    """SoL 16:1, FL 31, SoL 34:1."""
    migrated.copied(tmp_path / "samsyn.sqlite3")
    points = os.environ.get("SAMSYN_TEST_KILLS", "4")
    settings = environment(tmp_path, DJANGO_SETTINGS_MODULE="samsyn.settings", PYTHONPATH=os.pathsep.join(sys.path))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, points], env=settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
