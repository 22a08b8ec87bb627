"""Somebody falls ill at 9.40: the plan is mended, the planner accepts, and another carer's day holds the visit."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import PATIENCE, Server
from tests.journeys.steps import enter, fill, picture, press, says, who_plays
from tests.journeys.test_accessibility import AXE, wrong_on

pytestmark = pytest.mark.browser
TOMORROW = date.today() + timedelta(1)  # noqa: DTZ011 - the clock that the server has
HOURS = {"begins": "07:00", "ends": "16:00", "break_from": "11:00", "break_to": "13:00", "break_minutes": "30"}
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 360, "height": 760}


def test_somebody_falls_ill_and_another_carers_day_holds_the_visit(server: Server, new_page) -> None:
    mine = who_plays(server, "care-worker")
    page = enter(new_page(viewport=DESK), server, "provider-planner")
    page.add_init_script(AXE)
    page.goto(f"{server.url}/planering/?dag={TOMORROW.isoformat()}")
    ill = one_works(page, mine)
    press(page, "Ta fram ett förslag")
    expect(page.get_by_role("button", name="Visa förslaget")).to_be_visible(timeout=1000 * PATIENCE)
    press(page, "Visa förslaget")
    also_works(page, mine)
    press(page, "Något har hänt: laga planen")
    assert wrong_on(page) == []
    option = page.locator("#ill-carer option", has_text=ill).first.get_attribute("value")
    page.select_option("#ill-carer", option)
    page.fill("#ill-start", "09:40")
    press(page, "Laga efter den som gått hem")
    expect(page.get_by_role("button", name="Ta in den lagade planen")).to_be_visible(timeout=1000 * PATIENCE)
    press(page, "Ta in den lagade planen")
    says(page, f"Frånvaro i personalen: {ill}")
    assert wrong_on(page) == []
    picture(page, "day-plan-mended")
    row = page.locator("section[aria-labelledby=lagat] tbody tr", has_text=f"{mine}").filter(has_text=ill).first
    name = row.locator("th").inner_text().split("\n")[0]
    at = re.search(r"\d+\.\d\d", row.locator("td").nth(1).inner_text())
    row.get_by_role("button").click()
    page.wait_for_load_state()
    expect(page.locator("section[aria-labelledby=lagat] .mark.done").first).to_be_visible()
    why(page)
    carer = enter(new_page(viewport=PHONE), server, "care-worker")
    carer.goto(f"{server.url}/utfort/?dag={TOMORROW.isoformat()}")
    says(carer, name)
    assert at
    says(carer, at[0])


def one_works(page: Page, mine: str) -> str:
    """Let one carer alone work the day, and not the one who will be asked. Returns their name."""
    press(page, "Arbetspass")
    options = page.locator("[name=staff] option").evaluate_all("all => all.map(o => [o.value, o.textContent.trim()])")
    carers = {name: value for value, name in options if value}
    other = next(name for name in carers if name != mine)
    fill(page, staff=carers[other], **HOURS)
    press(page, "Skriv in passet")
    rows = page.locator("main table tbody tr")
    for name in set(rows.locator("th").all_inner_texts()) - {other}:
        with page.expect_navigation():
            rows.filter(has_text=name).get_by_role("button").click()
    press(page, "Tillbaka till tavlan")
    return other


def also_works(page: Page, mine: str) -> None:
    """Write in a shift for one more, who has nothing to do yet."""
    press(page, "Arbetspass")
    value = page.locator("[name=staff] option", has_text=mine).first.get_attribute("value")
    fill(page, staff=str(value), **HOURS)
    press(page, "Skriv in passet")
    press(page, "Tillbaka till tavlan")


def why(page: Page) -> None:
    """The page of a visit says why it is as it is, and a trial of another carer tells the same."""
    page.locator("a.bar.visit").first.click()
    page.wait_for_load_state()
    says(page, "Varför så här")
    assert wrong_on(page) == []
    picture(page, "day-plan-why")
