"""The page of similar decided cases: on what ground they stand, what is held, how it is counted; on and off."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases.report_definitions import definitions
from samsyn.people.queries import names_of_actors
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.actions import switch_store
from samsyn.review.alike_counts import FEWEST, ROUNDED_TO
from samsyn.review.queries import store_standing
from samsyn.review.store_access import why_not_switch
from samsyn.review.store_switch import PROFILES_A_DAY
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.inputs import long_text
from samsyn.web.shared.request import Request


class SwitchForm(forms.Form):
    """On or off, and why. What the press does is in the button, so that a page that has grown old does nothing else."""

    on = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1", widget=forms.HiddenInput
    )
    reason = long_text(
        rows=3,
        max_length=2000,
        label=_("Varför?"),
        help_text=_("Skriv så att det går att följa i efterhand, till exempel vem som har bedömt frågan och när."),
        error_messages={"required": _("Skriv varför, så att det går att följa i efterhand.")},
    )


@open_to(*ASSESSMENT, Role.ANALYST, Role.ADMINISTRATOR)
@require_safe
def alike(request: Request) -> HttpResponse:
    """On what ground similar cases stand, and whether they are on."""
    return _page(request)


@open_to(Role.ADMINISTRATOR)
@require_POST
def switch_everywhere(request: Request) -> HttpResponse:
    """The administrator switches on or off for the whole municipality."""
    return _switch(request, None)


@open_to(Role.TEAM_LEADER)
@require_POST
def switch_here(request: Request) -> HttpResponse:
    """The team leader switches on or off for the own unit."""
    return _switch(request, request.actor.unit_id)


def _switch(request: Request, unit_id: int | None) -> HttpResponse:
    form = SwitchForm(request.POST)
    done, status = tried(
        form, lambda: switch_store(unit_id=unit_id, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("alike") if done is not None else _page(request, form, status=status)


def _page(request: Request, form: SwitchForm | None = None, *, status: int = 200) -> HttpResponse:
    actor, standing = request.actor, store_standing(request.actor)
    names = names_of_actors({one.switched_by for one in standing.switches})
    everywhere = why_not_switch(actor, None) is None
    is_on = standing.everywhere if everywhere else standing.here
    context = {
        "standing": standing,
        "switches": [(one, names.get(one.switched_by, "")) for one in standing.switches],
        "may_everywhere": everywhere,
        "may_here": why_not_switch(actor, actor.unit_id) is None and actor.unit_id is not None,
        "is_on": is_on,
        "form": form or SwitchForm(initial={"on": "0" if is_on else "1"}),
        "nearest": settings.SAMSYN["alike_nearest"],
        "steps": number_format(settings.SAMSYN["alike_tenths"] / 10),
        "fewest": FEWEST,
        "rounded_to": ROUNDED_TO,
        "a_day": PROFILES_A_DAY,
        "definitions": [definitions(localdate(request.now))["alike"]],
    }
    return render(request, "alike/ground.html", context, status=status)
