"""What is done every night. Each step stands by itself: one that fails is told of, and the others are done."""

import argparse
import sys
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from samsyn.cli.ending import Exit
from samsyn.cli.upkeep import measure_tables, need_migrated

Step = Callable[[datetime], str]  # what is printed of it; nothing where there was nothing to do


def nightly(_chosen: argparse.Namespace) -> int:
    """What is done every night: close days, lay out the coming weeks, lock old drafts, fill the store."""
    from django.utils import timezone

    need_migrated()
    now = timezone.now()
    failed = [name for name, step in STEPS.items() if not _is_done(name, step, now)]
    if failed:
        print(f"{len(failed)} of {len(STEPS)} steps failed: {', '.join(failed)}. Run it again.", file=sys.stderr)
        return Exit.PARTLY
    return Exit.OK


def _is_done(name: str, step: Step, now: datetime) -> bool:
    try:
        told = step(now)
    except Exception:
        print(f"The step {name} failed:", file=sys.stderr)
        traceback.print_exc()
        return False
    if told:
        print(told)
    return True


def _close(now: datetime) -> str:
    from django.utils import timezone

    from samsyn.homecare.actions import close_days
    from samsyn.people.roles import job

    closed = close_days(by=job("close-days"), at=now, through=timezone.localdate(now) - timedelta(days=1))
    return f"{closed} planned times of past days are closed."


def _plan(now: datetime) -> str:
    from samsyn.homecare.actions import plan_ahead
    from samsyn.people.roles import job

    return f"{plan_ahead(by=job('plan-ahead'), at=now)} times are planned for the coming four weeks."


def _settle(now: datetime) -> str:
    from samsyn.homecare.actions import settle_accounts
    from samsyn.people.roles import job

    return f"{settle_accounts(by=job('settle-accounts'), at=now)} entries settle the accounts of granted time."


def _lock(now: datetime) -> str:
    from samsyn.cases.actions import lock_old_entries
    from samsyn.homecare.actions import lock_old_care_entries
    from samsyn.people.roles import job

    days, lock = _days("journal_locks_after"), job("lock-journal")
    locked = lock_old_entries(days=days, by=lock, at=now) + lock_old_care_entries(days=days, by=lock, at=now)
    return f"{locked} journal drafts older than {days} days are locked."


def _delete(_now: datetime) -> str:
    """Carry out the approved lists of deletion. SQLite's log, which holds old pages, is emptied after it."""
    from django.db import connection
    from django.utils import timezone

    from samsyn.cases.actions import carry_out_deletion
    from samsyn.cases.queries import approved_deletions
    from samsyn.people.roles import job
    from samsyn.web.shared.place import place

    done = [
        carry_out_deletion(drawn=drawn, place=place(), by=job("deletion"), at=timezone.now())
        for drawn in approved_deletions()
    ]
    if done and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    gone = sum(drawn.report["files"] for drawn in done)
    return f"{gone} personal files are deleted, as two persons have approved." if gone else ""


def _draw(now: datetime) -> str:
    from samsyn.cases.actions import draw_last_month
    from samsyn.homecare.queries import who_helped
    from samsyn.people.roles import job

    units = len(draw_last_month(by=job("log-review"), at=now, helped=who_helped))
    return f"{units} units have last month's readings to review." if units else ""


def _fill(now: datetime) -> str:
    """Fill the store of similar cases where it is on, after the deletions, so that a deleted file's rows go, too."""
    from samsyn.people.roles import job
    from samsyn.review.actions import fill_store
    from samsyn.review.queries import is_store_on, store_key

    if not is_store_on():
        return "The store of similar cases is off."
    if (key := store_key()) is None:
        return "The store of similar cases is not filled: its pseudonyms need SAMSYN_SECRET_KEY."
    run = fill_store(key=key, by=job("fill-store"), at=now)
    return (
        f"The store of similar cases holds {run.held} decisions, {run.added} of them new, and {run.removed} are gone."
    )


def _end_keys(now: datetime) -> str:
    from samsyn.people.roles import job
    from samsyn.review.actions import end_keys

    keys = end_keys(by=job("end-keys"), at=now)
    return f"{keys} keys of reviews are ended." if keys else ""


def _forget_times(now: datetime) -> str:
    """Delete when carers began and ended, once that has been kept for its time."""
    from samsyn.homecare.actions import forget_times
    from samsyn.people.roles import job

    told = forget_times(days=_days("told_days"), by=job("forget-times"), at=now)
    return f"{told} told times of carers are deleted." if told else ""


def _measure(now: datetime) -> str:
    from samsyn.improvement.due import measure_what_is_due
    from samsyn.people.roles import job

    outcomes, again = measure_what_is_due(by=job("measure"), at=now)
    if not outcomes and not again:
        return ""
    return f"{outcomes} outcomes of equal treatment are measured, {again} improvements are measured again."


def _tidy(_now: datetime) -> str:
    """Delete files never read in, measured by an analyst or cut short, searches of a day that nobody took in, and what
    is kept of ended sessions."""
    from django.core.management import call_command

    from samsyn.web.dayplan.aside import forget_old as forget_searches
    from samsyn.web.equity.own.places import forget_old as forget_own_files
    from samsyn.web.imports.places import forget_old
    from samsyn.web.shared.uploads import forget_parts

    forget_old()
    forget_own_files()
    forget_searches()
    forget_parts()
    call_command("clearsessions")  # what somebody typed in a search is kept in the session
    measure_tables()
    return ""


def _days(setting: str) -> int:
    from django.conf import settings

    return cast("int", settings.SAMSYN[setting])


# In this order: what is deleted is gone before the store of similar cases is filled.
STEPS: dict[str, Step] = {
    "close-days": _close,
    "plan-ahead": _plan,
    "settle-accounts": _settle,
    "lock-journal": _lock,
    "deletion": _delete,
    "log-review": _draw,
    "fill-store": _fill,
    "end-keys": _end_keys,
    "forget-times": _forget_times,
    "measure": _measure,
    "tidy": _tidy,
}
