"""Every page of every role, light and dark: no violation of WCAG 2.2 AA that axe finds, nothing cut off at 400 %."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from samsyn.people.roles import Role
from tests.journeys.own_file import an_own_file
from tests.journeys.server import Server, copied, serve
from tests.journeys.states import States, states
from tests.journeys.steps import enter, fill, press
from tests.journeys.walk import name_of, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Reading colours is a quarter of what axe does for contrast, and a page has few: each is read once.
COLOURS_ONCE = """(() => {
    const colour = axe.commons.color.Color.prototype, read = colour.parseString, known = new Map();
    colour.parseString = function (text) {
        const parts = known.get(text);
        if (parts) [this.r, this.g, this.b, this.alpha] = parts;
        else known.set(text, (read.call(this, text), [this.r, this.g, this.b, this.alpha]));
        return this;
    };
})();"""
AXE = f"{Axe().axe_script}\n{COLOURS_ONCE}"
OF_EACH = 2  # addresses followed of each name: here the pages are looked for; tests/web walks more of each
COLOURS = ["color-contrast", "link-in-text-block"]  # all that another theme changes
DESK = {"width": 1280, "height": 1024}
AT_400_PERCENT = {"width": 320, "height": 256}  # 1280 by 1024 magnified four times
TABLE_IS_WIDER = """() => [...document.querySelectorAll("*")].filter(
    e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table-region, .unseen, .skip, thead"))
    .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def written(municipality, tmp_path_factory) -> Iterator[Server]:
    """A server on a copy of its own, for pages that are there only when somebody has written."""
    server = serve(copied(municipality, tmp_path_factory.mktemp("written") / "home"))
    yield server
    server.kill()


@pytest.fixture(scope="module")
def in_every_state(written) -> States:
    """Cases in every state on the same server, for pages that no link of the demonstration leads to."""
    return states(written.home)


def test_every_page_of_every_role_can_be_used_by_everybody(written, in_every_state, new_page):
    wrong, met = [], set()
    for role in Role:
        page = enter(window(new_page), written, role.value.replace("_", "-"))
        there = PREPARED.get(role, lambda *_: {})(page, written)
        for name, address in {**pages_of(page, written, of_each=OF_EACH), **there}.items():
            page.goto(f"{written.url}{address}")
            # A page is drawn for another role with the same parts, so its dark colours are looked at once.
            wrong += [f"{role} {name} {address} {w}" for w in wrong_on(page, dark=name not in met)]
            met.add(name)
        page.context.close()
    windows: dict[str, Page] = {}
    for name, (address, roles) in in_every_state.addresses.items():
        if name not in met and (page := _opened(new_page, windows, in_every_state, written, address, roles)):
            wrong += [f"{name} {address} {w}" for w in wrong_on(page)]
    assert not wrong, "\n".join(wrong)


def window(new_page) -> Page:
    """A window in which each page finds axe when it opens."""
    page = new_page(viewport=DESK)
    page.add_init_script(AXE)
    return page


def _opened(new_page, windows, there: States, server: Server, address: str, roles: list[str]) -> Page | None:
    """The page at an address, to the first role it opens to; None where it is a file or only takes what is sent.

    Each role has one window, which has the styles and scripts already.
    """
    for role in roles:
        if role not in windows:
            windows[role] = window(new_page)
            there.enter(windows[role], server, role)
        page = windows[role]
        answer = page.request.get(f"{server.url}{address}")
        if answer.ok and "html" in answer.headers["content-type"]:
            page.goto(f"{server.url}{address}")
            return page
        assert answer.ok or answer.status in {403, 405}, f"{address} answered {answer.status}"
    return None


def test_the_entry_and_every_refusal_can_be_used_by_everybody(written, new_page):
    page, wrong = window(new_page), []
    for what, show in REFUSALS.items():
        show(page, written)
        wrong += [f"{what} {w}" for w in wrong_on(page)]
    assert not wrong, "\n".join(wrong)


def test_a_colour_that_axe_has_read_before_is_read_alike(new_page):
    page = window(new_page)
    page.goto("about:blank")
    read = """texts => texts.map(text => [1, 2, 3].map(() => {
        const c = new axe.commons.color.Color();
        c.parseString(text);
        return JSON.stringify([c.r, c.g, c.b, c.alpha, c.red, c.green, c.blue, c.getRelativeLuminance(), c.toJSON()]);
    }))"""
    colours = ["rgb(1, 2, 3)", "rgba(250, 20, 130, 0.4)", "#0a7", "oklch(0.6 0.2 40)", "color(srgb 0.2 0.3 0.4 / 0.5)"]
    found = page.evaluate(read, colours)
    assert len({one[0] for one in found}) == len(colours)
    assert [set(one) for one in found] == [{one[0]} for one in found]


def wrong_on(page: Page, *, dark: bool = True) -> list[str]:
    """What is wrong with the open page: by the standard, its colours in both themes, its outline, and at 400 %."""
    wrong = []
    themes = [("light", {"type": "tag", "values": STANDARD}), ("dark", {"type": "rule", "values": COLOURS})]
    for theme, asked in themes if dark else themes[:1]:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        wrong += [f"({theme}) {v}" for v in _violations(page, asked)]
    if page.locator("h1").count() != 1:
        wrong.append(f"has {page.locator('h1').count()} h1")
    if not page.title().strip(" –") or page.title().startswith("Samsyn"):
        wrong.append(f"is called {page.title()!r}")
    if page.locator("html").get_attribute("lang") not in {"sv", "sv-simple"}:
        wrong.append("does not say its language")
    page.set_viewport_size(AT_400_PERCENT)
    if page.evaluate("document.documentElement.scrollWidth") > AT_400_PERCENT["width"]:
        wrong.append(f"is wider than the window at 400 %: {page.evaluate(TABLE_IS_WIDER)}")
    page.set_viewport_size(DESK)
    return wrong


def _violations(page: Page, asked: dict[str, object]) -> list[str]:
    options = {"runOnly": asked, "resultTypes": ["violations"], "preload": False}  # no rule asked reads style sheets
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [f"{v['id']}: {node['html'][:160]} {node['failureSummary'][:300]}" for v in found for node in v["nodes"][:3]]


def _an_investigation_and_a_decision(page: Page, server: Server) -> dict[str, str]:
    """A field that has been saved twice has a page of what it held before; a decided line can be ordered."""
    page.goto(f"{server.url}/arenden/?status=investigating")
    page.locator("main tbody a").first.click()
    press(page, "Fortsätt utredningen")
    for text in ("Första texten.", "Andra texten."):
        fill(page, situation=text)
        press(page, "Spara")
    link = page.locator("main .versions a").first.get_attribute("href")
    assert name_of(link) == "field_versions"
    page.goto(f"{server.url}/arenden/?status=decided")
    page.locator("main tbody a").first.click()
    order = page.get_by_role("link", name="Beställ insatsen").first.get_attribute("href")
    return {"field_versions": link, "order_new": order}


def _an_application(page: Page, server: Server) -> dict[str, str]:
    """The page that says that an application has arrived."""
    page.locator("a[href$='/ansok/']").first.click()
    fill(page, asked_for="Jag behöver mer hjälp på morgonen.")
    press(page, "Skicka ansökan")
    assert name_of(page.url.removeprefix(server.url)) == "applied"
    return {"applied": page.url.removeprefix(server.url)}


PREPARED = {
    Role.CASEWORKER: _an_investigation_and_a_decision,
    Role.PERSON: _an_application,
    Role.ANALYST: an_own_file,
}


def _entry(page: Page, server: Server) -> None:
    page.goto(server.url)


def _errors(page: Page, server: Server) -> None:
    enter(page, server, "caseworker")
    page.goto(f"{server.url}/arenden/ta-emot/")
    press(page, "Gå vidare")
    assert page.locator(".error-summary").is_visible()


def _errors_in_many_fields(page: Page, server: Server) -> None:
    fill(page, unknown="on")
    press(page, "Gå vidare")
    press(page, "Registrera")
    assert page.locator(".error-summary li").count() > 2


def _nothing_there(page: Page, server: Server) -> None:
    assert page.goto(f"{server.url}/finns-inte/").status == 404


def _no_access(page: Page, server: Server) -> None:
    assert page.goto(f"{server.url}/loggen/").status == 403


def _lost(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/arenden/ta-emot/")
    fill(page, unknown="on")
    press(page, "Gå vidare")
    fill(page, given_name="Signe", asked_for="Jag orkar inte städa längre.")
    page.context.clear_cookies(name="sessionid")
    press(page, "Registrera")
    assert page.locator("[data-failed]").is_visible()


def _kept(page: Page, server: Server) -> None:
    page.locator("button[value=demo-caseworker]").click()
    page.get_by_role("button", name="Spara det jag skrev").wait_for()


REFUSALS = {
    "the entry": _entry, "a form with an error": _errors, "a form with many errors": _errors_in_many_fields,
    "404": _nothing_there, "403": _no_access, "logged out": _lost, "what was kept": _kept,
}  # fmt: skip
