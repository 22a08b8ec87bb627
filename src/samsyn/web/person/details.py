"""What we know of how to reach the person; they change their own phone, e-mail and language."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.people.actions import change_contact, choose_letters
from samsyn.people.queries import contact_for
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.forms import MyContactForm
from samsyn.web.person.page import Whose, show, whose
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.letters import LettersForm
from samsyn.web.shared.request import Request


@open_to(Role.PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: Request, person: int) -> HttpResponse:
    """Name, number and address as they are, and a form for the rest."""
    to = whose(request, person, "person.details")
    form = _contact_form(request, to, form_data(request))
    done, status = form.change_with(
        lambda new: change_contact(person=to.person, read=form.read, by=request.actor, at=request.now, **new)
    )
    if done is not None:
        return redirect(f"{reverse('my_details', args=[person])}?sparat=1")
    return _shown(request, to, form, status=status)


@open_to(Role.PERSON)
@require_POST
def letters(request: Request, person: int) -> HttpResponse:
    """How the person wants their letters: language and size. It is remembered."""
    to = whose(request, person, "person.details")
    form = LettersForm(request.POST, person=to.person)
    done, status = tried(
        form, lambda: choose_letters(person=to.person, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is None:
        return _shown(request, to, _contact_form(request, to), form, status=status)
    return redirect(f"{reverse('my_details', args=[person])}?sparat=1#letters")


def _shown(
    request: Request, to: Whose, form: MyContactForm, letters: LettersForm | None = None, *, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "letters_form": letters or LettersForm(person=to.person),
        "contact": contact_for(to.person, by=request.actor, at=request.now),
        "saved": request.GET.get("sparat") == "1",
    }
    return show(request, "details.html", to, status=status, **context)


def _contact_form(request: Request, to: Whose, sent: QueryDict | None = None) -> MyContactForm:
    contact = contact_for(to.person, by=request.actor, at=request.now)
    known = {"phone": contact.phone, "email": contact.email, "language": to.person.language}
    return MyContactForm(sent, initial=known)
