"""That the lawyers' bench was used. What was asked there is never kept."""

from datetime import datetime

from django.db import transaction

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.people.roles import Actor


@transaction.atomic
def record_bench(*, question: str, by: Actor, at: datetime) -> None:
    """One event: who asked, when, and whether of clocks, remedies or fees."""
    record(by=by, at=at, what="bench.use", about="page:bench", access=Event.Access.READ, detail={"of": str(question)})
