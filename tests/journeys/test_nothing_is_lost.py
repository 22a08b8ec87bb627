"""A lost session, a closed tab, a second tab, a dead server: what somebody has written is still there."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.server import Server, serve
from tests.journeys.steps import enter, fill, press, says

pytestmark = pytest.mark.browser

PATIENCE = 20_000  # ms for a save, on a busy machine; the pauses between tries are part of it
PAUSE = 100  # ms between two looks
WORDS = "Jag är rädd att ramla när jag duschar."


def test_two_tabs_that_write_in_the_same_field_keep_both_texts(server: Server, new_page):
    first = open_investigation(new_page(), server)
    second = first.context.new_page()
    second.goto(first.url)
    write(first, "Den första tabbens text.")
    expect(state_of(first)).to_contain_text("Sparat", timeout=PATIENCE)
    write(second, "Den andra tabbens text.")
    choice = second.locator(".two-texts")
    expect(choice).to_contain_text("Den första tabbens text.", timeout=PATIENCE)
    expect(field_of(second)).to_have_value("Den andra tabbens text.")
    first.reload()
    says(first, "Två texter skrevs samtidigt")
    says(first, "Den andra tabbens text.")
    choice.get_by_role("button", name="Behåll min").click()
    expect(state_of(second)).to_contain_text("Sparat", timeout=PATIENCE)
    first.reload()
    expect(field_of(first)).to_have_value("Den andra tabbens text.")
    first.locator(".versions a").first.click()
    says(first, "Den första tabbens text.")


def test_a_lost_session_loses_nothing_and_the_text_is_saved_after_the_next_login(server: Server, new_page):
    page = open_investigation(new_page(), server)
    page.context.clear_cookies(name="sessionid")
    write(page, WORDS)
    expect(state_of(page)).to_contain_text("Inte sparat än", timeout=PATIENCE)
    expect(field_of(page)).to_have_value(WORDS)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Logga in igen i en ny flik").first.click()
    opened.value.locator("button[name=door][value=demo-caseworker]").click()
    page.bring_to_front()
    expect(state_of(page)).to_contain_text("Sparat", timeout=PATIENCE)
    assert_saved(page, WORDS)


def test_a_tab_that_is_closed_right_after_the_last_key_loses_nothing(server: Server, new_page):
    page = open_investigation(new_page(), server)
    address, context = page.url, page.context
    field_of(page).press_sequentially(WORDS)
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(field_of(again)).to_have_value(WORDS)
    expect(state_of(again)).to_contain_text(re.compile("Sparat|tillbaka|^$"), timeout=PATIENCE)
    wait_until_sent(again)
    assert_saved(again, WORDS)


def test_a_server_that_dies_while_somebody_writes_loses_nothing(server: Server, new_page):
    page = open_investigation(new_page(), server)
    server.kill()
    write(page, WORDS)
    expect(state_of(page)).to_contain_text("Inte sparat än", timeout=PATIENCE)
    again = serve(server.home, server.port)
    try:
        expect(state_of(page)).to_contain_text("Sparat", timeout=3 * PATIENCE)
        assert_saved(page, WORDS)
    finally:
        again.kill()


def test_an_ordinary_form_sent_after_the_session_is_lost_is_carried_through_the_login(server: Server, new_page):
    page = enter(new_page(), server, "caseworker")
    fill_an_application(page)
    page.context.clear_cookies(name="sessionid")
    press(page, "Registrera")
    says(page, "Det du skrev finns kvar")
    page.locator("button[name=door][value=demo-caseworker]").click()
    says(page, WORDS)
    press(page, "Spara det jag skrev")
    page.locator("main a[href*='/arenden/']").first.click()
    says(page, WORDS)


def test_a_draft_of_a_form_survives_a_reload_and_the_way_back(server: Server, new_page):
    page = enter(new_page(), server, "person")
    page.locator("main a[href$='/ansok/']").first.click()
    fill(page, asked_for=WORDS)
    page.reload()
    says(page, "Det du hade skrivit är tillbaka")
    expect(page.locator("[name=asked_for]")).to_have_value(WORDS)
    page.locator(".page-nav a").first.click()
    page.wait_for_load_state()
    page.go_back()
    expect(page.locator("[name=asked_for]")).to_have_value(WORDS)
    press(page, "Skicka ansökan")
    says(page, "Ansökan har kommit fram")
    page.goto(page.url.replace("/ansokan/", "/ansok/").rsplit("/", 2)[0] + "/")
    expect(page.locator("[name=asked_for]")).to_have_value("")


def open_investigation(page: Page, server: Server) -> Page:
    """The investigation of the caseworker's first case in which one is open, by a field that is empty."""
    enter(page, server, "caseworker")
    page.goto(f"{server.url}/arenden/?status=investigating")
    page.locator("main tbody a").first.click()
    press(page, "Fortsätt utredningen")
    page.locator("[data-place=situation]").wait_for()
    fill(page, situation="")
    field_of(page).blur()
    wait_until_sent(page)
    page.reload()
    return page


def wait_until_sent(page: Page) -> None:
    """Nothing waits in the browser any more. Asked again and again from here: the page may not evaluate strings."""
    for _ in range(PATIENCE // PAUSE):
        page.wait_for_timeout(PAUSE)
        if page.evaluate("!Object.keys(localStorage).some(key => key.startsWith('samsyn.unsent'))"):
            return
    raise AssertionError("text was left in the browser")


def field_of(page: Page) -> Locator:
    return page.locator("[data-place=situation]")


def state_of(page: Page) -> Locator:
    """What is said about the field's saving."""
    return page.locator(".field:has([data-place=situation]) .save-state")


def write(page: Page, text: str) -> None:
    field_of(page).fill(text)
    field_of(page).blur()


def assert_saved(page: Page, text: str) -> None:
    """The server has the text: a browser that has kept nothing itself is shown it."""
    address = page.url
    stranger: BrowserContext = page.context.browser.new_context(storage_state={"cookies": page.context.cookies()})
    try:
        other = stranger.new_page()
        other.goto(address)
        expect(field_of(other)).to_have_value(text)
    finally:
        stranger.close()


def fill_an_application(page: Page) -> None:
    press(page, "Ta emot ansökan")
    fill(page, unknown="on")
    press(page, "Gå vidare")
    fill(page, given_name="Signe", family_name="Provsson", sex="K")
    fill(page, form="application", channel="phone", by_whom="person", asked_for=WORDS)
