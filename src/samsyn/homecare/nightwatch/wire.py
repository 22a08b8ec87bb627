"""What Samsyn and a camera vendor say to each other, and how each knows the other (docs/camera-interface.md).

Every message is signed with a shared secret (HMAC-SHA256). A request carries a moment and a number used once, so that
nobody can say it again; its answer is signed together with that number, so that an old answer fits no new question.
Nothing of the person is said: a device has a name that means nothing to anybody else.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

MOMENT, ONCE, SIGNATURE = "Samsyn-Moment", "Samsyn-Once", "Samsyn-Signature"
SKEW = 120  # seconds that the two clocks may differ
LARGEST = 4096  # bytes of a message
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")  # a device, a look, a ticket
ONCE_FORM = re.compile(r"[0-9a-f]{32}")
SHORTEST_SECRET = 32


class Trouble(StrEnum):
    """Why there is no picture."""

    NO_POWER = "no_power"  # the vendor says that the device has none
    NO_NETWORK = "no_network"  # the vendor cannot reach the device
    BUSY = "busy"  # the vendor says that the device is in use
    UNKNOWN_DEVICE = "unknown_device"
    NO_ANSWER = "no_answer"  # the vendor did not answer, or not in time
    WRONG_ANSWER = "wrong_answer"  # unsigned, not ours, or not as the interface says
    NOT_CONNECTED = "not_connected"  # no vendor is set up


SAID_BY_VENDOR = frozenset({Trouble.NO_POWER, Trouble.NO_NETWORK, Trouble.BUSY, Trouble.UNKNOWN_DEVICE})


class Headers(Protocol):
    """What both sides' libraries have in common of headers."""

    def get(self, name: str, /) -> str | None: ...


class NoPicture(Exception):  # noqa: N818 - what may happen any night
    """There is no picture, and why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Unfit(Exception):  # noqa: N818 - the other side's mistake
    """A message that cannot be trusted or read; says what is wrong with it, for the log of the other side."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A look that the vendor has opened: the ticket that shows it once, and after how many seconds it goes out."""

    look: str
    ticket: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A look that the vendor has closed, and how many seconds the picture was there."""

    look: str
    seconds: int


def sign_request(secret: str, method: str, path: str, moment: str, once: str, body: bytes) -> str:
    """The signature of a request, in hexadecimal."""
    return _signed(secret, "request", method, path, moment, once, hashlib.sha256(body).hexdigest())


def sign_answer(secret: str, status: int, once: str, body: bytes) -> str:
    """The signature of the answer to the request with this number, in hexadecimal."""
    return _signed(secret, "answer", str(status), once, hashlib.sha256(body).hexdigest())


def _signed(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def check_request(
    secret: str, method: str, path: str, headers: Headers, body: bytes, *, now: float, met: dict[str, float]
) -> str:
    """The number of a request that is signed, new and of now; `met` are numbers met before and when, and takes it in.

    Raises Unfit.
    """
    moment, once = headers.get(MOMENT) or "", headers.get(ONCE) or ""
    signature = headers.get(SIGNATURE) or ""
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12 and ONCE_FORM.fullmatch(once)):
        raise Unfit("no moment or no number")
    if not hmac.compare_digest(signature.encode(), sign_request(secret, method, path, moment, once, body).encode()):
        raise Unfit("the signature is not right")
    if abs(int(moment) - now) > SKEW:
        raise Unfit("the moment is too far from now")
    for old in [n for n, then in met.items() if now - then > 2 * SKEW]:
        del met[old]
    if once in met:
        raise Unfit("the number has been used")
    met[once] = now
    return once


def check_answer(secret: str, status: int, once: str, headers: Headers, body: bytes) -> None:
    """Raises NoPicture for an answer that the vendor did not sign for this request."""
    signature = headers.get(SIGNATURE) or ""
    if not hmac.compare_digest(signature.encode(), sign_answer(secret, status, once, body).encode()):
        raise NoPicture(Trouble.WRONG_ANSWER)


def said(body: bytes) -> dict[str, Any]:
    """The object in a message. Raises Unfit."""
    if len(body) > LARGEST:
        raise Unfit("the message is too large")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unfit("the message is no JSON") from None
    if not isinstance(found, dict):
        raise Unfit("the message is no object")
    return found


def written(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":"), sort_keys=True).encode()


def opened(status: int, body: bytes, *, look: str, seconds: int) -> Opened:
    """What a vendor answers to opening a look. Raises NoPicture for a no, and for an answer that is not as agreed."""
    answer = _answered(status, body, expected=201, keys={"look", "ticket", "seconds"})
    ticket, granted = answer["ticket"], answer["seconds"]
    if answer["look"] != look or not isinstance(ticket, str) or not NAME.fullmatch(ticket):
        raise NoPicture(Trouble.WRONG_ANSWER)
    if type(granted) is not int or not 0 < granted <= seconds:
        raise NoPicture(Trouble.WRONG_ANSWER)
    return Opened(look, ticket, granted)


def ended(status: int, body: bytes, *, look: str, seconds: int) -> Ended:
    """What a vendor answers to ending a look of at most so many seconds. Raises NoPicture."""
    answer = _answered(status, body, expected=200, keys={"look", "seconds"})
    if answer["look"] != look or type(answer["seconds"]) is not int or not 0 <= answer["seconds"] <= seconds:
        raise NoPicture(Trouble.WRONG_ANSWER)
    return Ended(look, answer["seconds"])


def device_state(status: int, body: bytes, *, device: str) -> Trouble | None:
    """What a vendor says of a device: None when it is ready. Raises NoPicture for no or a wrong answer."""
    answer = _answered(status, body, expected=200, keys={"device", "state"})
    state = answer["state"]
    if answer["device"] != device or state not in {"ready", *SAID_BY_VENDOR}:
        raise NoPicture(Trouble.WRONG_ANSWER)
    return None if state == "ready" else Trouble(state)


def _answered(status: int, body: bytes, *, expected: int, keys: set[str]) -> dict[str, Any]:
    try:
        answer = said(body)
    except Unfit:
        raise NoPicture(Trouble.WRONG_ANSWER) from None
    if status == expected and answer.keys() == keys:
        return answer
    error = answer.get("error")
    if status in {404, 409} and isinstance(error, str) and error in SAID_BY_VENDOR:
        raise NoPicture(Trouble(error))
    raise NoPicture(Trouble.WRONG_ANSWER)
