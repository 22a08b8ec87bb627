"""What the person reads before a decision that goes against them, and their answer (FL 25, SoL 14:8)."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samsyn.cases.actions import Said, answer_communication
from samsyn.cases.queries import told_communication
from samsyn.people.access import SEE
from samsyn.people.queries import people_behind
from samsyn.web.gate import open_to
from samsyn.web.person.forms_appeal import HearingForm
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.basis import shown_basis
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Communication, CommunicationAnswer
    from samsyn.people.models import Person

ACT = SEE | {"apply"}


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hearing(request: Request, person: int, pk: int) -> HttpResponse:
    """What the decision will rest on, and what the person says to it."""
    to = whose(request, person, "communication.read", functions=ACT, about=f"communication:{pk}")
    with missing():
        laid = told_communication(person, pk, by=request.actor)
    found = laid.sent
    form = HearingForm(form_data(request))
    done, status = tried(form, lambda: _answer(request, to, found, form))
    if done is not None:
        return redirect("my_hearing", person, pk)
    today = localdate(request.now)
    return show(
        request, "hearing.html", to, status=status, form=form, sent=found, basis=shown_basis(found.content),
        may_answer=to.may("apply") and laid.is_open, passed=bool(found.answer_by and found.answer_by < today),
        answers=found.answers.all(), decided=laid.decided,
    )  # fmt: skip


def _answer(request: Request, to: Whose, found: "Communication", form: HearingForm) -> "CommunicationAnswer":
    said = form.cleaned_data
    given = Said(
        text=said["text"], nothing_to_add=said["nothing_to_add"], way="web", received_on=localdate(request.now),
        by_person=None if to.own else relative(request), once=str(said["once"] or ""),
    )  # fmt: skip
    return answer_communication(communication=found, said=given, by=request.actor, at=request.now)


def relative(request: Request) -> "Person | None":
    """The relative who acts, to be named beside the person."""
    pk = request.actor.person_id
    return people_behind({pk}).get(pk) if pk else None
