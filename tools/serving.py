"""The real server as a process of its own, and somebody who visits it over HTTP. For measuring and for killing it."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[1]
SERVER_TIMEOUT = 60  # seconds for a start, and for any one answer
FORM = "application/x-www-form-urlencoded"


def settings_for(folder: Path) -> dict[str, str]:
    """The settings of a demonstration whose every file lies in one folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "samsyn.settings",
        "SAMSYN_DEMO": "1",
        "SAMSYN_HOME": str(folder.resolve()),
        "SAMSYN_DATABASE_URL": f"sqlite:///{(folder / 'samsyn.sqlite3').resolve()}",
    }


def command(*arguments: str) -> list[str]:
    """A `samsyn` command under this Python."""
    return [sys.executable, "-m", "samsyn", *arguments]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end_in_order() -> None:
    """Let a plain kill of this program end it by way of its `finally`, so that no server is left behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def load() -> str:
    """How busy the machine is, for the record beside a measurement."""
    return "load " + " ".join(f"{n:.2f}" for n in os.getloadavg()) + f" on {os.cpu_count()} cores"


class Server:
    """`samsyn serve` in a process group of its own, so that all of it can be killed at once."""

    def __init__(self, settings: Mapping[str, str], log: Path, port: int = 0) -> None:
        self.settings, self.log, self.port = dict(settings), log, port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError with its last words when it does not."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command("serve", "--port", str(self.port)), env={**os.environ, **self.settings}, cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + SERVER_TIMEOUT
        while time.monotonic() < until and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"the server does not answer:\n{self.log.read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """kill -9 to every process of it, and wait until they are gone."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        while self._is_listening():
            time.sleep(0.005)

    def busy(self) -> float:
        """Seconds of processor time that its processes have used together; 0 where the system doesn't say."""
        if self._process is None:
            return 0.0
        ticks = 0
        for file in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = file.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self._process.pid:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        """Whether a page comes back: the port is open a while before anybody stands behind it."""
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(Visitor(self.port)) as visitor:
            return visitor.get("/").status > 0
        return False

    def _is_listening(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()


@dataclass(frozen=True)
class Answer:
    """A whole answer, read to its end."""

    status: int
    body: str
    location: str
    seconds: float

    @property
    def is_done(self) -> bool:
        """Whether it says that what was asked has been done."""
        return 200 <= self.status < 400


class Visitor:
    """One browser, as much of it as is needed: cookies, one connection that is kept, and forms."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.port, self.cookies = port, dict(cookies or {})
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form, with the token that says it comes from here."""
        return self._ask("POST", path, urlencode(fields))

    def enter(self, door: str) -> "Visitor":
        """Log in through one of the demonstration's doors. Raises RuntimeError when it is closed."""
        self.get("/")
        if (answer := self.post("/", door=door)).status != 302:
            raise RuntimeError(f"{door} could not log in: {answer.status}")
        return self

    def again(self, port: int | None = None) -> "Visitor":
        """The same person in another window: logged in, with a connection of its own."""
        return Visitor(port or self.port, self.cookies)

    def close(self) -> None:
        if self._line:
            self._line.close()
            self._line = None

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SERVER_TIMEOUT)
            self._line.connect()
            self._line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": FORM, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        began = time.perf_counter()
        try:
            self._line.request(method, path, body, headers)
            answer = self._line.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        seconds = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return Answer(answer.status, text.decode(errors="replace"), answer.headers.get("Location", ""), seconds)


def followed(visitor: Visitor, path: str) -> tuple[str, Answer]:
    """Where an address leads, past redirects, and what stands there."""
    answer = visitor.get(path)
    for _ in range(3):
        if answer.status not in {301, 302}:
            break
        path = urlsplit(answer.location).path
        answer = visitor.get(path)
    return path, answer
