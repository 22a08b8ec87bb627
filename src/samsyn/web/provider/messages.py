"""Messages from the person at the provider: read, answered, noted for somebody who phones, taken into the journal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.homecare.access import OrderFacts, why_not_keep_journal
from samsyn.homecare.actions import begin_care_entry
from samsyn.homecare.message_access import why_not_read_talk
from samsyn.homecare.queries import Talk, care_journal_of
from samsyn.people.refusals import permit
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.journal import DESK
from samsyn.web.provider.orders import about
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.talks import into_journal, staff_talk

STAFF = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: Request, pk: int) -> HttpResponse:
    """What the person has written about the help, and the answers."""
    order = order_for(request, pk, what="message.told")
    talk = Talk(order.case, order)
    permit(why_not_read_talk(request.actor, talk.facts))
    context, status = staff_talk(request, talk, reverse("provider_messages", args=[pk]))
    if isinstance(context, HttpResponse):
        return context
    context["may_journal"] = why_not_keep_journal(request.actor, OrderFacts.of(order)) is None
    return render(request, "provider/messages.html", {**about(request, order), **context}, status=status)


@open_to(*STAFF)
@require_POST
def to_journal(request: Request, pk: int, message_pk: int) -> HttpResponse:
    """Take what was written into the provider's journal."""
    order = order_for(request, pk, what="message.told")
    talk = Talk(order.case, order)
    permit(why_not_read_talk(request.actor, talk.facts))
    by, at = request.actor, request.now
    drafts = care_journal_of(order, by=by)
    return into_journal(
        request, talk, message_pk, DESK, lambda: begin_care_entry(order=order, by=by, at=at), drafts, order.pk
    )
