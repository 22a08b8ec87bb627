"""The introduction in a real browser: read, answered wrongly and rightly, by everybody."""

import pytest

from tests.journeys.server import Server
from tests.journeys.steps import enter, press, says
from tests.journeys.test_accessibility import window, wrong_on

pytestmark = pytest.mark.browser


def test_a_part_is_read_and_answered(server: Server, new_page):
    page = enter(window(new_page), server, "care-worker")
    page.goto(f"{server.url}/introduktion/")
    assert wrong_on(page) == []
    press(page, "Tillsyn på natten")
    for _ in range(4):
        press(page, "Nästa sida")
    assert wrong_on(page) == []
    press(page, "Till frågorna")
    page.get_by_label("Väntar till 03.00").check()
    press(page, "Svara")
    says(page, "Inte rätt den här gången.")
    assert wrong_on(page) == []
    press(page, "Försök igen")
    page.get_by_label("Ber någon åka dit, eller åker själv").check()
    press(page, "Svara")
    says(page, "Rätt.")
    press(page, "Nästa fråga")
    says(page, "fråga 2 av 4")
