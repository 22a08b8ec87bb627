"""What others may read about orders, plans and time. Personal data leaves a reading in the log."""

from samsyn.homecare.queries.casework import change_requested, partly_ordered, turned_down
from samsyn.homecare.queries.orders import (
    inbox,
    is_unseen_too_long,
    open_order,
    orders_of,
    unseen_too_long,
)
from samsyn.homecare.queries.plans import (
    activities_of,
    is_current,
    latest_plan,
    plan_for,
    plans_of,
    plans_running_out,
    to_plan,
)
from samsyn.homecare.queries.provider import (
    Round,
    activity_for,
    days_not_closed,
    extra_of_day,
    messages_of,
    my_persons,
    persons_in_orders,
    persons_in_plans,
    plans_at,
    plans_objected,
    rounds_of_unit,
)
from samsyn.homecare.queries.sent import TimeGiven, content_to_send, live_orders, time_given
from samsyn.homecare.queries.time import Week, day_of_unit, my_visits, only_reported, planned_for, week_of
from samsyn.homecare.queries.told import told_orders, told_plan, told_plans, told_week

__all__ = [
    "Round",
    "TimeGiven",
    "Week",
    "activities_of",
    "activity_for",
    "change_requested",
    "content_to_send",
    "day_of_unit",
    "days_not_closed",
    "extra_of_day",
    "inbox",
    "is_current",
    "is_unseen_too_long",
    "latest_plan",
    "live_orders",
    "messages_of",
    "my_persons",
    "my_visits",
    "only_reported",
    "open_order",
    "orders_of",
    "partly_ordered",
    "persons_in_orders",
    "persons_in_plans",
    "plan_for",
    "planned_for",
    "plans_at",
    "plans_objected",
    "plans_of",
    "plans_running_out",
    "rounds_of_unit",
    "time_given",
    "to_plan",
    "told_orders",
    "told_plan",
    "told_plans",
    "told_week",
    "turned_down",
    "unseen_too_long",
    "week_of",
]
