"""Everything that is planted, in one."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import chain

from samsyn.people.queries import why_not_invent
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor
from samsyn.web.planted.appeals import appeals
from samsyn.web.planted.courses import courses
from samsyn.web.planted.endings import endings
from samsyn.web.planted.exercises import exercises
from samsyn.web.planted.messages import messages
from samsyn.web.planted.nights import nights
from samsyn.web.planted.proposals import waiting
from samsyn.web.planted.reviews import reviews
from samsyn.web.planted.surveys import surveys
from samsyn.web.planted.table import tables
from samsyn.web.planted.telling import Scene, in_order
from samsyn.web.planted.watch import watched


def plant(*, until: date, now: datetime, log: Callable[[datetime], object], by: Actor) -> int:
    """Let it happen, each thing on its day, between what the log tells; returns how many times somebody acted.

    `log` writes the log up to a moment, and is asked before each of them; the rest of it is the caller's to write.
    Raises NoAccess for all but a job, and where real people are let in: it acts as whoever it needs.
    """
    permit(why_not_invent(by))
    scene = Scene.of(until, now, by)
    helped = chain(tables(scene), nights(scene), courses(scene), messages(scene), surveys(scene))
    ours = chain(reviews(scene), exercises(scene))
    matters = chain(appeals(scene), waiting(scene), endings(scene), watched(scene), helped, ours)
    return in_order(list(matters), now=now, log=log)
