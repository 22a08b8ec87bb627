"""A throw-away PostgreSQL server for tests: made in a temporary folder, gone afterwards.

    python tools/postgres.py COMMAND …   runs the command with SAMSYN_DATABASE_URL set to the server
    python tools/postgres.py             prints the URL and keeps the server until Ctrl+C

Uses the server programs of Debian's package postgresql, or those on the PATH. PostgreSQL refuses to run as
root, so root starts it as the user postgres. Ends with 3 when there are no server programs, else with the
command's own code.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

NOT_FOUND = 3


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version first; None when there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    return installed[0].parent if installed else Path(on_path).parent if on_path else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: Sequence[str], user: str | None) -> None:
    """Run a server program quietly; raises RuntimeError with what it said when it fails."""
    done = subprocess.run(
        command, user=user, group=user, extra_groups=[] if user else None, cwd="/", text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}")


@contextlib.contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """A running server; yields its URL. Durability is off, because nothing in it is kept."""
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="samsyn-postgres-") as name:
        home = Path(name)
        if user:
            os.chown(home, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        data, port = home / "data", _free_port()
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {home} -c fsync=off -c full_page_writes=off"
        _run(
            [
                f"{bin_folder}/initdb",
                "-D",
                f"{data}",
                "-U",
                "samsyn",
                "-A",
                "trust",
                "-E",
                "UTF8",
                # Sorted as Swedish is, like a municipality's own server, so that nothing leans on the C locale.
                "--locale=C.UTF-8",
                "--locale-provider=icu",
                "--icu-locale=sv-SE",
            ],
            user,
        )
        control = [f"{bin_folder}/pg_ctl", "-D", f"{data}", "-l", f"{home}/log", "-w"]
        _run([*control, "-o", options, "start"], user)
        try:
            yield f"postgresql://samsyn@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], user)


def main(command: list[str]) -> int:
    bin_folder = programs()
    if bin_folder is None:
        print(
            "postgres: no PostgreSQL server programs found; apt-get install postgresql brings them",
            file=sys.stderr,
        )
        return NOT_FOUND
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server(bin_folder) as url:
        if command:
            return subprocess.run(command, env={**os.environ, "SAMSYN_DATABASE_URL": url}, check=False).returncode
        print(url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
