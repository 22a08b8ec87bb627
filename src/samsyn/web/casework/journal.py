"""The case's journal (SoL 14:3): its page, a draft being written, a locked entry with corrections and objections."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.cases.actions import (
    answer_objection,
    begin_entry,
    correct_entry,
    cover_entry,
    discard_entry,
    object_to,
    save_entry,
    settle_entry,
    sign_entry,
)
from samsyn.cases.lifecycle import LABELS
from samsyn.cases.queries import entry_for, entry_version, journal_of, objection_for
from samsyn.people.roles import ASSESSMENT
from samsyn.web.casework.objections import objections_shown
from samsyn.web.gate import open_to
from samsyn.web.shared import journal
from samsyn.web.shared.asked import missing
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case, JournalEntry

DESK = journal.Desk(
    prefix="", home="case_journal", keep=save_entry, settle=settle_entry, sign=sign_entry, discard=discard_entry,
    correct=correct_entry, cover=cover_entry, object_to=object_to, answer=answer_objection,
)  # fmt: skip


def _shown(
    request: Request, case: "Case", template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    about = {"case": case, "person": case.person, "state": LABELS[case.status_now], "chain": chain_for(request, case)}
    return render(request, f"casework/{template}.html", {**about, **context}, status=status)


def _entry(request: Request, pk: int, entry_pk: int) -> tuple["Case", "JournalEntry"]:
    case = case_for(request, pk, what="journal.read")
    with missing():
        return case, entry_for(case, entry_pk, by=request.actor)


@open_to(*ASSESSMENT)
@require_safe
def journal_page(request: Request, pk: int) -> HttpResponse:
    """Everything that is locked in the journal, and one's own drafts."""
    case = case_for(request, pk, what="journal.read")
    context = journal.journal_context(request, DESK, case.pk, journal_of(case, by=request.actor))
    return _shown(request, case, "journal", context)


@open_to(*ASSESSMENT)
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Begin an entry and go to it."""
    case = case_for(request, pk, what="journal.read")
    entry = begin_entry(case=case, by=request.actor, at=request.now)
    return HttpResponseRedirect(DESK.url("entry_edit", case.pk, entry.pk))


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Write a draft, sign it or throw it away."""
    case, entry = _entry(request, pk, entry_pk)
    if entry.is_locked:
        return HttpResponseRedirect(DESK.url("entry_page", case.pk, entry.pk))
    done = journal.edited(request, DESK, case.pk, entry) if request.method == "POST" else None
    if isinstance(done, HttpResponse):
        return done
    context = journal.edit_context(request, DESK, case.pk, entry, done)
    return _shown(request, case, "journal_edit", context, status=422 if done else 200)


@open_to(*ASSESSMENT)
@require_POST
def save_one(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Save one field of a draft as it is written."""
    _case, entry = _entry(request, pk, entry_pk)
    return journal.autosaved(request, DESK, entry)


@open_to(*ASSESSMENT)
@require_POST
def settle(request: Request, pk: int, entry_pk: int, version_pk: int) -> HttpResponse:
    """Choose between two texts that were written at once."""
    case, entry = _entry(request, pk, entry_pk)
    with missing():
        version = entry_version(entry, version_pk)
    return journal.settled(request, DESK, case.pk, entry, version)


@open_to(*ASSESSMENT)
@require_safe
def entry_page(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """A locked entry."""
    case, entry = _entry(request, pk, entry_pk)
    if not entry.is_locked:
        return HttpResponseRedirect(DESK.url("entry_edit", case.pk, entry.pk))
    return _page(request, case, entry)


def _page(request: Request, case: "Case", entry: "JournalEntry", *, status: int = 200, **bound: Any) -> HttpResponse:
    context = journal.entry_context(request, DESK, case.pk, entry, **bound)
    return _shown(request, case, "journal_entry", context, status=status)


@open_to(*ASSESSMENT)
@require_POST
def correct(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Begin a correction beside a locked entry."""
    case, entry = _entry(request, pk, entry_pk)
    return journal.corrected(request, DESK, case.pk, entry, lambda **more: _page(request, case, entry, **more))


@open_to(*ASSESSMENT)
@require_POST
def cover(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Cover an entry that stands with the wrong person."""
    case, entry = _entry(request, pk, entry_pk)
    return journal.covered_up(request, DESK, case.pk, entry, lambda **more: _page(request, case, entry, **more))


@open_to(*ASSESSMENT)
@require_POST
def note_objection(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Note for the person that an entry is wrong (SoL 14:6)."""
    case, entry = _entry(request, pk, entry_pk)
    page: journal.Shows = lambda **more: _page(request, case, entry, **more)  # noqa: E731
    return journal.objected(request, DESK, case.pk, entry, page, "about")


@open_to(*ASSESSMENT)
@require_POST
def reply(request: Request, pk: int, objection_pk: int) -> HttpResponse:
    """Answer what the person objected to."""
    case = case_for(request, pk, what="journal.read")
    with missing():
        objection = objection_for(case, objection_pk)
    if objection.entry_id is None:
        back = DESK.url("case_objections", case.pk)
        return journal.answered(request, DESK, back, objection, lambda **m: objections_shown(request, case, **m))
    entry = entry_for(case, objection.entry_id, by=request.actor)
    back = DESK.url("entry_page", case.pk, entry.pk)
    return journal.answered(request, DESK, back, objection, lambda **more: _page(request, case, entry, **more))
