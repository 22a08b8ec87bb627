"""The question answered: three gaps, what was left out, what to beware of, and what it all says."""

from dataclasses import dataclass

from samsyn.equity.estimate import CannotTell, Estimate
from samsyn.equity.fit import Family
from samsyn.equity.gaps import Two, adjusted, crude
from samsyn.equity.table import Note, Question, Table

FEWEST = 30  # rows of each group below which nothing is said
WIDE = 0.05  # a difference in shares that a municipality would want to know of
NEED_MAY_HIDE = "need was assessed by those whose decisions are looked at; adjusting for it can hide bias"
ASK_FACTS = (
    "cannot be decided: nothing is adjusted for; facts that the unit did not itself assess, such as age, household and "
    "area, would tell whether like are treated alike"
)
ASK_NEED = (
    "cannot be decided: the difference is not seen once assessed need is counted, but the same unit assessed it; need "
    "assessed by somebody else, or without knowing the group, would decide it"
)
LEFT_OUT = 0.1  # a share of rows left out that may tilt the figures


@dataclass(frozen=True, slots=True)
class Answer:
    """The three gaps, None where one was not asked for or cannot be told; notes say why."""

    compared: str
    reference: str
    crude: Estimate | None
    facts: Estimate | None
    need: Estimate | None
    excluded: dict[str, int]
    notes: tuple[Note, ...]
    verdict: Note


def answer(table: Table, question: Question) -> Answer:
    """Compute the gaps that were asked for, and the verdict."""
    two = Two(table.data, table.compared, table.reference, table.family)
    notes, plain, facts, need = list(table.notes), None, None, None
    sizes = [round(float(table.data.n[table.data.of(0, level)].sum())) for level in (1, 0)]
    left_out = sum(table.excluded.values())
    if left_out > LEFT_OUT * (left_out + sum(sizes)):
        notes.append(Note("many_left_out", f"{left_out} rows are left out, which may tilt every figure"))
    if min(sizes) < FEWEST:
        few = f"{table.compared} has {sizes[0]} rows and {table.reference} {sizes[1]}"
        notes.append(Note("too_few", f"{few}; at least {FEWEST} of each are needed"))
    else:
        plain = crude(two)
        facts = _adjusted(two, question.facts, notes) if question.facts else None
        need = _adjusted(two, (*question.facts, *question.need), notes) if question.need else None
    if question.need:
        notes.append(Note("need_may_hide", NEED_MAY_HIDE))
    told = verdict(plain, facts, need, table.family, asks_need=bool(question.need))
    said = tuple(dict.fromkeys(notes))
    return Answer(table.compared, table.reference, plain, facts, need, dict(table.excluded), said, told)


def _adjusted(two: Two, columns: tuple[str, ...], notes: list[Note]) -> Estimate | None:
    """One adjusted gap, or a note of why not."""
    for name in columns:
        if level := _without_exception(two, name):
            share = "always" if level[2] else "never"
            text = (
                f"where {name} is {level[0]} ({level[1]} rows) the outcome is {share} so: "
                "put that value together with a like one, or leave those rows out"
            )
            notes.append(Note("separated", text))
            return None
    try:
        return adjusted(two, columns)
    except CannotTell as problem:
        notes.append(Note("cannot_adjust", str(problem)))
        return None


def _without_exception(two: Two, name: str) -> tuple[str, int, bool] | None:
    """A value of a fact under which a yes-or-no outcome never varies: the value, its rows, and which it is."""
    by = two.data.by([name])
    for code, n, total in zip(by.code(0), by.n, by.total, strict=True):
        if two.family is Family.SHARE and total in (0, n):
            return by.factors[0].levels[code], round(float(n)), bool(total)
        if two.family is Family.AMOUNT and total == 0:
            return by.factors[0].levels[code], round(float(n)), False
    return None


def verdict(
    plain: Estimate | None, facts: Estimate | None, need: Estimate | None, family: Family, *, asks_need: bool
) -> Note:
    """What the three gaps say together, never more than they can."""
    if plain is None:
        return Note("cannot_be_decided", "cannot be decided: there are too few rows; more decisions would decide it")
    if facts is None:
        return Note("cannot_be_decided", ASK_FACTS)
    if facts.is_none:
        if family is Family.SHARE and (reach := max(-facts.low, facts.high)) > WIDE:
            more = round(facts.n * (reach / WIDE) ** 2)
            wide = f"cannot be decided: the interval is wide; about {more} rows would decide it"
            return Note("cannot_be_decided", wide)
        return Note("no_difference_seen", "no difference is seen between persons with the same facts")
    if asks_need and (need is None or need.is_none):
        return Note("cannot_be_decided", ASK_NEED)
    return Note("unexplained_difference", "a difference remains that the facts do not explain")
