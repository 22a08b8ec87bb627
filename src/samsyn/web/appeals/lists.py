"""The appeals that wait for the committee: the caseworker's own, the unit's for the team leader and the delegate."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.cases.appeals.lifecycle import LABELS, Stage
from samsyn.cases.appeals.reconsidered import days_waited
from samsyn.cases.queries import record_shown, to_try
from samsyn.people.refusals import N_
from samsyn.people.roles import ASSESSMENT
from samsyn.web.casework.appeal_words import REMEDIES
from samsyn.web.gate import open_to
from samsyn.web.shared.listing import Choice, Column, Listing, Mark
from samsyn.web.shared.request import Request

SHOWN = (Stage.RECEIVED, Stage.TAKEN_UP, Stage.RECONSIDERED, Stage.JUDGED)


@open_to(*ASSESSMENT)
@require_safe
def appeals(request: Request) -> HttpResponse:
    """What is to be tried, reconsidered, handed over or followed."""
    today = localdate(request.now)
    listing = Listing(
        columns=[
            Column("number", N_("Ärende"), value=lambda a: a.case.number, sort="case__number"),
            Column("name", N_("Person"), value=lambda a: a.case.person.name, sort="case__person__family_name"),
            Column("kind", N_("Sort"), value=lambda a: _(REMEDIES[a.remedy]), sort="remedy"),
            Column("stage", N_("Läge"), value=_stage, sort="stage", kind="mark"),
            Column("came", N_("Kom in"), value=lambda a: a.reached_on or a.court_on, sort="reached_on", kind="date"),
            Column("days", N_("Dagar"), value=lambda a: days_waited(a.reached_on or a.court_on, today), kind="number"),
        ],
        filters=[Choice("stage", N_("Läge"), [(s.value, LABELS[s]) for s in SHOWN], field="stage")],
        order="reached_on",
        row_link=lambda a: reverse("appeal", args=[a.case_id, a.pk]),
    )  # fmt: skip
    page = listing.page(
        request,
        to_try(request.actor),
        caption=_("Överklaganden som väntar"),
        empty=_("Inget överklagande väntar. Här kommer de som ska prövas, omprövas, lämnas över eller följas."),
        on_show=lambda rows: _shown(request, rows),
    )
    return render(request, "appeals/list.html", {"list": page})


def _stage(appeal: Any) -> Mark:
    return Mark(LABELS[Stage(appeal.stage)], "waiting")


def _shown(request: Request, rows: list[Any]) -> None:
    record_shown(what="appeal.list", persons=(a.case.person_id for a in rows), by=request.actor, at=request.now)
