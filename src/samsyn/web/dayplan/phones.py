"""Where what is accepted and what is not do not go together in the carers' phones: told until the rest is accepted."""

from samsyn.homecare.dayplan.facts import Lanes, Placed
from samsyn.web.dayplan.told import Told, clock

OF_TIME = frozenset({"overlap", "travel"})


def on_phones(told: Told) -> list[str]:
    """What a carer has no time for in the day as it stands, where it is about a visit that the plan has accepted.

    A visit that another carer has in the plan is in the first one's phone until the other's part is accepted too.
    """
    accepted = {key for stop in told.stops if stop.accepted_at and (key := told.key_of(stop))}
    if not accepted:
        return []
    broken = told.walker.broken(_as_it_stands(told)) - told.broken
    found = [one for one in broken if one.rule in OF_TIME and {one.key, one.other} & accepted]
    visits = {visit.key: visit for visit in told.known.day.visits}
    rows = sorted((visits[one.key].start, one) for one in found if not visits[one.key].settled)
    return [f"{clock(start)} {told.person_name(visits[one.key].person)}: {told.words(one)}" for start, one in rows]


def _as_it_stands(told: Told) -> Lanes:
    """Who is named for each visit, and when: as phones show it."""
    day = told.known.day
    return {
        shift.carer: tuple(sorted(Placed(v.start, v.key) for v in day.visits if v.carer == shift.carer))
        for shift in day.shifts
    }
