"""Browser journeys: one Chromium, one invented municipality, and a server for whoever needs one of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import browser as browsers
from tests.journeys.server import Server, copied, prepared, serve


@pytest.fixture(scope="session")
def municipality(tmp_path_factory) -> Path:
    """An installation with sixty recipients, made once."""
    return prepared(tmp_path_factory.mktemp("municipality") / "home")


@pytest.fixture(scope="session")
def shared_server(municipality, tmp_path_factory) -> Iterator[Server]:
    """For what only looks."""
    server = serve(copied(municipality, tmp_path_factory.mktemp("shared") / "home"))
    yield server
    server.kill()


@pytest.fixture
def server(municipality, tmp_path) -> Iterator[Server]:
    """For what changes things: a server on a fresh copy."""
    server = serve(copied(municipality, tmp_path / "home"))
    yield server
    server.kill()


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
