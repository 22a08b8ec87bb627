"""One's own sheet of a round: written in alone, saved as it is written, handed in once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.people.refusals import N_, Invalid, NoAccess, Refusal, Refused
from samsyn.people.roles import ASSESSMENT
from samsyn.review.actions import hand_in, save_answer, save_answers, settle_answer
from samsyn.review.exercise_access import CLOSED, NOT_IN, is_late
from samsyn.review.exercise_places import MINUTES, OUTCOMES, WHOLE, spots
from samsyn.review.queries import Sheet, Shown, exercise_to_read, half_handed_in, sheet_of
from samsyn.review.vignette import LEVELS, SWAPS, Question, pieces
from samsyn.review.vignette import render as rendered
from samsyn.web.exercises.place import UNITS
from samsyn.web.exercises.rounds import leads
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing
from samsyn.web.shared.kept import same_writer
from samsyn.web.shared.plain import is_number, plain
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, say

if TYPE_CHECKING:
    from samsyn.review.models import Exercise

AMOUNTS = {
    "minutes_week": N_("Hur många timmar i veckan?"),
    "minutes_month": N_("Hur många timmar i månaden?"),
    "times_week": N_("Hur många gånger i veckan?"),
    "days_week": N_("Hur många dagar i veckan?"),
    "days_month": N_("Hur många dygn i månaden?"),
}


class SheetForm(forms.Form):
    """Every field of a sheet, named by its place. Nothing is chosen in advance."""

    def __init__(self, data: Any = None, *, sheet: Sheet) -> None:
        super().__init__(data, initial=sheet.written, auto_id="f-%s")
        for shown in sheet.vignettes:
            asked = {q.code: q for q in shown.vignette.questions}
            for spot in spots(shown.number, shown.vignette):
                self.fields[spot.place] = _field(spot.field, asked.get(spot.question))


def _field(name: str, question: Question | None) -> forms.Field:
    if name == "outcome":
        choices = [(key, say(text)) for key, text in OUTCOMES.items()]
        return forms.ChoiceField(label=_("Din bedömning"), widget=forms.RadioSelect, choices=choices, required=False)
    if name == "level":
        levels = [("", "–"), *((level, label("levels", level)) for level in LEVELS)]
        return forms.ChoiceField(label=_("Hur stort är behovet av det här?"), choices=levels, required=False)
    if name == "amount" and question:
        hours = question.unit in MINUTES
        return forms.CharField(
            label=say(AMOUNTS[question.unit]), required=False, max_length=10,
            help_text=_("Till exempel 7,5. Vid avslag lämnar du rutan tom.") if hours else "",
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "8"}),
        )  # fmt: skip
    return forms.CharField(
        label=_("Vilka ord i texten vägde tyngst?"), required=False, max_length=300,
        help_text=_("Om du vill. Skriv orden med komma emellan."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One field on the page with its place and the number of its text."""

    bound: BoundField
    place: str
    base: int


def _parts(form: SheetForm, sheet: Sheet, shown: Shown) -> dict[str, Any]:
    """A vignette on the page: its text, its needs, each question with its fields, and the words that mattered."""
    made = [
        (s, Part(form[s.place], s.place, sheet.numbers.get(s.place, 0))) for s in spots(shown.number, shown.vignette)
    ]
    return {
        "number": shown.number + 1,
        "title": shown.vignette.title,
        "text": rendered(shown.vignette.text, shown.variant),
        "needs": [(label("areas", n.area), label("levels", n.level)) for n in shown.vignette.needs],
        "questions": [
            {
                "asks": q.asks,
                "intervention": label("interventions", q.intervention),
                "parts": [part for spot, part in made if spot.question == q.code],
            }
            for q in shown.vignette.questions
        ],
        "words": [part for spot, part in made if spot.question == WHOLE],
    }


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def exercise(request: Request, pk: int) -> HttpResponse:
    """A round: one's own sheet to write in, or as it was handed in; for the leader how it stands."""
    with missing():
        found = exercise_to_read(pk, by=request.actor)
    if request.method == "GET" or request.method == "HEAD":
        return _page(request, found)
    sheet = sheet_of(found, by=request.actor)
    if sheet is None:
        raise Refused(NOT_IN)
    sent = _sent(request, sheet)
    if sheet.row.handed_in_at and all(value == sheet.written.get(place, "") for place, (value, _base) in sent.items()):
        return redirect("exercise", pk)  # pressed twice
    problems, late = _save_all(request, sheet, sent)
    status = 422 if problems else 200
    if not problems and not late and "hand_in" in request.POST:
        try:
            hand_in(sheet=sheet.row, by=request.actor, at=request.now)
        except Invalid as wrong:
            problems, status = [(wrong.field_name, say(wrong.refusal))], 422
        except Refused as refused:
            if isinstance(refused, NoAccess):
                raise
            problems, status = [("", say(refused.refusal))], 409
        else:
            return redirect("exercise", pk)
    if not problems and not late:
        return redirect("exercise", pk)
    return _page(request, found, problems=problems, late=late, status=409 if late else status)


def _sent(request: Request, sheet: Sheet) -> dict[str, tuple[str, int]]:
    """Every field of the sheet as it was sent, with the number of the text it was drawn with."""
    sent = {}
    for shown in sheet.vignettes:
        for spot in spots(shown.number, shown.vignette):
            base = request.POST.get(f"base:{spot.place}", "")
            value = plain(request.POST.get(spot.place, "")).strip()
            sent[spot.place] = (value, int(base) if is_number(base) else 0)
    return sent


def _save_all(request: Request, sheet: Sheet, sent: dict[str, tuple[str, int]]) -> tuple[list[tuple[str, str]], bool]:
    """Save what was sent; what cannot be stored is told by field, and all else is stored."""
    wrong, late = save_answers(sheet=sheet.row, values=sent, by=request.actor, at=request.now)
    return [(place, say(refusal)) for place, refusal in wrong.items()], late


def _page(
    request: Request, found: "Exercise", *, problems: list[tuple[str, str]] | None = None, late: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    sheet = sheet_of(found, by=request.actor)
    context: dict[str, Any] = {
        "round": found,
        "leads": leads(request, found.unit_id),
        "late": late,
        "overdue": is_late(found.last_day, localdate(request.now), closed=found.is_closed),
        "half": half_handed_in(found) if leads(request, found.unit_id) and not found.is_closed else None,
        "sheet": sheet,
    }
    if sheet is not None:
        form = SheetForm(request.POST if problems else None, sheet=sheet)
        if problems:
            form.is_valid()
            for place, text in problems:
                form.add_error(place if place in form.fields else None, text)
        context |= {
            "form": form,
            "vignettes": [_parts(form, sheet, shown) for shown in sheet.vignettes],
            "writes": not found.is_closed and sheet.row.handed_in_at is None,
            "kept": [_kept(sheet, version) for version in sheet.unsettled],
            "told": [_told(sheet, shown, closed=found.is_closed) for shown in sheet.vignettes],
        }
    return render(request, "exercises/exercise.html", context, status=status)


def _kept(sheet: Sheet, version: Any) -> dict[str, Any]:
    number, question, _field_name = version.place.split(":")
    title = next(s.vignette.title for s in sheet.vignettes if s.number == int(number))
    asked = next(
        (
            q.asks
            for s in sheet.vignettes
            for q in s.vignette.questions
            if s.number == int(number) and q.code == question
        ),
        "",
    )
    return {
        "version": version,
        "about": f"{title}. {asked}" if asked else title,
        "standing": say_value(sheet.written.get(version.place, "")),
        "mine": say_value(version.value),
    }


def say_value(value: str) -> str:
    """What stands in a field, in words where it is a code."""
    return say(OUTCOMES.get(value, value))


def _told(sheet: Sheet, shown: Shown, *, closed: bool) -> dict[str, Any]:
    """One's own answers about a vignette, and once the round is closed what was swapped in it."""
    rows = []
    for q in shown.vignette.questions:
        written = {
            s.field: sheet.written.get(s.place, "") for s in spots(shown.number, shown.vignette) if s.question == q.code
        }
        rows.append(
            {
                "asks": q.asks,
                "outcome": say_value(written.get("outcome", "")),
                "amount": written.get("amount", ""),
                "unit": say(UNITS[q.unit]),
                "level": label("levels", written["level"]) if written.get("level") else "",
            }
        )
    vignette, other = shown.vignette, "b" if shown.variant == "a" else "a"
    mine = vignette.versions["ab".index(shown.variant)]
    return {
        "number": shown.number + 1,
        "title": vignette.title,
        "rows": rows,
        "words": sheet.written.get(f"{shown.number}:{WHOLE}:words", ""),
        "swap": SWAPS[vignette.swap] if closed else "",
        "mine": mine if closed else "",
        "other": vignette.versions["ab".index(other)] if closed else "",
        "pieces": pieces(vignette.text, shown.variant),
    }


@open_to(*ASSESSMENT)
@require_POST
def save_one(request: Request, pk: int) -> HttpResponse:
    """Save {place, value, base} for the script; answers {number, saved_at, conflict}, or why not.

    In a round that has been closed the text is kept all the same, and the answer says that it is not counted.
    """
    if not same_writer(request):
        return JsonResponse({"error": say(N_("Någon annan är inloggad här nu."))}, status=403)
    with missing():
        found = exercise_to_read(pk, by=request.actor)
    sheet = sheet_of(found, by=request.actor)
    if sheet is None:
        raise Refused(NOT_IN)
    base, place = request.POST.get("base", ""), request.POST.get("place", "")
    saved = save_answer(
        sheet=sheet.row, place=place, value=plain(request.POST.get("value", "")).strip(),
        base=int(base) if is_number(base) else 0, by=request.actor, at=request.now,
    )  # fmt: skip
    if request.POST.get("settle") == "theirs":
        for version in sheet.unsettled:
            if version.place == place:
                settle_answer(version=version, keep=False, by=request.actor, at=request.now)
    conflict = saved.conflict and {
        "value": saved.conflict.value, "number": saved.conflict.number, "by": "", "at": saved.conflict.at.isoformat(),
    }  # fmt: skip
    answer = {"number": saved.number, "saved_at": request.now.isoformat(), "conflict": conflict}
    return JsonResponse(answer | ({"note": say(CLOSED)} if saved.late else {}))


@open_to(*ASSESSMENT)
@require_POST
def settle(request: Request, pk: int, version_pk: int) -> HttpResponse:
    """Choose between what two tabs wrote."""
    with missing():
        found = exercise_to_read(pk, by=request.actor)
    sheet = sheet_of(found, by=request.actor)
    if sheet is None:
        raise Refused(NOT_IN)
    version = sheet.row.versions.filter(pk=version_pk).first()
    if version is None:
        raise Refused(Refusal(N_("Det finns inget att välja mellan i din bedömning.")))
    settle_answer(version=version, keep=request.POST.get("keep") == "mine", by=request.actor, at=request.now)
    return redirect("exercise", pk)
