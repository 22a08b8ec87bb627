"""Planned and performed time, day by day: mostly as planned, now and then otherwise and with a reason."""

from collections.abc import Iterator
from dataclasses import replace
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
WAITS = range(0, 150, 10)  # minutes that a time may be put off to when somebody is free
EVENING = 16 * 60
NIGHT = 23 * 60
EVENING_TURN = 2  # every third carer works evenings
WORKDAYS = 5


def give(t: Thread, running: Running) -> None:
    """Make the days of every plan of the order, from its first day to its last or to the horizon."""
    spells = _hospital(t, running)
    for i, plan in enumerate(running.plans):
        first = max(running.first, plan.made_on + timedelta(1))
        later = running.plans[i + 1].made_on if i + 1 < len(running.plans) else t.world.horizon
        last = min(later, running.last or t.world.horizon)
        if running.line.valid_to:
            last = min(last, running.line.valid_to)
        running.activities[i], staffed = _placed(t, running, running.activities[i], first, last)
        _days(t, running, staffed, first, last, spells)
    t.story.plans.extend(running.plans)
    for activities in running.activities:
        t.story.activities.extend(activities)


def _placed(
    t: Thread, running: Running, activities: list[Activity], first: date, last: date
) -> tuple[list[Activity], dict[int, list[tuple[Activity, int]]]]:
    """The activities at hours when somebody can come, and for each weekday what is done and by whom."""
    found: dict[int, list[tuple[Activity, int]]] = {d: [] for d in range(1, 8)}
    placed = []
    for wished in activities:
        activity, carers = _place(t, running, wished, first, max(first, last))
        placed.append(activity)
        for day, carer in carers.items():
            found[day].append((activity, carer))
    return placed, found


def _place(t: Thread, running: Running, wished: Activity, first: date, last: date) -> tuple[Activity, dict[int, int]]:
    """The activity at the first hour from the wished one at which all its days have somebody free, or nearly all."""
    best: tuple[int, int, int, dict[int, int]] | None = None
    begin = wished.start.hour * 60 + wished.start.minute
    for wait in WAITS:
        start = begin + wait
        if wait and start + wished.minutes > NIGHT:
            break
        times = t.world.bookings.times(start, wished.minutes, first, last)
        carers = {int(d): _who(t, running, int(d), start, times) for d in wished.weekdays}
        lacking = sum(free is None for free in carers.values())
        if best is None or lacking < best[0]:
            best = (lacking, start, times, {d: free or running.contact for d, free in carers.items()})
        if not lacking:
            break
    if best is None:
        raise ValueError("an activity has no hour to be tried")
    _, start, times, chosen = best
    for day, carer in chosen.items():
        t.world.bookings.book(carer, day, times)
        t.world.bookings.book(-t.person.id, day, times)
    return replace(wished, start=time(start // 60, start % 60)), chosen


def _who(t: Thread, running: Running, weekday: int, start: int, times: int) -> int | None:
    """The contact person where possible, else a colleague at work; None when nobody is free, or the person is not."""
    carers, free = running.provider.carers, t.world.bookings.free
    if not free(-t.person.id, weekday, times):
        return None
    late, turn = start >= EVENING, weekday - t.world.until.isoweekday()
    offset = carers.index(running.contact)
    for n in range(len(carers)):
        i = (offset + n) % len(carers)
        at_work = (i + turn) % 7 < WORKDAYS and (i % 3 == EVENING_TURN) == late
        if at_work and free(carers[i], weekday, times):
            return carers[i]
    return None


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
        at_times = staffed[day.isoweekday()]
        today = [(a, carer) for a, carer in at_times if a.first_week is None or a.falls_on(day)]
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
