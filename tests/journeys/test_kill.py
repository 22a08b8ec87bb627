"""kill -9 of the server in the middle of writes: ten rounds here; `make kill` does a hundred."""

import subprocess
import sys

import pytest

from tests import migrated
from tests.architecture.tree import ROOT

ROUNDS = 10


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_each_kill(tmp_path):
    folder = tmp_path / "kill"
    migrated.copied(folder / "samsyn.sqlite3")
    arguments = ["--rounds", str(ROUNDS), "--seed", "2", "--folder", str(folder)]
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "kill.py"), *arguments], cwd=ROOT, capture_output=True, text=True
    )
    print(done.stdout, done.stderr, f"(this test: {ROUNDS} rounds; all hundred: make kill)", sep="\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{ROUNDS} rounds" in done.stdout
