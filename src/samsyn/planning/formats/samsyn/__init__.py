"""A unit's day in Samsyn's own format: who is visited, who works, how they travel and what weighs what, as JSON in
whole minutes and times HH:MM. docs/planning.md tells it field by field, with an example.

`read` raises `Unreadable` with everything that is wrong; `write` gives a plan in the same words, which `read_plan`
reads back.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from samsyn.planning.faults import MOST_CARERS, MOST_VISITS
from samsyn.planning.formats.samsyn import ways
from samsyn.planning.formats.samsyn.fields import Fields, Unreadable, shown
from samsyn.planning.formats.samsyn.people import MOST_COST, Recipient, Worker, away, recipient_of, worker_of
from samsyn.planning.formats.samsyn.plans import Day, figures, read_plan, write
from samsyn.planning.formats.samsyn.visits import Told, skill, ties_of, visit_from, visit_of
from samsyn.planning.problem import Carer, Weights
from samsyn.planning.words import Fault

__all__ = ["DEFAULTS", "Day", "Unreadable", "figures", "read", "read_plan", "write"]

POINT = 10  # tenths of a point, in which costs are counted
SQUARE = 100  # an uneven share is counted in squares of ten minutes
SATURDAY = 5
# Points: a minute of travel is one. Our own assumptions; a file says otherwise under `weights`.
DEFAULTS = {
    "travel": 1.0,  # a minute
    "waiting": 1.0,  # a minute
    "late": 4.0,  # a minute after a window
    "worst": 10.0,  # a minute of the most late visit
    "overtime": 3.0,  # a minute after a shift
    "idle": 0.0,  # a minute of whoever has most time over
    "preferred": 0.5,  # a minute outside the preferred times
    "met": 15.0,  # a carer whom a recipient has not met in the 13 days before
    "wish": 10.0, "language": 20.0, "sex": 30.0, "last": 3.0, "contact": 8.0,  # a visit with somebody else
    "uneven": 0.2,  # a square of ten minutes from the even share
    "heavy": 3.0,  # a square of a point of strain from the even share
    "weekend": 30.0,  # somebody who works a weekend, for each weekend more than their share
    "left": 200.0,  # a visit that is left out, of those that may be
    "break": 100.0,  # a break that is not held, of those that may be left out
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """What a file tells, before it is a problem."""

    top: Fields
    day: date | None
    costs: dict[str, float]  # points
    bases: dict[str, ways.Place]
    modes: dict[str, ways.Way]
    recipients: dict[str, Recipient]
    workers: dict[str, Worker]
    visits: list[Told]


def read(told: Any) -> Day:
    """The day that a file's JSON tells. Raises Unreadable with all that is wrong with its fields."""
    found: list[Fault] = []
    file = _file(Fields(told, "day", "", found))
    _sizes(file)
    if found:
        raise Unreadable(found)
    _agree(file)
    if found:
        raise Unreadable(found)
    day = _day(file)
    if found:
        raise Unreadable(found)
    return day


def _file(top: Fields) -> File:
    day = top.day("date")
    if top.get("date") is None:
        top.wrong("missing", field="date")
    top.text("unit")
    top.choice("format", ("samsyn-day-1",), "")
    top.text("weather")
    costs = _costs(top.inner("weights"))
    bases = _bases(top)
    travel = top.inner("travel") or Fields({}, "day", "", top.found)
    modes = {
        key: ways.way_of(Fields(one, "travel", shown(key)[1:-1], top.found))
        for key, one in travel.told.items()
        if key != "note"
    }
    if not modes:
        top.wrong("missing", field="travel")
    recipients = {key: recipient_of(one) for key, one in _keyed(top, "recipients", "recipient")}
    workers = {key: worker_of(one, day, list(bases)) for key, one in _keyed(top, "carers", "carer")}
    visits = [visit_of(one, costs["left"]) for _, one in _keyed(top, "visits", "visit")]
    top.ended()
    return File(top, day, costs, bases, modes, recipients, workers, visits)


def _bases(top: Fields) -> dict[str, ways.Place]:
    found = {}
    for key, one in _keyed(top, "places", "place"):
        place = ways.place_of(one)
        one.ended()
        if place is not None:
            found[key] = place
    return found


def _keyed(top: Fields, name: str, kind: str) -> list[tuple[str, Fields]]:
    """The objects of a list, each with its key; one without is called by its number."""
    found = []
    for number, one in enumerate(top.listed(name), start=1):
        fields = Fields(one, kind, f"nr {number}", top.found)
        key = fields.text("key", needed=True)
        fields.key = key or fields.key
        found.append((fields.key, fields))
    for key, times in Counter(key for key, _ in found).items():
        if times > 1:
            top.found.append(Fault("same-key", kind, key))
    return found


def _costs(told: Fields | None) -> dict[str, float]:
    if told is None:
        return dict(DEFAULTS)
    costs = {
        name: told.number(name, default, 0, MOST_COST if name == "left" else 1000) for name, default in DEFAULTS.items()
    }
    told.ended()
    return costs


def _sizes(file: File) -> None:
    """What is wrong with the whole, and needs no more reading."""
    top = file.top
    for what, count, most in (
        ("visits", len(file.visits), MOST_VISITS), ("carers", len(file.workers), MOST_CARERS),
        ("places", len(file.recipients) + len(file.bases), ways.MOST_PLACES),
    ):  # fmt: skip
        if count > most:
            top.wrong(
                {"visits": "too-many", "carers": "too-many-carers"}.get(what, "too-many-places"), count=count, most=most
            )
        elif not count:
            top.wrong(f"no-{what}")


def _agree(file: File) -> None:
    """Whether what is told of one thing is there: recipients, ways of travelling, stops of routes."""
    for told in file.visits:
        if told.recipient not in file.recipients:
            told.fields.wrong("no-recipient", recipient=told.recipient)
    for worker in file.workers.values():
        if worker.mode not in file.modes:
            worker.told.wrong("mode", mode=worker.mode, known=", ".join(file.modes))
    places = _places(file)
    if len({abs(place.at[0]) > 90 for place in places if place.at is not None}) > 1:
        file.top.wrong("mixed")
        return
    far = ways.beyond(
        [one for one in places if one.kind == "recipient"], [one for one in places if one.kind == "place"]
    )
    for home in far:
        Fields({}, home.kind, home.key, file.top.found).wrong("far", metres=int(ways.FAR // 1000))


def _places(file: File) -> list[ways.Place]:
    """Rows of the travel matrices: where carers begin and end, then each recipient's home."""
    homes = [recipient.place for recipient in file.recipients.values()]
    return [*file.bases.values(), *(home for home in homes if home is not None)]


def _day(file: File) -> Day:
    places = _places(file)
    row = {(place.kind, place.key): number for number, place in enumerate(places)}
    modes = [mode for mode in file.modes if any(worker.mode == mode for worker in file.workers.values())]
    begun = [told.windows[0][0] for told in file.visits if told.windows]
    hours = dict(Counter(at // 60 for at in begun or [worker.shift[0] for worker in file.workers.values()]))
    weather = str(file.top.told.get("weather") or "")
    travel = np.stack([ways.between(file.modes[mode], places, hours, weather, file.top) for mode in modes])
    costs = {name: round(points * POINT) for name, points in file.costs.items()}
    needed = {one for told in file.visits for one in told.staff}
    ties = ties_of(file.visits)
    keys = {told.fields.key: number for number, told in enumerate(file.visits)}
    return Day(
        tuple(
            visit_from(told, row["recipient", told.recipient], file.recipients[told.recipient], file.workers, costs)
            for told in file.visits
        ),
        tuple(_carer(key, worker, file, row, modes, needed, costs, keys) for key, worker in file.workers.items()),
        travel, _weights(costs), tuple(ties), divisor=POINT,
        known={key: recipient.known for key, recipient in file.recipients.items()},
        date=file.day.isoformat() if file.day else "", parking=tuple(file.modes[mode].parking for mode in modes),
        keys=tuple(place.key_minutes for place in places), notes=tuple(away(file.recipients, file.workers)),
    )  # fmt: skip


def _weights(costs: dict[str, int]) -> Weights:
    return Weights(
        costs["travel"], costs["late"], costs["worst"], costs["waiting"], costs["overtime"], costs["idle"],
        costs["uneven"], costs["heavy"], costs["preferred"], costs["met"], SQUARE,
    )  # fmt: skip


def _carer(
    key: str, worker: Worker, file: File, row: dict[tuple[str, str], int], modes: list[str],
    needed: set[frozenset[str]], costs: dict[str, int], keys: dict[str, int],
) -> Carer:  # fmt: skip
    weekend = file.day is not None and file.day.weekday() >= SATURDAY
    breaks = tuple(held if must else replace(held, leaving=costs["break"]) for held, must in worker.breaks)
    return Carer(
        key, row["place", worker.begins], row["place", worker.ends], *worker.shift,
        frozenset(skill(one) for one in needed if one <= worker.skills), worker.home, modes.index(worker.mode), breaks,
        _route(key, worker, file, keys), worker.share, round(costs["weekend"] * worker.using) if weekend else 0,
    )  # fmt: skip


def _route(key: str, worker: Worker, file: File, keys: dict[str, int]) -> tuple[tuple[int, int], ...] | None:
    """A locked route as stops. Of a visit that several make, the part that the lock gives this carer, or the first."""
    if worker.route is None:
        return None
    found = []
    for name, part in worker.route:
        if name not in keys or (part or 0) >= len(file.visits[keys[name]].staff):
            worker.told.wrong("route-visit", other=name)
            continue
        lock = file.visits[keys[name]].lock
        locked = lock.carers.index(key) if lock is not None and lock.carers and key in lock.carers else 0
        found.append((keys[name], locked if part is None else part))
    return tuple(found)
