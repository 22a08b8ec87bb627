"""The command `samsyn`: serve, migrate, simulate, verify and what else an installation needs.

Every kind of user error has an exit code of its own (`Exit`, listed in docs/settings.md), and its message
says what to do.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from samsyn.cli.ending import Exit, Stop, under_way
from samsyn.cli.parser import parser

__all__ = ["Exit", "Stop", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    chosen = parser().parse_args(arguments)
    os.umask(0o077)  # what is written here is for this user alone: the database, its log, the key
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.settings")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small tables: threads that wait cost more than they do
    try:
        command: Callable[[argparse.Namespace], int] = chosen.command
        if not getattr(chosen, "loads", False):
            under_way()
        return command(chosen) if getattr(chosen, "plain", False) else _run(chosen, command)
    except Stop as stop:
        print(f"samsyn: {stop}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        print("\nsamsyn: stopped", file=sys.stderr)
        return 130


def _run(chosen: argparse.Namespace, command: Callable[[argparse.Namespace], int]) -> int:
    """Set Django up, run the chosen command, and turn what users can put right into sentences."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError
    from django.utils.translation import gettext, override

    try:
        django.setup()
        if getattr(chosen, "stores", True):
            _make_home()
        from samsyn.people.refusals import Refused

        try:
            return command(chosen)
        except Refused as refused:
            with override("en"):
                sentence = gettext(refused.refusal.text).format(**refused.refusal.values)
            raise Stop(Exit.REFUSED, sentence) from None
    except ImproperlyConfigured as problem:
        raise Stop(Exit.SETTING, f"{problem}. See docs/settings.md.") from None
    except OperationalError as problem:
        text = str(problem).strip()
        raise Stop(
            Exit.DATABASE,
            f"the database does not answer: {text}. Check SAMSYN_DATABASE_URL; "
            "if a table is missing, run `samsyn migrate`.",
        ) from None


def _make_home() -> None:
    """Make the folders that the database, the key and the gathered static files lie in, and try them by writing."""
    from django.conf import settings
    from django.db import connection

    places = [settings.STATIC_ROOT.parent]
    file = settings.DATABASES["default"]["NAME"]
    if connection.vendor == "sqlite" and file != ":memory:":
        places.append(Path(str(file)).parent)
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=place).close()
        except OSError as problem:
            raise Stop(
                Exit.SETTING,
                f"cannot write in {place}: {problem.strerror}. Set SAMSYN_HOME to a folder you may write in.",
            ) from None
