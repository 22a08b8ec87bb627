"""The first step of the views: the case and what is asked for in it. What is not there is a 404, never a 403."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.queries import current_decision, decision_for, decisions_of, draft_of
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Actor
from samsyn.web.shared.asked import missing
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision, DecisionLine

NOT_INVESTIGATED = Refusal(N_("Ärendet är inte utrett än. Öppna utredningen först."), law="SoL 14:2")


def decision_in(case: "Case", pk: int) -> "Decision":
    """One decision of the case."""
    with missing():
        return decision_for(case, pk)


def line_in(case: "Case", pk: int) -> "DecisionLine":
    """A line of any decision of the case, whatever its version."""
    for decision in decisions_of(case):
        for line in decision.lines.all():
            if line.pk == pk:
                line.decision, decision.case = decision, case
                return line
    raise Http404


def draft_to_write(case: "Case") -> "Decision":
    """The decision that has been begun. Raises Refused when there is none."""
    draft = draft_of(case)
    if draft is None:
        raise Refused(Refusal(N_("Det finns inget beslut som skrivs i ärendet. Börja på ett först.")))
    return draft


def decided(case: "Case") -> "Decision":
    """The signed decision that holds now. Raises Refused while there is none."""
    found = current_decision(case)
    if found is None:
        raise Refused(Refusal(N_("Det finns inget signerat beslut att beställa från än.")))
    found.case = case
    return found


def may_handle(actor: Actor, case: "Case") -> bool:
    """Whether the reader is the one who writes in the case."""
    return why_not_handle(actor, CaseFacts.of(case)) is None


def show(
    request: Request, template: str, case: "Case", context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page about a case: its chain on top, and who it is about."""
    shared = {"case": case, "chain_steps": chain_for(request, case), "may_handle": may_handle(request.actor, case)}
    return render(request, f"decisions/{template}.html", {**shared, **(context or {})}, status=status)
