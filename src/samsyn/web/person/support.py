"""What is there for all without applying (SoL 2:4, SoL 11:5), and that one may apply all the same (SoL 11:6)."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases.actions import Told, begin_use, end_use
from samsyn.cases.queries import open_offers, uses_of_person
from samsyn.people.refusals import Refused
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.shared.asked import missing
from samsyn.web.shared.letters import asked_for
from samsyn.web.shared.open_support import as_pdf
from samsyn.web.shared.open_support import information as information_letter
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import ServiceOffer

APPLY = frozenset({"apply"})


@open_to(*READERS)
@require_safe
def support(request: Request, person: int) -> HttpResponse:
    """Everything that is open now, and what the person uses of it."""
    to = whose(request, person, "support.told", functions=APPLY)
    uses = list(uses_of_person(person, by=request.actor))
    using = {use.offer_id: use for use in uses if use.ended_on is None}
    offers = [(offer, using.get(offer.pk)) for offer in open_offers(today=localdate(request.now))]
    return show(request, "support.html", to, offers=offers, ended=[u for u in uses if u.ended_on])


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: Request, person: int, pk: int) -> HttpResponse:
    """One of them, with the information that comes first; a press begins it."""
    to = whose(request, person, "support.told", functions=APPLY)
    found = _open(request, pk)
    asked = asked_for(request, to.person)
    if request.method == "POST":
        return _begin(request, to, found, asked.language)
    return _shown(request, to, found)


@open_to(*READERS)
@require_safe
def information(request: Request, person: int, pk: int) -> HttpResponse:
    """The information to keep or print."""
    whose(request, person, "support.told", functions=APPLY)
    found, asked = _open(request, pk), asked_for(request)
    return as_pdf(information_letter(request, found, asked), found, asked)


@open_to(*READERS)
@require_POST
def stop(request: Request, person: int, pk: int) -> HttpResponse:
    """The person does not use it any longer."""
    whose(request, person, "support.told", functions=APPLY)
    with missing():
        use = uses_of_person(person, by=request.actor).get(pk=pk)
    end_use(use=use, ended_on=localdate(request.now), by=request.actor, at=request.now)
    return redirect("my_support", person)


def _begin(request: Request, to: Whose, found: "ServiceOffer", language: str) -> HttpResponse:
    told = Told("shown", language)
    try:
        begin_use(offer=found, person=to.person, told=told, by=request.actor, at=request.now)
    except Refused as refused:
        return _shown(request, to, found, refused=refused, status=409)
    return redirect("my_support", to.person.pk)


def _shown(
    request: Request, to: Whose, found: "ServiceOffer", *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    asked = asked_for(request, to.person)
    using = uses_of_person(to.person.pk, by=request.actor).filter(offer=found, ended_on=None).first()
    context = {"offer": found, "asked": asked, "letter": information_letter(request, found, asked), "using": using}
    refusal = refused.refusal if refused else None
    return show(request, "offer.html", to, status=status, refusal=refusal, **context)


def _open(request: Request, pk: int) -> "ServiceOffer":
    with missing():
        return open_offers(today=localdate(request.now)).get(pk=pk)
