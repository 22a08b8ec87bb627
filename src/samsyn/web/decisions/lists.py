"""The unit's decisions as a list, and the delegate's day."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samsyn.cases.queries import (
    decisions_of_unit,
    lately_signed,
    persons_of_decisions,
    proposals,
    record_shown,
    with_outcome,
)
from samsyn.people.queries import find
from samsyn.people.refusals import N_
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.decisions.words import decision_mark, interventions
from samsyn.web.gate import open_to
from samsyn.web.shared.day import day_of
from samsyn.web.shared.listing import Choice, Column, Listing, Text
from samsyn.web.shared.reach import named
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import period

if TYPE_CHECKING:
    from samsyn.cases.models import Decision

LATELY = timedelta(days=14)
OUTCOMES = [("granted", N_("något beviljas")), ("partly", N_("något beviljas delvis")), ("refused", N_("något avslås"))]


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def decisions_page(request: Request) -> HttpResponse:
    """All that is proposed and signed at the unit."""
    page = _listing(request).page(
        request,
        decisions_of_unit(request.actor),
        caption=_("Enhetens beslut"),
        empty=_("Här kommer beslut som handläggarna har föreslagit och som delegaten har signerat."),
        on_show=lambda rows: _shown(request, rows),
        on_export=lambda ids: record_shown(
            what="case.export", persons=persons_of_decisions(ids), by=request.actor, at=request.now
        ),
    )
    return page.export or render(request, "decisions/list.html", {"list": page})


@day_of(Role.DELEGATE)
@open_to(Role.DELEGATE)
def delegate_day(request: Request) -> HttpResponse:
    """What waits for the delegate's signature, the oldest first, and what was signed lately."""
    after = request.now - LATELY
    waiting = WAITING.page(
        request,
        proposals(request.actor).prefetch_related("lines"),
        caption=_("Förslag som väntar på ditt beslut"),
        empty=_("Inget väntar på dig. Här kommer förslagen när en handläggare har lämnat dem."),
        on_show=lambda rows: _shown(request, rows),
    )
    signed = SIGNED.page(
        request,
        lately_signed(request.actor, after=after),
        caption=_("Det här har du nyss signerat"),
        period=period(localdate(after), localdate(request.now)),
        empty=_("Det du signerar syns här i två veckor. Därefter finns det i listan Beslut."),
        on_show=lambda rows: _shown(request, rows),
    )
    return render(request, "decisions/day.html", {"waiting": waiting, "signed": signed})


def _shown(request: Request, rows: Iterable["Decision"]) -> None:
    persons = [d.case.person_id for d in rows]
    record_shown(what="case.list", persons=persons, by=request.actor, at=request.now)


def _address(decision: "Decision") -> str:
    return reverse("decision_page", args=[decision.case_id, decision.pk])


def _column(key: str, label: str, value: Any, sort: str | None = None, kind: Any = "text") -> Column:
    return Column(key, label, value=value, sort=sort, kind=kind)


NUMBER = _column("number", N_("Ärende"), lambda d: d.case.number, "case__number")
NAME = _column("name", N_("Person"), lambda d: named(d.case.person), "case__person__family_name")
WHAT = _column("what", N_("Insatser"), lambda d: interventions(d.lines.all()))
PROPOSER = _column(
    "by", N_("Föreslås av"), lambda d: d.proposed_by.name if d.proposed_by else "", "proposed_by__family_name"
)

WAITING = Listing(
    columns=[
        NUMBER,
        NAME,
        WHAT,
        _column("since", N_("Väntar sedan"), lambda d: d.proposed_at, "proposed_at", "time"),
        PROPOSER,
    ],
    order="proposed_at",
    row_link=_address,
    key="vantar",
)
SIGNED = Listing(
    columns=[
        NUMBER,
        NAME,
        WHAT,
        _column("signed", N_("Signerat"), lambda d: d.signed_at, "signed_at", "time"),
        PROPOSER,
    ],
    order="-signed_at",
    row_link=_address,
    key="signerat",
    per_page=20,
)


def _listing(request: Request) -> Listing:
    """Searching asks who searches, so the list is made for each request."""

    def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        by_number = rows.filter(case__number=text)
        if by_number.exists():
            return by_number
        return rows.filter(case__person__in=find(text, by=request.actor, at=request.now).values("pk"))

    return Listing(
        columns=[
            NUMBER,
            NAME,
            WHAT,
            _column("state", N_("Läge"), lambda d: decision_mark(d, corrected=d.is_corrected), "state", "mark"),
            _column("since", N_("Sedan"), lambda d: d.since, "since", "time"),
            PROPOSER,
            _column(
                "signer", N_("Beslutat av"), lambda d: d.signed_by.name if d.signed_by else "", "signed_by__family_name"
            ),
            _column("version", N_("Version"), lambda d: d.version, "version", "number"),
        ],
        filters=[
            Text("sok", N_("Namn, personnummer eller ärendenummer"), apply=matching),
            Choice(
                "lage",
                N_("Läge"),
                options=[("proposed", N_("väntar på delegaten")), ("signed", N_("signerat"))],
                field="state",
            ),
            Choice(
                "utfall",
                N_("Utfall"),
                options=OUTCOMES,
                apply=with_outcome,
            ),
        ],
        order="-since",
        row_link=_address,
    )
