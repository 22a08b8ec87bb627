"""The command `samsyn`: serve, migrate, simulate, verify and what else an installation needs.

Every kind of user error has an exit code of its own (`Exit`, listed in docs/settings.md), and its message
says what to do.
"""

import argparse
import getpass
import os
import re
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from enum import IntEnum
from pathlib import Path

PORTS = (1, 65_535)
MOST_WORKERS = 256
LONGEST_NUMBER = 10  # digits; nothing here is longer
FIRST_UNTIL, LAST_UNTIL = date(1990, 1, 1), date(2100, 12, 31)  # two years are invented before it, four weeks after
ROWS_MEASURED = 20_000  # of each index; a second for a file of two gigabytes


class Exit(IntEnum):
    """What the command answers the shell."""

    OK = 0
    CHAIN_BROKEN = 1
    USAGE = 2  # argparse's own
    SETTING = 3
    ADDRESS = 4
    DATABASE = 5
    REFUSED = 6


class Stop(Exception):  # noqa: N818 - the user can put it right; nothing is wrong with the program
    """Ends the command with a sentence for the user and the exit code of its kind."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    chosen = _parser().parse_args(arguments)
    os.umask(0o077)  # what is written here is for this user alone: the database, its log, the key
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.settings")
    try:
        return _run(chosen)
    except Stop as stop:
        print(f"samsyn: {stop}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        print("\nsamsyn: stopped", file=sys.stderr)
        return 130


def _run(chosen: argparse.Namespace) -> int:
    """Set Django up, run the chosen command, and turn what users can put right into sentences."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError
    from django.utils.translation import gettext, override

    try:
        django.setup()
        _make_home()
        from samsyn.people.refusals import Refused

        try:
            command: Callable[[argparse.Namespace], int] = chosen.command
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


def serve(chosen: argparse.Namespace) -> int:
    """Serve the pages until somebody stops it."""
    from django.conf import settings
    from django.db import connection
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    import samsyn.wsgi  # refuses, before anything listens, when there is no secret key

    _need_free_port(chosen.host, chosen.port)
    _need_migrated()
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise Stop(Exit.DATABASE, "the static files are not gathered yet: run `samsyn migrate`.")
    if chosen.workers > 1 and connection.vendor == "sqlite":
        raise Stop(
            Exit.SETTING,
            "SQLite has one writer: leave --workers at 1, or set SAMSYN_DATABASE_URL to PostgreSQL.",
        )
    place = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    server = Granian(
        f"{samsyn.wsgi.__name__}:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=4,  # with granian's own default, writes pile up on SQLite
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.on_startup(lambda: print(f"Samsyn is at http://{place}:{chosen.port} (Ctrl+C stops it)", flush=True))
    server.serve()
    return Exit.OK


def _need_free_port(host: str, port: int) -> None:
    """Stop when the address cannot be listened on, and say how to choose another."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    another = port + 1 if port < PORTS[1] else port - 1
    try:
        socket.getaddrinfo(host, port, family)
    except OSError:
        raise Stop(Exit.ADDRESS, f"{host} is no address here: choose one with --host, such as 127.0.0.1.") from None
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Stop(
                Exit.ADDRESS,
                f"cannot listen on {host}, port {port}: {problem.strerror}. Stop what uses it, "
                f"or choose another port: `samsyn serve --port {another}` or `make run PORT={another}`.",
            ) from None


def _need_migrated() -> None:
    """Stop when the tables are older than the program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Stop(Exit.DATABASE, "the tables are not made or older than the program: run `samsyn migrate`.")


def migrate(chosen: argparse.Namespace) -> int:
    """Bring the tables and the gathered static files up to this version of the program."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=chosen.verbosity)
    call_command("collectstatic", interactive=False, verbosity=0)
    measure_tables()
    print("The tables and the static files are up to date.")
    return Exit.OK


def measure_tables() -> None:
    """Let SQLite take in how its rows are spread, so that it chooses the right index. PostgreSQL does so by itself."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_MEASURED}")
            cursor.execute("ANALYZE")


def simulate(chosen: argparse.Namespace) -> int:
    """Fill an empty database with an invented municipality."""
    from django.utils import timezone

    from samsyn.web.simulate import CannotWrite
    from samsyn.web.simulate import simulate as fill

    _need_migrated()
    try:
        fill(
            seed=chosen.seed,
            until=chosen.until or timezone.localdate(),
            recipients=chosen.size if isinstance(chosen.size, int) else None,
            size=chosen.size if isinstance(chosen.size, str) else "demo",
            answers_path=chosen.answers,
            report=lambda line: print(line, flush=True),
        )
    except CannotWrite as problem:
        raise Stop(Exit.USAGE, f"cannot write {chosen.answers}: {problem}. Nothing was stored.") from None
    measure_tables()
    return Exit.OK


def verify(chosen: argparse.Namespace) -> int:
    """Walk the whole event log and say whether it, and every letter it vouches for, is as it was written."""
    from samsyn.audit.queries import verify_chain
    from samsyn.cases.queries import altered_letter

    _need_migrated()
    verdict = verify_chain(upto=chosen.head)
    print(f"events: {verdict.events}")
    print(f"head:   {verdict.head}")
    if verdict.intact and (decision := altered_letter()):
        print(f"BROKEN: the letter of decision {decision} is not the one that was sent")
        return Exit.CHAIN_BROKEN
    if verdict.intact:
        print(
            "intact: every event and every letter is as it was written. Note the head in a place outside this machine."
        )
        return Exit.OK
    where = f"at event {verdict.broken_at}: " if verdict.broken_at else ""
    print(f"BROKEN {where}{verdict.reason}")
    return Exit.CHAIN_BROKEN


def close_days(chosen: argparse.Namespace) -> int:
    """Close days up to and with one day: what was planned and not reported otherwise becomes performed."""
    from django.utils import timezone

    from samsyn.homecare.actions import close_days as close
    from samsyn.people.roles import job

    _need_migrated()
    now = timezone.now()
    through = chosen.day or timezone.localdate(now) - timedelta(days=1)
    close(by=job("close-days"), at=now, through=through)
    print(f"Days up to and with {through} are closed.")
    return Exit.OK


def nightly(_chosen: argparse.Namespace) -> int:
    """What is done every night: close the days that have passed, lay out the coming weeks, forget old sessions."""
    from django.core.management import call_command
    from django.utils import timezone

    from samsyn.homecare.actions import close_days as close
    from samsyn.homecare.actions import plan_ahead
    from samsyn.people.roles import job

    _need_migrated()
    now = timezone.now()
    closed = close(by=job("close-days"), at=now, through=timezone.localdate(now) - timedelta(days=1))
    planned = plan_ahead(by=job("plan-ahead"), at=now)
    call_command("clearsessions")  # what somebody typed in a search is kept in the session
    measure_tables()
    print(f"{closed} planned times of past days are closed, {planned} times are planned for the coming four weeks.")
    return Exit.OK


def create_admin(_chosen: argparse.Namespace) -> int:
    """Ask for names and a password, and make the first administrator."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from samsyn.people.actions import create_first_administrator
    from samsyn.people.roles import job

    _need_migrated()
    answers = {name: _ask(question) for name, question in ADMIN_QUESTIONS.items()}
    password = getpass.getpass("Password (at least 12 characters): ")
    if password != getpass.getpass("The same password again: "):
        raise Stop(Exit.REFUSED, "the two passwords differ. Nothing was stored; run the command again.")
    try:
        validate_password(password)
    except ValidationError as problem:
        raise Stop(Exit.REFUSED, " ".join(problem.messages)) from None
    create_first_administrator(**answers, password=password, by=job("create-admin"), at=timezone.now())
    print(f"{answers['username']} can now log in as administrator.")
    return Exit.OK


ADMIN_QUESTIONS = {"given_name": "Given name: ", "family_name": "Family name: ", "username": "User name: "}


def _ask(question: str) -> str:
    try:
        answer = input(question).strip()
    except EOFError:
        answer = ""
    if not answer:
        raise Stop(Exit.REFUSED, "an answer is needed. Nothing was stored; run the command again.")
    return answer


def manage(chosen: argparse.Namespace) -> int:
    """Hand over to Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samsyn manage", *chosen.rest])
    return Exit.OK


def _size(text: str) -> str | int:
    from samsyn.synthetic.municipality import size_of

    try:
        recipients, *_ = size_of(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    return recipients if text.isdigit() else text


def _number(least: int, most: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isdecimal() and len(text) < LONGEST_NUMBER and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}: write a number from {least} to {most}")

    return read


def _head(text: str) -> str:
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not a head: write the 64 digits and letters a-f that verify gave")


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day: write it as 2026-03-31") from None


def _near_day(text: str) -> date:
    day = _day(text)
    if not FIRST_UNTIL <= day <= LAST_UNTIL:
        raise argparse.ArgumentTypeError(f"{text!r} is too far away: write a day from {FIRST_UNTIL} to {LAST_UNTIL}")
    return day


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samsyn",
        description="One chain for municipal care, from application to follow-up. "
        "Settings are environment variables; docs/settings.md names them all.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, command: Callable[[argparse.Namespace], int], help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=(command.__doc__ or "").strip())
        sub.set_defaults(command=command)
        return sub

    sub = add("serve", serve, "serve the pages")
    sub.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    sub.add_argument("--port", type=_number(*PORTS, "a port"), default=8000, help="port to listen on (8000)")
    workers = _number(1, MOST_WORKERS, "a number of processes")
    sub.add_argument("--workers", type=workers, default=1, help="server processes; more than one needs PostgreSQL (1)")

    sub = add("migrate", migrate, "make or update the tables, gather the static files")
    sub.add_argument("--verbosity", type=int, choices=[0, 1, 2], default=0, help="how much to tell (0)")

    sub = add("simulate", simulate, "fill an empty database with an invented municipality")
    sub.add_argument("--seed", type=int, default=1, help="the same seed gives the same municipality (1)")
    sub.add_argument("--until", type=_near_day, default=None, metavar="DATE", help="the last simulated day (today)")
    sub.add_argument("--size", type=_size, default="demo", help="demo, goteborg, or a number of recipients (demo)")
    sub.add_argument("--answers", type=Path, metavar="FILE", help="where to write the planted truths, as JSON")

    sub = add("verify", verify, "check that the event log is whole; ends with 1 when it is not")
    sub.add_argument("--head", type=_head, metavar="HASH", help="a head noted earlier, which must still be in the log")

    add("nightly", nightly, "close the days that have passed and plan the coming four weeks; run it each night")
    sub = add("close-days", close_days, "turn planned time into performed time for days that have passed")
    sub.add_argument("--day", type=_near_day, metavar="DATE", help="close up to and with this day (yesterday)")

    add("create-admin", create_admin, "make the first administrator of an empty installation")

    sub = add("manage", manage, "Django's own commands, for example `samsyn manage dbshell`")
    sub.add_argument("rest", nargs=argparse.REMAINDER, help="the command and its arguments")
    return parser
