"""The investigation's page: needs by life area, texts, what two hands wrote at once, and every version of a field."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases import access
from samsyn.cases.actions import add_need, remove_need, save_field, settle_field
from samsyn.cases.lifecycle import LABELS, Status
from samsyn.cases.places import parse
from samsyn.cases.queries import (
    earlier_needs,
    investigation_for,
    latest_investigation,
    need_for,
    needs_of,
    numbers_of,
    texts_begun_from,
    unsettled,
    version_for,
    versions_at,
)
from samsyn.cases.sound import why_not_write
from samsyn.people.access import why_not_register
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import Invalid, Refusal
from samsyn.people.roles import ASSESSMENT, Actor, Role
from samsyn.web.casework.case_page import known
from samsyn.web.casework.forms import FactForm
from samsyn.web.casework.investigation_form import (
    LEVELS,
    NEED_TEXTS,
    TEXTS,
    AreaForm,
    InvestigationForm,
    factors,
    level_said,
    life_areas,
    texts_of,
    values_of,
)
from samsyn.web.casework.words import CAUSES
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.links import link_to
from samsyn.web.shared.plain import is_number, plain
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, say

if TYPE_CHECKING:
    from samsyn.cases.models import FieldVersion, Investigation

BASE = "base:"  # before a place: the number of the text that the form was drawn with


def _newest(request: Request, pk: int) -> "Investigation | None":
    case = case_for(request, pk, what="investigation.read")
    found = latest_investigation(case)
    if found:
        found.case = case
    return found


def _named(request: Request, pk: int, investigation_pk: int) -> "Investigation":
    """One investigation of a case that the reader may read; the reading is in the log."""
    case = case_for(request, pk, what="investigation.read")
    with missing():
        return investigation_for(case, investigation_pk)


def closed_to(investigation: "Investigation", actor: Actor) -> Refusal | None:
    """The reason the reader cannot write in this investigation, in the words of the rule that enforces it."""
    case = investigation.case
    investigating = case.status_now is Status.INVESTIGATING
    written = why_not_write(completed=investigation.completed_at is not None, investigating=investigating)
    return written or access.why_not_handle(actor, access.CaseFacts.of(case))


def address(investigation: "Investigation") -> str:
    return reverse("investigation_of", args=[investigation.case_id, investigation.pk])


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def investigation_page(request: Request, pk: int, investigation_pk: int | None = None) -> HttpResponse:
    """Read and write the investigation; the newest of the case unless one is named. POST saves the whole form."""
    investigation = _named(request, pk, investigation_pk) if investigation_pk else _newest(request, pk)
    if investigation is None:
        return HttpResponseRedirect(reverse("case", args=[pk]))
    if request.method == "POST":
        return _save_all(request, investigation)
    return _page(request, investigation)


def _page(
    request: Request,
    investigation: "Investigation",
    *,
    status: int = 200,
    area: AreaForm | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    case = investigation.case
    needs, numbers = list(needs_of(investigation)), numbers_of(investigation)
    form = _form(request, investigation, needs, errors)
    refusal = closed_to(investigation, request.actor)
    context = {
        "case": case,
        "person": case.person,
        "state": LABELS[case.status_now],
        "investigation": investigation,
        "cause": CAUSES.get(investigation.cause, ""),
        "chain": chain_for(request, case),
        "closed": refusal,
        "texts": texts_of(form, numbers),
        "life_areas": life_areas(form, needs, numbers, earlier_needs(investigation)),
        "save_url": reverse("investigation_save", args=[case.pk, investigation.pk]),
        "page_url": address(investigation),
        "kept": [] if refusal else _kept_beside(investigation),
        "area_form": area or AreaForm(taken={n.area for n in needs}),
        "form": form,
        "facts": known(case),
        "fact_form": FactForm(auto_id="fact_%s"),
        "why_not_confirm": why_not_register(request.actor),
        "decision_url": link_to("decision_edit", case.pk),
        "saved": request.GET.get("sparat", ""),
    }
    template = "casework/investigation_read.html" if refusal else "casework/investigation.html"
    return render(request, template, context, status=status)


def _form(
    request: Request, investigation: "Investigation", needs: list[Any], errors: dict[str, str] | None
) -> InvestigationForm:
    """The form with what stands now; after a refused save with what was typed, and why."""
    values = values_of(investigation, needs)
    if not errors:
        return InvestigationForm(values)
    form = InvestigationForm(values, request.POST)
    form.is_valid()
    for place, sentence in errors.items():
        form.add_error(place if place in form.fields else None, sentence)
    return form


def _save_all(request: Request, investigation: "Investigation") -> HttpResponse:
    """Without a script: save each field whose text differs from the one the form was drawn with."""
    bases = {
        name.removeprefix(BASE): int(str(number))
        for name, number in request.POST.items()
        if name.startswith(BASE) and is_number(str(number))
    }
    begun, errors = texts_begun_from(investigation, bases), {}
    for place, base in bases.items():
        value = plain(request.POST.get(place, ""))
        if value == begun[place]:
            continue
        try:
            with transaction.atomic():
                save_field(
                    investigation=investigation, place=place, value=value, base=base, by=request.actor, at=request.now
                )
        except Invalid as invalid:
            errors[place] = say(invalid.refusal)
    if errors:
        return _page(request, investigation, status=422, errors=errors)
    return HttpResponseRedirect(f"{address(investigation)}?sparat=1")


def _kept_beside(investigation: "Investigation") -> list[dict[str, Any]]:
    """Texts that two hands wrote at once: both, whose, and in which field."""
    found = list(unsettled(investigation))
    if not found:
        return []
    names = names_of_actors({v.by for v in found})
    standing = values_of(investigation, list(needs_of(investigation)))
    return [
        {
            "version": v,
            "field": place_said(investigation, v.place),
            "mine": shown(v),
            "by": names.get(v.by, v.by),
            "standing": shown(v, standing.get(v.place, "")),
        }
        for v in found
    ]


def shown(version: "FieldVersion", value: str | None = None) -> str:
    """A kept value as it is read: levels and effects by their names."""
    text = version.value if value is None else value
    spot = parse(version.place)
    if spot.field in LEVELS:
        return level_said(int(text)) if text else ""
    if spot.factor:
        return {"H": say("hindrar"), "U": say("underlättar")}.get(text, "")
    return text


def place_said(investigation: "Investigation", place: str) -> str:
    """What a place is called: "Att tvätta sig: Mål"."""
    spot = parse(place)
    if spot.need is None:
        return say(TEXTS[spot.field][0])
    with missing():
        area = label("areas", need_for(investigation, spot.need).area)
    name = factors().get(spot.factor, spot.factor) if spot.factor else say({**NEED_TEXTS, **LEVELS}[spot.field])
    return f"{area}: {name}"


@open_to(Role.CASEWORKER)
@require_POST
def add_area(request: Request, pk: int, investigation_pk: int) -> HttpResponse:
    """Add a need area and go to it."""
    investigation = _named(request, pk, investigation_pk)
    form = AreaForm(request.POST, taken=set())
    need, status = tried(
        form,
        lambda: add_need(investigation=investigation, area=form.cleaned_data["area"], by=request.actor, at=request.now),
    )
    if need is not None:
        return HttpResponseRedirect(f"{address(investigation)}#behov-{need.pk}")
    return _page(request, investigation, status=status, area=form)


@open_to(Role.CASEWORKER)
@require_POST
def drop_need(request: Request, pk: int, investigation_pk: int, need_pk: int) -> HttpResponse:
    """Take a need area out of the form."""
    investigation = _named(request, pk, investigation_pk)
    with missing():
        need = need_for(investigation, need_pk)
    remove_need(need=need, by=request.actor, at=request.now)
    return HttpResponseRedirect(address(investigation))


@open_to(Role.CASEWORKER)
@require_POST
def settle(request: Request, pk: int, investigation_pk: int, version_pk: int) -> HttpResponse:
    """Choose between two texts that were written at once."""
    investigation = _named(request, pk, investigation_pk)
    with missing():
        version = version_for(investigation, version_pk)
    settle_field(version=version, keep=request.POST.get("keep") == "mine", by=request.actor, at=request.now)
    return HttpResponseRedirect(address(investigation))


@open_to(*ASSESSMENT)
@require_safe
def versions_page(request: Request, pk: int, investigation_pk: int, place: str) -> HttpResponse:
    """Everything ever saved in one field, by whom and when."""
    investigation = _named(request, pk, investigation_pk)
    case = investigation.case
    name = place_said(investigation, place)
    found = list(versions_at(investigation, place))
    names = names_of_actors({v.by for v in found})
    context = {
        "case": case,
        "person": case.person,
        "state": LABELS[case.status_now],
        "investigation": investigation,
        "chain": chain_for(request, case),
        "field": name,
        "versions": [{"version": v, "by": names.get(v.by, v.by), "text": shown(v)} for v in found],
        "page_url": address(investigation),
    }
    return render(request, "casework/versions.html", context)
