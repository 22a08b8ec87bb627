"""Rules the database itself keeps, so that not even a mistaken program can break them: triggers for both engines."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

Step = Callable[[StateApps, BaseDatabaseSchemaEditor], None]


@dataclass(frozen=True)
class Guard:
    """Forbid an operation on a table's rows, always or when a condition on OLD or NEW holds.

    `operation` is INSERT, UPDATE or DELETE; `when` is SQL that both engines understand.
    """

    table: str
    operation: str
    message: str
    when: str = ""

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.operation.lower()}"

    def sqlite(self) -> list[str]:
        when = f" WHEN {self.when}" if self.when else ""
        return [
            f"CREATE TRIGGER {self.name} BEFORE {self.operation} ON {self.table}{when}"
            f" BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        ]

    def postgresql(self) -> list[str]:
        row = "OLD" if self.operation == "DELETE" else "NEW"
        raising = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {self.when} THEN {raising} END IF; RETURN {row};" if self.when else raising
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

    def put(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        for guard in guards:
            for sql in guard.sqlite() if vendor == "sqlite" else guard.postgresql():
                editor.execute(sql)

    def take_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for guard in guards:
            for sql in guard.drop(editor.connection.vendor):
                editor.execute(sql)

    return RunPython(put, take_away)
