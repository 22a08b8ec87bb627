"""Calling off one night, and calling it back, noted by the staff."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.homecare.actions import Said, call_night_back, call_off_night
from samsyn.homecare.queries import night_off_of
from samsyn.web.gate import open_to
from samsyn.web.night.forms import NotedOffForm
from samsyn.web.night.setup import STAFF, shown, with_camera
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.coming_nights import nights_to_call_off
from samsyn.web.shared.request import Request


@open_to(*STAFF)
@require_POST
def note_off(request: Request, pk: int) -> HttpResponse:
    """Note that the person wants no supervision a night."""
    order, supervision = with_camera(request, pk)
    form = NotedOffForm(request.POST, nights=nights_to_call_off(supervision, request.now), auto_id="off_%s")
    done, status = tried(
        form,
        lambda: call_off_night(
            supervision=supervision, night=form.cleaned_data["night"], said=form.said, by=request.actor, at=request.now
        ),
    )
    return redirect("night_setup", pk) if done else shown(request, order, status=status, off=form)


@open_to(*STAFF)
@require_POST
def note_on(request: Request, pk: int, off: int) -> HttpResponse:
    """Note that the person wants to be supervised the night after all."""
    _order, supervision = with_camera(request, pk)
    with missing():
        found = night_off_of(supervision, off)
    call_night_back(off=found, said=Said("spoken", _("Antecknat på sidan")), by=request.actor, at=request.now)
    return redirect("night_setup", pk)
