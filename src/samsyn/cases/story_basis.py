"""What was communicated in the cases of the invented municipality: the same text that the pages would keep. Pure."""

from types import SimpleNamespace
from typing import Any

from samsyn.cases.communication import basis
from samsyn.synthetic.records import Story


class _Rows:
    """Rows at the other end of a relation, asked for as a model's are."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def all(self) -> list[Any]:
        return self._rows


def basis_of_story(story: Story, investigation: int) -> str:
    """All that the decision on an investigation rests on (FL 25)."""
    inquiry = next(n for n in story.investigations if n.id == investigation)
    needs = {n.id: n for n in story.needs if n.investigation == investigation}
    factors = {pk: _Rows([f for f in story.factors if f.need == pk]) for pk in needs}
    decisions = {d.id for d in story.decisions if d.investigation == investigation}
    told = [_with(need, _NEED, factors=factors[pk]) for pk, need in needs.items()]
    lines = [
        _with(line, _LINE, needs=_Rows([needs[t.need] for t in story.line_needs if t.line == line.id]))
        for line in story.lines
        if line.decision in decisions
    ]
    return basis(inquiry, told, lines)


_NEED = ("area", "own_words", "description", "level_now", "level_meant", "factors_text", "goal")
_LINE = ("intervention", "regime", "outcome", "unit", "applied", "amount", "goal", "reasons", "valid_to")


def _with(record: Any, fields: tuple[str, ...], **more: Any) -> SimpleNamespace:
    return SimpleNamespace(**{name: getattr(record, name) for name in fields}, **more)
