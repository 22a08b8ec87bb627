"""Titles by proof, for tests of who may be a fast omsorgskontakt."""

from datetime import date

from samsyn.people.actions import note_title
from samsyn.people.models import Staff, StaffTitle
from tests.employed import ADMINISTRATOR, NOW
from tests.kept import kept


@kept
def certified(staff: Staff, *, key: str = "certificate", since: date = date(2024, 1, 1)) -> StaffTitle:
    """Somebody who has shown the proof of the title."""
    told = {"key": key, "reference": "U-1234", "valid_from": since, "source": "Beviset i original"}
    return note_title(staff=staff, **told, by=ADMINISTRATOR, at=NOW)
