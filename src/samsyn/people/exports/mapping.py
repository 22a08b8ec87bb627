"""The mapping file: which columns of an export become which of our fields. TOML, to be saved, shared and versioned."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samsyn.people.exports.cells import refuse
from samsyn.people.exports.fields import Kind
from samsyn.people.refusals import N_

VERSION = 1
DATE_ORDERS = ("dmy", "mdy")
DECIMALS = ("", ",", ".")
TIMES = ("minutes", "hours")
Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """How one sheet gives the records of one kind.

    `sheet` is a sheet's or a file's name. `columns` gives for each field its heading, or several whose cells are put
    together. `key` are the headings that tell one record from another; without it the kind's own. `header` is the row
    of the headings when it is not the first that has them. `values` translates words of a field, `defaults` stands
    where a cell is empty. `dates` is the order of day and month, `decimal` the sign, and `time` says
    what a bare number of time is.
    """

    kind: str
    sheet: str
    columns: Columns
    key: tuple[str, ...] = ()
    header: int = 0
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    dates: str = "dmy"
    decimal: str = ""
    time: str = "minutes"


@dataclass(frozen=True)
class Plan:
    """A whole mapping. `system` names where the records come from; their keys are remembered under it.

    `unit` is the assessment unit of cases that name none, `new_units` whether providers that are missing are opened.
    """

    system: str
    tables: tuple[Table, ...]
    unit: str = ""
    new_units: bool = False


def read_plan(text: str, kinds: Mapping[str, Kind]) -> Plan:
    """A mapping from its file. Raises Unreadable, saying where, for what cannot be meant."""
    try:
        said = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise refuse(N_("Mappningen går inte att läsa: {problem}"), problem=str(problem)) from None
    if said.get("version") != VERSION:
        raise refuse(N_("Mappningen ska börja med version = {version}."), version=VERSION)
    system = said.get("system")
    if not isinstance(system, str) or not 0 < len(system.strip()) <= 60:
        raise refuse(N_('Mappningen behöver ett namn på systemet, högst 60 tecken: system = "…".'))
    tables = said.get("table")
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        raise refuse(N_("Mappningen behöver minst en [[table]]."))
    unit, new_units = said.get("unit", ""), said.get("new_units", False)
    if not isinstance(unit, str) or not isinstance(new_units, bool):
        raise refuse(N_("Mappningens unit ska vara ett namn och new_units true eller false."))
    return Plan(system.strip(), tuple(_table(n, t, kinds) for n, t in enumerate(tables, 1)), unit, new_units)


def _table(number: int, said: dict[str, Any], kinds: Mapping[str, Kind]) -> Table:
    def bad(what: str) -> Exception:
        return refuse(N_("Tabell {number} i mappningen: {what} går inte att förstå."), number=number, what=what)

    kind = kinds.get(str(said.get("kind", "")))
    if kind is None:
        raise bad("kind")
    if not isinstance(said.get("sheet"), str):
        raise bad("sheet")
    columns = _columns(said.get("columns"))
    unknown = [name for name in columns or () if not kind.field(name)]
    if columns is None or unknown:
        raise bad(f"columns {unknown[0]}" if unknown else "columns")
    key = _headings(said.get("key", []))
    header = said.get("header", 0)
    values, defaults = said.get("values", {}), said.get("defaults", {})
    for name, fine in {
        "key": key is not None,
        "header": isinstance(header, int) and not isinstance(header, bool) and 0 <= header <= 1000,
        "values": isinstance(values, dict) and all(_is_words(v) and kind.field(k) for k, v in values.items()),
        "defaults": _is_words(defaults) and all(kind.field(k) for k in defaults),
        "dates": said.get("dates", "dmy") in DATE_ORDERS,
        "decimal": said.get("decimal", "") in DECIMALS,
        "time": said.get("time", "minutes") in TIMES,
    }.items():
        if not fine:
            raise bad(name)
    return Table(
        kind.name, said["sheet"], columns, key or (), header, values, defaults, said.get("dates", "dmy"),
        said.get("decimal", ""), said.get("time", "minutes"),
    )  # fmt: skip


def _columns(said: Any) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(said, dict):
        return None
    found = {name: _headings(value) for name, value in said.items()}
    return None if None in found.values() else {n: h for n, h in found.items() if h}


def _headings(said: Any) -> tuple[str, ...] | None:
    listed = [said] if isinstance(said, str) else said
    if not isinstance(listed, list) or not all(isinstance(h, str) for h in listed):
        return None
    return tuple(h for h in listed if h)


def _is_words(said: Any) -> bool:
    return isinstance(said, dict) and all(isinstance(v, str) for v in said.values())


def write_plan(plan: Plan) -> str:
    """The mapping as its file."""
    lines = [f"version = {VERSION}", f"system = {_quoted(plan.system)}"]
    if plan.unit:
        lines.append(f"unit = {_quoted(plan.unit)}")
    if plan.new_units:
        lines.append("new_units = true")
    for table in plan.tables:
        lines += ["", "[[table]]", *_lines(table)]
    return "\n".join(lines) + "\n"


def _lines(table: Table) -> Iterable[str]:
    yield f"kind = {_quoted(table.kind)}"
    yield f"sheet = {_quoted(table.sheet)}"
    if table.header:
        yield f"header = {table.header}"
    if table.key:
        yield f"key = {_list(table.key)}"
    for name, usual in (("dates", "dmy"), ("decimal", ""), ("time", "minutes")):
        if (value := getattr(table, name)) != usual:
            yield f"{name} = {_quoted(value)}"
    yield "[table.columns]"
    for name, headings in table.columns.items():
        yield f"{name} = {_quoted(headings[0]) if len(headings) == 1 else _list(headings)}"
    if table.defaults:
        yield "[table.defaults]"
        yield from (f"{name} = {_quoted(value)}" for name, value in table.defaults.items())
    for name, words in table.values.items():
        yield f"[table.values.{name}]"
        yield from (f"{_quoted(word)} = {_quoted(code)}" for word, code in words.items())


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _quoted(text: str) -> str:
    """A basic string of TOML, which escapes as JSON does, and the character that TOML also forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
