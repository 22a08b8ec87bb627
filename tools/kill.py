"""kill -9 of the server in the middle of writes, many times, and what was left each time.

    python tools/kill.py [--rounds 100] [--seed 1] [--folder FOLDER]

Some windows of a caseworker write over HTTP as fast as the server answers: fields of investigations are saved as they
are typed, facts are confirmed in a form. Every value is written once. A write is acknowledged when its whole answer has
been read. After 50-400 ms every process of the server is killed; then it is started anew and the database is held
against what was acknowledged: every such value is there once, every stored value has its event and every event its
value, the fields show the newest text, and the file is sound. At the end the event log is verified. Ends with 1 when
anything is missing.
"""

import argparse
import contextlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.serving import Answer, Server, Visitor, command, end_in_order, load, settings_for  # noqa: E402 - path set above

CASES, TEXTS_A_CASE = 2, 2  # so many windows write texts; as many as there are cases confirm facts
PAUSE = (0.05, 0.4)  # seconds from the first write to the kill
TEXTS = ("situation", "sources", "assessment")[:TEXTS_A_CASE]
SOURCE = "Personen själv, vid besök"


@dataclass
class Writer:
    """One window: what it has sent, and what it was told is stored. `values` are never written twice."""

    name: str
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def write(self, visitor: Visitor, value: str) -> Answer:
        raise NotImplementedError

    def before_round(self) -> None:
        """Take up what the page would show when it is opened again."""

    def run(self, visitor: Visitor, round_number: int, started: threading.Barrier) -> None:
        """Write until the server is gone. Raises RuntimeError when it answers anything but that it is done."""
        started.wait()
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(visitor):
            while True:
                value = f"{self.name}, omgång {round_number}, text {len(self.sent)}"
                self.sent.append(value)
                answer = self.write(visitor, value)
                if not answer.is_done:
                    raise RuntimeError(f"{self.name} was answered {answer.status}: {answer.body[:300]}")
                self.acknowledged.append(value)


@dataclass
class TextWriter(Writer):
    """Saves one field of an investigation, as the page does while somebody types."""

    investigation: int = 0
    place: str = ""
    address: str = ""
    base: int = 0

    def before_round(self) -> None:
        from samsyn.cases.models import FieldVersion

        versions = FieldVersion.objects.filter(investigation=self.investigation, place=self.place)
        self.base = versions.count()

    def write(self, visitor: Visitor, value: str) -> Answer:
        answer = visitor.post(self.address, place=self.place, value=value, base=str(self.base))
        if answer.is_done:
            self.base = json.loads(answer.body)["number"]
        return answer


@dataclass
class FactWriter(Writer):
    """Confirms what is known about a person, in an ordinary form."""

    key: str = ""
    address: str = ""

    def write(self, visitor: Visitor, value: str) -> Answer:
        answer = visitor.post(self.address, key=self.key, value=value, source=SOURCE)
        if answer.status == 200:  # the form again: what it says stands in the page, and nothing was stored
            raise RuntimeError(f"the fact was not taken: {answer.body[:300]}")
        return answer


@dataclass
class Findings:
    """What all the rounds came to."""

    rounds: int = 0
    acknowledged: int = 0
    found: int = 0
    beyond: int = 0  # stored, but the answer never came back
    wrong: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.wrong and self.found == self.acknowledged


def prepare(seed: int) -> list[Writer]:
    """Open investigations for the demonstration's caseworker, with the rooms' own actions; returns who writes."""
    from django.urls import reverse

    from samsyn.cases.actions import Arrival, open_investigation, register_intake
    from samsyn.people.models import Account, Person, Unit
    from samsyn.people.queries import actor_for

    now = datetime.now(UTC)
    account = Account.objects.get(username="demo-caseworker")
    by = actor_for(account=account, acting_as=None, today=now.date())
    if by is None:
        raise RuntimeError("demo-caseworker has no role today")
    unit, writers = Unit.objects.get(pk=by.unit_id), []
    for person in Person.objects.filter(died_on=None).order_by("pk")[seed % 5 :][:CASES]:
        arrival = Arrival(
            form="application", channel="phone", by_whom="person", asked_for="Jag behöver hjälp.", received_at=now
        )
        case = register_intake(person=person, unit=unit, arrival=arrival, by=by, at=now)
        inquiry = open_investigation(case=case, by=by, at=now)
        save = reverse("investigation_save", args=[case.pk, inquiry.pk])
        writers += [
            TextWriter(f"fönster {case.pk} {place}", investigation=inquiry.pk, place=place, address=save)
            for place in TEXTS
        ]
        confirm = reverse("fact_confirm", args=[case.pk])
        writers.append(FactWriter(f"fönster {case.pk} uppgift", key="network", address=confirm))
    return writers


def check(writers: list[Writer], findings: Findings) -> None:
    """Hold the database against what was acknowledged so far. What is wrong is added to the findings."""
    from django.db import connection

    from samsyn.cases.models import FieldVersion
    from samsyn.people.models import Fact

    versions = FieldVersion.objects.filter(investigation__in=_inquiries(writers)).values_list("value", flat=True)
    facts = Fact.objects.filter(source=SOURCE).values_list("value", flat=True)
    stored = Counter([*versions, *facts])
    acknowledged = [value for w in writers for value in w.acknowledged]
    sent = {value for w in writers for value in w.sent}
    findings.acknowledged, findings.found = len(acknowledged), sum(value in stored for value in acknowledged)
    findings.beyond = len(stored.keys() - set(acknowledged))
    wrong = [f"lost: {value}" for value in acknowledged if value not in stored]
    wrong += [f"stored {n} times: {value}" for value, n in stored.items() if n != 1]
    wrong += [f"nobody wrote: {value}" for value in stored.keys() - sent]
    wrong += _half_done(writers)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        wrong += [f"quick_check: {word}" for (word,) in cursor.fetchall() if word != "ok"]
    findings.wrong += [w for w in wrong if w not in findings.wrong]


def _inquiries(writers: list[Writer]) -> set[int]:
    return {w.investigation for w in writers if isinstance(w, TextWriter)}


def _half_done(writers: list[Writer]) -> Iterator[str]:
    """Values without their event, events without their value, and fields that do not show the newest text."""
    from samsyn.audit.models import Event
    from samsyn.cases.models import FieldVersion, Investigation
    from samsyn.people.models import Fact

    told = Event.objects.filter(what="field.save", about__in=[f"investigation:{pk}" for pk in _inquiries(writers)])
    saves = Counter((int(about[14:]), detail["place"]) for about, detail in told.values_list("about", "detail"))
    versions = FieldVersion.objects.filter(investigation__in=_inquiries(writers))
    kept = Counter(versions.values_list("investigation", "place"))
    yield from (
        f"{kept[k]} texts but {saves[k]} events: {k}" for k in kept.keys() | saves.keys() if kept[k] != saves[k]
    )
    newest = {(v.investigation_id, v.place): v.value for v in versions.order_by("number")}
    shown = Investigation.objects.in_bulk(_inquiries(writers))
    yield from (f"not the newest text: {k}" for k, text in newest.items() if getattr(shown[k[0]], k[1]) != text)
    facts = {f"fact:{pk}" for pk in Fact.objects.values_list("pk", flat=True)}
    confirmed = Counter(Event.objects.filter(what="fact.confirm").values_list("about", flat=True))
    mine = {f"fact:{pk}" for pk in Fact.objects.filter(source=SOURCE).values_list("pk", flat=True)}
    yield from (f"{confirmed[about]} events for {about}" for about in mine if confirmed[about] != 1)
    yield from (f"an event for a fact that is not there: {about}" for about in confirmed.keys() - facts)


def one_round(server: Server, writers: list[Writer], browser: Visitor, number: int, rng: Random) -> list[str]:
    """Let everybody write, kill the server, and wait for the windows to notice; returns what went otherwise wrong."""
    for writer in writers:
        writer.before_round()
    barrier, failed = threading.Barrier(len(writers) + 1), []

    def run(writer: Writer) -> None:
        try:
            writer.run(browser.again(), number, barrier)
        except Exception as problem:
            failed.append(repr(problem))

    windows = [threading.Thread(target=run, args=(w,)) for w in writers]
    for window in windows:
        window.start()
    barrier.wait()
    time.sleep(rng.uniform(*PAUSE))
    server.kill()
    for window in windows:
        window.join()
    return failed


def run(folder: Path, *, rounds: int, seed: int) -> Findings:
    """All the rounds in a folder with a migrated and filled database."""
    writers, findings, rng = prepare(seed), Findings(), Random(seed)  # noqa: S311 - no secret
    server = Server(settings_for(folder), folder / "server.log")
    try:
        server.start()
        browser = Visitor(server.port).enter("demo-caseworker")
        for number in range(1, rounds + 1):
            findings.wrong += one_round(server, writers, browser, number, rng)
            server.start()
            check(writers, findings)
            findings.rounds = number
            if number % 10 == 0:
                print(
                    f"  {number} rounds, {findings.acknowledged} acknowledged, {len(findings.wrong)} wrong", flush=True
                )
            if findings.wrong:
                break
    finally:
        server.kill()
    return findings


def chain_verdict() -> tuple[bool, str]:
    """Whether the whole file and the whole log are sound, and the sentence that says so."""
    from django.db import connection

    from samsyn.audit.queries import verify_chain

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (word,) = cursor.fetchone()
    verdict = verify_chain()
    said = f"{verdict.events} events whole" if verdict.intact else f"BROKEN at {verdict.broken_at}: {verdict.reason}"
    return verdict.intact and word == "ok", f"{said}; integrity_check: {word}"


def _set_up(folder: Path, seed: int) -> None:
    """Make the database and fill it with a small invented municipality, then look into it from here too."""
    os.environ.update(settings_for(folder))
    for arguments in (("migrate",), ("simulate", "--size", "20", "--seed", str(seed))):
        subprocess.run(command(*arguments), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill the server in the middle of writes and look at what is left.")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to do it (a temporary folder, removed when all is well)")
    chosen: Any = parser.parse_args()
    end_in_order()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="samsyn-kill-"))
    folder.mkdir(parents=True, exist_ok=True)
    before, began = load(), time.perf_counter()
    _set_up(folder, chosen.seed)
    findings = run(folder, rounds=chosen.rounds, seed=chosen.seed)
    intact, verdict = chain_verdict()
    print(f"kill -9 in the middle of writes: {findings.rounds} rounds, seed {chosen.seed}")
    print(f"  acknowledged writes           {findings.acknowledged}")
    print(f"  found after restart           {findings.found}")
    print(f"  stored but not acknowledged   {findings.beyond}")
    print(f"  log                           {verdict}")
    print(f"  took {time.perf_counter() - began:.0f} s; before: {before}; after: {load()}")
    for wrong in findings.wrong[:20]:
        print(f"  WRONG: {wrong}")
    passed = findings.is_clean and intact and findings.rounds == chosen.rounds and findings.acknowledged > 0
    if passed and not chosen.folder:
        shutil.rmtree(folder)
    print("PASSED" if passed else f"FAILED: see {folder}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
