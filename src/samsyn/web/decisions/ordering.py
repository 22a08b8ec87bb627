"""Ordering what was granted: what is left to order, what stands on an earlier decision, and the order itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.cases.queries import running_lines
from samsyn.homecare.access import why_not_order
from samsyn.homecare.actions import send_order
from samsyn.homecare.lifecycle import LIVE
from samsyn.homecare.ordering import why_not_send
from samsyn.homecare.queries import content_to_send, is_unseen_too_long, live_orders, orders_of, replaceable
from samsyn.people.queries import providers
from samsyn.people.refusals import Refusal, permit
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.decisions.fetch import decided, line_in, show
from samsyn.web.decisions.forms import OrderForm, first_day
from samsyn.web.decisions.states import order_mark
from samsyn.web.decisions.words import ShownLine, shown_line, shown_order
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.listing import Mark
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision, DecisionLine
    from samsyn.homecare.models import Order


@dataclass(frozen=True)
class LineToOrder:
    """A granted line, its orders, and why it may not be ordered now.

    `earlier`: orders that a provider still has for the same intervention on a decision that no longer holds.
    """

    line: ShownLine
    order: "Order | None"
    mark: Mark | None
    earlier: tuple["Order", ...]
    refusal: Refusal | None


@open_to(*ASSESSMENT)
@require_GET
def case_orders(request: Request, pk: int) -> HttpResponse:
    """Each granted line of the decision that holds, with its order or the way to order it."""
    case = case_for(request, pk)
    decision = decided(case)
    orders = list(orders_of(case))
    running = _running(request, case)
    lines = [_to_order(request, case, line, decision, orders, running) for line in decision.lines.all()]
    granted = [row for row in lines if row.line.granted]
    placed = {o.pk for row in granted for o in row.earlier}
    left = [o for o in orders if _is_earlier(o, decision) and o.pk not in placed]
    context = {
        "decision": decision,
        "lines": granted,
        "left": [(o, shown_order(o.content), _mark(request, o)) for o in left],
        "ended": [(o, shown_order(o.content), _mark(request, o)) for o in orders if o.status not in LIVE],
    }
    return show(request, "orders", case, context)


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def order_new(request: Request, pk: int, line_pk: int) -> HttpResponse:
    """Order a granted line. The page shows what the provider will see, and nothing more goes out."""
    case = case_for(request, pk)
    permit(why_not_order(request.actor, case.unit_id, case.caseworker_id))
    line = line_in(case, line_pk)
    live = list(live_orders(case))
    earlier = list(replaceable(line))
    form = _order_form(request, line, earlier)
    done, status = tried(
        form,
        lambda: send_order(
            line=line,
            provider=form.chosen(),
            start_on=form.cleaned_data["start_on"],
            circumstances=form.cleaned_data["circumstances"],
            replaces=form.replaced(),
            by=request.actor,
            at=request.now,
        ),
    )
    if done is not None:
        return redirect("order_sent", done.pk)
    if status == 409 and (sent := _sent_before(form, line, live)):
        return redirect("order_sent", sent.pk)  # pressed twice
    context: dict[str, Any] = {
        "line": shown_line(line),
        "form": form,
        "sees": shown_order(content_to_send(line)),
        "refusal": _why_not_send(line, [o for o in live if o.line_id == line.pk], _running(request, case)),
    }
    return show(request, "order_new", case, context, status=status)


def _sent_before(form: OrderForm, line: "DecisionLine", live: list["Order"]) -> "Order | None":
    """The order that the same form has sent already."""
    told = form.cleaned_data
    return next(
        (
            order
            for order in live
            if order.line_id == line.pk
            and order.provider_id == form.chosen().pk
            and order.start_on == told["start_on"]
            and order.content["circumstances"] == told["circumstances"].strip()
        ),
        None,
    )


def _order_form(request: Request, line: "DecisionLine", earlier: list["Order"]) -> OrderForm:
    start = first_day(line.valid_from, line.valid_to, localdate(request.now))
    known = list(providers())
    return OrderForm(form_data(request), providers=known, earlier=earlier, initial={"start_on": start})


def _running(request: Request, case: "Case") -> set[int]:
    return {line.pk for line in running_lines(case, today=localdate(request.now), deaths=False)}


def _to_order(
    request: Request,
    case: "Case",
    line: "DecisionLine",
    decision: "Decision",
    orders: list["Order"],
    running: set[int],
) -> LineToOrder:
    own = [o for o in orders if o.line_id == line.pk]
    live = [o for o in own if o.status in LIVE]
    newest = next(iter(live), None) or next(iter(own), None)
    line.decision, decision.case = decision, case
    return LineToOrder(
        line=shown_line(line),
        order=newest,
        mark=_mark(request, newest) if newest else None,
        earlier=tuple(o for o in orders if _is_earlier(o, decision) and _replaced_by(o, line)),
        refusal=why_not_order(request.actor, case.unit_id, case.caseworker_id) or _why_not_send(line, live, running),
    )


def _why_not_send(line: "DecisionLine", live: list["Order"], running: set[int]) -> Refusal | None:
    decision = line.decision
    later = getattr(decision, "corrected_by", None)
    return why_not_send(
        signed=decision.state == "signed",
        refused=line.outcome == "refused",
        corrected=later is not None and later.state == "signed",
        ordered=bool(live),
        runs=line.pk in running,
        renounced=getattr(line, "renounced", False),
    )


def _is_earlier(order: "Order", decision: "Decision") -> bool:
    """Whether a provider still has this order, on another decision than the one that holds."""
    return order.status in LIVE and order.line.decision_id != decision.pk


def _replaced_by(order: "Order", line: "DecisionLine") -> bool:
    """Whether this line has taken the place of what is ordered: by correction, or a new decision on the same thing."""
    if order.line_id == line.pk:
        return False
    return order.line_id == line.replaces_id or (
        order.line.intervention == line.intervention and order.line.decision_id < line.decision_id
    )


def _mark(request: Request, order: "Order") -> Mark:
    return order_mark(order, late=is_unseen_too_long(order, now=request.now))
