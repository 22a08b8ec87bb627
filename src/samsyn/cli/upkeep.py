"""What an installation needs: migrate, verify, close-days, and Django's own commands."""

import argparse
from datetime import timedelta

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


def manage(chosen: argparse.Namespace) -> int:
    """Hand over to Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samsyn manage", *chosen.rest])
    return Exit.OK
