"""What a unit does together: a closed round and one that is open, the working group's notes, and the year wheel."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from samsyn.people.actions import appoint, end_appointment
from samsyn.people.queries import actors_in, staff_named, units
from samsyn.people.roles import ASSESSMENT, Actor, Role
from samsyn.review.actions import (
    add_group_action,
    close_exercise,
    finish_group_action,
    hand_in,
    mark_done,
    open_exercise,
    save_answers,
    write_note,
)
from samsyn.review.exercise_places import MINUTES, Spot, spots
from samsyn.review.queries import plan_of, sheet_of
from samsyn.review.vignette import Question, Vignette, shipped
from samsyn.web.planted.telling import Matter, Scene

if TYPE_CHECKING:
    from samsyn.people.models import Appointment
    from samsyn.review.models import Exercise

CLOSED = ("hemtjanst-hoft", "sabo-minne", "ledsagning-syn", "boendestod-psykos")
OPEN = ("hemtjanst-partner", "ledsagarservice-autism", "assistans-ms", "avlosning-anhorig")
ENOUGH = 9  # who assess, so that the spread of a round may be drawn
SEED_CLOSED, SEED_OPEN = 4_811_207, 9_350_221
NOTE = (
    "Vi gick igenom höstens runda. Vi skilde oss mest på hur mycket tid ledsagning får. Några räknade bara resor till "
    "vård, andra också fritid. Vi enades om att skriva målet först och räkna tiden från det."
)
MADE, CAME = "Skriv in i mallen att målet står före tiden", "Mallen är ändrad och alla har fått den."
TO_DO = "Bjud in syncentralen till ett enhetsmöte"


def exercises(scene: Scene) -> Iterator[Matter]:
    """Everything of the kind that is planted at the unit of the demonstration."""
    leader = next(iter(scene.all_in(Role.TEAM_LEADER, scene.unit)), None)
    if leader is not None:
        yield _closed(scene, leader)
        yield _open(scene, leader)
        yield _wheel(scene, leader)


def _assessors(scene: Scene, on: date) -> list[Actor]:
    """Who assesses at the unit on a day, each once, in one of their roles."""
    held = [a for role in sorted(ASSESSMENT) for a in actors_in(role, today=on, by=scene.by)]
    found = {a.staff: a for a in held if a.unit_id == scene.unit}
    leaders = {a.staff for a in held if a.role is Role.TEAM_LEADER and a.unit_id == scene.unit}
    return [a for staff, a in sorted(found.items()) if staff not in leaders]


def _guests(scene: Scene, at: datetime) -> "list[Appointment]":
    """Colleagues of other units who exercise along for a while, so that there is a spread to see."""
    room = max(0, ENOUGH - len(_assessors(scene, at.date())))
    away = [a for a in scene.all_in(Role.CASEWORKER) if a.unit_id != scene.unit and not a.is_private][:room]
    staff, unit = staff_named({a.staff for a in away}), units().get(pk=scene.unit)
    since = at.date()
    return [
        appoint(staff=staff[a.staff], unit=unit, role=Role.CASEWORKER, valid_from=since, by=scene.by, at=at)
        for a in away
    ]


def _begun(scene: Scene, leader: Actor, title: str, codes: tuple[str, ...], seed: int, at: datetime) -> "Exercise":
    return open_exercise(
        unit=units().get(pk=scene.unit), title=title, vignettes=[shipped()[code] for code in codes],
        last_day=at.date() + timedelta(14), seed=seed, by=leader, at=at,
    )  # fmt: skip


def _closed(scene: Scene, leader: Actor) -> Matter:
    """A round that all have handed in, what the group made of it, and one action done of two."""
    at = scene.back(30, 9)
    yield at
    guests = _guests(scene, at)
    made = _begun(scene, leader, "Kalibreringsrunda 1", CLOSED, SEED_CLOSED, at)
    random = Random(SEED_CLOSED)  # noqa: S311 - an invented unit is the same each time
    for n, assessor in enumerate(_assessors(scene, at.date())):
        yield (at := scene.back(28, 8) + timedelta(minutes=7 * n))
        _write(made, assessor, random, at)
    yield (at := scene.back(20, 15))
    close_exercise(exercise=made, by=leader, at=at)
    for held in guests:
        end_appointment(appointment=held, last_day=at.date(), by=scene.by, at=at)
    yield (at := scene.back(18, 10))
    unit = units().get(pk=scene.unit)
    write_note(unit=unit, held_on=at.date(), text=NOTE, by=leader, at=at)
    due = scene.back(6, 12).date()
    first = add_group_action(unit=unit, what=MADE, responsible=leader.staff, due_on=due, by=leader, at=at)
    add_group_action(unit=unit, what=TO_DO, responsible=leader.staff, due_on=due, by=leader, at=at)
    yield (at := scene.back(9, 14))
    finish_group_action(group_action=first, done_on=at.date(), outcome=CAME, by=leader, at=at)


def _open(scene: Scene, leader: Actor) -> Matter:
    """A round that is under way: the caseworker of the demonstration has not begun."""
    at = scene.back(4, 9)
    yield at
    made = _begun(scene, leader, "Kalibreringsrunda 2", OPEN, SEED_OPEN, at)
    random = Random(SEED_OPEN)  # noqa: S311
    others = [a for a in _assessors(scene, at.date()) if a.staff != scene.near]
    for n, assessor in enumerate(others[: len(others) // 2]):
        yield (at := scene.back(3, 8) + timedelta(minutes=9 * n))
        _write(made, assessor, random, at)


def _write(made: "Exercise", by: Actor, random: Random, at: datetime) -> None:
    """Assess a whole sheet, each with a leaning of their own, and hand it in."""
    sheet = sheet_of(made, by=by)
    if sheet is None:
        return
    leaning = random.gauss(1.0, 0.1)
    typed: dict[str, tuple[str, int]] = {}
    for shown in sheet.vignettes:
        values = _values(shown.number, shown.vignette, leaning, random)
        typed |= {s.place: (values[s.place], 0) for s in spots(shown.number, shown.vignette) if values.get(s.place)}
    save_answers(sheet=sheet.row, values=typed, by=by, at=at)
    hand_in(sheet=sheet.row, by=by, at=at)


def _values(number: int, vignette: Vignette, leaning: float, random: Random) -> dict[str, str]:
    """What somebody who leans so grants of a vignette."""
    values = {}
    for question in vignette.questions:
        usual = Random(f"{vignette.code}:{question.code}").uniform(0.1, 1.15)  # noqa: S311 - the case's own
        share = min(max(random.gauss(usual * leaning, 0.13), 0.0), 1.4)
        outcome = "refused" if share < 0.3 else "partly" if share < 0.55 else "granted"
        values[Spot(number, question.code, "outcome").place] = outcome
        values[Spot(number, question.code, "level").place] = str(min(4, max(0, round(4 * share * 0.8))))
        values[Spot(number, question.code, "amount").place] = _amount(question, share)
    values[Spot(number, "-", "words").place] = random.choice(("bor ensam", "bor ensam, ramlat", "vågar inte", ""))
    return values


def _amount(question: Question, share: float) -> str:
    if question.unit in MINUTES:
        return str(max(1, round(share * question.scale / 30)) / 2).replace(".", ",")
    return str(max(1, min(7, round(share * question.scale))))


def _wheel(scene: Scene, leader: Actor) -> Matter:
    """What of the year wheel was planned for the month before last is marked done."""
    at = scene.back(31, 13)
    yield at
    for planned in plan_of(scene.unit):
        if planned.month == at.month:
            unit = units().get(pk=scene.unit)
            mark_done(unit=unit, code=planned.code, year=at.year, month=planned.month, by=leader, at=at)
