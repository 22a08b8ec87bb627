"""What waits for the person on their first page before and after a decision: to read and answer, and their appeals."""

from typing import Any

from django.utils.timezone import localdate

from samsyn.cases.queries import told_appeals, told_communications
from samsyn.web.person.appeals import told_appeal_chain
from samsyn.web.person.page import Whose
from samsyn.web.person.words import APPEAL_NOW
from samsyn.web.shared.request import Request

SHOWN = 3


def heard_of(request: Request, to: Whose) -> dict[str, Any]:
    """Material that is not answered yet, and how far each appeal has come."""
    today = localdate(request.now)
    laid = told_communications(to.person.pk, by=request.actor)
    appeals = list(told_appeals(to.person.pk, by=request.actor)[:SHOWN])
    return {
        "hearings": [one.sent for one in laid if one.answerable(today)],
        "appeals": [(a, told_appeal_chain(a), APPEAL_NOW[a.stage]) for a in appeals],
    }
