"""kill -9 of the server in the midst of what the pages of equal treatment do, and what is left each time.

    python tools/kill_equity.py [--rounds 6] [--seed 1] [--size 300] [--folder FOLDER]
    python tools/postgres.py .venv/bin/python tools/kill_equity.py …       the same on PostgreSQL

Over HTTP an analyst measures a period (*Mät igen nu*), opens an improvement, uploads a file of 5 MB, and asks a
question of it. Every process of the server is killed somewhere in between, the moments spread over what the same took
undisturbed. Then the server is started anew, and it is looked at: measurements are there all together with their event
or not at all, an improvement is there once however often its form is sent, no part of an upload lies anywhere when the
night has been, a question is answered or can be asked again, and the page says what to do. Two nights are let loose at
once, and one is killed. At the end the event log is verified. Ends with 1 when anything is wrong.
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.serving import Answer, Server, Visitor, command, end_in_order, load, settings_for  # noqa: E402 - path set above

ROWS = 250_000  # of the uploaded file
LEFT = "*.upload*"  # what Django calls a part of an upload


class Household:
    """The server, its database, its files, and the analyst who visits."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.folder, self.wrong = folder, []
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        self.settings = settings_for(folder) | {"TMPDIR": str(self.temporary)}
        if url := os.environ.get("SAMSYN_DATABASE_URL"):
            self.settings["SAMSYN_DATABASE_URL"] = url
        os.environ.update(self.settings)
        for arguments in (("migrate",), ("simulate", "--size", str(size), "--seed", str(seed))):
            subprocess.run(command(*arguments), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        import django

        django.setup()
        self.server = Server(self.settings, folder / "server.log")
        self.server.start()
        self.analyst = Visitor(self.server.port).enter("demo-analyst")

    def told(self, about: str, *problems: str) -> None:
        for problem in problems:
            self.wrong.append(f"{about}: {problem}")
            print(f"  WRONG {about}: {problem}", flush=True)

    def killed(self, act: Callable[[Visitor], Answer], after: float) -> Answer | None:
        """Do something, kill the server after some seconds, and start it anew; what was answered, if anything."""
        answers: list[Answer] = []

        def asked() -> None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                answers.append(act(self.analyst.again()))

        window = threading.Thread(target=asked)
        window.start()
        time.sleep(after)
        self.server.kill()
        window.join()
        from django.db import connections

        connections.close_all()
        self.server.start()
        return answers[0] if answers else None

    def nights(self, *, kill_after: float | None = None) -> list[int]:
        """Two nights at once, the first perhaps killed; how each ended."""
        run = [
            subprocess.Popen(
                command("nightly"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
            )
            for _ in range(2)
        ]
        if kill_after is not None:
            time.sleep(kill_after)
            run[0].kill()
        told = [one.communicate()[1].decode(errors="replace") for one in run]
        for one, words in zip(run, told, strict=True):
            if one.returncode not in (0, -9):
                self.told("night", f"ended with {one.returncode}: {words.strip().splitlines()[-1:]}")
        return [one.returncode for one in run]


def undisturbed(house: Household, act: Callable[[Visitor], Answer]) -> float:
    """How long something takes just after a start when nobody kills anything."""
    house.server.kill()
    house.server.start()
    answer = act(house.analyst.again())
    if not answer.is_done:
        raise RuntimeError(f"answered {answer.status}: {re.sub('<[^>]+>', ' ', answer.body)[:400]}")
    return answer.seconds


def measuring(house: Household, rounds: int, rng: Random) -> None:
    """Kills in the midst of measuring, most of them about when what was found is kept."""
    from django.utils.timezone import localdate

    from samsyn.audit.models import Event
    from samsyn.improvement.definitions import groups, outcomes, periods
    from samsyn.improvement.models import Measurement
    from samsyn.improvement.queries import is_measured

    def of(period: Any, group: str) -> Callable[[Visitor], Answer]:
        when = f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
        return lambda visitor: visitor.post("/likabehandling/mat/", grupp=group, period=when)

    def held() -> tuple[int, int]:
        return Measurement.objects.count(), Event.objects.filter(what="measurement.make").count()

    today, kept = localdate(), 0
    held_now = [period for period in periods(today) if period.last.year >= today.year - 1]  # longer ago nobody applied
    whole, waiting = len(outcomes(today)), [(p, g) for g in groups() for p in held_now if not is_measured(g, p)]
    took = undisturbed(house, of(*waiting.pop(0)))
    for number in range(rounds):
        before, one = held(), waiting[0]
        answer = house.killed(of(*one), took * rng.uniform(0.1 if number % 4 == 0 else 0.8, 1.1))
        made, told = (now - then for now, then in zip(held(), before, strict=True))
        kept += told
        if (made, told) not in {(0, 0), (whole, 1)} or (answer and answer.is_done and not told):
            house.told("measuring", f"{made} of {whole} outcomes and {told} events; acknowledged: {bool(answer)}")
        page = house.analyst.again().get("/likabehandling/")
        if page.status != 200 or "Mät igen nu" not in page.body:
            house.told("measuring", f"the overview answers {page.status} after the kill")
        if told and len(waiting) > 2:
            waiting.pop(0)
    if not of(*waiting.pop(0))(house.analyst.again()).is_done:
        house.told("measuring", "cannot be done again")
    print(f"measuring: {rounds} kills in {took:.1f} s each; {kept} of them when all was kept", flush=True)


def opening(house: Household, rounds: int, rng: Random) -> None:
    """Kills while an improvement is opened: with the same form sent again it is there once."""
    from samsyn.improvement.models import Improvement, Measurement

    baseline = Measurement.objects.filter(group="sex").order_by("-pk").first()
    if baseline is None:
        raise RuntimeError("nothing is measured")
    address = f"/likabehandling/matning/{baseline.pk}/atgard/"
    today = datetime.now(UTC).date()
    due, again, beyond = f"{today + timedelta(30)}", f"{today + timedelta(150)}", 0
    for number in range(rounds + 1):
        page = house.analyst.again().get(address).body
        mark = found[0] if (found := re.findall(r'name="once"[^>]*value="([^"]+)"', page)) else ""
        owner = re.findall(r'<option value="(\d+)"', page)[0]
        fields = {
            "pattern": f"Mönster {number}", "causes": "Vet inte", "tests": "", "what": "Gå igenom", "once": mark,
            "owner": owner, "due_on": due, "changed_on": "", "again_on": again,
        }  # fmt: skip

        def send(visitor: Visitor, fields: dict[str, str] = fields) -> Answer:
            return visitor.post(address, **fields)

        if number == 0:
            took = undisturbed(house, send)
            continue
        answer = house.killed(send, took * rng.uniform(0.2, 1.6))
        held = Improvement.objects.filter(pattern=fields["pattern"]).count()
        if answer and answer.status == 302 and not held:
            house.told("opening", "it was acknowledged and is not there")
        beyond += held and not answer
        if not mark or send(house.analyst.again()).status != 302:
            house.told("opening", "the form cannot be sent again")
        if Improvement.objects.filter(pattern=fields["pattern"]).count() != 1:
            house.told("opening", f"{held} after the kill, and not one after the form was sent again")
    print(f"opening: {rounds} kills in {took:.2f} s each; {beyond} stored but not acknowledged", flush=True)


def upload(content: bytes) -> Callable[[Visitor], Answer]:
    """Choosing a file on the page, sent in pieces as a browser does."""
    edge = "samsyn-edge"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="table"; filename="beslut.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    ).encode()
    body = head + content + f"\r\n--{edge}--\r\n".encode()

    def send(visitor: Visitor) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=120)
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in visitor.cookies.items()),
            "X-CSRFToken": visitor.cookies.get("csrftoken", ""),
            "Content-Type": f"multipart/form-data; boundary={edge}",
            "Content-Length": str(len(body)),
        }
        began = time.perf_counter()
        with contextlib.closing(line):
            line.putrequest("POST", "/likabehandling/fil/")
            for name, value in headers.items():
                line.putheader(name, value)
            line.endheaders()
            for at in range(0, len(body), 1 << 18):
                line.send(body[at : at + (1 << 18)])
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        return Answer(answer.status, text, answer.headers.get("Location", ""), time.perf_counter() - began)

    return send


def content_of(rng: Random, rows: int) -> bytes:
    """A table of decisions; each time another, or it would be the file that is there already."""
    lines = ["beslut;kön;ålder;behov;dag"]
    for _ in range(rows):
        sex, age, need = rng.choice("KM"), rng.randrange(65, 100), rng.randrange(1, 6)
        lines.append(
            f"{rng.choice(('ja', 'nej'))};{sex};{age};{need};2026-0{rng.randrange(1, 10)}-1{rng.randrange(10)}"
        )
    return "\n".join(lines).encode()


def lying(house: Household) -> list[str]:
    """What lies about of uploads, by place, wherever the server may have put it."""
    places = [
        *house.temporary.rglob(LEFT),
        *house.folder.glob("uploads/*"),
        *house.folder.glob("own-files/*/uploaded.*"),
    ]
    return [str(path.relative_to(house.folder)) for path in places]


def uploading(house: Household, rounds: int, rng: Random) -> None:
    """Kills while a file comes: the page can be opened, shows no half file, and the night leaves nothing lying."""
    took = undisturbed(house, upload(content_of(rng, ROWS)))
    lay = 0
    for _ in range(rounds):
        house.killed(upload(content_of(rng, ROWS)), took * rng.uniform(0.02, 0.9))
        lay += bool(lying(house))
        page = house.analyst.again().get("/likabehandling/fil/")
        if page.status != 200 or "Traceback" in page.body:
            house.told("uploading", f"the page answers {page.status} after the kill")
        for address in set(re.findall(r'href="(/likabehandling/fil/[0-9a-f]{32}/)"', page.body)):
            if (one := house.analyst.again().get(address)).status != 200:
                house.told("uploading", f"a file that is shown answers {one.status}")
    old = time.time() - 2 * 60 * 60
    for path in [*house.temporary.rglob("*"), *house.folder.glob("uploads/*"), *house.folder.glob("own-files/**/*")]:
        os.utime(path, (old, old))
    house.nights()
    if left := lying(house):
        house.told("uploading", f"the night leaves {len(left)} parts of uploads lying: {left[:3]}")
    print(
        f"uploading: {rounds} kills in {took:.1f} s each; parts lay about after {lay}, {len(left)} after the night",
        flush=True,
    )


def asking(house: Household, rounds: int, rng: Random) -> None:
    """Kills while a question is worked out: it is answered all the same, or the page offers to ask again."""
    answer = upload(content_of(rng, ROWS))(house.analyst.again())
    address, answered = answer.location, 0
    _until(house, address, 'name="c0"')
    for number in range(rounds):
        roles = [
            "outcome",
            "group",
            "fact" if number % 2 else "",
            "need" if number // 2 % 2 else "",
            "day" if number // 4 % 2 else "",
        ]
        fields = {f"c{place}": role for place, role in enumerate(roles)}
        house.killed(lambda v, f=fields: v.post(address, **f), rng.uniform(0.01, 1.5))
        again = house.analyst.again().post(address, **fields)
        if again.status != 302:
            house.told("asking", f"the same cannot be asked again: {again.status}")
            continue
        answered += _until(house, again.location, 'id="counted"')
    print(f"asking: {rounds} kills, {answered} answered afterwards", flush=True)


def _until(house: Household, address: str, sign: str) -> bool:
    """Look at a page until it shows something; when its process is gone, do as it says."""
    visitor, until = house.analyst.again(), time.monotonic() + 90
    while time.monotonic() < until:
        page = visitor.get(address)
        if sign in page.body:
            return True
        if page.status not in (200, 302):
            break
        if "<form" in page.body and "avbröts" in page.body:
            visitor.post(address)
        time.sleep(0.3)
    house.told("asking", f"{address} never shows {sign}: {page.status}")
    return False


def nights(house: Household, rounds: int, rng: Random) -> None:
    """Two nights at once with everything to measure, then one of two killed."""
    began = time.monotonic()
    house.nights()
    took = time.monotonic() - began
    for _ in range(rounds):
        house.nights(kill_after=took * rng.uniform(0.1, 0.9))
    print(f"nights: two at once in {took:.1f} s, then {rounds} times one of two killed", flush=True)


def doubled() -> list[str]:
    """Measurements of the same question that say the same, made on one day."""
    from collections import Counter

    from samsyn.improvement.models import Measurement, Remeasured

    seen = Counter((m.query, m.digest, m.made_at.date()) for m in Measurement.objects.all())
    again = Counter((r.improvement_id, r.due_on) for r in Remeasured.objects.all())
    return [f"{n} times the same: {key}" for key, n in (seen | again).items() if n > 1]


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Kill the server in the midst of what the pages of equal treatment do."
    )
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=300, help="recipients in the invented municipality")
    parser.add_argument("--folder", type=Path, help="where to do it (a temporary folder, removed when all is well)")
    chosen: Any = parser.parse_args()
    end_in_order()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="samsyn-kill-equity-"))
    before, rng = load(), Random(chosen.seed)  # noqa: S311 - no secret
    house = Household(folder, chosen.size, chosen.seed)
    from django.db import connection

    print(f"kill -9 on {connection.vendor}: seed {chosen.seed}, {chosen.size} recipients, {before}", flush=True)
    try:
        for attack in (measuring, nights, opening, uploading, asking):
            attack(house, chosen.rounds, rng)
    finally:
        house.server.kill()
    house.told("measurements", *doubled())
    verified = subprocess.run(command("verify"), cwd=ROOT, capture_output=True, text=True, check=False)
    if verified.returncode:
        house.told("log", verified.stdout)
    print("PASSED" if not house.wrong else f"FAILED: see {folder}")
    if not house.wrong and not chosen.folder:
        shutil.rmtree(folder)
    return 1 if house.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
