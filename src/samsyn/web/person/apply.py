"""Applying on the web, for oneself or for somebody who has given the authority; and the receipt."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.cases.actions import Arrival, register_intake
from samsyn.cases.law import paragraph
from samsyn.cases.queries import open_case_to_join, told_intake
from samsyn.people.access import SEE
from samsyn.people.contact import routed_by
from samsyn.people.queries import assessment_unit_for, contact_for, people_behind
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.forms import ApplyForm
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.person.words import RECEIPT_LAW
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.people.models import Person

APPLY = frozenset({"apply"})


@open_to(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request, person: int) -> HttpResponse:
    """Say in own words what help is needed, and send it at once."""
    to = whose(request, person, "person.apply", functions=APPLY)
    form = ApplyForm(form_data(request))
    case, status = tried(form, lambda: _send(request, to, form))
    if case is not None:
        return redirect("applied", person, case)
    unit = assessment_unit_for(routed_by(to.person))
    contact = contact_for(to.person, by=request.actor, at=request.now)
    return show(request, "apply.html", to, status=status, form=form, unit=unit, contact=contact)


def _send(request: Request, to: Whose, form: ApplyForm) -> int:
    """Register the application; a second one joins the case that still waits to be opened."""
    unit = assessment_unit_for(routed_by(to.person))
    if unit is None:
        raise Refused(Refusal(N_("Ansökan kan inte tas emot här än. Ring kommunens växel, så hjälper de dig vidare.")))
    arrival = Arrival(
        form="application",
        channel="web",
        by_whom="person" if request.actor.role is Role.PERSON else "relative",
        asked_for=form.cleaned_data["asked_for"],
        received_at=request.now,
        by_person=None if to.own else _applicant(request),
        once=str(form.cleaned_data["once"] or ""),
    )
    join = open_case_to_join(to.person.pk)
    case = register_intake(person=to.person, unit=unit, arrival=arrival, by=request.actor, at=request.now, case=join)
    return case.pk


def _applicant(request: Request) -> "Person | None":
    """The relative who applies, to be named beside the person."""
    pk = request.actor.person_id
    return people_behind({pk}).get(pk) if pk else None


@open_to(*READERS)
@require_safe
def applied(request: Request, person: int, case: int) -> HttpResponse:
    """The receipt: the number, when it came, and what happens next."""
    to = whose(request, person, "intake.receipt", functions=APPLY | SEE, about=f"case:{case}")
    with missing():
        intake = told_intake(person, case, by=request.actor)
    law = [paragraph(key, localdate(request.now)) for key in RECEIPT_LAW]
    return show(request, "applied.html", to, intake=intake, case=intake.case, law=law)
