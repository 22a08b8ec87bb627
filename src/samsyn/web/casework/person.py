"""Who a case is about: how to reach them, who may act for them, their number, and that they have died.

Everybody in the unit may read it; the caseworker who has the case writes.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases import actions as cases
from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.people.access import APPOINTED, BASES, CONTACT, FUNCTIONS, why_not_see_contact
from samsyn.people.actions import (
    change_contact,
    end_authority,
    identify,
    lift_protection,
    protect,
    register_authority,
)
from samsyn.people.contact import contact_of
from samsyn.people.identity import IdentityKind
from samsyn.people.languages import SPOKEN
from samsyn.people.queries import caseworkers_of, consent_of, consents_by
from samsyn.people.refusals import permit
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.casework.letters import letters_of
from samsyn.web.casework.person_forms import AuthorityForm, DeathForm, EndAuthorityForm, NumberForm, ReachForm
from samsyn.web.casework.protection_form import LiftForm, ProtectForm, protection_shown
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.blanks import OF_PERSON, rights_sheet
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.reach import reach
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.cases.models import Case


@open_to(*ASSESSMENT)
@require_safe
def person_page(request: Request, pk: int) -> HttpResponse:
    """What is registered of the person, with a form for each thing that can change."""
    return _shown(request, case_for(request, pk, what="person.read"))


@open_to(Role.CASEWORKER)
@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    """Change address, phone, e-mail or language."""
    case = _handled(request, pk)
    permit(why_not_see_contact(request.actor, case.person_id, is_protected=bool(case.person.protection)))
    form = ReachForm(request.POST, initial=_reached(request, case))
    done, status = form.change_with(
        lambda new: change_contact(person=case.person, read=form.read, by=request.actor, at=request.now, **new)
    )
    return _answer(request, case, done, status, contact=form)


@open_to(*ASSESSMENT)
@require_safe
def rights_form(request: Request, pk: int, which: str) -> HttpResponse:
    """The forms on paper by which the person lets somebody in or takes it back, to print and give them."""
    case, today = case_for(request, pk, what="form.printed"), localdate(request.now)
    if which not in OF_PERSON:
        raise Http404
    given = [c for c in consents_by(case.person_id, today=today) if c.basis not in APPOINTED]
    return rights_sheet(which, case.person, case.unit, given, today=today)


@open_to(Role.CASEWORKER)
@require_POST
def register_paper(request: Request, pk: int) -> HttpResponse:
    """Register a consent on paper, a power of attorney, or a trustee."""
    case = _handled(request, pk)
    form = _authority_form(request, case, request.POST)
    done, status = tried(
        form,
        lambda: register_authority(
            person=case.person, invited=form.invited, paper=form.paper, by=request.actor, at=request.now
        ),
    )
    return _answer(request, case, done, status, authority=form)


@open_to(Role.CASEWORKER)
@require_POST
def end_paper(request: Request, pk: int, consent_pk: int) -> HttpResponse:
    """End what somebody may do for the person, at once."""
    case = _handled(request, pk)
    with missing():
        consent = consent_of(case.person_id, consent_pk)
    form = EndAuthorityForm(request.POST, consent=consent.pk)
    done, status = tried(
        form, lambda: end_authority(consent=consent, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return _answer(request, case, done, status, ending=form)


@open_to(Role.CASEWORKER)
@require_POST
def give_number(request: Request, pk: int) -> HttpResponse:
    """The real number of somebody who has had a temporary one."""
    case = _handled(request, pk)
    form = NumberForm(request.POST, today=localdate(request.now))
    done, status = tried(
        form, lambda: identify(person=case.person, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return _answer(request, case, done, status, number=form)


@open_to(Role.CASEWORKER)
@require_POST
def note_death(request: Request, pk: int) -> HttpResponse:
    """Note that the person has died, or correct the day."""
    case = _handled(request, pk)
    form = DeathForm(request.POST, auto_id="death_%s")
    done, status = tried(
        form, lambda: cases.note_death(case=case, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return _answer(request, case, done, status, death=form)


@open_to(Role.CASEWORKER)
@require_POST
def undo_death(request: Request, pk: int) -> HttpResponse:
    """Take away a death that was noted by mistake, and take up what it had ended."""
    case = _handled(request, pk)
    cases.undo_death(case=case, by=request.actor, at=request.now)
    return _to(case)


@open_to(*ASSESSMENT)
@require_POST
def put_protection(request: Request, pk: int) -> HttpResponse:
    """Note that the person's data are protected, or how to reach them instead (OSL 5:5)."""
    case = case_for(request, pk, what="person.read")
    form = ProtectForm(request.POST, auto_id="protect_%s")
    done, status = tried(
        form, lambda: protect(person=case.person, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return _answer(request, case, done, status, protect=form)


@open_to(*ASSESSMENT)
@require_POST
def take_protection(request: Request, pk: int) -> HttpResponse:
    """Note that the protection has ended."""
    case = case_for(request, pk, what="person.read")
    form = LiftForm(request.POST, auto_id="lift_%s")
    done, status = tried(
        form, lambda: lift_protection(person=case.person, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return _answer(request, case, done, status, lift=form)


def _handled(request: Request, pk: int) -> "Case":
    """The case, for the caseworker who has it."""
    case = case_for(request, pk, what="person.read")
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    return case


def _to(case: "Case") -> HttpResponse:
    return HttpResponseRedirect(reverse("case_person", args=[case.pk]))


def _answer(request: Request, case: "Case", done: Any, status: int, **bound: forms.Form) -> HttpResponse:
    """Back to the page when something was done, else the page again with all that was typed."""
    if done is not None:
        return _to(case)
    return _shown(request, case, status=status, **bound)


def _shown(request: Request, case: "Case", *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    person, today = case.person, localdate(request.now)
    why_not = why_not_handle(request.actor, CaseFacts.of(case))
    reached = reach(request, person)
    context = {
        "case": case,
        "person": person,
        "why_not": why_not,
        "reach": reached,
        **protection_shown(request, case, bound),
        "consents": [(c, _ending(c.pk, bound)) for c in consents_by(person.pk, today=today)],
        "bases": BASES,
        "functions": FUNCTIONS,
        "language_said": say(SPOKEN.get(person.language, person.language)),
        "is_temporary": person.number_kind == IdentityKind.TEMPORARY,
        "wrong": next(iter(bound.values()), None),
        "open_form": next(iter(bound), ""),
        "letters": letters_of(case, may_change=why_not is None),
    }
    if why_not is None and not reached.contact.is_covered:
        context["contact_form"] = bound.get("contact") or ReachForm(initial=_reached(request, case))
    if why_not is None:
        context["authority_form"] = bound.get("authority") or _authority_form(request, case)
        context["number_form"] = bound.get("number") or NumberForm(today=today)
        known = {"died_on": person.died_on, "source": person.death_source}
        context["death_form"] = bound.get("death") or DeathForm(initial=known, auto_id="death_%s")
    return render(request, "casework/person.html", context, status=status)


def _ending(consent: int, bound: dict[str, forms.Form]) -> forms.Form:
    """The form that ends one right: what was just sent for it, else a blank one."""
    sent = bound.get("ending")
    return sent if getattr(sent, "consent", None) == consent and sent else EndAuthorityForm(consent=consent)


def _reached(request: Request, case: "Case") -> dict[str, str]:
    contact = contact_of(case.person, request.actor)
    return {
        **{name: getattr(contact, name) for name in CONTACT if name != "language"},
        "language": case.person.language,
    }


def _authority_form(request: Request, case: "Case", data: Any = None) -> AuthorityForm:
    today = localdate(request.now)
    found = caseworkers_of(case.unit_id, today=today)
    return AuthorityForm(data, today=today, colleagues=found, reader=request.actor.staff_id)
