"""The planner lets the search propose tomorrow, drags a visit, moves it with a reason, and the carer's day follows."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import PATIENCE, Server
from tests.journeys.steps import enter, fill, picture, press, says
from tests.journeys.test_accessibility import AXE, wrong_on

pytestmark = pytest.mark.browser
TOMORROW = date.today() + timedelta(1)  # noqa: DTZ011 - the clock that the server has
DESK = {"width": 1440, "height": 1000}


def box(page: Page, what: str) -> dict[str, float]:
    found = page.locator(what).first.bounding_box()
    assert found
    return found


def dragged_over(page: Page, bar: str, lane: str) -> None:
    """Take a visit on the board and hold it over another lane, at the same height."""
    page.locator(bar).scroll_into_view_if_needed()
    start, goal = box(page, f"{bar} rect"), box(page, lane)
    x, y = start["x"] + start["width"] / 2, start["y"] + 4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 3, steps=2)
    page.mouse.move(goal["x"] + goal["width"] / 2, y + 3, steps=4)


def test_the_search_proposes_and_the_planner_decides(server: Server, new_page) -> None:
    page = enter(new_page(viewport=DESK), server, "provider-planner")
    page.add_init_script(AXE)
    page.goto(f"{server.url}/planering/?dag={TOMORROW.isoformat()}")
    one_is_ill(page)
    press(page, "Ta fram ett förslag")
    expect(page.get_by_role("button", name="Visa förslaget")).to_be_visible(timeout=1000 * PATIENCE)
    press(page, "Visa förslaget")
    says(page, "framräknat förslag")
    assert wrong_on(page) == []
    picture(page, "day-plan")
    bar = f"#{page.locator('.board-lane').first.locator('a.bar.visit').nth(1).get_attribute('id')}"
    other = one_more_works(page)
    dragged_over(page, bar, f".board-lane[data-carer='{other}'] svg")
    told = page.locator("#provat")
    expect(told).to_contain_text(re.compile("Går att flytta hit|Går inte"))  # at once, without a reload
    expect(told).to_contain_text("Den som berörs")
    page.mouse.up()
    page.wait_for_url(re.compile(r"/flytta/\d+/\?carer="))
    fill(page, reason="PERSONEN")
    press(page, "Flytta")
    says(page, "Personen har bett om det")
    assert wrong_on(page) == []
    press(page, "Godkänn hela planen")
    expect(page.locator(".mark.done").first).to_be_attached()


def one_is_ill(page: Page) -> None:
    """Take the last shift of the day away."""
    press(page, "Arbetspass")
    with page.expect_navigation():
        page.locator("main table form button").last.click()
    press(page, "Tillbaka till tavlan")


def one_more_works(page: Page) -> str:
    """Write in a shift for somebody who has none, and go back to the board. Returns the carer's key."""
    press(page, "Arbetspass")
    at_work = page.locator("main table tbody th").all_inner_texts()
    options = page.locator("[name=staff] option").evaluate_all("all => all.map(o => [o.value, o.textContent])")
    carer = next(value for value, name in options if value and name.strip() not in at_work)
    told = {"begins": "05:30", "ends": "21:00", "break_from": "11:00", "break_to": "13:00", "break_minutes": "30"}
    fill(page, staff=carer, **told)
    press(page, "Skriv in passet")
    press(page, "Tillbaka till tavlan")
    return carer
