"""Ended files and the lists of deletion. Nothing here hands out a name: files are told by their case numbers."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases import access
from samsyn.cases.ended_files import Ended
from samsyn.cases.file_tree import last_entries
from samsyn.cases.models import Case, DecisionLine, DeletionItem, DeletionList
from samsyn.people.models import Person
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

PERSONS_AT_A_TIME = 500
CHILDREN_HOME = "LSS-9-8"  # LSS 9 § 8, whose files are never deleted (LSS 21 d)


def ended_files(*, until: date, persons: Sequence[int] | None = None) -> Iterator[tuple[int, Ended]]:
    """Each person whose cases are all closed, with the days that decide about the file; of these persons, or of all.

    A person without any case has no file. The number of questions follows the tables, not the files.
    """
    is_open = Case.objects.filter(person=OuterRef("pk"), closed_at=None)
    has_case = Case.objects.filter(person=OuterRef("pk"))
    found = Person.objects.filter(Exists(has_case), ~Exists(is_open)).order_by("pk")
    if persons is not None:
        found = found.filter(pk__in=persons)
    rows = list(found.values_list("pk", "birth_date"))
    for first in range(0, len(rows), PERSONS_AT_A_TIME):
        some = dict(rows[first : first + PERSONS_AT_A_TIME])
        latest, kept = last_entries(list(some), until=until), _matters(list(some))
        for person, born in some.items():
            yield person, Ended(latest[person], born, kept.get(person, frozenset()))


def _matters(persons: Sequence[int]) -> dict[int, frozenset[str]]:
    lines = DecisionLine.objects.filter(decision__case__person__in=persons, intervention=CHILDREN_HOME)
    return dict.fromkeys(lines.values_list("decision__case__person", flat=True), frozenset({"lss_9_8"}))


@transaction.atomic
def deletion_lists(*, by: Actor) -> QuerySet[DeletionList]:
    """Every list, the latest first. Raises NoAccess."""
    permit(access.why_not_delete(by))
    return DeletionList.objects.select_related("drawn_up_by", "approved_by").order_by("-drawn_up_at", "-pk")


def deletion_list(pk: int, *, by: Actor) -> DeletionList:
    """One list. Raises NoAccess, DeletionList.DoesNotExist."""
    return deletion_lists(by=by).get(pk=pk)


def deletion_items(drawn: DeletionList) -> QuerySet[DeletionItem]:
    """The files of a list with their cases, the first that must be gone first."""
    return drawn.items.select_related("person").prefetch_related("person__cases").order_by("last_day", "due_on", "pk")


def deletion_item(pk: int, drawn: DeletionList) -> DeletionItem:
    """One file of a list. Raises DeletionItem.DoesNotExist."""
    return drawn.items.get(pk=pk)


@transaction.atomic
def record_deletion_shown(drawn: DeletionList, persons: Sequence[int], *, by: Actor, at: datetime) -> None:
    """That somebody looked at files on a list."""
    if subjects := sorted(set(persons)):
        about = f"deletion:{drawn.pk}"
        record(by=by, at=at, what="deletion.read", about=about, access=Event.Access.READ, subjects=subjects)


def approved_deletions() -> QuerySet[DeletionList]:
    """The lists that two persons have said yes to and that are not carried out."""
    return DeletionList.objects.filter(state=DeletionList.State.APPROVED).order_by("pk")
