"""Drawings with two scales: units in a funnel, and the gap month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from samsyn.equity.estimate import Estimate
from samsyn.equity.funnel import Funnel
from samsyn.equity.words import written
from samsyn.web.equity.drawing import INK, PAPER, SOFT, SPRUCE, Chart, drawn
from samsyn.web.equity.picture import Size
from samsyn.web.equity.rows import LEAST_SPAN, Align, labels, ticks
from samsyn.web.equity.scales import Scale

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Units:
    """What a funnel is drawn of."""

    funnel: Funnel
    scale: Scale


@dataclass(frozen=True, slots=True)
class Months:
    """A gap month by month, None where a group has too few. With a change: `start` is the place of its first month.

    `fitted` and `without` are then what the model says with and without it, one for each month; else both are empty.
    Raises ValueError where the lengths differ, where a month is missing, or the change is not inside.
    """

    months: tuple[date, ...]
    gaps: tuple[Estimate | None, ...]
    start: int | None = None
    fitted: tuple[float, ...] = ()
    without: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        modelled = len(self.months) if self.start is not None else 0
        if len(self.gaps) != len(self.months) or not len(self.fitted) == len(self.without) == modelled:
            raise ValueError("a month needs a gap, and with a change a fitted one and one without it")
        if self.start is not None and not 0 < self.start < len(self.months):
            raise ValueError(f"month {self.start} of {len(self.months)} is not inside the series")
        numbers = [12 * m.year + m.month for m in self.months]
        if not numbers or any(after - before != 1 for before, after in pairwise(numbers)):
            raise ValueError("a month is missing in the series")


def outside_words(funnel: Funnel, scale: Scale, unit_word: str) -> tuple[str, str]:
    """What a funnel shows, in sentences, and how it is read."""
    outside = sum(bool(p.adjusted_outside) for p in funnel.points)
    many = written(len(funnel.points), scale.language)
    found = (
        gettext("Ingen av {many} ({units}) ligger utanför gränserna.")
        if not outside
        else gettext("{n} av {many} ({units}) ligger utanför någon av gränserna; var, säger tabellen.")
    )
    alt = " ".join(
        (
            gettext("För alla tillsammans: {level}.").format(level=scale.level(funnel.target)),
            found.format(n=written(outside, scale.language), many=many, units=unit_word),
        )
    )
    note = gettext(
        "Ju färre beslut, desto mer växlar talet av en slump. Heldragna gränser räknar också med att enheter alltid"
        " skiljer sig lite åt, prickade bara med slumpen. Cirkel: inom gränserna. Romb: utanför den inre. Kvadrat:"
        " utanför båda. Bilden är ingen rangordning; en punkt utanför är en fråga, inget svar."
    )
    return alt, note


def funnel_drawing(units: Units, size: Size, alt_text: str) -> str:
    """The funnel as a drawing."""
    return drawn(lambda: funnel_chart(units, size), alt_text, size=size.text, language=units.scale.language)


def series_drawing(months: Months, scale: Scale, size: Size, alt_text: str) -> str:
    """The months as a drawing."""
    return drawn(lambda: series_chart(months, scale, size), alt_text, size=size.text, language=scale.language)


def funnel_chart(units: Units, size: Size) -> Chart:
    """The funnel as a chart of altair: limits, the middle of all, and a sign for each unit by where it lies."""
    points, scale, factor = units.funnel.points, units.scale, units.scale.factor
    bands = sorted(points, key=lambda p: p.size)
    edges = [x for p in points for b in p.bands for x in (b.adjusted_low, b.adjusted_high)]
    ends = _ends([x * factor for x in (*edges, *(p.value for p in points), units.funnel.target)])
    if scale.factor == 100.0:
        ends = max(ends[0], -2.0), min(ends[1], 102.0)
    across = (0.0, max(p.size for p in points) * 1.04)
    draw = _Plot(size, across, ends, scale)
    marks: list[Chart] = [draw.axes(ticks(*across, 4 if size.beside else 3), gettext("antal beslut"), sign=False)]
    names = [(units.funnel.target, gettext("alla"))]
    for at, level in enumerate(b.level for b in points[0].bands):
        for low in (True, False):
            inner = [(p.size, (p.bands[at].low if low else p.bands[at].high)) for p in bands]
            outer = [(p.size, (p.bands[at].adjusted_low if low else p.bands[at].adjusted_high)) for p in bands]
            marks.append(draw.line(inner, SOFT, 1, [1, 3]))
            marks.append(draw.line(outer, SPRUCE, 1.5, []))
        names.append((bands[-1].bands[at].adjusted_high, written(100 * level, scale.language) + "\u00a0%"))
    marks.append(draw.line([(across[0], units.funnel.target), (across[1], units.funnel.target)], INK, 1.5, []))
    marks.append(draw.at_right(names))
    signs = (("circle", INK), ("diamond", PAPER), ("square", INK))
    for outside, (shape, fill) in enumerate(signs):
        chosen = [(p.size, p.value) for p in points if min(len(p.adjusted_outside), 2) == outside]
        if chosen:
            marks.append(draw.points(chosen, shape, fill, 60 if outside == 0 else 130))
    return draw.together(marks)


def series_chart(months: Months, scale: Scale, size: Size) -> Chart:
    """The months as a chart of altair: what was, what the model says, and what it says without the change."""
    at = [m.year * 12 + m.month - 1 for m in months.months]
    seen = [(n, gap.value) for n, gap in zip(at, months.gaps, strict=True) if gap]
    model = (*months.fitted, *months.without)
    ends = _ends([0.0, *(x * scale.factor for x in (*(value for _, value in seen), *model))], head=0.14)
    draw = _Plot(size, (at[0] - 0.5, at[-1] + 0.5), ends, scale)
    marks = [draw.month_axes(at, months), draw.line([(at[0] - 0.5, 0.0), (at[-1] + 0.5, 0.0)], INK, 1.5, [])]
    for run in _runs(seen):
        marks.append(draw.line(run, SOFT, 1, []))
    start = at[months.start] if months.start is not None else at[0]
    for chosen, fill in (([p for p in seen if p[0] < start], PAPER), ([p for p in seen if p[0] >= start], INK)):
        if chosen:
            marks.append(draw.points(chosen, "circle", fill, 40))
    if months.start is not None:
        marks += _change(draw, at, months, months.start, (ends[0] / scale.factor, ends[1] / scale.factor))
    return draw.together(marks)


def _change(draw: "_Plot", at: Sequence[int], months: Months, start: int, ends: tuple[float, float]) -> list[Chart]:
    """Where the change came, the model before and after it, and the model without it."""
    place = at[start] - 0.5
    fitted, without = (list(zip(at, line, strict=True)) for line in (months.fitted, months.without))
    return [
        draw.line([(place, ends[0]), (place, ends[1])], INK, 1.5, [2, 3]),
        draw.text((place, ends[1]), gettext("ändringen"), "right" if start > len(at) / 2 else "left"),
        draw.line(fitted[:start], SPRUCE, 2.5, []),
        draw.line(fitted[start:], SPRUCE, 2.5, []),
        draw.line(without[start:], SPRUCE, 2.5, [7, 4]),
        draw.at_right(
            [(months.fitted[-1], gettext("enligt modellen")), (months.without[-1], gettext("utan ändringen"))]
        ),
    ]


def _runs(seen: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Months that follow on each other: no line is drawn over one that has no figure."""
    runs: list[list[tuple[int, float]]] = []
    for point in seen:
        if runs and runs[-1][-1][0] == point[0] - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [run for run in runs if len(run) > 1]


def apart(wanted: Sequence[float], least: float) -> list[float]:
    """Places near the wanted ones, in the same order, none nearer to the next than this."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [wanted[n] for n in order]
    for _ in placed:  # each round moves two neighbours equally far from each other
        for n in range(len(placed) - 1):
            if (lack := least - (placed[n + 1] - placed[n])) > 0:
                placed[n] -= lack / 2
                placed[n + 1] += lack / 2
    found = dict(zip(order, placed, strict=True))
    return [found[n] for n in range(len(wanted))]


def _ends(values: Sequence[float], head: float = 0.05) -> tuple[float, float]:
    low, high = min(values), max(values)
    reach = max(high - low, LEAST_SPAN)
    return low - 0.05 * reach, high + head * reach


@dataclass(frozen=True, slots=True)
class _Plot:
    """A plot with room for words at its right edge: places across as they are, down in the figure's own unit."""

    size: Size
    across: tuple[float, float]
    down: tuple[float, float]
    scale: Scale

    @property
    def width(self) -> float:
        return self.size.width - self._left - self._right

    @property
    def height(self) -> int:
        return 300 if self.size.beside else 250

    @property
    def _left(self) -> float:
        return 3.6 * self.size.text

    @property
    def _right(self) -> float:
        return 5.6 * self.size.text

    def axes(self, at: Sequence[float], title: str, *, sign: bool) -> Chart:
        """Both scales, with words on top of the one that goes up."""
        from altair import Axis

        rows = {v: written(v, self.scale.language) for v in at}
        said = "".join(f"datum.value == {v!r} ? '{text}' : " for v, text in rows.items()) + "''"
        return self._scales(Axis(values=list(at), labelExpr=said, title=title, grid=False), sign=sign)

    def month_axes(self, at: Sequence[int], months: Months) -> Chart:
        """Both scales, the years at each January."""
        from altair import Axis

        years = [n for n, m in zip(at, months.months, strict=True) if m.month == 1]
        years = years if len(years) > 1 else [at[0], *[n for n in years if n - at[0] > 3]]
        said = "".join(f"datum.value == {n} ? '{_short(months.months[n - at[0]])}' : " for n in years) + "''"
        return self._scales(Axis(values=years, labelExpr=said, title=None, grid=True), sign=True)

    def _scales(self, bottom: "alt.Axis", *, sign: bool) -> Chart:
        import altair as alt

        values = ticks(*self.down, 5)
        unit = self.scale.unit if sign else gettext("procent") if self.scale.factor == 100 else self.scale.unit
        left = alt.Axis(values=values, labelExpr=labels(values, self.scale, sign=sign), grid=True, title=None)
        ways = f"{unit}, {gettext('över noll: högre')}" if sign else unit
        frame = self._chart([(self.across[0], self.down[0] / self.scale.factor)], x=bottom, y=left)
        words = alt.Chart(alt.Data(values=[{"text": ways}])).mark_text(align="left", baseline="bottom", fill=SOFT)
        placed = words.encode(
            x=alt.XValue(-self._left + 4), y=alt.YValue(-0.7 * self.size.text), text=alt.Text("text:N")
        )
        return alt.layer(frame.mark_point(opacity=0, size=0), placed)

    def line(self, at: Sequence[tuple[float, float]], colour: str, width: float, dash: list[int]) -> Chart:
        """A line through places."""
        return self._chart(at).mark_line(color=colour, strokeWidth=width, strokeDash=dash)

    def points(self, at: Sequence[tuple[float, float]], shape: str, fill: str, size: int) -> Chart:
        """A sign at each place."""
        return self._chart(at).mark_point(shape=shape, fill=fill, stroke=INK, strokeWidth=1.5, size=size, opacity=1)

    def text(self, at: tuple[float, float], words: str, align: Align) -> Chart:
        """Words beside a place."""
        shift = -5 if align == "right" else 5
        return self._chart([at], words=[words]).mark_text(align=align, baseline="top", dx=shift, fill=INK)

    def at_right(self, names: Sequence[tuple[float, str]]) -> Chart:
        """Words at the right edge, each at its line, and never one over another."""
        import altair as alt

        low, high = self.down
        wanted = [self.height * (high - value * self.scale.factor) / (high - low) for value, _ in names]
        lines = max(len(name.split(" ")) for _, name in names)
        places = apart(wanted, (0.3 + 1.1 * lines) * self.size.text)
        rows: list[dict[str, Any]] = [
            {"y": y, "text": name.split(" ")} for y, (_, name) in zip(places, names, strict=True)
        ]
        made = [
            alt.Chart(alt.Data(values=[row]))
            .mark_text(align="left", baseline="middle", fill=INK, lineHeight=1.1 * self.size.text,
                       dy=-0.55 * self.size.text * (len(row["text"]) - 1))
            .encode(x=alt.XValue(self.width + 6), y=alt.YValue(row["y"]), text=alt.Text("text:N"))
            for row in rows
        ]  # fmt: skip
        return alt.layer(*made)

    def together(self, marks: Sequence[Any]) -> Chart:
        """The marks as one plot."""
        import altair as alt

        return alt.layer(*marks).properties(width=self.width, height=self.height)

    def _chart(self, at: Sequence[tuple[float, float]], words: Sequence[str] = (), **axis: Any) -> Chart:
        import altair as alt

        rows: list[dict[str, Any]] = [{"x": x, "y": y * self.scale.factor, "n": n} for n, (x, y) in enumerate(at)]
        for row, text in zip(rows, words, strict=False):
            row["text"] = text
        x = alt.X("x:Q", scale=alt.Scale(domain=list(self.across), nice=False, zero=False), **_axis(axis, "x"))
        y = alt.Y("y:Q", scale=alt.Scale(domain=list(self.down), nice=False, zero=False), **_axis(axis, "y"))
        more: dict[str, Any] = {"text": alt.Text("text:N")} if words else {}
        return alt.Chart(alt.Data(values=rows)).encode(x=x, y=y, **more)


def _axis(axis: dict[str, Any], name: str) -> dict[str, Any]:
    return {"axis": axis[name]} if name in axis else {}


def _short(month: date) -> str:
    return str(month.year) if month.month == 1 else date_format(month, "b Y", use_l10n=False)
