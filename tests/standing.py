"""What tells the state a database is in (tests/kept.py), on either engine, and how a statement is done once more.

SQLite counts the rows that a connection has changed and gives numbers back when rows are rolled back. PostgreSQL does
neither. So each table of the tests' database there gets a trigger that gives what is written a word never used before;
the word is forgotten by a rollback as the rows are, and a word that stands as it stood tells that the rows do. The
numbers are set back in a transaction that has written nothing.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from psycopg import sql as words

Statement = tuple[str, Any]

NOTICED = """
CREATE OR REPLACE FUNCTION kept_written() RETURNS trigger AS $$ BEGIN
    PERFORM set_config('samsyn.written', gen_random_uuid()::text, true); RETURN NULL;
END $$ LANGUAGE plpgsql;
DO $$ DECLARE one regclass; BEGIN
    FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER kept_written AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION kept_written()', one);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER kept_written', one);
    END LOOP;
END $$"""

# Where a table's rows lie is another place once it has been emptied, as after tests that store in earnest.
MARK = """
SELECT coalesce(current_setting('samsyn.written', true), ''), pg_relation_filenode('audit_event'),
    (SELECT sum(pg_stat_get_xact_tuples_inserted(t) + pg_stat_get_xact_tuples_updated(t)
        + pg_stat_get_xact_tuples_deleted(t)) FROM unnest({tables}::oid[]) t),
    (SELECT array_agg(pg_sequence_last_value(s)) FROM unnest({numbers}::oid[]) s)"""


@dataclass(frozen=True)
class Mark:
    """What is alike as long as nothing is written or rolled back: a word, rows written in all, numbers last given."""

    word: Any
    rows: int
    numbers: Any


class OnSqlite:
    """Of a connection to SQLite."""

    def __init__(self) -> None:
        self._empty = self.mark().numbers

    def mark(self) -> Mark:
        raw: sqlite3.Connection = connection.connection
        return Mark(None, raw.total_changes, raw.execute("SELECT name, seq FROM sqlite_sequence").fetchall())

    def is_empty(self, mark: Mark) -> bool:
        return bool(mark.numbers == self._empty)

    def statement(self, _cursor: Any, sql: str, params: Any) -> Statement | None:
        """What can be done once more; None if that cannot be told."""
        if isinstance(params, dict):
            return None
        return (sql if params is None else FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%"), params)

    def again(self, statements: Sequence[Statement]) -> None:
        for sql, params in statements:
            connection.connection.execute(sql, params or ()).fetchall()

    def can_tell(self, before: Mark, after: Mark, _rows: int, statements: Sequence[Statement]) -> bool:
        """Not what leaves the numbers as they were: that could be rolled back unseen."""
        return not statements or after.numbers != before.numbers


class OnPostgresql:
    """Of a connection to PostgreSQL."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(NOTICED)
            cursor.execute("SELECT array_agg(oid ORDER BY oid) FROM pg_class WHERE relkind = 'S'")
            self._sequences: list[int] = cursor.fetchone()[0]
            cursor.execute("SELECT array_agg(oid) FROM pg_class WHERE relkind = 'r'")  # those of the server itself too
            tables = cursor.fetchone()[0]
        asked = words.SQL(MARK).format(tables=words.Literal(tables), numbers=words.Literal(self._sequences))
        self._ask = asked.as_string(connection.connection).encode()
        self._empty = self.mark()

    def mark(self) -> Mark:
        with psycopg.Cursor(connection.connection) as cursor:
            word, place, rows, numbers = cursor.execute(self._ask, prepare=True).fetchone()
        return Mark((word, place), int(rows), numbers)

    def is_empty(self, mark: Mark) -> bool:
        """Whether the test's own transaction has written nothing. Then the numbers are set back."""
        if mark.word != self._empty.word or not connection.atomic_blocks[0]._from_testcase:
            return False
        moved = [
            (s, first) for s, now, first in zip(self._sequences, mark.numbers, self._empty.numbers, strict=True)
            if now != first
        ]  # fmt: skip
        if moved:
            set_back = [f"setval({s}, {first or 1}, {first is not None})" for s, first in moved]
            connection.connection.execute("SELECT " + ", ".join(set_back))
        return True

    def statement(self, cursor: Any, sql: str, params: Any) -> Statement | None:
        """What can be done once more, with its values in it; None if that cannot be told."""
        if not isinstance(sql, str):
            return None
        return (sql if params is None else cursor.mogrify(sql, params), None)

    def again(self, statements: Sequence[Statement]) -> None:
        connection.connection.execute(";".join(sql for sql, _ in statements).encode())

    def can_tell(self, before: Mark, after: Mark, rows: int, _statements: Sequence[Statement]) -> bool:
        """Not what was written otherwise than by statements: copied in, or by the database itself."""
        return after.rows - before.rows == rows
