"""Every change to orders, plans and time. Each action is one transaction and leaves one event in the log."""

from samsyn.homecare.actions.emergency import open_order_in_emergency
from samsyn.homecare.actions.endings import conclude_follow_up, end_case
from samsyn.homecare.actions.execution import take_back_execution, tell_execution
from samsyn.homecare.actions.journal import (
    answer_care_objection,
    begin_care_entry,
    correct_care_entry,
    cover_care_entry,
    discard_care_entry,
    lock_old_care_entries,
    object_to_care,
    save_care_entry,
    settle_care_entry,
    sign_care_entry,
)
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
    "answer_care_objection",
    "answer_change",
    "answer_plan",
    "begin_care_entry",
    "close_days",
    "conclude_follow_up",
    "correct_care_entry",
    "cover_care_entry",
    "discard_care_entry",
    "end_case",
    "lock_old_care_entries",
    "object_to_care",
    "offer_plan",
    "open_order_in_emergency",
    "plan_ahead",
    "put_activity",
    "reject",
    "remove_activity",
    "report_extra",
    "report_time",
    "request_change",
    "save_care_entry",
    "see",
    "send_order",
    "settle_care_entry",
    "sign_care_entry",
    "start",
    "start_plan",
    "stop",
    "take_back_execution",
    "tell_execution",
    "write_plan",
]
