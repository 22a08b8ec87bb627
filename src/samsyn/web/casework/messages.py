"""Messages from the person to the caseworker: read, answered, noted for somebody who phones, taken into the journal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.cases.access import why_not_keep_journal
from samsyn.cases.actions import begin_entry
from samsyn.cases.lifecycle import LABELS
from samsyn.cases.queries import journal_of
from samsyn.homecare.message_access import why_not_read_talk
from samsyn.homecare.queries import Talk
from samsyn.people.refusals import permit
from samsyn.people.roles import ASSESSMENT
from samsyn.web.casework.journal import DESK
from samsyn.web.gate import open_to
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.talks import into_journal, staff_talk


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: Request, pk: int) -> HttpResponse:
    """What the person has written to the caseworker, and the answers."""
    case = case_for(request, pk, what="message.told")
    talk = Talk(case, None)
    permit(why_not_read_talk(request.actor, talk.facts))
    context, status = staff_talk(request, talk, reverse("case_messages", args=[pk]))
    if isinstance(context, HttpResponse):
        return context
    about = {"case": case, "person": case.person, "state": LABELS[case.status_now], "chain": chain_for(request, case)}
    context["may_journal"] = why_not_keep_journal(request.actor, talk.facts.case) is None
    return render(request, "casework/messages.html", {**about, **context}, status=status)


@open_to(*ASSESSMENT)
@require_POST
def to_journal(request: Request, pk: int, message_pk: int) -> HttpResponse:
    """Take what was written into the case's journal."""
    case = case_for(request, pk, what="message.told")
    by, at = request.actor, request.now
    talk = Talk(case, None)
    permit(why_not_read_talk(by, talk.facts))
    drafts = journal_of(case, by=by)
    return into_journal(request, talk, message_pk, DESK, lambda: begin_entry(case=case, by=by, at=at), drafts, case.pk)
