"""A real server in a process of its own, on a database file of its own, for the browser to meet."""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests import migrated

SEED, RECIPIENTS = "7", "60"
PATIENCE = 60  # seconds for a server to answer at all, on a busy machine


def environment(home: Path) -> dict[str, str]:
    """What a demonstration server is told, and nothing of the caller's own installation."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SAMSYN_", "DJANGO_"))}
    return {**kept, "SAMSYN_DEMO": "1", "SAMSYN_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def samsyn(home: Path, *arguments: str) -> None:
    """Run one command of the product to its end; raises CalledProcessError with its output."""
    done = subprocess.run(
        [sys.executable, "-m", "samsyn", *arguments], env=environment(home), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"samsyn {' '.join(arguments)}: {done.stdout}{done.stderr}")


def prepared(home: Path) -> Path:
    """An installation with the invented municipality in it."""
    home.mkdir(parents=True, exist_ok=True)
    migrated.copied(home / "samsyn.sqlite3")
    samsyn(home, "simulate", "--seed", SEED, "--size", RECIPIENTS)
    samsyn(home, "manage", "collectstatic", "--noinput")
    return home


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running server. `home` holds its database."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """End the whole process group at once, as a power cut would; a server that has ended already stays so."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def serve(home: Path, port: int | None = None, **settings: str) -> Server:
    """Start a server and wait until it answers. Raises RuntimeError with its log when it does not."""
    port = port or free_port()
    log = (home / "server.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "samsyn", "serve", "--port", str(port)],
        env={**environment(home), **settings}, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    server = Server(home, port, process)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(server.url, timeout=5):
                return server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    if process.poll() is None:
        server.kill()
    raise RuntimeError(f"the server did not answer: {(home / 'server.log').read_text()[-3000:]}")


def copied(prepared_home: Path, home: Path) -> Path:
    """A copy of a prepared installation, for a journey that changes it."""
    shutil.copytree(prepared_home, home)
    return home


def restored(prepared_home: Path, home: Path) -> None:
    """Make the database of an installation, which a server may be running on, that of the prepared one again."""
    for left in ("imports", "own-files", "day_plans"):
        shutil.rmtree(home / left, ignore_errors=True)
    with (
        contextlib.closing(sqlite3.connect(prepared_home / "samsyn.sqlite3")) as source,
        contextlib.closing(sqlite3.connect(home / "samsyn.sqlite3", timeout=PATIENCE)) as goal,
    ):
        source.backup(goal)
