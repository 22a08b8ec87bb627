"""The provider's journal on an order: the same pages as the authority's, for the provider's own staff alone."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samsyn.homecare.actions import (
    answer_care_objection,
    begin_care_entry,
    correct_care_entry,
    cover_care_entry,
    discard_care_entry,
    object_to_care,
    save_care_entry,
    settle_care_entry,
    sign_care_entry,
)
from samsyn.homecare.queries import care_entry_for, care_journal_of, care_objection_for, care_version
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.orders import about
from samsyn.web.shared import journal
from samsyn.web.shared.asked import missing
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import CareEntry, Order

WRITERS = (Role.PROVIDER_PLANNER, Role.CARE_WORKER)
DESK = journal.Desk(
    prefix="care_", home="care_journal", keep=save_care_entry, settle=settle_care_entry, sign=sign_care_entry,
    discard=discard_care_entry, correct=correct_care_entry, cover=cover_care_entry, object_to=object_to_care,
    answer=answer_care_objection,
)  # fmt: skip


def _shown(
    request: Request, order: "Order", template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, f"provider/{template}.html", {**about(request, order), **context}, status=status)


def _entry(request: Request, pk: int, entry_pk: int) -> tuple["Order", "CareEntry"]:
    order = order_for(request, pk, what="journal.read")
    with missing():
        return order, care_entry_for(order, entry_pk, by=request.actor)


@open_to(*WRITERS)
@require_safe
def journal_page(request: Request, pk: int) -> HttpResponse:
    """Everything that is locked in the provider's journal, and one's own drafts."""
    order = order_for(request, pk, what="journal.read")
    context = journal.journal_context(request, DESK, order.pk, care_journal_of(order, by=request.actor))
    return _shown(request, order, "journal", context)


@open_to(*WRITERS)
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Begin an entry and go to it."""
    order = order_for(request, pk, what="journal.read")
    entry = begin_care_entry(order=order, by=request.actor, at=request.now)
    return HttpResponseRedirect(DESK.url("entry_edit", order.pk, entry.pk))


@open_to(*WRITERS)
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Write a draft, sign it or throw it away."""
    order, entry = _entry(request, pk, entry_pk)
    if entry.is_locked:
        return HttpResponseRedirect(DESK.url("entry_page", order.pk, entry.pk))
    done = journal.edited(request, DESK, order.pk, entry) if request.method == "POST" else None
    if isinstance(done, HttpResponse):
        return done
    context = journal.edit_context(request, DESK, order.pk, entry, done)
    return _shown(request, order, "journal_edit", context, status=422 if done else 200)


@open_to(*WRITERS)
@require_POST
def save_one(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Save one field of a draft as it is written."""
    _order, entry = _entry(request, pk, entry_pk)
    return journal.autosaved(request, DESK, entry)


@open_to(*WRITERS)
@require_POST
def settle(request: Request, pk: int, entry_pk: int, version_pk: int) -> HttpResponse:
    """Choose between two texts that were written at once."""
    order, entry = _entry(request, pk, entry_pk)
    with missing():
        version = care_version(entry, version_pk)
    return journal.settled(request, DESK, order.pk, entry, version)


@open_to(*WRITERS)
@require_safe
def entry_page(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """A locked entry."""
    order, entry = _entry(request, pk, entry_pk)
    if not entry.is_locked:
        return HttpResponseRedirect(DESK.url("entry_edit", order.pk, entry.pk))
    return _page(request, order, entry)


def _page(request: Request, order: "Order", entry: "CareEntry", *, status: int = 200, **bound: Any) -> HttpResponse:
    context = journal.entry_context(request, DESK, order.pk, entry, **bound)
    return _shown(request, order, "journal_entry", context, status=status)


@open_to(*WRITERS)
@require_POST
def correct(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Begin a correction beside a locked entry."""
    order, entry = _entry(request, pk, entry_pk)
    return journal.corrected(request, DESK, order.pk, entry, lambda **more: _page(request, order, entry, **more))


@open_to(*WRITERS)
@require_POST
def cover(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Cover an entry that stands with the wrong person."""
    order, entry = _entry(request, pk, entry_pk)
    return journal.covered_up(request, DESK, order.pk, entry, lambda **more: _page(request, order, entry, **more))


@open_to(*WRITERS)
@require_POST
def note_objection(request: Request, pk: int, entry_pk: int) -> HttpResponse:
    """Note for the person that an entry is wrong (SoL 14:6)."""
    order, entry = _entry(request, pk, entry_pk)
    page: journal.Shows = lambda **more: _page(request, order, entry, **more)  # noqa: E731
    return journal.objected(request, DESK, order.pk, entry, page, "entry")


@open_to(*WRITERS)
@require_POST
def reply(request: Request, pk: int, objection_pk: int) -> HttpResponse:
    """Answer what the person objected to."""
    order = order_for(request, pk, what="journal.read")
    with missing():
        objection = care_objection_for(order, objection_pk, by=request.actor)
    entry = care_entry_for(order, objection.entry_id, by=request.actor)
    back = DESK.url("entry_page", order.pk, entry.pk)
    return journal.answered(request, DESK, back, objection, lambda **more: _page(request, order, entry, **more))
