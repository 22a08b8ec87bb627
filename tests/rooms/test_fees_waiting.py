"""What the fee officer's day says is waiting is what the list of fees shows for it (SoL 32:1, 32:10)."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from samsyn.cases.actions import end_fee
from samsyn.cases.queries import fee_cases, waiting_fees
from samsyn.cases.queries.fees import fees_waiting
from tests import ended
from tests import factories as f
from tests.fees import decided_fee, officer, opened_fees, pension, told_fees
from tests.rooms.anew import anew, decide

pytestmark = pytest.mark.django_db
LATER, LAST = f.NOW + timedelta(days=30), f.NOW + timedelta(days=60)
DAYS = (0, 59, 60, 334, 335, 336, 365, 400)


def varied() -> None:
    """Fees in every state that the lists tell apart, and some in two of them, in no order of time."""
    told_fees()
    opened_fees()
    decided = [decided_fee(told_fees(at=at), at=at).fee_case for at in (LATER, *[f.NOW] * 8)]
    _, again, granted, renounced, ended_too, dead, noted, moved, new = decided
    told_fees(again.person, pension(14_000), at=LATER)
    for fee_case in (granted, new):
        decide(anew(fee_case.person.cases.get(), at=LATER), at=LATER)
    for fee_case in (renounced, ended_too):
        ended.decline(f.line_of(fee_case.person.cases.get()), at=LATER)
    end(ended_too, "help_ended")
    end(moved, "moved")
    for fee_case, days in ((dead, 1), (noted, 2), (moved, 3)):
        ended.die(fee_case.person.cases.get(), on=localdate(LATER) - timedelta(days), at=LATER)
    end(noted, "death")
    told_fees(new.person, pension(13_000), at=LAST)


def end(fee_case, cause):
    fee_case = type(fee_case).objects.select_related("person").get(pk=fee_case.pk)
    on = None if cause == "death" else localdate(LATER)
    end_fee(fee_case=fee_case, cause=cause, on=on, by=officer(), at=LATER)


def test_what_the_day_says_waits_is_what_the_list_shows():
    varied()
    found: dict[str, set[int]] = {}
    for days in DAYS:
        today = localdate(f.NOW) + timedelta(days)
        for what, ids in fees_waiting(officer(), today=today).items():
            listed = waiting_fees(fee_cases(officer()), what, today=today)
            assert sorted(ids) == sorted(listed.values_list("pk", flat=True)), (what, today)
            found.setdefault(what, set()).update(ids)
    everybody = fee_cases(officer()).count()
    assert set(found) == {"income", "granted", "renewal", "ended"}
    assert all(0 < len(ids) < everybody for ids in found.values())
