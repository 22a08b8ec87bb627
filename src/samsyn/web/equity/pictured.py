"""The pictures of an examination: its typed parts as what the pictures take. None where a part says why it cannot."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext, override

from samsyn.equity.decompose import Part
from samsyn.equity.examination import Decomposed, Examination, Monthly, UnitColumn
from samsyn.equity.funnel import Funnel
from samsyn.equity.series import Series
from samsyn.web.equity import pictures
from samsyn.web.equity.lines import Months
from samsyn.web.equity.picture import Picture, Row
from samsyn.web.equity.pictures import Subject
from samsyn.web.equity.scales import joined

Named = Callable[[str], str]  # a column in words
SHARED = "1"  # what the constant is called among the parts of a gap


def gap_rows(found: Examination, named: Named = str) -> tuple[Row, ...]:
    """The three gaps with what each takes into account, or why it has no figure. In the language that is active."""
    answer, asked = found.answer, found.asked
    few = any(note.code == "too_few" for note in answer.notes)
    why = gettext("för få") if few else gettext("kan inte räknas ut ur de här besluten")
    facts, need = (joined(named(name) for name in names) for names in (asked.facts, asked.need))
    return (
        Row(gettext("Utan hänsyn till något annat"), answer.crude, why),
        Row(
            gettext("Med hänsyn till {facts}").format(facts=facts) if facts else gettext("Med hänsyn till fakta"),
            answer.facts,
            why if asked.facts else gettext("inga fakta är valda"),
        ),
        Row(
            gettext("Också till {need}").format(need=need) if need else gettext("Också till bedömt behov"),
            answer.need,
            why if asked.need else gettext("inget bedömt behov är valt"),
        ),
    )


def gaps_picture(found: Examination, subject: Subject, named: Named = str) -> Picture:
    """The three gaps side by side."""
    with override(subject.language):
        rows = gap_rows(found, named)
    return pictures.gaps(subject, rows)


def funnel_picture(column: UnitColumn, subject: Subject, unit_word: str) -> Picture | None:
    """The units of a column, without their names."""
    return pictures.funnel(subject, column.funnel, unit_word) if isinstance(column.funnel, Funnel) else None


def series_picture(found: Examination, subject: Subject) -> Picture | None:
    """The gap month by month; with the change and what it would have been without it, where that can be told."""
    if not isinstance(found.monthly, Monthly) or all(month.gap is None for month in found.monthly.months):
        return None
    return pictures.series(subject, months_of(found))


def months_of(found: Examination) -> Months:
    """The months of an examination that has them. Raises ValueError for one that has not."""
    monthly, changed = found.monthly, found.asked.changed_on
    if not isinstance(monthly, Monthly):
        raise ValueError("the examination has no months")
    days = tuple(date.fromisoformat(f"{month.month}-01") for month in monthly.months)
    gaps = tuple(month.gap for month in monthly.months)
    if not isinstance(monthly.change, Series) or changed is None:
        return Months(days, gaps)
    change = monthly.change
    return Months(days, gaps, days.index(changed.replace(day=1)), change.fitted, change.without)


def decomposition_picture(found: Examination, subject: Subject, named: Named = str) -> Picture | None:
    """What goes with each fact, and what is left: by one model of all with the group as a column."""
    if not isinstance(found.decomposed, Decomposed):
        return None
    parts = found.decomposed.twofold
    explained, left = parts.piece("explained"), parts.piece("unexplained")
    with override(subject.language):
        whole = Row(gettext("Hela skillnaden"), parts.gap)
        rows = tuple(_part(part, named) for part in explained.by if part.name != SHARED)
        rest = Row(gettext("Det som är kvar, oförklarat"), left.whole)
    return pictures.decomposition(subject, whole, rows, rest)


def _part(part: Part, named: Named) -> Row:
    name = named(part.name)
    return Row(name[:1].upper() + name[1:], part.estimate)
