"""Which plans somebody may want help with: late, thin, or never changed. Limits are data. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from samsyn.cases.codes import code_list
from samsyn.people.refusals import N_, Refusal

LATE, LITTLE, FEW, WORDLESS, UNCHANGED = CODES = ("late", "little", "few", "wordless", "unchanged")
DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan is looked at by. `accepted_on` is when the order was taken on; the rest is of the plan that holds.

    Minutes are a week's; `granted` is None where no time is granted, `current_from` None where no plan holds.
    """

    accepted_on: date
    current_from: date | None = None
    version: int = 0
    planned: int = 0
    granted: int | None = None
    activities: int = 0
    has_words: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to look at a plan, in words, and since when."""

    code: str
    said: Refusal
    since: date


@cache
def limits() -> dict[str, int]:
    """The limit of each reason, by code (`data/plan_watch.csv`)."""
    return {code: int(row.extra["limit"]) for code, row in code_list("plan_watch", "homecare").items()}


@cache
def _few_from() -> int:
    """From how many granted minutes a week few activities are a reason: one is enough for an hour of company."""
    return int(code_list("plan_watch", "homecare")[FEW].extra["from_minutes"])


def findings(facts: PlanFacts, today: date) -> tuple[Finding, ...]:
    """Every reason to look at a plan, in the order of the list; none for a plan that needs no help."""
    if facts.current_from is None:
        return tuple(_late(facts, today))
    return (*_thin(facts, facts.current_from), *_unchanged(facts.current_from, today))


def _late(facts: PlanFacts, today: date) -> Iterator[Finding]:
    waited = (today - facts.accepted_on).days
    if waited > limits()[LATE]:
        said = N_("Beställningen togs emot för {days} dagar sedan, och ingen plan gäller än.")
        yield Finding(LATE, Refusal(said, {"days": waited}), facts.accepted_on)


def _thin(facts: PlanFacts, since: date) -> Iterator[Finding]:
    if facts.granted and facts.planned * 100 < facts.granted * limits()[LITTLE]:
        said = N_("Planen använder {planned} av {granted} minuter i veckan.")
        yield Finding(LITTLE, Refusal(said, {"planned": facts.planned, "granted": facts.granted}), since)
    if facts.activities < limits()[FEW] and (facts.granted or 0) >= _few_from():
        said = N_("Antal aktiviteter i planen: {n}.")
        yield Finding(FEW, Refusal(said, {"n": facts.activities}), since)
    if not facts.has_words:
        yield Finding(WORDLESS, Refusal(N_("Det står inte vad personen själv har sagt.")), since)


def _unchanged(since: date, today: date) -> Iterator[Finding]:
    months = int((today - since).days / DAYS_A_MONTH)
    if months >= limits()[UNCHANGED]:
        said = N_("Samma plan har gällt i {months} månader.")
        yield Finding(UNCHANGED, Refusal(said, {"months": months}), since)
