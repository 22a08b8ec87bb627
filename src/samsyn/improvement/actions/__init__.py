"""Every change to measurements and improvements. Each action is one transaction and leaves one event in the log."""

from samsyn.improvement.actions.improvement import Plan, change_improvement, end_improvement, open_improvement
from samsyn.improvement.actions.measurement import keep_measurements, keep_remeasured
from samsyn.improvement.actions.own_file import tell_file_measured
from samsyn.improvement.actions.survey import answer_survey, enter_answers, open_survey

__all__ = [
    "Plan",
    "answer_survey",
    "change_improvement",
    "end_improvement",
    "enter_answers",
    "keep_measurements",
    "keep_remeasured",
    "open_improvement",
    "open_survey",
    "tell_file_measured",
]
