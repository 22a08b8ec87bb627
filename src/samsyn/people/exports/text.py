"""CSV in the encodings and with the separators that Swedish case systems write."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from operator import methodcaller
from pathlib import Path

from samsyn.people.exports.cells import LONGEST_CELL, MOST_COLUMNS, Row, Sheet, refuse
from samsyn.people.refusals import N_

NO_SEPARATOR = '"\r \0'
SEPARATORS = (";", "\t", ",", "|")
LOOKED_AT = 65_536  # bytes from the beginning that tell separator and encoding
CHUNK = 1 << 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DOS_LETTERS = frozenset(b"\x84\x86\x94\x8e\x8f\x99\x82\x90")  # åäöÅÄÖéÉ in code page 850
WINDOWS_LETTERS = frozenset(b"\xe4\xe5\xf6\xc4\xc5\xd6\xe9\xc9")
WITHOUT_NUL = methodcaller("replace", "\0", "")
_DIRECTIVE = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)  # what Excel writes and reads on a line of its own


def csv_sheet(path: Path, name: str) -> Sheet:
    """The one sheet of a CSV file. Raises Unreadable when it is no text, or has no columns."""
    encoding = encoding_of(path)
    separator, skipped = _separator(path, encoding)
    return Sheet(name, "", lambda: _rows(path, encoding, separator, skipped), about=f"{encoding}, {separator!r}")


def encoding_of(path: Path) -> str:
    """The encoding a text file is written in, found from its bytes. Reads the whole file once, a piece at a time."""
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return _checked(path, encoding)
    if b"\0" in start:
        evens, odds = start[0::2].count(0), start[1::2].count(0)
        if max(evens, odds) > len(start) // 5:
            return _checked(path, "utf-16-le" if odds > evens else "utf-16-be")
        raise _no_text()
    return "utf-8" if _decodes(path, "utf-8") else _eight_bits(path)


def _checked(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise refuse(
            N_("Filen är skadad: den säger sig vara {encoding} men går inte att läsa så. Exportera den på nytt."),
            encoding=encoding.removesuffix("-sig").upper(),
        )
    return encoding


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _eight_bits(path: Path) -> str:
    """Windows-1252 or code page 850, by which letters there are more of; Latin-1 where bytes fit neither."""
    seen: set[int] = set()
    controls = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            seen |= {b for b in set(chunk) if b >= 0x80}
            controls += sum(chunk.count(c) for c in (1, 2, 3, 4, 5, 6, 14, 15, 16))
    if controls:
        raise _no_text()
    dos, windows = len(DOS_LETTERS & seen), len(WINDOWS_LETTERS & seen)
    if dos > windows:
        return "cp850"
    return "cp1252" if _decodes(path, "cp1252") else "latin-1"


def _no_text() -> Exception:
    return refuse(N_("Filen är ingen textfil och ingen Excelfil. Exportera den som CSV eller XLSX."))


def _separator(path: Path, encoding: str) -> tuple[str, int]:
    """The separator, and how many lines before the table only say which it is."""
    with path.open("rb") as file:
        start = codecs.getincrementaldecoder(encoding)("replace").decode(file.read(LOOKED_AT))
    if (match := _DIRECTIVE.match(start)) and match[1] not in NO_SEPARATOR:
        return match[1], 1
    if not start.strip():
        raise refuse(N_("Filen är tom."))
    lines = [line for line in _unquoted(start).splitlines()[:50] if line.strip()]
    return max(SEPARATORS, key=lambda s: _fitness(s, lines)), 0


def _unquoted(text: str) -> str:
    """The text without what stands in quotation marks."""
    return re.sub(r'"(?:[^"]|"")*"', "", text)


def _fitness(separator: str, lines: list[str]) -> tuple[int, int]:
    """On how many lines a separator gives the same number of columns, more than one; and that number."""
    counts = Counter(n for line in lines if (n := line.count(separator)))
    columns, times = counts.most_common(1)[0] if counts else (0, 0)
    return times, columns


def _rows(path: Path, encoding: str, separator: str, skipped: int) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    number = skipped
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        for _ in range(skipped):
            file.readline()
        reader = csv.reader(map(WITHOUT_NUL, file), delimiter=separator)
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise refuse(
                    N_(
                        "Rad {row} i {file} går inte att läsa: en cell är längre än {longest} tecken. Ofta saknas ett"
                        " citattecken. Rätta raden i filen."
                    ),
                    row=number, file=path.name, longest=LONGEST_CELL,
                ) from None  # fmt: skip
            if len(cells) > MOST_COLUMNS:
                raise refuse(
                    N_("Rad {row} har {count} kolumner, fler än {most}. Kontrollera separatorn."),
                    row=number, count=len(cells), most=MOST_COLUMNS,
                )  # fmt: skip
            yield number, cells  # type: ignore[misc]
