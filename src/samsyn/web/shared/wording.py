"""How times, amounts and refusals are said, in the reader's language. The template filters call these."""

import re
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext

from samsyn.cases.codes import code_list
from samsyn.people.refusals import Refusal

DAY = re.compile(r"\d{4}-\d\d-\d\d")  # as refusals carry days
NEAR = 7  # days within which a weekday says more than a date


def clock(moment: datetime | time) -> str:
    """The time of day: 14.20. A moment is told as it is here; a time of day is already so."""
    local = timezone.localtime(moment).time() if isinstance(moment, datetime) else moment
    return time_format(local, pgettext("klockslag, Djangos datumformat", "G.i"), use_l10n=False)


def short_date(day: date) -> str:
    """A date with a short month: 29 nov 2026."""
    return date_format(day, pgettext("datum, Djangos datumformat", "j b Y"), use_l10n=False)


def long_date(value: date | datetime | None, parts: str = "") -> str:
    """A day with its month in full: "4 december 2026", in Finnish "4. joulukuuta 2026".

    `parts` may be "month" for "4 december" or "weekday" for "fredag 4 december"; another raises KeyError.
    """
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    forms = {
        "": pgettext("datum med hela månaden, Djangos datumformat", "j E Y"),
        "month": pgettext("datum med hela månaden utan år, Djangos datumformat", "j E"),
        "weekday": pgettext("veckodag och hela månaden, Djangos datumformat", "l j E"),
    }
    return date_format(day, forms[parts], use_l10n=False)


def when(value: date | datetime | None, now: datetime) -> str:
    """A day or a moment as people say it: "i dag 14.20", "i morgon", "tis 24 nov", then the date."""
    if value is None:
        return ""
    moment = timezone.localtime(value) if isinstance(value, datetime) else None
    day = moment.date() if moment else value
    near = {
        -1: gettext("i går"),
        0: gettext("i dag"),
        1: gettext("i morgon"),
    }
    away = (day - timezone.localdate(now)).days
    if away in near:
        return f"{near[away]} {clock(moment)}" if moment else near[away]
    if abs(away) <= NEAR:
        return date_format(day, pgettext("veckodag och datum, Djangos datumformat", "D j b"), use_l10n=False)
    return short_date(day)


def duration(minutes: int | None) -> str:
    """Whole minutes as hours and minutes: "7 tim 30 min"."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    parts = [gettext("{hours} tim").format(hours=hours)] if hours else []
    if rest or not hours:
        parts.append(gettext("{minutes} min").format(minutes=rest))
    return ("−" if minutes < 0 else "") + " ".join(parts)


def amount(number: int | None, unit: str) -> str:
    """How much of an intervention: "7 tim 30 min i veckan", "2 gånger i veckan", "3 stycken".

    Units: minutes_week, minutes_month, times_week, days_week, days_month, count; another raises ValueError.
    """
    if number is None:
        return ""
    said = {
        "minutes_week": lambda: gettext("{time} i veckan").format(time=duration(number)),
        "minutes_month": lambda: gettext("{time} i månaden").format(time=duration(number)),
        "times_week": lambda: ngettext("{n} gång i veckan", "{n} gånger i veckan", number).format(n=number),
        "days_week": lambda: ngettext("{n} dag i veckan", "{n} dagar i veckan", number).format(n=number),
        "days_month": lambda: ngettext("{n} dygn i månaden", "{n} dygn i månaden", number).format(n=number),
        "count": lambda: npgettext("antal", "{n} styck", "{n} stycken", number).format(n=number),
    }
    if unit not in said:
        raise ValueError(f"{unit!r} is not a unit of amount")
    return said[unit]()


def say(text: Refusal | str | None) -> str:
    """A message id or a refusal in the reader's language; parts that are message ids are translated too."""
    if not text:
        return ""
    if not isinstance(text, Refusal):
        return gettext(str(text))
    return gettext(text.text).format(**{name: _filled(value) for name, value in text.values.items()})


def _filled(value: str | int) -> str | int:
    """What stands in a gap: a day as days are said, a message id translated, else as it is."""
    if not isinstance(value, str) or not value:
        return value
    return long_date(date.fromisoformat(value)) if DAY.fullmatch(value) else gettext(value)


def label(codes: str, code: object, room: str = "cases") -> str:
    """A code's label in the reader's language; the code itself where the list does not have it."""
    row = code_list(codes, room).get(str(code))
    return row.label(get_language() or "sv") if row else str(code)


def labels(codes: str, room: str = "cases") -> list[tuple[str, str]]:
    """A code list as choices, in the reader's language."""
    language = get_language() or "sv"
    return [(code, row.label(language)) for code, row in code_list(codes, room).items()]


def period(start: date, end: date) -> str:
    """From one day to another, both included: "1 nov – 30 nov 2026"."""
    if start.year != end.year:
        return f"{short_date(start)} – {short_date(end)}"
    first = date_format(start, pgettext("datum utan år, Djangos datumformat", "j b"), use_l10n=False)
    return f"{first} – {short_date(end)}"
