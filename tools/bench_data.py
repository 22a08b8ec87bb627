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
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.bench_cases import Authority  # noqa: E402 - the path is set above
from tools.serving import settings_for  # noqa: E402

CASES = 200_000
EVENTS_AT_A_TIME = 50_000


def fill(*, seed: int, until: date, cases: int) -> dict[str, Any]:
    """Make the tables in the empty file that the settings name and put everything in; returns what it became."""
    from django.core.management import call_command
    from django.db import connection

    from samsyn.audit import bulk
    from samsyn.cases.actions.load import finish_cases, load_cases
    from samsyn.cases.models import DecisionLine, FieldVersion
    from samsyn.cli.upkeep import measure_tables
    from samsyn.homecare.actions.load import finish_homecare, load_homecare
    from samsyn.people.actions.load import finish_people, load_organisation, load_people
    from samsyn.people.roles import job

    began, by = clock.perf_counter(), job("bench-data")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    made = Authority(seed, until, cases)
    _hurry(connection)
    with connection.constraint_checks_disabled():
        load_organisation(organisation=made.places.organisation(), by=by)
        for story, versions in made.batches():
            stories = [story]
            load_people(stories=stories, by=by)
            load_cases(stories=stories, by=by)
            load_homecare(stories=stories, by=by)
            bulk.insert(FieldVersion, versions)
            _say(began, f"{len(made.of_case)} cases")
        waiting, events = made.events(), 0
        while some := [e for e, _ in zip(waiting, range(EVENTS_AT_A_TIME), strict=False)]:
            events += bulk.append(some)
        finish_people(), finish_cases(), finish_homecare()
        _say(began, f"{events} events, chained")
    connection.check_constraints()
    _say(began, "every key points at something")
    measure_tables()
    lines = DecisionLine.objects.count()
    connection.close()
    return {"seed": seed, "until": until.isoformat(), "cases": cases, "lines": lines, "events": events}


def _hurry(connection: Any) -> None:
    """Nothing is lost if the filling is cut off: the file is begun anew."""
    with connection.cursor() as cursor:
        for word in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-1000000", "temp_store=MEMORY"):
            cursor.execute(f"PRAGMA {word}")


def _say(began: float, text: str) -> None:
    print(f"  {clock.perf_counter() - began:5.0f} s  {text}", flush=True)


def fingerprint() -> str:
    """What the content depends on beside seed and day: these files, and the tables."""
    files = [
        *sorted(Path(__file__).parent.glob("bench_[cdp]*.py")),
        *sorted(ROOT.glob("src/samsyn/*/migrations/0*.py")),
    ]
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]


def prepare(folder: Path, *, seed: int, until: date, cases: int = CASES) -> dict[str, Any]:
    """The folder's content, made if it isn't there, is another, or is more than a week old."""
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
    os.environ.update(settings_for(folder))
    import django

    django.setup()
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
