"""An examination told in plain words, in the five steps of an analysis: pattern, formulation, causes, test, action.

Every figure stands with its interval and number. It is said that need which the same unit assessed can hide a bias,
that what is unexplained is no proof and what is explained no excuse, and what would decide what cannot be decided.
Units are never ranked. The wording is that of `data/words.csv`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Decomposed, Examination, Hidden, Monthly, Selection, Starts, UnitColumn
from samsyn.equity.fit import Family
from samsyn.equity.note import Note, Value
from samsyn.equity.selection import Bounds
from samsyn.equity.series import Series
from samsyn.equity.simpson import Pooling, Within
from samsyn.equity.units import UnitReadings
from samsyn.equity.words import Language, said, written

Name = Literal["pattern", "formulation", "causes", "test", "action"]
DOUBTED = 0.05  # a p value of movement before the start below which a comparison of starts is doubted
RENAMED = frozenset({"column", "by"})  # values of notes that are names of columns


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the analysis: its stable name, its heading and its sentences in a language."""

    name: Name
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """How an outcome that is an amount is written: decimals, and its unit where it has one ("minuter i veckan")."""

    decimals: int = 2
    unit: str = ""


def narrate(
    examination: Examination,
    language: Language = "sv",
    *,
    names: Mapping[str, str] | None = None,
    amounts: Amounts = Amounts(),
) -> tuple[Step, ...]:
    """The five steps in a language.

    `names` are readable names: of a column by itself (`kön`), of a group by column and value (`kön=kvinna`: kvinnor),
    of a step before the decision (`step=investigated`: utredning).
    """
    teller = _Teller(examination, names or {}, language, amounts)
    told: dict[Name, Iterable[Note]] = {
        "pattern": teller.pattern(),
        "formulation": teller.formulation(),
        "causes": teller.causes(),
        "test": teller.test(),
        "action": teller.action(),
    }
    return tuple(
        Step(name, said(Note(f"step_{name}"), language), tuple(_sentence(note, language) for note in notes))
        for name, notes in told.items()
    )


def _sentence(note: Note, language: Language) -> str:
    text = said(note, language)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class _Teller:
    """The sentences of each step, as notes."""

    of: Examination
    names: Mapping[str, str]
    language: Language
    amounts: Amounts

    def name(self, column: str, unless: str = "") -> str:
        return self.names.get(column, unless or column)

    def listed(self, columns: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.name(column) for column in columns)

    @property
    def groups(self) -> dict[str, Value]:
        """The names of both groups."""
        told = self.of.answer
        return {"compared": self._group(told.compared), "reference": self._group(told.reference)}

    def _group(self, value: str) -> str:
        return self.names.get(f"{self.of.asked.group}={value}", value)

    def renamed(self, note: Note) -> Note:
        """The same note with readable names of columns."""
        return Note(note.code, tuple((key, self._value(key, value)) for key, value in note.values))

    def _value(self, key: str, value: Value) -> Value:
        if isinstance(value, Note):
            return self.renamed(value)
        if key not in RENAMED:
            return value
        if isinstance(value, tuple):
            return self.listed(one for one in value if isinstance(one, str))
        return self.name(value) if isinstance(value, str) else value

    def gap(self, estimate: Estimate) -> Note:
        """A difference with its interval."""
        if self.of.family is Family.SHARE:
            return Note.of("fig_points", value=estimate.value, low=estimate.low, high=estimate.high)
        return self.amount("fig_more", estimate, sign=True)

    def amount(self, code: str, estimate: Estimate, *, sign: bool) -> Note:
        """An amount with its interval, as its outcome is written."""
        value, low, high = (
            written(number, self.language, self.amounts.decimals, sign=sign)
            for number in (estimate.value, estimate.low, estimate.high)
        )
        return Note.of(code, value=f"{value} {self.amounts.unit}".strip(), low=low, high=high)

    def pattern(self) -> Iterator[Note]:
        of, period = self.of, self.of.period
        if period:
            yield Note.of("n_basis", rows=of.rows, first=period.first, last=period.last)
        else:
            yield Note.of("n_basis_undated", rows=of.rows)
        for left in of.answer.left_out:
            yield Note.of("n_left_out", rows=left.rows, reason=self.renamed(left.reason))
        code = "n_mean_share" if of.family is Family.SHARE else "n_mean_amount"
        for group in of.groups:
            mean = self._mean(group.mean)
            outcome = self.name(of.asked.outcome)
            yield Note.of(code, outcome=outcome, mean=mean, group=self._group(group.name), n=group.mean.n)
        if of.answer.crude:
            yield Note.of("n_gap", **self.groups, gap=self.gap(of.answer.crude))
            yield _chance(of.answer.crude)
            yield Note.of("n_interval")
        for note in of.answer.notes:
            if note.code != "need_may_hide":  # said in full in the formulation
                yield self.renamed(note)

    def _mean(self, mean: Estimate) -> Note:
        if self.of.family is Family.SHARE:
            return Note.of("fig_share", value=mean.value, low=mean.low, high=mean.high)
        return self.amount("fig_amount", mean, sign=False)

    def formulation(self) -> Iterator[Note]:
        asked = self.of.asked
        if asked.facts:
            yield Note.of("n_question", **self.groups, facts=self.listed(asked.facts))
        else:
            yield Note.of("n_question_bare", **self.groups)
        if asked.need:
            yield Note.of("n_need_counted", need=self.listed(asked.need))
        else:
            yield Note.of("n_need_not_counted")

    def causes(self) -> Iterator[Note]:
        of = self.of
        if of.answer.crude is None:
            yield Note.of("n_not_proof")
            return
        yield from self._parts(of.decomposed)
        yield Note.of("n_not_proof")
        yield from self._reversals(of.pooling)
        yield from self._selection(of.selection)

    def _parts(self, told: Decomposed | Note) -> Iterator[Note]:
        if isinstance(told, Note):
            yield self.renamed(told)
            return
        explained, unexplained = (told.twofold.piece(name) for name in ("explained", "unexplained"))
        counted = [part for part in explained.by if part.name != "1"]
        columns = self.listed(part.name for part in counted)
        figures = {"explained": self.gap(explained.whole), "unexplained": self.gap(unexplained.whole)}
        yield Note.of("n_parts", columns=columns, **figures)
        if len(counted) > 1:
            for part in counted:
                yield Note.of("n_part", column=self.name(part.name), part=self.gap(part.estimate))
        if told.left_out:
            yield Note.of("n_parts_silent", columns=self.listed(told.left_out))
        if told.rows < told.of:
            yield Note.of("n_drawn", rows=told.rows, of=told.of)

    def _reversals(self, told: Pooling | Note) -> Iterator[Note]:
        if isinstance(told, Note):
            yield self.renamed(told)
            return
        for within in told.reversals:
            factor = self.name(within.factor)
            figures = {"crude": self.gap(told.crude), "within": self.gap(within.standardised)}
            yield Note.of("n_reversal", factor=factor, **figures)
            if not within.certain:
                yield Note.of("n_reversal_uncertain", factor=factor)
        if told.within and not told.reversals:
            yield Note.of("n_no_reversal", columns=self.listed(within.factor for within in told.within))

    def _selection(self, told: Selection | Note) -> Iterator[Note]:
        if isinstance(told, Note):
            yield self.renamed(told)
            return
        for step in told.steps:
            one, other, gap = (
                Note.of(code, value=figure.value, low=figure.low, high=figure.high)
                for code, figure in (
                    ("fig_share", step.group),
                    ("fig_share", step.reference),
                    ("fig_points", step.difference),
                )
            )
            name = self.name(f"step={step.name}", step.name)
            yield Note.of("n_went_on", step=name, one=one, other=other, gap=gap, **self.groups)
        if isinstance(told.bounds, Bounds):
            yield Note.of("n_bounds", low=told.bounds.outer.low, high=told.bounds.outer.high)
            yield Note.of("n_bounds_decide" if told.bounds.decides else "n_bounds_open")
        else:
            yield self.renamed(told.bounds)

    def test(self) -> Iterator[Note]:
        of, asked = self.of, self.of.asked
        if of.answer.facts:
            gap = of.answer.facts
            yield Note.of("n_same_facts", facts=self.listed(asked.facts), gap=self.gap(gap), n=gap.n)
            yield _chance(gap)
        if of.answer.need:
            gap = of.answer.need
            yield Note.of("n_same_need", need=self.listed(asked.need), gap=self.gap(gap), n=gap.n)
        if of.answer.crude:
            yield from self._hidden(of.hidden)
            for units in of.units:
                yield from self._units(units)
            yield from self._months(of.monthly)
            yield from self._starts(of.starts)
            yield Note.of("n_many")
        yield Note.of("n_verdict", verdict=self.renamed(of.answer.verdict))

    def _hidden(self, told: Hidden | Note) -> Iterator[Note]:
        if isinstance(told, Note):
            yield self.renamed(told)
        elif told.e_value.interval <= 1:
            yield Note.of("n_e_value_none")
        else:
            yield Note.of("n_e_value", point=told.e_value.point)
            yield Note.of("n_e_value_interval", interval=told.e_value.interval)
            yield Note.of("n_robustness", point=told.robustness.point)

    def _units(self, units: UnitColumn) -> Iterator[Note]:
        column, told = self.name(units.column), units.readings
        if isinstance(told, UnitReadings):
            differ = tuple(unit.unit for unit in told.units if unit.reading == "differs")
            if differ:
                yield Note.of("n_units_differ", units=len(told.units), column=column, names=differ)
            else:
                yield Note.of("n_units_alike", units=len(told.units), column=column)
        else:
            yield Note.of("n_units_untold", column=column, why=self.renamed(told))
        if units.too_small:
            yield Note.of("n_units_small", units=len(units.too_small), column=column)

    def _months(self, told: Monthly | Note) -> Iterator[Note]:
        day = self.of.asked.changed_on
        if day is None:
            return
        change = told if isinstance(told, Note) else told.change
        if not isinstance(change, Series):
            yield Note.of("n_months_untold", why=self.renamed(change))
            return
        yield Note.of("n_change", day=day, after=self.gap(change.main.after), n=change.main.after.n)
        yield _chance(change.main.after)
        yield Note.of("n_change_holds" if change.robust else "n_change_hangs")
        if change.placebo_found:
            yield Note.of("n_placebos", found=change.placebo_found, places=len(change.placebos))

    def _starts(self, told: Starts | Note) -> Iterator[Note]:
        if not self.of.asked.starts:
            return
        if isinstance(told, Note):
            yield Note.of("n_months_untold", why=self.renamed(told))
            return
        yield Note.of("n_starts", units=len(told.units), effect=self.gap(told.staggered.overall))
        yield _chance(told.staggered.overall)
        if told.staggered.trend_p is not None and told.staggered.trend_p < DOUBTED:
            yield Note.of("n_starts_apart")

    def action(self) -> Iterator[Note]:
        verdict = self.of.answer.verdict
        if verdict.code == "unexplained_difference":
            yield Note.of("n_act_difference")
            yield Note.of("n_act_read")
        elif verdict.code == "no_difference_seen":
            yield Note.of("n_act_none")
        else:
            yield Note.of("n_act_undecided")
            yield from (self.renamed(value) for _, value in verdict.values if isinstance(value, Note))
        for within in self._turned():
            yield Note.of("n_act_reversal", factor=self.name(within.factor))
        for units in self.of.units:
            told = units.readings
            if isinstance(told, UnitReadings) and any(unit.reading == "differs" for unit in told.units):
                yield Note.of("n_act_units", column=self.name(units.column))

    def _turned(self) -> tuple[Within, ...]:
        return self.of.pooling.reversals if isinstance(self.of.pooling, Pooling) else ()


def _chance(estimate: Estimate) -> Note:
    return Note.of("n_chance" if estimate.is_none else "n_beyond")
