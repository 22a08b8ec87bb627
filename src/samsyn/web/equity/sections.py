"""What the page of an outcome shows of an examination, part by part: a table each, or why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext

from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Decomposed, Monthly, Selection, Starts, UnitColumn
from samsyn.equity.funnel import Funnel
from samsyn.equity.note import Note
from samsyn.equity.selection import Bounds
from samsyn.equity.series import Series
from samsyn.equity.simpson import Pooling
from samsyn.equity.units import UnitReadings
from samsyn.web.equity.numbers import column_said, difference_said, interval_said, level_said, units_said, value_said
from samsyn.web.equity.section_words import (
    BEGUN,
    BY_LOT,
    CHANGED,
    FRAIL,
    MERGED,
    MISSING,
    NO_PROOF,
    NO_RANKING,
    NOT_HERE,
    NUMBERED,
    PIECES,
    READ_PARTS,
    READINGS,
    STEPS,
    TOO_SMALL,
    TRENDS,
    TURNS,
)
from samsyn.web.equity.told import Told, note_said

CONSTANT = "1"  # has no part in what goes with the facts
OUTER, INNER = 0.998, 0.95  # the limits of a funnel that are told of


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: words, then a table whose first cell of each row heads it."""

    key: str
    title: str
    words: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    more: Sequence["Section"] = field(default=())

    @property
    def body(self) -> list[list[tuple[str, str]]]:
        """Each cell with the heading it stands under."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def sections(told: Told) -> list[Section]:
    """Every part of an examination in the order it is read."""
    found = told.examination
    shown = [_groups(told)]
    if isinstance(found.pooling, Pooling) and found.pooling.reversals:
        shown.append(_pooling(told, found.pooling))
    shown += [_decomposed(told), *_units(told), _months(told)]
    if found.asked.starts_of:
        shown.append(_starts(told))
    return [*shown, _selection(told), _left_out(told)]


def _why_not(key: str, title: str, note: Note) -> Section:
    return Section(key, title, [note_said(note)])


def _cells(estimate: Estimate, scale: str, said: Callable[[Estimate, str], str] = difference_said) -> list[str]:
    between = interval_said(estimate, scale, signed=said is difference_said)
    return [said(estimate, scale), between, number_format(estimate.n)]


def _head(first: str, what: str) -> list[str]:
    return [first, what, gettext("95 procents intervall"), gettext("Antal (n)")]


def _groups(told: Told) -> Section:
    scale = told.outcome.scale
    rows = [[value_said(g.name), *_cells(g.mean, scale, level_said)] for g in told.examination.groups]
    head = _head(gettext("Grupp"), gettext("Medelvärde"))
    return Section("groups", gettext("Hur det ser ut i varje grupp"), (), head, rows)


def _pooling(told: Told, found: Pooling) -> Section:
    title = gettext("Skillnaden vänder när grupper ses för sig")
    more = [
        Section(
            f"pooling-{one.factor}",
            column_said(one.factor),
            [gettext(TURNS).format(factor=column_said(one.factor))],
            _head(column_said(one.factor).capitalize(), gettext("Skillnad")),
            [[p.level, *_cells(p.difference, told.outcome.scale)] for p in one.parts],
        )
        for one in found.reversals
    ]
    return Section("pooling", title, [gettext(READ_PARTS)], more=more)


def _decomposed(told: Told) -> Section:
    title, found = gettext("Vad hör skillnaden ihop med?"), told.examination.decomposed
    if not isinstance(found, Decomposed):
        return _why_not("decomposed", title, found)
    scale = told.outcome.scale
    rows = []
    for piece in found.twofold.pieces:
        name = gettext(PIECES[piece.name]) if piece.name in PIECES else piece.name
        rows.append([name, *_cells(piece.whole, scale)])
        if piece.name == "explained":
            rows += [[f"– {column_said(p.name)}", *_cells(p.estimate, scale)] for p in piece.by if p.name != CONSTANT]
    words = [
        gettext(NO_PROOF),
    ]
    if found.rows < found.of:
        words.append(gettext(BY_LOT).format(n=found.rows, of=found.of))
    return Section("decomposed", title, words, _head(gettext("Del"), gettext("Skillnad")), rows)


def _units(told: Told) -> list[Section]:
    return [_unit_column(one) for one in told.examination.units]


def _unit_column(one: UnitColumn) -> Section:
    """A column of units: who is outside the limits by more than chance. In the order of names, never of figures."""
    title = gettext("Skiljer sig {units} åt mer än slumpen?").format(units=units_said(one.column))
    if not isinstance(one.funnel, Funnel):
        return _why_not(f"units-{one.column}", title, one.funnel)
    readings = one.readings if isinstance(one.readings, UnitReadings) else None
    read = {r.unit: gettext(READINGS.get(r.reading, r.reading)) for r in readings.units} if readings else {}
    rows = [
        [
            p.unit,
            number_format(p.size, 0),
            number_format(p.value, 2),
            _limits(p.adjusted_outside),
            read.get(p.unit, "–"),
        ]
        for p in one.funnel.points
    ]
    head = [
        column_said(one.column).capitalize(),
        gettext("Storlek"),
        gettext("Utfall mot det väntade"),
        gettext("Mot gränserna"),
        gettext("Dragen mot mitten"),
    ]
    words = [gettext(NO_RANKING)]
    if one.column == "caseworker":
        words.append(gettext(NUMBERED))
    if one.too_small:
        small = gettext(TOO_SMALL).format(units=", ".join(one.too_small))
        words.append(small)
    return Section(f"units-{one.column}", title, words, head, rows)


def _limits(outside: Sequence[float]) -> str:
    if not outside:
        return gettext("innanför")
    return gettext("utanför, också den yttre") if max(outside) >= OUTER - 1e-9 else gettext("utanför den inre")


def _months(told: Told) -> Section:
    title, found = gettext("Hur har skillnaden rört sig?"), told.examination.monthly
    if not isinstance(found, Monthly):
        return _why_not("months", title, found)
    scale = told.outcome.scale
    rows = [
        [
            m.month,
            *(_cells(m.gap, scale) if m.gap else [gettext("för få"), "–", number_format(m.compared + m.reference)]),
        ]
        for m in found.months
    ]
    words, more = [], []
    if isinstance(found.change, Series):
        words = _change_words(found.change, scale)
        effects = (found.change.main, *found.change.trends)
        cells = [[gettext(TRENDS.get(e.trend, e.trend)), *_cells(e.after, scale)[:2]] for e in effects]
        head = [gettext("Antagen trend"), gettext("Förändring efter"), gettext("95 procents intervall")]
        more = [Section("trends", gettext("Samma fråga med andra trender"), (), head, cells)]
    elif told.examination.asked.changed_on:
        words = [note_said(found.change)]
    return Section("months", title, words, _head(gettext("Månad"), gettext("Rå skillnad")), rows, more)


def _change_words(change: Series, scale: str) -> list[str]:
    after = change.main.after
    words = [gettext(CHANGED).format(gap=difference_said(after, scale), between=interval_said(after, scale))]
    if not change.robust:
        words.append(gettext(FRAIL))
    return words


def _starts(told: Told) -> Section:
    title, found = gettext("Enheter som började vid olika tid"), told.examination.starts
    if not isinstance(found, Starts):
        return _why_not("starts", title, found)
    overall = found.staggered.overall
    words = [
        gettext(BEGUN).format(
            gap=difference_said(overall, told.outcome.scale), between=interval_said(overall, told.outcome.scale)
        )
    ]
    return Section("starts", title, words)


def _selection(told: Told) -> Section:
    title, found = gettext("Vilka kommer fram till ett beslut?"), told.examination.selection
    if not isinstance(found, Selection):
        return _why_not("selection", title, found)
    answer = told.examination.answer
    names = [value_said(answer.compared), value_said(answer.reference)]
    rows = [
        [
            gettext(STEPS[s.name]) if s.name in STEPS else s.name,
            level_said(s.group, "share"),
            level_said(s.reference, "share"),
            difference_said(s.difference, "share"),
            interval_said(s.difference, "share"),
        ]
        for s in found.steps
    ]
    head = [gettext("Av dem före"), *names, gettext("Skillnad"), gettext("95 procents intervall")]
    words = [gettext(NOT_HERE)]
    if isinstance(found.bounds, Bounds):
        outer = found.bounds.outer
        words.append(gettext(MISSING).format(between=interval_said(outer, told.outcome.scale)))
    return Section("selection", title, words, head, rows)


def _left_out(told: Told) -> Section:
    """Every row that is left out, by reason, and what was put together."""
    left = told.examination.answer.left_out
    rows = [[note_said(one.reason), number_format(one.rows)] for one in left]
    words = [] if rows else [gettext("Ingen rad är utelämnad.")]
    for name, told_of in told.merged.items():
        pairs = "; ".join(f"{new}: {', '.join(old)}" for new, old in told_of.items() if old)
        words.append(gettext(MERGED).format(column=column_said(name).capitalize(), pairs=pairs))
    return Section("left-out", gettext("Utelämnat och hopslaget"), words, [gettext("Skäl"), gettext("Rader")], rows)
