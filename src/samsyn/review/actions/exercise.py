"""A calibration round: opened with a drawn version for each, written in alone, handed in, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.people.models import Unit
from samsyn.people.refusals import N_, Invalid, NoAccess, Refusal, Refused, permit
from samsyn.people.roles import Actor
from samsyn.review.exercise_access import RoundFacts, why_not_answer, why_not_lead_unit
from samsyn.review.exercise_draw import draw
from samsyn.review.exercise_places import WHOLE, Spot, check, read_answers, spots
from samsyn.review.exercise_report import FEWEST
from samsyn.review.models import (
    Exercise,
    ExerciseAnswer,
    ExerciseDraw,
    ExerciseSheet,
    ExerciseVersion,
    ExerciseVignette,
)
from samsyn.review.queries import assessors_at
from samsyn.review.vignette import Question, Vignette, vignette_of

LONGEST_TITLE, MOST_VIGNETTES = 120, 20


@dataclass(frozen=True)
class Written:
    """What became of a save: the number of the text that stands, the other text when two tabs wrote at once, and
    whether the round was closed, so that what is written is kept but not counted."""

    number: int
    conflict: ExerciseVersion | None = None
    late: bool = False


@action
def open_exercise(
    *, unit: Unit, title: str, vignettes: Sequence[Vignette], last_day: date, seed: int, by: Actor, at: datetime,
    once: str = "",
) -> Exercise:  # fmt: skip
    """Open a round for all who assess at the unit today, but the one who opens it and so has seen both versions.

    The seed is kept: with it, and the order of the sheets, `exercise_draw.draw` gives the same versions again. `once`
    is the mark of the form, so that one pressed twice is one round.
    """
    permit(why_not_lead_unit(by, unit.pk))
    if once and (before := Exercise.objects.filter(once=once, opened_by=by.key).first()):
        return before
    _check_round(title, vignettes, last_day, localdate(at))
    assessors = [a for a in assessors_at(unit.pk, on=localdate(at)) if a != by.staff]
    if len(assessors) < FEWEST:
        text = N_("En runda behöver minst {n} som bedömer, utöver dig som öppnar den. Annars går svaren att räkna ut.")
        raise Refused(Refusal(text, {"n": FEWEST}))
    made = Exercise.objects.create(
        unit=unit, title=title.strip(), seed=seed, last_day=last_day, opened_at=at, opened_by=by.key, once=once or None
    )
    kept = ExerciseVignette.objects.bulk_create(
        ExerciseVignette(exercise=made, number=n, code=v.code, version=v.version, content=v.as_json())
        for n, v in enumerate(vignettes)
    )
    sheets = ExerciseSheet.objects.bulk_create(
        ExerciseSheet(exercise=made, staff_id=staff, place=place) for place, staff in enumerate(assessors)
    )
    drawn = draw(seed, range(len(assessors)), [v.swap for v in vignettes])
    ExerciseDraw.objects.bulk_create(
        ExerciseDraw(sheet=sheets[place], vignette=kept[n], variant=drawn[place, n]) for place, n in sorted(drawn)
    )
    detail = {"seed": seed, "vignettes": [v.key for v in vignettes], "assessors": len(assessors)}
    record(by=by, at=at, what="exercise.open", about=f"exercise:{made.pk}", detail=detail)
    return made


def _check_round(title: str, vignettes: Sequence[Vignette], last_day: date, today: date) -> None:
    if not title.strip() or len(title.strip()) > LONGEST_TITLE:
        raise Invalid("title", Refusal(N_("Ge rundan ett namn, med högst {n} tecken."), {"n": LONGEST_TITLE}))
    if not 1 <= len(vignettes) <= MOST_VIGNETTES or len({v.code for v in vignettes}) < len(vignettes):
        raise Invalid("vignettes", Refusal(N_("Välj minst en vinjett, och högst {n}."), {"n": MOST_VIGNETTES}))
    if last_day < today:
        raise Invalid("last_day", Refusal(N_("Välj i dag eller en senare dag.")))
    if (last_day - today).days > 366:
        raise Invalid("last_day", Refusal(N_("Välj en dag inom ett år.")))


@action
def save_answer(*, sheet: ExerciseSheet, place: str, value: str, base: int, by: Actor, at: datetime) -> Written:
    """Save one field of one's own sheet as it is written.

    `base` is the number of the text that the writer started from; when another tab has saved since, the newer one
    stands and this is kept beside it. What is written when the round has been closed is kept too, and told to be late.
    Raises Invalid for what cannot be stored, Refused when the sheet is handed in.
    """
    sheet = ExerciseSheet.objects.select_for_update().select_related("exercise").get(pk=sheet.pk)
    _permit_writing(sheet, by)
    spot, question = _spot(sheet, place)
    check(spot, question, value)
    late = sheet.exercise.is_closed
    standing = standing_of(sheet, place)
    number = standing.number if standing else 0
    if value == (standing.value if standing else ""):
        return Written(number, late=late)
    beside = number != base
    top = sheet.versions.filter(place=place).order_by("-number").first()
    version = sheet.versions.create(
        place=place, number=(top.number if top else 0) + 1, value=value, by=by.key, at=at, beside=beside,
        settled=not beside,
    )  # fmt: skip
    detail = {"place": place, "late": late}
    record(by=by, at=at, what="exercise.write", about=f"exercise:{sheet.exercise_id}", detail=detail)
    if beside:
        return Written(number, standing, late)
    sheet.versions.filter(place=place, settled=False).update(settled=True)
    return Written(version.number, late=late)


@action
def settle_answer(*, version: ExerciseVersion, keep: bool, by: Actor, at: datetime) -> ExerciseVersion:
    """Choose between the texts of two tabs: `keep` puts the one kept beside in place, else the standing one stays."""
    sheet = ExerciseSheet.objects.select_for_update().select_related("exercise").get(pk=version.entry_id)
    _permit_writing(sheet, by)
    version = ExerciseVersion.objects.get(pk=version.pk)
    if version.settled:
        return version  # pressed twice
    if keep:
        top = sheet.versions.filter(place=version.place).order_by("-number").first()
        sheet.versions.create(
            place=version.place, number=(top.number if top else 0) + 1, value=version.value, by=by.key, at=at
        )
    sheet.versions.filter(pk=version.pk).update(settled=True)
    detail = {"place": version.place, "kept": keep}
    record(by=by, at=at, what="exercise.settle", about=f"exercise:{sheet.exercise_id}", detail=detail)
    return version


@action
def hand_in(*, sheet: ExerciseSheet, by: Actor, at: datetime) -> ExerciseSheet:
    """Hand in one's own sheet: every question is answered, and nothing of it changes from here.

    Raises Invalid with the field that is empty or wrong, Refused when two texts wait for a choice or it is closed.
    """
    sheet = ExerciseSheet.objects.select_for_update().select_related("exercise").get(pk=sheet.pk)
    facts = RoundFacts(sheet.exercise.unit_id, sheet.exercise.is_closed)
    if refusal := why_not_answer(by, facts, is_own=by.staff_id == sheet.staff_id, handed_in=False):
        raise Refused(refusal) if by.staff_id == sheet.staff_id and facts.closed else NoAccess(refusal)
    if sheet.handed_in_at is not None:
        return sheet  # pressed twice
    if sheet.versions.filter(settled=False).exists():
        raise Refused(Refusal(N_("Två flikar har skrivit olika. Välj vilket som ska gälla, och lämna in sedan.")))
    written = {v.place: v.value for v in sheet.versions.filter(beside=False).order_by("number")}
    answers = []
    for kept in sheet.exercise.vignettes.order_by("number"):
        words = written.get(Spot(kept.number, WHOLE, "words").place, "")
        for n, read in enumerate(read_answers(kept.number, vignette_of(kept.content), written)):
            told = {"outcome": read.outcome, "amount": read.amount, "level": read.level}
            said = words if n == 0 else ""
            answers.append(ExerciseAnswer(sheet=sheet, vignette=kept, question=read.question, words=said, **told))
    ExerciseAnswer.objects.bulk_create(answers)
    sheet.handed_in_at = at
    sheet.save(update_fields=["handed_in_at"])
    record(by=by, at=at, what="exercise.hand_in", about=f"exercise:{sheet.exercise_id}")
    return sheet


@action
def close_exercise(*, exercise: Exercise, by: Actor, at: datetime) -> Exercise:
    """Close a round: what is handed in counts and may be read together; what is not stays with whoever wrote it."""
    exercise = Exercise.objects.select_for_update().get(pk=exercise.pk)
    permit(why_not_lead_unit(by, exercise.unit_id))
    if exercise.is_closed:
        return exercise  # pressed twice
    exercise.closed_at, exercise.closed_by = at, by.key
    exercise.save(update_fields=["closed_at", "closed_by"])
    count = exercise.sheets.filter(handed_in_at__isnull=False).count()
    record(by=by, at=at, what="exercise.close", about=f"exercise:{exercise.pk}", detail={"handed_in": count})
    return exercise


def standing_of(sheet: ExerciseSheet, place: str) -> ExerciseVersion | None:
    """The text that stands in a field."""
    return sheet.versions.filter(place=place, beside=False).order_by("-number").first()


def _permit_writing(sheet: ExerciseSheet, by: Actor) -> None:
    """A closed round still keeps what its own assessor writes: it is no reason to lose it."""
    facts = RoundFacts(sheet.exercise.unit_id, closed=False)
    permit(why_not_answer(by, facts, is_own=by.staff_id == sheet.staff_id, handed_in=False))
    if sheet.handed_in_at is not None:
        raise Refused(Refusal(N_("Du har lämnat in, och svaren ändras inte.")))


def _spot(sheet: ExerciseSheet, place: str) -> tuple[Spot, Question | None]:
    for kept in sheet.exercise.vignettes.all():
        vignette = vignette_of(kept.content)
        for spot in spots(kept.number, vignette):
            if spot.place == place:
                return spot, next((q for q in vignette.questions if q.code == spot.question), None)
    raise Invalid("place", Refusal(N_("Fältet finns inte i den här rundan. Ladda om sidan.")))
