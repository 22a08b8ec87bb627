"""What may be read about rounds: one's own sheet, and of a closed round what came of it. Names nobody to others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from samsyn.people.queries import colleagues
from samsyn.people.refusals import permit
from samsyn.people.roles import ASSESSMENT, Actor, Role
from samsyn.review.exercise_access import (
    RoundFacts,
    is_late,
    why_not_belong,
    why_not_lead_unit,
    why_not_read_everywhere,
    why_not_report,
)
from samsyn.review.exercise_places import read_words
from samsyn.review.exercise_report import MANY, Given, Report, Round, report
from samsyn.review.models import (
    Exercise,
    ExerciseAnswer,
    ExerciseDraw,
    ExerciseSheet,
    ExerciseVersion,
    ExerciseVignette,
    UnitVignette,
)
from samsyn.review.vignette import Variant, Vignette, shipped, vignette_of


@dataclass(frozen=True)
class Shown:
    """A vignette of a round as one assessor meets it."""

    number: int
    vignette: Vignette
    variant: Variant


@dataclass(frozen=True)
class Sheet:
    """One's own sheet: vignettes in one's versions, what is written, and texts of two tabs that wait for a choice."""

    row: ExerciseSheet
    vignettes: list[Shown]
    written: dict[str, str]
    numbers: dict[str, int]
    unsettled: list[ExerciseVersion] = field(default_factory=list)


def assessors_at(unit: int, *, on: date) -> list[int]:
    """Whoever assesses needs at a unit, each once however many roles they hold, in an order that says nothing."""
    return sorted({s.pk for role in ASSESSMENT for s in colleagues(unit, role, today=on)})


def blind_at(unit: int, *, on: date) -> list[int]:
    """Those of them who cannot have read the bank: no team leader, whatever else they are."""
    leaders = {s.pk for s in colleagues(unit, Role.TEAM_LEADER, today=on)}
    return [pk for pk in assessors_at(unit, on=on) if pk not in leaders]


def exercises_of(by: Actor) -> list[tuple[Exercise, ExerciseSheet | None]]:
    """The rounds of the reader's unit, the newest first, each with the reader's own sheet if they have one."""
    permit(why_not_belong(by, by.unit_id or 0))
    rounds = list(Exercise.objects.filter(unit=by.unit_id).order_by("-opened_at", "-pk"))
    own = {s.exercise_id: s for s in ExerciseSheet.objects.filter(exercise__in=rounds, staff=by.staff_id)}
    return [(r, own.get(r.pk)) for r in rounds]


def exercise_to_read(pk: int, *, by: Actor) -> Exercise:
    """A round of the reader's unit. Raises DoesNotExist, NoAccess."""
    exercise = Exercise.objects.select_related("unit").get(pk=pk)
    permit(why_not_belong(by, exercise.unit_id))
    return exercise


def sheet_of(exercise: Exercise, *, by: Actor) -> Sheet | None:
    """The reader's own sheet of a round, whichever role they act in; None for who is not in it."""
    row = exercise.sheets.select_related("exercise").filter(staff=by.staff_id).first()
    if row is None:
        return None
    draws = ExerciseDraw.objects.filter(sheet=row).select_related("vignette").order_by("vignette__number")
    versions = list(row.versions.order_by("number"))
    standing = [v for v in versions if not v.beside]
    return Sheet(
        row,
        [Shown(d.vignette.number, vignette_of(d.vignette.content), _variant(d.variant)) for d in draws],
        {v.place: v.value for v in standing},
        {v.place: v.number for v in standing},
        [v for v in versions if not v.settled],
    )


def _variant(kept: str) -> Variant:
    return "a" if kept == "a" else "b"


def half_handed_in(exercise: Exercise) -> bool | None:
    """Whether at least half have handed in, for the one who closes the round; None where fewer than eight are in it.

    No more is told before the round is closed: of few, any number would tell of somebody.
    """
    states = list(exercise.sheets.values_list("handed_in_at", flat=True))
    return None if len(states) < MANY else 2 * sum(s is not None for s in states) >= len(states)


def vignettes_of(exercise: Exercise) -> list[Vignette]:
    """The vignettes of a closed round, as they were."""
    return [vignette_of(v.content) for v in exercise.vignettes.order_by("number")]


def report_to_read(pk: int, *, by: Actor) -> tuple[Exercise, Report, list[Vignette]]:
    """What came of a closed round of the reader's unit. Raises NoAccess before it is closed."""
    exercise = Exercise.objects.select_related("unit").get(pk=pk)
    permit(why_not_report(by, RoundFacts(exercise.unit_id, exercise.is_closed)))
    return exercise, report(tuple(_rounds([exercise]))), vignettes_of(exercise)


def pooled_report(*, by: Actor) -> tuple[int, Report]:
    """How many closed rounds the reader's unit has, and what they tell laid together."""
    permit(why_not_belong(by, by.unit_id or 0))
    closed = list(Exercise.objects.filter(unit=by.unit_id, closed_at__isnull=False).order_by("pk"))
    return len(closed), report(tuple(_rounds(closed)))


def report_everywhere(*, by: Actor) -> tuple[int, Report]:
    """How many closed rounds all units have, and what they tell laid together: for the analyst, beside the figures."""
    permit(why_not_read_everywhere(by))
    closed = list(Exercise.objects.filter(closed_at__isnull=False).order_by("pk"))
    return len(closed), report(tuple(_rounds(closed)))


def _rounds(exercises: Iterable[Exercise]) -> list[Round]:
    """Closed rounds as numbers, in a fixed number of questions to the database."""
    exercises = list(exercises)
    sheets = list(ExerciseSheet.objects.filter(exercise__in=exercises).order_by("place"))
    vignettes = list(ExerciseVignette.objects.filter(exercise__in=exercises).order_by("number"))
    draws = list(ExerciseDraw.objects.filter(sheet__in=sheets).order_by("pk"))
    answers = list(ExerciseAnswer.objects.filter(sheet__in=sheets).order_by("pk"))
    place, number = {s.pk: s.place for s in sheets}, {v.pk: v.number for v in vignettes}
    asked = {v.pk: vignette_of(v.content) for v in vignettes}
    of_sheet = {s.pk: s.exercise_id for s in sheets}
    found = []
    for e in exercises:
        own = [v for v in vignettes if v.exercise_id == e.pk]
        scales = {(v.number, n): q.scale for v in own for n, q in enumerate(asked[v.pk].questions)}
        found.append(
            Round(
                seed=e.seed,
                assessors=tuple(s.place for s in sheets if s.exercise_id == e.pk),
                handed_in=tuple(s.place for s in sheets if s.exercise_id == e.pk and s.handed_in_at),
                swaps=tuple(asked[v.pk].swap for v in own),
                drawn=tuple(
                    ((place[d.sheet_id], number[d.vignette_id]), _variant(d.variant))
                    for d in draws if of_sheet[d.sheet_id] == e.pk
                ),
                scales=tuple(scales.items()),
                answers=tuple(
                    _given(a, place[a.sheet_id], asked[a.vignette_id], number[a.vignette_id])
                    for a in answers if of_sheet[a.sheet_id] == e.pk
                ),
            )
        )  # fmt: skip
    return found


def _given(answer: ExerciseAnswer, place: int, vignette: Vignette, number: int) -> Given:
    codes = [q.code for q in vignette.questions]
    return Given(
        place, number, codes.index(answer.question), answer.outcome, answer.amount, answer.level,
        read_words(answer.words),
    )  # fmt: skip


def bank(*, by: Actor) -> dict[str, Vignette]:
    """Every vignette that a round of the unit may use, in its newest version: the product's, then the unit's own.

    For the team leader alone: whoever is to assess must not have seen both versions.
    """
    permit(why_not_lead_unit(by, by.unit_id or 0))
    own = UnitVignette.objects.filter(unit=by.unit_id).order_by("code", "version")
    return {**shipped(), **{row.code: vignette_of(row.content) for row in own}}


def used_vignettes(*, by: Actor) -> set[str]:
    """The codes of those that a round of the unit has used: after it, all who were in it know what was swapped."""
    permit(why_not_lead_unit(by, by.unit_id or 0))
    return set(ExerciseVignette.objects.filter(exercise__unit=by.unit_id).values_list("code", flat=True))


def vignette_versions(code: str, *, by: Actor) -> list[Vignette]:
    """All versions of a vignette, the newest first; empty when there is none."""
    permit(why_not_lead_unit(by, by.unit_id or 0))
    if code in shipped():
        return [shipped()[code]]
    own = UnitVignette.objects.filter(unit=by.unit_id, code=code).order_by("-version")
    return [vignette_of(row.content) for row in own]


def exercises_waiting(by: Actor, *, today: date) -> list[tuple[Exercise, bool, bool]]:
    """The open rounds that wait for the reader: to be answered, or for the leader to be closed when the last day has
    passed. Each with whether it is late, and whether it is to be closed."""
    if by.role not in ASSESSMENT:
        return []
    open_ = list(Exercise.objects.filter(unit=by.unit_id, closed_at=None).order_by("last_day", "pk"))
    own = ExerciseSheet.objects.filter(exercise__in=open_, staff=by.staff_id, handed_in_at=None)
    to_answer = set(own.values_list("exercise_id", flat=True))
    leads = why_not_lead_unit(by, by.unit_id or 0) is None
    found = []
    for e in open_:
        late = is_late(e.last_day, today, closed=False)
        if e.pk in to_answer or (leads and late):
            found.append((e, late, e.pk not in to_answer))
    return found
