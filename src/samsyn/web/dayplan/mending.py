"""Something has happened to a day: its plan is put together anew by a process of its own, and taken in."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samsyn.homecare.actions import Search, take_repair
from samsyn.homecare.dayplan import apart
from samsyn.homecare.dayplan.mending import (
    ADDED,
    CANCELLED,
    ILL,
    LATE,
    TRIALS,
    Happened,
    goes_home_at,
    loose,
    runs_until,
    under_way,
)
from samsyn.homecare.queries import facts_to_mend
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from samsyn.web.dayplan.fetch import plan_of, told_plan
from samsyn.web.dayplan.told import Told, clock
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.inputs import offer, time_of_day
from samsyn.web.shared.plain import is_number
from samsyn.web.shared.request import Request

BUSY = N_("En sökning av dagen pågår redan. Vänta tills den är klar, eller avbryt den, och försök igen.")
CHOOSE = [("", _("Välj"))]
CLOCK = {"required": _("Skriv ett klockslag, till exempel 9.40."), "invalid": _("Skriv tiden som 9.40.")}


class IllForm(forms.Form):
    """Who goes home, and from when."""

    what = forms.CharField(widget=forms.HiddenInput, initial=ILL)
    carer = forms.TypedChoiceField(
        label=_("Vem"), coerce=int, error_messages={"required": _("Välj vem som blivit sjuk.")}
    )
    start = time_of_day(label=_("Från klockan"), error_messages=CLOCK)


class AddedForm(forms.Form):
    """That visits have been added which the plan does not hold."""

    what = forms.CharField(widget=forms.HiddenInput, initial=ADDED)


class CancelledForm(forms.Form):
    """Which visit is cancelled."""

    what = forms.CharField(widget=forms.HiddenInput, initial=CANCELLED)
    visit = forms.ChoiceField(
        label=_("Vilket besök"), error_messages={"required": _("Välj vilket besök som är avbokat.")}
    )


class LateForm(forms.Form):
    """Which visit that goes on runs late, and until when."""

    what = forms.CharField(widget=forms.HiddenInput, initial=LATE)
    visit = forms.ChoiceField(
        label=_("Vilket besök"), error_messages={"required": _("Välj vilket besök som blir sent.")}
    )
    until = time_of_day(label=_("Klart klockan"), error_messages=CLOCK)


FORMS: dict[str, type[forms.Form]] = {ILL: IllForm, ADDED: AddedForm, CANCELLED: CancelledForm, LATE: LateForm}


@open_to(Role.PROVIDER_PLANNER)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: Request, pk: int) -> HttpResponse:
    """Say what has happened, and let a process of its own put the plan together anew."""
    plan = plan_of(request, pk)
    told = told_plan(request, plan)
    sent = request.POST.get("what", "") if request.method == "POST" else ""
    shown = {what: _form(request, told, what, what == sent) for what in FORMS}
    status = 200
    if sent in FORMS:
        done, status = tried(shown[sent], lambda: _begun(request, told, sent, shown[sent].cleaned_data))
        if done:
            return redirect(f"{reverse('dayplan')}?dag={plan.day.isoformat()}&plan={plan.version}#forslag")
    elif request.method == "POST":
        status = 422
    context = {
        "plan": plan, "day": plan.day, "forms": shown, "sent": shown.get(sent),
        "loose": len(loose(told.known.day, told.lanes_now)),
    }  # fmt: skip
    return render(request, "dayplan/mend.html", context, status=status)


def _form(request: Request, told: Told, what: str, is_sent: bool) -> forms.Form:
    form = FORMS[what](request.POST if is_sent else None, auto_id=f"{what}-%s", initial=_first(request, told))
    if what == ILL:
        offer(form, "carer", [*CHOOSE, *told.at_work])
    if what in (CANCELLED, LATE):
        offer(form, "visit", [*CHOOSE, *_visits(told, what)])
    return form


def _first(request: Request, told: Told) -> dict[str, Any]:
    """From now, on the day itself."""
    now = localtime(request.now)
    return {"start": f"{now.hour:02d}:{now.minute:02d}"} if told.known.on == now.date() else {}


def _visits(told: Told, what: str) -> list[tuple[str, str]]:
    """The visits that may be cancelled, or run late: by key, in words."""
    going = set(under_way(told.known.day))
    chosen = [v for v in told.known.day.visits if (v.key in going if what == LATE else not v.settled and not v.part)]
    return [
        (v.key, f"{clock(v.start)} {told.person_name(v.person)}, {told.words_of(v.planned)}")
        for v in sorted(chosen, key=lambda v: (v.start, v.key))
    ]


def _minute(at: time | None) -> int:
    return at.hour * 60 + at.minute if at else 0


def _begun(request: Request, told: Told, what: str, given: dict[str, Any]) -> bool:
    """Start the search. Raises Refused where the plan was changed, nothing can be mended, or another search goes on."""
    now, plan = localtime(request.now), told.plan
    minute = _minute(now.time()) if now.date() == plan.day else 0
    at = goes_home_at(told.known.day, given["carer"], _minute(given["start"])) if what == ILL else minute
    visit = given.get("visit", "")
    happened = Happened(
        what, at, given.get("carer"), visit, runs_until(told.known.day, visit, _minute(given.get("until")))
    )  # fmt: skip
    seen = request.POST.get("seen", "")
    seen_turn = int(seen) if is_number(seen) else -1
    facts, lanes = facts_to_mend(plan, happened, seen=seen_turn, by=request.actor, at=request.now)
    asked = {
        "kind": apart.REPAIR, "lanes": apart.told_lanes(lanes), "happened": happened.as_json(), "plan": plan.pk,
        "turn": seen_turn, "trials": TRIALS,
    }  # fmt: skip
    if not aside.begin(plan.unit_id, plan.day, facts, plan.version + 1, **asked):
        raise Refused(Refusal(BUSY))
    return True


@dataclass(frozen=True)
class Mends:
    """What a search of this kind was asked: which plan it mends, as it was read, and after what."""

    plan: int
    turn: int
    happened: Happened

    @classmethod
    def of(cls, asked: dict[str, Any]) -> "Mends":
        """Raises KeyError, TypeError, ValueError, OverflowError for anything else than what a page asked."""
        return cls(int(asked["plan"]), int(asked["turn"]), Happened.from_json(asked["happened"]))


def taken_in(request: Request, mends: Mends, search: Search) -> None:
    """Put what the search found beside the plan that it mends, and make so what happened."""
    take_repair(
        plan=plan_of(request, mends.plan), seen=mends.turn, happened=mends.happened, search=search, by=request.actor,
        at=request.now,
    )  # fmt: skip
