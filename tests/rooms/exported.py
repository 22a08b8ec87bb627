"""Small exports for tests, and reading them in."""

import csv
import hashlib
from datetime import date, datetime
from pathlib import Path

from django.apps import apps

from samsyn.homecare.exports import KINDS
from samsyn.people.exports.files import sheets_in
from samsyn.people.exports.guess import guessed
from samsyn.people.exports.mapping import Plan
from samsyn.people.identity import make
from samsyn.people.roles import job
from samsyn.web.imports.taking import take_in
from tests import factories as f

BY = job("import")
ASTRID, BERTIL = make(date(1940, 1, 15), 982).number, make(date(1941, 2, 16), 983).number
SAMPLES = Path(__file__).parents[2] / "docs" / "samples"

PERSONS = [
    ["Personnummer", "Förnamn", "Efternamn", "Telefon"],
    [ASTRID, "Astrid", "Lind", "070"],
    [BERTIL, "Bertil", "Ek", ""],
]
APPLICATIONS = [
    ["Ärendenr", "Personnummer", "Inkom", "Avser"],
    ["A1", ASTRID, "2026-01-02", "Hemtjänst"],
    ["A2", BERTIL, "2026-01-03", "Larm"],
]
LINES = [
    ["Beslutsnr", "Ärendenr", "Insats", "Utfall", "Omfattning", "Per", "Beslutsdatum", "Från", "Till"],
    ["B1", "A1", "Hemtjänst", "Bifall", "7,5", "tim/vecka", "2026-01-20", "2026-02-01", ""],
    ["B2", "A2", "Trygghetslarm", "Avslag", "", "", "2026-01-21", "2026-02-01", ""],
]
ORDERS = [["Beställningsnr", "Beslutsnr", "Utförare", "Startdatum"], ["U1", "B1", "Hemtjänst Norr", "2026-02-01"]]
TIMES = [
    ["Besöksnr", "Beställningsnr", "Datum", "Starttid", "Minuter"],
    ["T1", "U1", "2026-02-02", "08:30", "30"],
    ["T2", "U1", "2026-02-03", "08:30", "45"],
]
WHOLE = {
    "personer": PERSONS,
    "ansokningar": APPLICATIONS,
    "beslut": LINES,
    "bestallningar": ORDERS,
    "utford tid": TIMES,
}


def written(folder: Path, tables, *, encoding="utf-8", separator=";"):
    """Files with these tables, as names and places."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=separator).writerows(rows)
        found.append((path.name, path))
    return found


def plan_of(files, folder: Path, *, system="Gamla systemet", new_units=True) -> Plan:
    """What is recognised of some files."""
    plan = guessed(sheets_in(files, folder), KINDS, system)
    return Plan(plan.system, plan.tables, new_units=new_units)


def read_in(folder: Path, tables=None, *, plan=None, dry=False, by=BY, at: datetime = f.NOW, **form):
    """Read in tables as a whole export; returns the report."""
    files = written(folder / "files", WHOLE if tables is None else tables, **form)
    return take_in(files, plan or plan_of(files, folder), folder, dry=dry, by=by, at=at)


def changed(tables, name, row, column, value):
    """The tables with one cell otherwise."""
    rows = [list(r) for r in tables[name]]
    rows[row][rows[0].index(column)] = value
    return {**tables, name: rows}


def said(report):
    """What the report says row by row: (sheet, row, column, value)."""
    return [(s.sheet, s.row, s.column, s.value) for s in report.said if s.what == "fel"]


def fingerprint():
    """A digest of every row of every table of ours."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        if model.__module__.startswith("samsyn."):
            rows = model._default_manager.order_by("pk").values_list()
            digest.update(f"{model._meta.label}{list(rows)}".encode())
    return digest.hexdigest()
