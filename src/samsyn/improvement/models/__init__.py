"""Measurements, improvements and what came of them; rounds of the survey."""

from samsyn.improvement.models.measured import Improvement, Measurement, Remeasured
from samsyn.improvement.models.survey import SurveyInvitation, SurveyRound, SurveyTally

__all__ = [
    "Improvement",
    "Measurement",
    "Remeasured",
    "SurveyInvitation",
    "SurveyRound",
    "SurveyTally",
]
