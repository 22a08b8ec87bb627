"""A partly executed decision in a real browser: reported, carried out, told of and closed (SoL 34:1-2)."""

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server, copied, environment, serve
from tests.journeys.steps import enter, fill, press, says

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
TODAY = date.today()  # noqa: DTZ011 - the clock that the server has


def quarter_before(year: int, number: int) -> tuple[int, int]:
    return (year, number - 1) if number > 1 else (year - 1, 4)


LAST = quarter_before(TODAY.year, (TODAY.month + 2) // 3)
BEFORE = quarter_before(*LAST)
FIRST_DAY = {quarter: date(quarter[0], 3 * quarter[1] - 2, 1) for quarter in (LAST, BEFORE)}
DECIDED = FIRST_DAY[BEFORE] - timedelta(60)
PART = FIRST_DAY[BEFORE] - timedelta(30)
WHOLE = FIRST_DAY[LAST] + timedelta(14)


@pytest.fixture
def old(municipality, tmp_path):
    """A server that holds a decision from long ago, and its case."""
    home = copied(municipality, tmp_path / "home")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.old_decision", DECIDED.isoformat()], cwd=ROOT, check=True, text=True,
        env=environment(home) | {"DJANGO_SETTINGS_MODULE": "samsyn.settings"}, stdout=subprocess.PIPE,
    )  # fmt: skip
    server = serve(home)
    yield server, done.stdout.split()[-1]
    server.kill()


def test_a_partly_executed_decision_reaches_the_quarterly_list_and_is_closed(old, new_page):
    server, case = old
    caseworker = enter(new_page(viewport={"width": 1280, "height": 900}), server, "caseworker")
    open_line(caseworker, server, case)
    says(caseworker, "inte verkställd")
    says(caseworker, "SoL 34:1")
    note(caseworker, "executed_part", PART, part="120", note="Bara dusch än så länge.")
    says(caseworker, "2 tim i veckan av 6 tim i veckan")
    says(caseworker, "Tiden är ute")
    fill(caseworker, consequence="Dottern handlar och städar.")
    caseworker.locator("#delay_reason").select_option("RES-PERSONAL")
    press(caseworker, "Spara skälet")
    in_the_list(caseworker, server, case, listed=True)

    secretary = enter(new_page(viewport={"width": 1280, "height": 900}), server, "committee-secretary")
    hand_in(secretary, server, BEFORE)
    row = secretary.locator("tr", has_text="Dottern handlar och städar.")
    expect(row).to_contain_text("delvis verkställd")
    expect(row).to_contain_text("Resursbrist")

    open_line(caseworker, server, case)
    says(caseworker, "Rapporterad som inte verkställd")
    note(caseworker, "executed", WHOLE, note="Två nya kollegor är på plats.")
    says(caseworker, "verkställd")
    in_the_list(caseworker, server, case, listed=False)

    hand_in(secretary, server, LAST)
    part = secretary.locator("#part-executed ~ .table-region").first
    number = re.search(r"\d{8}-\d{4}", row_of(part).inner_text())
    assert number
    got = secretary.request.get(f"{secretary.url}?fil=ivo&format=csv").text()
    assert number[0] in got
    assert WHOLE.isoformat() in got
    assert number[0] not in secretary.request.get(f"{secretary.url}?fil=revisorer&format=csv").text()
    press(secretary, "Statistik till fullmäktige")
    says(secretary, "Så är det räknat")


def open_line(page: Page, server: Server, case: str) -> None:
    page.goto(f"{server.url}/arenden/{case}/")
    page.locator("section[aria-labelledby=execution-title] h3 a").first.click()
    page.wait_for_url(re.compile("/verkstallighet/"))


def note(page: Page, kind: str, day: date, **said: str) -> None:
    fill(page, kind=kind, day=day.isoformat(), **said)
    press(page, "Spara det som har hänt")
    says(page, said.get("note", ""))


def in_the_list(page: Page, server: Server, case: str, *, listed: bool) -> None:
    page.goto(f"{server.url}/ej-verkstallt/")
    found = page.locator(f"main a[href*='/arenden/{case}/verkstallighet/']")
    expect(found).to_have_count(1 if listed else 0)


def hand_in(page: Page, server: Server, quarter: tuple[int, int]) -> None:
    page.goto(f"{server.url}/kvartalsrapport/{quarter[0]}/{quarter[1]}/")
    if page.locator("[name=without_reasons]").count():
        page.locator("[name=without_reasons]").check()
    press(page, "Lämna rapporten")
    says(page, "inlämnad")


def row_of(part):
    """The row of what was carried out on the day that the caseworker wrote."""
    return part.locator(f"tr:has(time[datetime='{WHOLE.isoformat()}'])").first
