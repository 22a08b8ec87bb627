"""A record that waits to be stored, and what may become of it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from samsyn.people.exports.rows import Taken

KINDS = ("person", "relation", "application", "line", "order", "time")  # in the order they are stored
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class Doing(IntEnum):
    """What becomes of a record."""

    NEW = 0
    SAME = 1  # read before, unchanged
    CHANGED = 2
    KNOWN = 3  # read before and pointed at, but not in this file
    TWIN = 4  # the same person under another key
    LEFT = 5  # changed, but not something an import may change
    EXISTS = 6  # a person who is here already by other ways


@dataclass(slots=True)  # not frozen: there are half a million of them, and freezing takes its time
class Staged:
    """A waiting record. `at` are the stored rows it points at, in the order of its references."""

    seq: int
    key: str
    place: int
    row: int
    digest: str
    body: dict[str, Any]
    target: int | None
    at: tuple[int | None, ...]


REFERS: dict[str, tuple[str, ...]] = {
    "person": (), "relation": ("person", "person"), "application": ("person",), "line": ("application",),
    "order": ("line",), "time": ("order",),
}  # fmt: skip


def row_of(place: int, taken: Taken) -> tuple[Any, ...]:
    """A record as the stage keeps it: key, place, row, digest, what it points at, values."""
    body = _encoded(taken.body)
    one, two = (*taken.refers, None, None)[:2]
    digest = hashlib.blake2b(f"{body}\n{one}\n{two}".encode(), digest_size=16).hexdigest()
    return taken.key, place, taken.row, digest, one, two, body


def staged(found: Sequence[Sequence[Any]]) -> list[Staged]:
    """Records of rows of number, key, place, row, digest, body and stored row, then the stored rows they point at.

    The values are read in one go: a call for each record takes twice the time.
    """
    bodies = json.loads(f"[{','.join(row[5] or '{}' for row in found)}]")
    return [
        Staged(seq, key, place, row, digest, body, target, tuple(at))
        for (seq, key, place, row, digest, _, target, *at), body in zip(found, bodies, strict=True)
    ]
