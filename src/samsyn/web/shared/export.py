"""A list as a file: CSV that a Swedish spreadsheet opens, and XLSX. No cell can become a formula."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from samsyn.web.shared.columns import Column

CHUNK = 2000  # rows fetched, and prefetched for, at a time
IN_MEMORY = 5_000_000  # bytes kept in memory before the file goes to disk
FORMULA = tuple("=+-@＝＋－＠\t\r\n")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exported(
    form: str,
    columns: Sequence[Column],
    rows: QuerySet[Any],
    title: str,
    on_export: Callable[[list[Any]], object],
) -> FileResponse:
    """All rows of a list as a file, once `on_export` has been told exactly which ids are in it.

    The file is written first and the reading recorded last, so that the log's chain is held briefly (on SQLite a
    request holds the one writer's turn from its beginning anyway). When the record fails there is no file to send.
    """
    ids: list[Any] = []

    def table() -> Iterator[list[Any]]:
        yield [_heading(c) for c in columns]
        for row in rows.iterator(chunk_size=CHUNK):
            ids.append(row.pk)
            yield [_plain(c.value(row)) for c in columns]

    answer = table_file(form, table(), title)
    on_export(ids)
    return answer


def table_file(form: str, table: Iterable[list[Any]], title: str) -> FileResponse:
    """Rows of plain cells, the headings first, as a file to save."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    {"csv": _write_csv, "xlsx": _write_xlsx}[form](table, file)
    file.seek(0)
    name = f"{slugify(title) or 'lista'}-{timezone.localdate():%Y-%m-%d}.{form}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[form])


def _heading(column: Column) -> str:
    label = gettext(column.label)
    return gettext("{label} (minuter)").format(label=label) if column.kind == "minutes" else label


def _plain(value: Any) -> Any:
    """A cell as text, number, date or local time; marks and links give their word."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    word = getattr(value, "word", None)
    return gettext(word) if word else str(getattr(value, "text", value))


def harmless(value: Any) -> Any:
    """Text that a spreadsheet could take for a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _for_csv(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nej")
    return harmless(value)


def _write_csv(table: Iterable[list[Any]], file: IO[bytes]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    writer.writerows([_for_csv(v) for v in row] for row in table)
    text.detach()


def _write_xlsx(table: Iterable[list[Any]], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Samsyn")
    sheet.freeze_panes = "A2"
    for row in table:
        sheet.append([harmless(v) for v in row])
    book.save(file)
