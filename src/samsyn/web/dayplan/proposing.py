"""Letting the search propose: started, seen as it goes, stopped with the best, taken in by a planner."""

import re
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from samsyn.homecare.actions import Search, begin_day_plan, take_proposal
from samsyn.homecare.dayplan import apart
from samsyn.homecare.queries import day_plans, facts_to_search, unit_day
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from samsyn.web.dayplan.mending import Mends, taken_in
from samsyn.web.dayplan.told import clock
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import day_meant
from samsyn.web.shared.reach import named
from samsyn.web.shared.request import Request

_KEY = re.compile(r"\d+-\d+")  # of a visit: the person and the promised minute
SPOILT = N_("Förslaget gick inte att läsa. Ta fram ett nytt.")
NONE = N_("Det finns inget förslag att ta in. Det är redan intaget, eller glömt. Läs om sidan.")
ANOTHER = N_("Ett nyare förslag har tagit det förras plats. Läs om sidan för att se det.")
WAITS = N_("Förslaget är inte klart än. Vänta en stund, eller avbryt och behåll det bästa.")


def posted_day(request: Request) -> date:
    """The day that a form is about; today where it is none, or years away."""
    return day_meant(request.POST.get("dag", ""), localdate(request.now))


def board_of(day: date) -> str:
    """Where a day's board is."""
    return f"{reverse('dayplan')}?dag={day.isoformat()}"


def _faults_said(request: Request, day: date, faults: list[dict[str, str]]) -> list[str]:
    """Each fault as a sentence in the reader's language, with names where the search has keys."""
    known = unit_day(day, by=request.actor, at=request.now)
    names = {visit.key: f"{clock(visit.promised)} {named(known.persons[visit.person])}" for visit in known.day.visits}
    told = [fault["en" if (get_language() or "sv").startswith("en") else "sv"] for fault in faults]
    return [_KEY.sub(lambda key: names.get(key[0], key[0]), text) for text in told]


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def begin(request: Request) -> HttpResponse:
    """Begin from the day as it stands."""
    day = posted_day(request)
    begin_day_plan(day=day, by=request.actor, at=request.now)
    return redirect(board_of(day))


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def propose(request: Request) -> HttpResponse:
    """Start a search of the day. What the newest plan has locked stays as it is there."""
    day = posted_day(request)
    facts = facts_to_search(day, by=request.actor, at=request.now)
    newest = day_plans(day, by=request.actor).first()
    aside.begin(request.actor.unit_id or 0, day, facts, (newest.version if newest else 0) + 1)
    return redirect(f"{board_of(day)}#forslag")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def stop(request: Request) -> HttpResponse:
    """End the search with the best plan so far."""
    day = posted_day(request)
    aside.stop(request.actor.unit_id or 0, day)
    return redirect(f"{board_of(day)}#forslag")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def take(request: Request) -> HttpResponse:
    """Put what the search found beside the other plans of the day."""
    day, unit = posted_day(request), request.actor.unit_id or 0
    found = aside.standing(unit, day)
    if found is None:
        raise Refused(Refusal(NONE))
    if found.answer is None:
        raise Refused(Refusal(WAITS))
    if found.kind == apart.MORE or request.POST.get("which", found.which) != found.which:
        raise Refused(Refusal(ANOTHER))
    try:
        if found.answer.get("faults"):
            context = {"day": day, "faults": _faults_said(request, day, found.answer["faults"])}
            aside.forget(unit, day, found.which)
            return render(request, "dayplan/faults.html", context, status=409)
        search = Search.of(found.answer, found.which)
        mends = Mends.of(found.asked) if found.kind == apart.REPAIR else None
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        aside.forget(unit, day, found.which)
        raise Refused(Refusal(SPOILT)) from None
    if mends:
        taken_in(request, mends, search)
    else:
        take_proposal(day=day, search=search, by=request.actor, at=request.now)
    aside.forget(unit, day, found.which)
    return redirect(board_of(day))
