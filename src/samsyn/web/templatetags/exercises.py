"""{% exercises_due %}: what of exercises waits for the reader, wherever it is to be said."""

from typing import Any

from django import template
from django.utils.timezone import localdate

from samsyn.review.queries import exercises_waiting, late_actions, wheel_reminders
from samsyn.review.year_wheel import Spoke
from samsyn.web.exercises.wheel import PAGES, spoke_label

register = template.Library()


@register.inclusion_tag("exercises/_due.html", takes_context=True)
def exercises_due(context: template.Context) -> dict[str, Any]:
    """Open rounds to answer or to close, what of the year wheel is due or late, and actions that are late."""
    request = context["request"]
    today = localdate(request.now)
    return {
        "now": request.now,
        "rounds": exercises_waiting(request.actor, today=today),
        "reminders": wheel_reminders(request.actor, today=today),
        "late_actions": late_actions(request.actor, today=today),
    }


@register.filter
def spoke_said(spoke: Spoke) -> str:
    """{{ spoke|spoke_said }}: what is planned, in the reader's language."""
    return spoke_label(spoke)


@register.filter
def spoke_page(spoke: Spoke) -> str:
    """{{ spoke|spoke_page }}: the name of the address where it is done."""
    return PAGES.get(spoke.planned.kind, "exercises")
