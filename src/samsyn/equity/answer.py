"""The question answered: three gaps, what was left out, what to beware of, and what it all says."""

from dataclasses import dataclass
from math import ceil

from samsyn.equity.estimate import CannotTell, Estimate
from samsyn.equity.fit import Family
from samsyn.equity.gaps import Two, adjusted, crude
from samsyn.equity.note import LeftOut, Note
from samsyn.equity.table import Question, Table

FEWEST = 30  # rows of each group below which nothing is said
# A difference that a municipality would want to know of (own choice): in shares, and as a part of the reference's mean.
WIDE, WIDE_PART = 0.05, 0.1
LEFT_OUT = 0.1  # a share of rows left out that may tilt the figures


@dataclass(frozen=True, slots=True)
class Answer:
    """The three gaps, None where one was not asked for or cannot be told; notes say why."""

    compared: str
    reference: str
    crude: Estimate | None
    facts: Estimate | None
    need: Estimate | None
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    verdict: Note

    @property
    def excluded(self) -> dict[str, int]:
        """How many rows were left out, by the reason in English."""
        return {left.reason.text: left.rows for left in self.left_out}


def answer(table: Table, question: Question) -> Answer:
    """Compute the gaps that were asked for, and the verdict."""
    two = Two(table.data, table.compared, table.reference, table.family)
    notes, plain, facts, need = list(table.notes), None, None, None
    sizes = [round(float(n)) for n in table.data.margins[0].n[::-1]]
    left_out = sum(left.rows for left in table.left_out)
    if left_out > LEFT_OUT * (left_out + sum(sizes)):
        notes.append(Note.of("many_left_out", rows=left_out))
    if min(sizes) < FEWEST:
        groups = {"compared": table.compared, "reference": table.reference}
        notes.append(Note.of("too_few", **groups, n=sizes[0], reference_n=sizes[1], least=FEWEST))
    else:
        plain = crude(two)
        facts = _adjusted(two, question.facts, notes) if question.facts else None
        need = _adjusted(two, (*question.facts, *question.need), notes) if question.need else None
    if question.need:
        notes.append(Note.of("need_may_hide"))
    asks = {"asks_facts": bool(question.facts), "asks_need": bool(question.need)}
    told = verdict(plain, facts, need, _matters(table), **asks)
    said = tuple(dict.fromkeys(notes))
    return Answer(table.compared, table.reference, plain, facts, need, table.left_out, said, told)


def _adjusted(two: Two, columns: tuple[str, ...], notes: list[Note]) -> Estimate | None:
    """One adjusted gap, or a note of why not."""
    for name in columns:
        if level := _without_exception(two, name):
            notes.append(_separated(two, name, level))
            return None
    try:
        return adjusted(two, columns)
    except CannotTell as problem:
        notes.append(Note.of("cannot_adjust", why=problem.note))
        return None


def _separated(two: Two, name: str, level: tuple[str, int, bool]) -> Note:
    """That a value of a fact settles the outcome."""
    value, rows, yes = level
    if two.family is Family.AMOUNT:
        return Note.of("always_nought", column=name, value=value, rows=rows)
    return Note.of("separated", column=name, value=value, rows=rows, share=Note.of("always" if yes else "never"))


def _without_exception(two: Two, name: str) -> tuple[str, int, bool] | None:
    """A value of a fact under which a yes-or-no outcome never varies: the value, its rows, and which it is."""
    place = two.data.place(name)
    sums = two.data.margins[place]
    for level, n, total in zip(two.data.factors[place].levels, sums.n, sums.total, strict=True):
        if two.family is Family.SHARE and n and total in (0, n):
            return level, round(float(n)), bool(total)
        if two.family is Family.AMOUNT and n and total == 0:
            return level, round(float(n)), False
    return None


def _matters(table: Table) -> float:
    """A difference that a municipality would want to know of, in the outcome's unit."""
    if table.family is Family.SHARE:
        return WIDE
    reference = table.data.margins[0]
    return WIDE_PART * float(reference.total[0]) / max(1.0, float(reference.n[0]))


def verdict(
    plain: Estimate | None,
    facts: Estimate | None,
    need: Estimate | None,
    matters: float,
    *,
    asks_facts: bool,
    asks_need: bool,
) -> Note:
    """What the three gaps say together, never more than they can.

    `matters` is a difference that a municipality would want to know of: that none is seen is said only where the
    interval leaves no room for it. Need as the unit assessed it may hide a difference, but does not by itself make one:
    one that is seen at equal need is told, also where the facts alone are too few to show it. `asks_facts` and
    `asks_need` are whether these gaps were asked for; one that was and is None could not be told.
    """
    if plain is None:
        return Note.of("cannot_be_decided", why=Note.of("ask_more_rows"))
    if facts is None:
        return Note.of("cannot_be_decided", why=Note.of("ask_adjustable" if asks_facts else "ask_facts"))
    if facts.is_none:
        if need and not need.is_none:
            return Note.of("unexplained_difference", among=Note.of("at_equal_need"))
        if max(-facts.low, facts.high) > matters:
            return Note.of("cannot_be_decided", why=Note.of("ask_narrower", rows=_roughly(_deciding(facts, matters))))
        return Note.of("no_difference_seen")
    if asks_need and (need is None or need.is_none):
        return Note.of("cannot_be_decided", why=Note.of("ask_adjustable" if need is None else "ask_need"))
    return Note.of("unexplained_difference", among=Note.of("not_by_facts"))


def _deciding(gap: Estimate, matters: float) -> float:
    """How many rows would decide it, were the gap found again: an interval without 0, or without what matters.

    The interval narrows by the root of the number of rows.
    """
    far = abs(gap.value)
    return gap.n * ((gap.high - gap.low) / 2 / max(far, matters - far)) ** 2


def _roughly(rows: float) -> int:
    """Two digits of a number of rows, rounded up: more would look surer than it is."""
    step: int = 10 ** max(0, len(str(int(rows))) - 2)
    return ceil(rows / step) * step
