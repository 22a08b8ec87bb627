"""The draft of a decision: its lines, the words to the person, the letter as it will be, and the proposal."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from samsyn.cases import lifecycle
from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.actions import start_decision, write_summary
from samsyn.cases.codes import code_list
from samsyn.cases.lifecycle import Status, Step
from samsyn.cases.queries import (
    decisions_of,
    draft_of,
    latest_investigation,
    letter_of,
    lowered_lines,
    needs_of,
    why_not_conditions,
)
from samsyn.cases.sound import why_not_propose
from samsyn.people.refusals import NoAccess, Refusal, Refused
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.actions import propose_reviewed
from samsyn.web.alike.box import alike_box
from samsyn.web.casework.ending_forms import GroundForm
from samsyn.web.casework.heard import around_draft
from samsyn.web.decisions.conditions import special
from samsyn.web.decisions.fetch import NOT_INVESTIGATED, draft_to_write, show
from samsyn.web.decisions.forms import SummaryForm
from samsyn.web.decisions.grounds import lowered, why_not_lowered
from samsyn.web.decisions.names import names_of
from samsyn.web.decisions.words import decision_mark, interventions, shown_line, shown_need
from samsyn.web.gate import open_to
from samsyn.web.review.compared import beside_draft
from samsyn.web.shared.asked import tried
from samsyn.web.shared.fetch import case_for, case_to_handle
from samsyn.web.shared.letters import asked_for
from samsyn.web.shared.links import link_to
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision


@open_to(*ASSESSMENT)
@require_GET
def decision_edit(request: Request, pk: int) -> HttpResponse:
    """The decision being written; without one, what is decided before and the way to begin."""
    case = case_for(request, pk)
    draft = draft_of(case)
    if draft is None:
        return show(request, "none", case, _before(request, case))
    if draft.state == "proposed":
        return redirect("decision_page", case.pk, draft.pk)
    return draft_page(request, case, draft)


@open_to(Role.CASEWORKER)
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Begin the draft of a decision on the investigation."""
    case = case_to_handle(request, pk)
    if refusal := why_not_begin(request, case):
        raise Refused(refusal)
    investigation = latest_investigation(case)
    if investigation is None:
        raise Refused(NOT_INVESTIGATED)
    start_decision(investigation=investigation, by=request.actor, at=request.now)
    return redirect("decision_edit", case.pk)


@open_to(Role.CASEWORKER)
@require_POST
def summarise(request: Request, pk: int) -> HttpResponse:
    """Save the words to the person."""
    case = case_to_handle(request, pk)
    draft = draft_to_write(case)
    form = SummaryForm(request.POST)
    done, status = tried(
        form,
        lambda: write_summary(decision=draft, summary=form.cleaned_data["summary"], by=request.actor, at=request.now),
    )
    if done is None:
        return draft_page(request, case, draft, form, status=status)
    return HttpResponseRedirect(f"{link_to('decision_edit', case.pk)}#sammanfattning")


@open_to(*ASSESSMENT)
@require_GET
def preview(request: Request, pk: int) -> HttpResponse:
    """The letter as it would read if the decision were signed today."""
    case = case_for(request, pk, what="decision.letter")
    draft = draft_of(case)
    if draft is None:
        return redirect("decision_edit", case.pk)
    asked = asked_for(request)
    letter = letter_of(draft, sender=sender(), today=localdate(request.now), language=asked.language)
    context = {"decision": draft, "letter": letter, "asked": asked, **names_of(request, case, draft)}
    return show(request, "preview", case, context)


@open_to(Role.CASEWORKER)
@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Propose the decision to the delegate."""
    case = case_to_handle(request, pk)
    draft = draft_to_write(case)
    try:
        propose_reviewed(decision=draft, by=request.actor, at=request.now)
    except NoAccess:
        raise
    except Refused as refused:
        if draft.state == "proposed" and draft.proposed_by_id == request.actor.staff_id:  # pressed twice
            return redirect("decision_page", case.pk, draft.pk)
        return draft_page(request, case, draft, refused=refused.refusal, status=409)
    return redirect("decision_page", case.pk, draft.pk)


def draft_page(
    request: Request,
    case: "Case",
    draft: "Decision",
    form: SummaryForm | None = None,
    *,
    refused: Refusal | None = None,
    ground: GroundForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The draft with what is written, what is missing, and what happens next."""
    needs, lines = list(needs_of(draft.investigation)), list(draft.lines.all())
    not_handle = why_not_handle(request.actor, CaseFacts.of(case))
    around = around_draft(request, draft)
    answered = {n.pk for line in lines for n in line.needs.all()}
    reviewed = beside_draft(case, draft)
    less = lowered_lines(draft, today=localdate(request.now))
    context: dict[str, Any] = {
        "decision": draft,
        "lines": [shown_line(line) for line in lines],
        "unanswered": [shown_need(n) for n in needs if n.pk not in answered],
        "interventions": [(code, label("interventions", code)) for code in code_list("interventions")],
        "form": form or SummaryForm(initial={"summary": draft.summary}),
        "not_handle": not_handle,
        "not_propose": not_handle
        or why_not_propose(needs, lines)
        or why_not_lowered(less, draft)
        or around["unheard"]
        or why_not_conditions(draft, lines)
        or reviewed["unreviewed"],
        **reviewed,
        **special(draft, lines),
        "lowered": lowered(less, draft, ground),
        "wrong_ground": ground,
        "refused": refused,
        "investigation_url": link_to("investigation", case.pk),
        **around,
        **alike_box(request, case, draft),
    }
    return show(request, "draft", case, context, status=status)


def why_not_begin(request: Request, case: "Case") -> Refusal | None:
    """The reason a decision cannot be begun here now, or None."""
    if refusal := why_not_handle(request.actor, CaseFacts.of(case)):
        return refusal
    if case.status == Status.RECEIVED:
        return NOT_INVESTIGATED
    return lifecycle.why_not(case.status_now, Step.PROPOSE)


def _before(request: Request, case: "Case") -> dict[str, Any]:
    known = list(decisions_of(case))
    corrected = {d.corrects_id for d in known if d.state == "signed"}
    return {
        "decisions": [(d, interventions(d.lines.all()), decision_mark(d, corrected=d.pk in corrected)) for d in known],
        "not_begin": why_not_begin(request, case),
        "investigation_url": link_to("investigation", case.pk),
    }
