"""Tables of decisions to measure on the pages, as CSV, XLSX and Parquet."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import duckdb
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEAD = ["beslut", "timmar", "kön", "ålder", "område", "behov", "handläggare", "decided_on"]


def decisions(rows: int = 600, *, seed: int = 1, gap: float = 0.2) -> list[list[str]]:
    """Invented decisions: men are granted as often as not less `gap` more often than women."""
    draw = Random(seed)
    found = [HEAD]
    for _ in range(rows):
        sex, need = draw.choice(("kvinna", "man")), draw.randrange(1, 5)
        granted = draw.random() < 0.35 + 0.1 * need + gap * (sex == "man") - gap / 2
        day = date(2024, 1, 1) + timedelta(draw.randrange(700))
        hours = round(max(0.5, 2.0 * need + 2 * (sex == "man") + draw.gauss(0, 1)), 1)
        found.append(
            ["bifall" if granted else "avslag", f"{hours}".replace(".", ","), sex, str(draw.randrange(65, 100)),
             draw.choice(("Norr", "Söder", "Väst")), str(need), f"H{draw.randrange(6)}", day.isoformat()]
        )  # fmt: skip
    return found


def as_csv(table: list[list[str]]) -> bytes:
    return "\n".join(";".join(row) for row in table).encode()


def as_xlsx(table: list[list[str]]) -> bytes:
    book, file = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Beslut")
    for row in table:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def as_parquet(table: list[list[str]], folder: Path) -> bytes:
    source, target = folder / "table.csv", folder / "table.parquet"
    source.write_bytes(as_csv(table))
    read = f"read_csv('{source}', all_varchar=true, header=true, delim=';')"
    duckdb.execute(f"COPY (SELECT * FROM {read}) TO '{target}' (FORMAT parquet)")
    return target.read_bytes()


def upload(content: bytes, name: str = "beslut.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
