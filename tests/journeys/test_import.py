"""A municipality that lives in another case system brings its export and goes on working in the same minute."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import enter, fill, press

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "workbook" / "export.xlsx"
MINUTE = 60  # seconds, from the chosen file to the reassessment


def test_a_municipality_imports_its_export_and_goes_on_working_in_the_same_minute(new_page, server):
    """SoL 14:9: what another system decided is investigated anew here, and the provider has its order."""
    caseworker = enter(new_page(), server, "caseworker")
    leader = enter(new_page(), server, "team-leader")
    planner = enter(new_page(), server, "provider-planner")
    page = enter(new_page(), server, "administrator")
    press(page, "Inläsning")
    page.get_by_label("Filer").set_input_files(SAMPLE)
    began = time.monotonic()
    press(page, "Öppna filerna")
    page.get_by_label("Vad heter systemet").fill("Gamla systemet")
    choose_own(page.get_by_label("Enhet för ärenden som inte säger någon"), caseworker)
    for name in ("Hemtjänst Norr", "Omsorgsteamet"):  # a provider under another name there than here
        if (asked := page.get_by_label(name, exact=True)).count():
            choose_own(asked, planner)
    press(page, "Provläs")
    expect(page.locator("main")).to_contain_text("Allt går att läsa in. Inget är sparat än.")
    press(page, "Läs in allt")
    expect(page.locator("main")).to_contain_text("Allt är inläst.")

    caseworker.goto(f"{server.url}/sok/")
    fill(caseworker, q="Björkö")
    press(caseworker, "Sök")
    caseworker.locator("section.results").get_by_role("link").first.click()
    expect(caseworker.locator("main")).to_contain_text("Åsa Björkö")
    leader.goto(caseworker.url)
    choose_own(leader.locator("form[action$='/fordela/'] select"), caseworker)
    leader.locator("form[action$='/fordela/'] button").click()
    leader.wait_for_load_state()
    caseworker.reload()
    caseworker.get_by_text("Öppna en ny utredning").click()
    fill(caseworker, cause="changed_needs", why="Behöver hjälp också på kvällen.")
    caseworker.locator("form[action$='/utred-pa-nytt/'] button").click()
    caseworker.wait_for_url(re.compile("/utredning/"))

    press(planner, "Beställningar")
    planner.get_by_role("row", name="Åsa Björkö").get_by_role("link").first.click()
    expect(planner.locator("main")).to_contain_text("Hemtjänst")
    assert time.monotonic() - began < MINUTE


def choose_own(select: Locator, whose: Page) -> None:
    """Choose somebody, or the unit they work at: both stand at the top of their page."""
    header = whose.locator("body > header").inner_text()
    unit = next(text for text in select.locator("option").all_inner_texts() if text and text in header)
    select.select_option(label=unit)
