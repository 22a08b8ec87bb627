"""The pictures of equal treatment: gaps, outcomes, units, months and parts of a gap. Pure: like input, like bytes.

Each takes typed figures and gives a `Picture`: two drawings, the words, and a table with the same numbers. A figure
further from nought is never better or worse by its colour; which way it goes is said in words and told by its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from samsyn.cases.letters.blocks import Table
from samsyn.equity.estimate import Estimate
from samsyn.equity.funnel import Funnel
from samsyn.equity.safe import About
from samsyn.equity.words import Language
from samsyn.web.equity.lines import Months, Units, funnel_drawing, outside_words, series_drawing
from samsyn.web.equity.picture import NARROW, WIDE, Picture, Row
from samsyn.web.equity.rows import Panel, panels
from samsyn.web.equity.scales import Scale, counted, joined

KEPT = 256  # pictures that a process keeps: a measurement never changes, and drawing takes some hundred milliseconds


@dataclass(frozen=True, slots=True)
class Subject:
    """What is pictured: its About, the measure, and who is compared with whom, as said in a sentence (women, men)."""

    about: About
    measure: str
    compared: str
    reference: str
    language: Language = "sv"
    whole: bool = False  # nothing finer than whole units, as outside the analyst's role

    @property
    def scale(self) -> Scale:
        return Scale(self.measure, self.language, self.whole)

    @property
    def versus(self) -> str:
        return gettext("{compared} jämfört med {reference}").format(compared=self.compared, reference=self.reference)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome among others: its gap (adjusted, where it can be), the plain gap beside it, or why there is none."""

    label: str
    measure: str
    figure: Estimate | None
    crude: Estimate | None = None
    missing: str = ""


@lru_cache(maxsize=KEPT)
def gaps(subject: Subject, rows: tuple[Row, ...]) -> Picture:
    """Gaps side by side: a dot with its interval for each, hollow where the interval holds nought."""
    with override(subject.language):
        title = gettext("{name}: {versus}").format(name=subject.about.name, versus=subject.versus)
        alt = " ".join(f"{row.label}: {_told(row, subject.scale)}." for row in rows)
        return _of_rows(subject, [Panel(subject.scale, rows)], title, alt, how_dots(), _table(title, rows, subject))


@lru_cache(maxsize=KEPT)
def outcomes(subject: Subject, rows: tuple[OutcomeRow, ...]) -> Picture:
    """A line for each outcome, those in the same unit on the same scale, in the order given."""
    with override(subject.language):
        title = gettext("Alla utfall: {versus}").format(versus=subject.versus)
        parts = []
        for measure in dict.fromkeys(row.measure for row in rows):
            own = [row for row in rows if row.measure == measure]
            scale = Scale(measure, subject.language, subject.whole)
            parts.append(
                Panel(
                    scale,
                    tuple(Row(r.label, r.figure, r.missing) for r in own),
                    title=scale.unit[:1].upper() + scale.unit[1:],
                    beside=tuple(r.crude.value if r.crude and r.figure else None for r in own),
                )
            )
        alt = " ".join(f"{row.label}: {_told(row, part.scale)}." for part in parts for row in part.rows)
        crude = gettext("Romb: skillnaden utan hänsyn till något annat.")
        note = f"{how_dots()} {crude}"
        return _of_rows(subject, parts, title, alt, note, _outcome_table(title, rows, subject))


@lru_cache(maxsize=KEPT)
def decomposition(subject: Subject, whole: Row, explained: tuple[Row, ...], unexplained: Row) -> Picture:
    """The gap and the parts it falls into, as bars from nought: what goes with each fact, and what is left."""
    with override(subject.language):
        title = gettext("{name}: vad skillnaden består av").format(name=subject.about.name)
        rows = (whole, *explained, unexplained)
        alt = " ".join(f"{row.label}: {_told(row, subject.scale)}." for row in rows)
        note = gettext(
            "Stapeln är skattningen och strecket dess 95-procentiga intervall. Delarna blir tillsammans hela"
            " skillnaden."
        )
        return _of_rows(subject, [Panel(subject.scale, rows, "bar")], title, alt, note, _table(title, rows, subject))


@lru_cache(maxsize=KEPT)
def funnel(subject: Subject, units: Funnel, unit_word: str) -> Picture:
    """Units by how many decisions they have, never a ranking and without names; `unit_word` says what they are."""
    with override(subject.language):
        title = gettext("{name}: {units} efter antal beslut").format(name=subject.about.name, units=unit_word)
        drawn = Units(units, subject.scale)
        alt, note = outside_words(units, subject.scale, unit_word)
        head = (gettext("Beslut"), subject.about.name, gettext("Utanför gränserna"))
        body = tuple(
            (counted(p.size, subject.language), subject.scale.level(p.value), _outside(p.adjusted_outside))
            for p in sorted(units.points, key=lambda p: (p.size, p.value))
        )
        n = round(sum(p.size for p in units.points))
        svg, narrow = (funnel_drawing(drawn, size, f"{title}. {alt}") for size in (WIDE, NARROW))
        return Picture(svg, narrow, title, alt, Table(title, head, body), note, _about(subject, [n]))


@lru_cache(maxsize=KEPT)
def series(subject: Subject, months: Months) -> Picture:
    """The gap month by month, the change marked, and what it would have been without it."""
    with override(subject.language):
        title = gettext("{name}: skillnaden månad för månad").format(name=subject.about.name)
        scale = subject.scale
        alt, note = _series_words(months, scale)
        head = (gettext("Månad"), gettext("Skillnad"), gettext("95-procentigt intervall"), "n")
        changed = (gettext("Enligt modellen"), gettext("Utan ändringen")) if months.start is not None else ()
        body = tuple(
            (_month(month), *_cells(gap, gettext("för få"), scale), *_modelled(months, n, scale))
            for n, (month, gap) in enumerate(zip(months.months, months.gaps, strict=True))
        )
        svg, narrow = (series_drawing(months, scale, size, f"{title}. {alt}") for size in (WIDE, NARROW))
        n = sum(gap.n for gap in months.gaps if gap)
        return Picture(svg, narrow, title, alt, Table(title, (*head, *changed), body), note, _about(subject, [n]))


def _series_words(months: Months, scale: Scale) -> tuple[str, str]:
    alt = gettext("Månad för månad från {first} till {last}.").format(
        first=_month(months.months[0]), last=_month(months.months[-1])
    )
    if months.start is None:
        return alt, gettext("Punkter: skillnaden varje månad. Månader med för få beslut saknar punkt.")
    told = gettext(
        "Ändringen kom i {start}. I den sista månaden är skillnaden enligt modellen {fitted}; utan ändringen hade den"
        " varit {without}."
    ).format(
        start=_month(months.months[months.start]), fitted=scale.difference(months.fitted[-1]),
        without=scale.difference(months.without[-1]),
    )  # fmt: skip
    note = gettext(
        "Punkter: skillnaden varje månad, ihåliga före ändringen. Heldragen linje: modellen. Streckad linje: modellen"
        " utan ändringen."
    )
    return f"{alt} {told}", note


def _modelled(months: Months, n: int, scale: Scale) -> tuple[str, ...]:
    if months.start is None:
        return ()
    without = scale.difference(months.without[n]) if n >= months.start else "–"
    return scale.difference(months.fitted[n]), without


def how_dots() -> str:
    """How dots with intervals are read."""
    return gettext(
        "Punkten är skattningen och strecket dess 95-procentiga intervall. Fylld punkt: intervallet rymmer inte"
        " noll. Ihålig punkt: det gör det, och då kan skillnaden vara slumpen."
    )


def _of_rows(subject: Subject, parts: Sequence[Panel], title: str, alt: str, note: str, table: Table) -> Picture:
    svg, narrow = (panels(parts, size, f"{title}. {alt}") for size in (WIDE, NARROW))
    counts = [row.figure.n for part in parts for row in part.rows if row.figure]
    return Picture(svg, narrow, title, alt, table, note, _about(subject, counts))


def _told(row: Row, scale: Scale) -> str:
    return scale.sentence(row.figure) if row.figure else row.missing


def _table(title: str, rows: Sequence[Row], subject: Subject) -> Table:
    head = (gettext("Skillnad"), gettext("Skattning"), gettext("95-procentigt intervall"), "n")
    body = tuple((row.label, *_cells(row.figure, row.missing, subject.scale)) for row in rows)
    return Table(title, head, body)


def _outcome_table(title: str, rows: Sequence[OutcomeRow], subject: Subject) -> Table:
    head = (
        gettext("Utfall"), gettext("Utan hänsyn till annat"), gettext("Skattning"),
        gettext("95-procentigt intervall"), "n",
    )  # fmt: skip
    body = []
    for row in rows:
        scale = Scale(row.measure, subject.language, subject.whole)
        crude = scale.difference(row.crude.value) if row.crude else "–"
        body.append((row.label, crude, *_cells(row.figure, row.missing, scale)))
    return Table(title, head, tuple(body))


def _cells(figure: Estimate | None, missing: str, scale: Scale) -> tuple[str, str, str]:
    if figure is None:
        return missing, "–", "–"
    return scale.difference(figure.value), scale.interval(figure), counted(figure.n, scale.language)


def _about(subject: Subject, counts: Sequence[int]) -> str:
    """What every figure carries, on one line."""
    about = subject.about
    ends = [counted(n, subject.language) for n in sorted({min(counts), max(counts)})] if counts else []
    parts = [
        f"n = {'–'.join(ends)}" if ends else "",
        about.period,
        about.definition.rstrip("."),
        gettext("frågans version {version}").format(version=about.query) if about.query else "",
    ]
    return " · ".join(part for part in parts if part)


def _month(month: date) -> str:
    return date_format(month, "F Y", use_l10n=False)


def _outside(levels: Sequence[float]) -> str:
    if not levels:
        return gettext("nej")
    return joined(gettext("{n} %").format(n=f"{100 * level:g}".replace(".", ",")) for level in sorted(levels))
