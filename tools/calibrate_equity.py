"""How often the intervals of equal treatment hold a planted gap, and how often they see one where there is none.

    python tools/calibrate_equity.py [municipalities] [persons]

Each municipality is persons as the invented one draws them (`samsyn.synthetic`): age, household, frailty, levels of
need, and a frame of home care by a caseworker with an own severity, in which women get 88 per cent of men's at equal
need. Beside it a yes or no that depends on age, household and need, with a gap or without. The truth is the mean
difference had everybody been a woman and had everybody been a man, among very many persons.

What it must print: 93.5-96.5 per cent of intervals with the gap in them; false alarms 3.5-6.5 per cent.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, sqrt
from random import Random

from samsyn.equity.answer import answer
from samsyn.equity.coarse import banded, merged
from samsyn.equity.estimate import Estimate
from samsyn.equity.table import Question, read
from samsyn.synthetic import needs, persons, workplaces

CASEWORKERS = 12
MANY = 200_000  # persons that the truth is computed from
GAP = -0.55  # of the logit of being granted, for women
KINDS = ("crude", "facts", "need")


@dataclass(frozen=True)
class Person:
    """What the outcome depends on."""

    sex: str
    age: str
    household: str
    need: int
    severity: float


def drawn(rng: Random, severities: list[float]) -> Person:
    """An older person who gets a frame."""
    while True:
        kind, sex, age = persons.group(rng)
        if kind != "older":
            continue
        household = "alone" if rng.random() < persons.ALONE[kind, sex] else "together"
        levels = needs.older(rng, needs.frailty(rng, age), household)
        if score := needs.score(levels):
            return Person(sex, f"{5 * (age // 5)}", household, min(score, 30), rng.choice(severities))


def minutes(rng: Random, person: Person, sex: str) -> float:
    """Granted minutes a week had the person been of a sex."""
    return needs.granted_frame(rng, person.need, person.household, sex, person.severity)


def minutes_alike(rng: Random, person: Person, _sex: str) -> float:
    """The same where sex says nothing."""
    return minutes(rng, person, "M")


def chance(person: Person, gap: float) -> float:
    """The chance of being granted what was applied for."""
    logit = (
        0.4 + gap - 0.5 * (person.household == "together") + 0.03 * (int(person.age) - 80) + 0.08 * (person.need - 12)
    )
    return 1 / (1 + exp(-logit))


def granted(rng: Random, person: Person, sex: str) -> float:
    """1 where it was granted, had the person been of a sex."""
    return float(rng.random() < chance(person, GAP * (sex == "K")))


def granted_alike(rng: Random, person: Person, _sex: str) -> float:
    """The same where sex says nothing."""
    return granted(rng, person, "M")


Draw = Callable[[Random, Person, str], float]
OUTCOMES: dict[str, tuple[Draw, bool]] = {
    "minutes a week, women 88 % at equal need": (minutes, True),
    "minutes a week, no gap": (minutes_alike, False),
    "granted, a gap": (granted, True),
    "granted, no gap": (granted_alike, False),
}


def truth(outcome: Draw, severities: list[float]) -> float:
    """The mean difference between everybody as a woman and everybody as a man."""
    rng = Random(1)  # noqa: S311 - drawn, not kept secret
    found = 0.0
    for _ in range(MANY):
        person = drawn(rng, severities)
        if outcome in (granted, granted_alike):
            found += chance(person, GAP if outcome is granted else 0.0) - chance(person, 0.0)
        else:
            found += outcome(rng, person, "K") - outcome(rng, person, "M")
    return found / MANY


def municipality(seed: int, outcome: Draw, size: int, severities: list[float]) -> dict[str, Estimate | None]:
    """The three gaps of one municipality."""
    rng = Random(seed)  # noqa: S311
    people = [drawn(rng, severities) for _ in range(size)]
    ages = [p.age for p in people]
    columns = {
        "sex": [p.sex for p in people],
        "age": merged(ages, sorted(set(ages), key=int)).values,
        "household": [p.household for p in people],
        "need": banded([float(p.need) for p in people]).values,
        "outcome": [outcome(rng, p, p.sex) for p in people],
    }
    asked = Question("outcome", "sex", "M", ("age", "household"), ("need",), None)
    found = answer(read(columns, asked), asked)
    return {kind: getattr(found, kind) for kind in KINDS}


def report(name: str, outcome: Draw, is_gap: bool, repetitions: int, size: int, severities: list[float]) -> None:
    """Print the shares of intervals that hold the truth, or that do not hold 0 where there is no gap."""
    true = truth(outcome, severities) if is_gap else 0.0
    held = dict.fromkeys(KINDS, 0)
    told = dict.fromkeys(KINDS, 0)
    for seed in range(repetitions):
        for kind, gap in municipality(seed, outcome, size, severities).items():
            if gap is not None:
                told[kind] += 1
                held[kind] += gap.low <= true <= gap.high
    print(f"{name} (true {true:+.4g})")
    for kind in KINDS[1:]:
        share = held[kind] / max(1, told[kind])
        error = sqrt(share * (1 - share) / max(1, told[kind]))
        said = f"holds it {share:.1%}" if is_gap else f"false alarms {1 - share:.1%}"
        print(f"  adjusted for {kind:6} {said} ± {error:.1%}; told in {told[kind]} of {repetitions}")


def main(repetitions: int = 1000, size: int = 800) -> None:
    """Print the table."""
    started, rng = time.process_time(), Random(0)  # noqa: S311
    severities = [workplaces.STRICT, *(rng.uniform(*workplaces.MILD) for _ in range(CASEWORKERS - 1))]
    print(
        f"{repetitions} municipalities of {size} persons with a frame, seeds 0-{repetitions - 1},"
        f" load {os.getloadavg()[0]:.1f}"
    )
    for name, (outcome, is_gap) in OUTCOMES.items():
        report(name, outcome, is_gap, repetitions, size, severities)
    print(f"{time.process_time() - started:.0f} s of processor")


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:]))
