"""Pages around the carers' phones: what is held about a carer's times, which phones there are, and emptying one."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from samsyn.homecare.actions import wipe_device
from samsyn.homecare.queries import device_for, devices_at, not_taken, readers_of_times, told_times
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import duration, label

KINDS = {
    "begin": N_("ett besök började"), "end": N_("ett besök slutade"), "report": N_("skrev att det blev annorlunda"),
    "extra": N_("skrev hjälp utöver planen"), "note": N_("antecknade"),
    "swap": N_("frågade om ett byte åt någon"), "choose": N_("valde mellan två versioner"),
}  # fmt: skip
SHOWN = 200
MARKS = {
    "conflict": Mark(N_("två versioner, väntar på att någon väljer"), "waiting"),
    "refused": Mark(N_("gick inte att ta emot"), "refused"),
}


@open_to(Role.CARE_WORKER)
@require_GET
def my_times(request: Request) -> HttpResponse:
    """What is held about the carer's own times, for how long, and who has read it."""
    staff, times = told_times(request.actor.staff, by=request.actor, at=request.now)
    read = readers_of_times(staff.pk)
    names = names_of_actors({event.by for event in read})
    readers = [(names.get(event.by, event.by), event.at) for event in read]
    return render(request, "mobile/my_times.html", {**_told(times), "readers": readers})


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def carer_times(request: Request, pk: int) -> HttpResponse:
    """A carer's told times at the planner's unit. The carer sees that they were read."""
    with missing():
        staff, times = told_times(pk, by=request.actor, at=request.now)
    return render(request, "mobile/carer_times.html", {**_told(times), "staff": staff})


def _told(times):
    rows = list(times[: SHOWN + 1])
    days = settings.SAMSYN["told_days"]
    said = [(t, KINDS.get(t.change.kind, t.change.kind)) for t in rows[:SHOWN]]
    return {"times": said, "more": len(rows) > SHOWN, "shown": SHOWN, "days": days}


@open_to(Role.PROVIDER_PLANNER, Role.ADMINISTRATOR)
@require_GET
def phones(request: Request) -> HttpResponse:
    """Phones that have held a day, and for the planner what came in from them and was not taken."""
    since = localdate(request.now) - timedelta(days=settings.SAMSYN["told_days"])
    left = [(c, MARKS[c.outcome], _words(c)) for c in not_taken(since=since, by=request.actor, at=request.now)]
    planner = request.actor.role is Role.PROVIDER_PLANNER
    return render(
        request, "mobile/phones.html", {"devices": devices_at(request.actor), "left": left, "planner": planner}
    )


def _words(change) -> str:
    """What the carer wrote, as a sentence."""
    held = change.content
    minutes, reason = held.get("minutes"), held.get("reason")
    said = [
        duration(minutes) if isinstance(minutes, int) else "",
        label("reasons", reason, "homecare") if reason else "",
        str(held.get("note") or held.get("text") or ""),
    ]
    return ". ".join(part for part in said if part)


@open_to(Role.PROVIDER_PLANNER, Role.ADMINISTRATOR)
@require_POST
def wipe(request: Request, pk: int) -> HttpResponse:
    """Empty a phone: at its next contact everything is gone, and what is sealed in it stays so."""
    with missing():
        device = device_for(pk, by=request.actor)
    wipe_device(device=device, by=request.actor, at=request.now)
    return redirect("phones")
