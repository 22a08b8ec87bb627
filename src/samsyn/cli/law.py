"""`samsyn law clock|remedy|fee`: the bench for lawyers, one situation a line in, one answer a line out."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from samsyn.cases import bench
from samsyn.cases.fees import bench as fees
from samsyn.cli.ending import Exit, Stop

Answer = dict[str, Any]


def clock(chosen: argparse.Namespace) -> int:
    """Say which days the time limits of each situation start and end, by which paragraph and why."""
    return _answer_all(bench.clock, chosen)


def remedy(chosen: argparse.Namespace) -> int:
    """Say what may be done against the decision of each situation, where, and by which paragraph."""
    return _answer_all(bench.remedy, chosen)


def fee(chosen: argparse.Namespace) -> int:
    """Work out the fee of each situation, step by step."""
    return _answer_all(fees.fee, chosen)


def _answer_all(answer: Callable[[Any], Answer], chosen: argparse.Namespace) -> int:
    """Answer each line as it comes, so that a long file needs no memory. What cannot be read is answered, too."""
    with ExitStack() as files:
        lines = sys.stdin if chosen.file == "-" else files.enter_context(_opened(chosen.file))
        try:
            for said in _answers(answer, lines):
                print(json.dumps(said, ensure_ascii=False, default=str), flush=lines is sys.stdin)
        except UnicodeDecodeError:
            raise Stop(Exit.USAGE, f"{chosen.file} is not text in UTF-8. Save it so and try again.") from None
    return Exit.OK


def _answers(answer: Callable[[Any], Answer], lines: TextIO) -> Iterator[Answer]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            situation = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            yield {"line": number, "error": "Raden är inte ett JSON-objekt. Skriv en situation på varje rad."}
            continue
        yield {"line": number, **answer(situation)}


def _opened(file: str) -> TextIO:
    try:
        return Path(file).open(encoding="utf-8-sig")
    except OSError as problem:
        raise Stop(Exit.USAGE, f"cannot read {file}: {problem.strerror}.") from None
