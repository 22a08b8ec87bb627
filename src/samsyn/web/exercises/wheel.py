"""The year wheel: what the unit has planned for each month, what is due, and marking it done."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.people.refusals import N_, Invalid, Refusal
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.actions import add_to_wheel, mark_done, remove_from_wheel
from samsyn.review.queries import year_wheel
from samsyn.review.year_wheel import Spoke, State
from samsyn.web.exercises.place import own_unit
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.inputs import offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, say

PAGES = {"exercise": "exercises", "figures": "exercises_pooled", "group": "working_group"}
KINDS = {
    "": N_("Ingen sida"),
    "exercise": N_("Övningar"),
    "figures": N_("Enhetens siffror"),
    "group": N_("Arbetsgruppen"),
}
STATES = {
    State.DONE: (N_("klart"), "done"),
    State.DUE: (N_("den här månaden"), "waiting"),
    State.LATE: (N_("försenat"), "late"),
    State.MISSED: (N_("inte markerat"), ""),
    State.BEFORE: (N_("innan ni började"), ""),
    State.AHEAD: (N_("kommer"), ""),
}
SPAN = 5  # years back that the wheel is shown for


def spoke_label(spoke: Spoke) -> str:
    """What is planned, in the reader's language where it is the product's own."""
    code = spoke.planned.code
    return spoke.planned.label if code.startswith("own-") else label("year_wheel", code, "review")


class WheelForm(forms.Form):
    """Something to plan for a month of every year."""

    month = forms.ChoiceField(label=_("Månad"), error_messages={"required": _("Välj en månad.")})
    label = forms.CharField(
        label=_("Vad ska göras?"), max_length=160, error_messages={"required": _("Skriv vad som ska göras.")}
    )
    kind = forms.ChoiceField(label=_("Vilken sida görs det på?"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "month", [("", "–"), *((n, name) for n, name in MONTHS.items())])
        offer(self, "kind", [(key, say(text)) for key, text in KINDS.items()])


@open_to(*ASSESSMENT)
@require_safe
def year_wheel_page(request: Request) -> HttpResponse:
    """The months of a year with what is planned, and how each stands."""
    return _page(request, WheelForm())


def _page(request: Request, form: WheelForm, status: int = 200) -> HttpResponse:
    today = localdate(request.now)
    asked = request.GET.get("ar", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    year = min(max(year, today.year - SPAN), today.year + 1)
    spokes, done = year_wheel(year=year, today=today, by=request.actor)
    months = [(MONTHS[m], [_row(s, done) for s in spokes if s.planned.month == m]) for m in range(1, 13)]
    context = {
        "year": year,
        "before": year - 1 if year > today.year - SPAN else 0,
        "after": year + 1 if year <= today.year else 0,
        "months": months,
        "leads": request.actor.role is Role.TEAM_LEADER,
        "form": form,
    }
    return render(request, "exercises/wheel.html", context, status=status)


def _row(spoke: Spoke, done: dict[tuple[str, int], Any]) -> dict[str, Any]:
    word, tone = STATES[spoke.state]
    return {
        "spoke": spoke,
        "label": spoke_label(spoke),
        "word": word,
        "tone": tone,
        "page": PAGES.get(spoke.planned.kind, ""),
        "done": done.get((spoke.planned.code, spoke.planned.month)),
        "may_mark": spoke.state in {State.DUE, State.LATE, State.MISSED},
    }


def _sent(request: Request, *names: str) -> dict[str, int]:
    """Hidden numbers of a button's form. Raises Invalid when the page was not what sent them."""
    found = {}
    for name in names:
        text = request.POST.get(name, "")
        if not (text.isascii() and text.isdigit() and len(text) <= 4):
            raise Invalid(name, Refusal(N_("Något saknades i det som skickades. Ladda om sidan och försök igen.")))
        found[name] = int(text)
    return found


@open_to(*ASSESSMENT)
@require_POST
def done(request: Request) -> HttpResponse:
    """Mark something of the wheel as done."""
    when = _sent(request, "year", "month")
    unit = own_unit(request)
    note = request.POST.get("note", "")
    mark_done(unit=unit, code=request.POST.get("code", ""), note=note, **when, by=request.actor, at=request.now)
    return redirect("year_wheel")


@open_to(Role.TEAM_LEADER)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Plan something more."""
    form = WheelForm(form_data(request))
    unit = own_unit(request)

    def act() -> Any:
        given = form.cleaned_data | {"month": int(form.cleaned_data["month"])}
        return add_to_wheel(unit=unit, **given, by=request.actor, at=request.now)

    made, status = tried(form, act)
    return redirect("year_wheel") if made is not None else _page(request, form, status)


@open_to(Role.TEAM_LEADER)
@require_POST
def remove(request: Request) -> HttpResponse:
    """Take something out of the wheel from now on."""
    when = _sent(request, "month")
    unit = own_unit(request)
    remove_from_wheel(unit=unit, code=request.POST.get("code", ""), **when, by=request.actor, at=request.now)
    return redirect("year_wheel")
