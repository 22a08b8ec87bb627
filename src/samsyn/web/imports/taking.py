"""One import from beginning to end: check everything, and when nothing is wrong store it all in one transaction."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from samsyn.cases.actions.imports import import_cases
from samsyn.homecare.actions.import_follow import follow_import
from samsyn.homecare.actions.imports import import_orders, in_bulk
from samsyn.people.actions.imports import import_people, import_source, tell_import
from samsyn.people.exports.fields import Setting
from samsyn.people.exports.files import sheets_in
from samsyn.people.exports.mapping import Plan
from samsyn.people.exports.stage import Stage
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Actor
from samsyn.web.imports.checking import check, default_unit
from samsyn.web.imports.report import Report

REPORT = "report.csv"
SELDOM = (
    50_000,
    20,
    100,
)  # rows come in lists of thousands and die young: a fifth of the time went to looking for rings


Stored: TypeAlias = "Callable[[Report, Any], object]"


def nothing(*_told: object) -> None:
    """For whoever does not follow the progress."""


def take_in(
    files: Sequence[tuple[str, Path]],
    plan: Plan,
    folder: Path,
    *,
    dry: bool,
    by: Actor,
    at: datetime,
    tick: Callable[[int], None] = nothing,
    stored: Stored = nothing,
) -> Report:
    """Check files against a mapping and, when nothing is wrong and it is no dry run, store what they hold.

    `files` are names and places, `folder` is for what is only needed meanwhile; the report is left in it. `tick` is
    told how many rows are read, `stored` what was stored, inside the transaction. Raises Unreadable for what cannot be
    read at all, Refused when somebody has changed the same meanwhile. Nothing is stored unless everything is.
    """
    setting = Setting(localdate(at), only_test_numbers=not settings.SAMSYN["real_people"])
    stage = Stage(folder / "stage.sqlite3")
    try:
        with _collected(SELDOM), Report(folder / REPORT, tick=tick) as report:
            unit = default_unit(plan)
            check(sheets_in(list(files), folder), plan, stage, setting, report)
            if not dry and not report.bad:
                _store(stage, plan, unit, report, by, at, stored)
        return report
    finally:
        stage.close()
        (folder / "stage.sqlite3").unlink(missing_ok=True)


@contextmanager
def _collected(how_often: tuple[int, int, int]) -> Iterator[None]:
    """Let the garbage collector run so often meanwhile (gc.set_threshold)."""
    before = gc.get_threshold()
    gc.set_threshold(*how_often)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _store(stage: Stage, plan: Plan, unit: int, report: Report, by: Actor, at: datetime, stored: Stored) -> None:
    try:
        with transaction.atomic():
            source = import_source(name=plan.system, by=by, at=at)
            with in_bulk(report.rows):
                import_people(stage=stage, source=source, by=by, at=at)
                import_cases(stage=stage, source=source, unit=unit, by=by, at=at)
                import_orders(stage=stage, source=source, by=by, at=at)
            follow_import(stage=stage, source=source, by=by, at=at)
            tell_import(source=source, counts=report.plain(), by=by, at=at)
            stored(report, source)
    except IntegrityError:
        raise Refused(
            Refusal(N_("Något av det som står i filen ändrades här medan den kontrollerades. Läs in den en gång till."))
        ) from None
