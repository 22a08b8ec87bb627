"""Moving a visit: tried first, then done with a reason; locking; and accepting whole, lane or visit."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.homecare.actions import accept_day_plan, lock_lane, lock_stop, move_stop
from samsyn.homecare.dayplan.facts import DAY, in_shift
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import Role
from samsyn.web.dayplan.explained import explained
from samsyn.web.dayplan.fetch import plan_of, stop_of, told_plan
from samsyn.web.dayplan.forms import MoveForm
from samsyn.web.dayplan.told import Told
from samsyn.web.dayplan.trying import Trial, trial_of
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.plain import is_number
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.homecare.dayplan.facts import Shift
    from samsyn.homecare.models import DayPlan, DayStop


def _board(plan: "DayPlan", anchor: str = "") -> str:
    there = f"{reverse('dayplan')}?dag={plan.day.isoformat()}&plan={plan.version}"
    return f"{there}#{anchor}" if anchor else there


@open_to(Role.PROVIDER_PLANNER)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, pk: int, stop_pk: int) -> HttpResponse:
    """Choose a carer and a time, try it, and move the visit with a reason. A carer's break moves in time alone."""
    plan = plan_of(request, pk)
    stop, told = stop_of(plan, stop_pk), told_plan(request, plan)
    if request.method == "POST":
        form = MoveForm(request.POST, carers=told.at_work)
        done, status = tried(
            form,
            lambda: move_stop(
                stop=stop, carer=form.cleaned_data["carer"], start=_start(told, stop, form),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"] if form.cleaned_data["seen"] is not None else -1, by=request.actor,
                at=request.now,
            ),
        )  # fmt: skip
        if done is not None:
            return redirect(_board(plan, f"stop-{stop.pk}"))
        return _move_page(request, told, stop, form, status)
    asked = "carer" in request.GET
    begun = {"carer": stop.carer_id, "start": f"{stop.start // 60 % 24:02d}:{stop.start % 60:02d}", "seen": plan.turn}
    given = request.GET.copy()
    given["seen"] = str(plan.turn)
    form = MoveForm(given if asked else None, initial=begun, carers=told.at_work)
    return _move_page(request, told, stop, form, 200)


def _start(told: Told, stop: "DayStop", form: MoveForm) -> int:
    """When a stop is to begin, in minutes from midnight: a break of a night's shift may after the next."""
    return in_shift(_night(told, stop), form.minute)


def _is_within(told: Told, stop: "DayStop", start: int) -> bool:
    return start < DAY or start == in_shift(_night(told, stop), start - DAY)


def _night(told: Told, stop: "DayStop") -> "Shift | None":
    """The shift within which a break lies; none of a visit, which begins on its day."""
    return None if stop.person_id else told.known.day.shift(stop.carer_id or 0)


def _move_page(request: Request, told: Told, stop: "DayStop", form: MoveForm, status: int) -> HttpResponse:
    trial = None
    if form.is_bound and form.is_valid() and not form.errors:
        trial, status = _trial(told, stop, form, status)
    elif form.is_bound and "carer" in form.cleaned_data and "start" in form.cleaned_data:
        trial, _status = _trial(told, stop, form, status)
    context = {
        "told": told, "plan": told.plan, "stop": stop, "form": form, "trial": trial, "name": told.name_of(stop),
        "company": told.company_of(stop),
        "what": told.what_of(stop), "board": _board(told.plan, f"stop-{stop.pk}"), "day": told.known.on,
        "promised": stop.promised, "why": explained(told, stop),
    }  # fmt: skip
    return render(request, "dayplan/move.html", context, status=status)


def _trial(told: Told, stop: "DayStop", form: MoveForm, status: int) -> tuple[Trial | None, int]:
    try:
        return trial_of(told, stop, form.cleaned_data["carer"], _start(told, stop, form)), status
    except NoAccess:
        raise
    except Refused as refused:
        form.add_error(None, say(refused.refusal))
        return None, 409


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def try_move(request: Request, pk: int, stop_pk: int) -> HttpResponse:
    """The same trial as JSON, for a visit that is being dragged: `?carer=12&start=560`, in minutes from midnight."""
    plan = plan_of(request, pk)
    stop = stop_of(plan, stop_pk)
    if not request.GET:  # somebody who came here by the address alone
        return redirect("dayplan_move", plan.pk, stop.pk)
    carer, start = request.GET.get("carer", ""), request.GET.get("start", "")
    told = told_plan(request, plan)
    known = is_number(carer) and is_number(start) and int(carer) in told.lanes_now
    if not known or not _is_within(told, stop, int(start)):
        return JsonResponse({"ok": False, "broken": [], "costs": [], "touched": [], "goals": []}, status=422)
    try:
        trial = trial_of(told, stop, int(carer), int(start))
    except NoAccess:
        raise
    except Refused as refused:
        said = {"ok": False, "broken": [say(refused.refusal)], "costs": [], "touched": [], "goals": []}
        return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    return JsonResponse(trial.as_json(), json_dumps_params={"ensure_ascii": False})


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def lock(request: Request, pk: int) -> HttpResponse:
    """Lock or unlock a visit (`stop`) or a lane (`lane`)."""
    plan = plan_of(request, pk)
    told: dict[str, Any] = {"seen": _seen(request), "by": request.actor, "at": request.now}
    locked = request.POST.get("do") == "lock"
    stop, lane = request.POST.get("stop", ""), request.POST.get("lane", "")
    if is_number(stop):
        lock_stop(stop=stop_of(plan, int(stop)), locked=locked, **told)
        return redirect(_board(plan, f"stop-{stop}"))
    lock_lane(plan=plan, carer=int(lane) if is_number(lane) else 0, locked=locked, **told)
    return redirect(_board(plan, f"lane-{lane}"))


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Accept the whole plan, a lane or a visit. What is accepted is in the carers' phones at once."""
    plan = plan_of(request, pk)
    accept_day_plan(
        plan=plan, seen=_seen(request), stop=_told(request, "stop"), lane=_told(request, "lane"), by=request.actor,
        at=request.now,
    )  # fmt: skip
    return redirect(_board(plan, "godkant"))


def _told(request: Request, name: str) -> int | None:
    """Which stop or lane a form names; None where it names none. What is no number is never the whole plan."""
    told = request.POST.get(name)
    if told is not None and not is_number(told):
        raise Http404
    return None if told is None else int(told)


def _seen(request: Request) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if is_number(seen) else -1
