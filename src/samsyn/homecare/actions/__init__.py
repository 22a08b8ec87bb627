"""Every change to orders, plans and time. Each action is one transaction and leaves one event in the log."""

from samsyn.homecare.actions.endings import conclude_follow_up, end_case
from samsyn.homecare.actions.orders import (
    accept,
    answer_change,
    reject,
    request_change,
    see,
    send_order,
    start,
    stop,
)
from samsyn.homecare.actions.plans import (
    ActivityTerms,
    answer_plan,
    offer_plan,
    put_activity,
    remove_activity,
    start_plan,
    write_plan,
)
from samsyn.homecare.actions.time import close_days, plan_ahead, report_extra, report_time

__all__ = [
    "ActivityTerms",
    "accept",
    "answer_change",
    "answer_plan",
    "close_days",
    "conclude_follow_up",
    "end_case",
    "offer_plan",
    "plan_ahead",
    "put_activity",
    "reject",
    "remove_activity",
    "report_extra",
    "report_time",
    "request_change",
    "see",
    "send_order",
    "start",
    "start_plan",
    "stop",
    "write_plan",
]
