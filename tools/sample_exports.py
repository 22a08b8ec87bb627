"""The sample exports of docs/samples: three files shaped as three common systems write them, about invented people.

    python tools/sample_exports.py [FOLDER]

`flat-file` is one file, Windows-1252 with semicolons; `workbook` has several sheets, merged cells and headings below a
title; `set-of-files` is one of UTF-8 files with commas. No system's maker has had a hand in them. The same eight
people are in all three, so that one may be compared with another. Each has a mapping beside it.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from samsyn.homecare.exports import KINDS  # noqa: E402 - path set above
from samsyn.people.exports.files import sheets_in  # noqa: E402
from samsyn.people.exports.guess import guessed  # noqa: E402
from samsyn.people.exports.mapping import write_plan  # noqa: E402
from samsyn.synthetic.numbers import number  # noqa: E402


@dataclass(frozen=True)
class Someone:
    """One of the invented people with what they applied for and were granted."""

    given: str
    family: str
    born: date
    serial: int
    street: str
    protected: bool
    insats: str
    hours: str  # with decimal comma
    per: str
    outcome: str
    applied: date
    decided: date
    begins: date
    ends: date | None
    provider: str

    @property
    def number(self) -> str:
        return number(self.born, self.serial)


PEOPLE = [
    Someone("Åsa", "Björkö", date(1938, 4, 12), 982, "Ängsvägen 3", False, "Hemtjänst", "7,5", "tim/vecka", "Bifall",
            date(2026, 1, 12), date(2026, 1, 29), date(2026, 2, 1), None, "Hemtjänst Norr"),
    Someone("Örjan", "Sjölund", date(1941, 11, 2), 983, "Storgatan 14", False, "Trygghetslarm", "1", "st", "Bifall",
            date(2025, 5, 2), date(2025, 5, 20), date(2025, 6, 1), None, "Hemtjänst Norr"),
    Someone("Märta", "Lindqvist", date(1933, 7, 30), 984, "Kyrkogatan 8", False, "Hemtjänst", "12", "tim/vecka",
            "Delvis bifall", date(2025, 9, 1), date(2025, 9, 22), date(2025, 10, 1), date(2027, 9, 30),
                "Hemtjänst Norr"),
    Someone("Nils", "Östberg", date(1946, 2, 28), 985, "Hamngatan 2", False, "Ledsagning", "10", "tim/månad", "Bifall",
            date(2026, 2, 3), date(2026, 2, 19), date(2026, 3, 1), date(2027, 2, 28), "Omsorgsteamet"),
    Someone("Greta", "Håkansson", date(1936, 12, 24), 986, "Skolvägen 21", True, "Hemtjänst", "4,25", "tim/vecka",
            "Bifall", date(2025, 11, 10), date(2025, 12, 1), date(2025, 12, 1), None, "Omsorgsteamet"),
    Someone("Bo", "Nyström", date(1950, 5, 17), 987, "Parkgatan 5", False, "Dagverksamhet", "2", "dagar/vecka",
        "Avslag",
            date(2026, 3, 2), date(2026, 3, 20), date(2026, 3, 20), None, ""),
    Someone("Rut", "Åkesson", date(1931, 8, 9), 988, "Ringvägen 40", False, "Matdistribution", "5", "ggr/vecka",
            "Bifall", date(2025, 3, 4), date(2025, 3, 12), date(2025, 3, 15), date(2026, 3, 14), "Hemtjänst Norr"),
    Someone("Elsa", "Fågelström", date(1944, 10, 1), 980, "Strandvägen 7", False, "Boendestöd", "3,5", "tim/vecka",
            "Bifall", date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 1), None, "Omsorgsteamet"),
]  # fmt: skip
RELATIVES = [
    ("Anna", "Björkö", date(1965, 3, 3), 990, 0, "dotter", "nej"),
    ("Sven", "Lindqvist", date(1932, 1, 19), 989, 2, "make", "ja"),
]
DAYS = 5  # of performed time for each hour of care


def ordered(people: Iterable[Someone]) -> list[tuple[int, Someone]]:
    """Those whose help somebody gives, with their number in the list."""
    return [(n, p) for n, p in enumerate(people, 1) if p.provider]


def visits() -> list[tuple[int, Someone, date, str, int]]:
    """Performed time: order, person, day, start, minutes."""
    found = []
    for n, someone in ordered(PEOPLE):
        if someone.insats in {"Hemtjänst", "Boendestöd"}:
            found += [
                (n, someone, someone.begins + timedelta(day), f"{8 + n % 4:02d}:30", 30 + 5 * (day % 4))
                for day in range(DAYS)
            ]
    return found


def swedish(day: date | None) -> str:
    return f"{day.day}/{day.month} {day.year}" if day else ""


def write_csv(path: Path, rows: Sequence[Sequence[object]], *, encoding: str, separator: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(rows)


def flat(folder: Path) -> None:
    """One row for each decided intervention, with everything about it."""
    head = ["Personnr", "Efternamn", "Förnamn", "Gatuadress", "Postnr", "Postort", "Sekretess", "Ärendenr",
        "Ansökan inkom",
            "Ansökan avser", "Insats", "Beslut", "Omfattning", "Per", "Beslutsdatum", "Beslutsfattare",
                "Gäller fr.o.m.",
            "Gäller t.o.m.", "Utförare"]  # fmt: skip
    rows: list[list[object]] = [head]
    for n, p in enumerate(PEOPLE, 1):
        written = f"{p.number[2:8]}-{p.number[8:]}"
        rows.append([written, p.family, p.given, p.street, "123 45", "Samsyn", "J" if p.protected else "N",
            f"A{2400 + n}",
                     p.applied.isoformat(), f"Jag behöver {p.insats.lower()} hemma.\nRing gärna på förmiddagen.",
                         p.insats,
                     p.outcome, p.hours, p.per, p.decided.isoformat(), "Dag Alm", p.begins.isoformat(),
                     p.ends.isoformat() if p.ends else "", p.provider])  # fmt: skip
    write_csv(folder / "flat-file" / "uttag.csv", rows, encoding="cp1252", separator=";")


def sheets(folder: Path) -> None:
    """A workbook: a title over each table, dates as dates, the case written once over its merged lines."""
    book = Workbook()
    persons = book.active
    persons.title = "Personer"
    _title(persons, "Klienter, uttag")
    persons.append(["Person-id", "Personnummer", "Namn", "Adress", "Postnr", "Ort", "Skyddad identitet"])
    for n, p in enumerate(PEOPLE, 1):
        persons.append(
            [
                f"P{n:03d}",
                p.number,
                f"{p.family}, {p.given}",
                p.street,
                "123 45",
                "Samsyn",
                "Ja" if p.protected else "Nej",
            ]
        )
    for n, (given, family, born, serial, *_rest) in enumerate(RELATIVES, len(PEOPLE) + 1):
        persons.append([f"P{n:03d}", number(born, serial), f"{family}, {given}", "", "", "", "Nej"])
    persons.append([f"P{len(PEOPLE) + 3:03d}", "19480214R01", "Okänd, Amal", "Torget 1", "123 45", "Samsyn", "Nej"])
    near = book.create_sheet("Närstående")
    near.append(["Person-id", "Anhörig-id", "Relation", "Sammanboende"])
    for n, (_, _, _, _, of, kind, together) in enumerate(RELATIVES, len(PEOPLE) + 1):
        near.append([f"P{of + 1:03d}", f"P{n:03d}", kind, together])
    applications = book.create_sheet("Ansökningar")
    applications.append(["Ärendenr", "Person-id", "Inkom", "Ansökan avser", "Handläggare"])
    lines = book.create_sheet("Beslut")
    _title(lines, "Beslutsrader")
    lines.append(
        [
            "Ärendenr",
            "Beslutsnr",
            "Beslutsdatum",
            "Insats",
            "Utfall",
            "Antal",
            "Per",
            "Från",
            "Till",
            "Lagrum",
            "Verkställd",
        ]
    )
    orders = book.create_sheet("Beställningar")
    orders.append(["Beställningsnr", "Beslutsnr", "Utförare", "Startdatum", "Status"])
    given = book.create_sheet("Utförd tid")
    given.append(["Besöksnr", "Beställningsnr", "Datum", "Starttid", "Timmar"])
    for n, p in enumerate(PEOPLE, 1):
        applications.append([2400 + n, f"P{n:03d}", p.applied, f"Ansökan om {p.insats.lower()}", "Karin Ek"])
        law = "4 kap. 1 § SoL" if p.decided < date(2025, 7, 1) else "11 kap. 1 § SoL"
        first = lines.max_row + 1
        lines.append([2400 + n, 9000 + n, p.decided, p.insats, p.outcome, float(p.hours.replace(",", ".")), p.per,
            p.begins,
                      p.ends, law, p.begins if p.provider else None])  # fmt: skip
        if n == 1:  # two lines of one decision, what they share written once
            lines.append([None, 9100, None, "Trygghetslarm", "Bifall", 1, "st", p.begins, None, law, None])
            for column in "AC":
                lines.merge_cells(f"{column}{first}:{column}{first + 1}")
        if p.provider:
            orders.append([7000 + n, 9000 + n, p.provider, p.begins, "Pågående"])
    for n, (order, _, day, start, minutes) in enumerate(visits(), 1):
        given.append([f"B{n:05d}", 7000 + order, day, start, round(minutes / 60, 4)])
    old = book.create_sheet("Arkiv")
    old.sheet_state = "hidden"
    old.append(["Personnummer", "Namn"])
    goal = folder / "workbook" / "export.xlsx"
    goal.parent.mkdir(parents=True, exist_ok=True)
    book.save(goal)


def _title(sheet: object, text: str) -> None:
    sheet.append([text])  # type: ignore[attr-defined]
    sheet["A1"].font = Font(bold=True)  # type: ignore[index]
    sheet.merge_cells("A1:D1")  # type: ignore[attr-defined]
    sheet.append([])  # type: ignore[attr-defined]


def files(folder: Path) -> None:
    """Six files, dates in three Swedish forms, time in minutes."""
    place = folder / "set-of-files"

    def put(name: str, rows: Sequence[Sequence[object]]) -> None:
        write_csv(place / name, rows, encoding="utf-8-sig", separator=",")

    put("personer.csv", [["personnummer", "fornamn", "efternamn", "adress", "postnummer", "ort", "telefon", "skyddad"],
        *([f"{p.number[:8]}-{p.number[8:]}", p.given, p.family, p.street, "12345", "Samsyn", "070-174 06 11",
           "sekretessmarkering" if p.protected else ""] for p in PEOPLE),
        *([number(b, s), g, f, "", "", "", "", ""] for g, f, b, s, *_ in RELATIVES)])  # fmt: skip
    put("narstaende.csv", [["personnummer", "anhorig_personnummer", "relation", "sammanboende"],
        *([PEOPLE[of].number, number(b, s), kind, together] for _, _, b, s, of, kind,
            together in RELATIVES)])  # fmt: skip
    put("ansokningar.csv", [["arende_id", "personnummer", "inkommen", "avser", "kanal"],
        *([f"A-{n}", p.number, swedish(p.applied), f"Ansökan, {p.insats.lower()}", "blankett"]
          for n, p in enumerate(PEOPLE, 1))])  # fmt: skip
    put("beslut.csv", [["arende_id", "beslut_id", "beslutsdatum", "insats", "beslut", "omfattning", "per", "fran",
        "till"],
        *([f"A-{n}", f"B-{n}", p.decided.strftime("%Y%m%d"), p.insats, p.outcome, p.hours, p.per,
            p.begins.strftime("%d.%m.%Y"),
           p.ends.strftime("%d.%m.%Y") if p.ends else ""] for n, p in enumerate(PEOPLE, 1))])  # fmt: skip
    put("bestallningar.csv", [["bestallnings_id", "beslut_id", "utforare", "startdatum", "status"],
        *([f"U-{n}", f"B-{n}", p.provider, p.begins.isoformat(), "pågår"] for n, p in ordered(PEOPLE))])  # fmt: skip
    put("utford_tid.csv", [["besoks_id", "bestallnings_id", "datum", "starttid", "minuter", "avvikelse"],
        *([n, f"U-{order}", day.isoformat(), start, minutes, ""] for n, (order, _, day, start,
            minutes) in enumerate(visits(), 1))])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "samples")
    folder = parser.parse_args().folder
    for make in (flat, sheets, files):
        make(folder)
    for sample in SAMPLES:
        write_mapping(folder / sample)


SAMPLES = ("flat-file", "workbook", "set-of-files")


def write_mapping(folder: Path) -> None:
    """What is recognised of a sample, and that its providers are opened where they are missing."""
    exports = [(p.name, p) for p in sorted(folder.iterdir()) if p.suffix != ".toml"]
    plan = guessed(sheets_in(exports, folder), KINDS, f"Exempel: {folder.name}")
    (folder / "mapping.toml").write_text(write_plan(replace(plan, new_units=True)), encoding="utf-8")


if __name__ == "__main__":
    main()
