"""A calibration round: opened with a drawn version for each, written in alone, handed in, closed."""

from collections.abc import Mapping, Sequence
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
from samsyn.review.queries import blind_at
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
    """Open a round for all who assess at the unit today, but team leaders, who may read both versions.

    The seed is kept: with it, and the order of the sheets, `exercise_draw.draw` gives the same versions again. `once`
    is the mark of the form, so that one pressed twice is one round.
    """
    permit(why_not_lead_unit(by, unit.pk))
    if once and (before := Exercise.objects.filter(once=once, opened_by=by.key).first()):
        return before
    _check_round(title, vignettes, last_day, localdate(at))
    assessors = blind_at(unit.pk, on=localdate(at))
    if len(assessors) < FEWEST:
        text = N_("En runda behöver minst {n} som bedömer, utöver gruppledare. Annars går svaren att räkna ut.")
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
    return _write(sheet, {place: (value, base)}, by, at)[place]


@action
def save_answers(
    *, sheet: ExerciseSheet, values: Mapping[str, tuple[str, int]], by: Actor, at: datetime
) -> tuple[dict[str, Refusal], bool]:
    """Save many fields at once, each its text and the number it started from, as `save_answer` does.

    What cannot be stored is told by its field, and all else is stored. Returns that, and whether the round was closed.
    """
    wrong: dict[str, Refusal] = {}
    written = _write(sheet, values, by, at, wrong)
    return wrong, any(w.late for w in written.values())


def _write(
    sheet: ExerciseSheet,
    values: Mapping[str, tuple[str, int]],
    by: Actor,
    at: datetime,
    wrong: dict[str, Refusal] | None = None,
) -> dict[str, Written]:
    sheet = ExerciseSheet.objects.select_for_update().select_related("exercise").get(pk=sheet.pk)
    _permit_writing(sheet, by)
    fields, late = _fields(sheet), sheet.exercise.is_closed
    standing, top = _standing(sheet)
    written, kept = {}, []
    for place, (value, base) in values.items():
        try:
            _check(fields, place, value)
        except Invalid as problem:
            if wrong is None:
                raise
            wrong[place] = problem.refusal
            continue
        now = standing.get(place)
        number = now.number if now else 0
        if value == (now.value if now else ""):
            written[place] = Written(number, late=late)
            continue
        beside = number != base
        version = ExerciseVersion(
            entry=sheet, place=place, number=top.get(place, 0) + 1, value=value, by=by.key, at=at, beside=beside,
            settled=not beside,
        )  # fmt: skip
        kept.append(version)
        written[place] = Written(number, now, late) if beside else Written(version.number, late=late)
    _keep(sheet, kept)
    if kept:
        detail = {"places": [v.place for v in kept], "late": late}
        record(by=by, at=at, what="exercise.write", about=f"exercise:{sheet.exercise_id}", detail=detail)
    return written


def _keep(sheet: ExerciseSheet, versions: list[ExerciseVersion]) -> None:
    """Add versions; a text that stands from now on ends the choice between two that were before it."""
    ExerciseVersion.objects.bulk_create(versions)
    chosen = [v.place for v in versions if not v.beside]
    if chosen:
        sheet.versions.filter(place__in=chosen, settled=False).update(settled=True)


def _standing(sheet: ExerciseSheet) -> tuple[dict[str, ExerciseVersion], dict[str, int]]:
    """The text that stands in each field, and the greatest number that any text of it has."""
    standing: dict[str, ExerciseVersion] = {}
    top: dict[str, int] = {}
    for version in sheet.versions.order_by("number"):
        top[version.place] = version.number
        if not version.beside:
            standing[version.place] = version
    return standing, top


def _fields(sheet: ExerciseSheet) -> dict[str, tuple[Spot, Question | None]]:
    """Every field of a sheet by its place, with the question it is of."""
    found: dict[str, tuple[Spot, Question | None]] = {}
    for kept in sheet.exercise.vignettes.all():
        vignette = vignette_of(kept.content)
        asked = {q.code: q for q in vignette.questions}
        found |= {s.place: (s, asked.get(s.question)) for s in spots(kept.number, vignette)}
    return found


def _check(fields: Mapping[str, tuple[Spot, Question | None]], place: str, value: str) -> None:
    if place not in fields:
        raise Invalid("place", Refusal(N_("Fältet finns inte i den här rundan. Ladda om sidan.")))
    check(*fields[place], value)


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


def _permit_writing(sheet: ExerciseSheet, by: Actor) -> None:
    """A closed round still keeps what its own assessor writes: it is no reason to lose it."""
    facts = RoundFacts(sheet.exercise.unit_id, closed=False)
    permit(why_not_answer(by, facts, is_own=by.staff_id == sheet.staff_id, handed_in=False))
    if sheet.handed_in_at is not None:
        raise Refused(Refusal(N_("Du har lämnat in, och svaren ändras inte.")))
