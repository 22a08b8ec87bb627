"""The page of a case: how far it has come, what waits, and everything that belongs to it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samsyn.audit.queries import Origin
from samsyn.cases.lifecycle import LABELS, Status, Step, why_not
from samsyn.cases.queries import decisions_of, follow_ups_of, intakes_of, investigations_of, needs_of
from samsyn.homecare.lifecycle import LABELS as ORDER_LABELS
from samsyn.homecare.lifecycle import OrderStatus
from samsyn.homecare.queries import is_unseen_too_long
from samsyn.people.access import FACTS, why_not_register
from samsyn.people.queries import caseworkers_of, current_facts
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.casework import words
from samsyn.web.casework.after_death import after_death
from samsyn.web.casework.case_back import came_back
from samsyn.web.casework.execution import standing_of
from samsyn.web.casework.forms import AssignForm, CloseForm, FactForm, ReasonForm, ReassessForm
from samsyn.web.casework.heard import around_case
from samsyn.web.casework.next_steps import awaited, next_steps, why_not_end, why_not_reassess, why_not_step
from samsyn.web.casework.timeline import timeline_of
from samsyn.web.gate import open_to
from samsyn.web.shared.case_chain import CLOSED, Course, course_of, linked_chain
from samsyn.web.shared.columns import Mark, Tone
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.links import link_to
from samsyn.web.shared.origin import case_origin, decision_origins
from samsyn.web.shared.reach import reach
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Case

DECISION_TONES: dict[str, Tone] = {"draft": "now", "proposed": "waiting", "signed": "done", "aside": ""}
ORDER_TONES: dict[str, Tone] = {
    OrderStatus.CHANGE_REQUESTED: "waiting",
    OrderStatus.REJECTED: "refused",
    OrderStatus.STOPPED: "done",
}


@open_to(*ASSESSMENT)
@require_safe
def case_page(request: Request, pk: int) -> HttpResponse:
    """Everything of a case, the chain on top."""
    return shown(request, case_for(request, pk))


def shown(request: Request, case: "Case", *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page, with any form that came back instead of an empty one."""
    course = course_of(case, now=request.now, reader=request.actor)
    actor = request.actor
    chain = linked_chain(course, actor)
    context = {
        "case": case,
        "person": case.person,
        "reach": reach(request, case.person),
        "state": LABELS[course.status],
        "awaited": awaited(course, chain),
        "closed": CLOSED.get(case.close_reason, "") if case.closed_at else "",
        "target_group": words.TARGET_GROUPS[case.target_group],
        "chain": chain,
        "steps": next_steps(course, actor),
        "execution": standing_of(case, request),
        **_written(course),
        **_around(request, case),
        **around_case(request, case),
        **after_death(case, course),
        **_forms(request, case, course, bound),
    }
    return render(request, "casework/case.html", context, status=status)


def _written(course: Course) -> dict[str, Any]:
    """What came in, what was found, decided, ordered and followed up."""
    case = course.case
    investigations = list(investigations_of(case))
    decisions = list(decisions_of(case))
    intakes, made_there = list(intakes_of(case)), decision_origins(decisions)
    return {
        "intakes": [(i, words.FORMS[i.form], words.CHANNELS[i.channel], words.BY_WHOM[i.by_whom]) for i in intakes],
        "only_reports": all(i.form == "report" for i in intakes),
        "investigations": [(i, words.CAUSES.get(i.cause, "")) for i in investigations],
        "needs": [(label("areas", n.area), n) for n in needs_of(investigations[0])] if investigations else [],
        "origin": case_origin(case),
        "decisions": [_decision(d, made_there.get(d.pk)) for d in decisions],
        "orders": [_order(o, course) for o in course.orders],
        "follow_ups": [
            {"held": f, "result": words.RESULTS.get(f.result, f.result), "needs": [_reached(n) for n in f.needs.all()]}
            for f in follow_ups_of(case)
        ],
    }


def _decision(decision: Any, made_there: Origin | None) -> dict[str, Any]:
    case, draft = decision.case_id, decision.state == "draft"
    url = (
        ""
        if decision.state == "aside"
        else link_to("decision_edit", case)
        if draft
        else link_to("decision_page", case, decision.pk)
    )
    lines = [(label("interventions", ln.intervention), words.OUTCOMES[ln.outcome], ln) for ln in decision.lines.all()]
    mark = Mark(words.DECISION_STATES[decision.state], DECISION_TONES[decision.state])
    return {"decision": decision, "mark": mark, "lines": lines, "url": url, "made_there": made_there}


def _order(order: Any, course: Course) -> dict[str, Any]:
    late = is_unseen_too_long(order, now=course.now)
    plan = max(order.plans.all(), key=lambda p: p.version, default=None)
    return {
        "order": order,
        "what": label("interventions", order.content["intervention"]),
        "frame": (order.content["frame"]["amount"], order.content["frame"]["unit"]),
        "mark": Mark(ORDER_LABELS[OrderStatus(order.status)], "late" if late else ORDER_TONES.get(order.status, "now")),
        "late": late,
        "plan": words.PLAN_STATES[plan.state] if plan else "",
        "plan_of": plan,
        "url": link_to("order_sent", order.pk),
    }


def _reached(found: Any) -> dict[str, Any]:
    return {
        "area": label("areas", found.need.area),
        "level": label("levels", found.level),
        "person": words.REACHED[found.reached_person],
        "professional": words.REACHED[found.reached_professional],
    }


def _around(request: Request, case: "Case") -> dict[str, Any]:
    """What is confirmed about the person, and what has happened."""
    return {"facts": known(case), **timeline_of(request, case)}


def known(case: "Case") -> list[tuple[str, Any]]:
    """What is confirmed about the person, with its label, for showing with source and date."""
    return [(FACTS[f.key], f) for f in current_facts(case.person_id)]


def _forms(request: Request, case: "Case", course: Course, bound: dict[str, Any]) -> dict[str, Any]:
    actor, today = request.actor, localdate(request.now)
    may_end, may_begin_anew = case.closed_at is None, why_not(course.status, Step.REASSESS) is None
    not_dismiss, not_close = why_not_step(case, actor, Step.DISMISS), why_not_end(case, actor, today)
    not_reassess, not_confirm = why_not_reassess(case, actor), why_not_register(actor)
    leads = actor.role is Role.TEAM_LEADER and case.closed_at is None
    found = caseworkers_of(case.unit_id, today=today) if leads else None
    offered = {
        "assign": leads,
        "dismiss": not not_dismiss and not any(i.form == "application" for i in intakes_of(case)),
        "reassess": not not_reassess,
        "close": not not_close,
        "fact": not not_confirm,
    }
    in_service = found is None or case.caseworker_id is None or found.filter(pk=case.caseworker_id).exists()
    return {
        "left_behind": not in_service,
        "back": came_back(bound, offered, dismiss=not_dismiss, reassess=not_reassess, close=not_close),
        "assign_form": (bound.get("assign") or AssignForm(caseworkers=found)) if leads else None,
        "dismiss_form": bound.get("dismiss") or ReasonForm(auto_id="dismiss_%s"),
        "why_not_dismiss": not_dismiss,
        "may_begin_anew": may_begin_anew,
        "reassess_form": bound.get("reassess") or ReassessForm(auto_id="reassess_%s"),
        "why_not_reassess": not_reassess,
        "close_form": bound.get("close") or CloseForm(auto_id="close_%s"),
        "why_not_close": not_close,
        "may_end": may_end,
        "fact_form": bound.get("fact") or FactForm(auto_id="fact_%s"),
        "why_not_confirm": not_confirm,
        "open_form": next(iter(bound), ""),
        "received": course.status is Status.RECEIVED,
    }
