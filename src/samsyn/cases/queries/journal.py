"""The journal of a case. Called after `open_case`, which checks access and records the reading; drafts are their
author's alone."""

from django.db.models import Prefetch, Q, QuerySet

from samsyn.cases import access
from samsyn.cases.journal import why_not_see_draft
from samsyn.cases.models import Case, Document, JournalEntry, JournalVersion, Objection
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

RELATED = ("author", "cover", "corrected_by", "corrects")


def journal_of(case: Case, *, by: Actor) -> QuerySet[JournalEntry]:
    """The locked entries of a case and the reader's own drafts, the latest happening first, with what hangs on them."""
    seen = case.entries.filter(Q(state="locked") | Q(author=by.staff_id))
    return _whole(seen).order_by("-happened_at", "-pk")


def _whole(entries: QuerySet[JournalEntry]) -> QuerySet[JournalEntry]:
    return entries.select_related(*RELATED).prefetch_related(Prefetch("objections", Objection.objects.order_by("pk")))


def entry_for(case: Case, pk: int, *, by: Actor) -> JournalEntry:
    """One entry of this case. Raises JournalEntry.DoesNotExist for another's, NoAccess for somebody else's draft."""
    entry = _whole(case.entries.all()).get(pk=pk)
    permit(why_not_see_draft(entry, by.staff_id))
    entry.case = case
    return entry


def entry_version(entry: JournalEntry, pk: int) -> JournalVersion:
    """One kept text of this draft."""
    return entry.versions.get(pk=pk)


def objections_to(case: Case) -> QuerySet[Objection]:
    """What the person objects to in the investigations and letters of a case, the first first."""
    return case.objections.filter(entry=None).select_related("investigation", "decision").order_by("pk")


def objection_for(case: Case, pk: int) -> Objection:
    """One objection in this case."""
    return case.objections.select_related("case").get(pk=pk)


def documents_of(case: Case) -> QuerySet[Document]:
    """The register of a case's documents without the files themselves, the newest first."""
    return case.documents.defer("content").select_related("replaced_by").order_by("-number")


def document_for(case: Case, pk: int) -> Document:
    """One document of this case, with its file."""
    return case.documents.get(pk=pk)


def told_journal(person_id: int, *, by: Actor) -> QuerySet[JournalEntry]:
    """What is locked in the journals of all a person's cases, for the person and whoever they let see it (SoL 14:6).

    The page hides the text of what is covered or not for the person. The page records the reading.
    """
    permit(access.why_not_tell(by, person_id))
    locked = JournalEntry.objects.filter(case__person=person_id, state="locked")
    return _whole(locked).select_related("case").order_by("-happened_at", "-pk")


def told_entry(person_id: int, pk: int, *, by: Actor) -> JournalEntry:
    """One locked entry of this person. Raises JournalEntry.DoesNotExist for another's and for a draft."""
    return told_journal(person_id, by=by).get(pk=pk)


def told_objections(person_id: int, *, by: Actor) -> QuerySet[Objection]:
    """What a person has objected to in investigations and letters, the newest first."""
    permit(access.why_not_tell(by, person_id))
    found = Objection.objects.filter(case__person=person_id, entry=None)
    return found.select_related("decision", "investigation").order_by("-pk")
