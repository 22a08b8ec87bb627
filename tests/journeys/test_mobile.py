"""A carer works a day without network and hands it in; nobody else who has the phone sees or sends it."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.server import Server, copied, serve
from tests.journeys.steps import enter, who_plays
from tests.journeys.test_accessibility import AXE, COLOURS, STANDARD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 740}
CODE = "471108"
# What the municipality was invented with was handed in by phones that were new on earlier days.
NEW = "homecare_syncedchange WHERE received_on = (SELECT max(registered_on) FROM homecare_mobiledevice)"
ALL_NEW = f"SELECT uuid, received_by FROM {NEW} ORDER BY id"
HOW_MANY = f"SELECT count(*), count(DISTINCT uuid) FROM {NEW}"


def asked(server, sql, *values):
    with contextlib.closing(sqlite3.connect(server.home / "samsyn.sqlite3", timeout=60)) as database:
        return database.execute(sql, values).fetchall()


def with_code(page: Page, button: str, code: str = CODE) -> None:
    page.get_by_label("Kod", exact=True).fill(code)
    page.get_by_role("button", name=button).click()


def begin(page: Page, server) -> Page:
    page.goto(f"{server.url}/mobil/")
    expect(page.get_by_role("heading", name="Välj en kod för passet")).to_be_visible()
    for guessed in ("123456", "987654", "112112"):
        with_code(page, "Hämta dagen", guessed)
        expect(page.locator(".error")).to_contain_text("lätt att gissa")
    with_code(page, "Hämta dagen")
    expect(page.locator(".visit").first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.keys().then(names => names.length)")
    return page


def offline(page: Page, without: bool) -> None:
    page.context.set_offline(without)


def did_not_happen(page: Page, visit, note: str) -> None:
    """Said so that it holds at any hour: nobody has helped before the time of a visit."""
    visit.get_by_role("button", name="Det blev annorlunda").click()
    page.get_by_label("Hur många minuter tog det?").fill("0")
    page.get_by_label("Varför?").select_option("PERSON_BORTA")
    page.get_by_label("Berätta, om det behövs").fill(note)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("dialog")).to_have_count(0)


def sound(page: Page) -> None:
    """Nothing that axe finds, light and dark, and nothing wider than the phone."""
    for theme, rules in (("light", {"type": "tag", "values": STANDARD}), ("dark", {"type": "rule", "values": COLOURS})):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found = page.evaluate(
            "o => axe.run(o).then(f => f.violations)", {"runOnly": rules, "resultTypes": ["violations"]}
        )
        assert found == [], [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.fixture
def reopening(municipality, tmp_path) -> Iterator[Server]:
    """A server of an installation whose phones open a closed day by its code alone."""
    running = serve(copied(municipality, tmp_path / "home"), SAMSYN_PHONE_REOPENS="without-network")
    yield running
    running.kill()


def test_a_day_without_network_is_handed_in_once_and_a_conflict_is_shown(reopening, new_page):
    server = reopening
    page = enter(new_page(viewport=PHONE), server, "care-worker")
    page.add_init_script(AXE)
    begin(page, server)
    sound(page)
    first, second = page.locator(".visit").nth(0), page.locator(".visit").nth(1)
    key = int(first.get_attribute("id").removeprefix("visit-"))

    offline(page, True)
    first.get_by_role("button", name="Börja").click()
    did_not_happen(page, first, "Skrivet utan nät")
    second.get_by_role("button", name="Börja").click()
    second.get_by_role("button", name="Klar").click()
    expect(page.locator("#sync-state")).to_contain_text("väntar på att skickas: 4")
    sound(page)

    page.close()  # the browser is closed, and the battery dies
    page = page.context.new_page()
    page.add_init_script(AXE)
    page.goto(f"{server.url}/mobil/")  # still without network
    expect(page.get_by_role("heading", name="Dagen är låst")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Inte skickat: 4")
    sound(page)
    with_code(page, "Lås upp", "999999")
    expect(page.locator(".error")).to_contain_text("Fel kod")
    with_code(page, "Lås upp")
    expect(page.locator("#sync-state")).to_contain_text("väntar på att skickas: 4")

    reported_by_the_office(server, new_page, key)
    offline(page, False)
    page.get_by_role("button", name="Skicka och hämta nu").click()
    conflict = page.locator("section.two-texts")
    expect(conflict).to_contain_text("Skrivet utan nät")
    expect(conflict).to_contain_text("Kontoret skrev")
    sound(page)
    assert asked(server, HOW_MANY) == [(4, 4)]
    conflict.get_by_role("button", name="Behåll min").click()
    expect(conflict).to_have_count(0)
    expect(page.locator("#sync-state")).to_contain_text("Allt är skickat")
    said = "SELECT reason, note FROM homecare_performedtime WHERE planned_id = ? ORDER BY version"
    assert asked(server, said, key) == [("SJUKHUS", "Kontoret skrev"), ("PERSON_BORTA", "Skrivet utan nät")]

    page.locator(".visit").first.get_by_role("button", name="Anteckna").click()
    page.get_by_label("Vad hände?").fill("Halvfärdigt")
    page.locator("main button", has_text="Lås").evaluate("button => button.click()")  # as after ten minutes in a pocket
    expect(page.get_by_role("heading", name="Dagen är låst")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)
    with_code(page, "Lås upp")
    expect(page.get_by_label("Vad hände?")).to_have_value("Halvfärdigt")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#sync-state")).to_contain_text("Allt är skickat")
    page.get_by_role("button", name="Avsluta passet").click()
    expect(page.locator("main")).to_contain_text("Ingenting finns kvar i telefonen")
    assert stored(page) == {"day": 0, "log": 0, "phone": 0, "wrapped": 0}


def reported_by_the_office(server, new_page, key) -> None:
    """The planner says something else of the same visit, at a desk."""
    ((order,),) = asked(server, "SELECT order_id FROM homecare_plannedtime WHERE id = ?", key)
    desk = enter(new_page(), server, "provider-planner")
    desk.goto(f"{server.url}/bestallningar/{order}/tid/{key}/")
    desk.locator("[name=not_done]").check()
    desk.locator("[name=reason]").select_option("SJUKHUS")
    desk.locator("[name=note]").fill("Kontoret skrev")
    desk.locator("main form button").last.click()
    expect(desk).to_have_url(re.compile("/utfort/"))


def stored(page: Page) -> dict[str, int]:
    """How much lies in the phone."""
    return page.evaluate(
        """async () => {
            const of = (request) => new Promise((yes) => (request.onsuccess = () => yes(request.result)));
            const db = await of(indexedDB.open("samsyn-mobil"));
            const all = (store) => of(db.transaction(store).objectStore(store).getAll());
            const found = {};
            for (const store of ["day", "log", "phone"]) found[store] = (await all(store)).length;
            found.wrapped = (await all("device")).filter((d) => d.shift).length;
            db.close();
            return found;
        }"""
    )


def test_another_carer_neither_sees_nor_sends_it_and_a_lost_phone_is_emptied(server, new_page):
    page = enter(new_page(viewport=PHONE), server, "care-worker")
    begin(page, server)
    offline(page, True)
    page.locator(".visit").first.get_by_role("button", name="Börja").click()
    expect(page.locator("#sync-state")).to_contain_text("väntar på att skickas: 1")
    page.close()
    page = page.context.new_page()
    offline(page, False)
    another_carer(server)
    leave(page, server)
    assert stored(page) == {"day": 0, "log": 1, "phone": 0, "wrapped": 0}
    # The page that was closed may have met the network in its last moment, and handed in without hearing the answer.
    handed_in, sent = asked(server, ALL_NEW), []
    [(mine,)] = asked(server, "SELECT 'staff:' || staff_id FROM people_account WHERE username = 'demo-care-worker'")
    assert [who for _, who in handed_in] in ([], [mine])
    page.context.on("request", lambda request: sent.append(request.url) if "/mobil/synka/" in request.url else None)
    enter(page, server, "colleague")
    page.goto(f"{server.url}/mobil/")
    expect(page.get_by_role("heading", name="Välj en kod för passet")).to_be_visible()
    assert stored(page) == {"day": 0, "log": 1, "phone": 0, "wrapped": 0}
    with_code(page, "Hämta dagen")
    expect(page.locator("#sync-state")).to_contain_text(re.compile("Allt är skickat|Inget väntar"))
    assert (asked(server, ALL_NEW), sent) == (handed_in, [])

    page.get_by_role("button", name="Lås", exact=True).click()
    page.get_by_role("button", name="Jag minns inte koden").click()
    expect(page.locator("main")).to_contain_text("Logga in för att hämta den igen")
    page.goto(f"{server.url}/mobil/")  # whoever has the phone gets no day by choosing a new code
    expect(page.get_by_role("link", name="Logga in")).to_be_visible()
    enter(page, server, "care-worker")
    begin(page, server)
    expect(page.locator("#sync-state")).to_contain_text("Allt är skickat")
    assert asked(server, HOW_MANY) == [(1, 1)]
    assert stored(page)["log"] == 0

    desk = enter(new_page(), server, "provider-planner")
    desk.goto(f"{server.url}/telefoner/")
    name = who_plays(server, "care-worker")
    newest = desk.locator("tr", has_text=name).first
    newest.get_by_role("button", name="Töm telefonen").click()
    expect(newest).to_contain_text("tömd")
    page.get_by_role("button", name="Skicka och hämta nu").click()
    expect(page.locator("main")).to_contain_text("Telefonen har tömts från kontoret")
    assert stored(page) == {"day": 0, "log": 0, "phone": 0, "wrapped": 0}


def leave(page: Page, server) -> None:
    """Log out on another page of the house than the phone's."""
    page.goto(f"{server.url}/dag/")
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url(lambda url: url.rstrip("/") == server.url)


def another_carer(server) -> None:
    """A login of the demonstration for somebody else who works at the carer's unit: demo-colleague."""
    with contextlib.closing(sqlite3.connect(server.home / "samsyn.sqlite3", timeout=60)) as database:
        ((mine,),) = database.execute("SELECT staff_id FROM people_account WHERE username = 'demo-care-worker'")
        other = database.execute(
            "SELECT staff_id FROM people_appointment WHERE role = 'care_worker' AND staff_id <> ? AND unit_id IN"
            " (SELECT unit_id FROM people_appointment WHERE staff_id = ?) LIMIT 1", (mine, mine)
        ).fetchone()[0]  # fmt: skip
        names = [row[1] for row in database.execute("PRAGMA table_info(people_account)") if row[1] != "id"]
        told = ", ".join({"username": "'demo-colleague'", "staff_id": str(other)}.get(n, n) for n in names)
        database.execute(
            f"INSERT INTO people_account ({', '.join(names)}) SELECT {told} FROM people_account"
            " WHERE username = 'demo-care-worker'"
        )
        database.commit()
