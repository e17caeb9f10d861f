"""The tables of the archive: typed, keyed and commented by the Table Schemas."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest

from xiaogan_facts import Archive, connect
from xiaogan_facts.gate.package import load
from xiaogan_facts.paths import DATAPACKAGE


def described(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f'DESCRIBE "{table}"').fetchall()}


def test_every_record_of_every_file_of_the_archive_is_a_row_of_its_table(opened: Archive) -> None:
    rows, records = {}, {}
    for each in opened.package.resources:
        with (DATAPACKAGE / each.file).open(encoding="utf-8", newline="") as stream:
            records[each.name] = sum(1 for _ in csv.DictReader(stream))
        rows[each.name] = opened.connection.execute(f"SELECT count(*) FROM {each.name}").fetchall()[0][0]
    assert len(rows) == 13
    assert rows == records


def test_columns_have_the_types_of_the_schema_in_its_order(tiny: duckdb.DuckDBPyConnection) -> None:
    assert list(described(tiny, "units")) == [field.name for field in _schema("units").fields]
    observations = described(tiny, "observations")
    assert [observations[name] for name in ("printed", "value", "multiplier", "is_near")] == [
        "VARCHAR",
        "DOUBLE",
        "BIGINT",
        "BOOLEAN",
    ]
    assert described(tiny, "sources")["reports_until"] == "DATE"


def _schema(name: str) -> Any:
    return load(DATAPACKAGE).resource(name).schema


def test_every_key_of_the_schemas_is_a_key_of_the_database(tiny: duckdb.DuckDBPyConnection) -> None:
    found = tiny.execute(
        "SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()"
    ).fetchall()
    keys = {(table, kind, tuple(columns)) for table, kind, columns in found}
    for each in load(DATAPACKAGE).resources:
        assert each.schema
        assert (each.name, "PRIMARY KEY", each.schema.primary_key) in keys
        for columns in each.schema.unique_keys:
            assert (each.name, "UNIQUE", columns) in keys
        for reference in each.schema.foreign_keys:
            assert (each.name, "FOREIGN KEY", reference.fields) in keys


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("INSERT INTO units SELECT * FROM units LIMIT 1", "Duplicate key"),
        ("INSERT INTO units SELECT 'other', * EXCLUDE unit_id FROM units LIMIT 1", "Duplicate key"),
        ("UPDATE relations SET object_id = 'nobody' WHERE relation_id = 'lg30-r02-01'", "foreign key"),
        ("UPDATE passages SET restates_id = 'lg30-p99-99' WHERE passage_id = 'lg30-p04-01'", "foreign key"),
        ("UPDATE observations SET value_type = 'hope'", "CHECK constraint"),
        ("UPDATE observations SET printed = NULL", "NOT NULL constraint"),
    ],
)
def test_the_database_itself_keeps_to_keys_and_codes(tiny_archive: Path, statement: str, complaint: str) -> None:
    with connect(tiny_archive) as connection, pytest.raises(duckdb.ConstraintException, match=complaint):
        connection.execute(statement)


def test_every_table_view_and_column_is_explained_in_both_languages(opened: Archive) -> None:
    comments = opened.connection.execute("""
        SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal
        UNION ALL SELECT table_name, NULL, comment FROM duckdb_tables()
        UNION ALL SELECT view_name, NULL, comment FROM duckdb_views() WHERE NOT internal""").fetchall()
    assert {"facts", "coverage", "timeline", "caveat_facts", "codes", "missing_values", "claims"} <= {
        row[0] for row in comments
    }
    bare = [row for row in comments if not row[2] or row[2].isascii() or " / " not in row[2]]
    assert bare == []


def test_a_missing_value_is_null_and_its_reason_is_kept_in_words(tiny: duckdb.DuckDBPyConnection) -> None:
    cells = (
        "SELECT number_of_items, growth_base FROM observations WHERE observation_id IN ('lg30-o02-01', 'lg30-o02-07')"
    )
    assert tiny.execute(cells).fetchall() == [(None, None), (None, None)]
    reasons = tiny.execute("""
        SELECT key, reason, label_en, label_zh FROM missing_values
        WHERE table_name = 'observations' AND column_name = 'number_of_items' AND key IN ('lg30-o02-01', 'lg30-o02-07')
        ORDER BY key""").fetchall()
    assert reasons == [
        ("lg30-o02-01", "not-applicable", "Does not apply to this row", "此行不适用"),
        ("lg30-o02-07", "not-stated", "The article does not say", "文章没有说明"),
    ]


def test_each_null_of_the_archive_has_one_reason_and_each_reason_a_null(opened: Archive) -> None:
    connection = opened.connection
    tables = [row[0] for row in connection.execute("SELECT DISTINCT table_name FROM missing_values").fetchall()]
    assert len(tables) > 5
    for table in tables:
        counts = ", ".join(f"count(*) - count({column})" for column in described(connection, table))
        nulls = connection.execute(f"SELECT list_sum([{counts}]) FROM {table}").fetchall()
        noted = connection.execute("SELECT count(*) FROM missing_values WHERE table_name = ?", [table]).fetchall()
        assert (table, nulls) == (table, noted)


def test_codes_are_worded_in_both_languages(tiny: duckdb.DuckDBPyConnection) -> None:
    found = tiny.execute(
        "SELECT * FROM codes WHERE table_name = 'observations' AND column_name = 'value_type'"
    ).fetchall()
    assert found[3] == ("observations", "value_type", "target", "An aim", "目标")
    assert len(found) == 5
