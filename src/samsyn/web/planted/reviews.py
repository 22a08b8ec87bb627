"""Blind reviews in each state: made by the caseworker of the demonstration, waiting for them to read, and concluded."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from samsyn.cases.actions import save_field
from samsyn.cases.queries import latest_investigation, numbers_of
from samsyn.cases.queries.plantable import applied_for
from samsyn.people.roles import Actor, Role
from samsyn.review.actions import (
    Guess,
    Settled,
    conclude_review,
    make_packet,
    send_packet,
    set_rule,
    settle_packet,
    write_reading,
)
from samsyn.review.draw import drawn
from samsyn.review.packet_text import Choice, Section
from samsyn.review.queries.source import barred, candidates
from samsyn.review.reading import Answer
from samsyn.web.planted.telling import Matter, Scene

if TYPE_CHECKING:
    from samsyn.cases.models import Case
    from samsyn.review.models import PacketKey

SEEDS = range(1, 60)  # among which one draws the caseworker of the demonstration
FIRST = Answer(
    "HEMTJANST", "granted", "minutes_week", 420, "Klarar morgonen i egen takt.", "Behovet är stort varje dag."
)
SECOND = Answer(
    "HEMTJANST", "partly", "minutes_week", 300, "Klarar morgonen i egen takt.", "En del klaras med hjälpmedel."
)
DOUBTFUL = "Har arbetat som barnmorska och sjunger i damkören på torsdagar. Barnmorska var drömyrket."
MISSING = "Hur fungerar nätterna? Det står inget om sömn."


def reviews(scene: Scene) -> Iterator[Matter]:
    """A unit with a rule, and packets in each state."""
    yield _rule(scene)
    found = list(applied_for(near=scene.near, by=scene.by).filter(caseworker__isnull=False, person__protection=""))
    own = [case for case in found if case.caseworker_id == scene.near]
    others = [case for case in reversed(found) if case.unit_id != scene.unit]  # the first of all are taken back
    for case in own[-1:]:
        yield _made(scene, case)
    for case, far in zip(others, ("sent", "opened", "concluded"), strict=False):
        yield _read(scene, case, far)


def _rule(scene: Scene) -> Matter:
    for leader in scene.all_in(Role.TEAM_LEADER, scene.unit)[:1]:
        at = scene.back(20, 9, 5)
        yield at
        set_rule(
            mode="kinds", share=100, interventions=["SARSKILT_BOENDE"], readers=2, readers_from="others_first",
            seed=int(at.timestamp()), by=leader, at=at,
        )  # fmt: skip


def _made(scene: Scene, case: "Case") -> Matter:
    at = max(scene.back(1, 14, 10), case.received_at)
    yield at
    inquiry = latest_investigation(case)
    if inquiry:  # with words that wait for the caseworker's yes or no
        base, text = numbers_of(inquiry).get("situation", 0), f"{inquiry.situation} {DOUBTFUL}".strip()
        by = scene.caseworker(case.caseworker_id)
        save_field(investigation=inquiry, place="situation", value=text, base=base, by=by, at=at)
    make_packet(case=case, seed=1, by=scene.caseworker(case.caseworker_id), at=at)


def _read(scene: Scene, case: "Case", far: str) -> Matter:
    at = scene.back(3, 10, 15)
    yield at
    key = _sent(scene, case, at=at)
    readings = list(key.packet.readings.select_related("packet").order_by("pk"))
    for n, reading in enumerate(readings):
        if far == "sent" and reading.reader_id == scene.near:
            continue
        yield (at := at + timedelta(hours=3))
        write_reading(
            reading=reading, answers=[SECOND if n else FIRST], missing=MISSING if n else "", done=True, seen=None,
            guess=Guess("K", 60, "80-89", 50) if n else Guess(), by=_reader(scene, reading.reader_id), at=at,
        )  # fmt: skip
    if far == "concluded":
        yield (at := at + timedelta(hours=18))
        reader = _reader(scene, readings[0].reader_id)
        conclude_review(reading=readings[0], answers=[FIRST], note="Fråga om nätterna först.", by=reader, at=at)


def _sent(scene: Scene, case: "Case", *, at: datetime) -> "PacketKey":
    by = scene.caseworker(case.caseworker_id)
    key = make_packet(case=case, seed=_seed(scene, case, at), by=by, at=at)
    sections = [Section.read(raw) for raw in key.sections]
    answers = [
        Settled(s, c, Choice.HIDE)
        for s, one in enumerate(sections)
        for c, change in enumerate(one.changes)
        if change.waits
    ]
    key = settle_packet(key=key, answers=answers, hidden=[], version=key.version, by=by, at=at)
    send_packet(key=key, by=by, at=at)
    return key


def _seed(scene: Scene, case: "Case", at: datetime) -> int:
    """A seed whose lot falls on the caseworker of the demonstration, so that something waits for them to read."""
    found = candidates(localdate(at))
    away = barred(case, found)
    for seed in SEEDS:
        lot = drawn(
            found,
            barred=away | {case.caseworker_id or 0},
            own_unit=case.unit_id,
            source="others_first",
            readers=2,
            seed=seed,
        )
        if scene.near in {one.staff for one in lot}:
            return seed
    return SEEDS[0]


def _reader(scene: Scene, staff: int) -> Actor:
    held = [scene.staff.get((role, staff)) for role in (Role.CASEWORKER, Role.TEAM_LEADER)]
    return next(actor for actor in held if actor)
