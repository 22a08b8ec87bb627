"""Reading a file against its mapping and against what is stored, without storing anything.

Records wait in a stage beside the database, so that a check holds nobody up and leaves no trace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import islice

from samsyn.audit.queries import is_anything_read, keys_read, rows_read, source_named
from samsyn.homecare.exports import KINDS
from samsyn.people.exports.cells import Sheet, refuse
from samsyn.people.exports.fields import Setting
from samsyn.people.exports.mapping import Plan, Table
from samsyn.people.exports.rows import ANY, Names, Problem, Taken, read_table
from samsyn.people.exports.stage import AT_A_TIME, Stage
from samsyn.people.exports.staged import REFERS
from samsyn.people.names import fold
from samsyn.people.queries import assessment_units, units_by_name
from samsyn.people.refusals import N_, Refusal
from samsyn.web.imports.comparing import compare
from samsyn.web.imports.report import Report

MOST_GONE = 100  # of each kind, named one by one


@dataclass(frozen=True)
class Place:
    """A table of the mapping with the sheet it reads."""

    table: Table
    sheet: Sheet
    is_shared: bool


def check(sheets: Sequence[Sheet], plan: Plan, stage: Stage, setting: Setting, report: Report) -> None:
    """Read everything into the stage and say in the report what would become of it.

    Raises Unreadable when a sheet or a column that the mapping names is not there.
    """
    places = _places(sheets, plan)
    names = _names(plan)
    for number in range(len(places)):
        _read(number, places, names, stage, setting, report)
    source = source_named(plan.system)
    for kind in KINDS:
        _settle_references(kind, places, source, stage, report)
    compare(stage, source, [p.sheet.name for p in places], report)
    _tell_gone(plan, source, stage, report)
    order = list(KINDS)
    report.counts = {k: report.counts[k] for k in sorted(report.counts, key=order.index)}


def _places(sheets: Sequence[Sheet], plan: Plan) -> list[Place]:
    order = list(KINDS)
    found = [(t, _sheet(sheets, t)) for t in sorted(plan.tables, key=lambda t: order.index(t.kind))]
    used = [id(s) for _, s in found]
    return [Place(t, s, used.count(id(s)) > 1) for t, s in found]


def _sheet(sheets: Sequence[Sheet], table: Table) -> Sheet:
    """The sheet a table names, by the name of the sheet or of the file; the only one there is when there is one."""
    wanted = table.sheet.casefold()
    for sheet in sheets:
        names = {sheet.title.casefold(), sheet.file.casefold(), sheet.file.rpartition(".")[0].casefold()} - {""}
        if wanted in names or any(fnmatch(name, wanted) for name in names):
            return sheet
    visible = [s for s in sheets if not s.hidden]
    if len(visible) == 1:
        return visible[0]
    raise refuse(
        N_("Bladet eller filen ”{sheet}” finns inte. Ändra mappningen eller välj rätt fil."), sheet=table.sheet
    )


def _names(plan: Plan) -> Names:
    """The names that are known here. A caseworker who is not leaves the case to be shared out."""
    units = units_by_name("assessment")
    if plan.unit and fold(plan.unit) not in units:
        raise refuse(N_("Det finns ingen enhet ”{name}” som handlägger ärenden."), name=plan.unit)
    providers = [*units_by_name("provider"), *([ANY] if plan.new_units else [])]
    return {
        ("application", "unit"): frozenset(units),
        ("application", "caseworker"): frozenset([ANY]),
        ("order", "provider"): frozenset(providers),
    }


def default_unit(plan: Plan) -> int:
    """The assessment unit of cases whose row names none."""
    units = units_by_name("assessment")
    first = units.get(fold(plan.unit)) or next((u.pk for u in assessment_units()[:1]), None)
    if first is None:
        raise refuse(N_("Det finns ingen enhet som handlägger ärenden. Lägg till en under Enheter först."))
    return first


def _read(number: int, places: Sequence[Place], names: Names, stage: Stage, setting: Setting, report: Report) -> None:
    place = places[number]
    kind = place.table.kind
    items = read_table(place.sheet, place.table, KINDS, setting, names, is_shared=place.is_shared)
    while some := list(islice(items, AT_A_TIME)):
        taken = [item for item in some if isinstance(item, Taken)]
        problems = [item for item in some if isinstance(item, Problem)]
        for problem in problems:
            report.wrong(kind, place.sheet.name, problem.row, problem.column, problem.value, problem.reason)
        clashes = stage.add(kind, number, taken)
        for record, other, row in clashes:
            reason = Refusal(
                N_("Raden säger något annat än rad {row} i {sheet} om samma nummer. Rätta den ena."),
                {"row": row, "sheet": places[other].sheet.name},
            )
            report.wrong(kind, place.sheet.name, record.row, "", record.key, reason)
        stage.add_bad(kind, number, [(p.key, p.row) for p in problems])
        report.read(len({item.row for item in some}))


def _settle_references(kind: str, places: Sequence[Place], source: int | None, stage: Stage, report: Report) -> None:
    """Find what records point at, in the file or among what was read before; else the records cannot be taken."""
    for number, refers in enumerate(REFERS[kind]):
        for keys in stage.dangling(kind, number):
            known = rows_of(source, refers, keys)
            stage.add_known(refers, known.items())
            missing = [key for key in keys if key not in known]
            if missing:
                stage.index_references(kind)
            for key in missing:
                _refuse_dangling(kind, number, key, places, stage, report)


def rows_of(source: int | None, kind: str, keys: Sequence[str]) -> dict[str, int]:
    """The stored rows of some keys that were read before."""
    return {} if source is None else {key: row for key, (row, _, _) in rows_read(source, kind, keys).items()}


def _refuse_dangling(kind: str, number: int, key: str, places: Sequence[Place], stage: Stage, report: Report) -> None:
    refers = REFERS[kind][number]
    column = next(f for n, f in enumerate(f for f in KINDS[kind].fields if f.reads == "reference") if n == number)
    bad = stage.bad_at(refers, key)
    if bad:
        reason = Refusal(
            N_("Raden hör till rad {row} i {sheet}, som behöver rättas först."),
            {"row": bad[1], "sheet": places[bad[0]].sheet.name},
        )
    else:
        reason = Refusal(
            N_("Det finns ingen rad i filen med det numret ({kind}), och ingen har lästs in tidigare."),
            {"kind": KINDS[refers].label},
        )
    pointing = stage.pointing_at(kind, number, key)
    for _, place, row in pointing:
        heads = places[place].table.columns.get(column.name, (column.label,))
        report.wrong(kind, places[place].sheet.name, row, heads[0], key, reason)
    for own, place, row in pointing:
        stage.add_bad(kind, place, [(own, row)])


def _tell_gone(plan: Plan, source: int | None, stage: Stage, report: Report) -> None:
    """What was read before and is not in the file any more. It is told, and stays."""
    kinds = {t.kind for t in plan.tables}
    for kind in (k for k in KINDS if k in kinds and source is not None and is_anything_read(source, k)):
        shown = 0
        for keys in keys_read(source or 0, kind):
            here = stage.has(kind, keys)
            gone = [key for key in keys if key not in here]
            report.count(kind, "gone", len(gone))
            for key in gone[: MOST_GONE - shown]:
                shown += 1
                report.left(
                    KINDS[kind].label, 0, "", key,
                    Refusal(N_("Raden finns inte i filen längre. Det som lästes in tidigare står kvar.")),
                )  # fmt: skip
