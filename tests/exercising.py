"""Rounds of exercises for tests: a unit of assessors, a round, what they type and hand in."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from samsyn.people.models import Unit
from samsyn.people.roles import Actor, Role
from samsyn.review.actions import close_exercise, hand_in, open_exercise, save_answer
from samsyn.review.exercise_places import spots
from samsyn.review.models import Exercise, ExerciseSheet
from samsyn.review.vignette import shipped, vignette_of
from tests import factories as f
from tests.kept import kept

UNIT = "Övningsenheten"
NAMES = ("Alvarez", "Bergqvist", "Cederlund", "Dahlbom", "Edfeldt", "Falkenäs", "Gyllensten", "Hjorth", "Ingvarsdal")


@kept
def unit_with(assessors: int) -> Unit:
    """A unit with a team leader and so many caseworkers."""
    unit = f.unit(UNIT)
    f.acting(Role.TEAM_LEADER, unit)
    for n in range(assessors):
        f.staff(Role.CASEWORKER, unit, family_name=NAMES[n % len(NAMES)])
    return unit


@kept
def a_round(
    *, assessors: int = 3, vignettes: tuple[str, ...] = ("hemtjanst-hoft", "assistans-ms"), seed: int = 42,
    at: datetime = f.NOW,
) -> Exercise:  # fmt: skip
    """An open round that the team leader has opened."""
    unit = unit_with(assessors)
    return open_exercise(
        unit=unit, title="Våren, runda 1", vignettes=[shipped()[code] for code in vignettes],
        last_day=localdate(at) + timedelta(14), seed=seed, by=f.acting(Role.TEAM_LEADER, unit), at=at,
    )  # fmt: skip


def assessor(sheet: ExerciseSheet) -> Actor:
    """Whose sheet it is, as they act."""
    held = sheet.staff.appointments.get(unit=sheet.exercise.unit_id)
    return f.actor(sheet.staff, acting_as=held.pk)


def typed(sheet: ExerciseSheet, more: int = 0) -> dict[str, str]:
    """Something in every field of a sheet; `more` moves it."""
    values = {
        "outcome": ["granted", "partly", "granted"][more % 3],
        "level": str(1 + more % 4),
        "amount": str(3 + more),
    }
    sent = {}
    for one in sheet.exercise.vignettes.all():
        for spot in spots(one.number, vignette_of(one.content)):
            sent[spot.place] = values.get(spot.field, "granskning av ord, bor ensam")
    return sent


@kept
def answer(sheet: ExerciseSheet, more: int = 0, *, at: datetime = f.NOW) -> ExerciseSheet:
    """Write everything and hand it in."""
    by = assessor(sheet)
    for place, value in typed(sheet, more).items():
        save_answer(sheet=sheet, place=place, value=value, base=0, by=by, at=at)
    return hand_in(sheet=sheet, by=by, at=at)


@kept
def answer_all(round_: Exercise, but: int = 0) -> None:
    """All hand in, but the last so many."""
    sheets = list(round_.sheets.order_by("place"))
    for n, sheet in enumerate(sheets[: len(sheets) - but]):
        answer(sheet, n % 4)


@kept
def close(round_: Exercise, *, at: datetime = f.NOW) -> Exercise:
    """The team leader closes it."""
    return close_exercise(exercise=round_, by=f.acting(Role.TEAM_LEADER, round_.unit), at=at)
