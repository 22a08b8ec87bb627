"""The conversation at the table: goals, menu and week on one page, what it costs seen at once, and the person's tap."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.cases.codes import code_list
from samsyn.homecare.actions import (
    add_own_item,
    answer_plan,
    change_minutes,
    hand_over,
    move_in_week,
    put_in_week,
    take_from_week,
    write_plan,
    write_wishes,
)
from samsyn.homecare.menu import menu, usual_minutes
from samsyn.homecare.queries import activity_for, own_items_for
from samsyn.homecare.week import STEP
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.fetch import order_and_plan
from samsyn.web.provider.forms import ParticipationForm
from samsyn.web.provider.plans import plan_context
from samsyn.web.provider.table_forms import ChangeForm, OwnForm, PutForm, TapForm, WishForm
from samsyn.web.provider.table_week import Menu, menu_of, week_of
from samsyn.web.provider.words import needs_in
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.handed import lock
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import labels

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, Plan

STAFF = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)
WISHES = ("times", "by_whom", "language", "carer_sex", "matters")


@open_to(*STAFF)
@require_GET
def table_page(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """The page that lies between the person and the staff."""
    order, plan = order_and_plan(request, pk, plan_pk)
    return _page(request, order, plan)


@open_to(*STAFF)
@require_POST
def put(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Put a thing on a day."""
    order, plan = order_and_plan(request, pk, plan_pk)
    form = PutForm(request.POST, items=_keys(order))
    return _saved(
        request, plan, "put", form,
        lambda told: put_in_week(what=_called(form.cleaned_data["item"]), **form.told(), **told), to="vecka",
    )  # fmt: skip


@open_to(*STAFF)
@require_POST
def change(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Move a thing to another day, make it longer or shorter, or take it away."""
    _order, plan = order_and_plan(request, pk, plan_pk)
    form = ChangeForm(request.POST)
    return _saved(request, plan, "change", form, lambda told: _change(told, **form.cleaned_data), to="vecka")


@open_to(*STAFF)
@require_POST
def own(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Add something of the person's own to the menu."""
    order, plan = order_and_plan(request, pk, plan_pk)
    form = OwnForm(request.POST, needs=_needs(order))
    return _saved(request, plan, "own", form, lambda told: add_own_item(**form.cleaned_data, **told), to="vecka")


@open_to(*STAFF)
@require_POST
def wishes(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Save the wishes."""
    _order, plan = order_and_plan(request, pk, plan_pk)
    form = WishForm(request.POST)
    return _saved(request, plan, "wish", form, lambda told: write_wishes(**form.cleaned_data, **told), to="delaktig")


@open_to(*STAFF)
@require_POST
def said(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Save how the person took part, what they said, and when the plan is followed up."""
    _order, plan = order_and_plan(request, pk, plan_pk)
    form = ParticipationForm(request.POST)
    return _saved(request, plan, "form", form, lambda told: write_plan(**form.cleaned_data, **told), to="lamna")


def _saved(
    request: Request, plan: "Plan", place: str, form: forms.Form, act: Callable[[dict[str, Any]], object], *, to: str
) -> HttpResponse:
    """Do what a form of the table asks, and go back to a part of it; or show it again with what is wrong.

    `act` gets the plan, who and when, as every action at the table takes them.
    """
    told = {"plan": plan, "by": request.actor, "at": request.now}
    done, status = tried(form, lambda: (act(told),))
    if done is None:
        return _page(request, plan.order, plan, {place: form}, status)
    return redirect(f"{_table(plan.order, plan)}#{to}")


@open_to(*STAFF)
@require_POST
def give(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Hand the tablet to the person. The rest of the house is closed in it until the staff log in again."""
    order, plan = order_and_plan(request, pk, plan_pk)
    form = forms.Form(request.POST)
    done, status = tried(form, lambda: hand_over(plan=plan, by=request.actor, at=request.now))
    if done is None:
        return _page(request, order, plan, {"give": form}, status)
    there = reverse("provider_table_answer", args=[order.pk, plan.pk])
    lock(request, there)
    return redirect(there)


@open_to(*STAFF)
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """The plan in large words with nothing else beside it, and the person's own yes or no."""
    order, plan = order_and_plan(request, pk, plan_pk)
    form = TapForm(form_data(request))
    done, status = tried(
        form,
        lambda: answer_plan(
            plan=plan,
            approve=form.cleaned_data["answer"] == "yes",
            hand="tablet",
            words=form.cleaned_data["words"],
            name=form.cleaned_data["name"],
            by=request.actor,
            at=request.now,
        ),
    )
    if done is not None:
        return redirect("provider_table_answer", order.pk, plan.pk)
    context = {**plan_context(request, order, plan), "form": form, **_days(plan)}
    return render(request, "provider/table_answer.html", context, status=status)


def _change(told: dict[str, Any], *, activity: int, day: int, do: str) -> None:
    plan, told = told["plan"], {**told, "activity": activity}
    if do == "away":
        take_from_week(day=day, **told)
    elif do.startswith("to"):
        move_in_week(day=day, to_day=int(do.removeprefix("to")), **told)
    else:
        with missing():
            takes = activity_for(plan, activity).minutes
        change_minutes(minutes=takes + (STEP if do == "longer" else -STEP), **told)


def _table(order: "Order", plan: "Plan") -> str:
    return reverse("provider_table", args=[order.pk, plan.pk])


def _called(item: str) -> str:
    """What a thing of the menu is called in a plan, which is written in Swedish; nothing for the person's own."""
    row = code_list("menu", "homecare").get(item)
    return row.label("sv") if row else ""


def _needs(order: "Order") -> list[tuple[int, str]]:
    return [(n.id, n.area) for n in needs_in(order)]


def _keys(order: "Order") -> list[str]:
    return [*menu(), *(item.key for item in own_items_for(order))]


def _days(plan: "Plan") -> dict[str, Any]:
    return {"week": week_of(plan.activities.select_related("responsible").order_by("start", "pk"))}


def _menu(order: "Order", free: int | None) -> Menu:
    areas = [n["area"] for n in order.content["needs"]]
    return menu_of(
        menu(), dict(labels("menu", "homecare")), usual_minutes(), own_items_for(order), areas=areas, free=free
    )


def _page(
    request: Request, order: "Order", plan: "Plan", given: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    given = given or {}
    context = plan_context(request, order, plan, form=given.get("form"))
    shelf = context["shelf"]
    free = None if shelf.granted is None else shelf.granted - shelf.used
    wish = context["wish"]
    known = {name: getattr(wish, name) for name in WISHES} if wish else {}
    shown = {
        "put": PutForm(items=_keys(order), initial={"part": "morning"}),
        "own": OwnForm(needs=_needs(order), auto_id="own_%s"),
        "wish": WishForm(initial=known, auto_id="wish_%s"),
        **given,
    }
    context |= {
        **_days(plan),
        "menu": _menu(order, free),
        "free": free,
        "forms": shown,
        "wrong": next(iter(given.values()), None),
        "chosen": shown["put"]["item"].value(),
    }
    return render(request, "provider/table.html", context, status=status)
