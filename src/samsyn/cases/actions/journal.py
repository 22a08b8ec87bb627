"""The authority's journal: drafts that are saved as they are written, locked entries, corrections, objections."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samsyn.audit.actions import action, hold_chain
from samsyn.cases import access
from samsyn.cases.actions import written
from samsyn.cases.actions.investigation import Saved
from samsyn.cases.actions.shared import tell
from samsyn.cases.journal import locks_by
from samsyn.cases.models import (
    Case,
    Decision,
    Investigation,
    JournalCover,
    JournalEntry,
    JournalVersion,
    Objection,
)
from samsyn.people.refusals import N_, Invalid, Refusal, permit
from samsyn.people.roles import Actor


@action
def begin_entry(*, case: Case, by: Actor, at: datetime) -> JournalEntry:
    """Begin an entry in the case's journal (SoL 14:3). Pressing twice gives the same empty draft."""
    permit(access.why_not_keep_journal(by, access.CaseFacts.of(case)))
    entry, made = written.begin_draft(JournalEntry, by, at, case=case)
    if made:
        _tell(entry, "entry.begin", by, at)
    return _typed(entry)


@action
def save_entry(*, entry: JournalEntry, place: str, value: str, base: int, by: Actor, at: datetime) -> Saved:
    """Save one field of a draft as it is written; see `save_field`. Only its author may."""
    entry = _held(entry, by)
    saved = written.save_place(entry, place, value, base, by, at)
    _tell(entry, "entry.save", by, at, place=place)
    return saved


@action
def settle_entry(*, version: JournalVersion, keep: bool, by: Actor, at: datetime) -> JournalEntry:
    """Choose between two texts that were written in two tabs at once."""
    entry = _held(version.entry, by)
    written.settle_texts(entry, version, by, at, keep=keep)
    _tell(entry, "entry.settle", by, at, kept=keep)
    return entry


@action
def sign_entry(*, entry: JournalEntry, by: Actor, at: datetime) -> JournalEntry:
    """Sign a draft: it locks and never changes again (SoL 14:3, LSS 21 a)."""
    entry = _held(entry, by)
    written.sign_draft(entry, by, at)
    _tell(entry, "entry.sign", by, at, kind=entry.kind, version=entry.version)
    return entry


@action
def discard_entry(*, entry: JournalEntry, by: Actor, at: datetime) -> None:
    """Throw an own draft away: working material, not yet a record."""
    entry = _held(entry, by)
    about, case = f"entry:{entry.pk}", entry.case
    written.discard_draft(entry, by)
    tell(case, "entry.discard", by=by, at=at, about=about)


@action
def correct_entry(*, entry: JournalEntry, reason: str, by: Actor, at: datetime) -> JournalEntry:
    """Begin a corrected version beside a locked entry. The old one stays, marked and readable."""
    entry = _held(entry, by)
    draft = _typed(written.correct_locked(entry, reason, by, at, case=entry.case))
    _tell(draft, "entry.correct", by, at, corrects=entry.pk)
    return draft


@action
def cover_entry(*, entry: JournalEntry, reason: str, by: Actor, at: datetime) -> JournalCover:
    """Cover an entry that stands with the wrong person. It is kept for the log and shown to nobody as theirs."""
    entry = _held(entry, by)
    cover: JournalCover = written.cover_locked(JournalCover, entry, reason, by, at)
    _tell(entry, "entry.cover", by, at)
    return cover


@action
def object_to(
    *,
    about: JournalEntry | Investigation | Decision,
    said: str,
    by: Actor,
    at: datetime,
    said_on: date | None = None,
    once: str = "",
) -> Objection:
    """Note that the person holds an entry, the investigation or a decision to be wrong (SoL 14:6, LSS 21 b)."""
    case: Case = about.case
    permit(access.why_not_object(by, access.CaseFacts.of(case)))
    which: dict[str, Any] = {_kind_of(about): about, "case": case}
    if isinstance(about, Decision) and about.state != Decision.State.SIGNED:
        raise Invalid("said", Refusal(N_("Beslutet är inte fattat än. Säg vad som är fel till handläggaren.")))
    noted: Objection = written.note_objection(Objection, said, said_on or localdate(at), once, by, at, **which)
    tell(case, "objection.note", by=by, at=at, about=f"objection:{noted.pk}", to=_kind_of(about))
    return noted


@action
def answer_objection(*, objection: Objection, text: str, by: Actor, at: datetime) -> Objection:
    """Answer what the person objected to. What they said stays beside it."""
    objection = Objection.objects.select_for_update(of=("self",)).select_related("case").get(pk=objection.pk)
    permit(access.why_not_keep_journal(by, access.CaseFacts.of(objection.case)))
    written.note_answer(objection, text, by, at)
    tell(objection.case, "objection.answer", by=by, at=at, about=f"objection:{objection.pk}")
    return objection


def lock_old_entries(*, days: int, by: Actor, at: datetime) -> int:
    """Lock the drafts that have lain for so many days, and throw away those that hold nothing. How many were locked.

    Each is a transaction of its own, so that others may write in between.
    """
    due = JournalEntry.objects.filter(state="draft", begun_at__date__lte=locks_by(localdate(at), days))
    locked = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            hold_chain()
            entry = JournalEntry.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk).first()
            if entry and entry.state == "draft" and written.lock_itself(entry, by, at):
                _tell(entry, "entry.lock", by, at)
                locked += 1
    return locked


def lock_drafts_of(case: Case, by: Actor, at: datetime) -> None:
    """Lock what is being written in a case that its writers can no longer reach. Part of an action."""
    for entry in case.entries.filter(state="draft").exclude(text="").select_related("case"):
        written.lock_itself(entry, by, at)
        _tell(entry, "entry.lock", by, at)


def _held(entry: JournalEntry, by: Actor) -> JournalEntry:
    entry = JournalEntry.objects.select_for_update(of=("self",)).select_related("case", "cover").get(pk=entry.pk)
    permit(access.why_not_keep_journal(by, access.CaseFacts.of(entry.case)))
    return entry


def _tell(entry: JournalEntry, what: str, by: Actor, at: datetime, **detail: Any) -> None:
    tell(entry.case, what, by=by, at=at, about=f"entry:{entry.pk}", **detail)


def _typed(entry: Any) -> JournalEntry:
    found: JournalEntry = entry
    return found


def _kind_of(about: JournalEntry | Investigation | Decision) -> str:
    return {JournalEntry: "entry", Investigation: "investigation", Decision: "decision"}[type(about)]
