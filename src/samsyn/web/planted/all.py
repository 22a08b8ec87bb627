"""Everything that is planted, in one."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import chain

from samsyn.web.planted.appeals import appeals
from samsyn.web.planted.endings import endings
from samsyn.web.planted.proposals import waiting
from samsyn.web.planted.telling import Scene, in_order
from samsyn.web.planted.watch import watched


def plant(*, until: date, now: datetime, log: Callable[[datetime], object]) -> int:
    """Let it happen, each thing on its day, between what the log tells; returns how many times somebody acted.

    `log` writes the log up to a moment, and is asked before each of them; the rest of it is the caller's to write.
    """
    scene = Scene.of(until, now)
    matters = chain(appeals(scene), waiting(scene), endings(scene), watched(scene))
    return in_order(list(matters), now=now, log=log)
