"""The person's time at the provider: the account, swaps and cancellations on the person's behalf, and answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.homecare.access import OrderFacts, why_not_answer_time, why_not_ask_time
from samsyn.homecare.actions import (
    answer_finding,
    answer_request,
    ask_swap,
    call_off,
    call_off_stay,
    cancel_visit,
    withdraw_request,
)
from samsyn.homecare.queries import (
    accounts_of,
    choices_for,
    finding_for,
    findings_of,
    planned_for,
    request_for,
    requests_of,
    visits_ahead,
)
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.orders import about
from samsyn.web.shared.account import KEPT_IN_SIGHT, SHOWN, SwapForm, ahead, asked, begun_from
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.inputs import DayInput, long_text
from samsyn.web.shared.request import Request
from samsyn.web.shared.time_words import HANDS

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, PlannedTime

STAFF = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)
BY_STAFF = [(hand, HANDS[hand]) for hand in ("carer", "phone", "paper")]


class CallOffForm(forms.Form):
    """Who does not want the visit, or cannot have it; and how the person said it."""

    side = forms.ChoiceField(
        label=_("Varför blir besöket inte av?"),
        choices=[
            ("person", _("Personen avbokar")), ("provider", _("Vi ställer in")),
            ("hospital", _("Personen är på sjukhus")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj varför besöket ställs in.")},
    )  # fmt: skip
    hand = forms.ChoiceField(label=_("Hur sades det?"), choices=BY_STAFF)


class StayForm(forms.Form):
    """From when until when the person is in hospital, as far as anybody knows."""

    first = forms.DateField(
        label=_("Från och med"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )
    last = forms.DateField(
        label=_("Till och med"),
        widget=DayInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Välj en dag.")},
    )


class WithdrawForm(forms.Form):
    """How the person said that the question is taken back."""

    hand = forms.ChoiceField(label=_("Hur sades det?"), choices=BY_STAFF)


class AnswerForm(forms.Form):
    """Yes or no to a request, and why."""

    answer = forms.ChoiceField(
        label=_("Vad svarar ni?"),
        choices=[("yes", _("Ja, det går")), ("no", _("Nej, det går inte"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ja eller nej.")},
    )
    text = long_text(
        rows=3, required=False, label=_("Vad ska personen få veta?"),
        help_text=_(
            "Behövs när svaret är nej. Behövs också när det inte såg ut att höra ihop med något behov: skriv då vilket "
            "behov i beslutet det svarar mot. Personen läser det på sin sida."
        ),
    )  # fmt: skip


class FoundForm(forms.Form):
    """What is done when time is not used, or used beyond what is granted."""

    text = long_text(
        rows=3, label=_("Vad säger personen, och vad gör ni?"),
        error_messages={"required": _("Skriv vad personen säger och vad ni gör.")},
    )  # fmt: skip


@open_to(*STAFF)
@require_safe
def time_page(request: Request, pk: int) -> HttpResponse:
    """What is left, what is planned, what waits for an answer."""
    return _time_page(request, order_for(request, pk, what="account.told"))


def _time_page(
    request: Request,
    order: "Order",
    *,
    refused: str = "",
    found_form: FoundForm | None = None,
    stay_form: StayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now, today = request.now, localdate(request.now)
    accounts = accounts_of([order], today=today)
    context = {
        **about(request, order),
        "account": accounts[0] if accounts else None,
        "visits": ahead(visits_ahead([order], now=now, upto=today + SHOWN), accounts, now=now),
        "asked": asked(requests_of([order], since=today - KEPT_IN_SIGHT)),
        "why_not": why_not_ask_time(request.actor, OrderFacts.of(order), for_another=True),
        "why_not_answer": why_not_answer_time(request.actor, OrderFacts.of(order), order.contact_id),
        "refused": refused,
        "findings": findings_of(order),
        "found_form": found_form or FoundForm(),
        "stay_form": stay_form or StayForm(initial={"first": today}),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "provider/time.html", context, status=status)


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: Request, pk: int, planned_pk: int) -> HttpResponse:
    """Swap a visit on the person's behalf, or call it off."""
    order = order_for(request, pk, what="account.told")
    with missing():
        visit = planned_for(order, planned_pk)
    return _asking(request, order, visit, CallOffForm())


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: Request, pk: int) -> HttpResponse:
    """Use time that is free or saved, on the person's behalf."""
    return _asking(request, order_for(request, pk, what="account.told"), None, None)


def _asking(
    request: Request, order: "Order", visit: "PlannedTime | None", off: CallOffForm | None, *, status: int = 200
) -> HttpResponse:
    now = request.now
    form = SwapForm(
        None if off is not None and off.is_bound else form_data(request), choices=choices_for(order),
        today=localdate(now), hands=BY_STAFF, initial=begun_from(visit, now),
    )  # fmt: skip
    if not (off and off.is_bound):
        done, status = tried(
            form,
            lambda: ask_swap(
                order=order, given=visit, wish=form.wish(), hand=form.cleaned_data["hand"], by=request.actor, at=now,
                once=str(form.cleaned_data["once"] or ""),
            ),
            starts_at="start",
        )  # fmt: skip
        if done is not None:
            return redirect("provider_time", order.pk)
    accounts = accounts_of([order], today=localdate(now))
    context = {
        **about(request, order),
        "form": form,
        "off": off,
        "account": accounts[0] if accounts else None,
        "visit": ahead([visit], accounts, now=now)[0] if visit and accounts else None,
        "why_not": why_not_ask_time(request.actor, OrderFacts.of(order), for_another=True),
    }
    return render(request, "provider/swap.html", context, status=status)


@open_to(*STAFF)
@require_POST
def cancel(request: Request, pk: int, planned_pk: int) -> HttpResponse:
    """Call a visit off: the person does not want it, the provider cannot, or the person is in hospital."""
    order = order_for(request, pk, what="account.told")
    with missing():
        visit = planned_for(order, planned_pk)
    form = CallOffForm(request.POST)

    def act() -> object:
        side = form.cleaned_data["side"]
        if side == "person":
            hand = form.cleaned_data["hand"]
            return cancel_visit(planned=visit, hand=hand, by=request.actor, at=request.now)
        return call_off(planned=visit, side=side, by=request.actor, at=request.now)

    done, status = tried(form, act)
    if done is not None:
        return redirect("provider_time", pk)
    return _asking(request, order, visit, form, status=status)


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Say yes or no where a limit was reached."""
    order = order_for(request, pk, what="account.told")
    with missing():
        found = request_for(order, request_pk)
    form = AnswerForm(form_data(request))
    done, status = tried(
        form,
        lambda: answer_request(
            request=found, yes=form.cleaned_data["answer"] == "yes", text=form.cleaned_data["text"],
            by=request.actor, at=request.now,
        ),
    )  # fmt: skip
    if done is not None:
        return redirect("provider_time", pk)
    accounts = accounts_of([order], today=localdate(request.now), day=found.day)
    context: dict[str, Any] = {
        **about(request, order),
        "form": form,
        "one": asked([found])[0],
        "account": accounts[0] if accounts else None,
        "why_not": why_not_answer_time(request.actor, OrderFacts.of(order), order.contact_id),
    }
    return render(request, "provider/time_answer.html", context, status=status)


@open_to(*STAFF)
@require_POST
def withdraw(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Take a request back on the person's behalf."""
    order = order_for(request, pk, what="account.told")
    with missing():
        found = request_for(order, request_pk)
    hand = request.POST.get("hand", "")
    return _or_refused(
        request, order, lambda: withdraw_request(request=found, hand=hand, by=request.actor, at=request.now)
    )


@open_to(*STAFF)
@require_POST
def stay(request: Request, pk: int) -> HttpResponse:
    """The person is in hospital: call every visit of some days off."""
    order = order_for(request, pk, what="account.told")
    form = StayForm(request.POST)
    done, status = tried(
        form,
        lambda: call_off_stay(
            order=order, first=form.cleaned_data["first"], last=form.cleaned_data["last"], by=request.actor,
            at=request.now,
        ),
    )  # fmt: skip
    if done is not None:
        return redirect("provider_time", pk)
    return _time_page(request, order, stay_form=form, status=status)


@open_to(*STAFF)
@require_POST
def found(request: Request, pk: int, finding_pk: int) -> HttpResponse:
    """Write what is done when time is not used, or used beyond what is granted."""
    order = order_for(request, pk, what="account.told")
    with missing():
        one = finding_for(order, finding_pk)
    form = FoundForm(request.POST)
    done, status = tried(
        form,
        lambda: answer_finding(
            order=order, finding=one, text=form.cleaned_data["text"], by=request.actor, at=request.now
        ),
    )
    if done is not None:
        return redirect("provider_time", pk)
    return _time_page(request, order, found_form=form, status=status)


def _or_refused(request: Request, order: "Order", act: Callable[[], object]) -> HttpResponse:
    form = forms.Form({})
    done, status = tried(form, act)
    if done is not None:
        return redirect("provider_time", order.pk)
    said = " ".join(str(error) for error in form.non_field_errors())
    return _time_page(request, order, refused=said, status=status)
