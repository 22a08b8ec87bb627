"""What was typed before somebody else changed the same: it comes back, and undoes nothing unread."""

import contextlib
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import PATIENCE, Server
from tests.journeys.steps import enter, fill, press, says

pytestmark = pytest.mark.browser
MINE, THEIRS, LATER = "070-174 06 11", "070-174 06 12", "070-174 06 13"

# The caseworker's case of the person whom the demonstration logs in as.
SHARED = """
    SELECT c.id, p.id FROM people_account l JOIN people_person p ON p.id = l.person_id
    JOIN cases_case c ON c.person_id = p.id JOIN people_account k ON k.staff_id = c.caseworker_id
    WHERE l.username = 'demo-person' AND k.username = 'demo-caseworker' ORDER BY c.id LIMIT 1
"""


def addresses(server: Server) -> tuple[str, str]:
    """The page about the person for their caseworker, and the person's own page about themselves."""
    with contextlib.closing(sqlite3.connect(server.home / "samsyn.sqlite3", timeout=PATIENCE)) as database:
        case, person = database.execute(SHARED).fetchone()
    return f"{server.url}/arenden/{case}/personen/", f"{server.url}/person/{person}/uppgifter/"


def changes_phone(person: Page, address: str, phone: str) -> None:
    person.goto(address)
    fill(person, phone=phone)
    press(person, "Spara")
    says(person, "Det är sparat")


def begin(caseworker: Page, address: str, **typed: str) -> None:
    """Type in the form about how to reach somebody, and leave it there."""
    caseworker.goto(address)
    caseworker.get_by_text("Ändra kontaktuppgifterna").click()
    fill(caseworker, **typed)


def come_back(caseworker: Page) -> None:
    caseworker.reload()
    caseworker.get_by_text("Ändra kontaktuppgifterna").click()
    says(caseworker, "Det du hade skrivit är tillbaka")


def test_a_draft_from_before_somebody_elses_change_does_not_undo_it(server: Server, new_page):
    page, own = addresses(server)
    caseworker, person = enter(new_page(), server, "caseworker"), enter(new_page(), server, "person")
    begin(caseworker, page, town="Viken")
    changes_phone(person, own, THEIRS)
    come_back(caseworker)
    press(caseworker, "Spara kontaktuppgifterna")
    expect(caseworker.locator("main .known").first).to_contain_text("Viken")
    expect(caseworker.locator("main .known").first).to_contain_text(THEIRS)

    begin(caseworker, page, phone=MINE)
    changes_phone(person, own, LATER)
    come_back(caseworker)
    with caseworker.expect_response(lambda answer: answer.request.method == "POST") as told:
        press(caseworker, "Spara kontaktuppgifterna")
    assert told.value.status == 409
    says(caseworker, f"ändrades nyss till ”{LATER}”")
    expect(caseworker.locator("main [name=phone]")).to_have_value(MINE)
    person.goto(own)
    expect(person.locator("main [name=phone]")).to_have_value(LATER)
    press(caseworker, "Spara kontaktuppgifterna")
    expect(caseworker.locator("main .known").first).to_contain_text(MINE)
