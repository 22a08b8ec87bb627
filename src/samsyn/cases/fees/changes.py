"""From which month a changed fee applies (SoL 32:10)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import section
from samsyn.cases.fees.steps import Step, step


@dataclass(frozen=True)
class Change:
    """The first month of the changed fee, and why."""

    first_month: Month
    reason: Step


def covers_whole_month(changed_on: date, until: date | None = None) -> bool:
    """Whether what changed on a day, and lasts until a day, is true of the whole month in which it began."""
    last = monthrange(changed_on.year, changed_on.month)[1]
    return changed_on.day == 1 and (until is None or until >= changed_on.replace(day=last))


def changed_fee(changed_on: date, whole_month: bool | None = None, until: date | None = None) -> Change:
    """The month after the change, or the same month when the circumstances cover all of it (32:10 st 2).

    `whole_month` says so outright, as for a pension paid for the whole month; without it the days decide: what began
    on the first and lasted the month covers it. Raises ValueError when `until` is before the change.
    """
    if until is not None and until < changed_on:
        raise ValueError(f"{until} is before {changed_on}")
    began = Month.of(changed_on)
    told = whole_month is not None
    if covers_whole_month(changed_on, until) if whole_month is None else whole_month:
        return _change("change_same_month_told" if told else "change_same_month", began, changed_on, began)
    return _change("change_next_month_told" if told else "change_next_month", began.next(), changed_on, began)


def new_price_base_amount(year: int) -> Change:
    """A new price base amount covers all of January; no notice beforehand is needed (32:10 st 1)."""
    january = Month(year, 1)
    return _change("change_price_base", january, january.first_day, january)


def _change(code: str, first: Month, changed_on: date, began: Month) -> Change:
    law = section("32:10", began)
    return Change(first, step(code, None, law, day=changed_on.isoformat(), began=began.name, first=first.name))
