"""A night with a camera that fails, in a real browser, with the simulator and the watch as processes of their own."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from tests.journeys.server import PATIENCE, Server, copied, environment, free_port, samsyn, serve
from tests.journeys.steps import enter, fill, picture, press, says
from tests.journeys.test_accessibility import window, wrong_on

pytestmark = pytest.mark.browser
OF_THE_PERSON = """
    SELECT c.id FROM homecare_nightcheck c JOIN homecare_supervision s ON s.id = c.supervision_id
    JOIN homecare_order o ON o.id = s.order_id JOIN cases_case k ON k.id = o.case_id
    JOIN people_account a ON a.person_id = k.person_id AND a.username = 'demo-person'
"""


@pytest.fixture
def connected(municipality, tmp_path) -> Iterator[Server]:
    """A server with a camera that first shows an empty bed, and then has lost its network."""
    port, script = free_port(), tmp_path / "script.json"
    script.write_text(json.dumps({"*": ["not_seen", "no_network"]}), encoding="utf-8")
    home = copied(municipality, tmp_path / "home")
    command = [sys.executable, "-m", "samsyn", "camera-simulator", "--port", str(port), "--script", str(script)]
    simulator = subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE)
    assert b"http" in simulator.stdout.readline()
    server = serve(home, SAMSYN_CAMERA_URL=f"http://127.0.0.1:{port}", SAMSYN_CAMERA_SECRET=SECRET)
    yield server
    server.kill()
    simulator.terminate()
    simulator.wait(PATIENCE)


SECRET = "for demonstrations only, where nobody is real"  # what the simulator takes when it is told none


def changed(server: Server, sql: str, *values: object) -> list[tuple]:
    with sqlite3.connect(server.home / "samsyn.sqlite3", timeout=PATIENCE) as database:
        return database.execute(sql, values).fetchall()


def a_night_of_its_own(server: Server) -> list[int]:
    """Two checks of the person, due by now and not done: the demonstration's own follow the hour the test is run at."""
    [[like], *_] = changed(server, OF_THE_PERSON)
    columns = [row[1] for row in changed(server, "PRAGMA table_info(homecare_nightcheck)") if row[1] != "id"]
    for minutes in (41, 42):
        due, later = f"datetime('now', '-{minutes} minutes')", "datetime('now', '+1 day')"
        new = {"due_at": due, "act_at": later, "state": "'due'", "looks": "0"}
        taken = ", ".join(new.get(name, name) for name in columns)
        into = f"INSERT INTO homecare_nightcheck ({', '.join(columns)}) SELECT {taken} FROM homecare_nightcheck"
        changed(server, f"{into} WHERE id = ?", like)
    return [row[0] for row in changed(server, f"{OF_THE_PERSON} ORDER BY c.id DESC LIMIT 2")]


def time_comes(server: Server, check: int, *, ago: timedelta = timedelta(0)) -> None:
    """It is time for a check: nobody waits for the night here."""
    then = (datetime.now(UTC) - ago).strftime("%Y-%m-%d %H:%M:%S")
    changed(server, "UPDATE homecare_nightcheck SET act_at = ?, since = ? WHERE id = ?", then, then, check)


def is_sound(page: Page) -> None:
    assert wrong_on(page) == []


def test_a_night_with_a_failed_camera(connected, new_page):
    first, second = a_night_of_its_own(connected)
    page = enter(window(new_page), connected, "care-worker")
    time_comes(connected, first)
    page.goto(f"{connected.url}/natt/")
    is_sound(page)
    picture(page, "night")
    page.goto(f"{connected.url}/natt/{first}/")
    page.get_by_role("button", name="Titta nu").click()
    says(page, "Vad såg du?")
    is_sound(page)
    with page.context.expect_page() as opened:
        press(page, "Öppna bilden i ett nytt fönster")
    says(opened.value, "Sängen är tom.")
    opened.value.close()
    press(page, "Jag såg inte personen")
    says(page, "inte sedd, en ny titt väntar")

    time_comes(connected, first)
    page.reload()
    page.get_by_role("button", name="Titta nu").click()
    says(page, "Kameran når inte nätet.")
    is_sound(page)
    page.get_by_role("button", name="Jag åker dit").click()
    fill(page, found="Sov lugnt. Satte i kontakten.")
    press(page, "Spara besöket")
    says(page, "besökt")

    mine = enter(window(new_page), connected, "person")
    mine.goto(f"{mine.url}natt/")
    says(mine, "Kameran gav ingen bild, så någon skulle komma hem.")
    is_sound(mine)
    press(mine, "Säg nej till kameran")
    says(mine, "Ingen tittar nu.")

    time_comes(connected, second, ago=timedelta(minutes=20))
    page.goto(f"{connected.url}/natt/")
    says(page, "Nattens vakt går inte.")
    samsyn(connected.home, "night-watch", "--once")
    page.reload()
    says(page, "Alla som bor där har inte sagt ja till kameran.")
    is_sound(page)
