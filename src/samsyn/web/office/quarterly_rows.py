"""A report's rows as files: what goes to the inspectorate, and what goes to the auditors.

The auditors get what SoL 34:1 and LSS 28 f name and nothing that tells who: no number of a person, no free text beside
the short reason. What the inspectorate's form asks for beyond the law is not verified (SFS 2025:468 18:8).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from samsyn.cases.clocks import close_reasons, elapsed_days
from samsyn.cases.clocks.history import Kind
from samsyn.cases.quarterly import PARTS
from samsyn.cases.regimes import regime
from samsyn.people.refusals import N_
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import ReportRow

FILES = {"ivo": N_("till Inspektionen för vård och omsorg"), "revisorer": N_("till revisorerna")}
SINCE = {"decision": N_("beslutet"), "interruption": N_("avbrottet")}
SEX = {"K": N_("kvinna"), "M": N_("man"), "": N_("inte känt")}


@dataclass(frozen=True)
class Cell:
    """A column of the file: its heading, what stands in it, and whether the auditors get it."""

    label: str
    value: Callable[["ReportRow"], Any]
    to_auditors: bool = True


def _reason(row: "ReportRow") -> str:
    said = label("not_executed", row.reason) if row.reason else ""
    return f"{said}: {row.text}" if said and row.text else said or row.text


def _ended(row: "ReportRow") -> str:
    if not row.close_reason or row.part == "not_executed":
        return ""
    return close_reasons()[Kind(row.close_reason)].label_sv


COLUMNS = (
    Cell(N_("Nummer i rapporten"), lambda r: r.number),
    Cell(N_("Del"), lambda r: gettext(PARTS[r.part])),
    Cell(N_("Personnummer eller tillfälligt nummer"), lambda r: r.person_number, to_auditors=False),
    Cell(N_("Skyddade personuppgifter"), lambda r: gettext("ja") if r.protected else "", to_auditors=False),
    Cell(N_("Kön"), lambda r: gettext(SEX[r.sex])),
    Cell(N_("Beslutets dag"), lambda r: r.decided),
    Cell(N_("Bestämmelse"), lambda r: regime(r.regime).law),
    Cell(N_("Insats"), lambda r: label("interventions", r.intervention)),
    Cell(N_("Räknat från"), lambda r: gettext(SINCE[r.since])),
    Cell(N_("Från och med"), lambda r: r.start),
    Cell(N_("Sista dag"), lambda r: r.last_day),
    Cell(N_("Delvis verkställt"), lambda r: gettext("ja") if r.partly else ""),
    Cell(N_("Skäl"), _reason),
    Cell(N_("Följd för personen"), lambda r: r.consequence, to_auditors=False),
    Cell(N_("Annan hjälp så länge"), lambda r: r.meanwhile, to_auditors=False),
    Cell(N_("Erbjudanden"), lambda r: r.offers),
    Cell(N_("Tackat nej"), lambda r: r.declined),
    Cell(N_("Vistelsekommun"), lambda r: r.stay, to_auditors=False),
    Cell(N_("Verkställt eller avslutat"), lambda r: r.ended),
    Cell(N_("Skäl till avslut"), _ended),
)


def columns_for(file: str) -> Sequence[Cell]:
    """The columns of one of the files."""
    return [c for c in COLUMNS if file == "ivo" or c.to_auditors]


def listed(rows: "Sequence[ReportRow]", columns: Sequence[Cell], day: date) -> Iterator[list[Any]]:
    """The file's rows, the headings first, with the days that had gone from the decision to the report's day."""
    yield [*(gettext(c.label) for c in columns), gettext("Dagar från beslutet")]
    for row in rows:
        yield [*(c.value(row) for c in columns), elapsed_days(row.decided, min(row.ended or day, day))]
