"""Where the half of the key is the server's: a phone that was switched off at the shift's end opens to nobody."""

import base64
import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from sqlite3 import connect
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import browser as browsers
from tests.journeys.server import PATIENCE, Server, copied, serve
from tests.journeys.steps import enter
from tests.journeys.test_accessibility import AXE
from tests.journeys.test_mobile import CODE, HOW_MANY, NEW, PHONE, asked, begin, offline, sound, stored, with_code

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALL_KINDS = f"SELECT seq, kind FROM {NEW} ORDER BY seq"
# Whoever has the files and the right code: the product's own modules, everything in IndexedDB, and the login's cookie.
HALF = {"url": "/mobil/pass/halva/", "shown": True}
BEGIN = {"url": "/mobil/pass/", "shown": True}
ATTACK = """async ({ code, given, asks }) => {
  const keys = await import("/static/samsyn/mobile/keys.js");
  const of = (request) => new Promise((yes, no) => ((request.onsuccess = () => yes(request.result)), (request.onerror = no)));
  const db = await of(indexedDB.open("samsyn-mobil"));
  const all = (store) => of(db.transaction(store).objectStore(store).getAll());
  const [[device], days, log] = [await all("device"), await all("day"), await all("log")];
  db.close();
  const { id, wrapped } = device.shift;
  const secrets = await keys.unwrap(wrapped, code, device.binding);
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const ask = async (url, shown) => {
    const headers = { "X-Requested-With": "fetch", "Content-Type": "application/json", "X-CSRFToken": csrf };
    if (shown) headers["X-Samsyn-Phone"] = `${id}:${await keys.proofOf(secrets[id])}`;
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ device: device.uuid }) }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    return { status: answer?.status, half: told?.halves?.[id] };
  };
  const answers = [];
  for (const { url, shown } of asks) answers.push(await ask(url, shown));
  const halves = [secrets[id], "0".repeat(64), given, ...answers.map((a) => a.half)].filter(Boolean).concat("");
  let day = 0;
  let changes = 0;
  for (const half of halves) {
    const key = await keys.shiftKey(secrets[id], half, device.uuid, String(id));
    for (const one of days) day += await keys.unseal(key, one.sealed, `${one.owner} day`).then((d) => d.visits.length > 0, () => false);
    for (const one of log) changes += await keys.unseal(key, one.sealed, `${one.owner} ${one.uuid}`).then(() => true, () => false);
  }
  return { days: days.length, log: log.length, day, changes, statuses: answers.map((a) => a.status) };
}"""  # noqa: E501 - what the browser runs


@pytest.fixture
def server(municipality, tmp_path) -> Iterator[Server]:
    running = serve(copied(municipality, tmp_path / "home"))
    yield running
    running.kill()


@contextmanager
def browser_of(chromium, profile: Path) -> Iterator[BrowserContext]:
    """A browser that keeps its profile in a folder."""
    context = chromium.browser_type.launch_persistent_context(
        str(profile), executable_path=browsers.path(), locale="sv-SE", timezone_id="Europe/Stockholm", viewport=PHONE,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )  # fmt: skip
    try:
        yield context
    finally:
        with suppress(Exception):  # it may have been killed
            context.close()


def battery_dies(profile: Path) -> None:
    """Kill every process of the browser that has this profile, and wait until they are gone."""

    def running() -> list[int]:
        found = []
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if f"--user-data-dir={profile}".encode() in file.read_bytes().split(b"\0"):
                    found.append(int(file.parent.name))
        return found

    assert running()
    late = time.monotonic() + PATIENCE
    while found := running():  # a killed process is listed until the system has taken it away
        assert time.monotonic() < late, f"{found} cannot be killed"
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def places_of(profile: Path, *sought: bytes) -> list[str]:
    """The files of a profile in which any of this stands."""
    files = [file for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    return [str(file.relative_to(profile)) for file in files if any(s in file.read_bytes() for s in sought)]


def as_written(key: str) -> list[bytes]:
    """The ways in which 32 bytes can stand in a file."""
    raw = bytes.fromhex(key)
    return [raw, key.encode(), key.encode("utf-16-le"), base64.b64encode(raw)]


def attacked(context: BrowserContext, server: Server, given: str = "", asks: Sequence[dict] = ()) -> dict:
    """What the right code opens of a copied profile, with `given` for the half or with what the server gives."""
    page = context.new_page()
    page.route("**/attack", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto(f"{server.url}/attack")
    return page.evaluate(ATTACK, {"code": CODE, "given": given, "asks": list(asks)})


def saved(page: Page, visit: int, waiting: int) -> None:
    page.locator(".visit").nth(visit).get_by_role("button", name="Börja").click()
    expect(page.locator("#sync-state")).to_contain_text(f"väntar på att skickas: {waiting}")


def test_a_phone_that_was_off_at_the_shifts_end_opens_to_nobody_and_loses_nothing(chromium, server, tmp_path):
    profile, copy = tmp_path / "profile", tmp_path / "copy"
    with browser_of(chromium, profile) as context:
        page = enter(context.pages[0], server, "care-worker")
        begin(page, server)
        offline(page, True)
        saved(page, 0, 1)
        page.get_by_role("button", name="Lås", exact=True).click()
        with_code(page, "Lås upp")  # as after ten minutes in a pocket: no network is needed while the page lives
        expect(page.locator("#sync-state")).to_contain_text("väntar på att skickas: 1")
        saved(page, 1, 2)
        cookies = context.cookies()  # Chromium puts them on the disk once in half a minute
        battery_dies(profile)
    of_the_shift = "SELECT half, uuid FROM homecare_mobileshift JOIN homecare_mobiledevice d ON d.id = device_id"
    ((half, device),) = asked(server, of_the_shift)
    assert len(half) == 64
    assert places_of(profile, str(UUID(device)).encode()) != []  # what is in IndexedDB is found so
    assert places_of(profile, *as_written(half)) == []
    shutil.copytree(profile, copy)

    with browser_of(chromium, copy) as context:
        context.add_cookies(cookies)
        everything = {"days": 1, "log": 2, "day": 1, "changes": 2}
        assert attacked(context, server, given=half) == {**everything, "statuses": []}
        assert attacked(context, server, asks=[HALF]) == {**everything, "statuses": [200]}  # the shift is not over

    with browser_of(chromium, profile) as context:
        context.add_init_script(AXE)
        context.add_cookies(cookies)
        page = context.pages[0]
        offline(page, True)
        page.goto(f"{server.url}/mobil/")
        with_code(page, "Lås upp")
        expect(page.get_by_role("heading", name="Dagen öppnas när telefonen får kontakt")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Sparat i telefonen, inte skickat (2)")
        sound(page)
        page.get_by_role("button", name="Försök igen").click()
        expect(page.locator("main")).to_contain_text("Ingenting som du har skrivit är borta")
        offline(page, False)  # and it opens by itself
        expect(page.locator("#sync-state")).to_contain_text("Allt är skickat")
        assert asked(server, ALL_KINDS) == [(1, "begin"), (2, "begin")]
        offline(page, True)
        saved(page, 2, 1)

    over(server)
    with browser_of(chromium, copy) as context:
        context.add_cookies(cookies)
        found = attacked(context, server, asks=[HALF, {**HALF, "shown": False}, BEGIN, {**BEGIN, "shown": False}])
        assert found == {**everything, "day": 0, "changes": 0, "statuses": [409, 409, 401, 401]}

    with browser_of(chromium, profile) as context:
        page = enter(context.pages[0], server, "care-worker")
        page.goto(f"{server.url}/mobil/")
        with_code(page, "Lås upp")
        expect(page.locator("main")).to_contain_text("Passet är slut, och dagen är borta ur telefonen.")
        begin(enter(page, server, "care-worker"), server)
        expect(page.locator("#sync-state")).to_contain_text("Allt är skickat")
        assert asked(server, HOW_MANY) == [(3, 3)]


def test_what_waits_from_before_the_setting_was_changed_is_handed_in_and_a_few_wrong_codes_a_day_are_forgiven(
    new_page, server
):
    page = begin(enter(new_page(viewport=PHONE), server, "care-worker"), server)
    page.context.route("**/mobil/synka/", lambda route: route.abort())
    saved(page, 0, 1)
    page.get_by_role("button", name="Avsluta passet").click()
    expect(page.locator("main")).to_contain_text("ligger låst i telefonen")
    server.kill()
    later = serve(server.home, port=server.port, SAMSYN_PHONE_REOPENS="without-network")
    try:
        enter(page, later, "care-worker").goto(f"{later.url}/mobil/")
        expect(page.locator("main")).to_contain_text("Koden öppnar dagen utan nät")  # as it does in this shift
        with_code(page, "Hämta dagen")
        expect(page.locator("#sync-state")).to_contain_text("väntar på att skickas: 1")
        page.close()
        page = page.context.new_page()
        offline(page, True)
        page.goto(f"{later.url}/mobil/")
        with_code(page, "Lås upp")
        expect(page.locator("#sync-state")).to_contain_text("väntar på att skickas: 1")
        page.context.unroute("**/mobil/synka/")
        offline(page, False)
        expect(page.locator("#sync-state")).to_contain_text("Allt är skickat")
        assert asked(later, ALL_KINDS) == [(1, "begin")]
        for _ in range(2):  # three wrong, then the right one
            page.get_by_role("button", name="Lås", exact=True).click()
            for tried in ("999991", "999992", "999993"):
                with_code(page, "Lås upp", tried)
                expect(page.locator(".error")).to_contain_text("Fel kod")
                expect(page.get_by_label("Kod", exact=True)).to_have_value("")
            with_code(page, "Lås upp")
            expect(page.locator("#sync-state")).to_contain_text("Allt är skickat")
    finally:
        later.kill()


FULL = """
const put = IDBObjectStore.prototype.put;
window.full = true;
IDBObjectStore.prototype.put = function (...what) {
  const request = put.apply(this, what);
  if (window.full && this.name === "day") request.addEventListener("success", () => this.transaction.abort());
  return request;
};
"""


def test_a_disk_that_was_full_stops_no_later_round(new_page, server):
    page = enter(new_page(viewport=PHONE), server, "care-worker")
    page.add_init_script(FULL)
    held = []
    page.route("**/mobil/dag/", lambda route: route.continue_() if held else held.append(route))
    page.goto(f"{server.url}/mobil/")
    with_code(page, "Hämta dagen")
    expect(page.locator("main")).to_contain_text("Dagens besök är inte hämtade än")
    page.get_by_role("button", name="Skicka och hämta nu").click()  # while the first round waits for its answer
    held[0].continue_()
    expect(page.locator("main")).to_contain_text("telefonen försöker igen")
    page.evaluate("window.full = false")
    page.get_by_role("button", name="Skicka och hämta nu").click()
    expect(page.locator(".visit").first).to_be_visible()


def test_a_day_that_comes_when_the_shift_is_over_is_kept_nowhere(new_page, server):
    page = begin(enter(new_page(viewport=PHONE), server, "care-worker"), server)
    held = []
    page.route("**/mobil/dag/", lambda route: held.append(route))
    page.get_by_role("button", name="Skicka och hämta nu").click()
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Lås", exact=True).click()
    page.get_by_role("button", name="Jag minns inte koden").click()
    expect(page.locator("main")).to_contain_text("Logga in för att hämta den igen")
    held[0].fulfill(json={"now": int(time.time() * 1000), "digest": "0", "visits": []})
    page.wait_for_timeout(500)
    assert stored(page) == {"day": 0, "log": 0, "phone": 0, "wrapped": 0}


def over(server: Server) -> None:
    """The shift ends while the phone is off."""
    with closing(connect(server.home / "samsyn.sqlite3", timeout=60)) as database:
        database.execute("UPDATE homecare_mobileshift SET ends_at = datetime(began_at, '+1 second')")
        database.commit()
