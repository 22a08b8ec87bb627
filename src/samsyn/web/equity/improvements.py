"""Improvements: opened from a measurement, followed by those who lead, changed and ended by who is responsible."""

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.improvement.access import OWNERS, READERS, why_not_change
from samsyn.improvement.actions import change_improvement, end_improvement, open_improvement
from samsyn.improvement.definitions import groups, outcome_in
from samsyn.improvement.queries import improvement_to_read, improvements, measurement_to_read
from samsyn.people.refusals import permit
from samsyn.people.roles import Role
from samsyn.web.equity.forms import EndForm, PlanForm
from samsyn.web.equity.told import Told
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, resent, tried
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.improvement.models import Improvement, Remeasured


@open_to(*READERS)
@require_safe
def improvements_page(request: Request) -> HttpResponse:
    """Those under way, by the day they are to be done, and those that are ended."""
    today = localdate(request.now)
    found = list(improvements(by=request.actor))
    context = {
        "running": [(one, _about(one), one.due_on < today) for one in found if one.ended_at is None],
        "ended": [(one, _about(one)) for one in found if one.ended_at is not None],
        "measures": request.actor.role is Role.ANALYST,
    }
    return render(request, "equity/improvements.html", context)


def _about(one: "Improvement") -> str:
    """The outcome and the groups that it is about."""
    baseline, language = one.baseline, get_language() or "sv"
    outcome = outcome_in(baseline.outcome, baseline.version).said(language)
    return f"{outcome}: {groups()[baseline.group].said(language).lower()}"


@open_to(Role.ANALYST)
@require_http_methods(["GET", "POST"])
def open_from(request: Request, pk: int) -> HttpResponse:
    """Open an improvement from a measurement; the pattern is filled in from what was measured."""
    with missing():
        told = Told(measurement_to_read(pk, by=request.actor, at=request.now))
    form = PlanForm(form_data(request), request=request, initial={"pattern": _pattern(told)})

    def act() -> "Improvement":
        mark = str(form.cleaned_data["once"] or "")
        return open_improvement(baseline=told.kept, plan=form.plan, by=request.actor, at=request.now, once=mark)

    made, status = tried(form, act)
    if made is not None:
        return redirect("improvement", made.pk)
    return render(request, "equity/improvement_form.html", {"form": form, "told": told}, status=status)


def _pattern(told: Told) -> str:
    """What is seen, in a sentence, to write on when an improvement is opened; others read it, so it is rough."""
    return gettext("{outcome}, {period}: {compared} jämfört med {reference}: {gap}.").format(
        outcome=told.label, period=told.period, compared=told.compared, reference=told.reference, gap=told.rough
    )


@open_to(*READERS)
@require_http_methods(["GET", "POST"])
def improvement(request: Request, pk: int) -> HttpResponse:
    """One improvement with what came of it; whoever is responsible ends it here."""
    with missing():
        story = improvement_to_read(pk, by=request.actor)
    found = story.improvement
    form = EndForm(form_data(request))

    def act() -> "Improvement":
        return end_improvement(improvement=found, by=request.actor, at=request.now, **form.cleaned_data)

    made, status = tried(form, act)
    if made is not None:
        return redirect("improvement", pk)
    context = {
        "improvement": found,
        "about": _about(found),
        "again": [_again(one, Told(found.baseline)) for one in story.again],
        "waits": _waits(found, story.again, localdate(request.now)),
        "form": form,
        "may_change": found.ended_at is None and why_not_change(request.actor, found.owner_id) is None,
        "measures": request.actor.role is Role.ANALYST,
    }
    return render(request, "equity/improvement.html", context, status=status)


def _again(one: "Remeasured", baseline: Told) -> dict[str, Any]:
    """What came of it in rounded figures: before, after, and what the series says of the change."""
    after, whole = Told(one.after), Told(one.whole)
    told = {"due_on": one.due_on, "after": after, "whole": whole}
    return told | {"before": baseline.rough, "now": after.rough, "change": whole.changed}


def _waits(found: "Improvement", again: "list[Remeasured]", today: date) -> bool:
    """Whether the next measurement is still to be made."""
    done = any(one.due_on == found.again_on for one in again)
    return found.ended_at is None and not done and found.again_on >= today


@open_to(*OWNERS)
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change an improvement that runs."""
    with missing():
        found = improvement_to_read(pk, by=request.actor).improvement
    permit(why_not_change(request.actor, found.owner_id))
    names = ("pattern", "causes", "tests", "what", "due_on", "changed_on", "again_on")
    initial = {name: getattr(found, name) for name in names} | {"owner": str(found.owner_id), "seen": found.version}
    form = PlanForm(form_data(request), request=request, initial=initial)

    def act() -> "Improvement":
        seen = form.cleaned_data["seen"] or 0
        return change_improvement(improvement=found, plan=form.plan, seen=seen, by=request.actor, at=request.now)

    made, status = tried(form, act)
    if made is not None:
        return redirect("improvement", pk)
    if overtaken := status == HTTPStatus.CONFLICT:
        # What stands beside the form is the newest, so that saving again goes through.
        found = improvement_to_read(pk, by=request.actor).improvement
        resent(form, {"seen": str(found.version)})
    context = {
        "form": form,
        "improvement": found,
        "about": _about(found),
        "told": None,
        "overtaken": overtaken,
    }
    return render(request, "equity/improvement_form.html", context, status=status)
