"""Who has read and written in a person's file, in plain words, and how the help has been followed up."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from samsyn.audit.queries import by_people
from samsyn.cases.codes import code_list
from samsyn.cases.queries import told_follow_ups
from samsyn.people.queries import names_let_in, names_of_actors, people_behind, readers_of
from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS, Role
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, known, show, whose
from samsyn.web.person.words import REACHED, RESULTS
from samsyn.web.shared.event_labels import event_label
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.audit.models import Event

PER_PAGE = 25
BY_ITSELF = N_("Samsyn, automatiskt")
STRANGER = N_("en annan privatperson")
DENIED = "access.denied"
GONE = N_("någon som inte längre finns kvar här")


@dataclass(frozen=True)
class Reading:
    """One line of the log as the person reads it."""

    at: datetime
    who: str
    role: str
    did: str
    refused: bool = False
    emergency: bool = False  # read without a relation, for a time, which the unit's leader looks at


@open_to(*READERS)
@require_safe
def readers(request: Request, person: int) -> HttpResponse:
    """Who has opened or written in a person's file, newest first; looking is itself a reading.

    What the reader did themselves, and what runs by itself, is left out unless asked for: it would drown the others.
    """
    events = readers_of(person, by=request.actor, at=request.now)
    to = known(request, people_behind({person})[person])
    also = {key: request.GET.get(key) == "1" for key in ("egna", "jobb")}
    if not also["egna"]:
        events = events.exclude(by=request.actor.key)
    if not also["jobb"]:
        events = by_people(events)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("sida"))
    names = names_of_actors({e.by for e in page if not e.by.startswith("person:")}) | names_let_in(person)
    context: dict[str, Any] = {
        "rows": [_reading(e, names) for e in page],
        "page": page,
        "also_own": also["egna"],
        "also_jobs": also["jobb"],
        "turn_own": _query(also | {"egna": not also["egna"]}),
        "turn_jobs": _query(also | {"jobb": not also["jobb"]}),
        "newer": _query(also, page.number - 1),
        "older": _query(also, page.number + 1),
    }
    return show(request, "readers.html", to, **context)


def _query(also: dict[str, bool], number: int = 1) -> str:
    """The address of the same page with these switches on."""
    asked = {key: "1" for key, on in also.items() if on} | ({"sida": str(number)} if number > 1 else {})
    return "?" + urlencode(asked)


def _reading(event: "Event", names: dict[str, str]) -> Reading:
    """What runs by itself has no name and no role. That a stranger is known here is not told by their name."""
    by_itself, stranger = event.by.startswith("job:"), event.by.startswith("person:") and event.by not in names
    who = names.get(event.by) or gettext(BY_ITSELF if by_itself else STRANGER if stranger else GONE)
    role = "" if by_itself or stranger or event.role not in LABELS else gettext(LABELS[Role(event.role)])
    return Reading(
        event.at,
        who,
        role,
        event_label(event.what),
        refused=event.what == DENIED,
        emergency="emergency" in event.detail,
    )


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
