"""Very many rows at once: what is put in is what was given, and tables get back every index they had."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from samsyn.audit import bulk
from samsyn.audit.models import ImportedRow, ImportSource
from samsyn.cases.actions.load import LATE
from samsyn.cases.actions.load import TABLES as CASES
from samsyn.homecare.actions.load import TABLES as HOMECARE

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


def indexes() -> set[tuple[str, str]]:
    """Every index of the database: its table and its name."""
    query = {
        "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'",
        "postgresql": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


@pytest.mark.parametrize("rows", [0, 1, 332, 333, 334, 1_000])
def test_rows_of_values_come_in_whole_however_many_fill_a_statement(rows: int) -> None:
    source = ImportSource.objects.create(name="Det förra systemet")

    bulk.insert_values(
        ImportedRow,
        ("key", "row", "digest"),
        ((f"b-{n}", n, f"{n:032x}") for n in range(rows)),
        source=source.pk,
        kind="time",
        read_at=AT,
    )

    stored = ImportedRow.objects.order_by("row").values_list("source", "kind", "key", "row", "digest", "read_at")
    assert list(stored) == [(source.pk, "time", f"b-{n}", n, f"{n:032x}", AT) for n in range(rows)]


def test_only_the_rows_that_are_found_change() -> None:
    source = ImportSource.objects.create(name="Det förra systemet")
    for key in ("a", "b", "c"):
        ImportedRow.objects.create(source=source, kind="line", key=key, row=1, digest="old", read_at=AT)

    bulk.update_values(
        ImportedRow,
        ("row", "digest", "read_at"),
        ("source", "kind", "key"),
        [(7, "new", LATER, source.pk, "line", "a"), (8, "newer", LATER, source.pk, "line", "c")],
    )

    stored = ImportedRow.objects.order_by("key").values_list("key", "row", "digest", "read_at")
    assert list(stored) == [("a", 7, "new", LATER), ("b", 1, "old", AT), ("c", 8, "newer", LATER)]


def test_indexes_are_away_meanwhile_and_back_afterwards() -> None:
    before = indexes()
    with transaction.atomic():
        with bulk.rebuilt_afterwards(*CASES, *HOMECARE, late=LATE):
            meanwhile = indexes()
        after = indexes()

    assert len(before - meanwhile) > 20
    assert after == before


def test_nothing_that_points_at_a_late_row_is_searched_from_end_to_end() -> None:
    """SQLite looks for what points at each late row, so an index stays; PostgreSQL looks once, when all is in."""
    with transaction.atomic(), bulk.rebuilt_afterwards(*CASES, *HOMECARE, late=LATE), connection.cursor() as cursor:
        for table, column in (("cases_decisionline", "decision_id"), ("homecare_order", "line_id")):
            if connection.vendor == "sqlite":
                cursor.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1")
                assert "INDEX" in cursor.fetchall()[0][3]
            else:
                cursor.execute("SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass", [table])
                assert not cursor.fetchall()


def test_indexes_are_back_after_a_failure() -> None:
    before = indexes()
    with pytest.raises(LookupError), transaction.atomic(), bulk.rebuilt_afterwards(*CASES, late=LATE):
        raise LookupError

    assert indexes() == before
