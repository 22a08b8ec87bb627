"""Keyboard only, and paper: every page is reached, read and printed without a mouse."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.server import Server
from tests.journeys.steps import enter, search, somebody

pytestmark = pytest.mark.browser

MOST_STOPS = 150  # Tab presses that take anybody through a case page


def test_the_first_stop_leads_past_the_navigation_to_the_content(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "caseworker")
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_tab_goes_through_a_case_page_in_order_with_a_visible_focus(shared_server: Server, new_page):
    page = a_case(enter(new_page(), shared_server, "caseworker"), shared_server)
    everything = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility() && !e.closest('dialog, details:not([open]) > :not(summary)') && !e.disabled"
        " && e.type !== 'hidden').length"
    )
    met = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        now = focused(page)
        if now["tag"] == "BODY" or (met and now["index"] == met[0]["index"]):
            break
        met.append(now)
    assert len(met) == everything
    assert [m["index"] for m in met] == sorted(m["index"] for m in met)
    invisible = [m for m in met if m["outline"] < 3 or m["style"] == "none"]
    assert not invisible


def test_the_palette_finds_a_person_by_name_and_opens_the_case(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "caseworker")
    _, family = somebody(shared_server)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type(family)
    expect(page.locator("#palette [data-found] a").first).to_contain_text(family)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/arenden/\d+/$"))
    expect(page.locator("h1")).to_contain_text(family)


def test_the_palette_goes_to_a_page_and_closes_with_escape(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "provider-planner")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("beställ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/bestallningar/$"))


def test_the_question_mark_shows_the_keys_but_not_while_somebody_writes(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "caseworker")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.goto(f"{shared_server.url}/sok/")
    page.locator("#q").focus()
    page.keyboard.type("?")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("?")


def test_j_and_k_walk_a_list_and_enter_opens_the_row(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "caseworker")
    page.goto(f"{shared_server.url}/arenden/")
    links = page.locator("tbody th a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    case = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{shared_server.url}{case}")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(re.compile("/dag/$"))


def test_a_form_is_filled_and_its_errors_are_met_with_the_keyboard(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "caseworker")
    page.goto(f"{shared_server.url}/arenden/ta-emot/")
    page.locator("[name=number]").focus()
    page.keyboard.type("19380311-9828")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=number]")).to_be_focused()
    expect(page.locator("[name=number]")).to_have_value("19380311-9828")


def test_a_case_prints_with_its_sender_and_page_numbers_and_no_navigation(shared_server: Server, new_page):
    page = a_case(enter(new_page(), shared_server, "caseworker"), shared_server)
    name = page.locator("h1").inner_text()
    sheets = printed(page)
    assert "Samsyns kommun, Socialnämnden" in sheets[0]
    assert name in sheets[0]
    for number, sheet in enumerate(sheets, 1):
        assert f"Sida {number} av {len(sheets)}" in sheet or f"{number} ({len(sheets)})" in sheet
        assert not re.search("Hoppa till|Logga ut|Ta emot ansökan|Utseende|Sök person", sheet)


def test_a_plan_prints_in_large_type_for_the_person(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "care-worker")
    page.goto(f"{shared_server.url}/planer/")
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()
    if "/plan/" not in page.url:
        page.locator("main a[href*='/plan/']").first.click()
    page.get_by_role("link", name="Planen i stor stil, att skriva ut").click()
    page.wait_for_url(re.compile("/utskrift/$"))
    sheets = printed(page)
    assert "Samsyns kommun, Socialnämnden" in sheets[0]
    assert "Plan för" in sheets[0]
    assert not re.search("Logga ut|Min dag|Tillbaka till planen", "".join(sheets))


def test_a_protected_person_is_marked_on_every_sheet(shared_server: Server, new_page):
    page = enter(new_page(), shared_server, "caseworker")
    search(page, shared_server, " ".join(somebody(shared_server, protected=True)))
    expect(page.locator(".protected-mark")).to_be_visible()
    assert all("Skyddade personuppgifter" in sheet for sheet in printed(page))


def a_case(page: Page, server: Server) -> Page:
    """The page of a case in which help is being given."""
    page.goto(f"{server.url}/arenden/?status=active")
    page.locator("main tbody a").first.click()
    page.wait_for_url(re.compile(r"/arenden/\d+/$"))
    return page


def focused(page: Page) -> dict:
    """What has the focus: which element, its place among all, and the ring around it in px."""
    return page.evaluate(
        """() => { const e = document.activeElement, s = getComputedStyle(e); return {
            tag: e.tagName, text: e.textContent.trim(), html: e.outerHTML.slice(0, 80), style: s.outlineStyle,
            index: [...document.querySelectorAll('*')].indexOf(e), outline: parseFloat(s.outlineWidth)} }"""
    )


def test_no_tables_head_stands_at_the_foot_of_a_sheet_without_two_rows(shared_server: Server, new_page):
    """The same table lower and lower on a sheet: its heading and head go on to the next with the rows."""
    page = enter(new_page(), shared_server, "caseworker")
    page.evaluate(
        """() => { const rows = '<tr><th scope="row">RAD</th><td>x</td></tr>'.repeat(40);
            const sheet = `<section><div></div><h2>RUBRIK</h2><div class="table-region"><table class="stack">
                <caption>TEXT</caption><thead><tr><th>HUVUD</th><th>B</th></tr></thead><tbody>${rows}</tbody></table>
                </div></section>`;
            document.querySelector('main').innerHTML =
                sheet.repeat(24) + sheet.replace('<caption>', '<caption class="unseen">').repeat(24);
            document.querySelectorAll('main > section').forEach((section, n) => {
                section.style.breakBefore = 'page';
                section.firstChild.style.height = `${180 + 2.5 * (n % 24)}mm`; }); }"""
    )
    sheets = printed(page)
    alone = [s for s in sheets if any(w in s for w in ("RUBRIK", "TEXT", "HUVUD")) and s.count("RAD") < 2]
    assert len(sheets) > 96
    assert not alone


def printed(page: Page) -> list[str]:
    """The text of each sheet, with plain spaces."""
    paper = page.pdf(prefer_css_page_size=True)
    return [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in PdfReader(io.BytesIO(paper)).pages]
