"""Noting a title that rests on a proof, and that it is lost, on the page of a member of staff."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from samsyn.people.actions import end_title, note_title
from samsyn.people.queries import staff_list, titles_noted
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.office.administrator import member_page
from samsyn.web.office.title_form import TitleForm
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.request import Request


@open_to(Role.ADMINISTRATOR)
@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    """Write down a title that somebody has shown proof of."""
    with missing():
        staff = staff_list().get(pk=pk)
    form = TitleForm(request.POST, today=localdate(request.now))
    done, status = tried(form, lambda: note_title(staff=staff, **form.cleaned_data, by=request.actor, at=request.now))
    return redirect("staff_member", pk) if done else member_page(request, staff, status=status, title=form)


@open_to(Role.ADMINISTRATOR)
@require_POST
def end(request: Request, pk: int, title: int) -> HttpResponse:
    """Write down that a title is lost, from tomorrow."""
    with missing():
        held = titles_noted(pk).get(pk=title)
    end_title(title=held, last_day=localdate(request.now), by=request.actor, at=request.now)
    return redirect("staff_member", pk)
