"""`samsyn deidentify`: a case text without sex, name or age, on its own: no database, no settings, no Django."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samsyn.cli.ending import Exit, Stop


def deidentify(chosen: argparse.Namespace) -> int:
    """Take names, numbers, ages and what tells a woman from a man out of a text. Pseudonymised, never anonymous."""
    from samsyn.deidentify import BadHeader, Unmaskable, header_of, mask

    if chosen.file == chosen.header == "-":
        raise Stop(Exit.USAGE, "only one of FILE and --header can be standard input.")
    try:
        header = header_of(_json(chosen.header)) if chosen.header else None
        masked = mask(_text(chosen.file), header)
    except BadHeader as problem:
        raise Stop(Exit.USAGE, f"{chosen.header}: {problem}.") from None
    except Unmaskable as problem:
        raise Stop(Exit.USAGE, f"{chosen.file}: {problem}.") from None
    told = masked.text
    if chosen.json:
        told = json.dumps({"text": masked.text, "edits": [asdict(e) for e in masked.edits]}, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(told.encode())  # as it is, whatever the terminal's encoding and line ends
    return Exit.OK


def _text(file: str) -> str:
    try:
        return _bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(Exit.USAGE, f"{file} is not text in UTF-8. Save it so and try again.") from None


def _json(file: str) -> Any:
    try:
        return json.loads(_text(file))
    except (ValueError, RecursionError) as problem:
        raise Stop(Exit.USAGE, f"{file} is no JSON: {problem}. See docs/deidentify.md for its keys.") from None


def _bytes(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as problem:
        raise Stop(Exit.USAGE, f"cannot read {file}: {problem.strerror}.") from None
