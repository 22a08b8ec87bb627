"""The administrator's walk along the log, itself noted in the log."""

from datetime import datetime

from samsyn.audit.actions import action, record
from samsyn.audit.chain import Verdict
from samsyn.audit.queries import verify_chain
from samsyn.people import access
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@action
def verify_log(*, by: Actor, at: datetime) -> Verdict:
    """Verify the whole log and note what was found, so that the next reader sees when it was last done."""
    permit(access.why_not_administer(by))
    verdict = verify_chain()
    detail = {
        "events": verdict.events,
        "intact": verdict.intact,
        "broken_at": verdict.broken_at,
        "head": verdict.head,
    }
    record(by=by, at=at, what="log.verify", about="log", detail=detail)
    return verdict
