"""The staff's night: what is to be done now, one check, and the visits."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases.queries import record_shown
from samsyn.homecare.actions import arrive_at, ask_visit, go_to
from samsyn.homecare.nightwatch.machine import TO_VISIT
from samsyn.homecare.queries import check_for, night_of, open_look_of, watched
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.night.forms import ArriveForm
from samsyn.web.night.words import OUTCOMES, TROUBLES, WHY_VISIT, mark_of
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.reach import reach
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import NightCheck
    from samsyn.homecare.queries import Watched

STAFF = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)


@open_to(*STAFF)
@require_safe
def night_page(request: Request) -> HttpResponse:
    """The own unit's night: now, later, over (SoL 10:6)."""
    night = night_of(request.actor, at=request.now)
    listed = [*night.now, *night.later, *night.over]
    record_shown(what="night.list", persons={w.person.pk for w in listed}, by=request.actor, at=request.now)
    parts = {"due": night.now, "later": night.later, "over": night.over}
    context: dict[str, Any] = {
        "night": night,
        **{name: [(w, mark_of(w.state), last_word(w)) for w in rows] for name, rows in parts.items()},
        "planner": request.actor.role is Role.PROVIDER_PLANNER,
    }
    return render(request, "night/night.html", context)


def last_word(w: "Watched") -> str:
    """Why somebody is to go there, or why there was no picture: a message id, empty for nothing to say."""
    visit = getattr(w.check, "visit", None)
    if visit is None:
        return ""
    trouble = w.looks[-1].trouble if w.looks and visit.why == "failed" else ""
    return TROUBLES.get(trouble) or WHY_VISIT[visit.why]


@open_to(*STAFF)
@require_safe
def check_page(request: Request, pk: int) -> HttpResponse:
    """One check: how it stands, what has been done, what to do now."""
    return shown(request, fetched(request, pk))


def fetched(request: Request, pk: int) -> "NightCheck":
    """The check the address names; the reading is in the log."""
    with missing():
        return check_for(pk, by=request.actor, at=request.now)


def shown(request: Request, check: "NightCheck", *, form: ArriveForm | None = None, status: int = 200) -> HttpResponse:
    one = watched(check, by=request.actor, at=request.now)
    context: dict[str, Any] = {
        "one": one,
        "check": check,
        "person": one.person,
        "reach": reach(request, one.person),
        "mark": mark_of(one.state),
        "why": last_word(one),
        "visit": getattr(check, "visit", None),
        "looks": one.looks,
        "outcomes": OUTCOMES,
        "troubles": TROUBLES,
        "mine": open_look_of(check, request.actor),
        "to_visit": one.state in TO_VISIT,
        "form": form or ArriveForm(),
    }
    return render(request, "night/check.html", context, status=status)


@open_to(*STAFF)
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Ask for a visit instead of a look."""
    ask_visit(check=fetched(request, pk), by=request.actor, at=request.now)
    return redirect("night_check", pk)


@open_to(*STAFF)
@require_POST
def go(request: Request, pk: int) -> HttpResponse:
    """Say that one goes there."""
    go_to(check=fetched(request, pk), by=request.actor, at=request.now)
    return redirect("night_check", pk)


@open_to(*STAFF)
@require_POST
def arrive(request: Request, pk: int) -> HttpResponse:
    """Say that one has been there, and how the person was."""
    check, form = fetched(request, pk), ArriveForm(request.POST)
    done, status = tried(
        form, lambda: arrive_at(check=check, found=form.cleaned_data["found"], by=request.actor, at=request.now)
    )
    return redirect("night_check", pk) if done else shown(request, fetched(request, pk), form=form, status=status)
