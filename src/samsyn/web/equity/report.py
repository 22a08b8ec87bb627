"""The committee's report: what was measured, what was found, what cannot be decided, and what is done about it. Pure.

The blocks feed the page and the PDF, so that the two can never differ; `files` tells the same figures as a table.
Counts and rates come from safe tables alone (`report_safe`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.timezone import localdate
from django.utils.translation import gettext, override, pgettext

from samsyn.cases.letters.blocks import Bullets, Heading, Paragraph, Table
from samsyn.equity.safe import About, Reason, SafeTable
from samsyn.equity.words import Language
from samsyn.web.equity import pictures
from samsyn.web.equity.picture import Picture
from samsyn.web.equity.pictures import OutcomeRow, Subject
from samsyn.web.equity.report_safe import Action, ReportContent, Told, told
from samsyn.web.equity.scales import Scale, counted
from samsyn.web.shared.wording import long_date, short_date


@dataclass(frozen=True)
class Figure:
    """A picture in the report."""

    picture: Picture
    kind: Literal["figure"] = field(default="figure", init=False)


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Report:
    """A report ready to be shown. `told` are the outcomes as they may be shown, for the files."""

    title: str
    sender: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    foot: str
    page_words: tuple[str, str]
    dated: date
    language: Language
    told: tuple[Told, ...]


def reported(content: ReportContent) -> Report:
    """The report of a period and a group. The same content is always the same report."""
    with override(content.language):
        found = tuple(told(one, content) for one in content.outcomes)
        day = localdate(content.made_at)
        title = gettext("Får {compared} och {reference} samma stöd?").format(
            compared=content.compared, reference=content.reference
        )
        sender = (content.municipality, content.committee)
        return Report(
            title,
            sender,
            (
                (gettext("Jämförelse"), content.group),
                (gettext("Period"), content.period),
                (gettext("Räknad"), long_date(day)),
            ),
            tuple(_blocks(content, found, title)),
            gettext("{committee}, {municipality} · {period}").format(
                committee=content.committee, municipality=content.municipality, period=content.period
            ),
            (gettext("Sida"), pgettext("sida 1 av 2", "av")),
            day,
            content.language,
            found,
        )


def _blocks(content: ReportContent, found: tuple[Told, ...], title: str) -> Iterator[Block]:
    yield Heading(title, 1)
    yield Paragraph(
        gettext(
            "Rapporten jämför de beslut som {compared} och {reference} fick under {period}. Den svarar på om den som"
            " har samma förutsättningar får samma stöd, och säger också när det inte går att avgöra. Högre och lägre"
            " gäller {compared}, jämfört med {reference}."
        ).format(compared=content.compared, reference=content.reference, period=content.period)
    )
    if not found:
        yield Paragraph(gettext("Inget utfall är mätt för perioden."), "notice")
        return
    yield Heading(gettext("Alla utfall i korthet"), 2)
    yield _summary(found)
    if any(one.headline.figure for one in found):
        yield Figure(_overview(content, found))
    for one in found:
        yield from _outcome(one, content)
    yield from _method(content)


def _summary(found: tuple[Told, ...]) -> Table:
    head = (gettext("Utfall"), gettext("Skillnad, med hänsyn till fakta"), gettext("Vad det säger"))
    rows = tuple((one.of.name, _figure_said(one), one.verdict) for one in found)
    return Table(gettext("Skillnad och slutsats för varje utfall"), head, rows)


def _figure_said(one: Told) -> str:
    row = one.headline
    return one.scale.difference(row.figure.value) if row.figure else row.missing


def _overview(content: ReportContent, found: tuple[Told, ...]) -> Picture:
    about = About(gettext("Alla utfall"), content.period, "")
    rows = tuple(
        OutcomeRow(one.of.name, one.scale.measure, one.headline.figure, one.gaps[0].figure, one.headline.missing)
        for one in found
    )
    return pictures.outcomes(_subject(content, about, "share"), rows)


def _subject(content: ReportContent, about: About, measure: str) -> Subject:
    return Subject(about, measure, content.compared, content.reference, content.language, whole=True)


def _outcome(one: Told, content: ReportContent) -> Iterator[Block]:
    """One outcome: what it is, what was found, the figures, what to beware of, and what is done."""
    yield Heading(one.of.name, 2)
    yield Paragraph(one.verdict, "lead")
    yield Paragraph(one.of.definition)
    yield Paragraph(
        gettext("Period: {period}. Frågans version: {version}.").format(period=one.of.period, version=one.of.query)
    )
    yield Bullets(
        tuple(_sentence(row.label, one.scale.sentence(row.figure) if row.figure else row.missing) for row in one.gaps)
    )
    if any(row.figure for row in one.gaps):
        yield Figure(pictures.gaps(_subject(content, one.of, one.scale.measure), one.gaps))
    if one.groups is not None:
        yield _safe_table(
            gettext("Hur många och hur stor andel") if one.groups.rates else gettext("Hur många"), one.groups, one.scale
        )
    for sentence in one.beside:
        yield Paragraph(sentence)
    if one.left_out is not None:
        yield _safe_table(gettext("Beslut som inte kunde räknas med"), one.left_out, one.scale)
    yield Heading(gettext("Åtgärder"), 3)
    if one.actions:
        yield _actions(one.of.name, one.actions)
    else:
        yield Paragraph(gettext("Ingen åtgärd är öppnad."))


def _sentence(label: str, text: str) -> str:
    return f"{label}: {text}."


def _safe_table(caption: str, table: SafeTable, scale: Scale) -> Table:
    """A safe table as it is shown. A hidden cell says why."""
    rows = table.rows(hidden_said, total=gettext("Alla"), rate_say=scale.level)
    head = [
        *(axis.name for axis in table.axes),
        gettext("Antal (avrundat)"),
        *([gettext("Andel")] if table.rates else []),
    ]
    body = tuple(
        tuple(counted(cell, scale.language) if isinstance(cell, int) else cell for cell in row) for row in rows[1:]
    )
    return Table(caption, tuple(head), body)


def hidden_said(reason: Reason) -> str:
    """What stands instead of a figure that is not shown."""
    return {
        Reason.SMALL: gettext("för få"),
        Reason.PROTECTED: gettext("visas inte, det skulle röja ett litet antal"),
        Reason.DOMINATED: gettext("visas inte, en enda står för för mycket"),
        Reason.EMPTY: "–",
    }[reason]


def _actions(outcome: str, actions: tuple[Action, ...]) -> Table:
    head = (gettext("Åtgärd"), gettext("Ansvarig"), gettext("Dagar"), gettext("Vad det blev"))
    return Table(gettext("Åtgärder: {outcome}").format(outcome=outcome), head, tuple(_action(one) for one in actions))


def _action(one: Action) -> tuple[str, str, str, str]:
    days = [
        gettext("öppnad {day}").format(day=short_date(one.opened_on)),
        gettext("klar senast {day}").format(day=short_date(one.due_on)),
    ]
    if one.again_on:
        days.append(gettext("mäts igen {day}").format(day=short_date(one.again_on)))
    if one.ended_on:
        days.append(gettext("avslutad {day}").format(day=short_date(one.ended_on)))
    return one.what, one.owner_role, "; ".join(days), one.came_of or gettext("pågår")


def _method(content: ReportContent) -> Iterator[Block]:
    rule = content.rule
    yield Heading(gettext("Så är det räknat"), 2)
    yield Bullets(
        (
            gettext("Varje person räknas en gång, med det senaste beslutet i perioden."),
            gettext(
                "Den första skillnaden jämför grupperna som de är. Den andra räknar fram hur det skulle ha sett ut om"
                " grupperna varit lika i sådant som enheten inte själv bedömt, till exempel ålder och hushåll. Den"
                " tredje tar också hänsyn till det behov som enheten bedömt."
            ),
            gettext(
                "Intervallet säger hur mycket slumpen kan ha gjort: räknar man på samma sätt många gånger, rymmer det"
                " den verkliga skillnaden i 95 fall av 100."
            ),
            gettext("Varje utfall har en definition och en fråga med version, så att det kan räknas om på samma sätt."),
        )
    )
    yield Heading(gettext("Vad siffrorna inte säger"), 2)
    yield Bullets(
        (
            gettext(
                "En skillnad som fakta inte förklarar är inget bevis för att någon behandlats fel, och en som de"
                " förklarar är inget bevis för motsatsen."
            ),
            gettext(
                "Behovet är bedömt av samma enhet som beslutar. Att räkna med det kan dölja just den skillnad som söks."
            ),
            gettext(
                "Antal under {smallest} visas inte, inte heller det som ett sådant kan räknas ut ur. Andra antal är"
                " avrundade till närmaste {base}, andelar räknas på antal avrundade till mitten av sex, och skillnader"
                " visas i hela enheter. Summor stämmer därför inte alltid på pricken."
            ).format(smallest=rule.smallest, base=rule.base),
            gettext(
                "Tabeller över samma personer som tas fram vid olika tider, eller för olika jämförelser, skyddas inte"
                " mot varandra. Jämför därför bara hela perioder som inte överlappar."
            ),
            gettext("Enheter och handläggare jämförs inte här, och ingen av dem nämns."),
        )
    )
