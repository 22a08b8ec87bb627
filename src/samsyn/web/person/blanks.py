"""Forms on paper for what the person does on their pages."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samsyn.cases.queries import cases_of_person
from samsyn.homecare.queries import choices_for, told_order_under_way, told_orders_under_way, visits_ahead
from samsyn.improvement.queries.survey import invitation_of
from samsyn.people.access import APPOINTED
from samsyn.people.queries import consents_by
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.page import ANY, READERS, Whose, show, whose
from samsyn.web.shared.asked import missing
from samsyn.web.shared.blanks import BLANKS, OF_PERSON, OWN, Blank, blank_sheet, blanks_of, rights_sheet
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.people.models import Consent

SHOWN = timedelta(days=7)  # visits to tick


@open_to(*READERS)
@require_safe
def blanks(request: Request, person: int) -> HttpResponse:
    """Every form that can be printed, for each provider that gives help."""
    to = whose(request, person, "form.told", functions=ANY)
    orders = told_orders_under_way(person, by=request.actor, functions=ANY)
    today = localdate(request.now)
    survey = invitation_of(person, today=today, by=request.actor) if to.own else None
    useful = blanks_of(orders)
    held = [
        (order, [(key, BLANKS[key][0]) for key in useful[order.pk] if opens(to, key)])
        for order in orders
    ]  # fmt: skip
    known = to.own and not orders and cases_of_person(person, by=request.actor).exists()
    rights = [(key, BLANKS[key][0]) for key in OF_PERSON] if known else []
    return show(request, "blanks.html", to, held=held, survey=survey, rights=rights)


def opens(to: Whose, which: str) -> bool:
    """Whether a form is the reader's to print: the person's own are all of them."""
    return to.own or any(map(to.may, BLANKS[which][1]))


@open_to(*READERS)
@require_safe
def blank(request: Request, person: int, pk: int, which: str) -> HttpResponse:
    """One form as a tagged PDF in large type."""
    functions = BLANKS[which][1] if which in BLANKS else ANY
    whose(request, person, "form.printed", functions=functions, about=f"order:{pk}")
    if which not in BLANKS:
        raise Http404
    with missing():
        order = told_order_under_way(person, pk, by=request.actor, functions=functions)
    today = localdate(request.now)
    if which not in blanks_of([order])[order.pk]:
        raise Http404
    visits = visits_ahead([order], now=request.now, upto=today + SHOWN)
    given = _to_take_back(person, today) if which == "ta-tillbaka" else ()
    return blank_sheet(Blank(which, order, visits, choices_for(order), today, given))


@open_to(Role.PERSON)
@require_safe
def rights(request: Request, person: int, which: str) -> HttpResponse:
    """A form about who may see and help, also for somebody who has no help yet."""
    to = whose(request, person, "form.printed", functions=OWN)
    case = cases_of_person(person, by=request.actor).first()
    if case is None or which not in OF_PERSON:
        raise Http404
    today = localdate(request.now)
    return rights_sheet(which, to.person, case.unit, _to_take_back(person, today), today=today)


def _to_take_back(person: int, today: date) -> "list[Consent]":
    """What the person has let others do and can take back: not what a court has decided."""
    return [c for c in consents_by(person, today=today) if c.basis not in APPOINTED]
