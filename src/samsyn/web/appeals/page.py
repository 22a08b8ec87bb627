"""The frame of the authority's pages about hearing and appealing, and the first steps of their views."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.queries import appeal_for, decision_for
from samsyn.people.refusals import permit
from samsyn.web.decisions.fetch import may_handle
from samsyn.web.shared.asked import missing
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Appeal, Case, Decision


def handled(request: Request, pk: int) -> "Case":
    """The case, for the caseworker who has it. Raises NoAccess for others."""
    case = case_for(request, pk)
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    return case


def decision_of(case: "Case", pk: int) -> "Decision":
    """One decision of the case."""
    with missing():
        return decision_for(case, pk)


def appeal_of(case: "Case", pk: int) -> "Appeal":
    """One appeal of the case."""
    with missing():
        return appeal_for(case, pk)


def show(request: Request, template: str, case: "Case", context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page about a case: its chain on top, and who it is about."""
    shared = {"case": case, "chain_steps": chain_for(request, case), "may_handle": may_handle(request.actor, case)}
    return render(request, f"appeals/{template}.html", {**shared, **context}, status=status)


def bound(forms_by_name: dict[str, Callable[[], forms.Form]], came: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """Each form of a page: the one that came back with what was typed, else a fresh one."""
    return {name: came.get(name) or make() for name, make in forms_by_name.items()}
