"""What a clock is: its row in data/clocks.csv, and the three kinds of answer it gives."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from samsyn.cases.calendar_law import COUNTING, SUNDAY_RULE, LastDay, Unit, in_words, last_day
from samsyn.cases.codes import Code, code_list


class Sunday(StrEnum):
    """Whether the last day may move to the next weekday (lag 1930:173 2 §)."""

    YES = "yes"
    NO = "no"  # nothing is to be done at the latest on that day
    OPEN = "open"  # the law does not say; the answer keeps the earlier day and asks


@dataclass(frozen=True)
class Rule:
    """A row of the table. `length` is 0 where the law names no period; `warn_at` counts days from the start."""

    code: str
    label: str
    paragraphs: tuple[str, ...]
    start: str
    length: int
    unit: Unit
    sunday: Sunday
    warn_at: tuple[int, ...]
    verified: bool


@dataclass(frozen=True)
class Clock:
    """An answer. `last_day` is None where the law names no day, or where the time does not run out.

    `is_open` says whether it still runs: for a time to act, whether the last day has passed, and None when no day was
    named to look from; for what is not carried out, whether something has stopped it. `unanswered` holds the questions
    that the law leaves open; the days given are then the cautious ones.
    """

    code: str
    start: date | None
    last_day: date | None
    paragraphs: tuple[str, ...]
    reasoning: str
    warnings: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    warn_on: tuple[date, ...] = ()
    is_open: bool | None = None
    verified: bool = True

    def __post_init__(self) -> None:
        if self.start and self.last_day and self.last_day < self.start:
            raise ValueError(f"{self.code}: {self.last_day} is before {self.start}")

    def seen_on(self, today: date | None) -> "Clock":
        """The same clock, open or not on a day, unless that is already said."""
        if today is None or self.last_day is None or self.is_open is not None:
            return self
        return replace(self, is_open=today <= self.last_day)


@dataclass(frozen=True)
class Undecided:
    """No answer: what is missing, by the names of the facts, and the question that is left open."""

    code: str
    missing: tuple[str, ...]
    question: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotRunning:
    """The rules say that this clock does not run here, and why, in Swedish."""

    code: str
    reasoning: str
    paragraphs: tuple[str, ...] = ()


Answer = Clock | NotRunning | Undecided


@cache
def rules() -> dict[str, Rule]:
    """Every clock by its code, in the order of the table."""
    return {code: _rule(row) for code, row in code_list("clocks").items()}


def _rule(row: Code) -> Rule:
    extra = row.extra
    return Rule(
        code=row.code,
        label=row.label_sv,
        paragraphs=tuple(extra["paragraphs"].split(";")) if extra["paragraphs"] else (),
        start=extra["start"],
        length=int(extra["length"] or 0),
        unit=Unit(extra["unit"] or Unit.DAY),
        sunday=Sunday(extra["sunday"]),
        warn_at=tuple(int(n) for n in extra["warn_at"].split(";") if n),
        verified={"verified": True, "unverified": False}[extra["verified"]],
    )


LENGTHS = {
    (14, Unit.DAY): "fjorton dagar",
    (2, Unit.DAY): "två dagar",
    (3, Unit.WEEK): "tre veckor",
    (4, Unit.WEEK): "fyra veckor",
    (1, Unit.MONTH): "en månad",
    (3, Unit.MONTH): "tre månader",
    (4, Unit.MONTH): "fyra månader",
    (6, Unit.MONTH): "sex månader",
    (1, Unit.YEAR): "ett år",
    (2, Unit.YEAR): "två år",
    (5, Unit.YEAR): "fem år",
}


def runs(rule: Rule, start: date, *, paragraphs: tuple[str, ...] = (), because: str, so: str = "") -> Clock:
    """A clock that runs for the rule's length from a day; `because` says, in Swedish, from what, `so` what it ends."""
    end = last_day(start, rule.length, rule.unit, sunday_rule=rule.sunday is Sunday.YES)
    law = paragraphs or rule.paragraphs
    return Clock(
        code=rule.code,
        start=start,
        last_day=end.day,
        paragraphs=(*law, *calendar_paragraphs(rule, end)) if law else (),  # an indicator counts alike, but is no law
        reasoning=_reasoning(rule, start, end, because, so),
        unanswered=_sunday_question(rule, start, end),
        warn_on=tuple(start + timedelta(days=n) for n in rule.warn_at),
        verified=rule.verified,
    )


def calendar_paragraphs(rule: Rule, end: LastDay) -> tuple[str, ...]:
    """The paragraphs that the counting itself rests on."""
    counted = () if rule.unit is Unit.DAY else (COUNTING,)
    return (*counted, SUNDAY_RULE) if end.moved else counted


def _reasoning(rule: Rule, start: date, end: LastDay, because: str, so: str) -> str:
    length = LENGTHS[rule.length, rule.unit]
    text = f"{because} {in_words(start)}. {length.capitalize()} därifrån är den {in_words(end.counted)}"
    text += f", eftersom {end.shortened}." if end.shortened else "."
    if end.moved:
        text += f" Det är {end.free}, så sista dagen är den {in_words(end.day)}."
    return f"{text} {so}".strip()


def _sunday_question(rule: Rule, start: date, end: LastDay) -> tuple[str, ...]:
    moved = last_day(start, rule.length, rule.unit, sunday_rule=True)
    if rule.sunday is not Sunday.OPEN or moved.day == end.day:
        return ()
    return (
        "Lagen säger inte om söndagsregeln i 2 § lagen (1930:173) gäller här. Svaret använder den tidigare dagen. "
        f"Gäller regeln är sista dagen i stället den {in_words(moved.day)}.",
    )
