"""The same work with scripts turned off: everything goes through, and nothing on the pages is dead."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, fill, first_option, press, says, somebody
from tests.journeys.test_nothing_is_lost import fill_an_application

pytestmark = pytest.mark.browser


def test_a_caseworker_registers_investigates_and_drafts_without_scripts(server: Server, new_page):
    page = enter(new_page(java_script_enabled=False), server, "caseworker")
    fill_an_application(page)
    press(page, "Registrera")
    page.locator("main a[href*='/arenden/']").first.click()
    press(page, "Öppna utredning")
    first_option(page, "area")
    press(page, "Lägg till området")
    for ending, value in {":own_words": "Jag är rädd att ramla.", ":goal": "Jag är ren och trygg."}.items():
        page.locator(f"[data-place$='{ending}']").fill(value)
    for ending, value in {":level_now": "3", ":level_meant": "1"}.items():
        choose(page, ending, value)
    press(page, "Spara")
    says(page, "Sparat.")
    expect(page.locator("[data-place$=':own_words']")).to_have_value("Jag är rädd att ramla.")
    press(page, "Skriv beslut")
    press(page, "Börja på beslutet")
    fill(page, intervention="HEMTJANST")
    press(page, "Lägg till insatsen")
    page.locator("[name=needs]").first.check()
    fill(page, outcome="granted", hours="3", minutes="0", goal="Signe är trygg hemma.")
    press(page, "Spara insatsen i beslutet")
    fill(page, summary="Du får hjälp att duscha.")
    press(page, "Spara sammanfattningen")
    press(page, "Föreslå beslut")
    says(page, "föreslag")


def test_two_tabs_without_scripts_keep_both_texts(server: Server, new_page):
    first = enter(new_page(java_script_enabled=False), server, "caseworker")
    first.goto(f"{server.url}/arenden/?status=investigating")
    first.locator("main tbody a").first.click()
    press(first, "Fortsätt utredningen")
    second = first.context.new_page()
    second.goto(first.url)
    for page, text in ((first, "Den första tabbens text."), (second, "Den andra tabbens text.")):
        fill(page, situation=text)
        press(page, "Spara")
    says(second, "Två texter skrevs samtidigt")
    press(second, "Ta den andra texten")
    expect(second.locator("[name=situation]")).to_have_value("Den andra tabbens text.")


def test_a_person_applies_and_reads_without_scripts(server: Server, new_page):
    page = enter(new_page(java_script_enabled=False), server, "person")
    page.locator("main a[href$='/ansok/']").first.click()
    press(page, "Skicka ansökan")
    says(page, "Inget är skickat än")
    fill(page, asked_for="Jag behöver mer hjälp på morgonen.")
    press(page, "Skicka ansökan")
    says(page, "Jag behöver mer hjälp på morgonen.")


def test_search_look_and_lists_work_without_scripts(shared_server: Server, new_page):
    page = enter(new_page(java_script_enabled=False), shared_server, "caseworker")
    press(page, "Sök person eller ärende")
    given, family = somebody(shared_server)
    fill(page, q=family)
    press(page, "Sök")
    says(page, f"{given} {family}")
    page.goto(f"{shared_server.url}/arenden/")
    page.locator("select[name=status]").select_option("investigating")
    press(page, "Visa")
    says(page, "utred")
    page.locator("details.menu > summary").click()
    press(page, "Mörkt")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert "status=investigating" in page.url


def test_no_link_or_button_of_a_day_is_dead_without_scripts(shared_server: Server, new_page):
    for role in ("caseworker", "delegate", "provider-planner", "care-worker", "person"):
        page = enter(new_page(java_script_enabled=False), shared_server, role)
        dead = page.locator(
            "a:not([href]), a[href='#'], a[href^='javascript:'], button[type=button]:visible:not([aria-disabled=true])"
        )
        assert dead.count() == 0, f"{role}: {dead.first.evaluate('e => e.outerHTML')}"
        assert page.locator("button[type=submit]:visible, button:not([type]):visible").evaluate_all(
            "all => all.every(b => b.form)"
        )


def choose(page: Page, ending: str, value: str) -> None:
    """One of the field's choices, whether they are a list or radio buttons."""
    fields = page.locator(f"[data-place$='{ending}']")
    if fields.first.evaluate("e => e.tagName") == "SELECT":
        fields.first.select_option(value)
    else:
        fields.and_(page.locator(f"[value='{value}']")).check()
