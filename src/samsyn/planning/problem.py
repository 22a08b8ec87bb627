"""A day to be planned: what is to be done where and when, who may do it, and what each thing costs.

Times are whole ticks from the day's beginning, `ticks` of them a minute; places are rows and columns of the travel
matrices. A window is told by the starts it holds: `closes` is the last start that is not late.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Window(NamedTuple):
    """Starts that are not late, in ticks."""

    opens: int
    closes: int


@dataclass(frozen=True)
class Part:
    """One carer's part of a visit."""

    skill: str
    duration: int
    windows: tuple[Window, ...]
    latest: int | None = None  # the last start that any plan may hold
    wanted: Window | None = None  # starts that are preferred; each tick outside costs `Weights.wanted`


# The usual kinds of wish, in the order they are shown; a format may tell others.
WISHES = (
    "wish",  # carers whom the recipient asks for
    "language",  # carers who speak their language
    "sex",  # carers of the sex that they ask for
    "last",  # who was there last
    "contact",  # the fixed care contact
)


class Wish(NamedTuple):
    """Each part of a visit with a carer who is not among these costs so much."""

    kind: str
    carers: frozenset[str]
    cost: int


class Lock(NamedTuple):
    """What is settled about a visit, which must then happen: its carers, its start, or both."""

    carers: tuple[str | None, ...] | None = None  # keys, one for each part in order; None for a part that is free
    start: int | None = None  # when the first part starts; the others follow their ties


@dataclass(frozen=True)
class Visit:
    """What is done at somebody's home at one time, by one carer or by several who must all be different."""

    key: str
    place: int
    parts: tuple[Part, ...]
    leaving: int | None = None  # what it costs to leave the visit out; None where it must happen
    refused: frozenset[str] = frozenset()  # carers who may not come
    recipient: str = ""  # whose visit it is, for what is asked of a recipient's whole day; "" for nobody
    wishes: tuple[Wish, ...] = ()
    heavy: int = 0  # points of strain that each part is to its carer
    lock: Lock | None = None


@dataclass(frozen=True)
class Break:
    """A carer's break: when it may begin, how long it is, and what it costs to have none (None: it must be held)."""

    opens: int
    closes: int
    duration: int
    leaving: int | None = None
    place: int | None = None  # where it is held; None: where the carer goes next


@dataclass(frozen=True)
class Carer:
    """Somebody who works this day, from `on` to `off`, back at `last` at the latest."""

    key: str
    begins: int
    ends: int
    on: int
    off: int
    skills: frozenset[str]
    last: int | None = None
    mode: int = 0
    breaks: tuple[Break, ...] = ()
    route: tuple[tuple[int, int], ...] | None = None  # locked: exactly these (visit, part) in this order, and breaks
    share: int | None = None  # the even share of work in ticks; None: of all visits by the length of the shift
    using: int = 0  # what it costs that they visit anybody this day: more for who has worked more weekends


class Tie(NamedTuple):
    """The start of one part (visit, part) lies at least and at most so many ticks after that of another."""

    first: tuple[int, int]
    second: tuple[int, int]
    least: int
    most: int | None


@dataclass(frozen=True)
class Weights:
    """What a tick, a time or somebody costs. The sum is divided by `Problem.divisor` where it is shown.

    Uneven loads cost the squares of what each carer has above or below an even share: of ticks of work, travel and
    breaks, divided by `scale` and rounded down; and of heavy points. A share of ticks is `Carer.share`, or all visits'
    durations by the length of the shift, rounded half up, and the carer's own breaks; of points, all points likewise.
    """

    travel: int = 1
    late: int = 0
    worst: int = 0
    waiting: int = 0
    overtime: int = 0
    idle: int = 0
    uneven: int = 0
    uneven_heavy: int = 0
    wanted: int = 0
    met: int = 0  # each carer whom a recipient meets beyond `Problem.known`
    scale: int = 1


@dataclass(frozen=True)
class Problem:
    """The whole day. `travel` has a matrix for each mode, from row to column, in ticks."""

    visits: tuple[Visit, ...]
    carers: tuple[Carer, ...]
    travel: NDArray[np.int64]
    weights: Weights
    ties: tuple[Tie, ...] = ()
    ticks: int = 1
    divisor: int = 1
    break_may_end: bool = True
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)  # whom each recipient met in the 13 days before
    names: dict[str, str] = field(
        default_factory=dict
    )  # what the parts of the cost are called in the format it is from


class Stop(NamedTuple):
    """One stop of a route: part `part` of visit `visit`, or with visit -1 the carer's break `part`."""

    visit: int
    part: int
    start: int


@dataclass(frozen=True)
class Plan:
    """Routes by carer, in the order of `Problem.carers`; what is on no route is left out."""

    routes: tuple[tuple[Stop, ...], ...]
