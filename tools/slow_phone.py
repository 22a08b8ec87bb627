"""How long the person's pages take on a slow phone with a slow line: a real server, and a real Chromium held back.

    python -m tools.slow_phone [--kbit 400] [--delay 400] [--slower 6]

A screen of 360 pixels, a line of so many kilobits a second with so many milliseconds to and fro, and a processor so
many times slower than this one. Each page is opened first with nothing kept in the browser, and then once more. Prints
seconds until it can be read (the first drawn text) and until all is there, and what came over the line.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.serving import Server, command, load, settings_for  # noqa: E402 - path set above

PAGES = {"Min sida": "", "Min tid": "tid/", "Veckan": "vecka/", "Plan": "plan/", "Meddelanden": "meddelanden/"}
DRAWN = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
WHOLE = "performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"
SENT = """performance.getEntriesByType('navigation')[0].transferSize
 + performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kbit", type=int, default=400)
    parser.add_argument("--delay", type=int, default=400)
    parser.add_argument("--slower", type=int, default=6)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = settings_for(Path(home))
        for words in (("migrate",), ("simulate", "--size", "60")):
            subprocess.run(command(*words), env={**os.environ, **settings}, cwd=ROOT, check=True, capture_output=True)
        print(f"{chosen.kbit} kbit/s, {chosen.delay} ms, a processor {chosen.slower} times slower, 360 px; {load()}")
        with Server(settings, Path(home, "log")) as server:
            measure(f"http://127.0.0.1:{server.port}", chosen)


def measure(url: str, chosen: argparse.Namespace) -> None:
    """Open each page twice and print what it took."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SAMSYN_TEST_BROWSER", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for name, path in PAGES.items():
            context = browser.new_context(locale="sv-SE", viewport={"width": 360, "height": 740})
            page = context.new_page()
            page.goto(url)
            page.locator("button[name=door][value=demo-person]").click()
            page.wait_for_url("**/person/**")
            mine = page.url
            phone = context.new_cdp_session(page)
            for word in ("Network.enable", "Network.clearBrowserCache"):
                phone.send(word)
            bytes_a_second = chosen.kbit * 1000 / 8
            line = {"offline": False, "latency": chosen.delay, "downloadThroughput": bytes_a_second}
            phone.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": bytes_a_second})
            phone.send("Emulation.setCPUThrottlingRate", {"rate": chosen.slower})
            for turn in ("first", "again"):
                page.goto(mine + path, wait_until="load", timeout=120_000)
                drawn, whole, sent = (page.evaluate(what) for what in (DRAWN, WHOLE, SENT))
                print(f"  {name}, {turn}: read after {drawn:.1f} s, whole after {whole:.1f} s, {sent / 1000:.0f} kB")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
