"""The lists: a caseworker's own cases, the unit's cases, and what nobody has taken."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.cases.lifecycle import LABELS, Status
from samsyn.cases.queries import (
    due_by,
    handled,
    left_behind,
    persons_of_cases,
    record_shown,
    returned,
    unanswered,
    unassigned,
)
from samsyn.homecare.queries import change_requested, deceased, partly_ordered, turned_down, unseen_too_long
from samsyn.people.queries import caseworkers_of
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.casework.words import TARGET_GROUPS
from samsyn.web.gate import open_to
from samsyn.web.shared.listing import Choice, Column, Listing, Mark
from samsyn.web.shared.reach import named
from samsyn.web.shared.request import Request

OPEN = [s for s in Status if s is not Status.CLOSED]
MINE = {Status.RECEIVED, Status.INVESTIGATING, Status.DECIDED}  # states in which the caseworker is awaited

# What may be asked for from my day: the key in the address and its name in the filter.
WAITS = {
    "returned": N_("tillbaka från delegaten"),
    "change": N_("utföraren ber om ändring"),
    "declined": N_("avböjda av utföraren"),
    "unseen": N_("beställningen inte öppnad"),
    "partly": N_("beviljat men bara delvis beställt"),
    "deceased": N_("personen har avlidit"),
    "due": N_("dags att följa upp"),
    "unassigned": N_("utan handläggare"),
    "left": N_("handläggaren är inte i tjänst"),
    "heard": N_("personen har hörts"),
}


def waiting_for(request: Request, rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    """The cases among `rows` that wait for one thing."""
    actor = request.actor
    if what == "returned":
        return rows.filter(pk__in=returned(actor).order_by().values("case"))
    if what == "change":
        return rows.filter(pk__in=change_requested(actor).order_by().values("case"))
    if what == "declined":
        return rows.filter(pk__in=turned_down(actor).order_by().values("case"))
    if what == "partly":
        return rows.filter(pk__in=partly_ordered(actor, today=localdate(request.now)).order_by().values("pk"))
    if what == "deceased":
        return rows.filter(pk__in=deceased(actor).order_by().values("pk"))
    if what == "unseen":
        return rows.filter(pk__in={o.case_id for o in unseen_too_long(actor, now=request.now)})
    if what == "heard":
        return rows.filter(pk__in=unanswered(actor, today=localdate(request.now)).order_by().values("pk"))
    if what == "left":
        return rows.filter(pk__in=left_behind(actor, today=localdate(request.now)).order_by().values("pk"))
    if what == "due":
        return rows.filter(pk__in=due_by(actor, day=localdate(request.now)).order_by().values("pk"))
    return rows.filter(caseworker=None)


def listing_for(request: Request, *, whose: bool) -> Listing:
    """The list of cases as this reader may ask it; `whose` shows and filters by caseworker."""
    today = localdate(request.now)
    columns = [
        Column("number", N_("Ärende"), value=lambda c: c.number, sort="number"),
        Column("name", N_("Person"), value=lambda c: named(c.person), sort="person__family_name"),
        Column("status", N_("Läge"), value=_state, sort="status", kind="mark"),
        Column("since", N_("Sedan"), value=lambda c: c.status_since, sort="status_since", kind="time"),
        Column("received", N_("Kom in"), value=lambda c: c.received_at, sort="received_at", kind="time"),
        Column("days", N_("Dagar"), value=lambda c: (today - localdate(c.received_at)).days, kind="number"),
        Column("follow_up", N_("Följs upp"), value=lambda c: c.follow_up_on, sort="follow_up_on", kind="date"),
    ]
    waits = Choice("waits", N_("Väntar"), [*WAITS.items()], apply=lambda r, v: waiting_for(request, r, v))
    filters = [
        Choice("status", N_("Läge"), [(s.value, LABELS[s]) for s in OPEN], field="status"),
        waits,
        Choice("group", N_("Målgrupp"), [*TARGET_GROUPS.items()], field="target_group"),
    ]
    if whose:
        columns.append(Column("whose", N_("Handläggare"), value=_whose, sort="caseworker__family_name"))
        known = [(str(s.pk), s.name) for s in caseworkers_of(request.actor.unit_id, today=today)]
        filters.append(Choice("whose", N_("Handläggare"), known, field="caseworker"))
    return Listing(columns, filters, order="status_since", row_link=lambda c: reverse("case", args=[c.pk]))


def _state(case: Any) -> Mark:
    status = Status(case.status)
    return Mark(LABELS[status], "waiting" if status in MINE else "now")


def _whose(case: Any) -> str:
    return case.caseworker.name if case.caseworker else _("ingen än")


def shown(request: Request, rows: list[Any]) -> None:
    """The reading that a page of cases is."""
    record_shown(what="case.list", persons=(c.person_id for c in rows), by=request.actor, at=request.now)


def taken_out(request: Request, ids: list[int]) -> None:
    """The reading that a file of cases is."""
    record_shown(what="case.export", persons=persons_of_cases(ids), by=request.actor, at=request.now)


def _list_page(request: Request, rows: QuerySet[Any], caption: str, empty: str, *, whose: bool, **more) -> HttpResponse:
    page = listing_for(request, whose=whose).page(
        request,
        rows,
        caption=caption,
        empty=empty,
        on_show=lambda found: shown(request, found),
        on_export=lambda ids: taken_out(request, ids),
    )
    context = {"list": page, "caption": caption, **more}
    return page.export or render(request, "casework/cases.html", context)


@open_to(Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE)
@require_safe
def cases_page(request: Request) -> HttpResponse:
    """A caseworker's own open cases; the unit's for the team leader and the delegate."""
    own = request.actor.role is Role.CASEWORKER
    caption = _("Mina ärenden") if own else _("Enhetens ärenden")
    empty = (
        _("Du har inga öppna ärenden. Här kommer de ärenden som du tar emot eller får av gruppledaren.")
        if own
        else _("Enheten har inga öppna ärenden. Här kommer allt som kommer in till enheten.")
    )
    return _list_page(request, handled(request.actor), caption, empty, whose=not own, to_unassigned=True)


@open_to(Role.CASEWORKER, Role.TEAM_LEADER)
@require_safe
def unassigned_page(request: Request) -> HttpResponse:
    """What has come in to the unit and nobody has taken."""
    empty = _("Allt som har kommit in till enheten har en handläggare.")
    caption = _("Ärenden utan handläggare")
    return _list_page(request, unassigned(request.actor), caption, empty, whose=False)
