"""A refusal in a real browser: heard, refused, appealed, to the court and back to an order (FL 25, 33, 38-46)."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, fill, press, says

pytestmark = pytest.mark.browser
TODAY = date.today().isoformat()  # noqa: DTZ011 - the clock that the server has
WORDS = "Min dotter bor långt bort och kan inte komma."


def test_a_refusal_is_answered_appealed_changed_by_the_court_and_ordered(server: Server, new_page):
    caseworker = enter(new_page(), server, "caseworker")
    person = enter(new_page(), server, "person")
    apply(person)
    case = investigate(caseworker, server)
    refuse(caseworker)
    answer(person, server)
    caseworker.goto(f"{server.url}/arenden/{case}/beslut/")
    says(caseworker, WORDS)
    press(caseworker, "Föreslå beslut")
    delegate = enter(new_page(), server, "delegate")
    sign(delegate, server, case)
    appeal(person, server)
    to_court(caseworker, server)
    judged(caseworker)
    decide_again(caseworker)
    sign(delegate, server, case)
    order(caseworker, server, case)
    person.goto(f"{server.url}/dag/")
    says(person, "Domstolen har bestämt")


def apply(page: Page) -> None:
    press(page, "Ansök om hjälp")
    fill(page, asked_for="Jag vill ha hjälp att duscha.")
    press(page, "Skicka ansökan")


def investigate(page: Page, server: Server) -> str:
    """Take the newest application on the list, and write what is found."""
    page.goto(f"{server.url}/arenden/ofordelade/?sort=-received")
    page.locator("main tbody a").first.click()
    press(page, "Ta ärendet")
    press(page, "Öppna utredning")
    page.wait_for_url(re.compile("/utredning/"))
    case = re.search(r"/arenden/(\d+)/", page.url)[1]
    fill(page, area="d510")
    press(page, "Lägg till området")
    for ending, value in ((":goal", "Jag är ren."), (":level_now", "2"), (":level_meant", "1")):
        field = page.locator(f"[data-place$='{ending}']").first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "radio":
            page.locator(f"[data-place$='{ending}'][value='{value}']").check()
        else:
            field.fill(value)
        field.blur()
        expect(page.get_by_text("Sparat").first).to_be_visible(timeout=15_000)
    return case


def refuse(page: Page) -> None:
    press(page, "Skriv beslut")
    press(page, "Börja på beslutet")
    fill(page, intervention="HEMTJANST")
    press(page, "Lägg till insatsen")
    page.locator("[name=needs]").first.check()
    fill(page, outcome="refused", applied_hours="3", reasons="Dottern hjälper redan till med duschen.")
    press(page, "Spara insatsen i beslutet")
    expect(page.get_by_role("button", name="Föreslå beslut")).to_be_disabled()
    press(page, "Låt personen läsa underlaget")
    fill(page, way="web")
    press(page, "Låt personen läsa och svara")
    says(page, "Inget svar än")


def answer(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/dag/")
    press(page, "Läs och svara")
    says(page, "Dottern hjälper redan till")
    fill(page, text=WORDS)
    press(page, "Skicka svaret")
    says(page, "Svaret kom fram")


def sign(page: Page, server: Server, case: str) -> None:
    page.goto(f"{server.url}/arenden/{case}/beslut/")
    press(page, "Signera beslutet")


def appeal(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/dag/")
    page.locator("main #decisions ~ ul a").first.click()
    says(page, "Du kan överklaga till och med")
    press(page, "Så här överklagar du")
    fill(page, wanted="Jag vill ha hjälp att duscha två gånger i veckan.", grounds=WORDS)
    press(page, "Skicka överklagandet")
    says(page, "Vi ser efter om det kom i rätt tid")


def to_court(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/overklaganden/?sort=-came")
    page.locator("main tbody a").first.click()
    says(page, "Det kom i rätt tid")
    press(page, "Ta upp överklagandet")
    fill(page, result="unchanged", reasons="Det som skrivs ändrar inte bedömningen.")
    press(page, "Spara omprövningen")
    says(page, "Personens svar")
    press(page, "Lämna över till domstolen")
    says(page, "hos domstolen")


def judged(page: Page) -> None:
    page.get_by_text("Skriv in vad domstolen har beslutat").click()
    fill(page, court="Förvaltningsrätten", number="1234-26", judged_on=TODAY, outcome="changed")
    fill(page, grants="on", text="Personen har rätt till hjälp med dusch.")
    press(page, "Spara avgörandet")
    press(page, "Gör det som domen säger")
    says(page, "Det här beslutet följer")


def decide_again(page: Page) -> None:
    press(page, "Ändra Hemtjänst")
    fill(page, outcome="granted", hours="3", minutes="0", goal="Jag är ren.", valid_from=TODAY, reasons="Domen.")
    press(page, "Spara insatsen i beslutet")
    press(page, "Föreslå beslut")


def order(page: Page, server: Server, case: str) -> None:
    page.goto(f"{server.url}/arenden/{case}/")
    page.get_by_role("link", name=re.compile("^Beställ")).first.click()
    option = page.locator("select[name=provider] option", has_text="Hemtjänsten Centrum").first.get_attribute("value")
    fill(page, provider=option, start_on=TODAY)
    press(page, "Skicka beställningen")
    page.goto(f"{server.url}/arenden/{case}/")
    says(page, "Hemtjänsten Centrum")
