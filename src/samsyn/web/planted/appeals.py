"""Appeals at every stage: here, at the court, and back from it with something left to do (FL 37-47, SoL 35:1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from samsyn.cases.actions import (
    Appealed,
    Judged,
    Telling,
    conclude_appeal,
    dismiss_appeal,
    hand_over,
    note_notice,
    reconsider,
    record_judgment,
    register_appeal,
    take_up,
    withdraw_appeal,
)
from samsyn.cases.queries.plantable import refused_between
from samsyn.people.roles import Role
from samsyn.synthetic.calendar import moment, office_day
from samsyn.web.planted.telling import Matter, Scene
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import Appeal, Decision

COURT = "Förvaltningsrätten i Samsyn"
FILES = ("Överklagandet", "Beslutet", "Utredningen", "Yttrandet över underlaget")
WANTED = (
    "Jag vill ha den hjälp som jag sökte.",
    "Beslutet ska ändras så att jag får det jag ansökte om.",
    "Jag överklagar avslaget. Jag klarar mig inte utan hjälpen.",
)
GROUNDS = (
    "Min dotter kan inte hjälpa mig som ni skriver. Hon arbetar på annan ort.",
    "Jag har blivit sämre sedan ni var här, och det står inte i utredningen.",
    "Ni har inte frågat min läkare. Ett intyg kommer med brevet.",
)
UNCHANGED = "Inget nytt har kommit fram som gör att beslutet ska ändras."
TOO_LATE = "Överklagandet kom in mer än tre veckor efter den dag då personen fick del av beslutet."
GRANTS = "Domstolen ändrar beslutet och förklarar att personen har rätt till hjälpen. Kommunen ska avgöra omfattningen."
REJECTS = "Domstolen avslår överklagandet."


@dataclass(frozen=True)
class Course:
    """How far appeals go, how many go so far, and how many days before the last the appealed decision was made.

    `days` are when each step is taken, the appeal's arrival first: office days after the decision, or, when negative,
    before the last day. What is in time comes within three weeks (FL 44).
    """

    end: str
    count: int
    made: tuple[int, int]
    days: tuple[int, ...]


COURSES = (
    Course("judged", 2, (300, 45), (8, 9, 11, 13, -6)),
    Course("received", 2, (19, 2), (-1,)),
    Course("taken up", 1, (26, 7), (-4, -2)),
    Course("reconsidered", 1, (48, 18), (5, 6, 10)),
    Course("withdrawn", 1, (120, 22), (5, 7, 12)),
    Course("at court", 2, (200, 24), (8, 9, 11, 13)),
    Course("dismissed", 1, (260, 60), (35, 36)),
    Course("concluded", 1, (320, 118), (8, 9, 11, 13, 55, 75)),
)


def appeals(scene: Scene) -> Iterator[Matter]:
    """Every appeal that is planted; of a decision that is chosen once, the demonstration's caseworker's first."""
    chosen: set[int] = set()
    for course in COURSES:
        first, last = (scene.until - timedelta(days=n) for n in course.made)
        found = (
            refused_between(first, last, near=scene.near, by=scene.by)
            .exclude(case__in=chosen)
            .exclude(case__caseworker=None)
        )
        for n, decision in enumerate(found[: course.count]):
            chosen.add(decision.case_id)
            yield _appealed(scene, course, decision, n)


def _appealed(scene: Scene, course: Course, decision: "Decision", n: int) -> Matter:
    by, case = scene.caseworker(decision.case.caseworker_id), decision.case
    signed = (decision.signed_at or scene.now).date()
    days = (office_day(signed if n > 0 else scene.until, n) for n in course.days)
    times = [moment(day, time(9 + i % 6, 10 + 7 * i)) for i, day in enumerate(days)]
    if course.end == "dismissed":
        given = moment(office_day(signed, 2), time(11))
        yield given
        note_notice(decision=decision, telling=Telling("handed", received_on=given.date()), by=by, at=given)
    yield times[0]
    appealed = Appealed(
        channel="post" if n else "visit", reached_on=times[0].date(), presumed=False, wanted=WANTED[n % 3],
        grounds=GROUNDS[(case.pk + n) % 3],
    )  # fmt: skip
    appeal = register_appeal(appealed=appealed, decision=decision, by=by, at=times[0])
    for step, at in enumerate(times[1:], start=1):
        yield at
        _step(scene, course, appeal, step, at)


def _step(scene: Scene, course: Course, appeal: "Appeal", step: int, at: datetime) -> None:
    """What is done with an appeal the first, second … time after it has come."""
    by = scene.caseworker(appeal.case.caseworker_id)
    if course.end == "dismissed":
        delegate = scene.all_in(Role.DELEGATE, appeal.case.unit_id)[0]
        dismiss_appeal(appeal=appeal, reasons=TOO_LATE, sender=sender(), by=delegate, at=at)
    elif step == 1:
        take_up(appeal=appeal, by=by, at=at)
    elif course.end == "withdrawn":
        withdraw_appeal(appeal=appeal, withdrawn_on=at.date(), by=by, at=at)
    elif step == 2:
        reconsider(appeal=appeal, result="unchanged", reasons=UNCHANGED, by=by, at=at)
    elif step == 3:
        hand_over(appeal=appeal, court=COURT, files=FILES, statement="", by=by, at=at)
    elif step == 4:
        record_judgment(appeal=appeal, judged=_judged(course, appeal, at), by=by, at=at)
    else:
        conclude_appeal(appeal=appeal, final_on=at.date(), by=by, at=at)


def _judged(course: Course, appeal: "Appeal", at: datetime) -> Judged:
    """What the court said: it grants, so that a new decision is owed, or leaves the decision as it was."""
    granted, judged_on = course.end == "judged", office_day(at.date(), -2)
    return Judged(
        instance="administrative", court=COURT, number=f"{1200 + appeal.pk}-{judged_on:%y}",
        outcome="changed" if granted else "rejected", judged_on=judged_on, text=GRANTS if granted else REJECTS,
        grants=granted,
    )  # fmt: skip
