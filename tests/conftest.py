"""What holds for the whole suite: browser tests need a browser, and in CI nothing is skipped."""

import gc
import os
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.db import connection
from django.test import SimpleTestCase
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from tests import browser, kept, migrated
from tools import messages

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the commands do: threads that wait hold up the other workers
IN_CI = os.environ.get("CI") == "true"
# How long drawing takes tells of the machine and who shares it, not of the product. In CI the same is drawn each time,
# so that a run tells of the change that it is run for; everywhere else each run draws anew, and finds what is left.
drawing.register_profile("shared machine", suppress_health_check=[HealthCheck.too_slow], derandomize=IN_CI)
drawing.load_profile("shared machine")


def pytest_configure(config):
    # Every member of staff that a test employs gets a password; hashed as in earnest it would take most of the time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not hasattr(config, "workerinput"):  # once, not in every worker
        messages.compile_all()


@pytest.hookimpl(trylast=True)  # after the order that pytest-django chooses
def pytest_collection_modifyitems(config, items):
    missing = pytest.mark.skip(reason="no Chromium here: apt-get install chromium, or set SAMSYN_TEST_BROWSER")
    for item in items:
        if item.get_closest_marker("browser") and browser.path() is None:
            item.add_marker(missing)
    if find_spec("pyspark") is None:  # a step of its own: tools/test.sh says so
        leave_out(config, items, [item for item in items if item.get_closest_marker("spark")])
    if connection.vendor != "sqlite":
        leave_out(config, items, [item for item in items if not asks_the_database(item)])
    # One journey takes ten minutes: it begins, so that the other worker has enough to do meanwhile.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish():
    # A million objects that stay as long as the process need not be looked through for rubbish over and over.
    gc.collect()
    gc.freeze()


def leave_out(config, items, left):
    gone = set(left)
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in gone]


def asks_the_database(item):
    """Whether a test asks the database of the run: what does not gives the same answer whichever that is."""
    of_django = item.cls is not None and issubclass(item.cls, SimpleTestCase)
    return (
        of_django or item.get_closest_marker("django_db") or not {"db", "django_db_setup"}.isdisjoint(item.fixturenames)
    )


@pytest.fixture(scope="session")
def django_db_use_migrations():
    """The migrated database is filled in from a file on SQLite, and made from a migrated one on PostgreSQL."""
    return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated.template_on_server()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    settings.MIGRATION_MODULES = {}  # they are there all the same, for whoever asks what they say
    with django_db_blocker.unblock():
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            migrated.fill(connection.connection)
        kept.begin()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped"):
        reporter.write_line("CI leaves nothing out, and something was skipped", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
