"""The other side of the camera interface, for tests and for showing: `samsyn camera-simulator`.

A script says what each device does, one thing for each time it is looked through; the last goes on for ever:

    {"bed-1": ["seen", "not_seen"], "bed-2": ["no_network"], "*": ["seen"]}

seen, not_seen: a picture; no_power, no_network, busy: the vendor says why there is none; silent: no answer at all;
garbage: an answer that is none; unsigned: a good answer that anybody could have given; slow: an answer drop by drop;
elsewhere: a redirect. The page of a ticket draws the room in words. Nothing is kept.
"""

import json
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock
from typing import Any

from samsyn.homecare.nightwatch import wire

PICTURES = {"seen": "Personen ligger i sin säng.", "not_seen": "Sängen är tom."}
REFUSALS = ("no_power", "no_network", "busy")
FAULTS = ("silent", "garbage", "unsigned", "slow", "elsewhere")
PLAYS = (*PICTURES, *REFUSALS, *FAULTS)
ANY = "*"
END = re.compile(r"/v1/looks/([A-Za-z0-9_-]{1,64})/end")
DEVICE = re.compile(r"/v1/devices/([A-Za-z0-9_-]{1,64})")
VIEW = re.compile(r"/view/([A-Za-z0-9_-]{1,64})")
Script = Mapping[str, Sequence[str]]


def script_of(text: str) -> dict[str, list[str]]:
    """The script in a file. Raises ValueError with what is wrong with it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ValueError(f"it is no JSON: {problem}") from None
    if not isinstance(found, dict) or not found:
        raise ValueError("it is no object that names devices")
    for device, plays in found.items():
        if device != ANY and not wire.NAME.fullmatch(device):
            raise ValueError(f"{device!r} is no name of a device")
        if not isinstance(plays, list) or not plays or any(p not in PLAYS for p in plays):
            raise ValueError(f"{device}: write a list of some of {', '.join(PLAYS)}")
    return found


@dataclass
class Look:
    """A look that is open or was."""

    device: str
    shows: str
    ticket: str
    seconds: int
    began: float
    ended: float | None = None

    def lasted(self, now: float) -> int:
        return min(self.seconds, int((self.ended if self.ended is not None else now) - self.began))

    def is_open(self, now: float) -> bool:
        return self.ended is None and now - self.began < self.seconds


@dataclass
class Room:
    """What the simulator knows: the script, the looks, and the numbers it has met."""

    secret: str
    script: Script
    looks: dict[str, Look] = field(default_factory=dict)
    met: dict[str, float] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    closing: Event = field(default_factory=Event)

    def plays(self, device: str) -> str | None:
        """What the device does this time, and the next time the next; None for one that the script does not know."""
        plays = self.script.get(device) or self.script.get(ANY)
        if not plays:
            return None
        turn = self.turns.get(device, 0)
        self.turns[device] = turn + 1
        return plays[min(turn, len(plays) - 1)]

    def now_plays(self, device: str) -> str | None:
        plays = self.script.get(device) or self.script.get(ANY)
        return plays[min(self.turns.get(device, 0), len(plays) - 1)] if plays else None


class Desk(BaseHTTPRequestHandler):
    """Answers one request."""

    room: Room

    def do_GET(self) -> None:
        if ticket := VIEW.fullmatch(self.path):
            self._show(ticket[1])
        elif device := DEVICE.fullmatch(self.path):
            once = self._checked(b"")
            if once is not None:
                self._tell_device(once, device[1])
        else:
            self._answer("", 404, {"error": "unknown_address"})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > wire.LARGEST:
            self._answer("", 413, {"error": "too_large"})
            return
        body = self.rfile.read(int(length))
        once = self._checked(body)
        if once is None:
            return
        if self.path == "/v1/looks":
            self._open(once, body)
        elif end := END.fullmatch(self.path):
            self._end(once, end[1])
        else:
            self._answer(once, 404, {"error": "unknown_address"})

    def _checked(self, body: bytes) -> str | None:
        with self.room.lock:
            try:
                return wire.check_request(
                    self.room.secret, self.command, self.path, self.headers, body, now=time.time(), met=self.room.met
                )
            except wire.Unfit as unfit:
                why = str(unfit)
        self._answer("", 401, {"error": why})
        return None

    def _open(self, once: str, body: bytes) -> None:
        try:
            asked = wire.said(body)
        except wire.Unfit:
            asked = {}
        device, name, seconds = asked.get("device"), asked.get("look"), asked.get("seconds")
        fits = asked.keys() == {"device", "look", "seconds"} and type(seconds) is int and 0 < seconds <= 3600
        if not fits or not all(isinstance(n, str) and wire.NAME.fullmatch(n) for n in (device, name)):
            self._answer(once, 400, {"error": "not_understood"})
            return
        with self.room.lock:
            look = self.room.looks.get(str(name))
            plays = look.shows if look else self.room.plays(str(device))
            if look is None and plays in PICTURES:
                look = Look(str(device), str(plays), secrets.token_urlsafe(24), int(str(seconds)), time.monotonic())
                self.room.looks[str(name)] = look
        if plays is None:
            self._answer(once, 404, {"error": "unknown_device"})
        elif look:
            self._answer(once, 201, {"look": name, "ticket": look.ticket, "seconds": look.seconds})
        elif plays in REFUSALS:
            self._answer(once, 409, {"error": plays})
        else:
            self._misbehave(plays, {"look": name, "ticket": "a", "seconds": seconds})

    def _misbehave(self, plays: str, good: dict[str, Any]) -> None:
        if plays == "garbage":
            self._write(201, b"\x00<html>not at all", "0" * 64)
        elif plays == "unsigned":
            self._write(201, wire.written(good), "0" * 64)
        elif plays == "elsewhere":
            self._write(302, b"", "", {"Location": "http://127.0.0.1:9/"})
        elif plays == "slow":
            self.wfile.write(b"HTTP/1.1 201 Created\r\n")
            while not self.room.closing.wait(0.2):
                self.wfile.write(b"X-More: and more\r\n")
        else:
            self.room.closing.wait(60)
        self.close_connection = True

    def _end(self, once: str, name: str) -> None:
        with self.room.lock:
            look, now = self.room.looks.get(name), time.monotonic()
            if look and look.ended is None:
                look.ended = now
        if look is None:
            self._answer(once, 404, {"error": "unknown_look"})
        else:
            self._answer(once, 200, {"look": name, "seconds": look.lasted(now)})

    def _tell_device(self, once: str, device: str) -> None:
        with self.room.lock:
            plays = self.room.now_plays(device)
        if plays is None:
            self._answer(once, 404, {"error": "unknown_device"})
        elif plays in FAULTS:
            self._misbehave(plays, {"device": device, "state": "ready"})
        else:
            self._answer(once, 200, {"device": device, "state": plays if plays in REFUSALS else "ready"})

    def _show(self, ticket: str) -> None:
        """The vendor's own page: what would be the picture, as long as the look is open."""
        with self.room.lock:
            look = next((x for x in self.room.looks.values() if secrets.compare_digest(x.ticket, ticket)), None)
        is_open = look is not None and look.is_open(time.monotonic())
        text = PICTURES[look.shows] if look and is_open else "Bilden är släckt."
        page = (
            '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Kamerans bild</title>'
            f"<main><h1>Kamerans bild</h1><p>{text}</p><p>Simulator. Ingenting spelas in.</p></main></html>"
        )
        self._write(200 if is_open else 410, page.encode(), "", {"Content-Type": "text/html; charset=utf-8"})

    def _answer(self, once: str, status: int, message: Mapping[str, Any]) -> None:
        body = wire.written(message)
        self._write(status, body, wire.sign_answer(self.room.secret, status, once, body))

    def _write(self, status: int, body: bytes, signature: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        if signature:
            self.send_header(wire.SIGNATURE, signature)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
        """Nothing is kept, not even that somebody asked."""


class Server(ThreadingHTTPServer):
    """The simulator, which does not wait for answers that never end."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], secret: str, script: Script) -> None:
        self.room = Room(secret, script)
        super().__init__(address, type("Desk", (Desk,), {"room": self.room}))

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody who hangs up is nothing to tell of."""

    def server_close(self) -> None:
        self.room.closing.set()
        super().server_close()


def read_script(path: Path | None) -> Script:
    """The script of a file, or pictures in which everybody is seen. Raises ValueError, OSError."""
    return {ANY: ["seen"]} if path is None else script_of(path.read_text(encoding="utf-8"))
