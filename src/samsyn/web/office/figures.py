"""Figures as tables: each with its period, its definition and its file. Counts of one to seven are withheld."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import number_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext

from samsyn.cases.codes import code_list
from samsyn.cases.lifecycle import LABELS as STATES
from samsyn.cases.lifecycle import Status
from samsyn.cases.queries import FEWEST_SHOWN, LeadTime, decided_by_outcome, lead_times, open_by_status, outcomes
from samsyn.equity.safe import OFFICE, Cell, Hidden
from samsyn.people.refusals import N_

SEXES = {"K": N_("Kvinnor"), "M": N_("Män"), "": N_("Okänt kön")}
OUTCOMES = {"granted": N_("beviljad"), "partly": N_("beviljad delvis"), "refused": N_("avslag")}
OPEN = [s for s in Status if s is not Status.CLOSED]


@dataclass(frozen=True)
class Figures:
    """One table as it is shown and exported, cell by cell; the first cell of a row heads it."""

    key: str
    caption: str
    period: str
    definition: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | int]]

    @property
    def body(self) -> list[list[tuple[str, str | int]]]:
        """Each cell with the heading it stands under."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]

    @property
    def table(self) -> list[list[str | int]]:
        """What the file holds: exactly what is shown, then its period and definition."""
        return [list(self.head), *map(list, self.rows), [], [self.period], [self.definition]]


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter. Periods that never overlap cannot be subtracted from each other to find a small group."""

    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def label(self) -> str:
        return gettext("kvartal {number} {year}").format(number=self.number, year=self.year)


def quarters(today: date, how_many: int = 8) -> list[Quarter]:
    """The whole quarters before today, newest first."""
    found = [Quarter(today.year, (today.month + 2) // 3).before]
    while len(found) < how_many:
        found.append(found[-1].before)
    return found


def shown(count: int) -> str | int:
    """A count that stands alone, or that it is withheld."""
    return said(OFFICE.cell(count))


def said(cell: Cell) -> str | int:
    """A cell of a safe table."""
    return withheld() if isinstance(cell, Hidden) else int(cell.value)


def withheld(smallest: int = FEWEST_SHOWN) -> str:
    """What stands instead of a count below the smallest that is shown."""
    return gettext("färre än {n}").format(n=smallest)


def open_cases(today: date) -> Figures:
    """Open cases by unit and state."""
    table = open_by_status()
    return Figures(
        key="open",
        caption=gettext("Öppna ärenden efter enhet och läge"),
        period=gettext("Läget {day}").format(day=today.isoformat()),
        definition=gettext("Ett ärende är öppet från att det kom in tills det avslutas. Läget är det som gäller nu."),
        head=[gettext("Enhet"), *(gettext(STATES[s]) for s in OPEN)],
        rows=[[u, *(said(table[u, s.value]) for s in OPEN)] for u in table.axes[0].levels] if table else [],
    )


def waits(quarter: Quarter) -> list[Figures]:
    """Days to the first decision, by sex: from an application, and apart from them where only a report came in."""
    found = lead_times(quarter.start, quarter.end)
    return [
        _wait(
            "waiting",
            gettext("Dagar från ansökan till beslut, efter kön"),
            gettext(
                "Hela dygn från att ansökan kom in till det första signerade beslutet, för ärenden som kom in under"
                " perioden och har fått beslut. Ärenden som började med en anmälan räknas från den dag då en ansökan"
                " kom; de som beslutades utan ansökan står för sig."
            ),
            quarter,
            {row.group: row for row in found if row.form == "application"},
        ),
        _wait(
            "reported",
            gettext("Dagar från anmälan till beslut där ingen ansökan fanns, efter kön"),
            gettext(
                "Hela dygn från att anmälan kom in till det första signerade beslutet, för ärenden som kom in under"
                " perioden och fick beslut utan att någon ansökan hade kommit."
            ),
            quarter,
            {row.group: row for row in found if row.form == "report"},
        ),
    ]


def _wait(key: str, caption: str, counted: str, quarter: Quarter, found: dict[str, LeadTime]) -> Figures:
    rows: list[list[str | int]] = []
    for sex, label in SEXES.items():
        row = found.get(sex)
        if row is None:
            rows.append([gettext(label), 0, "", ""])
        elif row.median is None or row.p90 is None:
            rows.append([gettext(label), said(row.n), "", ""])
        else:
            rows.append([gettext(label), said(row.n), days_said(row.median), days_said(row.p90)])
    read = gettext(
        "Ärenden som fortfarande väntar räknas inte, så de verkliga tiderna är längre."
        " Median: hälften väntade högst så länge. 90:e percentilen: nio av tio väntade högst så länge."
    )
    return Figures(
        key=key,
        caption=caption,
        period=_period(quarter),
        definition=f"{counted} {read}",
        head=[gettext("Kön"), gettext("Antal (n)"), gettext("Median, dagar"), gettext("90:e percentilen, dagar")],
        rows=rows,
    )


def decided(quarter: Quarter) -> Figures:
    """Decided lines by intervention and outcome."""
    start, end = (at_midnight(d) for d in (quarter.start, quarter.end))
    return Figures(
        key="decided",
        caption=gettext("Beslutade insatser efter utfall"),
        period=_period(quarter),
        definition=gettext(
            "Varje insats i ett signerat beslut räknas en gång, den dag beslutet signerades."
            " Rättelser räknas som egna beslut."
        ),
        head=[gettext("Insats"), *(gettext(label) for label in OUTCOMES.values())],
        rows=_decided(start, end),
    )


def _decided(start: datetime, end: datetime) -> list[list[str | int]]:
    """A row for each intervention that was decided: its name, and how many of each outcome where that may be told."""
    codes, language = code_list("interventions"), get_language() or "sv"
    if (table := decided_by_outcome(start, end, codes, list(OUTCOMES))) is None:
        return []
    return [[codes[c].label(language), *(said(table[c, o]) for o in OUTCOMES)] for c in table.axes[0].levels if c]


def by_intervention(start: datetime, end: datetime) -> list[list[str | int]]:
    """The same for the secretary, who has each of the decisions in the list itself."""
    counts, language = outcomes(start, end), get_language() or "sv"
    return [
        [row.label(language), *(counts[code, o] for o in OUTCOMES)]
        for code, row in code_list("interventions").items()
        if any(counts[code, o] for o in OUTCOMES)
    ]


def at_midnight(day: date) -> datetime:
    """The moment a day begins here."""
    return datetime.combine(day, datetime.min.time(), get_current_timezone())


def days_said(number: float) -> str:
    """Days with at most one decimal, as the reader writes numbers."""
    rounded = round(float(number), 1)
    return str(number_format(rounded, 0 if rounded.is_integer() else 1))


def _period(quarter: Quarter) -> str:
    last = quarter.end - timedelta(1)
    start, end = quarter.start.isoformat(), last.isoformat()
    return gettext("{label}, från {start} till {end}").format(label=quarter.label, start=start, end=end)
