"""The supervisor of care: plans that are late, thin or never changed, and help offered, answered and followed up.

By the order and its reason, never by who made the plan: nothing here counts or compares staff.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases.queries import record_shown
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions import answer_help, follow_up_help, offer_help
from samsyn.homecare.plan_watch import CODES, limits
from samsyn.homecare.queries import (
    help_for,
    help_given_by,
    help_of,
    orders_shown,
    plans_to_support,
    units_supported,
)
from samsyn.homecare.support_access import why_not_answer_help
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.day import day_of
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.inputs import long_text
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, labels

if TYPE_CHECKING:
    from samsyn.homecare.models import Order
    from samsyn.homecare.queries import WatchedPlan

PER_PAGE = 25
FIRST = 5  # on the day


class HelpForm(forms.Form):
    """What the supervisor can help with."""

    message = long_text(rows=3, required=False, label=_("Vad kan du hjälpa till med?"))


class HelpAnswerForm(forms.Form):
    """Yes or no to help."""

    answer = forms.ChoiceField(
        choices=[("yes", _("Ja tack")), ("no", _("Nej, det behövs inte"))],
        widget=forms.RadioSelect,
        label=_("Vill du ha hjälpen?"),
        error_messages={"required": _("Välj ja eller nej.")},
    )
    words = long_text(rows=3, required=False, label=_("Vill du säga något mer?"))


class FollowForm(forms.Form):
    """What came of it."""

    outcome = long_text(rows=2, required=False, label=_("Vad blev det av hjälpen?"))


@day_of(Role.CARE_SUPERVISOR)
def supervisor_day(request: Request) -> HttpResponse:
    """What has waited longest, and the help that is under way."""
    watched = plans_to_support(request.actor, today=localdate(request.now))
    under_way = list(help_given_by(request.actor))
    orders = _shown(request, watched[:FIRST], [h.order.case.person_id for h in under_way])
    counts = [(label("plan_watch", code, "homecare"), _count(watched, code), code) for code in CODES]
    context = {
        "counts": counts, "rows": _rows(watched[:FIRST], orders), "total": len(watched),
        "waiting": [h for h in under_way if not h.answer], "to_follow": [h for h in under_way if h.answer],
        "units": units_supported(request.actor),
    }  # fmt: skip
    return render(request, "provider/supervisor_day.html", context)


@open_to(Role.CARE_SUPERVISOR)
@require_safe
def support_page(request: Request) -> HttpResponse:
    """Every plan with a reason, by unit and reason, the oldest first."""
    units = units_supported(request.actor)
    unit, reason = request.GET.get("enhet", ""), request.GET.get("skal", "")
    watched = [
        one
        for one in plans_to_support(request.actor, today=localdate(request.now))
        if (not unit or str(one.unit) == unit) and (reason not in CODES or reason in {f.code for f in one.found})
    ]
    page = Paginator(watched, PER_PAGE).get_page(request.GET.get("sida"))
    shown = list(page.object_list)
    context = {
        "page": page, "rows": _rows(shown, _shown(request, shown)), "units": units, "unit": unit, "reason": reason,
        "reasons": labels("plan_watch", "homecare"), "limits": limits(),
    }  # fmt: skip
    return render(request, "provider/plan_support.html", context)


@open_to(Role.CARE_SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, pk: int) -> HttpResponse:
    """One plan: why it may need help, what has been offered, and a form to offer."""
    order, found = _one(request, pk)
    form = HelpForm(form_data(request))
    reasons = [f.code for f in found]
    done, status = tried(
        form,
        lambda: offer_help(order=order, reasons=reasons, **form.cleaned_data, by=request.actor, at=request.now),
    )
    if done is not None:
        return redirect("plan_support_one", pk)
    return _one_page(request, order, found, form, status=status)


@open_to(Role.CARE_SUPERVISOR)
@require_POST
def follow(request: Request, pk: int, help_pk: int) -> HttpResponse:
    """Write what came of the help."""
    order, found = _one(request, pk)
    with missing():
        offer = help_for(order, help_pk)
    form = FollowForm(request.POST, auto_id="follow_%s")
    done, status = tried(
        form, lambda: follow_up_help(offer=offer, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("plan_support_one", pk)
    return _one_page(request, order, found, HelpForm(), status=status, following=form)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, pk: int, help_pk: int) -> HttpResponse:
    """The contact person reads the offer and answers."""
    order = order_for(request, pk)
    with missing():
        offer = help_for(order, help_pk)
    form = HelpAnswerForm(form_data(request))
    done, status = tried(
        form,
        lambda: answer_help(
            offer=offer, accept=form.cleaned_data["answer"] == "yes", words=form.cleaned_data["words"],
            by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if done is not None:
        return redirect("plan_help", pk, help_pk)
    reasons = [label("plan_watch", code, "homecare") for code in offer.reasons]
    context = {"order": order, "person": order.case.person, "offer": offer, "form": form, "reasons": reasons}
    context["why_not"] = why_not_answer_help(request.actor, OrderFacts.of(order), order.contact_id)
    return render(request, "provider/plan_help.html", context, status=status)


def _count(watched: "list[WatchedPlan]", code: str) -> int:
    return sum(code in {f.code for f in one.found} for one in watched)


def _shown(request: Request, watched: "list[WatchedPlan]", more: "list[int] | None" = None) -> "dict[int, Order]":
    """The orders of a page of the list; that their persons were shown is recorded."""
    orders = orders_shown(request.actor, [one.order for one in watched])
    persons = [o.case.person_id for o in orders.values()] + (more or [])
    record_shown(what="plans.supported", persons=persons, by=request.actor, at=request.now)
    return orders


def _rows(watched: "list[WatchedPlan]", orders: "dict[int, Order]") -> list[dict[str, Any]]:
    offers = help_of([one.order for one in watched])
    return [
        {"order": orders[one.order], "found": one.found, "since": one.since, "help": offers.get(one.order, [])}
        for one in watched
        if one.order in orders
    ]


def _one(request: Request, pk: int) -> "tuple[Order, Any]":
    """The order, if it is at a supported unit, and the reasons to look at its plan. Raises Http404."""
    order = orders_shown(request.actor, [pk]).get(pk)
    if order is None:
        raise Http404
    record_shown(what="plans.supported", persons=[order.case.person_id], by=request.actor, at=request.now)
    found = plans_to_support(request.actor, today=localdate(request.now), only=pk)
    return order, found[0].found if found else ()


def _one_page(
    request: Request, order: "Order", found: Any, form: HelpForm, *, status: int = 200,
    following: FollowForm | None = None,
) -> HttpResponse:  # fmt: skip
    offers = help_of([order.pk]).get(order.pk, [])
    context = {
        "order": order, "person": order.case.person, "found": found, "form": form, "offers": offers,
        "follow": following or FollowForm(auto_id="follow_%s"), "wrong": following,
        "is_open": any(o.answer != "no" and not o.followed_at for o in offers),
    }  # fmt: skip
    return render(request, "provider/plan_support_one.html", context, status=status)
