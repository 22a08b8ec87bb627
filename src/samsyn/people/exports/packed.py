"""What lies packed in an XLSX: its parts, checked for size before they are unpacked; texts, formats, merged cells."""

import re
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from samsyn.people.exports.cells import refuse
from samsyn.people.refusals import N_

CHUNK = 1 << 18
LARGEST = 4 << 30  # bytes unpacked
BOMB_FROM, BOMB_RATIO = 100 << 20, 200  # unpacked and many times larger than packed: made to fill the disk
MOST_MERGED = 200_000
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def check_size(book: zipfile.ZipFile) -> None:
    """Raise Unreadable for a file that would unpack into something enormous, or that is encrypted."""
    parts = book.infolist()
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    if unpacked > LARGEST or (unpacked > BOMB_FROM and unpacked > BOMB_RATIO * max(packed, 1)):
        raise refuse(N_("Filen packas upp till orimligt mycket och läses inte. Exportera den på nytt."))
    if any(p.flag_bits & 1 for p in parts):
        raise refuse(N_("Filen är skyddad med lösenord. Spara den utan lösenord."))


def parse(book: zipfile.ZipFile, part: str, handle: Callable[[Any], None]) -> Iterator[None]:
    """Run one part through a parser, pausing after each piece. `handle` sets the parser's handlers.

    A document type is refused, so that nothing can be multiplied by entities. Raises Unreadable for damaged XML.
    """
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    handle(parser)
    try:
        with book.open(part) as file:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error):
        raise damaged() from None
    yield


def damaged() -> Exception:
    return refuse(N_("Excelfilen är skadad och går inte att läsa. Öppna den, spara den på nytt och försök igen."))


def _no_doctype(*_about: Any) -> None:
    raise damaged()


def local(name: str) -> str:
    """A tag without its namespace's prefix."""
    return name.rpartition(":")[2]


class Texts:
    """The workbook's shared texts, packed closely so that half a million of them take little memory."""

    def __init__(self) -> None:
        self._bytes, self._ends = bytearray(), array("Q", [0])

    def add(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "replace")
        self._ends.append(len(self._bytes))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self):
            raise damaged()
        return self._bytes[self._ends[index] : self._ends[index + 1]].decode()


def shared_texts(book: zipfile.ZipFile) -> Texts:
    """Every shared text in order; phonetic readings are left out."""
    texts = Texts()
    if "xl/sharedStrings.xml" not in book.namelist():
        return texts
    parts: list[str] = []
    inside = {"t": False, "rPh": False}

    def start(tag: str, _about: Any) -> None:
        if (name := local(tag)) in inside:
            inside[name] = True
        elif name == "si":
            parts.clear()

    def end(tag: str) -> None:
        if (name := local(tag)) in inside:
            inside[name] = False
        elif name == "si":
            texts.add("".join(parts))

    def handle(parser: Any) -> None:
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = lambda text: parts.append(text) if inside["t"] and not inside["rPh"] else None

    for _ in parse(book, "xl/sharedStrings.xml", handle):
        pass
    return texts


def date_styles(book: zipfile.ZipFile) -> frozenset[int]:
    """Which cell styles show a number as a date or a time."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def start(tag: str, about: dict[str, str]) -> None:
        name = local(tag)
        if name == "numFmt":
            formats[int(about.get("numFmtId", 0))] = about.get("formatCode", "")
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            styles.append(int(about.get("numFmtId", 0)))

    def end(tag: str) -> None:
        if local(tag) == "cellXfs":
            inside[0] = False

    def handle(parser: Any) -> None:
        parser.StartElementHandler, parser.EndElementHandler = start, end

    if "xl/styles.xml" in book.namelist():
        for _ in parse(book, "xl/styles.xml", handle):
            pass
    return frozenset(i for i, known in enumerate(styles) if _is_date(known, formats.get(known, "")))


def _is_date(known: int, code: str) -> bool:
    if not code:
        return known in BUILT_IN_DATES
    plain = _LITERAL.sub("", code.split(";")[0]).lower()
    return any(letter in plain for letter in "ymdhs")


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one: its first and last row and column, counted from 1 and from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


def merged_cells(book: zipfile.ZipFile, part: str) -> list[Merged]:
    """The merged areas of a sheet. They stand after its rows, so that the part is looked through once for them."""
    found: list[Merged] = []
    rest = b""
    try:
        with book.open(part) as file:
            while chunk := file.read(CHUNK):
                text = rest + chunk
                found += [_area(m) for m in _MERGED.finditer(text)]
                if len(found) > MOST_MERGED:
                    raise refuse(N_("Bladet har fler än {most} sammanfogade celler."), most=MOST_MERGED)
                last = text.rfind(b"<")  # an unfinished tag is looked at with the next piece
                rest = text[last:] if last >= 0 and b">" not in text[last:] else b""
    except (zipfile.BadZipFile, EOFError, OSError, zlib.error):
        raise damaged() from None
    return found


def _area(match: re.Match[bytes]) -> Merged:
    first, first_row, last, last_row = match.groups()
    return Merged(int(first_row), int(last_row), column_number(first.decode()), column_number(last.decode()))


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
