"""A separate decision: its letter to read and print, and how the person was told of it."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from samsyn.cases.actions import Telling, note_notice
from samsyn.cases.appeals.timing import time_to_appeal
from samsyn.cases.queries import notice_letter, notices_of, notices_of_ruling, ruling_for, ruling_letter_of
from samsyn.cases.regimes import regime
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.appeals.forms import NoticeForm
from samsyn.web.appeals.page import handled, show
from samsyn.web.appeals.telling import shown_notice
from samsyn.web.casework import appeal_words as words
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.paper import Paper
from samsyn.web.shared.request import Request
from samsyn.web.shared.time_to_appeal import told_time

if TYPE_CHECKING:
    from samsyn.cases.letters.blocks import Letter
    from samsyn.cases.models import Case, Ruling


@open_to(*ASSESSMENT)
@require_GET
def ruling(request: Request, pk: int, ruling_pk: int) -> HttpResponse:
    """The decision as its letter reads, and until when it may be appealed."""
    case = case_for(request, pk, what="ruling.letter")
    return _page(request, case, _found(case, ruling_pk))


@open_to(*ASSESSMENT)
@require_GET
def letter(request: Request, pk: int, ruling_pk: int) -> HttpResponse:
    """The same letter as a tagged PDF; `?stor` gives it in large print."""
    case = case_for(request, pk, what="ruling.letter")
    found = _found(case, ruling_pk)
    return _as_pdf(request, ruling_letter_of(found), f"sarskilt-beslut-{case.number}-{found.pk}")


@open_to(Role.CASEWORKER)
@require_POST
def note(request: Request, pk: int, ruling_pk: int) -> HttpResponse:
    """Note how and when the person was told of it."""
    case = handled(request, pk)
    found = _found(case, ruling_pk)
    form = NoticeForm(request.POST, auto_id="note_%s")
    done, status = tried(
        form, lambda: note_notice(ruling=found, telling=Telling(**form.cleaned_data), by=request.actor, at=request.now)
    )
    return redirect("ruling", case.pk, found.pk) if done else _page(request, case, found, form, status=status)


@open_to(*ASSESSMENT)
@require_GET
def sent_notice(request: Request, pk: int, notice_pk: int) -> HttpResponse:
    """A letter beside the decisions as it was sent, as a tagged PDF; `?sprak=fi` in another language it was sent in."""
    case = case_for(request, pk, what="notice.letter")
    with missing():
        found = notices_of(case.pk).get(pk=notice_pk)
    letter = notice_letter(found, protected=bool(case.person.protection), language=request.GET.get("sprak", "sv"))
    return _as_pdf(request, letter, f"brev-{case.number}-{found.pk}")


def _as_pdf(request: Request, letter: "Letter", name: str) -> HttpResponse:
    answer = Paper(letter, name=name, large_print="stor" in request.GET)
    add_never_cache_headers(answer)
    return answer


def _found(case: "Case", pk: int) -> "Ruling":
    with missing():
        return ruling_for(case, pk)


def _page(
    request: Request, case: "Case", found: "Ruling", form: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    today = localdate(request.now)
    of, told = regime(found.regime), notices_of_ruling(found)
    clock = time_to_appeal(
        of, decided=localdate(found.decided_at), notices=[n for n in told if n.struck_at is None], today=today
    )
    context = {
        "ruling": found,
        "title": words.RULINGS[found.subject],
        "letter": ruling_letter_of(found),
        "notices": [shown_notice(n) for n in told],
        "times": [told_time(of.remedy, clock, today=today)] if clock else [],
        "form": form or NoticeForm(auto_id="note_%s", initial={"sent_on": today}),
        "open_form": "note" if form else "",
    }
    return show(request, "ruling", case, context, status=status)
