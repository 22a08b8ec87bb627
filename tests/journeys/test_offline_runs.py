"""Random days on two phones in a real browser: nothing lost, doubled or diverged, and a broken app is found out.

`python tools/offline_runs.py --runs 1000` plays more of them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.server import copied, environment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PLAY = """
import json, sys
from pathlib import Path
import django
django.setup()
from tools.offline_checks import prepare
from tools.offline_runs import VISITS, runs
prepare({runs} * VISITS)
found = runs({runs}, 11, Path(sys.argv[1]), mutate=sys.argv[2], tell=False)
print(json.dumps({{"runs": found.runs, "wrong": found.wrong, "saved": found.counts["saved"]}}))
"""


def played(municipality, folder, runs: int, mutate: str = "") -> dict:
    """What so many runs on a copy of the municipality came to."""
    home = copied(municipality, folder / "home")
    settings = {
        **environment(home), "DJANGO_SETTINGS_MODULE": "samsyn.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        "SAMSYN_DATABASE_URL": f"sqlite:///{home / 'samsyn.sqlite3'}", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PLAY.format(runs=runs), str(home), mutate],
        cwd=ROOT, env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_nothing_is_lost_doubled_or_diverged(municipality, tmp_path):
    found = played(municipality, tmp_path, 4)
    assert found["wrong"] == []
    assert (found["runs"], found["saved"] > 8) == (4, True)


def test_an_app_that_says_it_has_seen_everything_is_found_out(municipality, tmp_path):
    assert played(municipality, tmp_path, 6, "no-seen")["wrong"] != []
