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
from samsyn.web.equity.numbers import difference_said, interval_said, level_said
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
from samsyn.web.equity.shown import Shown

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


def sections(shown: Shown) -> list[Section]:
    """Every part of an examination in the order it is read."""
    found = shown.found
    parts = [_groups(shown)]
    if isinstance(found.pooling, Pooling) and found.pooling.reversals:
        parts.append(_pooling(shown, found.pooling))
    parts += [_decomposed(shown), *_units(shown), _months(shown)]
    if found.asked.starts_of:
        parts.append(_starts(shown))
    return [*parts, _selection(shown), _left_out(shown)]


def _why_not(shown: Shown, key: str, title: str, note: Note) -> Section:
    return Section(key, title, [shown.note(note)])


def _cells(estimate: Estimate, scale: str, said: Callable[[Estimate, str], str] = difference_said) -> list[str]:
    between = interval_said(estimate, scale, signed=said is difference_said)
    return [said(estimate, scale), between, number_format(estimate.n)]


def _head(first: str, what: str) -> list[str]:
    return [first, what, gettext("95 procents intervall"), gettext("Antal (n)")]


def _groups(shown: Shown) -> Section:
    scale = shown.scale
    rows = [[shown.named.value(g.name), *_cells(g.mean, scale, level_said)] for g in shown.found.groups]
    head = _head(gettext("Grupp"), gettext("Medelvärde"))
    return Section("groups", gettext("Hur det ser ut i varje grupp"), (), head, rows)


def _pooling(shown: Shown, found: Pooling) -> Section:
    title = gettext("Skillnaden vänder när grupper ses för sig")
    more = [
        Section(
            f"pooling-{place}",
            shown.named.column(one.factor),
            [gettext(TURNS).format(factor=shown.named.column(one.factor))],
            _head(shown.named.column(one.factor).capitalize(), gettext("Skillnad")),
            [[p.level, *_cells(p.difference, shown.scale)] for p in one.parts],
        )
        for place, one in enumerate(found.reversals)
    ]
    return Section("pooling", title, [gettext(READ_PARTS)], more=more)


def _decomposed(shown: Shown) -> Section:
    title, found = gettext("Vad hör skillnaden ihop med?"), shown.found.decomposed
    if not isinstance(found, Decomposed):
        return _why_not(shown, "decomposed", title, found)
    scale = shown.scale
    rows = []
    for piece in found.twofold.pieces:
        name = gettext(PIECES[piece.name]) if piece.name in PIECES else piece.name
        rows.append([name, *_cells(piece.whole, scale)])
        if piece.name == "explained":
            rows += [
                [f"– {shown.named.column(p.name)}", *_cells(p.estimate, scale)] for p in piece.by if p.name != CONSTANT
            ]
    words = [
        gettext(NO_PROOF),
    ]
    if found.rows < found.of:
        words.append(gettext(BY_LOT).format(n=found.rows, of=found.of))
    return Section("decomposed", title, words, _head(gettext("Del"), gettext("Skillnad")), rows)


def _units(shown: Shown) -> list[Section]:
    return [_unit_column(shown, n, one) for n, one in enumerate(shown.found.units)]


def _unit_column(shown: Shown, place: int, one: UnitColumn) -> Section:
    """A column of units: who is outside the limits by more than chance. In the order of names, never of figures."""
    title = gettext("Skiljer sig {units} åt mer än slumpen?").format(units=shown.named.units(one.column))
    if not isinstance(one.funnel, Funnel):
        return _why_not(shown, f"units-{place}", title, one.funnel)
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
        shown.named.column(one.column).capitalize(),
        gettext("Storlek"),
        gettext("Utfall mot det väntade"),
        gettext("Mot gränserna"),
        gettext("Dragen mot mitten"),
    ]
    words = [gettext(NO_RANKING)]
    if one.column in shown.named.numbered:
        words.append(gettext(NUMBERED))
    if one.too_small:
        small = gettext(TOO_SMALL).format(units=", ".join(one.too_small))
        words.append(small)
    return Section(f"units-{place}", title, words, head, rows)


def _limits(outside: Sequence[float]) -> str:
    if not outside:
        return gettext("innanför")
    return gettext("utanför, också den yttre") if max(outside) >= OUTER - 1e-9 else gettext("utanför den inre")


def _months(shown: Shown) -> Section:
    title, found = gettext("Hur har skillnaden rört sig?"), shown.found.monthly
    if not isinstance(found, Monthly):
        return _why_not(shown, "months", title, found)
    scale = shown.scale
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
    elif shown.found.asked.changed_on:
        words = [shown.note(found.change)]
    return Section("months", title, words, _head(gettext("Månad"), gettext("Rå skillnad")), rows, more)


def _change_words(change: Series, scale: str) -> list[str]:
    after = change.main.after
    words = [gettext(CHANGED).format(gap=difference_said(after, scale), between=interval_said(after, scale))]
    if not change.robust:
        words.append(gettext(FRAIL))
    return words


def _starts(shown: Shown) -> Section:
    title, found = gettext("Enheter som började vid olika tid"), shown.found.starts
    if not isinstance(found, Starts):
        return _why_not(shown, "starts", title, found)
    overall = found.staggered.overall
    words = [
        gettext(BEGUN).format(gap=difference_said(overall, shown.scale), between=interval_said(overall, shown.scale))
    ]
    return Section("starts", title, words)


def _selection(shown: Shown) -> Section:
    title, found = gettext("Vilka kommer fram till ett beslut?"), shown.found.selection
    if not isinstance(found, Selection):
        return _why_not(shown, "selection", title, found)
    answer = shown.found.answer
    names = [shown.named.value(answer.compared), shown.named.value(answer.reference)]
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
        words.append(gettext(MISSING).format(between=interval_said(outer, shown.scale)))
    return Section("selection", title, words, head, rows)


def _left_out(shown: Shown) -> Section:
    """Every row that is left out, by reason, and what was put together."""
    left = shown.found.answer.left_out
    rows = [[shown.note(one.reason), number_format(one.rows)] for one in left]
    words = [] if rows else [gettext("Ingen rad är utelämnad.")]
    for name, merged in shown.merged.items():
        pairs = "; ".join(f"{new}: {', '.join(old)}" for new, old in merged.items() if old)
        words.append(gettext(MERGED).format(column=shown.named.column(name).capitalize(), pairs=pairs))
    return Section("left-out", gettext("Utelämnat och hopslaget"), words, [gettext("Skäl"), gettext("Rader")], rows)
