"""The journal that is kept about a person, in plain words, with the way to say that something is wrong (SoL 14:6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.cases.actions import object_to
from samsyn.cases.queries import told_decision, told_entry, told_journal, told_objections
from samsyn.homecare.actions import object_to_care
from samsyn.homecare.queries import told_care_entry, told_care_journal
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.journal_forms import ObjectionForm
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Decision

PER_PAGE = 20
SIDES = ("kommunen", "utforaren")
TOGETHER = 400  # entries of each side that are put in one line of time; older ones are asked for on paper


@dataclass(frozen=True)
class Told:
    """An entry as the person reads it. `text` is empty for what is covered or may not be shown."""

    entry: Any
    side: str
    at: datetime
    kind: str
    text: str
    place: str  # the unit that wrote it
    hidden: bool
    covered: bool
    corrected: bool
    objections: tuple[Any, ...]


def told(entry: Any, side: str) -> Told:
    """One entry of either side."""
    covered = getattr(entry, "cover", None) is not None
    later = getattr(entry, "corrected_by", None)
    hidden = entry.not_for_person
    place = entry.case.unit.name if side == SIDES[0] else entry.order.provider.name
    return Told(
        entry, side, entry.happened_at, label("journal_kinds", entry.kind),
        "" if covered or hidden else entry.text, place, hidden, covered,
        later is not None and later.is_locked, tuple(entry.objections.all()),
    )  # fmt: skip


@open_to(*READERS)
@require_safe
def journal(request: Request, person: int) -> HttpResponse:
    """What both the municipality and the providers have noted, the latest first."""
    to = whose(request, person, "journal.told")
    ours = [told(e, SIDES[0]) for e in told_journal(person, by=request.actor)[:TOGETHER]]
    theirs = [told(e, SIDES[1]) for e in told_care_journal(person, by=request.actor)[:TOGETHER]]
    whole = sorted([*ours, *theirs], key=lambda t: (t.at, t.entry.pk), reverse=True)
    page = Paginator(whole, PER_PAGE).get_page(request.GET.get("sida"))
    return show(
        request, "journal.html", to, page=page, others=list(told_objections(person, by=request.actor)),
        thanked=request.GET.get("tack") == "1",
    )  # fmt: skip


@open_to(*READERS)
@require_http_methods(["GET", "POST"])
def wrong(request: Request, person: int, side: str, pk: int) -> HttpResponse:
    """Say that an entry is wrong. It is noted beside the entry and never taken away."""
    to = whose(request, person, "journal.told", about=f"person:{person}")
    with missing():
        if side == SIDES[0]:
            entry: Any = told_entry(person, pk, by=request.actor)
            act: Any = object_to
            about = {"about": entry}
        elif side == SIDES[1]:
            entry = told_care_entry(person, pk, by=request.actor)
            act, about = object_to_care, {"entry": entry}
        else:
            raise Http404
    return _wrong(request, to, act, about, {"item": told(entry, side)})


@open_to(*READERS)
@require_http_methods(["GET", "POST"])
def wrong_decision(request: Request, person: int, pk: int) -> HttpResponse:
    """Say that something in a decision or its letter is wrong. It is not an appeal, and the page says so."""
    to = whose(request, person, "decision.told", about=f"decision:{pk}")
    with missing():
        decision: Decision = told_decision(person, pk, by=request.actor)
    return _wrong(request, to, object_to, {"about": decision}, {"decision": decision})


def _wrong(request: Request, to: Whose, act: Any, about: dict[str, Any], context: dict[str, Any]) -> HttpResponse:
    form = ObjectionForm(form_data(request), today=localdate(request.now), by_staff=False)
    done, status = tried(form, lambda: act(**about, **form.told, by=request.actor, at=request.now))
    if done is not None:
        return redirect(f"{reverse('my_journal', args=[to.person.pk])}?tack=1")
    return show(request, "wrong.html", to, form=form, status=status, **context)
