"""Rows of figures on one scale with a nought: dots with intervals, or bars. Words stand beside, or above on a phone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext

from samsyn.equity.words import written
from samsyn.web.equity.drawing import EDGE, INK, LINE, PALE, PAPER, SOFT, Chart, drawn
from samsyn.web.equity.picture import Row, Size
from samsyn.web.equity.scales import Scale

if TYPE_CHECKING:
    import altair as alt

Mark = Literal["dot", "bar"]
Align = Literal["left", "right"]
LEAST_SPAN = 1e-6
LEAST_SIDE = 0.3  # of the plot that lies on either side of nought, so that both directions can be read


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows that share a scale; `told` says a row's figure under its name."""

    scale: Scale
    rows: tuple[Row, ...]
    mark: Mark = "dot"
    title: str = ""
    beside: tuple[float | None, ...] = ()  # a second figure in each row, as a small mark without interval


def panels(parts: Sequence[Panel], size: Size, alt_text: str) -> str:
    """Panels under each other as one drawing."""
    return drawn(lambda: chart_of(parts, size), alt_text, size=size.text, language=parts[0].scale.language)


def chart_of(parts: Sequence[Panel], size: Size) -> Chart:
    """The same as a chart of altair."""
    import altair as alt

    charts = [_panel(part, size) for part in parts]
    return charts[0] if len(charts) == 1 else alt.vconcat(*charts, spacing=26)


def span(values: Sequence[float]) -> tuple[float, float]:
    """The ends of a scale that holds all values and nought, with room on both sides of it. As told, not rounded."""
    low, high = min([0.0, *values]), max([0.0, *values])
    reach = max(high - low, LEAST_SPAN)
    least = LEAST_SIDE * reach
    return min(low - 0.05 * reach, -least), max(high + 0.05 * reach, least)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between two ends, nought among them where it lies there."""
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= raw * 0.999)
    return [round(n * step, 10) + 0.0 for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def labels(values: Sequence[float], scale: Scale, *, sign: bool) -> str:
    """An expression of Vega that writes the ticks as the language does."""
    decimals = next((n for n in range(4) if all(abs(round(v, n) - v) < 1e-9 for v in values)), 4)
    texts = {v: written(v, scale.language, decimals if v else 0, sign=sign) for v in values}
    told = "".join(f"abs(datum.value - {v!r}) < 1e-6 ? '{text}' : " for v, text in texts.items())
    return f"{told}''"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row's lines of text and its mark stand, from the top."""

    words: tuple[tuple[str, bool, float], ...]  # text, whether it is the name, height
    mark: float
    has_figure: bool


def _panel(part: Panel, size: Size) -> Chart:
    import altair as alt

    head = 1.6 * size.text + (1.7 * size.text if part.title else 0)
    places, height = _placed(part, size, head)
    shown = [row.figure for row in part.rows if row.figure]
    told = [x * part.scale.factor for e in shown for x in (e.low, e.high)]
    told += [x * part.scale.factor for x in part.beside if x is not None]
    low, high = span(told)
    x = alt.Scale(domain=[low, high], range=[size.left, size.width], nice=False, zero=False)
    y = alt.Scale(domain=[height, 0], nice=False, zero=False)
    draw = _Draw(alt, x, y, part.scale.factor)
    at = ticks(low, high, 5 if size.beside else 4)
    marks = [
        draw.axis(at, labels(at, part.scale, sign=True), part.scale.unit if not part.title else "", size),
        *_scale_lines(draw, at, places, (head - 4, height), size),
        *_heading(draw, part, size, head, (low, high)),
        *_words(draw, places),
        *_figures(draw, part, places),
    ]
    return alt.layer(*marks).properties(width=size.width, height=height)


def _placed(part: Panel, size: Size, head: float) -> tuple[list[_Place], float]:
    """Each row's place, and how high the panel is."""
    line, top, places = 1.25 * size.text, head, []
    for row in part.rows:
        lines = [(text, True) for text in wrap(row.label, size.signs)]
        lines += [(text, False) for text in wrap(_said(row, part.scale), size.signs)]
        words = tuple((text, bold, top + line * (n + 0.8)) for n, (text, bold) in enumerate(lines))
        depth = line * len(lines)
        mark = top + depth / 2 + 2 if size.beside else top + depth + 0.95 * line
        places.append(_Place(words, mark, row.figure is not None))
        top += depth + (0.8 * line if size.beside else (2.3 if row.figure else 0.7) * line)
    return places, top


def _said(row: Row, scale: Scale) -> str:
    return scale.sentence(row.figure) if row.figure else row.missing


def _heading(draw: "_Draw", part: Panel, size: Size, head: float, ends: tuple[float, float]) -> list[Chart]:
    """Which way is higher, in words and arrows, and the title where there are several panels."""
    middle = head - 0.8 * size.text
    found = [
        draw.text([(ends[0], middle, gettext("‹ lägre"))], "left", colour=SOFT),
        draw.text([(ends[1], middle, gettext("högre ›"))], "right", colour=SOFT),
    ]
    if part.title:
        found.append(draw.label([(1.1 * size.text, part.title)], bold=True))
    return found


def _scale_lines(
    draw: "_Draw", at: Sequence[float], places: Sequence[_Place], ends: tuple[float, float], size: Size
) -> list[Chart]:
    """The nought and the ticks as lines: through the whole panel, or by the marks alone where words stand above."""
    strips = [ends] if size.beside else [(p.mark - 9, p.mark + 11) for p in places if p.has_figure]
    faint = [(x / draw.factor, x / draw.factor, *strip) for x in at if x for strip in strips]
    return [draw.lines(faint, LINE, 1), draw.lines([(0.0, 0.0, *strip) for strip in strips], INK, 1.5)]


def _words(draw: "_Draw", places: Sequence[_Place]) -> list[Chart]:
    every = [word for place in places for word in place.words]
    return [
        draw.label([(y, text) for text, is_name, y in every if is_name is bold], bold=bold)
        for bold in (True, False)
        if any(is_name is bold for _, is_name, _ in every)
    ]


def _figures(draw: "_Draw", part: Panel, places: Sequence[_Place]) -> list[Chart]:
    rows = [(row.figure, place.mark) for row, place in zip(part.rows, places, strict=True) if row.figure]
    found: list[Chart] = []
    if part.mark == "bar":
        found.append(draw.bars([(0.0, e.value, y) for e, y in rows]))
    found.append(draw.lines([(e.low, e.high, y, y) for e, y in rows], INK, 2.5))
    if part.mark == "bar":
        ends = [(x, x, y - 5, y + 5) for e, y in rows for x in (e.low, e.high)]
        return [*found, draw.lines(ends, INK, 1.5)]
    second = [(x, p.mark) for x, p in zip(part.beside, places, strict=False) if x is not None]
    if second:
        found.append(draw.points(second, "diamond", PAPER, 70))
    for inside, fill in ((True, PAPER), (False, INK)):
        if chosen := [(e.value, y) for e, y in rows if e.is_none is inside]:
            found.append(draw.points(chosen, "circle", fill, 110))
    return found


@dataclass(frozen=True, slots=True)
class _Draw:
    """Marks at places: across in the figure's own unit, down in units of the drawing."""

    alt: Any
    x: "alt.Scale"
    y: "alt.Scale"
    factor: float

    def axis(self, at: Sequence[float], written_as: str, unit: str, size: Size) -> Chart:
        """The scale under the rows, and its unit."""
        a = self.alt
        middle = (size.left + size.width) / 2
        axis = a.Axis(values=list(at), labelExpr=written_as, title=unit or None, titleX=middle, grid=False)
        return (
            self._chart([{"x": 0, "y": 0}])
            .mark_point(opacity=0, size=0)
            .encode(x=a.X("x:Q", scale=self.x, axis=axis), y=self._down())
        )

    def lines(self, ends: Sequence[tuple[float, float, float, float]], colour: str, width: float) -> Chart:
        """Straight lines from one place to another."""
        a, f = self.alt, self.factor
        rows = [{"x": x * f, "x2": x2 * f, "y": y, "y2": y2} for x, x2, y, y2 in ends]
        return (
            self._chart(rows)
            .mark_rule(color=colour, strokeWidth=width)
            .encode(x=self._across(), x2=a.X2("x2"), y=self._down(), y2=a.Y2("y2"))
        )

    def bars(self, ends: Sequence[tuple[float, float, float]]) -> Chart:
        """Bars from one figure to another, with an edge."""
        a = self.alt
        rows = [{"x": x * self.factor, "x2": x2 * self.factor, "y": y - 9, "y2": y + 9} for x, x2, y in ends]
        return (
            self._chart(rows)
            .mark_rect(color=PALE, stroke=EDGE, strokeWidth=1)
            .encode(x=self._across(), x2=a.X2("x2"), y=self._down(), y2=a.Y2("y2"))
        )

    def points(self, at: Sequence[tuple[float, float]], shape: str, fill: str, size: int) -> Chart:
        """Points, hollow or filled."""
        rows = [{"x": x * self.factor, "y": y} for x, y in at]
        mark = self._chart(rows).mark_point(shape=shape, fill=fill, stroke=INK, strokeWidth=2, size=size, opacity=1)
        return mark.encode(x=self._across(), y=self._down())

    def text(self, at: Sequence[tuple[float, float, str]], align: Align, *, colour: str = INK) -> Chart:
        """Text at a figure's place, which is in the unit that is told."""
        rows = [{"x": x, "y": y, "text": text} for x, y, text in at]
        return (
            self._chart(rows)
            .mark_text(align=align, baseline="middle", color=colour, fill=colour)
            .encode(x=self._across(), y=self._down(), text=self.alt.Text("text:N"))
        )

    def label(self, at: Sequence[tuple[float, str]], *, bold: bool) -> Chart:
        """Text at the left edge."""
        rows = [{"y": y, "text": text} for y, text in at]
        weight: Literal["bold", "normal"] = "bold" if bold else "normal"
        return (
            self._chart(rows)
            .mark_text(align="left", baseline="middle", fontWeight=weight, fill=INK)
            .encode(x=self.alt.XValue(0), y=self._down(), text=self.alt.Text("text:N"))
        )

    def _chart(self, rows: list[dict[str, Any]]) -> Chart:
        return self.alt.Chart(self.alt.Data(values=rows))

    def _across(self) -> "alt.X":
        return self.alt.X("x:Q", scale=self.x)

    def _down(self) -> "alt.Y":
        return self.alt.Y("y:Q", scale=self.y, axis=None)
