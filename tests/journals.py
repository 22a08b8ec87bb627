"""Entries in the journals of both sides, for tests: drafts and locked ones."""

from samsyn.cases.actions import begin_entry, object_to, save_entry, sign_entry
from samsyn.homecare.actions import begin_care_entry, object_to_care, save_care_entry, sign_care_entry
from samsyn.people.roles import Role
from tests import factories as f
from tests.kept import kept

TEXT = "Ringde Astrid. Hon mår bättre och vill duscha på morgonen."


@kept
def draft(case, *, text=TEXT, by=None, at=f.NOW, **places):
    """A draft in a case's journal, by its caseworker."""
    by = by or f.caseworker_of(case)
    entry = begin_entry(case=case, by=by, at=at)
    for place, value in {"text": text, **places}.items():
        save_entry(entry=entry, place=place, value=value, base=0, by=by, at=at)
    entry.refresh_from_db()
    return entry


@kept
def locked(case, *, by=None, at=f.NOW, **draft_terms):
    """A signed entry in a case's journal."""
    by = by or f.caseworker_of(case)
    return sign_entry(entry=draft(case, by=by, at=at, **draft_terms), by=by, at=at)


def carer_of(order):
    """A care worker of the provider that has the order."""
    return f.acting(Role.CARE_WORKER, order.provider)


@kept
def care_draft(order, *, text="Astrid åt frukost själv i dag.", by=None, at=f.NOW, **places):
    """A draft in the provider's journal."""
    by = by or carer_of(order)
    entry = begin_care_entry(order=order, by=by, at=at)
    for place, value in {"text": text, **places}.items():
        save_care_entry(entry=entry, place=place, value=value, base=0, by=by, at=at)
    entry.refresh_from_db()
    return entry


@kept
def care_locked(order, *, by=None, at=f.NOW, **draft_terms):
    """A signed entry in the provider's journal."""
    by = by or carer_of(order)
    return sign_care_entry(entry=care_draft(order, by=by, at=at, **draft_terms), by=by, at=at)


def objection(entry, *, said="Jag har aldrig sagt så.", by=None, at=f.NOW, **more):
    """The person holds an entry to be wrong, on their own page."""
    by = by or f.actor(entry.case.person, acting_as="self")
    return object_to(about=entry, said=said, by=by, at=at, **more)


def care_objection(entry, *, said="Jag åt inte själv.", by=None, at=f.NOW):
    """The person holds an entry of the provider to be wrong."""
    by = by or f.actor(entry.order.case.person, acting_as="self")
    return object_to_care(entry=entry, said=said, by=by, at=at)
