"""Rules the database itself keeps, so that not even a mistaken program can break them: triggers for both engines."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

Step = Callable[[StateApps, BaseDatabaseSchemaEditor], None]


@dataclass(frozen=True)
class Guard:
    """Forbid an operation on a table's rows, always or when a condition on OLD or NEW holds.

    `operation` is INSERT, UPDATE or DELETE; `when` is SQL that both engines understand, and so is `unless`, a state of
    the database in which the guard stands aside.
    """

    table: str
    operation: str
    message: str
    when: str = ""
    unless: str = ""

    @property
    def condition(self) -> str:
        """When the guard stops an operation; empty for always."""
        stands_aside = f"NOT ({self.unless})" if self.unless else ""
        return " AND ".join(filter(None, (f"({self.when})" if self.when and stands_aside else self.when, stands_aside)))

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.operation.lower()}"

    def sqlite(self) -> list[str]:
        when = f" WHEN {self.condition}" if self.condition else ""
        return [
            f"CREATE TRIGGER {self.name} BEFORE {self.operation} ON {self.table}{when}"
            f" BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        ]

    def postgresql(self) -> list[str]:
        row = "OLD" if self.operation == "DELETE" else "NEW"
        raising = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {self.condition} THEN {raising} END IF; RETURN {row};" if self.condition else raising
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN {body} END $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {self.name} BEFORE {self.operation} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f"DROP TRIGGER {self.name}"]
        return [f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()"]


def keep(*guards: Guard) -> RunPython:
    """A reversible migration step that puts the guards in place."""
    return RunPython(_step(put=guards), _step(away=guards))


def lift(*guards: Guard) -> RunPython:
    """A reversible migration step that takes guards away before a table changes: SQLite remakes it without them."""
    return RunPython(_step(away=guards), _step(put=guards))


def stand_aside(*guards: Guard) -> RunPython:
    """A reversible migration step that gives guards that are in place their `unless`."""
    plain = tuple(replace(guard, unless="") for guard in guards)
    return RunPython(_step(away=plain, put=guards), _step(away=guards, put=plain))


def _step(*, put: tuple[Guard, ...] = (), away: tuple[Guard, ...] = ()) -> Step:
    def run(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        gone = [sql for guard in away for sql in guard.drop(vendor)]
        made = [sql for guard in put for sql in (guard.sqlite() if vendor == "sqlite" else guard.postgresql())]
        for sql in (*gone, *made):
            editor.execute(sql)

    return run
