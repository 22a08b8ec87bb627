"""The gap month by month, and whether it changed when the way of working did."""

from datetime import date

from samsyn.equity.estimate import CannotTell
from samsyn.equity.examination import Asked, Month, Monthly
from samsyn.equity.fit import Family
from samsyn.equity.note import Note
from samsyn.equity.parts.sums import Sums, sums_by
from samsyn.equity.plain import gap
from samsyn.equity.series import Series, interrupted
from samsyn.equity.table import Table

MOST_MONTHS = 50 * 12  # a longer time is a day written wrongly
FEWEST_OF_MONTH = 10  # decisions of each group, for a month to have a figure


def monthly(table: Table, asked: Asked) -> Monthly:
    """Every month from the first to the last, and the change at the month that holds `asked.changed_on`.

    Thin months first and last are not part of the change; one between others is not bridged.
    Raises CannotTell as `between` does.
    """
    sums = sums_by(table, asked.month)
    months = tuple(_month(sums, name, table.family) for name in between(sums.levels[0], sums.levels[-1]))
    return Monthly(months, _change(months, asked.changed_on))


def between(first: str, last: str) -> tuple[str, ...]:
    """The months from one to another, both with them: 2025-11, 2025-12, 2026-01. Raises CannotTell for a long time."""
    start, end = (int(year) * 12 + int(month) - 1 for year, month in (name.split("-") for name in (first, last)))
    if not start <= end < start + MOST_MONTHS:
        raise CannotTell("odd_days", first=first, last=last, most=MOST_MONTHS // 12)
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1))


def _month(sums: Sums, name: str, family: Family) -> Month:
    if name not in sums.levels:
        return Month(name, None, 0, 0)
    place = sums.levels.index(name)
    reference, compared = sums.of(0, place), sums.of(1, place)
    few = min(reference[0], compared[0]) < FEWEST_OF_MONTH
    return Month(name, None if few else gap(compared, reference, family), round(compared[0]), round(reference[0]))


def _change(months: tuple[Month, ...], changed_on: date | None) -> Series | Note:
    if changed_on is None:
        return Note.of("no_change_named")
    told = [place for place, month in enumerate(months) if month.gap]
    months = months[told[0] : told[-1] + 1] if told else months  # the month that is going on is thin, and the first
    thin = tuple(month.month for month in months if month.gap is None)
    if thin:
        return Note.of("thin_months", months=len(thin), first=thin[0], least=FEWEST_OF_MONTH)
    names = [month.month for month in months]
    start = f"{changed_on:%Y-%m}"
    if not names[0] < start <= names[-1]:
        return Note.of("change_outside", day=changed_on, first=names[0], last=names[-1])
    try:
        values = [month.gap.value for month in months if month.gap]
        return interrupted(values, names.index(start), first_month=int(names[0][5:]))
    except CannotTell as problem:
        return problem.note
