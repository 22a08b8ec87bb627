"""From which month a fee, or a changed one, applies (SoL 32:10 st 2)."""

from collections.abc import Iterable
from datetime import date

from samsyn.cases.charging.use import Granted
from samsyn.cases.fees.changes import Change, changed_fee
from samsyn.cases.fees.months import Month


def first_month(
    lines: Iterable[Granted], *, today: date, is_first: bool, changed_on: date | None = None
) -> Change | None:
    """The month to suggest, with the reason: what changed last decides, of what was told and what is granted.

    The first fee of all does not reach back before this month; a change does, since the law says from when. None where
    nothing is granted.
    """
    starts = [line.valid_from for line in lines]
    if not starts:
        return None
    if is_first:
        change = changed_fee(min(starts))
        return change if change.first_month >= Month.of(today) else changed_fee(today.replace(day=1))
    return changed_fee(max(starts) if changed_on is None else changed_on)
