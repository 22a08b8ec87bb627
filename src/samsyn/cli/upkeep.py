"""What an installation needs: migrate, verify, nightly, close-days, and Django's own commands."""

import argparse
from datetime import datetime, timedelta
from typing import cast

from samsyn.cli.ending import Exit, Stop

ROWS_MEASURED = 20_000  # of each index; a second for a file of two gigabytes


def need_whole_steps() -> None:
    """Stop when the tables stand in the middle of what is now one step: no step of this program goes on from there."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    applied = MigrationRecorder(connection).applied_migrations()
    for (room, _), step in sorted(loader.disk_migrations.items()):
        done = [name for app, name in step.replaces if (app, name) in applied]
        if 0 < len(done) < len(step.replaces):
            raise Stop(
                Exit.DATABASE,
                f"the tables of {room} were left at {done[-1]} by a version under development, and this one goes on"
                f" from {step.replaces[-1][1]}: run `samsyn migrate` of the version that has that step first,"
                " then this one's; invented people are sooner made anew in an empty database.",
            )


def need_migrated() -> None:
    """Stop when the tables are older than the program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    need_whole_steps()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Stop(Exit.DATABASE, "the tables are not made or older than the program: run `samsyn migrate`.")


def migrate(chosen: argparse.Namespace) -> int:
    """Bring the tables and the gathered static files up to this version of the program."""
    from django.core.management import call_command

    need_whole_steps()
    call_command("migrate", interactive=False, verbosity=chosen.verbosity)
    call_command("collectstatic", interactive=False, verbosity=0)
    measure_tables()
    print("The tables and the static files are up to date.")
    return Exit.OK


def measure_tables() -> None:
    """Let SQLite take in how its rows are spread, so that it chooses the right index. PostgreSQL does so by itself."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_MEASURED}")
            cursor.execute("ANALYZE")


def verify(chosen: argparse.Namespace) -> int:
    """Walk the whole event log and say whether it, and every letter it vouches for, is as it was written."""
    from samsyn.audit.queries import verify_chain
    from samsyn.cases.queries import altered

    need_migrated()
    verdict = verify_chain(upto=chosen.head)
    print(f"events: {verdict.events}")
    print(f"head:   {verdict.head}")
    if verdict.intact and (letter := altered()):
        print(f"BROKEN: {letter} is not the one that was sent")
        return Exit.CHAIN_BROKEN
    if verdict.intact:
        print(
            "intact: every event and every letter is as it was written. Note the head in a place outside this machine."
        )
        return Exit.OK
    where = f"at event {verdict.broken_at}: " if verdict.broken_at else ""
    print(f"BROKEN {where}{verdict.reason}")
    return Exit.CHAIN_BROKEN


def close_days(chosen: argparse.Namespace) -> int:
    """Close days up to and with one day: what was planned and not reported otherwise becomes performed."""
    from django.utils import timezone

    from samsyn.homecare.actions import close_days as close
    from samsyn.people.roles import job

    need_migrated()
    now = timezone.now()
    through = chosen.day or timezone.localdate(now) - timedelta(days=1)
    close(by=job("close-days"), at=now, through=through)
    print(f"Days up to and with {through} are closed.")
    return Exit.OK


def nightly(_chosen: argparse.Namespace) -> int:
    """What is done every night: close days, lay out the coming weeks, lock old drafts, fill the store."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from samsyn.cases.actions import draw_last_month, lock_old_entries
    from samsyn.homecare.actions import close_days as close
    from samsyn.homecare.actions import lock_old_care_entries, plan_ahead, settle_accounts
    from samsyn.homecare.queries import who_helped
    from samsyn.improvement.due import measure_what_is_due
    from samsyn.people.roles import job
    from samsyn.review.actions import end_keys
    from samsyn.web.equity.own.places import forget_old as forget_own_files
    from samsyn.web.imports.places import forget_old
    from samsyn.web.shared.uploads import forget_parts

    need_migrated()
    now = timezone.now()
    closed = close(by=job("close-days"), at=now, through=timezone.localdate(now) - timedelta(days=1))
    planned = plan_ahead(by=job("plan-ahead"), at=now)
    settled = settle_accounts(by=job("settle-accounts"), at=now)
    days, lock = cast("int", settings.SAMSYN["journal_locks_after"]), job("lock-journal")
    locked = lock_old_entries(days=days, by=lock, at=now) + lock_old_care_entries(days=days, by=lock, at=now)
    gone = delete_what_is_approved()
    reviews = len(draw_last_month(by=job("log-review"), at=now, helped=who_helped))
    compared = fill_what_is_on(now)
    keys = end_keys(by=job("end-keys"), at=now)
    forget_told(now)
    outcomes, again = measure_what_is_due(by=job("measure"), at=now)
    forget_old()  # files that were chosen to be read in and never were
    forget_own_files()  # files that an analyst measured
    forget_parts()  # of uploads that were cut short
    call_command("clearsessions")  # what somebody typed in a search is kept in the session
    measure_tables()
    print(f"{closed} planned times of past days are closed, {planned} times are planned for the coming four weeks.")
    print(f"{settled} entries settle the accounts of granted time.")
    print(f"{locked} journal drafts older than {days} days are locked.")
    if reviews:
        print(f"{reviews} units have last month's readings to review.")
    print(compared)
    if outcomes or again:
        print(f"{outcomes} outcomes of equal treatment are measured, {again} improvements are measured again.")
    if keys:
        print(f"{keys} keys of reviews are ended.")
    if gone:
        print(f"{gone} personal files are deleted, as two persons have approved.")
    return Exit.OK


def forget_told(now: datetime) -> None:
    """Delete when carers began and ended, once that has been kept for its time."""
    from django.conf import settings

    from samsyn.homecare.actions import forget_times
    from samsyn.people.roles import job

    days = cast("int", settings.SAMSYN["told_days"])
    if told := forget_times(days=days, by=job("forget-times"), at=now):
        print(f"{told} told times of carers are deleted.")


def fill_what_is_on(now: datetime) -> str:
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


def delete_what_is_approved() -> int:
    """Carry out the approved lists of deletion; returns how many files went.

    SQLite's write-ahead log still holds old pages after that, so it is emptied.
    """
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
    return sum(drawn.report["files"] for drawn in done)


def manage(chosen: argparse.Namespace) -> int:
    """Hand over to Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samsyn manage", *chosen.rest])
    return Exit.OK
