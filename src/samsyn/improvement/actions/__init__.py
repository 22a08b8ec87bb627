"""Every change to measurements and improvements. Each action is one transaction and leaves one event in the log."""

from samsyn.improvement.actions.improvement import Plan, change_improvement, end_improvement, open_improvement
from samsyn.improvement.actions.measurement import keep_measurements, keep_remeasured
from samsyn.improvement.actions.own_file import tell_file_measured

__all__ = [
    "Plan",
    "change_improvement",
    "end_improvement",
    "keep_measurements",
    "keep_remeasured",
    "open_improvement",
    "tell_file_measured",
]
