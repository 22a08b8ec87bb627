"""Min dag for the provider: what waits for the planner, and the carer's own day."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samsyn.cases.queries import record_shown
from samsyn.homecare.frame import made_before
from samsyn.homecare.lifecycle import OrderStatus
from samsyn.homecare.queries import (
    changed_visits,
    contacts_to_offer,
    findings_waiting,
    help_to,
    inbox,
    my_persons,
    plans_objected,
    plans_running_out,
    requests_waiting,
    talks_waiting,
    to_plan,
)
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.provider.tables import few_orders, few_plans, shows_orders, shows_plans
from samsyn.web.provider.visits import about_day, day_of_carers, own_day
from samsyn.web.provider.words import plan_mark
from samsyn.web.shared.account import asked as told_requests
from samsyn.web.shared.account import visit_name
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.day import day_of
from samsyn.web.shared.listing import ListPage
from samsyn.web.shared.request import Request
from samsyn.web.shared.watching import watching

SOON = timedelta(days=30)  # how long before a plan stops being current it is said
TO_OFFER = 10  # whom a fast omsorgskontakt is to be offered, on Min dag
NO_PLAN = Mark(N_("ingen plan än"), "waiting")


@day_of(Role.PROVIDER_PLANNER)
def planner_day(request: Request) -> HttpResponse:
    """What is new, what waits for whom, and the unit's day, a line for each carer."""
    today = localdate(request.now)
    return render(
        request,
        "provider/planner_day.html",
        {
            **about_day(request, today),
            **_helped(request),
            **day_of_carers(request, today),
            **watching(request),
            **_time_waiting(request),
            "new": _orders(request, OrderStatus.SENT, "nya", _("Nya beställningar"), _("Ingen ny beställning väntar.")),
            "unanswered": _orders(
                request,
                OrderStatus.SEEN,
                "svara",
                _("Väntar på ert svar"),
                _("Alla öppnade beställningar är besvarade."),
            ),
            "asked": _orders(
                request,
                OrderStatus.CHANGE_REQUESTED,
                "andring",
                _("Ni väntar på handläggarens svar"),
                _("Ni väntar inte på något svar."),
            ),
            "unplanned": _unplanned(request),
            "objected": _plans(
                request,
                plans_objected(request.actor),
                "invand",
                ("person", "state", "made", "contact"),
                _("Planer som personen vill ändra"),
                _("Ingen plan behöver ändras."),
            ),
            "running_out": _plans(
                request,
                plans_running_out(request.actor, made_before=made_before(today + SOON)),
                "gamla",
                ("person", "until", "current", "follow_up", "contact"),
                _("Planer som snart inte är aktuella"),
                _("Alla planer är aktuella mer än en månad till."),
            ),
        },
    )


def _helped(request: Request) -> dict[str, Any]:
    """Help with plans that waits for an answer, and those who are to be offered a fast omsorgskontakt."""
    waiting = list(help_to(request.actor))
    to_offer = list(contacts_to_offer(request.actor, today=localdate(request.now)))
    shown = to_offer[:TO_OFFER]
    persons = {one.order.case.person_id for one in waiting} | {o.case.person_id for o in shown}
    record_shown(what="orders.list", persons=persons, by=request.actor, at=request.now)
    return {"help": waiting, "to_offer": shown, "more_to_offer": len(to_offer) - len(shown)}


def _orders(request: Request, status: OrderStatus, key: str, caption: str, empty: str) -> ListPage:
    columns = ("person", "what", "status", "since", "start", "unit")
    rows = inbox(request.actor).filter(status=status)
    shown = shows_orders(request, "orders.list")
    return few_orders(request, key, *columns).page(request, rows, caption=caption, empty=empty, on_show=shown)


def _unplanned(request: Request) -> ListPage:
    columns = ("person", "status", "since", "start", "contact")
    return few_orders(request, "utan-plan", *columns).page(
        request,
        to_plan(request.actor),
        caption=_("Mottagna, men planen är inte klar"),
        empty=_("Alla mottagna beställningar har en godkänd plan."),
        on_show=shows_orders(request, "orders.list"),
    )


def _plans(request: Request, rows: Any, key: str, columns: tuple[str, ...], caption: str, empty: str) -> ListPage:
    listed = few_plans(request, key, *columns)
    return listed.page(request, rows, caption=caption, empty=empty, on_show=shows_plans(request, "plans.list"))


@day_of(Role.CARE_WORKER)
def carer_day(request: Request) -> HttpResponse:
    """Today's visits, the plans to make, and the persons one is contact person for."""
    today = localdate(request.now)
    waiting, persons = list(to_plan(request.actor)), list(my_persons(request.actor))
    shown = {o.case.person_id for o in [*waiting, *persons]}
    record_shown(what="orders.list", persons=shown, by=request.actor, at=request.now)
    return render(
        request,
        "provider/carer_day.html",
        {
            **about_day(request, today),
            **_helped(request),
            **own_day(request, today),
            **_time_waiting(request),
            "waiting": [(o, _newest_plan(o)) for o in waiting],
            "persons": [(o, _newest_plan(o)) for o in persons],
        },
    )


def _time_waiting(request: Request) -> dict[str, Any]:
    """What somebody waits for an answer of about their time, and time that is worth a talk."""
    asked, found = list(requests_waiting(request.actor)), list(findings_waiting(request.actor))
    changed = changed_visits(request.actor, now=request.now)
    shown = {one.order.case.person_id for one in asked} | {order.case.person_id for order in found}
    shown |= {one.visit.order.case.person_id for one in changed}
    record_shown(what="account.list", persons=shown, by=request.actor, at=request.now)
    told = [(one, visit_name(one.visit)) for one in changed]
    return {"time_asked": told_requests(asked), "time_found": found, "time_changed": told, **_talks_waiting(request)}


def _talks_waiting(request: Request) -> dict[str, Any]:
    """Messages that wait for an answer."""
    talks = talks_waiting(request.actor)
    record_shown(what="message.list", persons={t.talk.case.person_id for t in talks}, by=request.actor, at=request.now)
    return {"talks_waiting": talks, "today": localdate(request.now)}


def _newest_plan(order: Any) -> dict[str, Any]:
    """The newest plan of an order whose plans are at hand, and its mark."""
    plan = max(order.plans.all(), key=lambda p: p.version, default=None)
    return {"plan": plan, "mark": plan_mark(plan) if plan else NO_PLAN}
