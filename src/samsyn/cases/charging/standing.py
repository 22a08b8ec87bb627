"""Which fee applies in a month: the latest decision that had begun, unless the fee has ended (SoL 32:10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from samsyn.cases.fees.changes import changed_fee
from samsyn.cases.fees.months import Month


@dataclass(frozen=True)
class Decided:
    """As much of a fee decision as tells when it applies. `corrects` is the key of the one it stands in place of."""

    key: int
    version: int
    first_month: date
    decided_at: datetime
    corrects: int | None = None


@dataclass(frozen=True)
class Ended:
    """The last month with a fee, and when that was noted."""

    last_month: date
    noted_at: datetime


@dataclass(frozen=True)
class Standing:
    """The key of the decision that applies; None where there is no fee, and `ended` says whether an end is why."""

    key: int | None
    ended: bool = False


def fee_in(month: Month, decisions: Iterable[Decided], ends: Iterable[Ended]) -> Standing:
    """The decision whose fee is taken in a month. A corrected decision gives way to its correction, whole.

    An end holds until a decision that is made after it begins: somebody may come back. A correction of what was
    decided before the end does not begin anything anew.
    """
    known = {each.key: each for each in decisions}
    corrected = {each.corrects for each in known.values()}
    begun = [each for each in known.values() if each.key not in corrected and Month.of(each.first_month) <= month]
    if not begun:
        return Standing(None)
    latest = max(begun, key=lambda each: (each.first_month, each.version))
    decided = _first_version(latest, known).decided_at
    if any(Month.of(end.last_month) < month and end.noted_at >= decided for end in ends):
        return Standing(None, ended=True)
    return Standing(latest.key)


def _first_version(decision: Decided, known: dict[int, Decided]) -> Decided:
    while decision.corrects is not None and decision.corrects in known:
        decision = known[decision.corrects]
    return decision


def last_month_of(cause: str, on: date) -> Month:
    """The last month with a fee, when the person died on a day, or the last day of help, or here, was that day.

    By 32:10 st 2: there is no fee from the month after, or from the same month when it is all covered. Who dies on
    the first of a month owes nothing for it; whose help ends on the last of a month owes nothing for the next.
    """
    changed_on = on if cause == "death" else on + timedelta(1)
    free = changed_fee(changed_on).first_month
    return Month.of(free.first_day - timedelta(1))
