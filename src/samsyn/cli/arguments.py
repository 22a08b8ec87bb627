"""What the arguments of the commands may be; anything else is said before a command begins."""

import argparse
import re
from collections.abc import Callable
from datetime import date, datetime

PORTS = (1, 65_535)
MOST_WORKERS = 256
LONGEST_NUMBER = 10  # digits; nothing here is longer
FIRST_UNTIL, LAST_UNTIL = date(1990, 1, 1), date(2100, 12, 31)  # two years are invented before it, four weeks after


def size(text: str) -> str | int:
    from samsyn.synthetic.municipality import size_of

    try:
        recipients, *_ = size_of(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    return recipients if text.isdigit() else text


def number(least: int, most: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isdecimal() and len(text) < LONGEST_NUMBER and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}: write a number from {least} to {most}")

    return read


def head(text: str) -> str:
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not a head: write the 64 digits and letters a-f that verify gave")


def day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day: write it as 2026-03-31") from None


def near_day(text: str) -> date:
    """A day that is no slip of the pen."""
    found = day(text)
    if not FIRST_UNTIL <= found <= LAST_UNTIL:
        raise argparse.ArgumentTypeError(f"{text!r} is too far away: write a day from {FIRST_UNTIL} to {LAST_UNTIL}")
    return found
