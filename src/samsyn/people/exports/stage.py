# ruff: noqa: S608 - the names of tables are our own
"""Where records wait between being read and being stored: a temporary file of its own, so that memory stays flat."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from samsyn.people.exports.rows import Taken
from samsyn.people.exports.staged import KINDS, REFERS, Doing, Staged, row_of, staged

AT_A_TIME = 2_000
MANY_AT_A_TIME = 10_000  # rows that are only values


class Stage:
    """The file. Opened for one import and thrown away after it."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        run = self._run
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16000", "locking_mode=EXCLUSIVE"):
            run(f"PRAGMA {pragma}")
        for kind in KINDS:
            run(
                f"CREATE TABLE {_t(kind)} (seq INTEGER PRIMARY KEY, key TEXT UNIQUE, place INT, line INT, digest TEXT,"
                " r1 TEXT, r2 TEXT, body TEXT, doing INT DEFAULT 0, target INT)"
            )
        run("CREATE TABLE bad (kind TEXT, key TEXT, place INT, line INT, PRIMARY KEY (kind, key))")
        run("CREATE TABLE numbers (number TEXT PRIMARY KEY, seq INT)")
        run("BEGIN")

    def _run(self, sql: str, gaps: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self._db.execute(sql, gaps)

    def _many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(sql, rows)

    def close(self) -> None:
        self._db.close()

    # Reading in

    def add(self, kind: str, place: int, taken: Sequence[Taken]) -> list[tuple[Taken, int, int]]:
        """Put some records in. Returns those whose key is there already with other values, with its place and row."""
        before = self._db.total_changes
        rows = [row_of(place, t) for t in taken]
        self._many(
            f"INSERT OR IGNORE INTO {_t(kind)} (key, place, line, digest, r1, r2, body) VALUES (?,?,?,?,?,?,?)", rows
        )
        if self._db.total_changes - before == len(rows):
            return []
        clashes = []
        for record, row in zip(taken, rows, strict=True):
            found = self._run(f"SELECT digest, place, line FROM {_t(kind)} WHERE key = ?", [record.key]).fetchone()
            if found[0] != row[3]:
                clashes.append((record, int(found[1]), int(found[2])))
        return clashes

    def add_bad(self, kind: str, place: int, keys: Iterable[tuple[str, int]]) -> None:
        """Remember records that cannot be stored, so that what points at them can say which row to put right."""
        rows = [(kind, key, place, row) for key, row in keys if key]
        self._many("INSERT OR IGNORE INTO bad VALUES (?,?,?,?)", rows)
        self._many(f"DELETE FROM {_t(kind)} WHERE key = ?", [(r[1],) for r in rows])

    def add_known(self, kind: str, found: Iterable[tuple[str, int]]) -> None:
        """Records that were read before and that something in this file points at."""
        self._many(
            f"INSERT OR IGNORE INTO {_t(kind)} (key, place, line, digest, doing, target) VALUES (?, -1, 0, '', ?, ?)",
            [(key, Doing.KNOWN, target) for key, target in found],
        )

    def dangling(self, kind: str, reference: int) -> Iterator[list[str]]:
        """Keys that records point at and that are not in the file, some at a time."""
        refers = REFERS[kind][reference]
        yield from self._lists(
            f"SELECT DISTINCT r{reference + 1} FROM {_t(kind)} WHERE doing <> {Doing.KNOWN} AND r{reference + 1} NOT IN"
            f" (SELECT key FROM {_t(refers)})"
        )

    def pointing_at(self, kind: str, reference: int, key: str) -> list[tuple[str, int, int]]:
        """Key, place and row of the records that point at a key."""
        return self._run(
            f"SELECT key, place, line FROM {_t(kind)} WHERE r{reference + 1} = ? AND doing <> {Doing.KNOWN}", [key]
        ).fetchall()

    def bad_at(self, kind: str, key: str) -> tuple[int, int] | None:
        """Place and row of a record that could not be taken."""
        found = self._run("SELECT place, line FROM bad WHERE kind = ? AND key = ?", [kind, key]).fetchone()
        return (int(found[0]), int(found[1])) if found else None

    def index_references(self, kind: str) -> None:
        """Let records be found by what they point at."""
        for number in range(len(REFERS[kind])):
            self._run(f"CREATE INDEX IF NOT EXISTS {_t(kind)}_r{number + 1} ON {_t(kind)} (r{number + 1})")

    # Comparing

    def keys(self, kind: str, *doing: Doing) -> Iterator[list[tuple[int, str, str]]]:
        """Number, key and digest of the records, some at a time."""
        yield from self._some(f"SELECT seq, key, digest FROM {_t(kind)} WHERE doing IN ({_in(doing)})")

    def has(self, kind: str, keys: Sequence[str]) -> set[str]:
        """Which of some keys are in the file."""
        asked = json.dumps(keys)
        found = self._run(f"SELECT key FROM {_t(kind)} WHERE key IN (SELECT value FROM json_each(?))", [asked])
        return {row[0] for row in found}

    def set_doing(self, kind: str, changes: Iterable[tuple[int, Doing, int | None]]) -> None:
        """What becomes of records, by number, and which stored row they are."""
        self._many(
            f"UPDATE {_t(kind)} SET doing = ?, target = ? WHERE seq = ?", [(int(d), t, s) for s, d, t in changes]
        )

    def count(self, kind: str) -> dict[Doing, int]:
        """How many records of each sort there are."""
        found = self._run(f"SELECT doing, COUNT(*) FROM {_t(kind)} GROUP BY doing")
        return {Doing(doing): n for doing, n in found}

    def join_twins(self) -> None:
        """Mark persons who stand under several keys with the same number: one is stored, the others are it."""
        number = "json_extract(body, '$.number')"
        self._run(
            f"INSERT OR IGNORE INTO numbers SELECT {number}, seq FROM {_t('person')}"
            f" WHERE body IS NOT NULL AND {number} <> '' ORDER BY doing = {Doing.NEW}, seq"
        )
        self._run(
            f"UPDATE {_t('person')} SET doing = {Doing.TWIN} WHERE doing = {Doing.NEW} AND {number} <> ''"
            f" AND seq NOT IN (SELECT seq FROM numbers)"
        )

    def settle_twins(self) -> None:
        """Give the twins the stored row of the one they are."""
        number = f"json_extract({_t('person')}.body, '$.number')"
        self._run(
            f"UPDATE {_t('person')} SET target = (SELECT f.target FROM numbers n JOIN {_t('person')} f ON f.seq = n.seq"
            f" WHERE n.number = {number}) WHERE doing = {Doing.TWIN}"
        )

    def live_orders_of_a_line(self) -> list[tuple[str, int, int, str, str | None, int]]:
        """Orders of lines that have several: line, place, row, key, state as told, number; in the order they begin."""
        return self._run(
            f"SELECT r1, place, line, key, json_extract(body, '$.state'), seq FROM {_t('order')} WHERE r1 IN"
            f" (SELECT r1 FROM {_t('order')} WHERE body IS NOT NULL GROUP BY r1 HAVING COUNT(*) > 1)"
            " AND body IS NOT NULL"
            " ORDER BY r1, json_extract(body, '$.start_on'), seq"
        ).fetchall()

    def orders_against(self, condition: str) -> list[tuple[str, int, int, str]]:
        """Key, place, row and value of orders whose line stands against them; a condition over o and l."""
        return self._run(
            "SELECT o.key, o.place, o.line, COALESCE(json_extract(o.body, '$.start_on'), '')"
            f" FROM {_t('order')} o JOIN {_t('line')} l ON l.key = o.r1 WHERE o.body IS NOT NULL AND l.body IS NOT NULL"
            f" AND {condition}"
        ).fetchall()

    def set_body(self, kind: str, seq: int, **changes: Any) -> None:
        """Complete a record's values."""
        self._run(f"UPDATE {_t(kind)} SET body = json_patch(body, ?) WHERE seq = ?", [json.dumps(changes), seq])

    # Storing

    def records(self, kind: str, *doing: Doing) -> Iterator[list[Staged]]:
        """Records with the stored rows they point at, some at a time."""
        refers = REFERS[kind]
        columns = "".join(f", p{n}.target" for n in range(len(refers)))
        joins = "".join(f" LEFT JOIN {_t(k)} p{n} ON p{n}.key = m.r{n + 1}" for n, k in enumerate(refers))
        select = (
            f"SELECT m.seq, m.key, m.place, m.line, m.digest, m.body, m.target{columns} FROM {_t(kind)} m{joins}"
            f" WHERE m.doing IN ({_in(doing)})"
        )
        for some in self._some(select, "m.seq"):
            yield staged(some)

    def place(self, kind: str, first: int) -> int:
        """Give all new records keys in the database from `first` on, in the file's order; returns the next free one."""
        base = self._run(f"SELECT MIN(seq), MAX(seq) FROM {_t(kind)} WHERE doing = {Doing.NEW}").fetchone()
        if base[0] is None:
            return first
        self._run(f"UPDATE {_t(kind)} SET target = seq + ? WHERE doing = {Doing.NEW}", [first - base[0]])
        return first + int(base[1]) - int(base[0]) + 1

    def new_values(self, kind: str, names: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Of new records the stored row, the one they point at first and some of their values, many at a time."""
        values = "".join(f", json_extract(m.body, '$.{name}')" for name in names)
        return self._tuples(
            f"SELECT m.target, p.target{values} FROM {_t(kind)} m JOIN {_t(REFERS[kind][0])} p ON p.key = m.r1"
            f" WHERE m.doing = {Doing.NEW} AND m.seq > ? AND m.seq <= ? ORDER BY m.seq", kind,
        )  # fmt: skip

    def origins(self, kind: str, doing: Sequence[Doing]) -> Iterator[list[tuple[str, int, str]]]:
        """Key, stored row and digest of the records that are stored, many at a time."""
        return self._tuples(
            f"SELECT key, target, digest FROM {_t(kind)} WHERE doing IN ({_in(doing)}) AND target IS NOT NULL"
            " AND seq > ? AND seq <= ? ORDER BY seq", kind,
        )  # fmt: skip

    def _tuples(self, select: str, kind: str) -> Iterator[list[tuple[Any, ...]]]:
        last = self._run(f"SELECT MAX(seq) FROM {_t(kind)}").fetchone()[0] or 0
        for start in range(0, last, MANY_AT_A_TIME):
            if rows := self._run(select, [start, start + MANY_AT_A_TIME]).fetchall():
                yield rows

    def numbered(self, kind: str, numbers: Iterable[int]) -> list[Staged]:
        """Some records by their numbers, without what they point at."""
        found = self._run(
            f"SELECT seq, key, place, line, digest, body, target FROM {_t(kind)} WHERE seq IN"
            " (SELECT value FROM json_each(?)) ORDER BY seq",
            [json.dumps(list(numbers))],
        )
        return staged(found.fetchall())

    def below(self, kind: str, above: Sequence[str]) -> list[tuple[str, Staged]]:
        """The records of a kind that point at some keys by their first reference, each with the key."""
        self.index_references(kind)
        found = self._run(
            f"SELECT seq, key, place, line, digest, body, target, r1 FROM {_t(kind)} WHERE r1 IN"
            f" (SELECT value FROM json_each(?)) AND doing = {Doing.NEW} ORDER BY seq",
            [json.dumps(list(above))],
        ).fetchall()
        return [(row[7], one) for row, one in zip(found, staged([row[:7] for row in found]), strict=True)]

    def given(self, orders: Sequence[str]) -> set[str]:
        """Which of some orders' keys any time has been given to."""
        self.index_references("time")
        found = self._run(
            f"SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM {_t('time')} WHERE r1 = value"
            " AND json_extract(body, '$.minutes') > 0)",
            [json.dumps(list(orders))],
        )
        return {row[0] for row in found}

    def days_of_help(self, lines: Sequence[str]) -> dict[str, tuple[str, str]]:
        """For each of some lines the first and the last day on which time was given to its orders."""
        day = "json_extract(t.body, '$.day')"
        found = self._run(
            f"SELECT o.r1, MIN({day}), MAX({day}) FROM {_t('order')} o JOIN {_t('time')} t ON t.r1 = o.key"
            " WHERE o.r1 IN (SELECT value FROM json_each(?)) AND json_extract(t.body, '$.minutes') > 0 GROUP BY o.r1",
            [json.dumps(list(lines))],
        )
        return {line: (first, last) for line, first, last in found}

    def is_all_new(self) -> bool:
        """Whether nothing in the file was here before, or belongs to what was."""
        return not any(
            self._run(f"SELECT 1 FROM {_t(kind)} WHERE doing <> {Doing.NEW} LIMIT 1").fetchone()
            for kind in ("application", "line", "order")
        )

    def orders_to_look_at(self) -> list[int]:
        """Stored orders that are changed, that are new for a line that was here, or that have got time since."""
        found = self._run(
            f"SELECT target FROM {_t('order')} WHERE doing = {Doing.CHANGED} UNION SELECT o.target FROM {_t('order')} o"
            f" JOIN {_t('line')} l ON l.key = o.r1 WHERE o.doing = {Doing.NEW} AND l.doing <> {Doing.NEW}"
            f" UNION SELECT o.target FROM {_t('order')} o JOIN {_t('time')} t ON t.r1 = o.key"
            f" WHERE o.doing <> {Doing.NEW} AND t.doing IN ({Doing.NEW}, {Doing.CHANGED})"
        )
        return [row[0] for row in found if row[0] is not None]

    def cases_joined(self) -> list[int]:
        """Stored cases that were here before and have got new lines."""
        found = self._run(
            f"SELECT DISTINCT a.target FROM {_t('line')} l JOIN {_t('application')} a ON a.key = l.r1"
            f" WHERE l.doing = {Doing.NEW} AND a.doing <> {Doing.NEW}"
        )
        return [row[0] for row in found if row[0] is not None]

    def stopping(self, targets: Sequence[int]) -> dict[int, tuple[int, Doing]]:
        """Of some stored orders those that the file says have ended: number of the record, and what becomes of it."""
        found = self._run(
            f"SELECT target, seq, doing FROM {_t('order')} WHERE target IN (SELECT value FROM json_each(?))"
            " AND json_extract(body, '$.state') = 'stopped'",
            [json.dumps(list(targets))],
        )
        return {target: (seq, Doing(doing)) for target, seq, doing in found}

    def saying(self, kind: str, name: str, doing: Doing) -> list[int]:
        """Stored rows of the records of which the file says something by a name."""
        value = f"json_extract(body, '$.{name}')"
        found = self._run(f"SELECT target FROM {_t(kind)} WHERE doing = {doing} AND {value} IS NOT NULL")
        return [row[0] for row in found]

    def said(self, kind: str, name: str, targets: Sequence[int]) -> dict[int, Any]:
        """What the file says by a name of some stored rows, where it says anything."""
        self._run(f"CREATE INDEX IF NOT EXISTS {_t(kind)}_target ON {_t(kind)} (target)")
        value = f"json_extract(body, '$.{name}')"
        found = self._run(
            f"SELECT target, {value} FROM {_t(kind)} WHERE target IN (SELECT value FROM json_each(?))"
            f" AND {value} IS NOT NULL",
            [json.dumps(list(targets))],
        )
        return dict(found.fetchall())

    def first_new(self, kind: str) -> int | None:
        """The lowest key in the database that a new record of a kind has got."""
        found = self._run(f"SELECT MIN(target) FROM {_t(kind)} WHERE doing = {Doing.NEW}").fetchone()
        return int(found[0]) if found[0] is not None else None

    def lonely(self, kind: str, of: str, targets: Sequence[int]) -> set[int]:
        """Of some stored rows of a kind those that no record of another kind in the file points at."""
        found = self._run(
            f"SELECT p.target FROM {_t(kind)} p JOIN json_each(?) a ON a.value = p.target"
            f" WHERE NOT EXISTS (SELECT 1 FROM {_t(of)} m WHERE m.r1 = p.key)",
            [json.dumps(list(targets))],
        )
        return {row[0] for row in found}

    def per_target(self, kind: str, refers: str) -> Iterator[list[tuple[int, int]]]:
        """For each stored row pointed at, how many new or changed records of a kind point at it; some at a time."""
        cursor = self._run(
            f"SELECT p.target, COUNT(*) FROM {_t(kind)} m JOIN {_t(refers)} p ON p.key = m.r1"
            f" WHERE m.doing IN ({Doing.NEW}, {Doing.CHANGED}) GROUP BY p.target"
        )
        while some := cursor.fetchmany(AT_A_TIME):
            yield some

    def _some(self, select: str, by: str = "seq") -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a query with a WHERE and their number first, some at a time; they may be changed meanwhile."""
        last = 0
        while rows := self._run(f"{select} AND {by} > ? ORDER BY {by} LIMIT {AT_A_TIME}", [last]).fetchall():
            yield rows
            last = rows[-1][0]

    def _lists(self, select: str) -> Iterator[list[str]]:
        rows = [row[0] for row in self._run(select)]
        for start in range(0, len(rows), AT_A_TIME):
            yield rows[start : start + AT_A_TIME]


def _t(kind: str) -> str:
    """The table of a kind; `order` is a word of SQL's own."""
    return f"the_{kind}"


def _in(doing: Iterable[Doing]) -> str:
    return ", ".join(str(int(d)) for d in doing)
