"""Planned and performed time, day by day: mostly as planned, now and then otherwise and with a reason."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from samsyn.synthetic.calendar import moment
from samsyn.synthetic.records import Activity, PerformedTime, PlannedTime
from samsyn.synthetic.thread import Hand, Running, Thread

OTHERWISE_SHARE = 0.055
SUBSTITUTE_SHARE = 0.04
CLOSED_AT = time(3, 10)  # the night after
CLOSER = "job:close-day"
# reason: how usual, share of the planned minutes given (least, most), note
REASONS: dict[str, tuple[int, float, float, str]] = {
    "KORTARE": (30, 0.5, 0.9, ""),
    "LANGRE": (24, 1.15, 1.6, "Behövde mer tid."),
    "PERSON_AVBOKADE": (18, 0.0, 0.0, "Fick besök."),
    "PERSON_BORTA": (8, 0.0, 0.0, "Öppnade inte, har pratat i telefon."),
    "PERSONALBRIST": (7, 0.0, 0.0, ""),
    "UTFORARE_STALLDE_IN": (3, 0.0, 0.0, ""),
    "BYTE": (8, 1.0, 1.0, "Promenad i stället."),
    "ANNAT": (2, 0.0, 0.7, "Hantverkare i hemmet."),
}
_codes, _weights = tuple(REASONS), tuple(v[0] for v in REASONS.values())
HOSPITAL_A_YEAR = 0.45


def give(t: Thread, running: Running) -> None:
    """Make the days of every plan of the order, from its first day to its last or to the horizon."""
    spells = _hospital(t, running)
    for i, plan in enumerate(running.plans):
        first = max(running.first, plan.made_on + timedelta(1))
        later = running.plans[i + 1].made_on if i + 1 < len(running.plans) else t.world.horizon
        last = min(later, running.last or t.world.horizon)
        if running.line.valid_to:
            last = min(last, running.line.valid_to)
        staffed = _staffed(t, running, running.activities[i], first, last)
        _days(t, running, staffed, first, last, spells)
    t.story.plans.extend(running.plans)
    for activities in running.activities:
        t.story.activities.extend(activities)


def _staffed(
    t: Thread, running: Running, activities: list[Activity], first: date, last: date
) -> dict[int, list[tuple[Activity, int]]]:
    """For each weekday the activities with who comes: the contact person where possible, else a colleague at work."""
    found: dict[int, list[tuple[Activity, int]]] = {d: [] for d in range(1, 8)}
    for activity in activities:
        for letter in activity.weekdays:
            day = int(letter)
            found[day].append((activity, _who(t, running, activity, day, first, last)))
    return found


def _who(t: Thread, running: Running, activity: Activity, weekday: int, first: date, last: date) -> int:
    start = activity.start.hour * 60 + activity.start.minute
    carers, bookings = running.provider.carers, t.world.bookings
    late = activity.start.hour >= 16
    offset = carers.index(running.contact)
    turned = [(offset + i) % len(carers) for i in range(len(carers))]
    at_work = [i for i in turned if (i + weekday) % 7 < 5 and (i % 3 == 2) == late] or turned
    for i in at_work:
        if bookings.free(carers[i], weekday, start, start + activity.minutes, first, last):
            break
    else:
        i = t.rng.choice(at_work)
    bookings.book(carers[i], weekday, start, start + activity.minutes, first, last)
    return carers[i]


def _hospital(t: Thread, running: Running) -> set[date]:
    """Days in hospital, when nothing is given."""
    end = running.last or t.world.until
    years = max(0, (end - running.first).days) / 365
    days: set[date] = set()
    while t.rng.random() < HOSPITAL_A_YEAR * min(years, 1.5):
        start = running.first + timedelta(days=t.rng.randrange(1, max(2, (end - running.first).days)))
        days |= {start + timedelta(days=n) for n in range(t.rng.randrange(2, 12))}
    return days


def _days(
    t: Thread,
    running: Running,
    staffed: dict[int, list[tuple[Activity, int]]],
    first: date,
    last: date,
    spells: set[date],
) -> None:
    order, provider, until = running.order.id, running.provider, t.world.until
    planned, performed = t.story.planned, t.story.performed
    plan_key, done_key, chance = t.world.keys.counter("planned"), t.world.keys.counter("performed"), t.rng.random
    for day in _each(first, last):
        today = staffed[day.isoweekday()]
        closed = moment(day + timedelta(1), CLOSED_AT) if today else None
        away = day in spells
        for activity, carer in today:
            key = next(plan_key)
            planned.append(
                PlannedTime(key, order, activity.id, provider.unit.id, day, activity.start, activity.minutes, carer)
            )
            if day >= until or closed is None:
                continue
            done = next(done_key)
            if away or chance() < OTHERWISE_SHARE:
                performed.append(_otherwise(t, running, done, planned[-1], "SJUKHUS" if away else ""))
                continue
            performed.append(
                PerformedTime(
                    done, order, key, day, activity.start, activity.minutes, carer, "as_planned", "", "", closed, CLOSER
                )
            )


def _each(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(n)


def _otherwise(t: Thread, running: Running, key: int, planned: PlannedTime, reason: str) -> PerformedTime:
    """One time that went otherwise, reported by who was there."""
    reason = reason or t.rng.choices(_codes, _weights)[0]
    _, least, most, note = REASONS.get(reason, (0, 0.0, 0.0, ""))
    minutes = round(planned.minutes * t.rng.uniform(least, most))
    carer = planned.carer if t.rng.random() > SUBSTITUTE_SHARE else t.rng.choice(running.provider.carers)
    at: datetime = moment(planned.day, planned.start) + timedelta(minutes=planned.minutes + t.rng.randrange(1, 60))
    hand = Hand(f"staff:{carer}", "care_worker", running.provider.unit.id)
    about = f"planned:{planned.id}"
    t.tell("time.report", about, hand, at, minutes=minutes, reason=reason, before=None)
    return PerformedTime(
        key,
        planned.order,
        planned.id,
        planned.day,
        planned.start,
        minutes,
        carer,
        "reported",
        reason,
        note,
        at,
        hand.key,
    )
