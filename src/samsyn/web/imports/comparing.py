"""What becomes of each record that waits: new, the same as before, changed, or changed and left as it is."""

from collections.abc import Sequence
from datetime import UTC, datetime

from samsyn.audit.queries import cases_written_in, is_anything_read, persons_changed, rows_read
from samsyn.homecare.exports import KINDS
from samsyn.homecare.queries.imports import cases_of_orders, lines_ordered, lines_refused
from samsyn.people.exports.stage import Stage
from samsyn.people.exports.staged import Doing, Staged
from samsyn.people.queries import persons_numbered
from samsyn.people.refusals import N_, Refusal
from samsyn.web.imports.report import Report

CHANGES_OF_PERSON = ("person.change_contact", "person.identify", "person.record_death", "person.take_back_death",
    "person.protect", "person.lift_protection")  # fmt: skip
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
WHY_LEFT = {
    "person": N_("Uppgifterna är ändrade här efter förra inläsningen. De står kvar; ändra dem på personens sida."),
    "application": N_("Ärendet handläggs här sedan förra inläsningen. Det står kvar som det är."),
    "line": N_("Beslutet är fattat och ändras inte av en inläsning. Gör en rättelse i ärendet om något är fel."),
    "order": N_("Beställningen sköts här sedan förra inläsningen. Den står kvar som den är."),
}
BECOMES = {Doing.NEW: "new", Doing.SAME: "same", Doing.CHANGED: "changed", Doing.LEFT: "left", Doing.EXISTS: "exists",
           Doing.TWIN: "exists"}  # fmt: skip


def compare(stage: Stage, source: int | None, sheets: Sequence[str], report: Report) -> None:
    """Settle what becomes of every record, and tell the report of it."""
    for kind in KINDS:
        if source is not None and is_anything_read(source, kind):
            _known(stage, source, kind, sheets, report)
    _persons_here(stage)
    stage.join_twins()
    _new_lines_of_cases_here(stage, source, sheets, report)
    _orders(stage, sheets, report)
    for kind in KINDS:
        for doing, number in stage.count(kind).items():
            if doing in BECOMES:
                report.count(kind, BECOMES[doing], number)


def _known(stage: Stage, source: int, kind: str, sheets: Sequence[str], report: Report) -> None:
    for some in stage.keys(kind, Doing.NEW):
        found = rows_read(source, kind, [key for _, key, _ in some])
        changes: list[tuple[int, Doing, int | None]] = []
        read_at: dict[int, datetime] = {}
        for seq, key, digest in some:
            if key in found:
                row, before, at = found[key]
                changes.append((seq, Doing.SAME if digest == before else Doing.CHANGED, row))
                read_at[row] = at
        stage.set_doing(kind, changes)
        _leave(stage, kind, [(s, r) for s, d, r in changes if d is Doing.CHANGED and r], read_at, sheets, report)


def _leave(
    stage: Stage, kind: str, changed: list[tuple[int, int]], read_at: dict[int, datetime], sheets: Sequence[str],
    report: Report,
) -> None:  # fmt: skip
    """Of what the file says otherwise, leave what an import may not change."""
    if not changed or kind not in WHY_LEFT:
        return
    kept = _kept(kind, [row for _, row in changed], read_at)
    left = {seq: row for seq, row in changed if row in kept}
    stage.set_doing(kind, [(seq, Doing.LEFT, row) for seq, row in left.items()])
    for record in stage.numbered(kind, left):
        report.left(sheets[record.place], record.row, "", record.key, Refusal(WHY_LEFT[kind]))


def _kept(kind: str, rows: list[int], read_at: dict[int, datetime]) -> set[int]:
    since = min(read_at[row] for row in rows)
    if kind == "line":
        return set(rows)
    if kind == "person":
        return persons_changed(rows, since=since, what=CHANGES_OF_PERSON)
    if kind == "application":
        return cases_written_in(rows, since=since)
    cases = cases_of_orders(rows)
    written = cases_written_in(set(cases.values()), since=since)
    return {order for order, case in cases.items() if case in written}


def _persons_here(stage: Stage) -> None:
    """Persons who are here already, registered by hand or read from another system, are the same persons."""
    for some in stage.records("person", Doing.NEW):
        here = persons_numbered({r.body["number"] for r in some} - {""})
        stage.set_doing(
            "person", [(r.seq, Doing.EXISTS, here[r.body["number"]]) for r in some if r.body["number"] in here]
        )


def _new_lines_of_cases_here(stage: Stage, source: int | None, sheets: Sequence[str], report: Report) -> None:
    """A new decision in a case that is handled here since the last import is made here, not read in."""
    if source is None:
        return
    for some in stage.records("application", Doing.SAME, Doing.CHANGED, Doing.LEFT, Doing.KNOWN):
        lines = stage.below("line", [r.key for r in some])
        if not lines:
            continue
        found = rows_read(source, "application", [r.key for r in some])
        since = min((at for _, _, at in found.values()), default=datetime.now(UTC))
        written = cases_written_in([r.target for r in some if r.target], since=since)
        targets = {r.key: r.target for r in some}
        for key, line in lines:
            if targets[key] in written:
                _refuse(
                    stage,
                    "line",
                    line,
                    sheets,
                    report,
                    N_("Ärendet handläggs här sedan förra inläsningen. Fatta beslutet här."),
                )


def _refuse(stage: Stage, kind: str, record: Staged, sheets: Sequence[str], report: Report, why: str) -> None:
    report.wrong(kind, sheets[record.place], record.row, "", record.key, Refusal(why))
    stage.add_bad(kind, record.place, [(record.key, record.row)])


def _orders(stage: Stage, sheets: Sequence[str], report: Report) -> None:
    refused = "json_extract(l.body, '$.outcome') = 'refused'"
    outside = (
        "(json_extract(o.body, '$.start_on') < json_extract(l.body, '$.valid_from')"
        " OR json_extract(o.body, '$.start_on') > json_extract(l.body, '$.valid_to'))"
    )
    for condition, why in (
        (refused, N_("Insatsen är avslagen och beställs inte.")),
        (outside, N_("Startdagen ligger utanför beslutets tid.")),
    ):
        for key, place, row, value in stage.orders_against(condition):
            report.wrong("order", sheets[place], row, "", value or key, Refusal(why))
            stage.add_bad("order", place, [(key, row)])
    _one_live(stage, sheets, report)
    for some in stage.records("order", Doing.NEW):
        lines = {r.at[0] for r in some if r.at[0]}
        ordered, not_granted = (_ordered(stage, lines), lines_refused(lines)) if lines else (set(), set())
        for record in some:
            line, live = record.at[0], record.body.get("state") != "stopped"
            if line in not_granted:
                _refuse(stage, "order", record, sheets, report, N_("Insatsen är avslagen och beställs inte."))
            elif live and line in ordered:
                _refuse(stage, "order", record, sheets, report, N_("Insatsen är redan beställd här."))


def _ordered(stage: Stage, lines: set[int]) -> set[int]:
    """Of some stored lines those that a provider still has when this file has ended what it says has ended.

    An order that is the same as before, and that a later one of the file takes the place of, ends too.
    """
    ordered = lines_ordered(lines)
    ending = stage.stopping(list(ordered.values()))
    handled = _kept("order", list(ending), dict.fromkeys(ending, BEFORE_ALL)) if ending else set()
    ended = {row: seq for row, (seq, doing) in ending.items() if row not in handled and doing is not Doing.LEFT}
    stage.set_doing("order", [(seq, Doing.CHANGED, row) for row, seq in ended.items()])
    return {line for line, row in ordered.items() if row not in ended}


def _one_live(stage: Stage, sheets: Sequence[str], report: Report) -> None:
    """Of several orders of one line the last is the one under way; two that both say so cannot be taken."""
    orders = stage.live_orders_of_a_line()
    for number, (line, place, row, key, state, seq) in enumerate(orders):
        later = [o for o in orders[number + 1 : number + 20] if o[0] == line]
        if not later or state == "stopped":
            continue
        if state is None:
            stage.set_body("order", seq, state="stopped")
        elif any(o[4] not in {None, "stopped"} for o in later):
            report.wrong(
                "order",
                sheets[place],
                row,
                "",
                key,
                Refusal(N_("Insatsen har två pågående beställningar. Avsluta den ena.")),
            )
            stage.add_bad("order", place, [(key, row)])
        else:
            stage.set_body("order", seq, state="stopped")
