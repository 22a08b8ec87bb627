"""The committee's offers without individual needs test (SoL 11:5), for its secretary: decisions, days and use."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases.actions import announce_offer, end_offer, enter_offer
from samsyn.cases.calendar_law import Unit, last_day
from samsyn.cases.queries import all_offers, uses_by_month
from samsyn.equity.safe import About, Axis, Cell, Hidden, SafeTable
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.office.figures import SEXES, withheld
from samsyn.web.office.offer_forms import AnnounceForm, EndOfferForm, OfferForm
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.listing import Column, Listing
from samsyn.web.shared.request import Request
from samsyn.web.shared.shown import office_rule
from samsyn.web.shared.wording import label, say

if TYPE_CHECKING:
    from samsyn.cases.models import ServiceOffer

LISTING = Listing(
    columns=[
        Column("intervention", N_("Insats"), lambda o: label("interventions", o.intervention), sort="intervention"),
        Column("provider", N_("Enhet"), lambda o: o.provider.name, sort="provider__name"),
        Column("minutes", N_("Protokoll"), lambda o: o.minutes, sort="minutes"),
        Column("decided", N_("Beslutat"), lambda o: o.decided_on, sort="decided_on", kind="date"),
        Column("from", N_("Från och med"), lambda o: o.valid_from, sort="valid_from", kind="date"),
        Column("to", N_("Till och med"), lambda o: o.valid_to, sort="valid_to", kind="date"),
    ],
    order="-decided_on",
    row_link=lambda o: reverse("offer", args=[o.pk]),
)


@open_to(Role.COMMITTEE_SECRETARY)
@require_safe
def offers_page(request: Request) -> HttpResponse:
    """Every offer, newest decision first."""
    page = LISTING.page(
        request,
        all_offers(by=request.actor),
        caption=gettext("Öppna stöd"),
        empty=gettext("Nämnden har inte beslutat om något öppet stöd än. För in beslutet när det är fattat."),
    )
    return page.export or render(request, "office/offers.html", {"page": page})


@open_to(Role.COMMITTEE_SECRETARY)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request: Request) -> HttpResponse:
    """Enter a decision of the committee."""
    form = OfferForm(form_data(request))
    done, status = tried(form, lambda: enter_offer(terms=form.terms, by=request.actor, at=request.now))
    if done is not None:
        return redirect("offer", done.pk)
    return render(request, "office/offer_new.html", {"form": form}, status=status)


@open_to(Role.COMMITTEE_SECRETARY)
@require_safe
def offer_page(request: Request, pk: int) -> HttpResponse:
    """One offer: the decision, until when legality review may be asked for, and how many have begun."""
    return _shown(request, _offer(request, pk))


@open_to(Role.COMMITTEE_SECRETARY)
@require_POST
def announce(request: Request, pk: int) -> HttpResponse:
    """Note when the approved minutes were announced (KL 8:12, 13:5)."""
    offer = _offer(request, pk)
    form = AnnounceForm(request.POST)
    done, status = tried(
        form, lambda: announce_offer(offer=offer, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("offer", pk) if done is not None else _shown(request, offer, status=status, announcing=form)


@open_to(Role.COMMITTEE_SECRETARY)
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Note that the committee has ended the offer."""
    offer = _offer(request, pk)
    form = EndOfferForm(request.POST)
    done, status = tried(form, lambda: end_offer(offer=offer, **form.cleaned_data, by=request.actor, at=request.now))
    return redirect("offer", pk) if done is not None else _shown(request, offer, status=status, ending=form)


def _offer(request: Request, pk: int) -> "ServiceOffer":
    with missing():
        return all_offers(by=request.actor).get(pk=pk)


def _shown(request: Request, offer: "ServiceOffer", *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    context = {
        "offer": offer,
        "is_over": bool(offer.valid_to and offer.valid_to < localdate(request.now)),
        "review_until": _review_until(offer),
        "announcing": bound.get("announcing") or AnnounceForm(),
        "ending": bound.get("ending") or EndOfferForm(),
        "sexes": [say(text) for text in SEXES.values()],
        "uses": _uses(offer, request),
        "fewest": office_rule().smallest,
    }
    return render(request, "office/offer.html", context, status=status)


def _review_until(offer: "ServiceOffer") -> date | None:
    """The last day for legality review, counted from the announcement (KL 13:5)."""
    return last_day(offer.announced_on, 3, Unit.WEEK, sunday_rule=True).day if offer.announced_on else None


def _uses(offer: "ServiceOffer", request: Request) -> list[dict[str, Any]]:
    """How many began, by month and sex; small counts are withheld as in every table that leaves case handling."""
    counted = uses_by_month(offer, by=request.actor)
    months = sorted({month for month, _ in counted}, reverse=True)
    if not months:
        return []
    axes = [Axis("month", tuple(month.isoformat() for month in months)), Axis("sex", tuple(SEXES))]
    counts = [[counted[month, sex] for sex in SEXES] for month in months]
    table = SafeTable.of(counts, axes, About("", "", ""), office_rule(), totals=False)
    return [
        {"month": month, "counts": [(say(text), _said(table[month.isoformat(), sex])) for sex, text in SEXES.items()]}
        for month in months
    ]


def _said(cell: Cell) -> str | int:
    return withheld(office_rule().smallest) if isinstance(cell, Hidden) else int(cell.value)
