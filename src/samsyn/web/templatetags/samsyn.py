"""Tags and filters of every page: chain, listing, field, error_summary, mark; when, clock, duration, say, named …"""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from samsyn.cases.clocks import Kind, close_reasons
from samsyn.people.refusals import Refusal
from samsyn.web.shared import account, reach, wording
from samsyn.web.shared.chain import ChainStep
from samsyn.web.shared.columns import Column, Link, Mark
from samsyn.web.shared.context import BROWSER_TEXTS
from samsyn.web.shared.listing import ListPage

register = template.Library()


@register.filter
def when(value: date | datetime | None, now: datetime | None = None) -> SafeString | str:
    """{{ order.sent_at|when:now }} → "i dag 14.20" in a <time> that carries the exact moment."""
    if not value:
        return ""
    exact = timezone.localtime(value) if isinstance(value, datetime) else value
    title = exact.strftime("%Y-%m-%d %H.%M" if isinstance(exact, datetime) else "%Y-%m-%d")
    said = wording.when(value, now or timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', exact.isoformat(), title, said)


@register.filter
def long_date(value: date | datetime | None, parts: str = "") -> str:
    """{{ plan.made_on|long_date }} → "4 december 2026"; with "month" or "weekday" as `wording.long_date` says."""
    return wording.long_date(value, parts)


@register.filter
def clock(value: datetime | time | None) -> str:
    """{{ visit.start|clock }} → "14.20"; nothing of nothing."""
    return wording.clock(value) if isinstance(value, datetime | time) else ""


@register.filter
def duration(minutes: int | None) -> str:
    """{{ 450|duration }} → "7 tim 30 min"."""
    return wording.duration(minutes)


@register.filter
def amount(number: Any, unit: str = "") -> str:
    """{{ line.amount|amount:line.unit }}, or of a pair: {{ pair|amount }} → "7 tim 30 min i veckan"."""
    return wording.amount(number, unit) if unit else wording.amount(*number)


@register.filter
def say(text: Refusal | str | None) -> str:
    """{{ refusal|say }}: a message id or a refusal, translated and filled."""
    return wording.say(text)


@register.filter
def named(person: Any) -> str:
    """{{ person|named }}: a name in a list or a table, with the mark of protection beside it."""
    return reach.named(person)


@register.filter
def who_comes(visit: Any) -> str:
    """Who comes to a planned time, also where two come at once."""
    return account.who_comes(visit)


@register.inclusion_tag("shared/chain.html", takes_context=True)
def chain(context: template.Context, steps: list[ChainStep], label: str = "") -> dict[str, Any]:
    """{% chain steps %}: the line of steps; `label` names it for those who do not see it."""
    return {"steps": steps, "label": label or gettext("Så långt har ärendet kommit"), "now": context.get("now")}


@register.inclusion_tag("shared/listing.html", takes_context=True)
def listing(context: template.Context, page: ListPage) -> dict[str, Any]:
    """{% listing page %}: filter, table, count, paging and export of a list."""
    return {"page": page, "now": context.get("now")}


@register.simple_tag
def cell(column: Column, value: Any, now: datetime | None) -> SafeString | str:
    """One cell of a list, by the kind of its column. Not a template: a page of a list has hundreds of cells."""
    if column.kind in {"date", "time"}:
        return when(value, now)
    if column.kind == "minutes":
        return duration(value)
    if isinstance(value, Mark):
        return mark(value)
    if isinstance(value, Link):
        return format_html('<a href="{}">{}</a>', value.url, value.text)
    return "" if value is None else str(value)


@register.simple_tag
def mark(word: Mark | str, tone: str = "") -> SafeString:
    """{% mark "försenad" "late" %} or {% mark value %}: a state as a word, and a shape by its tone."""
    shown = word if isinstance(word, Mark) else Mark(word, tone)  # type: ignore[arg-type]
    return format_html('<span class="mark{}">{}</span>', f" {shown.tone}" if shown.tone else "", say(shown.word))


@register.inclusion_tag("shared/field.html")
def field(
    bound: BoundField, label: str = "", place: str = "", base: int | None = None, rows: int | None = None
) -> dict[str, Any]:
    """{% field form.name %}: label, help, error and the field itself, tied together.

    `place` and `base` (the number of the text shown) make it autosave in a form with data-autosave; `rows` is
    the height of a text area.
    """
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    # Required is said in words and told by the server; the browser's own bubbles speak another language.
    bound.form.use_required_attribute = False
    own = {"data-place": place, "data-base": "" if base is None else str(base), "rows": str(rows or "")}
    widget.attrs.update({name: value for name, value in own.items() if value})
    return {
        "bound": bound,
        "label": label or bound.label,
        "grouped": grouped,
        "ticked": isinstance(widget, CheckboxInput),
    }


@register.inclusion_tag("shared/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """{% error_summary form %} on top of the form: what is wrong, with a link to each field."""
    return {
        "form": form,
        "wrong": [b for b in form if b.errors],
        "general": form.non_field_errors(),
    }


@register.simple_tag
def browser_texts() -> SafeString:
    """The sentences of the scripts in the reader's language."""
    return json_script({key: gettext(text) for key, text in BROWSER_TEXTS.items()}, "samsyn-texts")


@register.simple_tag
def coded(codes: str, code: str) -> str:
    """{% coded "interventions" line.intervention %}: a code's label in the reader's language."""
    return wording.label(codes, code)


@register.simple_tag
def closing(kind: str) -> str:
    """{% closing row.close_reason %}: why a line left the list of what is not carried out."""
    row = close_reasons().get(Kind(kind))
    return wording.label("not_executed", row.code) if row else kind


@register.filter
def get(options: Any, key: str) -> str:
    """A label out of a mapping of message ids: {{ LABELS|get:case.status }}."""
    return gettext(options[key]) if options.get(key) else ""
