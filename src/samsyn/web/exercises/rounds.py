"""The rounds of a unit: what there is, opening one and closing one."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.actions import close_exercise, open_exercise
from samsyn.review.exercise_access import is_late, why_not_lead_unit
from samsyn.review.queries import bank, exercise_to_read, exercises_of, used_vignettes
from samsyn.review.vignette import GROUPS, SWAPS
from samsyn.web.exercises.place import own_unit
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.inputs import DayInput, offer, once
from samsyn.web.shared.lots import new_seed
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say


class RoundForm(forms.Form):
    """What a round is called, of what it is made and when it ends."""

    title = forms.CharField(
        max_length=120,
        label=_("Namn på rundan"),
        help_text=_("Till exempel ”Hösten 2026, runda 1”."),
        error_messages={"required": _("Ge rundan ett namn.")},
    )
    vignettes = forms.MultipleChoiceField(
        label=_("Vinjetter"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Fyra eller fler ger säkrare siffror, och två som byter samma uppgift säger mer än en. "
            "I en som har använts vet de som var med vad som byts."
        ),
        error_messages={"required": _("Välj minst en vinjett.")},
    )
    last_day = forms.DateField(
        label=_("Sista dag att lämna in"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Skriv dagen som 2026-11-24.")},
    )
    once = once()

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        offer(self, "vignettes", choices)


@open_to(*ASSESSMENT)
@require_safe
def exercises(request: Request) -> HttpResponse:
    """The unit's rounds, and the way to the year wheel and the working group."""
    today = localdate(request.now)
    found = exercises_of(request.actor)
    rows = [{"round": r, "own": sheet, "late": is_late(r.last_day, today, closed=r.is_closed)} for r, sheet in found]
    context = {
        "rows": rows,
        "closed": any(r.is_closed for r, _sheet in found),
        "leads": request.actor.role is Role.TEAM_LEADER,
    }
    return render(request, "exercises/exercises.html", context)


@open_to(Role.TEAM_LEADER)
@require_http_methods(["GET", "POST"])
def open_round(request: Request) -> HttpResponse:
    """Open a round for the unit."""
    found = bank(by=request.actor)
    used = used_vignettes(by=request.actor)
    marks = {code: "; " + gettext("har använts") for code in used}
    labels = [
        (v.code, f"{v.title} ({say(GROUPS[v.group])}; {say(SWAPS[v.swap])}{marks.get(v.code, '')})")
        for v in found.values()
    ]
    form = RoundForm(form_data(request), choices=labels)

    def act() -> Any:
        given = form.cleaned_data
        return open_exercise(
            unit=own_unit(request), title=given["title"], last_day=given["last_day"],
            vignettes=[found[code] for code in given["vignettes"]], seed=new_seed(),
            once=str(given["once"] or ""), by=request.actor, at=request.now,
        )  # fmt: skip

    made, status = tried(form, act)
    if made is not None:
        return redirect("exercise", made.pk)
    return render(request, "exercises/open.html", {"form": form}, status=status)


@open_to(Role.TEAM_LEADER)
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Close a round: its report can be read."""
    with missing():
        found = exercise_to_read(pk, by=request.actor)
    close_exercise(exercise=found, by=request.actor, at=request.now)
    return redirect("exercise_report", pk)


def leads(request: Request, unit: int) -> bool:
    """Whether the reader opens and closes the unit's rounds."""
    return why_not_lead_unit(request.actor, unit) is None
