"""`samsyn import`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from samsyn.cli.ending import Exit, Stop
from samsyn.cli.upkeep import measure_tables, need_migrated

if TYPE_CHECKING:
    from samsyn.people.exports.mapping import Plan
    from samsyn.web.imports.report import Report

TOLD_EVERY = 50_000  # rows
SHOWN = 20


def import_files(chosen: argparse.Namespace) -> int:
    """Read in the export of another system, all of it or nothing. docs/import.md describes files and mappings."""
    from django.utils import timezone, translation

    from samsyn.people.exports.cells import Unreadable
    from samsyn.people.roles import job
    from samsyn.web.imports.taking import take_in
    from samsyn.web.shared.wording import say

    if not chosen.write_mapping:
        need_migrated()
    files = [(path.name, path) for path in chosen.files]
    for name, path in files:
        if not path.is_file():
            raise Stop(Exit.USAGE, f"cannot read {name}: there is no such file.")
    with translation.override(chosen.language), tempfile.TemporaryDirectory(prefix="samsyn-import-") as folder:
        try:
            plan = _plan(chosen, files, Path(folder))
            if chosen.write_mapping:
                return _write_mapping(plan, chosen.write_mapping)
            report = take_in(
                files, plan, Path(folder), dry=chosen.dry_run, by=job("import"), at=timezone.now(), tick=_Progress(),
                stored=_note_history,
            )  # fmt: skip
        except Unreadable as problem:
            where = f"{problem.file}: " if problem.file else ""
            raise Stop(Exit.REFUSED, f"{where}{say(problem.refusal)}") from None
        if chosen.report:
            chosen.report.write_bytes((Path(folder) / "report.csv").read_bytes())
        _tell(report, chosen)
    if report.bad:
        return Exit.REFUSED
    if not chosen.dry_run:
        measure_tables()
    return Exit.OK


def import_worker(chosen: argparse.Namespace) -> int:
    """Carry out an import that was started on its page, as the page says."""
    from samsyn.people.queries import import_to_do
    from samsyn.web.imports.job import work

    if found := import_to_do(chosen.number):
        work(found)
    return Exit.OK


def _plan(chosen: argparse.Namespace, files: list[tuple[str, Path]], folder: Path) -> "Plan":
    from samsyn.homecare.exports import KINDS
    from samsyn.people.exports.files import sheets_in
    from samsyn.people.exports.guess import guessed
    from samsyn.people.exports.mapping import read_plan

    if chosen.mapping:
        try:
            text = chosen.mapping.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise Stop(Exit.USAGE, f"cannot read {chosen.mapping.name}: it must be a text file in UTF-8.") from None
        return read_plan(text, KINDS)
    plan = guessed(sheets_in(files, folder), KINDS, chosen.system or files[0][1].stem)
    if not plan.tables:
        raise Stop(
            Exit.REFUSED, "no column is known by its heading. Give a mapping with --mapping; see docs/import.md."
        )
    return plan


def _note_history(report: "Report", source: Any) -> None:
    """The import stands among the others on the administrator's page."""
    from django.utils import timezone

    from samsyn.people.actions import choose_import, end_import
    from samsyn.people.roles import job

    by, now = job("import"), timezone.now()
    made = choose_import(mapping="", once=str(uuid4()), by=by, at=now)
    end_import(import_=made, state="done", counts=report.plain(), source=source, by=by, at=now)


def _write_mapping(plan: "Plan", goal: Path) -> int:
    from samsyn.people.exports.mapping import write_plan

    goal.write_text(write_plan(plan), encoding="utf-8")
    print(f"The mapping as far as it could be recognised is in {goal}. Look it over; nothing was read in.")
    return Exit.OK


class _Progress:
    """Says how far the reading has come, a line for every so many rows."""

    def __init__(self) -> None:
        self._told, self._began = 0, time.monotonic()

    def __call__(self, rows: int) -> None:
        if rows - self._told >= TOLD_EVERY:
            self._told = rows
            pace = int(rows / max(time.monotonic() - self._began, 0.001))
            print(f"  {rows} rows checked, {pace} a second", file=sys.stderr, flush=True)


def _tell(report: "Report", chosen: argparse.Namespace) -> None:
    from samsyn.homecare.exports import KINDS
    from samsyn.web.imports.report import told

    for said in report.said[:SHOWN]:
        where = ", ".join(
            str(part) for part in (said.sheet, f"rad {said.row}" if said.row else "", said.column) if part
        )
        print(f"{where}: {said.reason}" + (f" ({said.value})" if said.value else ""))
    for line in told(report.counts, {k: kind.label for k, kind in KINDS.items()}):
        print(line)
    if report.bad:
        more = "" if chosen.report else " --report FILE writes every one of them to a file."
        print(f"{report.bad} rows or cells are wrong. Nothing was read in.{more}", file=sys.stderr)
    elif chosen.dry_run:
        print("A dry run: nothing was read in.")
