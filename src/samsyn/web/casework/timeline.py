"""What has happened in a case, in one line of time: the steps that the log tells of and the journal's entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from samsyn.cases.queries import events_of, journal_of
from samsyn.people.queries import names_of_actors
from samsyn.web.casework.journal import DESK
from samsyn.web.shared.event_labels import event_label
from samsyn.web.shared.journal import ShownEntry, rows
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case

EVENTS, ENTRIES = 15, 10


@dataclass(frozen=True)
class Row:
    """One line: an entry, or who did what."""

    at: datetime
    item: ShownEntry | None = None
    who: str = ""
    did: str = ""


def timeline_of(request: Request, case: "Case") -> dict[str, Any]:
    """The newest of both, the latest first. Called after the case is opened, which records the reading."""
    events = list(events_of(case, limit=EVENTS))
    names = names_of_actors({e.by for e in events})
    steps = [Row(e.at, None, names.get(e.by, ""), event_label(e.what)) for e in events]
    entries = [Row(i.when, i) for i in rows(DESK, case.pk, journal_of(case, by=request.actor)[:ENTRIES])]
    return {"timeline": sorted([*steps, *entries], key=lambda row: row.at, reverse=True)}
