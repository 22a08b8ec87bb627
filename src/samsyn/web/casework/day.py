"""My day for the caseworker and the team leader: what came back, what is late, what waits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext

from samsyn.cases.appeals.lifecycle import LABELS as STAGES
from samsyn.cases.appeals.lifecycle import Stage
from samsyn.cases.lifecycle import Status
from samsyn.cases.queries import due_by, handled, left_behind, record_shown, returned, to_try, unanswered, unassigned
from samsyn.homecare.queries import (
    change_requested,
    deceased,
    partly_ordered,
    talks_waiting,
    turned_down,
    unseen_too_long,
)
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.casework.not_executed import said, warned
from samsyn.web.gate import open_to
from samsyn.web.shared.day import day_of
from samsyn.web.shared.reach import named
from samsyn.web.shared.request import Request
from samsyn.web.shared.watching import watching

SHOWN = 5  # rows of each heading on the page; the rest is a click away
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Row:
    """One case that waits: whose, since when, and what was said."""

    person: int
    name: str
    number: str
    url: str
    since: date | datetime | None
    said: str = ""
    whose: str = ""


@dataclass(frozen=True)
class Part:
    """One heading of the day: how many, the first of them, and where all of them are."""

    key: str
    title: str
    total: int
    rows: list[Row]
    url: str
    tone: str = ""


@day_of(Role.CASEWORKER, Role.TEAM_LEADER)
@open_to(Role.CASEWORKER, Role.TEAM_LEADER)
def casework_day(request: Request) -> HttpResponse:
    """What waits for me, what is late, what came back. Every count leads to its list."""
    groups = [
        (N_("Det här har kommit tillbaka"), _came_back(request)),
        (N_("Det här är försenat"), _late(request)),
        (N_("Det här väntar"), _waiting(request)),
    ]
    parts = [p for _, found in groups for p in found]
    talks = talks_waiting(request.actor)
    persons = {row.person for p in parts for row in p.rows} | {t.talk.case.person_id for t in talks}
    record_shown(what="case.list", persons=persons, by=request.actor, at=request.now)
    watched = watching(request)
    context = {
        "groups": [(title, [p for p in found if p.total]) for title, found in groups],
        "counts": parts,
        **watched,
        "talks_waiting": talks,
        "today": localdate(request.now),
        "idle": not talks and not any(watched.values()) and not any(p.total for p in parts),
        "leads": request.actor.role is Role.TEAM_LEADER,
    }
    return render(request, "casework/day.html", context)


def _came_back(request: Request) -> list[Part]:
    actor = request.actor
    return [
        _part("returned", N_("Delegaten har skickat tillbaka"), returned(actor), _sent_back, waits="returned"),
        _part("change", N_("Utföraren ber om ändring"), change_requested(actor), _of_order, waits="change"),
        _part("declined", N_("Utföraren har avböjt"), turned_down(actor), _of_order, waits="declined"),
        _part("heard", N_("Personen har hörts: föreslå beslut"), _heard(request), _state, waits="heard"),
        _part(
            "appeals",
            N_("Överklaganden att pröva eller lämna över"),
            to_try(actor),
            _appealed,
            address=reverse("appeals"),
        ),
    ]


def _late(request: Request) -> list[Part]:
    actor = request.actor
    unseen = unseen_too_long(actor, now=request.now)
    title = N_("Beställningar som ingen har öppnat på mer än en arbetsdag")
    overdue = due_by(actor, day=localdate(request.now) - timedelta(1))
    rows = [_of_order(o) for o in unseen[:SHOWN]]
    return [
        _part("deceased", N_("Personen har avlidit: avsluta ärendet"), deceased(actor), _died, waits="deceased"),
        Part("unseen", title, len(unseen), rows, _to_list(waits="unseen"), "late"),
        _part("overdue", N_("Uppföljningar som skulle ha varit gjorda"), overdue, _due, tone="late", waits="due"),
        *(_part(k, title, clocks, _clock, tone=tone, address=url) for k, title, clocks, tone, url in warned(request)),
    ]


def _waiting(request: Request) -> list[Part]:
    actor, today = request.actor, localdate(request.now)
    mine = handled(actor)
    new = mine.filter(status=Status.RECEIVED, caseworker__isnull=False).order_by("received_at", "pk")
    nobodys, soon = unassigned(actor), due_by(actor, day=today + SOON).filter(follow_up_on__gte=today)
    free = _part("unassigned", N_("Ingen har tagit"), nobodys, _received, address=reverse("unassigned"))
    left, partly = left_behind(actor, today=today), partly_ordered(actor, today=today)
    leaving = [_part("left", N_("Ärenden utan handläggare i tjänst"), left, _state, waits="left")]
    return [
        *(leaving if actor.role is Role.TEAM_LEADER else []),
        _part("received", N_("Nytt: öppna utredning"), new, _received, status=Status.RECEIVED),
        free,
        _part("investigating", N_("Under utredning"), _in(mine, Status.INVESTIGATING), _state, status="investigating"),
        _part("decided", N_("Beslutat men inte beställt"), _in(mine, Status.DECIDED), _state, status=Status.DECIDED),
        _part("partly", N_("Beviljat men bara delvis beställt"), partly, _state, waits="partly"),
        _part("follow_up", N_("Uppföljningar de närmaste två veckorna"), soon, _due, status=Status.ACTIVE),
    ]


def _in(cases: QuerySet[Any], status: Status) -> QuerySet[Any]:
    return cases.filter(status=status).order_by("status_since", "pk")


def _part(
    key: str, title: str, found: QuerySet[Any], row: Callable[[Any], Row], *, tone="waiting", address="", **asked
) -> Part:
    rows: Iterable[Any] = found[:SHOWN]
    return Part(key, title, found.count(), [row(r) for r in rows], address or _to_list(**asked), tone)


def _to_list(**asked: str) -> str:
    return f"{reverse('cases')}?{urlencode({k: str(v) for k, v in asked.items()})}"


def _row(case: Any, since: date | datetime | None, said: str = "") -> Row:
    whose = case.caseworker.name if case.caseworker else ""
    url = reverse("case", args=[case.pk])
    return Row(case.person_id, named(case.person), case.number, url, since, said, whose)


def _heard(request: Request) -> QuerySet[Any]:
    """Cases whose draft waits no longer for the person: the day to answer by has passed (FL 25)."""
    found = unanswered(request.actor, today=localdate(request.now))
    return found.select_related("person", "caseworker").order_by("status_since", "pk")


def _appealed(appeal: Any) -> Row:
    row = _row(appeal.case, appeal.reached_on or appeal.court_on, gettext(STAGES[Stage(appeal.stage)]))
    return replace(row, url=reverse("appeal", args=[appeal.case_id, appeal.pk]))


def _sent_back(decision: Any) -> Row:
    return _row(decision.case, decision.case.status_since, decision.returned_note)


def _of_order(order: Any) -> Row:
    return _row(order.case, order.status_since, order.provider.name)


def _due(case: Any) -> Row:
    return _row(case, case.follow_up_on)


def _clock(clock: Any) -> Row:
    return _row(clock.case, clock.last_day, said(clock))


def _died(case: Any) -> Row:
    return _row(case, case.person.died_on)


def _received(case: Any) -> Row:
    return _row(case, case.received_at)


def _state(case: Any) -> Row:
    return _row(case, case.status_since)
