"""An examination as the pages show it, wherever its rows came from: with its names, its unit and how it was asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from samsyn.equity.answer import Answer
from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Examination
from samsyn.equity.narration import Amounts, Step, narrate
from samsyn.equity.note import Note, Value
from samsyn.equity.words import said
from samsyn.people.refusals import N_
from samsyn.web.equity.numbers import (
    column_said,
    difference_said,
    interval_said,
    language_now,
    number_said,
    scale_of,
    units_said,
    value_said,
)
from samsyn.web.equity.scales import AMOUNTS
from samsyn.web.equity.section_words import STEPS

KINDS = (
    ("crude", N_("Rå skillnad")),
    ("facts", N_("Justerad för fakta")),
    ("need", N_("Också för bedömt behov")),
)
VERDICTS = {
    "no_difference_seen": (N_("ingen skillnad syns"), "done"),
    "unexplained_difference": (N_("oförklarad skillnad"), "late"),
    "cannot_be_decided": (N_("kan inte avgöras"), ""),
}
COLUMN_VALUES = frozenset({"column", "factor", "fact"})  # of a note: its values that name columns
UNITLESS = frozenset({"ratio", *AMOUNTS})  # measures whose figures stand without a unit in a sentence
HIDES = "need_may_hide"  # said on the page itself, beside the figure


@dataclass(frozen=True, slots=True)
class Gap:
    """One of the three gaps in words; without a figure it says that it cannot be told."""

    key: str
    label: str
    estimate: Estimate | None
    said: str
    number: str
    interval: str
    n: int


@dataclass(frozen=True, slots=True)
class Named:
    """What columns, groups and units are called on a page. As they stand in the pages' own measurements."""

    column: Callable[[str], str] = column_said
    value: Callable[[str], str] = value_said
    units: Callable[[str], str] = units_said
    numbered: frozenset[str] = frozenset({"caseworker"})  # columns of units that bear numbers and not names


AS_THEY_STAND = Named(str, str, str, frozenset())


@dataclass(frozen=True, slots=True)
class Shown:
    """An examination to show. `scale` is what its outcome is measured in, `merged` what was put together, by column."""

    found: Examination
    scale: str
    label: str
    definition: str
    period: str
    query: str
    merged: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    named: Named = Named()

    @property
    def compared(self) -> str:
        return self.named.value(self.found.answer.compared)

    @property
    def reference(self) -> str:
        return self.named.value(self.found.answer.reference)

    @property
    def gaps(self) -> list[Gap]:
        """The three gaps side by side."""
        return gaps_said(self.found.answer, self.scale)

    @property
    def verdict(self) -> str:
        return self.note(self.found.answer.verdict)

    @property
    def notes(self) -> list[str]:
        """What stands beside the gaps."""
        return [self.note(note) for note in self.found.answer.notes if note.code != HIDES]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The five steps of an analysis, in the reader's language."""
        scale = scale_of(self.scale)
        amounts = Amounts(scale.decimals, "" if scale.measure in UNITLESS else scale.unit)
        return narrate(self.found, language_now(), names=self._names(), amounts=amounts)

    def note(self, note: Note) -> str:
        """What stands beside a figure, or in its place."""
        return note_said(note, self.named.column)

    def _names(self) -> dict[str, str]:
        """The columns and the two groups as the page calls them."""
        answer, asked, column = self.found.answer, self.found.asked, self.named.column
        columns = (asked.group, *asked.facts, *asked.need, *asked.units)
        groups = {f"{asked.group}={value}": self.named.value(value) for value in (answer.compared, answer.reference)}
        steps = {f"step={name}": gettext(step) for name, step in STEPS.items()}
        return (
            {name: column(name) for name in columns}
            | groups
            | steps
            | {asked.outcome: self.label[:1].lower() + self.label[1:]}
        )


def gaps_said(answer: Answer | None, scale: str) -> list[Gap]:
    """The three gaps of an answer in words, or that there are none."""
    found = []
    for key, label in KINDS:
        estimate: Estimate | None = getattr(answer, key, None)
        if estimate is None:
            found.append(Gap(key, gettext(label), None, gettext("kan inte sägas"), "", "", 0))
        else:
            told, number = difference_said(estimate, scale), number_said(estimate, scale)
            between = interval_said(estimate, scale)
            found.append(Gap(key, gettext(label), estimate, told, number, between, estimate.n))
    return found


def note_said(note: Note, column: Callable[[str], str] = column_said) -> str:
    """What stands beside a figure, or in its place, in the reader's language. Finnish readers get Swedish."""

    def named(value: Value) -> Value:
        return column(value) if isinstance(value, str) else value

    told = tuple((name, named(value) if name in COLUMN_VALUES else value) for name, value in note.values)
    return said(Note(note.code, told), language_now())
