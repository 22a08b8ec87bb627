"""What one more carer, or an hour's wider time, would give: asked of a process of its own, told in sentences."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.homecare.dayplan import apart
from samsyn.homecare.dayplan.more import CARER, Gave
from samsyn.homecare.queries import facts_to_search
from samsyn.people.refusals import Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from samsyn.web.dayplan.mending import BUSY
from samsyn.web.dayplan.proposing import board_of, posted_day
from samsyn.web.dayplan.told import clock
from samsyn.web.gate import open_to
from samsyn.web.shared.request import Request


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def more(request: Request) -> HttpResponse:
    """Start to work out what more would give. What the newest plan has locked is held."""
    day = posted_day(request)
    facts = facts_to_search(day, by=request.actor, at=request.now)
    if not aside.begin(request.actor.unit_id or 0, day, facts, 1, kind=apart.MORE):
        raise Refused(Refusal(BUSY))
    return redirect(f"{board_of(day)}#forslag")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def forget(request: Request) -> HttpResponse:
    """Throw away what a search found, if it is the one that the page showed."""
    day, unit = posted_day(request), request.actor.unit_id or 0
    found = aside.standing(unit, day)
    if found and found.answer is not None and found.which == request.POST.get("which"):
        aside.forget(unit, day, found.which)
    return redirect(board_of(day))


def given_said(found: aside.Standing | None) -> list[str] | None:
    """What more would give, as sentences; None where that was not asked, or cannot be read."""
    if found is None or found.kind != apart.MORE or found.answer is None:
        return None
    try:
        return [_said(Gave.from_json(told)) for told in found.answer["gave"]]
    except (AttributeError, KeyError, TypeError, ValueError):
        return []


def _said(one: Gave) -> str:
    what = (
        _("En till som arbetar {hours}:").format(hours=f"{clock(one.begins)}–{clock(one.ends)}")
        if one.kind == CARER
        else _("En timmes vidare tid för alla besök:")
    )
    if not one.is_certain:
        return f"{what} {_('går inte att skilja från slumpen.')}"
    told: list[Any] = [what]
    if round(one.more, 1) > 0:
        told.append(_("{n} fler besök får någon som kommer.").format(n=_number(one.more)))
    if round(one.more, 1) < 0:
        told.append(_("{n} färre besök får någon som kommer.").format(n=_number(-one.more)))
    if not one.more:
        text = _("dagen blir bättre, som {n} minuter mindre resa (95 procent: {low} till {high}).")
        if one.worth < 0:
            text = _("dagen blir sämre, som {n} minuter mer resa (95 procent: {low} till {high}).")
        low, high = sorted((abs(one.low), abs(one.high)))
        told.append(text.format(n=round(abs(one.worth)), low=round(low), high=round(high)))
    return " ".join(told)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")
