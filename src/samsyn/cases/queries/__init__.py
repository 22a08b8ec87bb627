"""What others may read about cases. What hands out personal data checks access and records the reading."""

from samsyn.cases.queries.cases import (
    cases_of_person,
    events_of,
    find_cases,
    open_case,
    open_cases_of,
    record_shown,
    told_case,
)
from samsyn.cases.queries.decisions import (
    current_decision,
    decision_for,
    decisions_of,
    draft_of,
    granted_lines,
    line_for,
    proposals,
)
from samsyn.cases.queries.figures import lead_times, open_by_status, outcomes, signed_between
from samsyn.cases.queries.follow_ups import follow_ups_of, needs_to_follow_up
from samsyn.cases.queries.investigations import (
    earlier_needs,
    investigation_for,
    latest_investigation,
    need_for,
    needs_of,
    numbers_of,
    unsettled,
    version_for,
    versions_at,
)
from samsyn.cases.queries.worklists import (
    my_cases,
    my_day,
    reports_unopened,
    to_follow_up,
    unassigned,
    unit_cases,
)

__all__ = [
    "cases_of_person",
    "current_decision",
    "decision_for",
    "decisions_of",
    "draft_of",
    "earlier_needs",
    "events_of",
    "find_cases",
    "follow_ups_of",
    "granted_lines",
    "investigation_for",
    "latest_investigation",
    "lead_times",
    "line_for",
    "my_cases",
    "my_day",
    "need_for",
    "needs_of",
    "needs_to_follow_up",
    "numbers_of",
    "open_by_status",
    "open_case",
    "open_cases_of",
    "outcomes",
    "proposals",
    "record_shown",
    "reports_unopened",
    "signed_between",
    "to_follow_up",
    "told_case",
    "unassigned",
    "unit_cases",
    "unsettled",
    "version_for",
    "versions_at",
]
