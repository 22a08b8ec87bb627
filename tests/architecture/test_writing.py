"""Only actions write, and every action says who and when, in one transaction, with an event."""

import ast
import importlib
import inspect
from collections import Counter
from datetime import datetime

import pytest

from samsyn.people.roles import Actor
from tests.architecture.tree import SRC, called, dotted, functions, imported, is_action, modules, short, tree

ROW_WRITES = ("save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create")
WRITES = frozenset([*ROW_WRITES, *(f"a{name}" for name in ROW_WRITES), "execute", "executemany"])

# Calls with a writing name that write no row, counted: one more of them fails the test and is looked at.
NO_WRITES = {
    ("audit/guards.py", "execute"): 1,  # triggers, put in and taken away by migrations
    ("cli/nightly.py", "execute"): 1,  # the emptying of the log that SQLite keeps
    ("cli/upkeep.py", "execute"): 2,  # the measuring of tables that SQLite does
    ("equity/columns.py", "execute"): 1,  # a copy of a file that an analyst chose, for their login alone
    ("equity/engine.py", "execute"): 1,  # reads a file that somebody names; the engine holds nothing
    ("people/exports/stage.py", "execute"): 1,  # a temporary file of its own, beside the database
    ("people/exports/stage.py", "executemany"): 1,
    ("planning/kernel/compiled.py", "update"): 1,  # a checksum
    ("synthetic/municipality.py", "update"): 1,  # a checksum
    ("web/equity/own/places.py", "update"): 1,  # a checksum
    ("web/entry/attempts.py", "delete"): 1,  # an entry of the cache
    ("web/shared/export.py", "save"): 1,  # a workbook
    ("web/shared/typed.py", "save"): 1,  # the reader's own session
    ("web/templatetags/samsyn.py", "update"): 1,  # a dict
}

ROOMS_THAT_LOAD = ("people", "cases", "homecare")
ROOMS_WITH_ACTIONS = (*ROOMS_THAT_LOAD, "review", "improvement")


def test_only_actions_write():
    found = Counter(
        (short(path), node.func.attr)
        for path in modules()
        if not is_action(path)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    )
    assert dict(found) == NO_WRITES


def actions():
    for room in ROOMS_WITH_ACTIONS:
        package = importlib.import_module(f"samsyn.{room}.actions")
        for name in package.__all__:
            if inspect.isfunction(function := getattr(package, name)):
                yield pytest.param(room, function, id=f"{room}.{name}")


def written(room):
    """Every function of a room's actions by its name."""
    files = [SRC / room / "actions.py", *(SRC / room / "actions").glob("*.py")]
    return {f.name: f for path in files if path.exists() for f in functions(path)}


@pytest.mark.parametrize(("room", "action"), actions())
def test_an_action_is_told_by_name_who_acts_and_when(room, action):
    parameters = inspect.signature(action, eval_str=True).parameters
    by_position = [p.name for p in parameters.values() if p.kind not in {p.KEYWORD_ONLY, p.VAR_KEYWORD}]
    assert by_position == []
    assert parameters["by"].annotation is Actor
    assert parameters["at"].annotation is datetime


@pytest.mark.parametrize(("room", "action"), actions())
def test_an_action_is_one_transaction(room, action):
    function = written(room)[action.__name__]
    decorated = any(ast.unparse(d) in {"action", "transaction.atomic"} for d in function.decorator_list)
    assert decorated or "atomic" in called(function)


@pytest.mark.parametrize(("room", "action"), actions())
def test_an_action_leaves_an_event(room, action):
    known, reached, waiting = written(room), set(), [action.__name__]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [n for n in called(known[name]) if n in known]
    assert any({"record", "append"} & called(known[name]) for name in reached)


def test_other_rooms_reach_only_the_actions_a_room_offers():
    inside = {
        dotted(path): room
        for room in ROOMS_WITH_ACTIONS
        for path in (SRC / room / "actions").glob("[!_]*.py")
        if path.name not in {"load.py", "imports.py", "import_clocks.py", "import_follow.py"}
    }
    reached = [
        f"{short(path)} imports {name}"
        for path in modules()
        for name in imported(path) & inside.keys()
        if (SRC / inside[name]) not in path.parents
    ]
    assert reached == []


def test_only_the_simulation_and_the_import_put_rows_in_by_the_thousand():
    """They record their events afterwards: one in a database that holds nobody, the other when all has been checked."""
    ways = ("load", "imports")
    fast = {"samsyn.audit.bulk", *(f"samsyn.{room}.actions.{way}" for room in ROOMS_THAT_LOAD for way in ways)}
    users = {short(path) for path in modules() if imported(path) & fast}
    doors = {"web/simulate.py", "web/imports/taking.py"}
    follows = {"cases/actions/import_clocks.py", "homecare/actions/import_follow.py"}  # what an import leads to
    assert users == doors | follows | {f"{room}/actions/{way}.py" for room in ROOMS_THAT_LOAD for way in ways}
