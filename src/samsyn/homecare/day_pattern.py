"""The pattern of two weeks that a unit's days follow: which holds on a day, and what it says of it."""

from datetime import date

from samsyn.homecare.dayplan.facts import second_of
from samsyn.homecare.dayplan.pattern import DAYS, Usual
from samsyn.homecare.models import VisitPattern
from samsyn.people.queries import colleagues
from samsyn.people.roles import Role


def pattern_on(unit_id: int, day: date) -> VisitPattern | None:
    """The pattern that holds on a day: the newest that has begun, unless that ends it."""
    newest = VisitPattern.objects.filter(unit=unit_id, starts_on__lte=day).order_by("-version").first()
    return None if newest is None or newest.is_end else newest


def place_of(pattern: VisitPattern, day: date) -> int:
    """Which of the fourteen days a day is."""
    return (day - pattern.starts_on).days % DAYS


def usual_on(unit_id: int, day: date) -> dict[str, Usual]:
    """What the pattern says of a day's visits, by their keys. Of who gives no care at the unit any more nothing but
    the time is left."""
    pattern = pattern_on(unit_id, day)
    if pattern is None:
        return {}
    here = set(colleagues(unit_id, Role.CARE_WORKER, today=day).values_list("pk", flat=True))
    found = {}
    rows = pattern.stops.filter(day=place_of(pattern, day), carer__isnull=False)
    for person, promised, part, carer, start in rows.values_list("person", "promised", "part", "carer", "start"):
        key = f"{person}-{promised}"
        found[second_of(key) if part else key] = Usual(carer if carer in here else None, start)
    return found
