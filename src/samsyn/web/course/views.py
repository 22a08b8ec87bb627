"""The introduction for new carers: modules of a few screens and some questions, each at one's own pace (SoL 5:3)."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.people.actions import answer_question, read_screen
from samsyn.people.course import Module, module
from samsyn.people.queries import Taken, course_of, courses_at_unit
from samsyn.people.refusals import Invalid
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

STAFF = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)


@open_to(*STAFF)
@require_safe
def course_page(request: Request) -> HttpResponse:
    """The modules, how far one has come, and what is done since when."""
    taken = course_of(request.actor, today=localdate(request.now))
    context = {
        "taken": [(one, *_next(one)) for one in taken],
        "done": sum(one.is_done for one in taken),
        "planner": request.actor.role is Role.PROVIDER_PLANNER,
    }
    return render(request, "course/course.html", context)


def _next(one: Taken) -> tuple[str, int]:
    """Where to go on: the name of the address and its number. A module that is done begins anew."""
    if not one.is_done and one.screens < len(one.module.screens):
        return "course_screen", one.screens + 1
    left = [n for n in range(len(one.module.questions)) if n not in one.right]
    return ("course_question", left[0] + 1) if left and not one.is_done else ("course_screen", 1)


def _module(key: str) -> Module:
    found = module(key)
    if found is None:
        raise Http404
    return found


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def screen_page(request: Request, key: str, screen: int) -> HttpResponse:
    """One screen; posted when it has been read."""
    one = _module(key)
    if not 1 <= screen <= len(one.screens):
        raise Http404
    if request.method == "POST":
        read_screen(key=key, screen=screen, by=request.actor, at=request.now)
        is_last = screen == len(one.screens)
        return redirect("course_question", key, 1) if is_last else redirect("course_screen", key, screen + 1)
    context: dict[str, Any] = {
        "module": one,
        "screen": one.screens[screen - 1],
        "number": screen,
        "of": len(one.screens),
        "is_last": screen == len(one.screens),
    }
    return render(request, "course/screen.html", context)


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def question_page(request: Request, key: str, number: int) -> HttpResponse:
    """One question; when it is answered, whether that was right, with the reason at each answer."""
    one = _module(key)
    if not 1 <= number <= len(one.questions):
        raise Http404
    if request.method != "POST":
        return _asked(request, one, number)
    chosen = [int(value) for value in request.POST.getlist("chosen") if value.isascii() and value.isdigit()][:20]
    try:
        right = answer_question(key=key, number=number - 1, chosen=chosen, by=request.actor, at=request.now)
    except Invalid as refused:
        return _asked(request, one, number, error=say(refused.refusal), status=422)
    return _asked(request, one, number, chosen=chosen, right=right)


def _asked(
    request: Request, one: Module, number: int, *, chosen: "Sequence[int]" = (), right: bool | None = None,
    error: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    taken = next(t for t in course_of(request.actor, today=localdate(request.now)) if t.module.key == one.key)
    left = [n + 1 for n in range(len(one.questions)) if n not in taken.right]
    question = one.questions[number - 1]
    context: dict[str, Any] = {
        "module": one,
        "question": question,
        "answers": [(n, answer, n in chosen) for n, answer in enumerate(question.answers)],
        "number": number,
        "of": len(one.questions),
        "answered": right is not None,
        "right": right,
        "next": next((n for n in left if n > number), left[0] if left else None),
        "is_done": taken.is_done,
        "error": error,
    }
    return render(request, "course/question.html", context, status=status)


@open_to(Role.PROVIDER_PLANNER)
@require_safe
def unit_page(request: Request) -> HttpResponse:
    """Who at the unit has gone through what, and since when (SoL 5:3)."""
    rows = courses_at_unit(request.actor, today=localdate(request.now))
    context = {
        "rows": [(staff, taken, sum(one.is_done for one in taken)) for staff, taken in rows],
        "modules": [one.module for one in rows[0][1]] if rows else [],
    }
    return render(request, "course/unit.html", context)
