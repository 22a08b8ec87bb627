"""An invented city's home care for one day: about 80 units with their recipients, carers and thirteen days behind them.

Göteborg's size: 8,400 recipients and 2,200 carers at work, unit by unit. Nothing here is anybody's data. Assumed,
from general knowledge: a unit has 100–110 recipients over an area of 1,500–8,000 inhabitants a square kilometre, of
whom 14 in a thousand have home care; homes lie along streets, some in the same house; visits have peaks in the
morning, at noon, at supper and at bedtime; 5 % need two carers; 15 % of the carers are away and a pool carer comes.
Each round of an area is one regular carer's one half of the days and another's the other half, weekends included.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from samsyn.planning.problem import Break, Carer, Part, Problem, Tie, Visit, Weights, Window, Wish

UNITS, RECIPIENTS, CARERS = 80, 8_400, 2_200
DAYS = 14  # the last is the one that is planned
LANGUAGES = ("finska", "arabiska", "bosniska", "persiska", "somaliska")
# Metres a minute along the streets, and minutes a leg: doors, stairs, parking, waiting for a tram. Nobody drives what
# is quicker on foot.
MODES = {"foot": (75.0, 1.5), "bicycle": (200.0, 2.5), "car": (330.0, 4.5), "public": (270.0, 8.0)}
DETOUR = 1.3
DAY_SHIFT, EVENING_SHIFT = (420, 930), (870, 1320)  # 7–15.30 and 14.30–22
AWAY = 0.15
WEIGHTS = Weights(travel=1, late=4, worst=4, overtime=4, wanted=1, met=200, uneven=1, uneven_heavy=2, scale=200)
MORNING, NOON, SUPPER, BEDTIME, CHECK, HOUSE, MEDICINE = range(7)
# How likely each kind of visit is in a unit of the mean size, its preferred start and how that spreads, its length.
KINDS = {
    MORNING: (0.80, 530, 70, (15, 35)), NOON: (0.62, 715, 45, (12, 24)), SUPPER: (0.55, 1015, 50, (15, 25)),
    BEDTIME: (0.52, 1200, 55, (12, 26)), CHECK: (0.45, 860, 130, (5, 15)), HOUSE: (0.25, 840, 90, (30, 50)),
}  # fmt: skip


@dataclass(frozen=True)
class Recurring:
    """A visit that somebody has day after day: when they would rather have it, how long, and what it asks."""

    kind: int
    at: int
    long: int
    skill: str
    double: bool
    heavy: int


@dataclass(frozen=True)
class Person:
    """A recipient: where they live, what they have, and whom they wish for or do not let in."""

    key: str
    place: int
    visits: tuple[Recurring, ...]
    language: str | None
    women: bool  # asks for women at what is intimate
    refused: frozenset[str]


@dataclass(frozen=True)
class Staff:
    """A carer: `delegated` says for each skill until which day, counted from the one that is planned."""

    key: str
    woman: bool
    languages: frozenset[str]
    delegated: dict[str, int]
    mode: int

    def skills(self, day: int) -> frozenset[str]:
        """What they may do on a day: a delegation that has run out is none."""
        return frozenset({"care"} | {skill for skill, until in self.delegated.items() if until >= day})


@dataclass(frozen=True)
class Round:
    """An area's round in one half of the day, and its two regular carers."""

    evening: bool
    regulars: tuple[Staff, Staff]
    centre: tuple[float, float]


@dataclass
class Team:
    """A unit: its people, the rounds of its areas, who is of the pool, and how long each way takes."""

    key: str
    people: list[Person]
    rounds: list[Round]
    pool: list[Staff]
    travel: NDArray[np.int64]
    home: NDArray[np.float64]  # places x 2, metres
    area: dict[bool, list[int]]  # for day and evening: each person's round
    rng: Generator
    contact: dict[str, str] = field(default_factory=dict)

    def at_work(self, day: int) -> list[tuple[int, Staff]]:
        """Each round, and who has it on a day: the regular whose turn it is, or somebody of the pool."""
        turn = (0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1)[(day - 1) % DAYS]
        free = [self.pool[k] for k in self.rng.permutation(len(self.pool))]
        found = []
        for number, one in enumerate(self.rounds):
            away = self.rng.random() < AWAY and free
            found.append((number, free.pop() if away else one.regulars[turn]))
        return found


def city(seed: int, units: int = UNITS) -> list[Team]:
    """All units of a city of a seed; fewer units are the first of the same city."""
    rng = default_rng(seed)
    people = _parted(rng, RECIPIENTS, UNITS, 100, 110)
    carers = _parted(rng, CARERS, UNITS, 20, 40)
    return [team(f"u{k + 1:02}", people[k], carers[k], default_rng([seed, k])) for k in range(units)]


def _parted(rng: Generator, total: int, parts: int, least: int, most: int) -> list[int]:
    """Whole numbers between two that sum to a total."""
    mean = total / parts
    drawn = np.clip(rng.normal(mean, (most - least) / 5, parts).round(), least, most).astype(int)
    while drawn.sum() != total:
        k = rng.integers(parts)
        drawn[k] = np.clip(drawn[k] + np.sign(total - drawn.sum()), least, most)
    return [int(one) for one in drawn]


def team(key: str, people: int, carers: int, rng: Generator) -> Team:
    """One unit with so many recipients, and so many carers at work each day."""
    side = 1000 * np.sqrt(people / 0.014 / rng.uniform(1500, 8000))
    home = np.vstack([[side / 2, side / 2], _homes(rng, people, side)])
    regulars = [_staff(rng, f"{key}-{k + 1:02}") for k in range(2 * carers)]
    pool = [_staff(rng, f"{key}-p{k + 1}") for k in range(max(4, carers // 3))]
    busy = (
        carers / (CARERS / UNITS) * 28.5 / (24 + 3.4 * side / 1000)
    )  # the longer the ways, the fewer visits a carer has
    folk = [_person(rng, f"{key}-r{k + 1:03}", k + 1, busy, [*regulars, *pool]) for k in range(people)]
    evenings = round(carers * _evening(folk))
    area, rounds = {}, []
    for evening, count in ((False, carers - evenings), (True, evenings)):
        minutes = np.array([sum(v.long + 8 for v in one.visits if (v.at >= 900) == evening) for one in folk])
        split = _split(home[1:], minutes + 1, np.arange(people), count)
        of = {one: len(rounds) + number for number, group in enumerate(split) for one in group}
        area[evening] = [of[one] for one in range(people)]
        for group in split:
            pair = regulars[2 * len(rounds)], regulars[2 * len(rounds) + 1]
            middle = home[1:][group].mean(axis=0)
            rounds.append(Round(evening, pair, (float(middle[0]), float(middle[1]))))
    made = Team(key, folk, rounds, pool, ways(home), home, area, rng)
    for number, one in enumerate(folk):
        made.contact[one.key] = rounds[area[False][number]].regulars[int(rng.integers(2))].key
    return made


def _evening(folk: list[Person]) -> float:
    """The evening's share of the carers: of the work, with the way to it, and a seventh more since it lies in peaks."""
    work = [0.0, 0.0]
    for one in (visit for person in folk for visit in person.visits):
        work[one.at >= 900] += (one.long + 8) * (2 if one.double else 1)
    day, evening = work[0] / (DAY_SHIFT[1] - DAY_SHIFT[0] - 30), work[1] / (EVENING_SHIFT[1] - EVENING_SHIFT[0] - 25)
    return 1.15 * evening / (day + 1.15 * evening)


def _homes(rng: Generator, people: int, side: float) -> NDArray[np.float64]:
    """Homes along some 25 streets; one in five in the same house as somebody else."""
    middle = rng.uniform(0, side, (25, 2))
    turn = rng.uniform(0, np.pi, 25)
    found: list[NDArray[np.float64]] = []
    for _ in range(people):
        if found and rng.random() < 0.2:
            found.append(found[rng.integers(len(found))])
            continue
        street = rng.integers(25)
        along = rng.normal(0, side / 12)
        spot = middle[street] + along * np.array([np.cos(turn[street]), np.sin(turn[street])]) + rng.normal(0, 15, 2)
        found.append(np.clip(spot, 0, side))
    return np.array(found)


def ways(home: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole minutes from door to door, for each way of travelling; nobody rides where it is quicker on foot."""
    metres = DETOUR * np.hypot(*(home[:, None, :] - home[None, :, :]).transpose(2, 0, 1))
    speed, each = MODES["foot"]
    foot = each + metres / speed
    found = [np.minimum(foot, each + metres / speed) for speed, each in MODES.values()]
    return np.ceil(np.stack(found)).astype(np.int64)


def _staff(rng: Generator, key: str) -> Staff:
    speaks = frozenset(language for language in LANGUAGES if rng.random() < 0.08)
    delegated = {
        skill: int(rng.integers(-20, 300)) for skill, share in (("medicine", 0.92), ("insulin", 0.6), ("lift", 0.97))
        if rng.random() < share
    }  # fmt: skip
    return Staff(key, rng.random() < 0.85, speaks, delegated, int(rng.choice(4, p=(0.35, 0.35, 0.25, 0.05))))


def _person(rng: Generator, key: str, place: int, busy: float, staff: list[Staff]) -> Person:
    visits = []
    for kind, (share, at, spread, (short, long)) in KINDS.items():
        for _ in range(2 if kind == CHECK else 1):
            if rng.random() < min(0.97, share * busy):
                start = int(np.clip(rng.normal(at, spread), 435, 1265)) // 5 * 5
                skill = str(rng.choice(("care", "medicine", "insulin"), p=(0.66, 0.31, 0.03)))
                double = rng.random() < 0.055
                heavy = 2 if double else int(rng.random() < 0.15)
                skill = "lift" if double else "care" if kind == HOUSE else skill
                visits.append(Recurring(kind, start, int(rng.integers(short, long + 1)), skill, double, heavy))
    morning = [one for one in visits if one.kind == MORNING and one.at >= 480]
    if morning and rng.random() < 0.16:
        visits.append(Recurring(MEDICINE, morning[0].at - 40, 7, "medicine", False, 0))
    refused = frozenset(one.key for one in rng.choice(staff, 2) if rng.random() < 0.02)  # type: ignore[arg-type]
    language = str(rng.choice(LANGUAGES)) if rng.random() < 0.12 else None
    return Person(key, place, tuple(visits), language, rng.random() < 0.1, refused)


def _split(home: NDArray[np.float64], minutes: NDArray[np.int64], who: NDArray[np.int64], count: int) -> list:
    """People in so many areas of about as much work, by cutting the longer side again and again."""
    if count == 1:
        return [who]
    spot = home[who]
    order = who[np.argsort(spot[:, int(np.argmax(np.ptp(spot, axis=0)))], kind="stable")]
    first = count // 2
    done = np.cumsum(minutes[order])
    cut = int(np.clip(np.searchsorted(done, done[-1] * first / count), first, len(order) - (count - first)))
    return [*_split(home, minutes, order[:cut], first), *_split(home, minutes, order[cut:], count - first)]


@dataclass(frozen=True)
class Asked:
    """A unit's day: the problem, whose each visit is, and each carer's round."""

    problem: Problem
    whose: tuple[int, ...]
    told: tuple[Recurring, ...]
    rounds: tuple[int, ...]


def asked(unit: Team, day: int, known: dict[str, frozenset[str]], last: dict[str, str]) -> Asked:
    """What is to be done on a day (0 is the one that is planned), with whom each has met and who was there last."""
    at_work = unit.at_work(day)
    staff = [one for _, one in at_work]
    carers = tuple(_carer(one, unit.rounds[number].evening, day) for number, one in at_work)
    visits, whose, told, ties = [], [], [], []
    for number, one in enumerate(unit.people):
        if unit.rng.random() < 0.02:  # at hospital or away
            continue
        begun = len(visits)
        for k, each in enumerate(one.visits):
            if each.kind != HOUSE or unit.rng.random() < 0.4:
                visits.append(_visit(unit, one, each, f"{one.key}.{k + 1}", staff, last))
                whose.append(number)
                told.append(each)
        ties += _ties(visits, told, begun)
    problem = Problem(tuple(visits), carers, unit.travel, WEIGHTS, tuple(ties), known=known)
    return Asked(problem, tuple(whose), tuple(told), tuple(number for number, _ in at_work))


def _carer(one: Staff, evening: bool, day: int) -> Carer:
    on, off = EVENING_SHIFT if evening else DAY_SHIFT
    rest = Break(1020, 1130, 25) if evening else Break(660, 780, 30)
    return Carer(one.key, 0, 0, on, off, one.skills(day), off + 45, one.mode, (rest,))


def _visit(unit: Team, who: Person, told: Recurring, key: str, staff: list[Staff], last: dict[str, str]) -> Visit:
    wide = 150 if told.kind == HOUSE else 60 if told.kind == CHECK else 30
    window = Window(max(420, told.at - wide), min(told.at + wide, 1310 - told.long))
    part = Part(told.skill, told.long, (window,), wanted=Window(told.at - wide // 2, told.at + wide // 2))
    wishes = [Wish("contact", frozenset({unit.contact[who.key]}), 4)] if told.kind == MORNING else []
    if who.key in last:
        wishes.append(Wish("last", frozenset({last[who.key]}), 2))
    if who.language and told.kind in (MORNING, NOON, HOUSE):
        wishes.append(Wish("language", frozenset(one.key for one in staff if who.language in one.languages), 10))
    if who.women and told.kind in (MORNING, BEDTIME):
        wishes.append(Wish("sex", frozenset(one.key for one in staff if one.woman), 30))
    parts = (part, part) if told.double else (part,)
    leaving = 2_000 if told.kind == HOUSE else None
    return Visit(key, who.place, parts, leaving, who.refused, who.key, tuple(wishes), told.heavy)


def _ties(visits: list[Visit], told: list[Recurring], begun: int) -> list[Tie]:
    """Two carers begin at once; medicine is given 25 to 120 minutes before the morning's visit; one visit at a time."""
    mine = range(begun, len(visits))
    ties = [Tie((k, 0), (k, 1), 0, 0) for k in mine if told[k].double]
    morning = [k for k in mine if told[k].kind == MORNING]
    ties += [Tie((k, 0), (morning[0], 0), 25, 120) for k in mine if told[k].kind == MEDICINE and morning]
    order = sorted((k for k in mine if told[k].kind not in (MEDICINE, HOUSE)), key=lambda k: told[k].at)
    return ties + [Tie((a, 0), (b, 0), told[a].long + 30, None) for a, b in pairwise(order)]
