"""The pages that README shows, at the sizes it shows them; `make pictures` keeps what is drawn here."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, picture, press, search

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
PERSON = "Astrid Lindqvist"  # whom the demonstration's person is; her case has come all the way to help given


def test_a_case_far_along_the_chain(shared_server: Server, new_page):
    page = the_case(enter(new_page(viewport=DESK), shared_server, "caseworker"), shared_server)
    expect(page.locator(".chain .done")).to_have_count(5)
    picture(page, "case")


def test_an_investigation_with_its_needs(shared_server: Server, new_page):
    page = enter(new_page(viewport=DESK), shared_server, "caseworker")
    page.goto(f"{shared_server.url}/arenden/?status=investigating")
    goals = page.locator("textarea[data-place$=':goal']")
    for case in page.locator("main tbody a").evaluate_all("all => all.map(a => a.href)"):
        page.goto(case)
        press(page, "Fortsätt utredningen")
        if goals.count() and goals.first.input_value():
            break
    expect(goals.first).not_to_have_value("")
    picture(page, "investigation", top=page.locator("section:has(.need-part)").first)


def test_the_persons_own_page_on_a_phone(shared_server: Server, new_page):
    page = enter(new_page(viewport=PHONE, device_scale_factor=2), shared_server, "person")
    expect(page.locator("h1")).to_contain_text("Astrid")
    picture(page, "person-phone", top=page.locator("h1"))


def test_an_order_as_the_provider_reads_it(shared_server: Server, new_page):
    page = enter(new_page(viewport=DESK), shared_server, "provider-planner")
    page.goto(f"{shared_server.url}/bestallningar/")  # new or not: whoever looked at one has made it seen
    page.locator("main tbody a").first.click()
    expect(page.locator("main")).to_contain_text("Det här är beställt")
    picture(page, "order")


def test_a_day_in_the_dark(shared_server: Server, new_page):
    page = enter(new_page(viewport=DESK, color_scheme="dark"), shared_server, "caseworker")
    expect(page.locator("tbody tr")).not_to_have_count(0)
    picture(page, "day-dark")


def the_case(page: Page, server: Server) -> Page:
    """The case of the demonstration's person, found as a caseworker finds it."""
    search(page, server, PERSON)
    return page
