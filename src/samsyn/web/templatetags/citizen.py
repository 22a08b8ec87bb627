"""Filters of the person's pages."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samsyn.people.languages import SPOKEN
from samsyn.web.shared import rhythm
from samsyn.web.shared.wording import clock, label, say, when

register = template.Library()


@register.filter
def intervention(code: str) -> str:
    """{{ line.intervention|intervention }} → "Hemtjänst"."""
    return label("interventions", code)


@register.filter
def weekday(number: int) -> str:
    """The name of an ISO weekday: 1 → "måndag"."""
    return str(WEEKDAYS[number - 1])


@register.filter
def often(activity: Any) -> str:
    """{{ activity|often }} → "varannan vecka, med början vecka 48"; nothing for what is done every week."""
    return rhythm.often(activity)


@register.filter
def spoken(code: str) -> str:
    """{{ wish.language|spoken }} → "finska"; the code itself where it has no name."""
    return say(SPOKEN.get(code, code))


@register.filter
def phone_digits(phone: str) -> str:
    """What a tel: link may hold."""
    return "".join(c for c in phone if c.isdigit() or c == "+")


@register.filter
def with_help(week: Iterable[Any]) -> bool:
    """Whether any day of a week has help."""
    return any(day.help for day in week)


@register.filter
def exactly(moment: datetime, now: datetime) -> SafeString:
    """A day and always a time of day, for a log: "tis 24 nov 14.20"."""
    local = timezone.localtime(moment)
    day: date = local.date()
    return format_html('<time datetime="{}">{} {}</time>', local.isoformat(), when(day, now), clock(local))


@register.filter
def clocks(times: Iterable[time]) -> str:
    """{{ terms.through_the_night|clocks }} → "23.00, 3.00"."""
    return ", ".join(clock(at) for at in times)


@register.filter
def plain(options: Mapping[str, str], key: str) -> str:
    """A code out of a mapping, as it is: {{ tones|plain:line.outcome }}."""
    return options.get(key, "")
