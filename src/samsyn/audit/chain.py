"""The hash chain, as pure functions: what is hashed, and where a chain breaks."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

GENESIS = "0" * 64
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def content_of(event: Any) -> dict[str, Any]:
    """What the hash of an event covers, everything but its id and the hashes. Of a row, or of what will be one."""
    return {
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.by,
        "role": event.role,
        "unit": event.unit,
        "access": str(event.access),
        "what": event.what,
        "about": event.about,
        "case": event.case,
        "subjects": event.subjects,
        "detail": event.detail,
    }


def digest(previous: str, content: Mapping[str, Any]) -> str:
    """SHA-256 over the previous event's hash and this event's content as canonical JSON.

    `content` holds only strings, whole numbers, lists and dicts of these, and None: a float would not
    survive two databases alike.
    """
    return hashlib.sha256(f"{previous}\n{_canonical(content)}".encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """One stored event as the verifier sees it."""

    id: int
    previous: str
    hash: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found. `broken_at` is the id of the first event that does not fit."""

    events: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def verify(links: Iterable[Link], *, start: str = GENESIS) -> Verdict:
    """Walk the links in order and stop at the first that was changed, removed or put in between."""
    previous, count = start, 0
    for link in links:
        if link.previous != previous:
            return Verdict(count, previous, link.id, "an event before this one is missing or was put in")
        if digest(previous, link.content) != link.hash:
            return Verdict(count, previous, link.id, "the event was changed after it was written")
        previous, count = link.hash, count + 1
    return Verdict(count, previous)
