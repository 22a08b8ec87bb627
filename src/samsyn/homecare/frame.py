"""The frame (ram): how much of the granted time a plan uses. Whole minutes throughout."""

from collections.abc import Iterable
from datetime import date

from samsyn.people.refusals import N_, Refusal

CURRENT_MONTHS = 6  # a plan set up or followed up within six months is current (Kolada U21452)
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


def current_until(made_on: date) -> date:
    """The last day a plan counts as current: six months on, the month's last day where the day is missing."""
    month = made_on.month - 1 + CURRENT_MONTHS
    year, month = made_on.year + month // 12, month % 12 + 1
    for day in range(made_on.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, made_on.day)
