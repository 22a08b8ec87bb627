"""Who is lost before a decision, and how far that could move the gap."""

from samsyn.equity.estimate import CannotTell
from samsyn.equity.examination import Asked, Selection
from samsyn.equity.fit import Family
from samsyn.equity.note import Note
from samsyn.equity.parts.sums import of_groups
from samsyn.equity.selection import Bounds, steps, worst_case
from samsyn.equity.table import Table


def selection(table: Table, asked: Asked) -> Selection | Note:
    """The shares that go on at each step, and the worst case by those who are between the first step and the last."""
    if len(asked.steps) < 2:
        return Note.of("no_steps")
    counts = {step.name: (step.compared, step.reference) for step in asked.steps}
    try:
        return Selection(steps(counts), _bounds(table, asked))
    except CannotTell as problem:
        return problem.note


def _bounds(table: Table, asked: Asked) -> Bounds | Note:
    if table.family is Family.AMOUNT:
        return Note.of("bounds_of_shares_only")
    n, yes, _ = of_groups(table.data.by([table.data.factors[0].name]).cells())
    first, last = asked.steps[0], asked.steps[-1]
    lost = (first.compared - last.compared, first.reference - last.reference)
    return worst_case((round(yes[1]), round(n[1]), lost[0]), (round(yes[0]), round(n[0]), lost[1]))
