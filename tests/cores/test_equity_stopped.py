"""A command that is stopped in the middle says so in a sentence, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A file that takes some seconds to read, and spills when it is grouped."""
    path = tmp_path_factory.mktemp("large") / "beslut.csv"
    numbers = ", ".join(f"(hash(range + {n}) % 1000003)::VARCHAR AS c{n}" for n in range(8))
    rows = "SELECT 'g' || (hash(range) % 2) AS g, (hash(range * 7) % 2)::VARCHAR AS y"
    duckdb.sql(f"COPY ({rows}, {numbers} FROM range(600000)) TO '{path}'")
    return path


def started(command, **where):
    """A process that SIGINT stops, also where the tests run in the background of a shell, which turns it off."""
    obeys = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    return subprocess.Popen(command, stdout=-1, stderr=-1, text=True, preexec_fn=obeys, **where)


def held_in_the_middle(process, path, share):
    """Halt a process that has a file open and has read so much of it: then it cannot end before it is stopped."""
    place, deadline = Path(f"/proc/{process.pid}"), time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            is_open = any(file.resolve() == path for file in (place / "fd").iterdir())
            read = int((place / "io").read_text().split()[1])  # rchar
            if is_open and read >= share * path.stat().st_size:
                process.send_signal(signal.SIGSTOP)
                return
        time.sleep(0.01)  # between two looks
    raise AssertionError(f"{share} of {path} was never read")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("share", [0.0, 0.5], ids=["opening", "half read"])
def test_a_command_that_is_stopped_leaves_nothing_behind(tmp_path, large, how, share):
    home, aside = tmp_path / "home", tmp_path / "aside"
    home.mkdir()
    aside.mkdir()
    before = {path: path.stat().st_mtime_ns for path in large.parent.iterdir()}
    asked = ["--outcome", "y", "--group", "g", "--facts", "c0,c1,c2,c3,c4,c5,c6,c7", "--json"]
    command = [sys.executable, "-m", "samsyn", "equity", str(large), *asked]
    environment = {**os.environ, "TMPDIR": str(aside)}
    process = started(command, cwd=home, env=environment)
    held_in_the_middle(process, large, share)
    process.send_signal(how)
    process.send_signal(signal.SIGCONT)
    out, err = process.communicate(timeout=60)
    assert out == ""
    assert [*home.iterdir()] == []
    assert {path: path.stat().st_mtime_ns for path in large.parent.iterdir()} == before
    assert [path for path in Path(aside).iterdir() if not path.name.startswith("samsyn-")] == []
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert err.strip() == "samsyn: stopped"
        assert [*aside.iterdir()] == []


@pytest.mark.parametrize("module", ["argparse", "_duckdb"])
def test_a_command_that_is_stopped_while_it_loads_says_so_and_no_more(tmp_path, module):
    """In the first moments nothing is under way: no trace of what was being loaded is shown."""
    reached = tmp_path / "reached"
    slow = f"import time, pathlib\npathlib.Path({str(reached)!r}).touch()\ntime.sleep(60)"
    (tmp_path / f"{module}.py").write_text(slow)  # in place of the one that is loaded
    command = [sys.executable, "-m", "samsyn", "equity", "a.csv", "--outcome", "y", "--group", "g"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    process = started(command, env=environment)
    deadline = time.monotonic() + 60
    while not reached.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "samsyn: stopped")
