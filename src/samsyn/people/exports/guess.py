"""A first mapping from the headings of a file: which sheet holds what, and which column is which field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from samsyn.people.exports.cells import Cell, Sheet, is_empty, shown
from samsyn.people.exports.fields import Field, Kind
from samsyn.people.exports.mapping import Plan, Table

LOOKED_AT = 40  # rows in which the headings are looked for
FEWEST = 2  # fields that a sheet must have of a kind
_REST = re.compile(r"[^a-z0-9]+")
OTHER = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss"})


def heading_key(text: str) -> str:
    """A heading without case, accents, spaces and signs: "Gäller fr.o.m." is "gallerfrom"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(OTHER))
    return _REST.sub("", plain)


def names_of(field: Field) -> list[str]:
    """The keys of all headings a field goes under."""
    return [heading_key(n) for n in (field.label, field.name.replace("_", " "), *field.other_names)]


def headings(
    sheet: Sheet, kinds: Mapping[str, Kind], *, row: int = 0, wanted: Sequence[str] = ()
) -> tuple[int, list[str]]:
    """The row of the headings and what they say.

    That is `row` when it is given; else the first with all that is wanted; else the one of the first with the most
    known headings; else the first with several texts. Row 0 when there is none.
    """
    known = {key for kind in kinds.values() for field in kind.fields for key in names_of(field)}
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, cells in islice(sheet.rows(), max(row, LOOKED_AT)):
        if row and number == row:
            return number, _texts(cells)
        if row or is_empty(cells):
            continue
        texts = _texts(cells)
        keys = {heading_key(t) for t in texts if t}
        if wanted and {heading_key(w) for w in wanted} <= keys:
            return number, texts
        score = 2 * len(keys & known) + (len(keys) > 1)
        if score > best[0]:
            best = (score, number, texts)
    return best[1], best[2]


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [" ".join(shown(c).split()) for c in cells]


def guessed(sheets: Sequence[Sheet], kinds: Mapping[str, Kind], system: str) -> Plan:
    """A mapping for what can be recognised. A sheet of several kinds gives a table for each of them."""
    tables: list[Table] = []
    for sheet in sheets:
        if sheet.hidden:
            continue
        row, texts = headings(sheet, kinds)
        found = {k.name: _columns(k, texts) for k in kinds.values()}
        tables += [_table(kinds[name], sheet, columns, row) for name, columns in _meant(found, kinds, sheet).items()]
    order = list(kinds)
    tables = [_keyed(table, tables, sheets, kinds) for table in tables]
    return Plan(system, tuple(sorted(tables, key=lambda t: order.index(t.kind))))


def table_for(kind: Kind, sheet: str, texts: Sequence[str]) -> Table:
    """A table of one kind for a sheet with these headings, as much of it as is recognised."""
    return Table(kind.name, sheet, MappingProxyType(_columns(kind, texts)))


def _keyed(table: Table, tables: Sequence[Table], sheets: Sequence[Sheet], kinds: Mapping[str, Kind]) -> Table:
    """The table with a key of the headings by which the others point at it, where its sheet has them too."""
    sheet = next(s for s in sheets if s.name == table.sheet)
    _, texts = headings(sheet, kinds, row=table.header)
    here = {heading_key(t): t for t in texts if t}
    for other in tables:
        for field in kinds[other.kind].fields:
            heads = other.columns.get(field.name, ())
            if field.refers == table.kind and len(heads) == 1 and heading_key(heads[0]) in here:
                own = table.columns.get("number", ())
                key = (here[heading_key(heads[0])],)
                return table if key == own else replace(table, key=key)
    return table


def _columns(kind: Kind, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The first heading that each field goes under; the field's best name first."""
    by_key = {key: text for text in reversed(texts) if (key := heading_key(text))}
    found: dict[str, tuple[str, ...]] = {}
    for field in kind.fields:
        for key in names_of(field):
            if key in by_key:
                found[field.name] = (by_key[key],)
                break
    return found


def _meant(
    found: Mapping[str, dict[str, tuple[str, ...]]], kinds: Mapping[str, Kind], sheet: Sheet
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Which kinds a sheet holds: those it has all that is required of, as its name says or most of its headings do."""
    able = {n: c for n, c in found.items() if _is_whole(kinds[n], c)}
    named = [n for n in able if heading_key(kinds[n].label)[:6] in heading_key(sheet.name)]
    if named:
        return {named[0]: able[named[0]]}
    chosen: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, columns in able.items():
        own = {h for f in kinds[name].fields if f.reads != "reference" for h in columns.get(f.name, ())}
        taken = {h for other in chosen.values() for headings in other.values() for h in headings}
        if len(own - taken) >= (1 if name == "order" else FEWEST) and kinds[name].present in columns:
            chosen[name] = _flat(name, columns, chosen)
    return chosen


def _flat(
    name: str, columns: dict[str, tuple[str, ...]], chosen: Mapping[str, dict[str, tuple[str, ...]]]
) -> dict[str, tuple[str, ...]]:
    """In a sheet of several kinds an order points at the line of the same row, by the line's own key."""
    if name == "order" and "line" in chosen:
        line = chosen["line"]
        key = tuple(h for f in ("application", "intervention", "valid_from") for h in line.get(f, ()))
        return {**columns, "line": key}
    return columns


def _is_whole(kind: Kind, columns: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether every required field has a column; a person's name may stand in one column or two."""
    return all(f.name in columns for f in kind.fields if f.required and not (kind.name == "order" and f.name == "line"))


def _table(kind: Kind, sheet: Sheet, columns: Mapping[str, tuple[str, ...]], row: int) -> Table:
    time = "hours" if any("tim" in heading_key(h) for h in columns.get("minutes", ())) else "minutes"
    return Table(kind.name, sheet.name, MappingProxyType(dict(columns)), header=row if row > 1 else 0, time=time)
