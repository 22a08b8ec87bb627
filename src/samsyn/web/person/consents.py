"""Who may see or do what for the person: given, and taken back, by the person alone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.cases.queries import cases_of_person
from samsyn.people.access import BASES, why_not_withdraw
from samsyn.people.actions import accept_offers, decline_offers, let_in, withdraw_consent
from samsyn.people.queries import consent_of, consents_by, consents_ended_by_staff
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.forms import ConsentForm, OfferForm
from samsyn.web.person.page import show, whose
from samsyn.web.shared.answer_blanks import FUNCTIONS
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.request import Request


@open_to(Role.PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: Request, person: int) -> HttpResponse:
    """Who may what, and a form to let somebody in."""
    to = whose(request, person, "person.consents")
    today = localdate(request.now)
    form = ConsentForm(form_data(request), today=today)
    done, status = tried(form, lambda: let_in(person=to.person, invited=form.invited, by=request.actor, at=request.now))
    if done is not None:
        return redirect("my_consents", person)
    given = [(c, why_not_withdraw(request.actor, person, c.basis)) for c in consents_by(person, today=today)]
    return show(
        request, "consents.html", to, status=status,
        given=given, on_paper=cases_of_person(person, by=request.actor).exists(),
        ended=consents_ended_by_staff(person), functions=FUNCTIONS, bases=BASES, form=form,
    )  # fmt: skip


@open_to(Role.PERSON)
@require_POST
def withdraw(request: Request, person: int, pk: int) -> HttpResponse:
    """Take a consent back. It stops at once."""
    whose(request, person, "person.consents")
    with missing():
        consent = consent_of(person, pk)
    withdraw_consent(consent=consent, by=request.actor, at=request.now)
    return redirect("my_consents", person)


@open_to(Role.PERSON)
@require_POST
def answer_offers(request: Request, person: int) -> HttpResponse:
    """Yes or no to what somebody else wants the person to see or do. Only what stood on the page is answered."""
    whose(request, person, "person.consents")
    form = OfferForm(request.POST)
    if not form.is_valid():
        return redirect("person_home", person)  # a button says which, so nobody comes here by hand
    answer = accept_offers if form.cleaned_data["answer"] == "yes" else decline_offers
    answer(offers=form.cleaned_data["offer"], by=request.actor, at=request.now)
    return redirect(f"{reverse('person_home', args=[person])}?svarat=1")
