"""The working group: notes of its meetings, and what it has decided shall be done."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.people.queries import names_of_actors, staff_named
from samsyn.people.roles import ASSESSMENT
from samsyn.review.actions import add_group_action, correct_note, finish_group_action, write_note
from samsyn.review.queries import (
    assessors_at,
    group_action_to_read,
    group_actions,
    group_notes,
    note_to_read,
)
from samsyn.web.exercises.place import own_unit
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.inputs import DayInput, long_text, offer, once
from samsyn.web.shared.request import Request

NO_DAY = {"required": _("Välj en dag."), "invalid": _("Skriv dagen som 2026-11-24.")}


class NoteForm(forms.Form):
    """The note of a meeting."""

    held_on = forms.DateField(label=_("När möttes ni?"), widget=DayInput, error_messages=NO_DAY)
    text = long_text(
        rows=8,
        label=_("Vad kom ni fram till?"),
        help_text=_("Skriv inget om enskilda personer eller om vad en kollega svarade."),
        error_messages={"required": _("Skriv vad ni kom fram till.")},
    )
    once = once()


class CorrectForm(NoteForm):
    """A new version of a note."""

    reason = forms.CharField(
        label=_("Vad var fel?"), max_length=300, error_messages={"required": _("Skriv vad som var fel.")}
    )


class ActionForm(forms.Form):
    """What shall be done, by whom and by when."""

    what = forms.CharField(
        label=_("Vad ska göras?"), max_length=300, error_messages={"required": _("Skriv vad som ska göras.")}
    )
    responsible = forms.ChoiceField(label=_("Vem ansvarar?"), error_messages={"required": _("Välj vem som ansvarar.")})
    due_on = forms.DateField(label=_("Klart senast"), widget=DayInput, error_messages=NO_DAY)
    once = once()

    def __init__(self, data: Any = None, *, request: Request) -> None:
        super().__init__(data)
        here = assessors_at(request.actor.unit_id or 0, on=localdate(request.now))
        names = sorted((s.name, pk) for pk, s in staff_named(set(here)).items())
        offer(self, "responsible", [("", "–"), *((pk, name) for name, pk in names)])


class DoneForm(forms.Form):
    """When something was done, and what came of it."""

    done_on = forms.DateField(label=_("När blev det klart?"), widget=DayInput, error_messages=NO_DAY)
    outcome = long_text(
        rows=3, label=_("Vad ledde det till?"), error_messages={"required": _("Skriv vad det ledde till.")}
    )


@open_to(*ASSESSMENT)
@require_safe
def working_group(request: Request) -> HttpResponse:
    """What is to be done, and the notes of the meetings."""
    notes, today = group_notes(by=request.actor), localdate(request.now)
    actions = list(group_actions(by=request.actor))
    context = {
        "notes": [(n, names) for n, names in zip(notes, _writers(notes), strict=True)],
        "left": [(a, a.due_on < today) for a in actions if a.done_at is None],
        "done": [a for a in reversed(actions) if a.done_at is not None],
    }
    return render(request, "exercises/group.html", context)


def _writers(notes: list[Any]) -> list[str]:
    names = names_of_actors({n.written_by for n in notes}) if notes else {}
    return [names.get(n.written_by, "") for n in notes]


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def note_new(request: Request) -> HttpResponse:
    """Write the note of a meeting."""
    form = NoteForm(form_data(request))
    unit = own_unit(request)

    def act() -> Any:
        given = form.cleaned_data | {"once": str(form.cleaned_data["once"] or "")}
        return write_note(unit=unit, **given, by=request.actor, at=request.now)

    made, status = tried(form, act)
    if made is not None:
        return redirect("working_group")
    return render(request, "exercises/form.html", {"form": form, "page": "note"}, status=status)


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def note(request: Request, pk: int) -> HttpResponse:
    """A note with its versions; a correction is a new one."""
    with missing():
        found, earlier = note_to_read(pk, by=request.actor)
    form = CorrectForm(form_data(request)) if request.method == "POST" else CorrectForm()
    if request.method != "POST":
        form.initial = {"held_on": found.held_on, "text": found.text}

    def act() -> Any:
        given = {k: v for k, v in form.cleaned_data.items() if k != "once"}
        return correct_note(note=found, **given, by=request.actor, at=request.now)

    made, status = tried(form, act)
    if made is not None:
        return redirect("group_note", made.pk)
    versions = [found, *earlier]
    context = {
        "note": found,
        "later": getattr(found, "corrected_by", None),
        "versions": list(zip(versions, _writers(versions), strict=True)),
        "form": form,
    }
    return render(request, "exercises/note.html", context, status=status)


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def action_new(request: Request) -> HttpResponse:
    """Decide that something shall be done."""
    form = ActionForm(form_data(request), request=request)
    unit = own_unit(request)

    def act() -> Any:
        given = form.cleaned_data
        return add_group_action(
            unit=unit, what=given["what"], responsible=int(given["responsible"]), due_on=given["due_on"],
            once=str(given["once"] or ""), by=request.actor, at=request.now,
        )  # fmt: skip

    made, status = tried(form, act)
    if made is not None:
        return redirect("working_group")
    return render(request, "exercises/form.html", {"form": form, "page": "action"}, status=status)


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def action_done(request: Request, pk: int) -> HttpResponse:
    """One action; say that it is done and what came of it."""
    with missing():
        found = group_action_to_read(pk, by=request.actor)
    form = DoneForm(form_data(request))
    made, status = tried(
        form,
        lambda: finish_group_action(group_action=found, **form.cleaned_data, by=request.actor, at=request.now),
    )
    if made is not None:
        return redirect("working_group")
    late = found.done_at is None and found.due_on < localdate(request.now)
    return render(request, "exercises/action.html", {"action": found, "form": form, "late": late}, status=status)
