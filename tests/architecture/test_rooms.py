"""The rooms and their directions, sizes, and what may know the framework."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import DJANGO_ROOMS, ROOT, SRC, dotted, functions, imported, modules, short

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
KNOWS_DJANGO = frozenset({"models", "actions", "queries", "apps"})
# Beside those: what gathers rows as values, what migrations put into the database, and loading in bulk.
DEALS_WITH_ROWS = frozenset(
    {
        f"cases/{name}.py"
        for name in ("letters/collect", "file_tree", "order_rows", "condition_rows", "log_readings", "fee_standings")
    }
    | {"audit/guards.py", "audit/tables.py", "audit/bulk.py", "improvement/due.py"}
    | {
        f"homecare/{name}.py"
        for name in ("day_facts", "day_lanes", "day_journeys", "day_pattern", "fortnight", "unit_skills")
    }
    | {"homecare/night_facts.py", "homecare/night_desk.py"}  # the second asks the vendor between two actions
)
HTTP = (
    "django.http",
    "django.shortcuts",
    "django.views",
    "django.urls",
    "django.template",
    "django.contrib.sessions",
)


def test_the_contracts_between_rooms_hold():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_module_stays_small():
    files = [*modules(), *modules(ROOT / "tools"), *modules(ROOT / "tests")]
    lengths = {f.relative_to(ROOT).as_posix(): len(f.read_text(encoding="utf-8").splitlines()) for f in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_a_function_fits_the_eye():
    long = [
        f"{short(path)}:{f.lineno} {f.name}"
        for path in modules()
        for f in functions(path)
        if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_http_lives_only_in_the_top_row():
    speaks = {
        short(path): sorted(name for name in imported(path) if name.startswith(HTTP))
        for room in DJANGO_ROOMS
        for path in modules(SRC / room)
    }
    assert {path: names for path, names in speaks.items() if names} == {}


def pure_modules():
    """Everything in the lower rooms but what by its name deals with the database."""
    for room in ("synthetic", *DJANGO_ROOMS):
        for path in modules(SRC / room):
            if (
                KNOWS_DJANGO.isdisjoint(path.relative_to(SRC).with_suffix("").parts)
                and short(path) not in DEALS_WITH_ROWS
            ):
                yield dotted(path)


def test_what_decides_runs_without_the_framework():
    names = list(pure_modules())
    assert {"samsyn.cases.lifecycle", "samsyn.homecare.lifecycle", "samsyn.audit.chain"} <= set(names)
    code = (
        "import sys, importlib\n"
        "sys.modules['django'] = None\n"
        "for name in sys.argv[1:]:\n"
        "    try: importlib.import_module(name)\n"
        "    except ImportError as problem: print(name, problem)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *names], cwd=SRC.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_a_day_is_read_and_a_plan_is_judged_without_loading_what_searches():
    """The compiler's library takes three times as long to load as all of this."""
    code = (
        "import sys\n"
        "import samsyn.planning, samsyn.planning.faults, samsyn.planning.reference, samsyn.planning.formats.samsyn\n"
        "print(sorted({'django', 'numba', 'llvmlite', 'scipy', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=SRC.parent, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
