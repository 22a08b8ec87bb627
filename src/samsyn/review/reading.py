"""What a reviewer says of a packet, how readings differ line by line, and where a decision departs from the review."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from samsyn.cases import codes
from samsyn.people.refusals import N_, Invalid, Refusal

OUTCOMES = ("granted", "partly", "refused")
UNITS = ("minutes_week", "minutes_month", "times_week", "days_week", "days_month", "count")
MOST = {"minutes_week": 7 * 24 * 60, "minutes_month": 31 * 24 * 60, "days_week": 7, "days_month": 31}
LARGEST_AMOUNT = 999  # of what is counted otherwise
MOST_ANSWERS = 30
AGE_BANDS = ("18-39", "40-64", "65-79", "80-89", "90-")


@dataclass(frozen=True)
class Answer:
    """What is said of one intervention: the outcome, the amount in `unit` (whole minutes or a count), the goal."""

    intervention: str
    outcome: str
    unit: str
    amount: int = 0
    goal: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if self.intervention not in codes.code_list("interventions"):
            raise Invalid("intervention", Refusal(N_("Välj en insats i listan.")))
        if self.outcome not in OUTCOMES:
            raise Invalid("outcome", Refusal(N_("Välj om insatsen bör beviljas, beviljas delvis eller avslås.")))
        if self.unit not in UNITS:
            raise Invalid("unit", Refusal(N_("Välj vad antalet räknas i.")))
        if not 0 <= self.amount <= MOST.get(self.unit, LARGEST_AMOUNT):
            raise Invalid("amount", Refusal(N_("Så mycket finns inte i perioden. Kontrollera antalet.")))
        if (self.outcome == "refused") != (self.amount == 0):
            raise Invalid("amount", Refusal(N_("Ange hur mycket som bör beviljas, eller välj Avslås.")))

    @property
    def code(self) -> dict[str, Any]:
        """What is counted: without words."""
        return {key: value for key, value in asdict(self).items() if key not in {"goal", "why"}}

    @property
    def words(self) -> list[str]:
        """What is written of it: the goal, and why."""
        return [self.goal, self.why]


def answers_of(stored: Iterable[Mapping[str, Any]], words: Mapping[str, Sequence[str]]) -> list[Answer]:
    """The answers of a reading as it is stored: codes apart from words, which are kept a shorter time."""
    found = []
    for raw in stored:
        goal, why = words.get(raw["intervention"], ("", ""))
        found.append(Answer(**raw, goal=goal, why=why))
    return found


def one_each(answers: Sequence[Answer]) -> None:
    """An intervention is answered once. Raises Invalid."""
    if len(answers) > MOST_ANSWERS:
        raise Invalid("intervention", Refusal(N_("Så många insatser ryms inte. Behåll dem som gäller.")))
    if len({a.intervention for a in answers}) != len(answers):
        raise Invalid("intervention", Refusal(N_("Samma insats står två gånger. Behåll en av raderna.")))


@dataclass(frozen=True)
class Beside:
    """What each reading says of one intervention, in the readings' order; None where it says nothing of it."""

    intervention: str
    answers: tuple[Answer | None, ...]

    @property
    def agree(self) -> bool:
        """Whether all say the same outcome and amount."""
        return len({(a.outcome, a.unit, a.amount) if a else None for a in self.answers}) == 1

    @property
    def agree_on_outcome(self) -> bool:
        """Whether all say the same outcome, whatever the amount."""
        return len({a.outcome if a else None for a in self.answers}) == 1


def side_by_side(readings: Sequence[Sequence[Answer]], asked: Iterable[str] = ()) -> list[Beside]:
    """The readings by intervention: what was asked for first, then what a reading added, by code."""
    by_code = [{a.intervention: a for a in answers} for answers in readings]
    first = list(dict.fromkeys(asked))
    added = sorted({code for answers in by_code for code in answers} - set(first))
    return [Beside(code, tuple(answers.get(code) for answers in by_code)) for code in (*first, *added)]


@dataclass(frozen=True)
class Decided:
    """A line of the draft, as much of it as is held against the review."""

    intervention: str
    outcome: str
    unit: str
    amount: int


def departs(reviewed: Iterable[Answer], decided: Iterable[Decided]) -> list[str]:
    """The interventions that the review spoke of and the decision treats otherwise: another outcome or amount, or not
    at all. Lines of one intervention are taken together; what the review said nothing of departs from nothing."""
    written: dict[str, list[Decided]] = {}
    for line in decided:
        written.setdefault(line.intervention, []).append(line)
    return sorted(a.intervention for a in reviewed if _together(written.get(a.intervention, [])) != _terms(a))


def _together(lines: Sequence[Decided]) -> dict[str, Any]:
    """Several lines as one: what is granted by unit, in part where something else is refused."""
    outcomes = {line.outcome for line in lines}
    amounts: dict[str, int] = {}
    for line in lines:
        if line.outcome != "refused":
            amounts[line.unit] = amounts.get(line.unit, 0) + line.amount
    return {"outcome": outcomes.pop() if len(outcomes) == 1 else "partly" if outcomes else "", "amounts": amounts}


def _terms(answer: Answer) -> dict[str, Any]:
    return {"outcome": answer.outcome, "amounts": {} if answer.outcome == "refused" else {answer.unit: answer.amount}}


def age_band(years: int) -> str:
    """The band that an age falls in, as guesses are made."""
    return next(band for band in reversed(AGE_BANDS) if years >= int(band.split("-")[0]) or band == AGE_BANDS[0])
