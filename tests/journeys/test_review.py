"""Blind review in a real browser: what is doubtful is settled and sent; a packet is read, weighed and concluded."""

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.steps import enter, fill, press, says

pytestmark = pytest.mark.browser


def case_with_packet(server: Server, state: str) -> int:
    """The case of a packet in some state, by its key."""
    asked = (
        "SELECT i.case_id FROM review_packetkey k JOIN review_packet p ON p.id = k.packet_id"
        " JOIN cases_investigation i ON i.id = k.investigation_id WHERE p.state = ?"
    )
    with sqlite3.connect(server.home / "samsyn.sqlite3") as database:
        return int(database.execute(asked, [state]).fetchone()[0])


def test_what_is_doubtful_is_settled_before_it_is_sent(server: Server, new_page):
    page = enter(new_page(), server, "caseworker")
    page.goto(f"{server.url}/arenden/{case_with_packet(server, 'draft')}/granskning/")
    expect(page.get_by_role("button", name="Skicka underlaget")).to_be_disabled()
    says(page, "barnmorska")
    for choice in page.locator("input[value=hide]").all():
        choice.check()
    fill(page, hidden="damkören")
    press(page, "Spara svaren")
    says(page, "Allt osäkert är avgjort")
    expect(page.locator(".packet-text").filter(has_text="damkören")).to_have_count(0)
    press(page, "Skicka underlaget")
    says(page, "0 av 2 har lämnat in sin läsning")


def test_a_packet_is_read_alone_and_then_weighed_together(server: Server, new_page):
    page = enter(new_page(), server, "caseworker")
    page.goto(f"{server.url}/granskning/")
    page.locator("section", has=page.get_by_role("heading", name="Att läsa")).get_by_role("link").first.click()
    says(page, "Ingen ser din läsning")
    expect(page.get_by_text("Läsningarna sida vid sida")).to_have_count(0)
    answer(page)
    press(page, "Lämna in läsningen")
    says(page, "Läsningarna sida vid sida")
    fill(page, note="Fråga om nätterna innan beslutet.")
    press(page, "Skriv in vad mötet kom fram till")
    says(page, "Granskningen är klar.")
    says(page, "Fråga om nätterna innan beslutet.")


def answer(page: Page) -> None:
    """Five hours of home care, in the first row that is open."""
    page.locator("[name=n0-intervention]").select_option("HEMTJANST")
    page.locator("[name=n0-outcome][value=granted]").check()
    page.locator("[name=n0-hours]").fill("5")
