"""The row an action is about, read again once it has its turn."""

from typing import TypeVar

from samsyn.people.models import Appointment, Consent, Person, StaffTitle

Row = TypeVar("Row", Person, Appointment, Consent, StaffTitle)


def locked(row: Row) -> Row:
    """The row as it stands now, held until the transaction ends: the page may have read an older one."""
    return type(row).objects.select_for_update().get(pk=row.pk)
