"""Who has read and written in a person's file, in plain words, and how the help has been followed up."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from samsyn.cases.codes import code_list
from samsyn.cases.queries import told_follow_ups
from samsyn.people.queries import names_of_actors, readers_of
from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, show, whose
from samsyn.web.person.words import REACHED, RESULTS
from samsyn.web.shared.event_labels import event_label
from samsyn.web.shared.request import Request

PER_PAGE = 25
BY_ITSELF = N_("Samsyn, av sig självt")


@dataclass(frozen=True)
class Reading:
    """One line of the log as the person reads it."""

    at: datetime
    who: str
    role: str
    did: str


@open_to(*READERS)
@require_safe
def readers(request: Request, person: int) -> HttpResponse:
    """Who has opened or written in a person's file, newest first; looking is itself a reading."""
    to = whose(request, person, "person.home")
    events = readers_of(person, by=request.actor, at=request.now)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("sida"))
    names = names_of_actors({e.by for e in page})
    rows = [
        Reading(e.at, names.get(e.by) or gettext(BY_ITSELF), "" if e.by.startswith("job:") else _role(e.role), event_label(e.what))
        for e in page
    ]  # fmt: skip
    return show(request, "readers.html", to, rows=rows, page=page)


def _role(code: str) -> str:
    return gettext(LABELS[code]) if code in LABELS else code


@open_to(*READERS)
@require_safe
def follow_ups(request: Request, person: int) -> HttpResponse:
    """What was found when the help was followed up, need by need, in the person's view and in the caseworker's."""
    to = whose(request, person, "follow_up.told")
    areas, language = code_list("areas"), get_language() or "sv"
    held = [
        {
            "held": f,
            "result": RESULTS.get(f.result, ""),
            "needs": [(areas[n.need.area].label(language), n) for n in f.needs.all()],
        }
        for f in told_follow_ups(person, by=request.actor)
    ]
    return show(request, "follow_ups.html", to, held=held, reached=REACHED)
