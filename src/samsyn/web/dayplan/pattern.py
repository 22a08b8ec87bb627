"""The unit's repeated pattern of two weeks (slinga): searched apart, taken in with a reason, shown, and ended."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from samsyn.homecare.actions import end_pattern, take_pattern
from samsyn.homecare.dayplan import apart
from samsyn.homecare.queries import facts_to_pattern, pattern_proposed, pattern_shown, patterns_of_unit
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from samsyn.web.dayplan.forms import PatternBeginForm, PatternEndForm, PatternTakeForm
from samsyn.web.dayplan.mending import BUSY
from samsyn.web.dayplan.pattern_told import PatternTold, cannot_said, found_in, when_said
from samsyn.web.dayplan.proposing import ANOTHER, NONE, SPOILT, WAITS
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.request import Request


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def pattern(request: Request) -> HttpResponse:
    """The pattern that holds or is to hold, or an earlier version; how far a search has come; and the forms."""
    return _page(request)


def _page(request: Request, status: int = 200, **bound: forms.Form) -> HttpResponse:
    today = localdate(request.now)
    versions = list(patterns_of_unit(by=request.actor))
    asked = request.GET.get("version", "")
    told = [one for one in versions if not one.is_end]
    shown = next((one for one in told if asked == str(one.version)), told[0] if told else None)
    search = aside.standing(request.actor.unit_id or 0, aside.PATTERN)
    names = names_of_actors({one.made_by for one in versions})
    seen = versions[0].version if versions else 0
    made: dict[str, forms.Form] = {
        "begin": PatternBeginForm(today=today),
        "take": PatternTakeForm(today=today, seen=seen),
        "end": PatternEndForm(today=today, seen=seen, holds_from=shown.starts_on if shown else None),
    }
    found = found_in(search)
    proposed = found is not None and asked == ""
    known = (
        pattern_proposed(*found, by=request.actor, at=request.now) if found and proposed
        else pattern_shown(shown, by=request.actor, at=request.now) if shown else None
    )  # fmt: skip
    context: dict[str, Any] = {
        "told": PatternTold(known) if known else None,
        "proposed": proposed,
        "shown": shown,
        "when": when_said(shown, versions, today) if shown else "",
        "versions": [(one, when_said(one, versions, today), names.get(one.made_by, "")) for one in versions],
        "is_ended": bool(versions) and versions[0].is_end,
        "search": search,
        "found": found,
        "cannot": cannot_said(search) if search else "",
        **made,
        **bound,
    }
    return render(request, "dayplan/pattern.html", context, status=status)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def begin(request: Request) -> HttpResponse:
    """Start to search a pattern of the fourteen days from a Monday."""
    form = PatternBeginForm(request.POST, today=localdate(request.now))
    days, status = tried(form, lambda: facts_to_pattern(form.cleaned_data["monday"], by=request.actor, at=request.now))
    if days is None:
        return _page(request, status, begin=form)
    newest = patterns_of_unit(by=request.actor).first()
    asked = {
        "kind": apart.PATTERN, "days": [day.as_json() for day in days], "seed": (newest.version if newest else 0) + 1,
        "starts_on": form.cleaned_data["monday"].isoformat(),
    }  # fmt: skip
    if not aside.ask(request.actor.unit_id or 0, aside.PATTERN, asked):
        raise Refused(Refusal(BUSY))
    return redirect("dayplan_pattern")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def stop(request: Request) -> HttpResponse:
    """End the search, with what it has."""
    aside.stop(request.actor.unit_id or 0, aside.PATTERN)
    return redirect("dayplan_pattern")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def forget(request: Request) -> HttpResponse:
    """Throw away what a search found, if it is the one that the page showed."""
    unit = request.actor.unit_id or 0
    found = aside.standing(unit, aside.PATTERN)
    if found and found.answer is not None and found.which == request.POST.get("which"):
        aside.forget(unit, aside.PATTERN, found.which)
    return redirect("dayplan_pattern")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def take(request: Request) -> HttpResponse:
    """Let the pattern that was found hold from its Monday on."""
    unit = request.actor.unit_id or 0
    search = aside.standing(unit, aside.PATTERN)
    if search is None:
        raise Refused(Refusal(NONE))
    if search.answer is None:
        raise Refused(Refusal(WAITS))
    if request.POST.get("which", search.which) != search.which:
        raise Refused(Refusal(ANOTHER))
    found = found_in(search)
    if found is None:
        aside.forget(unit, aside.PATTERN, search.which)
        raise Refused(Refusal(SPOILT))
    form = PatternTakeForm(request.POST, today=localdate(request.now))
    done, status = tried(
        form,
        lambda: take_pattern(
            found=found[0], starts_on=found[1], reason=form.cleaned_data["reason"], seen=form.seen, by=request.actor,
            at=request.now,
        ),
    )  # fmt: skip
    if done is None:
        return _page(request, status, take=form)
    aside.forget(unit, aside.PATTERN, search.which)
    return redirect("dayplan_pattern")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def end(request: Request) -> HttpResponse:
    """Let no pattern hold from a day on."""
    form = PatternEndForm(request.POST, today=localdate(request.now))
    done, status = tried(
        form,
        lambda: end_pattern(
            ends_on=form.cleaned_data["ends_on"], reason=form.cleaned_data["reason"], seen=form.seen,
            by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    return _page(request, status, end=form) if done is None else redirect("dayplan_pattern")
