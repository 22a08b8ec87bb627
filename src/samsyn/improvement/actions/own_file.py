"""That an analyst measured a file of their own. The file is never in the database, and nothing of what is in it."""

from datetime import datetime

from samsyn.audit.actions import action, record
from samsyn.improvement.access import why_not_measure
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@action
def tell_file_measured(*, digest: str, columns: int, rows: int, query: str, by: Actor, at: datetime) -> None:
    """Leave word in the log: the file's digest (SHA-256), how large it was, and the version of the query."""
    permit(why_not_measure(by))
    detail = {"digest": digest, "columns": columns, "rows": rows, "query": query}
    record(by=by, at=at, what="measurement.file", about="measurements", detail=detail)
