"""Filters of pages about money: {% load money %}."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from samsyn.cases.fees import money
from samsyn.cases.fees.months import Month
from samsyn.web.shared.wording import label

register = template.Library()


@register.filter
def kr(ore: int | None) -> str:
    """{{ decision.fee|kr }} → "2 660 kr"; nothing of nothing."""
    return "" if ore is None else money.kr(ore)


@register.filter
def month(value: date | Month) -> str:
    """{{ decision.first_month|month }} → "mars 2026", in the reader's language."""
    day = value.first_day if isinstance(value, Month) else value
    return date_format(day, pgettext("månad och år, Djangos datumformat", "F Y"), use_l10n=False)


@register.filter
def heading(step: Any) -> str:
    """What a row of a calculation is called, in the reader's language."""
    return gettext(step.what).format(**step.values)


@register.filter
def sentence(told: Any) -> str:
    """What a row of a calculation, or an open question, says, in the reader's language."""
    return gettext(told.text).format(**told.values)


@register.filter
def kind(code: str) -> str:
    """The label of a kind of income."""
    return label("income_kinds", code)
