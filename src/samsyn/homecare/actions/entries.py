"""Keeping the account's own entries: the one place that writes them."""

from collections.abc import Iterable

from samsyn.homecare.account.ledger import Entry
from samsyn.homecare.models import TimeEntry, TimeRequest


def keep_entries(entries: Iterable[Entry], *, request: TimeRequest | None = None) -> int:
    """Write entries in the order they were made. Part of an action. Returns how many."""
    rows = [
        TimeEntry(
            line_id=entry.place.line, first=entry.place.span.first, last=entry.place.span.last, kind=entry.kind,
            minutes=entry.minutes, at=entry.said.at, asked_by=entry.said.asked_by, agreed_by=entry.said.agreed_by,
            rule=entry.said.rule, request=request, to_line_id=entry.to.line if entry.to else None,
            to_first=entry.to.span.first if entry.to else None, to_last=entry.to.span.last if entry.to else None,
        )
        for entry in entries
    ]  # fmt: skip
    TimeEntry.objects.bulk_create(rows)
    return len(rows)
