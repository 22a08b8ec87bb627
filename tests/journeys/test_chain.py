"""The whole chain in a real browser: a case typed by hand, through six roles, to a followed-up plan and round again."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, fill, first_option, press, says

pytestmark = pytest.mark.browser

NUMBER = "19380311-9829"  # a test number: birth number 982
TODAY = date.today()  # noqa: DTZ011 - the clock that the server has


def test_a_typed_application_goes_all_the_way_to_a_followed_up_plan(server: Server, new_page):
    page = new_page(viewport={"width": 1280, "height": 860})
    case = register(page, server)
    investigate(page, case)
    propose(page, case)
    sign(enter(new_page(), server, "delegate"), server, case)
    order(page, case)
    carer = enter(new_page(viewport={"width": 820, "height": 1180}), server, "care-worker")
    accept(enter(new_page(viewport={"width": 1280, "height": 860}), server, "provider-planner"), name_on(carer))
    plan(carer)
    follow_up(page, case)


def register(page: Page, server: Server) -> str:
    enter(page, server, "caseworker")
    press(page, "Ta emot ansökan")
    fill(page, number=NUMBER)
    press(page, "Gå vidare")
    fill(page, given_name="Signe", family_name="Provsson", street="Provgatan 1", phone="070-174 06 11")
    fill(page, form="application", channel="phone", by_whom="person")
    fill(page, asked_for="Jag orkar inte städa längre och är rädd att ramla i duschen.")
    press(page, "Registrera")
    page.locator("main a[href*='/arenden/']").first.click()
    expect(page.locator("main")).to_contain_text("Signe Provsson")
    press(page, "Öppna utredning")
    page.wait_for_url(re.compile("/utredning/"))
    return re.search(r"/arenden/(\d+)/", page.url)[1]


def investigate(page: Page, case: str) -> None:
    for area in ("d510", "d640"):
        fill(page, area=area)
        press(page, "Lägg till området")
    write(page, ":own_words", "Jag är rädd att ramla.")
    write(page, ":goal", "Jag är ren och känner mig trygg.")
    write(page, ":level_now", "3")
    write(page, ":level_meant", "1")
    page.reload()
    first = page.locator("[data-place$=':own_words']").first
    expect(first).to_have_value("Jag är rädd att ramla.")


def write(page: Page, ending: str, value: str) -> None:
    """Write the same in this field of every need, and wait until each says that it is saved."""
    for field in page.locator(f"[data-place$='{ending}']").all():
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "radio":
            if field.get_attribute("value") != value:
                continue
            field.check()
        else:
            field.fill(value)
        field.blur()
        expect(field.locator("xpath=ancestor::*[.//*[@role='status']][1]").get_by_role("status").first).to_contain_text(
            "Sparat", timeout=15_000
        )


def propose(page: Page, case: str) -> None:
    press(page, "Skriv beslut")
    press(page, "Börja på beslutet")
    fill(page, intervention="HEMTJANST")
    press(page, "Lägg till insatsen")
    for box in page.locator("[name=needs]").all():
        box.check()
    fill(page, outcome="granted", hours="3", minutes="0", goal="Signe är trygg hemma.")
    press(page, "Spara insatsen i beslutet")
    fill(page, summary="Du får hjälp att duscha och städa.")
    press(page, "Spara sammanfattningen")
    press(page, "Föreslå beslut")
    says(page, "föreslag")


def sign(page: Page, server: Server, case: str) -> None:
    page.goto(f"{server.url}/arenden/{case}/beslut/")
    says(page, "3 tim")
    press(page, "Signera beslutet")
    letter = page.locator("a[href*='brev.pdf']").first.get_attribute("href")
    answer = page.request.get(f"{server.url}{letter}")
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")


def order(page: Page, case: str) -> None:
    page.goto(re.sub(r"/arenden/.*", f"/arenden/{case}/", page.url))
    page.get_by_role("link", name=re.compile("^Beställ")).first.click()
    page.wait_for_load_state()
    if not page.locator("[name=provider]").count():
        page.locator("main a.button.primary").first.click()
    option = page.locator("select[name=provider] option", has_text="Hemtjänsten Centrum").first.get_attribute("value")
    fill(page, provider=option, start_on=TODAY.isoformat(), circumstances="Ring på, jag hör dåligt.")
    press(page, "Skicka beställningen")


def name_on(page: Page) -> str:
    """Whose page it is: who works there is drawn anew for each day that the demonstration is made for."""
    return page.locator(".whose").inner_text().split(",")[0]


def accept(page: Page, name: str) -> None:
    page.get_by_role("link", name="Signe Provsson").first.click()
    says(page, "Jag är rädd att ramla.")
    carer = page.locator("select[name=contact] option", has_text=name).first.get_attribute("value")
    fill(page, contact=carer)
    press(page, "Ta emot beställningen")
    says(page, "mottagen")


def plan(page: Page) -> None:
    page.reload()  # the order has come since the carer entered
    page.locator("main a[href$='#planen']", has_text="Signe Provsson").first.click()
    press(page, "Börja på planen")
    press(page, "Lägg till en aktivitet")
    fill(page, what="Dusch", start="09:00", minutes="45")
    first_option(page, "need")
    for day in "135":
        page.locator(f"[name=weekdays][value='{day}']").check()
    press(page, "Lägg till i planen")
    says(page, "2 tim 15 min")
    fill(page, participation="Signe valde dagarna vid köksbordet.", persons_words="Inte för tidigt.")
    fill(page, follow_up_on=(TODAY + timedelta(days=60)).isoformat())
    press(page, "Spara hur planen gjordes")
    press(page, "Lämna planen till Signe Provsson")
    press(page, "Skriv in personens svar")
    fill(page, answer="yes", hand="spoken") if page.locator("[name=answer][value=yes]").count() else fill(
        page, answer="approve", hand="spoken"
    )
    press(page, "Spara svaret")
    says(page, "godkänd")


def follow_up(page: Page, case: str) -> None:
    page.goto(re.sub(r"/arenden/.*", f"/arenden/{case}/", page.url))
    press(page, "Följ upp")
    fill(
        page,
        held_on=TODAY.isoformat(),
        took_part="Signe",
        persons_words="Det går bättre i duschen.",
    )
    for section in page.locator("main section.line:has([name$=level])").all():
        level = section.locator("[name$=level]")
        if level.first.evaluate("e => e.type") == "radio":
            section.locator("[name$=level][value='1']").check()
        else:
            level.select_option("1")
        section.locator("[name$=reached_person][value=yes]").check()
        section.locator("[name$=reached_professional][value=partly]").check()
        section.locator("[name$=result][value=reassess]").check()
    press(page, "Spara uppföljningen")
    page.goto(re.sub(r"/arenden/.*", f"/arenden/{case}/", page.url))
    says(page, "Uppföljningen visade att det behövs")
