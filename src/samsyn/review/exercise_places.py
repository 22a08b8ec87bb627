"""The fields of a sheet by name, `vignette:question:field`, and what may stand in each.

What is written is kept as it was typed; it is read as a number when it is saved and when it is handed in.
"""

import re
from dataclasses import dataclass

from samsyn.people.refusals import N_, Invalid, Refusal
from samsyn.review.vignette import LEVELS, MOST, Question, Vignette

OUTCOMES = {"granted": N_("Bevilja"), "partly": N_("Bevilja till en del"), "refused": N_("Avslå")}
MINUTES = frozenset({"minutes_week", "minutes_month"})
LONGEST_WORDS, MOST_WORDS = 300, 12
WHOLE = "-"  # stands for the question where a field is about the whole vignette
NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")


@dataclass(frozen=True)
class Spot:
    """One field of a sheet: of which vignette by its number in the round, of which question, and which."""

    vignette: int
    question: str
    field: str

    @property
    def place(self) -> str:
        return f"{self.vignette}:{self.question}:{self.field}"


def spots(number: int, vignette: Vignette) -> list[Spot]:
    """Every field about a vignette, in the order of the form."""
    found = []
    for question in vignette.questions:
        fields = ("outcome", "level") if question.unit == "count" else ("outcome", "amount", "level")
        found += [Spot(number, question.code, field) for field in fields]
    return [*found, Spot(number, WHOLE, "words")]


def check(spot: Spot, question: Question | None, value: str) -> None:
    """Whether a value may stand in a field. Empty always may, until the sheet is handed in. Raises Invalid."""
    if not value:
        return
    if spot.field == "outcome" and value not in OUTCOMES:
        raise Invalid(spot.place, Refusal(N_("Välj om du beviljar, beviljar till en del eller avslår.")))
    if spot.field == "level" and value not in LEVELS:
        raise Invalid(spot.place, Refusal(N_("Välj en nivå på skalan.")))
    if spot.field == "amount" and question:
        read_amount(spot, question, value)
    if spot.field == "words" and (len(value) > LONGEST_WORDS or len(read_words(value)) > MOST_WORDS):
        raise Invalid(
            spot.place, Refusal(N_("Skriv högst {n} ord eller uttryck, med komma emellan."), {"n": MOST_WORDS})
        )


def read_amount(spot: Spot, question: Question, value: str) -> int:
    """An amount in the question's unit: hours are typed where the unit is minutes. Raises Invalid."""
    most = MOST[question.unit]
    typed = value.strip().replace(" ", "")
    if not NUMBER.fullmatch(typed):
        raise Invalid(spot.place, Refusal(N_("Skriv ett tal, till exempel 3 eller 7,5.")))
    number = float(typed.replace(",", "."))
    if question.unit in MINUTES:
        amount, limit = round(number * 60), most // 60
    else:
        amount, limit = round(number), most
        if amount != number:
            raise Invalid(spot.place, Refusal(N_("Skriv ett helt tal.")))
    if amount > most:
        raise Invalid(spot.place, Refusal(N_("Det är mer än som ryms. Skriv högst {n}."), {"n": limit}))
    return amount


def read_words(value: str) -> tuple[str, ...]:
    """Words and expressions that are typed with commas or lines between."""
    return tuple(word for part in re.split(r"[,;\n]", value) if (word := " ".join(part.split()).strip(" .")))


@dataclass(frozen=True)
class Read:
    """One question's answer, as it is handed in."""

    question: str
    outcome: str
    amount: int | None
    level: int


def read_answers(number: int, vignette: Vignette, written: dict[str, str]) -> list[Read]:
    """What is written about a vignette as answers. Raises Invalid on the first field that is empty or wrong.

    A refusal gives nothing, whatever amount is still typed beside it.
    """
    answers = []
    for question in vignette.questions:
        values = {}
        for spot in spots(number, vignette):
            if spot.question == question.code:
                values[spot.field] = value = written.get(spot.place, "").strip()
                if spot.field == "amount" and values["outcome"] == "refused":
                    continue
                if not value:
                    raise Invalid(spot.place, Refusal(N_("Fyll i det här innan du lämnar in.")))
                check(spot, question, value)
        answers.append(_read(number, question, values))
    return answers


def _read(number: int, question: Question, values: dict[str, str]) -> Read:
    amount = None
    if "amount" in values:
        spot = Spot(number, question.code, "amount")
        amount = 0 if values["outcome"] == "refused" else read_amount(spot, question, values["amount"])
        if amount == 0 and values["outcome"] != "refused":
            raise Invalid(spot.place, Refusal(N_("Skriv hur mycket du beviljar, eller välj avslag.")))
    return Read(question.code, values["outcome"], amount, int(values["level"]))
