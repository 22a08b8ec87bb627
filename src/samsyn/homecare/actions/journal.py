"""The provider's journal: how the help is carried out, on the order. The same rules as the authority's."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samsyn.audit.actions import action, hold_chain
from samsyn.cases.actions import Pen, Saved
from samsyn.cases.journal import locks_by
from samsyn.homecare import access
from samsyn.homecare.actions.shared import tell
from samsyn.homecare.models import CareCover, CareEntry, CareObjection, CareVersion, Order
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@action
def begin_care_entry(*, order: Order, by: Actor, at: datetime) -> CareEntry:
    """Begin an entry about how the order is carried out (SoL 14:3). Pressing twice gives the same empty draft."""
    permit(access.why_not_keep_journal(by, access.OrderFacts.of(order)))
    begun, made = Pen.begin_draft(CareEntry, by, at, order=order)
    entry: CareEntry = begun
    if made:
        _tell(entry, "entry.begin", by, at)
    return entry


@action
def save_care_entry(*, entry: CareEntry, place: str, value: str, base: int, by: Actor, at: datetime) -> Saved:
    """Save one field of a draft as it is written. Only its author may."""
    entry = _held(entry, by)
    saved = Pen.save_place(entry, place, value, base, by, at)
    _tell(entry, "entry.save", by, at, place=place)
    return saved


@action
def settle_care_entry(*, version: CareVersion, keep: bool, by: Actor, at: datetime) -> CareEntry:
    """Choose between two texts that were written in two tabs at once."""
    entry = _held(version.entry, by)
    Pen.settle_texts(entry, version, by, at, keep=keep)
    _tell(entry, "entry.settle", by, at, kept=keep)
    return entry


@action
def sign_care_entry(*, entry: CareEntry, by: Actor, at: datetime) -> CareEntry:
    """Sign a draft: it locks and never changes again (SoL 14:3, LSS 21 a)."""
    entry = _held(entry, by)
    Pen.sign_draft(entry, by, at)
    _tell(entry, "entry.sign", by, at, kind=entry.kind, version=entry.version)
    return entry


@action
def discard_care_entry(*, entry: CareEntry, by: Actor, at: datetime) -> None:
    """Throw an own draft away: working material, not yet a record."""
    entry = _held(entry, by)
    about, order = f"entry:{entry.pk}", entry.order
    Pen.discard_draft(entry, by)
    tell(order, "entry.discard", by=by, at=at, about=about)


@action
def correct_care_entry(*, entry: CareEntry, reason: str, by: Actor, at: datetime) -> CareEntry:
    """Begin a corrected version beside a locked entry. The old one stays, marked and readable."""
    entry = _held(entry, by)
    draft: CareEntry = Pen.correct_locked(entry, reason, by, at, order=entry.order)
    _tell(draft, "entry.correct", by, at, corrects=entry.pk)
    return draft


@action
def cover_care_entry(*, entry: CareEntry, reason: str, by: Actor, at: datetime) -> CareCover:
    """Cover an entry that stands with the wrong person. It is kept for the log."""
    entry = _held(entry, by)
    cover: CareCover = Pen.cover_locked(CareCover, entry, reason, by, at)
    _tell(entry, "entry.cover", by, at)
    return cover


@action
def object_to_care(
    *, entry: CareEntry, said: str, by: Actor, at: datetime, said_on: date | None = None, once: str = ""
) -> CareObjection:
    """Note that the person holds an entry of the provider to be wrong (SoL 14:6, LSS 21 b)."""
    permit(access.why_not_object(by, access.OrderFacts.of(entry.order)))
    noted: CareObjection = Pen.note_objection(CareObjection, said, said_on or localdate(at), once, by, at, entry=entry)
    tell(entry.order, "objection.note", by=by, at=at, about=f"objection:{noted.pk}", to="care_entry")
    return noted


@action
def answer_care_objection(*, objection: CareObjection, text: str, by: Actor, at: datetime) -> CareObjection:
    """Answer what the person objected to. What they said stays beside it."""
    held = CareObjection.objects.select_for_update(of=("self",)).select_related("entry__order__case")
    objection = held.get(pk=objection.pk)
    order = objection.entry.order
    permit(access.why_not_keep_journal(by, access.OrderFacts.of(order)))
    Pen.note_answer(objection, text, by, at)
    tell(order, "objection.answer", by=by, at=at, about=f"objection:{objection.pk}")
    return objection


def lock_old_care_entries(*, days: int, by: Actor, at: datetime) -> int:
    """Lock the drafts that have lain for so many days, and throw away those that hold nothing. How many were locked.

    Each is a transaction of its own, so that others may write in between.
    """
    due = CareEntry.objects.filter(state="draft", begun_at__date__lte=locks_by(localdate(at), days))
    locked = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            hold_chain()
            entry = (
                CareEntry.objects.select_for_update(of=("self",)).select_related("order__case").filter(pk=pk).first()
            )
            if entry and entry.state == "draft" and Pen.lock_itself(entry, by, at):
                _tell(entry, "entry.lock", by, at)
                locked += 1
    return locked


def _held(entry: CareEntry, by: Actor) -> CareEntry:
    held = CareEntry.objects.select_for_update(of=("self",)).select_related("order__case", "cover")
    entry = held.get(pk=entry.pk)
    permit(access.why_not_keep_journal(by, access.OrderFacts.of(entry.order)))
    return entry


def _tell(entry: CareEntry, what: str, by: Actor, at: datetime, **detail: Any) -> None:
    tell(entry.order, what, by=by, at=at, about=f"entry:{entry.pk}", **detail)
