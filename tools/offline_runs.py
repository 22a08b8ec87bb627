"""Random days on two phones without a reliable network, and what of them was lost, doubled or told apart.

    python tools/offline_runs.py [--runs 1000] [--seed 1] [--folder FOLDER] [--mutate NAME] [--reopens without-network]

A real server (`samsyn serve` on SQLite) and a real Chromium with its IndexedDB. In each run a carer with two phones
writes about some visits: the network is cut before a request arrives or before its answer comes back, requests are sent
twice at once, phones are without network, tabs and windows are closed in the middle of what they do, clocks are wrong
by hours and moved, the disk is full, and the office changes the same visits. Then the network is whole; both phones
hand in, and conflicts are chosen in. Everything that a page called saved must have come in once, have had its effect
once, in the order it was written, and overwritten nothing that was not seen; what both phones show must be what the
database holds. `--mutate` breaks the app on purpose, and the run must fail: no-await (says saved before it is on the
disk), new-name (a change gets a new name each time it is sent), no-seen (says that it has seen everything).
The day opens after a closed tab only with a half of the key from the server; `--reopens without-network` plays where
it opens by its code alone.
Ends with 1 when anything is wrong.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.offline_checks import Findings, Run, prepare  # noqa: E402 - path set above
from tools.serving import Server, Visitor, command, end_in_order, load, settings_for  # noqa: E402

PHONES, VISITS = 2, 3
STEPS = (5, 12)
HOURS = 3600
SHARE = 0.12  # of requests that meet each kind of fault, while the network is bad
WINDOW = """<!doctype html><meta charset=utf-8><title>window</title><script>
var tab = null;
const closeTab = () => { document.querySelector("iframe")?.remove(); tab = null; };
const openTab = async () => {
  closeTab();
  const frame = document.createElement("iframe");
  frame.src = "/offline-runs";
  document.body.append(frame);
  while (!frame.contentWindow.phone) await new Promise((yes) => setTimeout(yes, 5));
  return (tab = frame.contentWindow);
};
</script><body>"""
HARNESS = (ROOT / "tools" / "offline_runs.js").read_text(encoding="utf-8")
MUTATIONS = {  # the module, what stands there, and what stands there instead
    "no-await": ("store.js", ".delete([owner, settles]);\n    await ended;", ".delete([owner, settles]);"),
    "new-name": ("sync.js", "const { seq, uuid, told", "const uuid = (entry.uuid = crypto.randomUUID()), { seq, told"),
    "no-seen": ("sync.js", "body: change.body }", "body: { ...change.body, seen: 100000 } }"),
}


class Phone:
    """One browser of the carer's. Its tab may be closed at any moment; what it has stored stays."""

    def __init__(self, context, name: str, url: str) -> None:
        self.context, self.name, self.url = context, name, url
        self.page, self.is_open, self.wrong, self.offline = None, False, 0, False
        self.saved: list[str] = []  # what a page called saved, in this run

    def open(self, draw: Random, *, share: float = SHARE) -> None:
        """A tab: a frame in the browser's one window, so that a thousand runs take minutes and not hours."""
        if self.page is None:
            self.page = self.context.new_page()
            self.page.on("console", lambda m: self.saved.append(m.text[6:]) if m.text.startswith("saved ") else None)
            self.page.goto(f"{self.url}/offline-window")
        terms = {
            "name": self.name, "seed": draw.randrange(2**31), "wrong": self.wrong, "offline": self.offline,
            "share": share,
        }  # fmt: skip
        self.page.evaluate("terms => openTab().then(tab => tab.phone.open(terms))", terms)
        self.is_open = True

    def close(self, *, window: bool = False) -> None:
        """The tab is gone in the middle of what it does; with `window` the whole browser window."""
        if self.page and window:
            self.page.close()
            self.page = None
        elif self.page:
            self.page.evaluate("closeTab()")
        self.is_open = False

    def do(self, what: str, *given):
        return self.page.evaluate(f"given => tab.phone.{what}(...given)", list(given))

    def begin(self, what: str, *given) -> None:
        """Begin something and do not wait for it."""
        self.page.evaluate(f"given => void tab.phone.{what}(...given).catch(() => null)", list(given))


def play(run: Run, phones: list[Phone], office: Visitor, draw: Random, findings: Findings) -> None:
    """The random part of a run."""
    for phone in phones:
        phone.wrong, phone.offline = draw.choice([0, 0, -3, 2, 5, -7]) * HOURS, False
        phone.open(draw, share=0)
        phone.do("refresh")
        phone.do("net", False, SHARE)
    for step in range(draw.randint(*STEPS)):
        phone, chance = draw.choice(phones), draw.random()
        if not phone.is_open:
            phone.open(draw)
        if chance < 0.55:
            write(run, phone, draw, step, disk=draw.random() < 0.06)
        elif chance < 0.68:
            findings.count("tabs closed", 1)
            change = run.change(draw, step)
            phone.begin("save", change, False) if draw.random() < 0.7 else phone.begin("refresh")
            phone.page.wait_for_timeout(draw.choice([0, 1, 3, 8, 20, 60]))
            gather(phone, findings)
            phone.close(window=draw.random() < 0.1)
        elif chance < 0.78:
            run.office_says(office, draw, step)
        elif chance < 0.88:
            phone.offline = not phone.offline
            phone.do("net", phone.offline, SHARE)
        elif chance < 0.94:
            phone.wrong += draw.choice([-5, -1, 1, 4]) * HOURS
            phone.do("clock", phone.wrong)
        else:
            phone.do("refresh")


def write(run: Run, phone: Phone, draw: Random, step: int, *, disk: bool) -> None:
    """The carer writes something and waits until the page says that it is saved, or that it is not."""
    phone.page.evaluate("given => tab.phone.save(...given).catch(() => null)", [run.change(draw, step), disk])


def gather(phone: Phone, findings: Findings) -> None:
    """Count what the network did, before the page goes."""
    for name, times in phone.do("told").items():
        findings.count(name, times)


def heal(phones: list[Phone], draw: Random, findings: Findings) -> None:
    """The network is whole and clocks are right: everything is handed in, and conflicts are chosen in."""
    for phone in phones:
        if phone.is_open:
            gather(phone, findings)
            phone.close()
        phone.offline, phone.wrong = False, 0
        phone.open(draw, share=0)
    for _ in range(12):
        busy = [phone.do("refresh") + max(phone.do("choose"), 0) for phone in phones]
        if not any(busy):
            break
    for phone in phones:
        phone.do("refresh")


def one_run(number: int, seed: int, phones: list[Phone], office: Visitor, findings: Findings) -> None:
    draw = Random(f"{seed} {number}")  # noqa: S311 - a seed gives the same runs
    run = Run(number, VISITS)
    for which, phone in enumerate(phones):
        phone.name, phone.saved = f"run-{number}-{which}", []
    try:
        play(run, phones, office, draw, findings)
        heal(phones, draw, findings)
        run.check(phones, findings)
    finally:
        for phone in phones:
            phone.close(window=number % 25 == 0)
        run.end()


def give(context, path: str, body: str, kind: str) -> None:
    """Answer an address with what the tool itself has."""
    context.route(f"**/{path}", lambda route: route.fulfill(body=body, content_type=kind))


def contexts(browser, url: str, mutate: str):
    """Two browsers of the same carer, logged in, with a bare page of the house for the harness."""
    made = []
    for _ in range(PHONES):
        context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
        page = context.new_page()
        page.goto(url)
        page.locator("button[name=door][value=demo-care-worker]").click()
        page.wait_for_url(lambda at: at.rstrip("/") != url)
        page.close()
        body = f"<!doctype html><meta charset=utf-8><title>run</title><script type=module>{HARNESS}</script>"
        give(context, "offline-window", WINDOW, "text/html")
        give(context, "offline-runs", body, "text/html")
        if mutate:
            name, old, new = MUTATIONS[mutate]
            source = (ROOT / "src/samsyn/web/static/samsyn/mobile" / name).read_text(encoding="utf-8")
            if old not in source:
                raise SystemExit(f"{mutate}: {name} no longer says what is to be broken")
            broken = source.replace(old, new)
            give(context, f"mobile/{name}", broken, "text/javascript")
        made.append(context)
    return made


def runs(count: int, seed: int, folder: Path, *, mutate: str = "", tell: bool = True) -> Findings:
    """Play so many runs; returns what was found. Django must be set up on the folder's database."""
    from playwright.sync_api import sync_playwright

    from tests.browser import path

    findings = Findings()
    with Server(settings_for(folder), folder / "server.log") as server, sync_playwright() as playwright:
        url = f"http://127.0.0.1:{server.port}"
        chromium = playwright.chromium.launch(executable_path=path(), args=["--no-sandbox", "--disable-gpu"])
        office = Visitor(server.port).enter("demo-provider-planner")
        phones = [Phone(context, "", url) for context in contexts(chromium, url, mutate)]
        for number in range(1, count + 1):
            one_run(number, seed, phones, office, findings)
            findings.runs = number
            if tell and (number % 50 == 0 or number == count):
                print(f"{number} runs, {findings.said()}", flush=True)
            if len(findings.wrong) > 20 or (mutate and findings.wrong):
                break
        chromium.close()
    return findings


def ready(folder: Path, count: int) -> None:
    """An installation with invented people in the folder, and visits for so many runs."""
    os.environ.update(settings_for(folder), DJANGO_ALLOW_ASYNC_UNSAFE="1")
    filled = (folder / "samsyn.sqlite3").exists()
    for arguments in () if filled else (["migrate"], ["simulate", "--size", "20", "--seed", "3"]):
        subprocess.run(command(*arguments), check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    prepare(count * VISITS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to keep the database (a temporary folder)")
    parser.add_argument("--reopens", choices=["with-network", "without-network"], default="with-network")
    parser.add_argument("--mutate", choices=sorted(MUTATIONS), default="")
    chosen = parser.parse_args()
    end_in_order()
    os.environ["SAMSYN_PHONE_REOPENS"] = chosen.reopens  # the server's, too
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="offline-runs-"))
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    try:
        ready(folder, chosen.runs)
        findings = runs(chosen.runs, chosen.seed, folder, mutate=chosen.mutate)
    finally:
        if not chosen.folder:  # a folder that is asked for is kept, and used again
            shutil.rmtree(folder, ignore_errors=True)
    for wrong in findings.wrong:
        print(f"WRONG {wrong}")
    print(f"{findings.runs} runs, seed {chosen.seed}, opens again {chosen.reopens}:", end=" ")
    print(f"{findings.said()}; {time.monotonic() - began:.0f} s, {load()}")
    return bool(findings.wrong)


if __name__ == "__main__":
    sys.exit(main())
