"""Giving and taking back the permission to see protected data, on the page of a member of staff."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from samsyn.people.actions import end_sight, give_sight
from samsyn.people.queries import permit_for, staff_list
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.office.administrator import member_page
from samsyn.web.office.protection import SightForm
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.request import Request


@open_to(Role.ADMINISTRATOR)
@require_POST
def give(request: Request, pk: int) -> HttpResponse:
    """Give a member of staff the permission to see protected data, for a time."""
    with missing():
        staff = staff_list().get(pk=pk)
    form = SightForm(request.POST, staff=staff, today=localdate(request.now))
    done, status = tried(form, lambda: give_sight(**form.cleaned_data, by=request.actor, at=request.now))
    return redirect("staff_member", pk) if done else member_page(request, staff, status=status, sight=form)


@open_to(Role.ADMINISTRATOR)
@require_POST
def end(request: Request, pk: int, permit: int) -> HttpResponse:
    """Take the permission back at once."""
    with missing():
        given = permit_for(pk, permit)
    end_sight(given=given, by=request.actor, at=request.now)
    return redirect("staff_member", pk)
