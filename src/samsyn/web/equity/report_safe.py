"""An examination as it may be read outside the analyst's role: counts and rates as safe tables, all else coarse.

The one module of the report that sees a count. What it hands on is a `SafeTable`, a difference in whole units from at
least as many records as the rule asks in every part of it, or the word that there are too few.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Examination
from samsyn.equity.fit import Family
from samsyn.equity.note import Note
from samsyn.equity.rounding import to_nearest
from samsyn.equity.safe import STRICTEST, About, Axis, Hidden, Rule, SafeTable
from samsyn.equity.simpson import Pooling
from samsyn.equity.words import Language, said
from samsyn.web.equity.picture import Row
from samsyn.web.equity.scales import Scale, counted, joined

# Reasons and verdicts whose sentences hold no count, level of a fact or name of a unit. Others get words of their own.
REASONS = frozenset({"missing", "not_read", "another_group", "dated_ahead"})
VERDICTS = frozenset({"no_difference_seen", "unexplained_difference"})
ASKS = frozenset({"ask_more_rows", "ask_facts", "ask_need"})
NEAR = 1e-6  # an end that is not nought but is told as nought lies this far from it


@dataclass(frozen=True, slots=True)
class Action:
    """What is done about a difference (åtgärd): the role of who is responsible, the days, and what came of it."""

    what: str
    owner_role: str
    opened_on: date
    due_on: date
    again_on: date | None = None
    ended_on: date | None = None
    came_of: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """An outcome as it was measured; `examination` None where nothing could be looked for. `query` is its version."""

    label: str
    definition: str
    measure: str
    query: str
    examination: Examination | None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a report is of. `names` are columns in words, `rule` says what may be shown outside the analyst's role."""

    municipality: str
    committee: str
    group: str
    compared: str
    reference: str
    period: str
    outcomes: tuple[Measured, ...]
    made_at: datetime
    names: tuple[tuple[str, str], ...] = ()
    language: Language = "sv"
    rule: Rule = STRICTEST


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome as it may be shown to anybody."""

    of: About
    scale: Scale
    groups: SafeTable | None
    left_out: SafeTable | None
    gaps: tuple[Row, Row, Row]
    verdict: str
    beside: tuple[str, ...]
    actions: tuple[Action, ...]

    @property
    def headline(self) -> Row:
        """The gap that the summary tells: adjusted for facts."""
        return self.gaps[1]


def told(measured: Measured, content: ReportContent) -> Told:
    """What may be shown of an outcome, in the language that is active."""
    about = About(measured.label, content.period, measured.definition, measured.query)
    scale = Scale(measured.measure, content.language, whole=True)
    found, names = measured.examination, dict(content.names)
    groups = _groups(found, about, content) if found and found.groups else None
    enough = found is not None and may_be_told(found, content.rule)
    return Told(
        about,
        scale,
        groups,
        _left_out(found, about, content, names) if found else None,
        _gaps(found if enough else None, scale, content.rule, names),
        _verdict(found if enough else None, content.language),
        _beside(found, names, content.language) if found and enough else (),
        measured.actions,
    )


def may_be_told(found: Examination, rule: Rule) -> bool:
    """Whether a difference of an examination may be told outside the analyst's role: no group in it, and no share of
    one, is too small to be shown."""
    if not found.groups:
        return False
    axis = Axis("group", tuple(group.name for group in found.groups))
    return _all_shown(_counted(found, axis, About("", "", ""), rule))


def coarse(figure: Estimate, scale: Scale, rule: Rule) -> Estimate:
    """A figure in whole units, from a number of records rounded as the rule rounds counts.

    An end that is not nought stays on its side of it, so that a rounded interval says as the exact one does whether
    nought is inside.
    """
    value, low, high = (scale.told(x) / scale.factor for x in (figure.value, figure.low, figure.high))
    low, high = (
        sign * NEAR if not rounded and sign * exact > 0 else rounded
        for exact, rounded, sign in ((figure.low, low, 1), (figure.high, high, -1))
    )
    return Estimate(min(max(value, low), high), low, high, to_nearest(figure.n, rule.base), figure.level)


def _groups(found: Examination, about: About, content: ReportContent) -> SafeTable:
    """The groups by the names that readers know."""
    words = {found.answer.compared: content.compared, found.answer.reference: content.reference}
    axis = Axis(content.group, tuple(words.get(group.name, group.name) for group in found.groups))
    return _counted(found, axis, about, content.rule)


def _counted(found: Examination, axis: Axis, about: About, rule: Rule) -> SafeTable:
    """How many of each group, and for shares how large a share of them; never a mean."""
    means = [group.mean for group in found.groups]
    counts = [mean.n for mean in means]
    if found.family is not Family.SHARE:
        return SafeTable.of(counts, [axis], about, rule)
    return SafeTable.rates_of([round(mean.value * mean.n) for mean in means], counts, [axis], about, rule)


def _all_shown(table: SafeTable) -> bool:
    """Whether every group, and every rate, may be shown: then a difference between them tells no small count."""
    cells = [*table.cells.values(), *table.rates.values()]
    return not any(isinstance(cell, Hidden) for cell in cells)


def _left_out(found: Examination, about: About, content: ReportContent, names: Mapping[str, str]) -> SafeTable | None:
    """Records left out by reason, without a total that one of them could be worked out from."""
    by_reason: Counter[str] = Counter()
    for left in found.answer.left_out:
        by_reason[_reason(left.reason, names, content.language)] += left.rows
    if not by_reason:
        return None
    axis = Axis(gettext("Skäl"), tuple(sorted(by_reason)))
    return SafeTable.of([by_reason[name] for name in axis.levels], [axis], about, content.rule, totals=False)


def _reason(note: Note, names: Mapping[str, str], language: Language) -> str:
    if note.code not in REASONS:
        return gettext("annat skäl")
    values = tuple((key, names.get(v, v) if key == "column" and isinstance(v, str) else v) for key, v in note.values)
    text = said(Note(note.code, values), language)
    return text[:1].upper() + text[1:]


def _gaps(found: Examination | None, scale: Scale, rule: Rule, names: Mapping[str, str]) -> tuple[Row, Row, Row]:
    """The three gaps; without an examination that may be told, three times that there are too few."""
    few, asked = gettext("för få"), found.asked if found else None
    facts = joined(names.get(name, name) for name in asked.facts) if asked else ""
    labels = (
        gettext("Utan hänsyn till något annat"),
        gettext("Med hänsyn till {facts}").format(facts=facts) if facts else gettext("Med hänsyn till fakta"),
        gettext("Också till bedömt behov"),
    )
    answer = found.answer if found else None
    figures = (answer.crude, answer.facts, answer.need) if answer else (None, None, None)
    one, two, three = (
        Row(label, coarse(figure, scale, rule) if figure and rule.enough(figure.n) else None, few)
        for label, figure in zip(labels, figures, strict=True)
    )
    return one, two, three


def _verdict(found: Examination | None, language: Language) -> str:
    """What the gaps say together, in a sentence without counts."""
    if found is None:
        return gettext("Det går inte att avgöra. Det finns för få beslut.")
    note = found.answer.verdict
    if note.code in VERDICTS and _holds_no_number(note):
        return said(note, language)
    why = dict(note.values).get("why")
    if not isinstance(why, Note):
        return gettext("Det går inte att avgöra.")
    if why.code in ASKS and _holds_no_number(note):
        return said(note, language)
    if why.code == "ask_narrower":
        rows = dict(why.values).get("rows")
        about = counted(_roughly(rows), language) if isinstance(rows, int) else ""
        return gettext(
            "Det går inte att avgöra. Osäkerheten är stor; ungefär {n} beslut skulle avgöra det om skillnaden står sig."
        ).format(n=about)
    if why.code == "ask_adjustable":
        return gettext(
            "Det går inte att avgöra. Skillnaden kunde inte räknas om med hänsyn till det som skulle jämföras lika; "
            "analytikern kan säga varför."
        )
    return gettext("Det går inte att avgöra. Besluten räcker inte till.")


def _holds_no_number(note: Note) -> bool:
    """Whether nothing that was counted stands in the sentence, nor in one inside it."""
    return all(isinstance(v, str) or (isinstance(v, Note) and _holds_no_number(v)) for _, v in note.values)


def _roughly(rows: int) -> int:
    """Upwards to hundreds: it is how many would be needed, and tells nothing of how many there are."""
    return -(-rows // 100) * 100


def _beside(found: Examination, names: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """What must be known beside the figures: hidden bias, and parts in which the difference turns round."""
    sentences = [said(note, language) for note in found.answer.notes if note.code == "need_may_hide"]
    if isinstance(found.pooling, Pooling):
        sentences += [
            gettext(
                "När besluten delas upp efter {factor} vänder skillnaden åt andra hållet. Läs delarna för sig, inte"
                " bara summan."
            ).format(factor=names.get(one.factor, one.factor))
            for one in found.pooling.reversals
        ]
    return tuple(sentences)
