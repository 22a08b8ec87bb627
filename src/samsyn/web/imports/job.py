"""Running an import: at once when the file is small, else in a process of its own, so that no page waits for it."""

import subprocess
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from samsyn.homecare.exports import KINDS
from samsyn.people.actions import INTERRUPTED, end_import
from samsyn.people.exports.cells import Unreadable
from samsyn.people.exports.mapping import read_plan
from samsyn.people.queries import importer
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Actor
from samsyn.web.imports import places
from samsyn.web.imports.report import Report
from samsyn.web.imports.taking import take_in

if TYPE_CHECKING:
    from samsyn.audit.models import Import

AT_ONCE = 1_000_000  # bytes; takes a second or two
FAULT = N_("Något gick fel i programmet. Inget av filen lästes in. Felet står i serverns logg.")


def begin(import_: "Import") -> None:
    """Run a started import here and now, or let a process of its own do it once the page's transaction has ended."""
    if places.size_of(import_.pk) <= AT_ONCE:
        run(import_)
        return
    places.announce(import_.pk)
    transaction.on_commit(lambda: _spawn(import_.pk))


def _spawn(pk: int) -> None:
    command = [sys.executable, "-m", "samsyn", "import-worker", str(pk)]
    subprocess.Popen(  # noqa: S603 - our own command and a number
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )


def work(import_: "Import") -> bool:
    """Run a started import in this process, unless another has it."""
    with places.working(import_.pk) as free:
        if free:
            run(import_)
        return free


def run(import_: "Import") -> None:
    """Check, and read in when that is what was started. However it ends, the import says so."""
    by, at = importer(import_), timezone.now()
    done: dict[str, Any] = {"import_": import_, "by": by, "at": at}

    def stored(report: Report, source: Any) -> None:
        end_import(**done, state="done", counts=report.plain(), source=source)

    try:
        plan = read_plan(import_.mapping, KINDS)
        report = take_in(
            places.files_of(import_.pk), plan, places.folder_of(import_.pk), dry=import_.dry, by=by, at=at,
            tick=lambda rows: places.tell_progress(import_.pk, rows), stored=stored,
        )  # fmt: skip
    except Unreadable as problem:
        fail(import_, problem, by=by, at=at)
    except Refused as refused:
        end_import(**done, state="failed", reason=refused.refusal)
    except Exception:
        end_import(**done, state="failed", reason=Refusal(FAULT))
        raise
    else:
        if import_.dry or report.bad:
            end_import(**done, state="checked", counts=report.plain(), bad=report.bad)
        else:
            transaction.on_commit(lambda: places.forget_files(import_.pk))


def fail(import_: "Import", problem: Unreadable, *, by: Actor, at: datetime) -> None:
    """Its files could not be read at all."""
    values = {**problem.refusal.values, "file": problem.file} if problem.file else problem.refusal.values
    end_import(import_=import_, state="failed", reason=Refusal(problem.refusal.text, values), by=by, at=at)


def notice_death(import_: "Import") -> "Import":
    """An import whose process has died is failed: nothing of it stays, since nothing was committed."""
    if import_.state != "running" or places.is_alive(import_.pk):
        return import_
    by = importer(import_)
    return end_import(import_=import_, state="failed", reason=Refusal(INTERRUPTED), by=by, at=timezone.now())
