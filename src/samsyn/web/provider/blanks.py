"""The same forms on paper, printed by the staff for somebody who does not use the pages."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samsyn.homecare.access import OrderFacts, why_not_ask_time
from samsyn.homecare.queries import choices_for, ended_account_of, visits_ahead
from samsyn.improvement.queries.survey import invitation_on_paper
from samsyn.people.refusals import permit
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.blanks import SHOWN
from samsyn.web.provider.orders import about
from samsyn.web.shared.blanks import BLANKS, Blank, blank_sheet, blanks_of
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.statement import statement_sheet

STAFF = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)


@open_to(*STAFF)
@require_safe
def blanks(request: Request, pk: int) -> HttpResponse:
    """The forms, and where each is entered when it comes back."""
    order = order_for(request, pk, what="form.told")
    person, today = order.case.person_id, localdate(request.now)
    context = {
        **about(request, order),
        "forms": [(key, BLANKS[key][0]) for key in blanks_of([order])[order.pk]],
        "ended": ended_account_of(order, today=today),
        "survey": invitation_on_paper(person, provider=order.provider_id, today=today),
        "why_not": why_not_ask_time(request.actor, OrderFacts.of(order), for_another=True),
    }
    return render(request, "provider/blanks.html", context)


@open_to(*STAFF)
@require_safe
def statement(request: Request, pk: int) -> HttpResponse:
    """What became of the time when the decision has ended, to give the person on paper."""
    order = order_for(request, pk, what="account.told")
    today = localdate(request.now)
    ended = ended_account_of(order, today=today)
    if ended is None:
        raise Http404
    return statement_sheet(ended, order.case.person, sender=order.provider.name, today=today)


@open_to(*STAFF)
@require_safe
def blank(request: Request, pk: int, which: str) -> HttpResponse:
    """One form as a tagged PDF in large type."""
    order = order_for(request, pk, what="form.printed")
    today = localdate(request.now)
    if which not in blanks_of([order])[order.pk]:
        raise Http404
    permit(why_not_ask_time(request.actor, OrderFacts.of(order), for_another=True))
    visits = visits_ahead([order], now=request.now, upto=today + SHOWN)
    return blank_sheet(Blank(which, order, visits, choices_for(order), today))
