"""Ended files and the lists of deletion. Nothing here hands out a name: files are told by their case numbers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases import access
from samsyn.cases.models import DeletionItem, DeletionList
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


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
