"""The person's own time in a real browser, on a phone: a chore is swapped for a walk and nobody is asked."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, press

pytestmark = pytest.mark.browser

CHORES = re.compile("Städning|Inköp|Tvätt|Samvaro")
TIMES = ("10:00", "13:00", "11:00", "15:00", "17:00")  # somebody may be there already at one of them


def test_the_person_swaps_a_chore_for_something_else_on_a_phone(server: Server, new_page):
    page = enter(new_page(viewport={"width": 360, "height": 740}), server, "person")
    page.locator("main a[href$='/tid/']").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("kvar den här (veckan|månaden)"))
    _nothing_wrong(page)
    chores = page.locator("main a[href*='/tid/besok/']", has_text=CHORES)
    chores.last.click()  # days ahead: time enough to plan anew
    _nothing_wrong(page)
    page.select_option("[name=item]", value=_answers(page))
    page.fill("[name=minutes]", "15")
    for time in TIMES:
        page.fill("[name=start]", time)
        press(page, "Byt")
        if "fraga=" in page.url:
            break
    expect(page.get_by_role("status")).to_contain_text("Det är klart.")
    expect(page.get_by_role("status")).to_contain_text("enligt regeln")
    expect(page.locator("#asked").locator("xpath=..")).to_contain_text("i stället för")
    _nothing_wrong(page)


def _answers(page: Page) -> str:
    """Something of the menu that is linked to a need in the decision: answered at once."""
    near = page.locator("[name=item] optgroup").first.locator("option")
    keys = near.evaluate_all("options => options.map(option => option.value)")
    return next(key for key in ("PROMENAD", "SAMVARO", "UTFLYKT", *keys) if key in keys)


def _nothing_wrong(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
