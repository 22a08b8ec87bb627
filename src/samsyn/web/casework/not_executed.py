"""The list of lines that are not carried out, and what of it stands on the day's page (SoL 34:1, LSS 28 f)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.cases.queries import (
    EARLY,
    LATE,
    NEAR,
    SOON,
    gone,
    how_far,
    not_executed,
    persons_of_lines,
    record_shown,
)
from samsyn.people.queries import caseworkers_of
from samsyn.people.refusals import N_
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.gate import open_to
from samsyn.web.shared.columns import Tone
from samsyn.web.shared.listing import Choice, Column, Listing, Mark
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, labels

if TYPE_CHECKING:
    from samsyn.cases.models import OpenClock

FAR = {
    LATE: N_("tiden har gått ut"),
    NEAR: N_("mer än 80 dagar"),
    SOON: N_("mer än 60 dagar"),
    EARLY: N_("mindre än 60 dagar"),
}
TONES: dict[str, Tone] = {LATE: "late", NEAR: "waiting", SOON: "waiting", EARLY: "now"}
SINCE = {"decision": N_("beslutet"), "interruption": N_("avbrottet")}
PARTS = (
    (LATE, N_("Inte verkställt: de tre månaderna har gått ut")),
    (NEAR, N_("Inte verkställt på mer än 80 dagar")),
    (SOON, N_("Inte verkställt på mer än 60 dagar")),
)


def warned(request: Request) -> Iterator[tuple[str, str, "QuerySet[OpenClock]", Tone, str]]:
    """What has gone past a warning or out: key, title, the clocks, the tone and where the list of them is."""
    today = localdate(request.now)
    clocks = not_executed(request.actor, today=today)
    for far, title in PARTS:
        url = f"{reverse('not_executed')}?far={far}"
        yield f"clock-{far}", title, gone(clocks, far, today=today), TONES[far], url


def said(clock: "OpenClock") -> str:
    """What the day's page says of a line: what it is, and that a part has begun."""
    what = label("interventions", clock.line.intervention)
    return _("{what}, delvis verkställd").format(what=what) if clock.partly else what


def _listing(request: Request, today: date, *, whose: bool) -> Listing:
    columns = [
        Column("number", N_("Ärende"), lambda c: c.case.number, sort="case__number"),
        Column("name", N_("Person"), lambda c: c.case.person.name, sort="case__person__family_name"),
        Column("what", N_("Insats"), lambda c: label("interventions", c.line.intervention), sort="line__intervention"),
        Column("far", N_("Läge"), lambda c: _mark(c, today), sort="last_day", kind="mark"),
        Column("days", N_("Dagar"), lambda c: (today - c.start).days, sort="start", kind="number"),
        Column("since", N_("Räknat från"), lambda c: _(SINCE[c.since])),
        Column("last", N_("Sista dag"), lambda c: c.last_day, sort="last_day", kind="date"),
        Column("decided", N_("Beslutat"), lambda c: c.decided, sort="decided", kind="date"),
        Column("partly", N_("Delvis"), lambda c: _("ja") if c.partly else "", sort="partly"),
        Column("reason", N_("Skäl"), _reason),
    ]
    filters = [
        Choice("far", N_("Läge"), [*FAR.items()], apply=lambda rows, far: gone(rows, far, today=today)),
        Choice("what", N_("Insats"), labels("interventions"), field="line__intervention"),
        Choice("since", N_("Räknat från"), [*SINCE.items()], field="since"),
    ]
    if whose:
        columns.append(Column("whose", N_("Handläggare"), _whose, sort="case__caseworker__family_name"))
        known = [(str(s.pk), s.name) for s in caseworkers_of(request.actor.unit_id, today=today)]
        filters.append(Choice("whose", N_("Handläggare"), known, field="case__caseworker"))
    return Listing(columns, filters, order="start", row_link=_link)


def _link(clock: "OpenClock") -> str:
    return reverse("line_execution", args=[clock.case_id, clock.line_id])


def _mark(clock: "OpenClock", today: date) -> Mark:
    far = how_far(clock, today=today)
    return Mark(FAR[far], TONES[far])


def _reason(clock: Any) -> str:
    code = clock.told or clock.noted
    return label("not_executed", code) if code else ""


def _whose(clock: "OpenClock") -> str:
    return clock.case.caseworker.name if clock.case.caseworker else _("ingen än")


@open_to(*ASSESSMENT)
@require_safe
def not_executed_page(request: Request) -> HttpResponse:
    """A caseworker's own lines that are not carried out; the unit's for the team leader and the delegate."""
    today, own = localdate(request.now), request.actor.role is Role.CASEWORKER
    caption = _("Mina beslut som inte är verkställda") if own else _("Enhetens beslut som inte är verkställda")
    page = _listing(request, today, whose=not own).page(
        request,
        not_executed(request.actor, today=today),
        caption=caption,
        period=_("läget {day}").format(day=today.isoformat()),
        empty=_("Allt som är beviljat är verkställt. Beslut kommer hit när de signeras och går när hjälpen börjar."),
        on_show=lambda rows: _read(request, "case.list", {c.case.person_id for c in rows}),
        on_export=lambda lines: _read(request, "case.export", persons_of_lines(lines)),
    )
    return page.export or render(request, "casework/not_executed.html", {"list": page, "caption": caption})


def _read(request: Request, what: str, persons: set[int]) -> None:
    record_shown(what=what, persons=persons, by=request.actor, at=request.now)
