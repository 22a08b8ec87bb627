"""The person's own time: what is left, what is planned, and swapping and cancelling it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.homecare.actions import ask_swap, cancel_visit, withdraw_request
from samsyn.homecare.queries import (
    TIME,
    Ended,
    called_off,
    choices_for,
    ended_accounts,
    moved_time,
    requests_of,
    told_accounts,
    told_order_of_time,
    told_request,
    told_visit,
    visits_ahead,
)
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.shared.account import (
    KEPT_IN_SIGHT,
    SHOWN,
    SwapForm,
    ahead,
    asked,
    begun_from,
    moved_entries,
    visit_name,
)
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.statement import statement_sheet, told_sums

ENDED_IN_SIGHT = timedelta(days=90)  # how long the statement of a decision that has ended stays on the page


@open_to(*READERS)
@require_safe
def time(request: Request, person: int) -> HttpResponse:
    """What is left of the granted time, the visits to come, and what has been asked."""
    to = whose(request, person, "account.told", functions=TIME)
    return _time_page(request, to)


def _time_page(request: Request, to: Whose, *, refused: str = "", status: int = 200) -> HttpResponse:
    now, today = request.now, localdate(request.now)
    accounts = told_accounts(to.person.pk, now=now, by=request.actor)
    orders = [account.order for account in accounts]
    told = asked(requests_of(orders, since=today - KEPT_IN_SIGHT))
    off = called_off(orders, since=today - KEPT_IN_SIGHT)
    context: dict[str, Any] = {
        "accounts": accounts,
        "newest": next((one for one in told if str(one.request.pk) == request.GET.get("fraga")), None),
        "visits": ahead(visits_ahead(orders, now=now, upto=today + SHOWN), accounts, now=now),
        "asked": told,
        "off": [(one, visit_name(one.planned)) for one in off if one.planned],
        "moved": moved_entries(moved_time(orders, since=today - KEPT_IN_SIGHT)),
        "ended": [(one, told_sums(one)) for one in _ended(request, to)],
        "may": to.may("time"),
        "refused": refused,
    }
    return show(request, "time.html", to, status=status, **context)


def _ended(request: Request, to: Whose) -> list[Ended]:
    today = localdate(request.now)
    return ended_accounts(to.person.pk, since=today - ENDED_IN_SIGHT, today=today, by=request.actor)


@open_to(*READERS)
@require_safe
def statement(request: Request, person: int, line: int) -> HttpResponse:
    """What became of the time of a decision that has ended, on paper in large type."""
    to = whose(request, person, "account.told", functions=TIME)
    today = localdate(request.now)
    ended = ended_accounts(to.person.pk, since=date.min, today=today, by=request.actor)
    found = next((one for one in ended if one.line.pk == line), None)
    if found is None:
        raise Http404
    sender = settings.SAMSYN["municipality"]
    return statement_sheet(found, to.person, sender=sender, today=today)


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: Request, person: int, pk: int) -> HttpResponse:
    """Swap a visit for something else, or cancel it."""
    to = whose(request, person, "account.told", functions=TIME)
    with missing():
        visit = told_visit(person, pk, by=request.actor)
    return _asking(request, to, visit.order, visit)


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: Request, person: int, pk: int) -> HttpResponse:
    """Use time that is free or saved for something more."""
    to = whose(request, person, "account.told", functions=TIME)
    with missing():
        order = told_order_of_time(person, pk, by=request.actor)
    return _asking(request, to, order, None)


def _asking(request: Request, to: Whose, order: Any, visit: Any) -> HttpResponse:
    now = request.now
    form = SwapForm(
        form_data(request), choices=choices_for(order), today=localdate(now), initial=begun_from(visit, now)
    )
    done, status = tried(
        form,
        lambda: ask_swap(
            order=order, given=visit, wish=form.wish(), hand=_hand(request), by=request.actor, at=now,
            once=str(form.cleaned_data["once"] or ""),
        ),
        starts_at="start",
    )  # fmt: skip
    if done is not None:
        return _told(to, done.pk)
    accounts = [one for one in told_accounts(to.person.pk, now=now, by=request.actor) if one.order.pk == order.pk]
    context = {
        "order": order, "form": form, "account": accounts[0] if accounts else None, "may": to.may("time"),
        "visit": ahead([visit], accounts, now=now)[0] if visit and accounts else None,
    }  # fmt: skip
    return show(request, "swap.html", to, status=status, **context)


@open_to(*READERS)
@require_POST
def cancel(request: Request, person: int, pk: int) -> HttpResponse:
    """Cancel a visit."""
    to = whose(request, person, "account.told", functions=TIME)
    with missing():
        visit = told_visit(person, pk, by=request.actor)
    return _done(
        request, to, lambda: cancel_visit(planned=visit, hand=_hand(request), by=request.actor, at=request.now)
    )


@open_to(*READERS)
@require_POST
def withdraw(request: Request, person: int, pk: int) -> HttpResponse:
    """Take a request back while it waits."""
    to = whose(request, person, "account.told", functions=TIME)
    with missing():
        found = told_request(person, pk, by=request.actor)
    return _done(
        request, to, lambda: withdraw_request(request=found, hand=_hand(request), by=request.actor, at=request.now)
    )


def _done(request: Request, to: Whose, act: Any) -> HttpResponse:
    form = forms.Form({})
    done, status = tried(form, act)
    if done is not None:
        return _told(to, done.pk)
    return _time_page(request, to, refused=" ".join(str(error) for error in form.non_field_errors()), status=status)


def _told(to: Whose, pk: int) -> HttpResponse:
    return redirect(f"{reverse('my_time', args=[to.person.pk])}?fraga={pk}")


def _hand(request: Request) -> str:
    return "self" if request.actor.role is Role.PERSON else "relative"
