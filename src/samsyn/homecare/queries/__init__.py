"""What others may read about orders, plans and time. Personal data leaves a reading in the log."""

from samsyn.homecare.queries.orders import (
    inbox,
    is_unseen_too_long,
    open_order,
    orders_of,
    orders_waiting_for_caseworker,
    unseen_too_long,
)
from samsyn.homecare.queries.plans import (
    activities_of,
    current_plan,
    is_current,
    latest_plan,
    plan_for,
    plans_of,
    plans_running_out,
    to_plan,
)
from samsyn.homecare.queries.time import Week, day_of_unit, my_visits, planned_for, week_of

__all__ = [
    "Week",
    "activities_of",
    "current_plan",
    "day_of_unit",
    "inbox",
    "is_current",
    "is_unseen_too_long",
    "latest_plan",
    "my_visits",
    "open_order",
    "orders_of",
    "orders_waiting_for_caseworker",
    "plan_for",
    "planned_for",
    "plans_of",
    "plans_running_out",
    "to_plan",
    "unseen_too_long",
    "week_of",
]
