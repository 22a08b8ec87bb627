"""An analyst measures a file of their own in a browser, with two tabs, and nothing is left when they log out."""

import pytest

from samsyn.people.roles import Role
from tests.journeys.own_file import an_own_file, choose
from tests.journeys.server import copied, serve
from tests.journeys.steps import enter, press
from tests.journeys.test_accessibility import window, wrong_on

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def own(municipality, tmp_path):
    server = serve(copied(municipality, tmp_path / "home"))
    yield server
    server.kill()


def test_a_file_is_chosen_measured_and_gone_after_the_log_out(own, new_page):
    page = enter(window(new_page), own, Role.ANALYST.value)
    wrong = [f"choosing {w}" for w in wrong_on(page.goto(f"{own.url}/likabehandling/fil/") and page)]
    there = an_own_file(page, own)
    for name, address in there.items():
        page.goto(f"{own.url}{address}")
        wrong += [f"{name} {w}" for w in wrong_on(page)]
    tab = page.context.new_page()
    choose(tab, own, rows=500)
    page.goto(f"{own.url}{there['own_file']}")
    page.locator("select[name=c0]").select_option("")
    press(page, "Mät")
    wrong += [f"errors {w}" for w in wrong_on(page)]
    assert "Välj vilken kolumn som är utfallet" in page.locator(".error-summary").inner_text()
    files = own.home / "own-files"
    assert len([*files.iterdir()]) == 2
    press(tab, "Logga ut")
    tab.wait_for_selector("button[value=demo-analyst]")
    assert not [*files.iterdir()]
    enter(page, own, Role.ANALYST.value)
    assert page.goto(f"{own.url}{there['own_answer']}").status == 404
    wrong += [f"gone {w}" for w in wrong_on(page)]
    assert not wrong, "\n".join(wrong)
