"""Who works a day, and who is kept apart."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.homecare.actions import end_apart, keep_apart, put_shift, remove_shift
from samsyn.homecare.queries import (
    apart_for,
    carers_to_plan,
    kept_apart,
    persons_helped,
    shift_for,
    told_reason,
    unit_shifts,
)
from samsyn.people.roles import Role
from samsyn.web.dayplan.forms import ApartForm, ShiftForm
from samsyn.web.dayplan.told import clock
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import day_asked, form_data, missing, tried
from samsyn.web.shared.reach import named
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import labels

CLOCKS = ("begins", "ends", "break_from", "break_to")


@open_to(Role.PROVIDER_PLANNER)
@require_http_methods(["GET", "HEAD", "POST"])
def shifts(request: Request) -> HttpResponse:
    """The shifts of a day, and a form for one more."""
    day = day_asked(request)
    modes = [(code, str(label)) for code, label in labels("travel_modes", "homecare")]
    form = ShiftForm(form_data(request), carers=carers_to_plan(day, by=request.actor), modes=modes)
    done, status = tried(form, lambda: put_shift(day=day, **_told(form.cleaned_data), by=request.actor, at=request.now))
    if done is not None:
        return redirect(f"{reverse('dayplan_shifts')}?dag={day.isoformat()}")
    named_modes = dict(modes)
    rows = [
        (s, f"{clock(s.begins)}–{clock(s.ends)}", f"{clock(s.break_from)}–{clock(s.break_to)}", named_modes[s.mode])
        for s in unit_shifts(day, by=request.actor)
    ]
    return render(request, "dayplan/shifts.html", {"day": day, "rows": rows, "form": form}, status=status)


def _told(given: dict[str, Any]) -> dict[str, Any]:
    """The form's times of day as minutes from midnight."""
    minutes = {name: at.hour * 60 + at.minute if (at := given[name]) else 0 for name in CLOCKS}
    return {**given, **minutes}


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a shift away."""
    with missing():
        shift = shift_for(pk, by=request.actor)
    remove_shift(shift=shift, by=request.actor, at=request.now)
    return redirect(f"{reverse('dayplan_shifts')}?dag={shift.day.isoformat()}")


@open_to(Role.PROVIDER_PLANNER)
@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: Request) -> HttpResponse:
    """Who is kept apart at the unit, without why, and a form for one pair more."""
    today = localdate(request.now)
    persons = [(p.pk, named(p)) for p in persons_helped(by=request.actor, at=request.now)]
    form = ApartForm(
        form_data(request), carers=carers_to_plan(today, by=request.actor), persons=persons, initial={"since": today}
    )
    done, status = tried(form, lambda: keep_apart(**form.cleaned_data, by=request.actor, at=request.now))
    if done is not None:
        return redirect("dayplan_apart")
    pairs = kept_apart(by=request.actor, at=request.now)
    return render(request, "dayplan/apart.html", {"pairs": pairs, "form": form}, status=status)


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def apart_reason(request: Request, pk: int) -> HttpResponse:
    """Why two are kept apart: a reading of its own in the log."""
    with missing():
        pair, reason = told_reason(pk, by=request.actor, at=request.now)
    return render(request, "dayplan/apart_reason.html", {"pair": pair, "reason": reason})


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def apart_end(request: Request, pk: int) -> HttpResponse:
    """Let two meet again."""
    with missing():
        pair = apart_for(pk, by=request.actor)
    end_apart(pair=pair, by=request.actor, at=request.now)
    return redirect("dayplan_apart")
