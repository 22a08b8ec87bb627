"""A form that is sent twice before the page is left is sent once."""

import pytest

from tests.journeys.steps import enter, press

pytestmark = pytest.mark.browser

# Counts what would reach the server, and stays on the page.
COUNT = """() => {
    window.sendings = 0;
    addEventListener("submit", (event) => { window.sendings += 1; event.preventDefault(); });
}"""
SEND = "form => form.requestSubmit()"


def test_a_second_press_sends_nothing_until_the_page_is_shown_again(new_page, shared_server):
    page = enter(new_page(), shared_server, "person")
    press(page, "Ansök om hjälp")
    form = page.locator("main form[method=post]")
    page.locator("[name=asked_for]").fill("Jag orkar inte handla.")
    page.evaluate(COUNT)
    form.evaluate(SEND)
    form.evaluate(SEND)
    assert page.evaluate("window.sendings") == 1
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    form.evaluate(SEND)
    assert page.evaluate("window.sendings") == 2
