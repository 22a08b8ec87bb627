"""The council's statistics as tables (SoL 34:3, LSS 28 h)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext

from samsyn.cases.council import SEXES as ORDER
from samsyn.cases.council import Counted, Table, tables
from samsyn.equity.safe import Cell, Hidden, Reason
from samsyn.people.refusals import N_
from samsyn.web.office.figures import SEXES, Figures, Quarter, days_said, withheld
from samsyn.web.shared.shown import office_rule
from samsyn.web.shared.wording import label

CAPTIONS = {
    ("SoL 34:3", "decision"): N_("Socialtjänstlagen: inte verkställda tre månader efter beslutet"),
    ("SoL 34:3", "interruption"): N_("Socialtjänstlagen: inte verkställda på nytt tre månader efter avbrottet"),
    ("LSS 28 h", "decision"): N_("LSS: inte verkställda tre månader efter beslutet"),
    ("LSS 28 h", "interruption"): N_("LSS: inte verkställda på nytt tre månader efter avbrottet"),
}
KEYS = {("SoL 34:3", "decision"): "sol", ("SoL 34:3", "interruption"): "sol-avbrott"}
KEYS |= {("LSS 28 h", "decision"): "lss", ("LSS 28 h", "interruption"): "lss-avbrott"}


def figures(rows: Iterable[Any], quarter: Quarter, day: date) -> list[Figures]:
    """The quarter's tables, with every small count withheld."""
    counted = [row for row in rows if row.part == "not_executed"]
    return [_figures(table, quarter, day) for table in tables(counted, day, office_rule())]


def _figures(table: Table, quarter: Quarter, day: date) -> Figures:
    by_sex = [gettext(SEXES[sex]) for sex in ORDER]
    head = [gettext("Insats")]
    for sex in by_sex:
        head += [gettext("{sex}, antal").format(sex=sex), gettext("{sex}, dagar").format(sex=sex)]
    found = [
        [label("interventions", what), *(cell for group in groups for cell in _cells(group))]
        for what, groups in table.rows.items()
    ]
    if found:
        found.append([gettext("Alla insatser"), *(c for n in table.sums for c in (_shown(n), ""))])
    definition = gettext(
        "Beviljade insatser som inte var verkställda {day}, när tre månader hade gått ({law}). Dagar räknas från dagen"
        " för beslutet, också efter ett avbrott: medianen, och inom parentes från den tionde till den nittionde"
        " percentilen. Antal från 1 till {most} visas inte, och inte heller ett antal eller en summa som skulle röja"
        " ett sådant."
    ).format(day=day.isoformat(), law=table.law, most=office_rule().smallest - 1)
    return Figures(
        key=KEYS[table.law, table.since],
        caption=gettext(CAPTIONS[table.law, table.since]),
        period=gettext("{label}, läget {day}").format(label=quarter.label, day=day.isoformat()),
        definition=definition,
        head=head,
        rows=found,
    )


def _cells(group: Counted) -> tuple[str | int, str]:
    if group.middle is None or group.tenth is None or group.ninetieth is None:
        return _shown(group.n), ""
    return _shown(group.n), f"{days_said(group.middle)} ({days_said(group.tenth)}–{days_said(group.ninetieth)})"


def _shown(cell: Cell) -> str | int:
    """A count, that it is small, or only that it is not shown: it need not be small to give away one that is."""
    if isinstance(cell, Hidden):
        return withheld(office_rule().smallest) if cell.reason is Reason.SMALL else gettext("visas inte")
    return int(cell.value)
