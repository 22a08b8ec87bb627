"""What every journey does the same way: enter, fill, press, look."""

import contextlib
import os
import re
import sqlite3
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.server import PATIENCE, Server

PICTURES = os.environ.get("SAMSYN_TEST_PICTURES")


def enter(page: Page, server: Server, role: str) -> Page:
    """Choose a role at the door, as a visitor of the demonstration does."""
    page.goto(server.url)
    page.locator(f"button[name=door][value=demo-{role}]").click()
    page.wait_for_url(lambda url: url.rstrip("/") != server.url)
    return page


def press(page: Page, name: str) -> None:
    """Press the button or follow the link with this name, and wait for the page it leads to."""
    button = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    button.first.click()
    page.wait_for_load_state()


def fill(page: Page, **values: str) -> None:
    """Fill fields by their names: texts, choices in a list, radio buttons and boxes."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']:not([type=hidden])")
        kind = field.first.evaluate("e => e.type || e.tagName")
        if kind in {"radio", "checkbox"}:
            (field if field.count() == 1 else field.and_(page.locator(f"[value='{value}']"))).check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def search(page: Page, server: Server, text: str) -> None:
    """Search for a person or a case and open the first that is found."""
    page.goto(f"{server.url}/sok/")
    page.locator("#q").fill(text)
    press(page, "Sök")
    page.locator("main .results a").first.click()


OF_THE_UNIT = """
    SELECT p.given_name, p.family_name FROM people_person p JOIN cases_case c ON c.person_id = p.id
    JOIN people_appointment a ON a.unit_id = c.unit_id AND a.role = 'caseworker'
    JOIN people_account l ON l.staff_id = a.staff_id AND l.username = 'demo-caseworker'
    WHERE (p.protection <> '') = ? ORDER BY p.id, c.id LIMIT 1
"""

OF_THE_STAFF = """
    SELECT s.given_name, s.family_name FROM people_staff s JOIN people_account l ON l.staff_id = s.id
    WHERE l.username = ?
"""


def somebody(server: Server, *, protected: bool = False) -> tuple[str, str]:
    """The given and the family name of a person with a case in the caseworker's unit."""
    return _asked(server, OF_THE_UNIT, protected)


def who_plays(server: Server, role: str) -> str:
    """The name of the member of staff that a role of the demonstration logs in as."""
    return " ".join(_asked(server, OF_THE_STAFF, f"demo-{role}"))


def _asked(server: Server, sql: str, *values: object) -> tuple[str, str]:
    with contextlib.closing(sqlite3.connect(server.home / "samsyn.sqlite3", timeout=PATIENCE)) as database:
        given, family = database.execute(sql, values).fetchone()
    return str(given), str(family)


def first_option(page: Page, name: str) -> None:
    """Choose the first real choice of a list."""
    values = page.locator(f"select[name={name}] option").evaluate_all("o => o.map(x => x.value)")
    page.locator(f"select[name={name}]").select_option(next(v for v in values if v))


def says(page: Page, text: str) -> None:
    """The page shows this text somewhere in its content."""
    expect(page.locator("main")).to_contain_text(re.compile(re.escape(text), re.IGNORECASE))


def picture(page: Page, name: str, top: Locator | None = None) -> None:
    """Keep a picture for README when pictures are being made: the window, from its top or from something on the page.

    At any time the page must have drawn its letters, and nothing may stick out of the window.
    """
    page.evaluate("document.fonts.ready")
    page.evaluate("scrollTo(0, 0)")
    if top:
        top.evaluate("e => scrollTo(0, e.getBoundingClientRect().top - 12)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")
