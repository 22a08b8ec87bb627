"""Any file somebody brings: what it is by its first bytes, and the sheets in it."""

import zipfile
from pathlib import Path

from samsyn.people.exports.cells import Sheet, Unreadable, refuse
from samsyn.people.exports.packed import check_size
from samsyn.people.exports.text import csv_sheet
from samsyn.people.exports.workbook import workbook_sheets
from samsyn.people.refusals import N_

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPPED = b"PK\x03\x04"
OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
}
MOST_FILES = 50


def sheets_in(files: list[tuple[str, Path]], folder: Path) -> list[Sheet]:
    """Every sheet of some files, given by name and place. What is zipped is unpacked into `folder`.

    Raises Unreadable, naming the file, for what is no CSV, no XLSX and no ZIP of these.
    """
    found: list[Sheet] = []
    for name, path in files:
        try:
            found += _sheets(name, path, folder)
        except Unreadable as problem:
            problem.file = problem.file or name
            raise
    if not found:
        raise refuse(N_("Det finns ingen fil att läsa. Välj minst en."))
    return found


def _sheets(name: str, path: Path, folder: Path) -> list[Sheet]:
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise refuse(N_("Filen är tom."))
    if start.startswith(OLD_OFFICE):
        raise refuse(
            N_("Filen är en äldre Excelfil (.xls). Öppna den och spara den som Excel-arbetsbok (.xlsx) eller CSV.")
        )
    for mark, what in OTHERS.items():
        if start.startswith(mark):
            raise refuse(
                N_("Filen är i formatet {what} och går inte att läsa in. Exportera som CSV eller XLSX."), what=what
            )
    if start.startswith(ZIPPED):
        return _zipped(name, path, folder)
    _refuse_markup(start)
    return [csv_sheet(path, name)]


def _refuse_markup(start: bytes) -> None:
    """Web pages and XML that are named .xls, as several systems write them."""
    text = start.decode("latin-1").lstrip("ï»¿ \t\r\n\0ÿþ").replace("\0", "").lower()
    if text.startswith(("<!doctype html", "<html", "<table", "<meta", "<style")):
        raise refuse(
            N_("Filen är en webbsida med ett Excelnamn. Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx).")
        )
    if text.startswith(("<?xml", "<workbook")):
        raise refuse(
            N_("Filen är XML. Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx), eller exportera som CSV.")
        )


def _zipped(name: str, path: Path, folder: Path) -> list[Sheet]:
    try:
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
            if "xl/workbook.xml" in names:
                return workbook_sheets(path, name)
            check_size(book)
            if "mimetype" in names:
                raise refuse(N_("Filen är ett OpenDocument. Spara den som Excel-arbetsbok (.xlsx) eller CSV."))
            return _unpacked(book, folder)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise refuse(N_("Zipfilen är skadad och går inte att packa upp. Skapa den på nytt.")) from None


def _unpacked(book: zipfile.ZipFile, folder: Path) -> list[Sheet]:
    """The files in a ZIP, each under a name of our own, so that no name in it can reach outside the folder."""
    parts = [p for p in book.infolist() if not p.is_dir() and not p.filename.startswith("__MACOSX")]
    if not parts or len(parts) > MOST_FILES:
        raise refuse(N_("Zipfilen ska innehålla mellan 1 och {most} filer."), most=MOST_FILES)
    found: list[Sheet] = []
    for number, part in enumerate(parts, 1):
        goal = folder / f"unpacked-{number}"
        with book.open(part) as inside, goal.open("wb") as out:
            while chunk := inside.read(1 << 20):
                out.write(chunk)
        inner = Path(part.filename.replace("\\", "/")).name
        with goal.open("rb") as file:
            if file.read(4) == ZIPPED and not zipfile.is_zipfile(goal):
                raise refuse(N_("Zipfilen är skadad och går inte att packa upp. Skapa den på nytt."))
        found += workbook_sheets(goal, inner) if zipfile.is_zipfile(goal) else _sheets(inner, goal, folder)
    return found
