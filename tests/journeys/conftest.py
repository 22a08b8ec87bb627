"""Browser journeys: one Chromium, one invented municipality, and a server for whoever needs one of their own."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import browser as browsers
from tests.journeys.server import Server, copied, prepared, restored, serve


@pytest.fixture(scope="session")
def municipality(tmp_path_factory) -> Path:
    """An installation with sixty recipients, made once by whichever worker needs it first."""
    here = tmp_path_factory.getbasetemp()
    of_the_run = here.parent if "PYTEST_XDIST_WORKER" in os.environ else here
    home = of_the_run / "municipality"
    with (of_the_run / "municipality.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            prepared(of_the_run / "municipality.making").rename(home)
    return home


@pytest.fixture(scope="session")
def shared_server(municipality, tmp_path_factory) -> Iterator[Server]:
    """For what only looks."""
    server = serve(copied(municipality, tmp_path_factory.mktemp("shared") / "home"))
    yield server
    server.kill()


@pytest.fixture(scope="session")
def servers() -> Iterator[list[Server]]:
    """The server that was used last, if any, for whoever changes things next."""
    last: list[Server] = []
    yield last
    for server in last:
        server.kill()


@pytest.fixture
def server(municipality, servers, tmp_path) -> Server:
    """For what changes things: a server whose database is as the municipality's. A new one when the last was killed."""
    if servers and servers[0].is_alive:
        restored(municipality, servers[0].home)
    else:
        servers[:] = [serve(copied(municipality, tmp_path / "home"))]
    return servers[0]


@pytest.fixture(scope="package")  # it leaves an event loop running, and other tests of the worker refuse that
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.path(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium) -> Iterator[Callable[..., Page]]:
    """Open a page in a window of its own; page errors and console errors fail the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(**options) -> Page:
        context = chromium.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: problems.append(str(e)))
        page.on("console", lambda m: problems.append(m.text) if _is_problem(m) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


def _is_problem(message) -> bool:
    # Refusals are answered with 4xx on purpose, and the browser notes each as an error.
    return message.type == "error" and "Failed to load resource" not in message.text
