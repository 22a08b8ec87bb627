"""What waits for a unit's leader to look at: emergency accesses and the month's review of the log."""

from typing import Any

from django.utils.timezone import localdate

from samsyn.cases.queries import reviews_waiting
from samsyn.people.queries import emergencies_to_review
from samsyn.web.shared.request import Request


def watching(request: Request) -> dict[str, Any]:
    """For `shared/watching.html` on a leader's day; empty for others. Records whom it names."""
    today = localdate(request.now)
    return {
        "emergencies": emergencies_to_review(request.actor, at=request.now),
        "log_reviews": [(r, r.due_on < today) for r in reviews_waiting(request.actor)],
    }
