"""A letter as text to keep, back again, and as a copy that may be shown once its person is protected."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from samsyn.cases.letters.blocks import Block, Bullets, Heading, Letter, Paragraph, Signature, Table
from samsyn.cases.letters.texts import voice_on

CODES = frozenset({"kind", "role", "level", "language", "dated", "template"})  # what draws, and nobody reads
_BLOCKS: dict[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "list": Bullets,
    "table": Table,
    "signature": Signature,
}


def as_text(letter: Letter) -> str:
    """The letter as canonical JSON: the same letter is always the same text."""
    told = asdict(letter) | {"dated": letter.dated.isoformat()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a kept text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_text(text: str) -> Letter:
    """The letter that `as_text` kept. Raises KeyError, TypeError or ValueError for any other text."""
    told = json.loads(text)
    fields = {name: _tuples(value) for name, value in told.items() if name not in {"dated", "blocks"}}
    blocks = tuple(_block(block) for block in told["blocks"])
    return Letter(**fields, dated=date.fromisoformat(told["dated"]), blocks=blocks)


def with_texts(letter: Letter, change: Callable[[str], str]) -> Letter:
    """A copy whose every text that somebody reads is what `change` makes of it; the same letter when none differs."""
    told = json.loads(as_text(letter))
    changed = from_text(json.dumps({name: _changed(value, change, name) for name, value in told.items()}))
    return letter if changed == letter else changed


def _changed(value: Any, change: Callable[[str], str], name: str) -> Any:
    if isinstance(value, str):
        return value if name in CODES else change(value)
    if isinstance(value, list):
        return [_changed(inner, change, name) for inner in value]
    if isinstance(value, dict):
        return {key: _changed(inner, change, key) for key, inner in value.items()}
    return value


def without_address(letter: Letter) -> Letter:
    """A copy for after the person became protected: no address, and a mark that says so.

    It takes the head only; `cases.queries.letter_of` covers what stands in texts. A letter that was written without an
    address is shown as it is.
    """
    name, *address = letter.recipient
    if not address:
        return letter
    return replace(letter, recipient=(name,), mark=voice_on(letter.dated, language=letter.language)("mark.covered"))


def _block(told: dict[str, Any]) -> Block:
    return _BLOCKS[told["kind"]](**{name: _tuples(value) for name, value in told.items() if name != "kind"})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(inner) for inner in value) if isinstance(value, list) else value
