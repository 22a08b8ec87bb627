"""The few who may look: named by the unit's planner, for a time (SoLPuL 10 §)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.homecare.actions import end_look_permit, give_look_permit
from samsyn.homecare.queries import look_permit_for, look_permits, staff_to_name
from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.night.forms import PermitForm
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.request import Request


@open_to(Role.PROVIDER_PLANNER)
@require_http_methods(["GET", "HEAD", "POST"])
def permits_page(request: Request) -> HttpResponse:
    """Who may look, who could, and a form to name one more."""
    today = localdate(request.now)
    form = PermitForm(form_data(request), colleagues=staff_to_name(request.actor), initial={"valid_from": today})
    done, status = tried(
        form, lambda: give_look_permit(**form.cleaned_data, by=request.actor, at=request.now)
    )  # fmt: skip
    if done:
        return redirect("night_permits")
    given = look_permits(request.actor)
    context = {
        "form": form,
        "holding": [p for p in given if p.ended_at is None and p.valid_to >= today],
        "before": [p for p in given if p.ended_at is not None or p.valid_to < today],
    }
    return render(request, "night/permits.html", context, status=status)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def end_permit(request: Request, permit_pk: int) -> HttpResponse:
    """End a permission at once."""
    given = look_permit_for(request.actor, permit_pk)
    if given is None:
        raise NoAccess(Refusal(N_("Det är enhetens planerare som ger behörighet att titta."), law="SoLPuL 10"))
    end_look_permit(given=given, by=request.actor, at=request.now)
    return redirect("night_permits")
