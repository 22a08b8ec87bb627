"""Running a report: permitted by its definition, and on record with the definition's version."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases.report_definitions import Definition, definitions, why_not_run
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@transaction.atomic
def run_reports(keys: Iterable[str], *, by: Actor, at: datetime) -> list[Definition]:
    """The definitions of the reports that a page runs, in its order. Raises NoAccess for one that is not the reader's.

    One event says which were run, each with its version (SoLPuL 10 §).
    """
    keys, today = list(keys), localdate(at)
    for key in keys:
        permit(why_not_run(by, key, today))
    found = [definitions(today)[key] for key in keys]
    versions = {d.key: d.version for d in found}
    record(by=by, at=at, what="report.run", about="report", access=Event.Access.READ, detail={"versions": versions})
    return found
