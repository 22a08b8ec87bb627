"""Every guard that a migration has put in place is in place, and lets go only of a file that is deleted.

On SQLite Django makes a table anew to change it, and its triggers go with the old one: a migration that changes a
guarded table has to put its guards back.
"""

import pytest
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from samsyn.audit.guards import Guard
from samsyn.cases.file_tree import branches

pytestmark = pytest.mark.django_db


def guards_of(run):
    """The guards that a step of a migration takes away and puts in place."""
    cells = dict(zip(run.__code__.co_freevars, (c.cell_contents for c in run.__closure__ or ()), strict=True))
    return [tuple(v for v in cells.get(name, ()) if isinstance(v, Guard)) for name in ("away", "put")]


def declared():
    """Every guard that should be in place after the last migration, by name."""
    graph = MigrationLoader(connection).graph
    steps = dict.fromkeys(step for node in graph.leaf_nodes() for step in graph.forwards_plan(node))
    found = {}
    for step in steps:
        for operation in graph.nodes[step].operations:
            if isinstance(operation, RunPython):
                away, put = guards_of(operation.code)
                found = {name: g for name, g in found.items() if name not in {a.name for a in away}}
                found |= {guard.name: guard for guard in put}
    return found


def in_place():
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT DISTINCT trigger_name FROM information_schema.triggers"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall() if name.startswith("guard_")}


def test_every_guard_is_in_place():
    assert len(declared()) > 40
    assert in_place() == set(declared())


def test_what_is_in_a_file_is_final_until_the_file_is_deleted():
    tables = {b.model._meta.db_table for b in branches()}
    kept = [
        g.name for g in declared().values()
        if g.operation == "DELETE" and g.table in tables and "cases_deletionlist" not in g.unless
    ]  # fmt: skip
    assert kept == []
