"""Contact person and person make a plan at the table, on a tablet by touch; approved by the person's tap."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, fill, picture, press, says
from tests.journeys.test_accessibility import AXE, wrong_on

pytestmark = pytest.mark.browser
TODAY = date.today()  # noqa: DTZ011 - the clock that the server has
TABLET = {"width": 1180, "height": 820}
NEW_PLAN = "Börja på en ny version"


def begun(page: Page, server: Server) -> None:
    """A new version of a plan of the care worker's own person, opened at the table and emptied of its first day."""
    enter(page, server, "care-worker")
    links = page.locator("main .plain-list a[href^='/bestallningar/']:not([href*=tid])")
    for address in dict.fromkeys(links.evaluate_all("all => all.map(a => a.getAttribute('href'))")):
        page.goto(server.url + address)
        if page.get_by_role("button", name=NEW_PLAN).count():
            press(page, NEW_PLAN)
            press(page, "Gör planen tillsammans vid bordet")
            return
    pytest.fail("nobody has an approved plan")


def cards(page: Page, day: int) -> list[str]:
    return page.locator(f"[data-day='{day}'] .table-card strong").all_inner_texts()


def sent(page: Page, button: Locator) -> None:
    """Touch what sends a form, and wait for the page it leads to."""
    with page.expect_navigation():
        button.tap()


def usable(page: Page) -> None:
    """Nothing that axe finds, light or dark, and nothing cut off at 400 % or on a phone."""
    assert wrong_on(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size(TABLET)


def make_room(page: Page, cards_away: int) -> None:
    for _ in range(cards_away):
        taken_away(page, page.locator(".table-card").first)


def taken_away(page: Page, card: Locator) -> None:
    card.locator("summary").tap()
    sent(page, card.get_by_role("button", name="Ta bort"))


def dragged(page: Page, what: str, day: int) -> None:
    """By the handle, with a finger or a mouse, as pointer events tell it."""
    grip, to = page.locator(what).locator(".grip").first, page.locator(f"[data-day='{day}']")
    grip.scroll_into_view_if_needed()
    here, there = grip.bounding_box(), to.bounding_box()
    assert here
    assert there
    page.mouse.move(here["x"] + 10, here["y"] + 10)
    page.mouse.down()
    page.mouse.move(there["x"] + 20, here["y"], steps=6)
    with page.expect_navigation():
        page.mouse.up()


def test_a_plan_is_made_by_touch_at_the_table_and_approved_by_the_persons_tap(server: Server, new_page):
    page = new_page(viewport=TABLET, has_touch=True)
    page.add_init_script(AXE)
    begun(page, server)
    make_room(page, 4)
    says(page, "är kvar att planera")
    put, to = 2, 4
    for day in (put, to):  # who the plan is for, and what is in it, is drawn anew each day
        while "Tillsyn" in cards(page, day):
            taken_away(page, page.locator(f"[data-day='{day}'] .table-card:has-text('Tillsyn')").first)
    look_in = page.locator("[data-item=TILLSYN]")
    if not look_in.is_visible():
        page.locator(".menu-more summary").tap()
    look_in.tap()
    expect(page.locator(".table-cost")).to_contain_text("Det tar 10 minuter. Sedan är")
    fill(page, part="night")
    before = cards(page, put)
    sent(page, page.locator(f"[data-put='{put}']"))
    assert cards(page, put) == [*before, "Tillsyn"]
    other = cards(page, to)
    dragged(page, f".table-day[data-day='{put}'] .table-card:has-text('Tillsyn')", to)
    assert (cards(page, put), cards(page, to)) == (before, [*other, "Tillsyn"])
    was = page.locator(".table-left").inner_text()
    if not look_in.is_visible():
        page.locator(".menu-more summary").tap()
    look_in.tap()
    fill(page, part="evening")
    page.locator("#id_minutes").select_option("180")
    expect(page.locator(".table-cost.over")).to_contain_text("Ta bort eller korta något först")
    sent(page, page.locator("[data-put='3']"))
    says(page, "minuter i veckan men beslutet ger")
    assert page.locator(".table-left").inner_text() == was
    picture(page, "table")
    usable(page)
    fill(page, matters="Katten ska ut först.", carer_sex="K", language="fi")
    press(page, "Spara önskemålen")
    fill(page, participation="Vi satt vid köksbordet.", persons_words="Helst på torsdagar.")
    fill(page, follow_up_on=(TODAY + timedelta(60)).isoformat())
    press(page, "Spara hur planen gjordes")
    press(page, "Lämna över surfplattan")
    page.wait_for_url(re.compile("/samtal/svar/"))
    expect(page.locator("nav.page-nav")).to_have_count(0)
    usable(page)
    says(page, "Katten ska ut först.")
    name = page.locator("h1").inner_text().removeprefix("Plan för ")
    page.get_by_text("Ja, planen är bra").tap()
    fill(page, name="Någon Annan")
    press(page, "Svara")
    says(page, f"Skriv namnet så här: {name}")
    fill(page, name=name)
    press(page, "Svara")
    says(page, "Du har sagt ja till planen")
    usable(page)
    answered = page.url
    page.goto(f"{server.url}/dag/")  # by the back button or an address there is nothing but the way in
    expect(page.get_by_role("heading", name="Min dag")).to_have_count(0)
    expect(page.locator("button[name=door]").first).to_be_visible()
    page.goto(answered)
    press(page, "Personalen fortsätter här")
    page.locator("button[name=door][value=demo-care-worker]").tap()
    page.wait_for_load_state()
    says(page, f"på personalens surfplatta, under eget namn ({name})")
    says(page, "Helst en kvinna")


def test_the_table_works_without_scripts(server: Server, new_page):
    page = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    begun(page, server)
    page.locator(".table-card summary").first.click()
    page.locator(".table-card").first.get_by_role("button", name="Ta bort").click()
    says(page, "är kvar att planera")
    press(page, "måndag")
    says(page, "Välj först något i listan, sedan en dag.")
    page.locator("[data-item=TILLSYN] input").check()
    press(page, "söndag")
    assert "Tillsyn" in cards(page, 7)
