"""Which fee stands in a month, by the rows: what actions and queries both ask."""

from samsyn.cases.charging.standing import Decided, Ended, fee_in, last_month_of
from samsyn.cases.fees.months import Month
from samsyn.cases.models import FeeCase, FeeDecision, FeeEnd


def fee_now(fee_case: FeeCase, month: Month) -> FeeDecision | None:
    """The decision whose fee is taken in a month; None where none is. Asks nothing of what is prefetched."""
    known = {each.pk: each for each in fee_case.decisions.all()}
    facts = [Decided(d.pk, d.version, d.first_month, d.decided_at, d.corrects_id) for d in known.values()]
    found = fee_in(month, facts, [end for _, end in ends_that_count(fee_case)])
    return known[found.key] if found.key is not None else None


def ends_that_count(fee_case: FeeCase) -> list[tuple[str, Ended]]:
    """Every end that counts, with its cause. A death that is taken back ends nothing; its day decides its month."""
    died_on, found = fee_case.person.died_on, []
    for end in fee_case.ends.all():
        if end.cause != FeeEnd.Cause.DEATH:
            found.append((end.cause, Ended(end.last_month, end.noted_at)))
        elif died_on is not None:
            found.append((end.cause, Ended(last_month_of(end.cause, died_on).first_day, end.noted_at)))
    return found
