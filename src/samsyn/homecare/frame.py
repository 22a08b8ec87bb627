"""The frame (ram): how much of the granted time a plan uses. Whole minutes throughout."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from samsyn.people.refusals import N_, Refusal

CURRENT_MONTHS = 6  # from the person's yes (Kolada U21452: a plan set up or followed up within six months)
WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12
WEEKS_OF_ALL = 12  # in so many weeks whatever is done every first, second, third or fourth week comes round
Times = tuple[str, int, int]  # weekdays ("135"), minutes each time, and how many weeks there are from one to the next


def minutes_a_week(activities: Iterable[Times]) -> int:
    """Planned minutes a week on average, rounded up, so that what fits a frame here fits it in the long run too."""
    in_all = sum(len(weekdays) * minutes * WEEKS_OF_ALL // every for weekdays, minutes, every in activities)
    return -(-in_all // WEEKS_OF_ALL)


def granted_a_week(amount: int, unit: str) -> int | None:
    """The granted minutes a week, rounded down; None for what is not granted as time."""
    if unit == "minutes_week":
        return amount
    if unit == "minutes_month":
        return amount * MONTHS_PER_YEAR // WEEKS_PER_YEAR
    return None


def why_not_fit(planned: int, amount: int, unit: str) -> Refusal | None:
    """The reason a plan of so many minutes a week does not fit the frame, or None."""
    granted = granted_a_week(amount, unit)
    if granted is None or planned <= granted:
        return None
    return Refusal(
        N_("Planen använder {planned} minuter i veckan men beslutet ger {granted}. Korta eller ta bort något."),
        {"planned": planned, "granted": granted},
    )


def current_until(current_from: date) -> date:
    """The last day a plan counts as current: six months on, the month's last day where the day is missing."""
    return _months_on(current_from, CURRENT_MONTHS)


def made_before(today: date) -> date:
    """The latest day a plan can be current from and not be current today: made then or earlier, it is too old.

    For asking the database what `current_until` says of one plan. `made_before(today + soon)` finds those, too, that
    stop being current before `today + soon`.
    """
    ended = today - timedelta(1)
    made = _months_on(ended, -CURRENT_MONTHS)
    # All the days that are missing in the later month end on its last.
    return made.replace(day=_days_in(made)) if ended.day == _days_in(ended) else made


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _days_in(first)))


def _days_in(month: date) -> int:
    return monthrange(month.year, month.month)[1]
