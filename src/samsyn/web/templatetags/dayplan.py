"""Words of the planner's day."""

from django import template

from samsyn.web.shared.wording import label

register = template.Library()


@register.simple_tag
def reason_said(code: str) -> str:
    """{% reason_said change.reason %}: why a plan was changed, in the reader's language."""
    return label("plan_reasons", code, "homecare")


@register.simple_tag
def pattern_reason_said(code: str) -> str:
    """{% pattern_reason_said pattern.reason %}: why a pattern was taken in or ended, in the reader's language."""
    return label("pattern_reasons", code, "homecare")
