"""The person's own page in a real browser, on a phone: a message and its answer, and a survey in easy Swedish."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, fill, press
from tests.journeys.test_accessibility import AT_400_PERCENT, AXE, TABLE_IS_WIDER, wrong_on

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


def test_the_person_writes_to_the_contact_person_and_reads_the_answer(server: Server, new_page):
    carer = enter(new_page(), server, "care-worker")
    name = carer.locator(".whose").inner_text().split(",")[0].strip()
    person = enter(new_page(viewport=PHONE), server, "person")
    person.goto(f"{person.url}meddelanden/")
    person.locator("main .plain-list a", has_text=name).first.click()
    expect(person.locator("main")).to_contain_text("Ring 112 om det är fara för liv.")
    fill(person, text="Kan ni ringa på två gånger?")
    press(person, "Skicka meddelandet")
    expect(person.get_by_role("status")).to_contain_text("Meddelandet är skickat.")
    usable(person)

    carer.reload()
    waiting = carer.locator("main", has_text="Meddelanden som väntar på svar").locator("a[href$='/meddelanden/']")
    addresses = waiting.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    for address in addresses:
        carer.goto(server.url + address)
        if carer.get_by_text("Kan ni ringa på två gånger?").count():
            break
    carer.get_by_label("Svar till personen").fill("Ja, det gör vi.")
    press(carer, "Skicka svaret")
    expect(carer.get_by_role("status")).to_contain_text("Svaret är skickat.")
    usable(carer)

    press(person, "Alla meddelanden")
    expect(person.locator("main")).to_contain_text("1 nytt svar")
    person.locator("main .plain-list a", has_text=name).first.click()
    expect(person.locator(".talk")).to_contain_text("Ja, det gör vi.")


def test_the_survey_is_answered_once_in_easy_swedish_and_large_type(server: Server, new_page):
    page = enter(new_page(viewport=PHONE), server, "person")
    press(page, "Lättläst svenska")
    page.locator("details.menu summary").click()
    press(page, "Större text")
    assert page.locator("html").get_attribute("data-size") == "large"
    assert page.locator("main p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 28
    usable(page)
    press(page, "Svara på enkäten")
    expect(page.locator("main")).to_contain_text("Ingen ser vad du har svarat.")
    usable(page)
    for group in page.locator("main fieldset").all():
        group.locator("input").first.check()
    press(page, "Skicka svaren")
    expect(page.get_by_role("status")).to_contain_text("Tack!")
    expect(page.get_by_role("button", name="Skicka svaren")).to_have_count(0)
    analyst = enter(new_page(), server, "analyst")
    analyst.goto(f"{server.url}/enkater/")
    press(analyst, "Se resultatet Vad tycker du om hemtjänsten?")
    expect(analyst.locator("main table").first).to_contain_text("U21468")
    usable(analyst)


def usable(page: Page) -> None:
    """Nothing that axe finds; nothing cut off on a phone or at 400 %."""
    page.evaluate(AXE)
    assert wrong_on(page) == []
    before = page.viewport_size
    for size in (PHONE, AT_400_PERCENT):
        page.set_viewport_size(size)
        assert page.evaluate(TABLE_IS_WIDER) == []
    page.set_viewport_size(before)
