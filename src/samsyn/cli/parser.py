"""The commands and their arguments."""

import argparse
from collections.abc import Callable
from pathlib import Path

from samsyn.cli.arguments import MOST_WORKERS, PORTS, head, near_day, number, size
from samsyn.cli.downtime import downtime_pack
from samsyn.cli.equity import equity, equity_worker
from samsyn.cli.filling import create_admin, simulate
from samsyn.cli.importing import import_files, import_worker
from samsyn.cli.law import clock, fee, remedy
from samsyn.cli.masking import deidentify
from samsyn.cli.night import camera_simulator, night_watch
from samsyn.cli.nightly import nightly
from samsyn.cli.planning import FORMATS, dayplan_worker, plan
from samsyn.cli.serving import serve
from samsyn.cli.upkeep import close_days, manage, migrate, verify

SITUATIONS = (
    "Each line of the input is a situation as a JSON object, each line of the output its answer. "
    "docs/law-bench.md lists the keys."
)


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="samsyn",
        description="One chain for municipal care, from application to follow-up. "
        "Settings are environment variables; docs/settings.md names them all.",
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, command: Callable[[argparse.Namespace], int], help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=(command.__doc__ or "").strip())
        sub.set_defaults(command=command)
        return sub

    sub = add("serve", serve, "serve the pages")
    sub.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    sub.add_argument("--port", type=number(*PORTS, "a port"), default=8000, help="port to listen on (8000)")
    workers = number(1, MOST_WORKERS, "a number of processes")
    sub.add_argument("--workers", type=workers, default=1, help="server processes; more than one needs PostgreSQL (1)")

    sub = add("migrate", migrate, "make or update the tables, gather the static files")
    sub.add_argument("--verbosity", type=int, choices=[0, 1, 2], default=0, help="how much to tell (0)")

    sub = add("simulate", simulate, "fill an empty database with an invented municipality")
    sub.add_argument("--seed", type=int, default=1, help="the same seed gives the same municipality (1)")
    sub.add_argument("--until", type=near_day, default=None, metavar="DATE", help="the last simulated day (today)")
    sub.add_argument("--size", type=size, default="demo", help="demo, goteborg, or a number of recipients (demo)")
    sub.add_argument("--answers", type=Path, metavar="FILE", help="where to write the planted truths, as JSON")

    _reads_in(add("import", import_files, "read in the export of another case system (CSV, XLSX or ZIP)"))
    sub = add("import-worker", import_worker, "what the page starts for a large file; not for people")
    sub.add_argument("number", type=int, help="which import")

    sub = add("verify", verify, "check that the event log is whole; ends with 1 when it is not")
    sub.add_argument("--head", type=head, metavar="HASH", help="a head noted earlier, which must still be in the log")

    add("nightly", nightly, "close the days that have passed and plan the coming four weeks; run it each night")
    sub = add("downtime-pack", downtime_pack, "make the encrypted lists for when nothing works; run it each quarter")
    sub.add_argument("--now", action="store_true", help="also when no shift has ended since the newest pack")
    sub.add_argument("--phrases", action="store_true", help="print what opens each group's lists, for its envelope")
    sub = add("close-days", close_days, "turn planned time into performed time for days that have passed")
    sub.add_argument("--day", type=near_day, metavar="DATE", help="close up to and with this day (yesterday)")

    _keeps_the_night(add("night-watch", night_watch, "send somebody where nobody was seen by camera; run it always"))
    _plays_the_vendor(add("camera-simulator", camera_simulator, "the other side of the cameras, for tests and showing"))

    add("create-admin", create_admin, "make the first administrator of an empty installation")

    _asks_the_law(
        commands.add_parser("law", help="ask the law: time limits, remedies and fees of situations in a file")
    )
    _reads_texts(add("deidentify", deidentify, "take names, numbers, ages and sex out of a case text"))
    _compares(add("equity", equity, "compare what two groups were granted, from a table of decisions"))
    _works_apart(add("equity-worker", equity_worker, "what the page starts for a file; not for people"))
    _plans(add("plan", plan, "plan a day: who visits whom, when"))
    sub = add("dayplan-worker", dayplan_worker, "what the page starts for a day; not for people")
    sub.add_argument("folder", help="where the day is")
    sub.set_defaults(plain=True)
    sub = add("manage", manage, "Django's own commands, for example `samsyn manage dbshell`")
    sub.add_argument("rest", nargs=argparse.REMAINDER, help="the command and its arguments")
    return whole


def _reads_in(sub: argparse.ArgumentParser) -> None:
    """What `import` takes."""
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the files of one export")
    sub.add_argument("--mapping", type=Path, metavar="FILE", help="which columns become what (recognised by headings)")
    sub.add_argument("--write-mapping", type=Path, metavar="FILE", help="write what is recognised, and read in nothing")
    sub.add_argument("--system", metavar="NAME", help="what to call the other system (the first file's name)")
    sub.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
    sub.add_argument("--report", type=Path, metavar="FILE", help="where to write every row that is wrong, as CSV")
    sub.add_argument("--language", choices=["sv", "en"], default="sv", help="the language of the report (sv)")


def _keeps_the_night(sub: argparse.ArgumentParser) -> None:
    """What `night-watch` takes."""
    sub.add_argument("--once", action="store_true", help="one round, then end")
    every = number(1, 300, "a number of seconds")
    sub.add_argument("--every", type=every, default=20, metavar="SECONDS", help="between two rounds (20)")


def _plays_the_vendor(sub: argparse.ArgumentParser) -> None:
    """What `camera-simulator` takes. It asks nothing of the database."""
    sub.add_argument("--port", type=number(0, PORTS[1], "a port"), default=8790, help="port to listen on (8790)")
    sub.add_argument("--script", type=Path, metavar="FILE", help="what each device does (docs/camera-interface.md)")
    sub.set_defaults(stores=False)


def _asks_the_law(law: argparse.ArgumentParser) -> None:
    """What `law` takes. It asks nothing of the database."""
    asked = law.add_subparsers(title="questions", metavar="QUESTION", required=True)
    for name, ask in {"clock": clock, "remedy": remedy, "fee": fee}.items():
        about = (ask.__doc__ or "").strip()
        question = asked.add_parser(name, help=about, description=f"{about} {SITUATIONS}")
        question.set_defaults(command=ask, stores=False)  # asks nothing of the database
        question.add_argument("file", nargs="?", default="-", help="a file with a JSON object a line (standard input)")


def _works_apart(sub: argparse.ArgumentParser) -> None:
    """What `equity-worker` takes. It is plain, as `equity` is."""
    sub.add_argument("folder", help="where the file is")
    sub.add_argument("key", help="what is asked of it")
    sub.set_defaults(plain=True)


def _compares(sub: argparse.ArgumentParser) -> None:
    """What `equity` takes. It is plain: it needs neither settings nor a database."""
    sub.add_argument("file", metavar="FILE", help="a table of decisions: .csv, .xlsx or .parquet (docs/equity.md)")
    sub.add_argument("--outcome", required=True, metavar="COLUMN", help="what was decided: yes and no, or an amount")
    sub.add_argument("--group", required=True, metavar="COLUMN", help="who is compared, for example sex")
    sub.add_argument("--reference", metavar="VALUE", help="the group compared with; the last in sorting order")
    sub.add_argument("--facts", metavar="A,B", help="facts that the unit did not itself assess")
    sub.add_argument("--need", metavar="C,D", help="need as the unit assessed it")
    sub.add_argument("--language", choices=["sv", "en"], help="of the texts; Swedish unless the locale is English")
    sub.add_argument(
        "--engine", choices=["duckdb", "spark"], default="duckdb", help="spark: more than one machine holds"
    )
    sub.add_argument("--json", action="store_true", help="one JSON object")
    sub.set_defaults(plain=True, loads=True)  # it says itself when it is under way


def _plans(sub: argparse.ArgumentParser) -> None:
    """What `plan` takes. It is plain: it needs neither settings nor a database."""
    sub.add_argument("file", metavar="FILE", help="the day, as JSON (docs/planning.md)")
    sub.add_argument("--format", required=True, choices=FORMATS, help="how the file tells it")
    sub.add_argument(
        "--seconds", type=number(1, 86_400, "a number of seconds"), default=60, help="how long to search (60)"
    )
    sub.add_argument("--seed", type=number(0, 2**31, "a whole number"), default=1, help="of all that is drawn (1)")
    sub.add_argument(
        "--trials", type=number(1, 10**9 - 1, "a number of trials"), help="instead of seconds: the same plan again"
    )
    processes = number(1, 256, "a number of processes")
    sub.add_argument("--processes", type=processes, default=1, help="searches at once, with seeds of their own (1)")
    sub.add_argument("--out", type=Path, metavar="PLAN.json", help="where to write the plan")
    sub.add_argument("--check", type=Path, metavar="PLAN.json", help="judge this plan instead of searching for one")
    sub.add_argument("--explain", action="store_true", help="tell why each visit is as it is, and what more would give")
    sub.add_argument("--language", choices=["sv", "en"], help="of what is told; Swedish unless the locale is English")
    sub.set_defaults(plain=True)


def _reads_texts(sub: argparse.ArgumentParser) -> None:
    """What `deidentify` takes. It is plain: it needs neither settings nor a database."""
    sub.add_argument("file", metavar="FILE", help="a text in UTF-8; - is standard input")
    sub.add_argument("--header", metavar="HEADER.json", help="who the case is about: docs/deidentify.md lists the keys")
    sub.add_argument("--json", action="store_true", help="tell every edit, with its place in the original")
    sub.set_defaults(plain=True)
