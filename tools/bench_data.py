"""A file for `make bench-web`: 200,000 cases, a million decision lines, two million events.

    python tools/bench_data.py [FOLDER] [--seed 1] [--until 2026-11-21] [--cases 200000]

Fills FOLDER/samsyn.sqlite3 (default var/bench) and says in FOLDER/about.json what it is. A file that already is what
would be made is left as it is. Put in through the rooms' own load actions; the room that keeps the log chains it.
"""

import argparse
import gc
import hashlib
import json
import os
import sys
import time as clock
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.bench_cases import Authority  # noqa: E402 - the path is set above
from tools.bench_office import Say, drawn_by_the_program, fees, rows  # noqa: E402
from tools.serving import settings_for  # noqa: E402

CASES = 200_000
EVENTS_AT_A_TIME = 50_000
MADE_BY = {"bench_data", "bench_cases", "bench_places", "bench_law", "bench_office"}


def fill(*, seed: int, until: date, cases: int) -> dict[str, Any]:
    """Make the tables in the empty file that the settings name and put everything in; returns what it became."""
    from django.core.management import call_command
    from django.db import connection

    from samsyn.cases.actions.load import finish_cases
    from samsyn.cases.models import DecisionLine
    from samsyn.cli.upkeep import measure_tables
    from samsyn.homecare.actions.load import finish_homecare
    from samsyn.people.actions.load import finish_people
    from samsyn.people.roles import job

    began, by = clock.perf_counter(), job("bench-data")

    def say(text: str) -> None:
        print(f"  {clock.perf_counter() - began:5.0f} s  {text}", flush=True)

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    made = Authority(seed, until, cases)
    _hurry(connection)
    with connection.constraint_checks_disabled():
        events = _load(made, by, say)
        finish_people(), finish_cases(), finish_homecare()
    measure_tables()
    say(f"fees of {fees(made)} persons")
    drawn_by_the_program(made, say)
    connection.check_constraints()
    say("every key points at something")
    measure_tables()
    lines = DecisionLine.objects.count()
    connection.close()
    return {"seed": seed, "until": until.isoformat(), "cases": cases, "lines": lines, "events": events}


def _load(made: Authority, by: Any, say: Say) -> int:
    """Put in the organisation, the cases and the log, the indexes last; returns how many events."""
    from django.apps import apps
    from django.db import transaction

    from samsyn.audit import bulk
    from samsyn.cases.actions import load as cases
    from samsyn.cases.models import FieldVersion
    from samsyn.homecare.actions import load as homecare
    from samsyn.people.actions import load as people

    tables = (*people.TABLES, *cases.TABLES, *homecare.TABLES, *apps.get_app_config("cases").get_models())
    with transaction.atomic(), bulk.rebuilt_afterwards(*tables, late=cases.LATE):
        people.load_organisation(organisation=made.places.organisation(), by=by)
        events = bulk.append(cases.load_orders(by=by))
        for stories, versions in made.batches():
            people.load_people(stories=stories, by=by)
            cases.load_cases(stories=stories, by=by)
            homecare.load_homecare(stories=stories, by=by)
            bulk.insert(FieldVersion, versions)
            for table, some in made.law.taken().items():
                bulk.insert(apps.get_model(table), some)
            say(f"{len(made.of_case)} cases")
        for table, some in rows(made):
            bulk.insert(apps.get_model(table), some)
        waiting = made.events()
        while some := list(islice(waiting, EVENTS_AT_A_TIME)):
            events += bulk.append(some)
        say(f"{events} events, chained")
    say("the indexes")
    return events


def _hurry(connection: Any) -> None:
    """Nothing is lost if the filling is cut off: the file is begun anew."""
    with connection.cursor() as cursor:
        for word in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-1000000", "temp_store=MEMORY"):
            cursor.execute(f"PRAGMA {word}")


def fingerprint() -> str:
    """What the content depends on beside seed and day: what makes it. Tables that change later are migrated."""
    files = [file for file in sorted(Path(__file__).parent.glob("bench_*.py")) if file.stem in MADE_BY]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def prepare(folder: Path, *, seed: int, until: date, cases: int = CASES) -> dict[str, Any]:
    """The folder's content, made if it isn't there, is another, or is more than a week old."""
    import django

    os.environ.update(settings_for(folder))
    django.setup()
    folder.mkdir(parents=True, exist_ok=True)
    about, file = folder / "about.json", folder / "samsyn.sqlite3"
    wanted = {"seed": seed, "cases": cases, "made by": fingerprint()}
    if about.exists() and file.exists():
        found: dict[str, Any] = json.loads(about.read_text())
        age = (until - date.fromisoformat(found["until"])).days
        if {k: found[k] for k in wanted} == wanted and 0 <= age < 7:
            return found
    for old in (about, *folder.glob("samsyn.sqlite3*")):
        old.unlink(missing_ok=True)
    gc.disable()  # millions of rows without a cycle among them
    made = wanted | fill(seed=seed, until=until, cases=cases)
    gc.enable()
    about.write_text(json.dumps(made, indent=2) + "\n")
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description="Fill a file with a large invented authority.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=date.fromisoformat, default=datetime.now(UTC).date())
    parser.add_argument("--cases", type=int, default=CASES)
    chosen = parser.parse_args()
    made = prepare(chosen.folder, seed=chosen.seed, until=chosen.until, cases=chosen.cases)
    print(", ".join(f"{k} {v}" for k, v in made.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
