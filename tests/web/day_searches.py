"""A search of a unit's day that runs in a process apart, as tests wait for it."""

import time
from datetime import date

from samsyn.web.dayplan import aside
from tests.rooms.hours import WEDNESDAY


def answered(unit: int, of: date | str = WEDNESDAY) -> None:
    """Wait until the process of a search has written its answer."""
    late = time.monotonic() + 120
    while aside.standing(unit, of).answer is None:
        assert time.monotonic() < late, "the search gives no answer"
        time.sleep(0.1)
