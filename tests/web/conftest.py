"""Who is logged in when a page is tested."""

import pytest

from samsyn.people.roles import Role
from tests import factories as make


@pytest.fixture
def caseworker(client, monkeypatch):
    """The actor of a caseworker, logged in while the clock stands still."""
    make.freeze(monkeypatch)
    actor = make.acting(Role.CASEWORKER)
    make.log_in(client, actor)
    return actor
