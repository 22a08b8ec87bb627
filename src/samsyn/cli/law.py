"""`samsyn law clock|remedy|fee`: the bench for lawyers, one situation a line in, one answer a line out."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from samsyn.cli.ending import Exit, Stop


def clock(chosen: argparse.Namespace) -> int:
    """Say which days the time limits of each situation start and end, by which paragraph and why."""
    return _answer_all("CLOCK", chosen)


def remedy(chosen: argparse.Namespace) -> int:
    """Say what may be done against the decision of each situation, where, and by which paragraph."""
    return _answer_all("REMEDY", chosen)


def fee(chosen: argparse.Namespace) -> int:
    """Work out the fee of each situation, step by step."""
    return _answer_all("FEE", chosen)


def _answer_all(question: str, chosen: argparse.Namespace) -> int:
    """Answer each line as it comes, so that a long file needs no memory. What cannot be read is answered, too."""
    from samsyn.cases.bench_lines import Question, answers, as_line  # here, since other commands need none of the law

    with ExitStack() as files:
        lines = sys.stdin if chosen.file == "-" else files.enter_context(_opened(chosen.file))
        try:
            for said in answers(Question[question], lines):
                print(as_line(said), flush=lines is sys.stdin)
        except UnicodeDecodeError:
            raise Stop(Exit.USAGE, f"{chosen.file} is not text in UTF-8. Save it so and try again.") from None
    return Exit.OK


def _opened(file: str) -> TextIO:
    try:
        return Path(file).open(encoding="utf-8-sig")
    except OSError as problem:
        raise Stop(Exit.USAGE, f"cannot read {file}: {problem.strerror}.") from None
