"""Asking a camera vendor over HTTP: open a look, end it, how a device is. No picture ever passes here.

An answer has a time in all, not a time between two bytes, so that a vendor who answers drop by drop holds nobody up.
A redirect is a wrong answer. The same question may be put again when nothing came back: a look has a name of its own,
so that opening it twice is opening it once.
"""

import secrets
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from typing import Any
from urllib.parse import urlsplit

from samsyn.homecare.nightwatch import wire
from samsyn.homecare.nightwatch.wire import Ended, NoPicture, Opened, Trouble


@dataclass(frozen=True, slots=True)
class Vendor:
    """Where the vendor is, and the secret that is shared with them. An empty `url`: no vendor is set up."""

    url: str
    secret: str
    seconds: float = 5
    attempts: int = 2

    def open_look(self, *, device: str, look: str, seconds: int) -> Opened:
        """Open the picture of a device for at most so many seconds. Raises NoPicture."""
        status, body = self._ask("POST", "/v1/looks", {"device": device, "look": look, "seconds": seconds})
        return wire.opened(status, body, look=look, seconds=seconds)

    def end_look(self, *, look: str, seconds: int) -> Ended:
        """Close the picture, at the latest `seconds` after it was opened; closing twice is closing once."""
        status, body = self._ask("POST", f"/v1/looks/{look}/end", {})
        return wire.ended(status, body, look=look, seconds=seconds)

    def device_trouble(self, *, device: str) -> Trouble | None:
        """What is wrong with a device, None when it is ready. Raises NoPicture."""
        status, body = self._ask("GET", f"/v1/devices/{device}", None)
        return wire.device_state(status, body, device=device)

    def view_url(self, ticket: str) -> str:
        """Where the picture is shown to whoever has the ticket: the vendor's own page, in the looker's browser."""
        return f"{self.url.rstrip('/')}/view/{ticket}"

    def _ask(self, method: str, path: str, message: Mapping[str, Any] | None) -> tuple[int, bytes]:
        if not self.url:
            raise NoPicture(Trouble.NOT_CONNECTED)
        until = time.monotonic() + self.seconds
        for _ in range(self.attempts):
            left = until - time.monotonic()
            if left <= 0:
                break
            with suppress(OSError, HTTPException, ValueError):
                return self._ask_once(method, path, b"" if message is None else wire.written(message), left)
        raise NoPicture(Trouble.NO_ANSWER)

    def _ask_once(self, method: str, path: str, body: bytes, left: float) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        whole, host = parts.path.rstrip("/") + path, parts.hostname or ""
        moment, once = str(int(time.time())), secrets.token_hex(16)
        headers = {
            wire.MOMENT: moment, wire.ONCE: once, "Content-Type": "application/json", "Connection": "close",
            wire.SIGNATURE: wire.sign_request(self.secret, method, whole, moment, once, body),
        }  # fmt: skip
        connection = (
            HTTPSConnection(host, parts.port, timeout=left, context=ssl.create_default_context())
            if parts.scheme == "https"
            else HTTPConnection(host, parts.port, timeout=left)
        )
        late = Event()
        timer = Timer(left, _cut, [connection, late])
        timer.daemon = True
        timer.start()
        try:
            connection.request(method, whole, body or None, headers)
            answer = connection.getresponse()
            found = answer.read(wire.LARGEST + 1)
            if late.is_set():
                raise TimeoutError  # what was cut off may look like a whole answer
        finally:
            timer.cancel()
            connection.close()
        wire.check_answer(self.secret, answer.status, once, answer.headers, found)
        return answer.status, found


def _cut(connection: HTTPConnection, late: Event) -> None:
    """Break a connection whose time is up, whatever it is waiting for."""
    late.set()  # before the break, so that whoever reads the rest knows what it is
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
