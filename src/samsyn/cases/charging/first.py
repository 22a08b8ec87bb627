"""From which month a fee, or a changed one, applies (SoL 32:10 st 2)."""

from collections.abc import Iterable
from datetime import date

from samsyn.cases.charging.use import Granted
from samsyn.cases.fees.changes import Change, changed_fee
from samsyn.cases.fees.months import Month


def first_month(
    lines: Iterable[Granted], *, today: date, decided_from: date | None = None, changed_on: date | None = None
) -> Change | None:
    """The month to suggest, with the reason: what changed last decides, of what was told and what is granted.

    The first fee of all does not reach back before this month; a change does, since the law says from when. What began
    before `decided_from`, the first month of the decision before, is nothing new; where nothing is, the change is
    today's. None where nothing is granted.
    """
    starts = [line.valid_from for line in lines]
    if not starts:
        return None
    if decided_from is None:
        change = changed_fee(min(starts))
        return change if change.first_month >= Month.of(today) else changed_fee(today.replace(day=1))
    later = [day for day in (*starts, changed_on) if day is not None and day >= decided_from]
    return changed_fee(max(later, default=today))
