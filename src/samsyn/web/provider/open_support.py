"""What the unit gives to all without an application (SoL 11:5): who begins, told of the right to apply (SoL 11:6)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases.actions import begin_use, count_use, end_use
from samsyn.cases.queries import offer_of_unit, offers_of_unit, users_of
from samsyn.people.actions import note_visitor
from samsyn.people.identity import Identity
from samsyn.people.roles import PROVIDER
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.invited import name_field, number_field, number_read
from samsyn.web.shared.letters import asked_for
from samsyn.web.shared.open_support import CountForm, ToldForm, as_pdf
from samsyn.web.shared.open_support import information as information_letter
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import ServiceOffer, ServiceUse


class VisitorForm(ToldForm):
    """Who begins, where names are written down."""

    identity = number_field(_("Tio eller tolv siffror. Till exempel 19400115-9807."))
    given_name = name_field(_("Förnamn"), _("Skriv förnamnet."))
    family_name = name_field(_("Efternamn"), _("Skriv efternamnet."))

    field_order = ("identity", "given_name", "family_name", "told_how", "told_language")

    def __init__(self, data: Any = None, *, request: Request) -> None:
        super().__init__(data)
        self.today = localdate(request.now)

    def clean_identity(self) -> Identity:
        """The number in its kept form."""
        return number_read(self.cleaned_data["identity"], self.today)


@open_to(*PROVIDER)
@require_safe
def offers_page(request: Request) -> HttpResponse:
    """What the unit gives to all."""
    return render(request, "provider/open_supports.html", {"offers": list(offers_of_unit(by=request.actor))})


@open_to(*PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_page(request: Request, pk: int) -> HttpResponse:
    """One of them: who uses it, and a form for who, or how many, begin today."""
    offer = _offer(request, pk)
    form = _form(request, offer)
    done, status = tried(form, lambda: _register(request, offer, form), on="on")
    if done is not None:
        return redirect("unit_offer", offer.pk)
    asked = asked_for(request)
    context = {
        "offer": offer,
        "form": form,
        "users": users_of(offer, by=request.actor, at=request.now),
        "asked": asked,
        "letter": information_letter(request, offer, asked),
        "today": localdate(request.now),
    }
    return render(request, "provider/open_support.html", context, status=status)


@open_to(*PROVIDER)
@require_safe
def information(request: Request, pk: int) -> HttpResponse:
    """The information to hand over, to print."""
    offer, asked = _offer(request, pk), asked_for(request)
    return as_pdf(information_letter(request, offer, asked), offer, asked)


@open_to(*PROVIDER)
@require_POST
def stop(request: Request, pk: int, use_pk: int) -> HttpResponse:
    """Somebody has stopped."""
    offer = _offer(request, pk)
    with missing():
        use = offer.uses.get(pk=use_pk)
    end_use(use=use, ended_on=localdate(request.now), by=request.actor, at=request.now)
    return redirect("unit_offer", offer.pk)


def _offer(request: Request, pk: int) -> "ServiceOffer":
    with missing():
        return offer_of_unit(pk, by=request.actor)


def _form(request: Request, offer: "ServiceOffer") -> Any:
    if offer.keeps_identity:
        return VisitorForm(form_data(request), request=request)
    return CountForm(form_data(request), initial={"on": localdate(request.now)})


def _register(request: Request, offer: "ServiceOffer", form: forms.Form) -> "ServiceUse":
    given: Any = form.cleaned_data
    by, at = request.actor, request.now
    if isinstance(form, VisitorForm):
        who = {name: given[name] for name in ("identity", "given_name", "family_name")}
        written = f"{given['given_name']} {given['family_name']}"
        person = note_visitor(**who, by=by, at=at)
        return begin_use(offer=offer, person=person, told=form.told, written_name=written, by=by, at=at)
    told: Any = form
    what = {name: given[name] for name in ("on", "count", "sex")}
    return count_use(offer=offer, **what, told=told.told, once=str(given["once"] or ""), by=by, at=at)
