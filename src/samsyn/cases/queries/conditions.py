"""What the special assessment found. Called after `open_case`, which checks access and records the reading."""

from samsyn.cases.condition_rows import why_not_conditions
from samsyn.cases.models import Conditions, Investigation

__all__ = ["conditions_of", "why_not_conditions"]


def conditions_of(investigation: Investigation) -> Conditions | None:
    """What was found of the conditions of LSS and SoL 29:7, if it was assessed."""
    return Conditions.objects.filter(investigation=investigation).select_related("assessed_by").first()
