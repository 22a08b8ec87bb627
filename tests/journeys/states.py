"""Somebody's cases in every state, put beside the invented municipality, so that a browser meets the pages of each.

python -m tests.journeys.states     with that of `server.environment` and the settings; prints what `states` reads
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.server import Server, environment

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class States:
    """The roles that are logged in, by their session, and each address with the roles that may ask for it."""

    sessions: dict[str, str]
    addresses: dict[str, tuple[str, list[str]]]

    def enter(self, page: Page, server: Server, role: str) -> None:
        """Be the one in this role."""
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[role], "url": server.url}])


def states(home: Path) -> States:
    """Fill the installation. Raises RuntimeError with what was said when it cannot be filled."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.states"],
        env={**environment(home), "DJANGO_SETTINGS_MODULE": "samsyn.settings"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return States(**json.loads(done.stdout.splitlines()[-1]))


def _fill() -> None:
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client
    from django.urls import reverse

    from samsyn.people.roles import Role
    from tests import factories as f
    from tests.web.test_access_walk import ARGUMENTS, GUARDED, world

    with transaction.atomic():
        made = world("Norr")
        addresses = {
            name: (reverse(name, kwargs=ARGUMENTS[name](made)), [role.value for role in Role if role in roles])
            for name, roles in GUARDED.items()
        }
    sessions = {}
    for role in Role:
        client = Client()
        f.log_in(client, made.actors[role])
        sessions[role.value] = client.cookies["sessionid"].value
    print(json.dumps({"sessions": sessions, "addresses": addresses}))


if __name__ == "__main__":
    _fill()
