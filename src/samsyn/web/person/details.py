"""What we know of how to reach the person; they change their own phone, e-mail and language."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samsyn.people.actions import change_contact
from samsyn.people.queries import contact_for
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.forms import MyContactForm
from samsyn.web.person.page import show, whose
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.request import Request


@open_to(Role.PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: Request, person: int) -> HttpResponse:
    """Name, number and address as they are, and a form for the rest."""
    to = whose(request, person, "person.details")
    contact = contact_for(to.person, by=request.actor, at=request.now)
    known = {"phone": contact.phone, "email": contact.email, "language": to.person.language}
    form = MyContactForm(form_data(request), initial=known)
    done, status = tried(
        form, lambda: change_contact(person=to.person, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect(f"{reverse('my_details', args=[person])}?sparat=1")
    return show(
        request, "details.html", to, status=status, form=form, contact=contact, saved=request.GET.get("sparat") == "1"
    )
