"""Makes a table and fills it: typed values where there are values, NULL with its reason kept where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xiaogan_facts.database.ddl import Table, comments, create, name, names, sql_type, target, text
from xiaogan_facts.database.load import CURE, is_missing, listed, stage
from xiaogan_facts.gate.errors import CannotRunError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from xiaogan_facts.gate.package import Field, ForeignKey, Package, Schema


def fill(connection: DuckDBPyConnection, package: Package, table: Table) -> None:
    """Make the table and put every record of its file into it. Raises CannotRunError where that cannot be done."""
    connection.execute(create(table))
    stage(connection, package, table)
    cells = ", ".join(_cell(table.schema, field) for field in table.schema.fields)
    connection.execute(f'CREATE OR REPLACE TEMP TABLE typed AS SELECT {cells}, "@row" FROM staged')
    _insert(connection, table)
    _note_missing_values(connection, table)
    _note_codes(connection, table)
    for comment in comments(table):
        connection.execute(comment)
    connection.execute("DROP TABLE staged; DROP TABLE typed; DROP TABLE IF EXISTS ready")


def check(connection: DuckDBPyConnection, table: Table) -> None:
    """Check, once all tables are filled, the foreign keys that DuckDB was not told of. Raises CannotRunError."""
    for key in table.undeclared:
        here = [f"t.{name(column)}" for column in key.fields]
        there = [f"r.{name(column)}" for column in key.reference_fields]
        met = " AND ".join(f"{left} = {right}" for left, right in zip(here, there, strict=True))
        astray = connection.execute(
            f"SELECT concat_ws(', ', {', '.join(here)}) FROM {name(table.name)} AS t "
            f"ANTI JOIN {name(target(key, table))} AS r ON {met} "
            f"WHERE {' AND '.join(f'{column} IS NOT NULL' for column in here)} LIMIT 1"
        ).fetchone()
        if astray:
            columns, aim = ", ".join(key.fields), f"{target(key, table)} ({', '.join(key.reference_fields)})"
            raise CannotRunError(f"{table.resource.file}: '{astray[0]}' in {columns} is not in {aim}; {CURE}")


def _cell(schema: Schema, field: Field) -> str:
    """A staged cell as a value of its type, or NULL."""
    cell, kind = name(field.name), sql_type(field)
    value = f"{cell} IN ({listed(field.true_values)})" if kind == "BOOLEAN" else f"{cell}::{kind}"
    return f"CASE WHEN NOT {is_missing(schema, field)} THEN {value} END AS {cell}"


def _insert(connection: DuckDBPyConnection, table: Table) -> None:
    """Insert the rows of `typed`, each after those that it leads to: DuckDB checks a foreign key row set by row set."""
    own = [key for key in table.declared if target(key, table) == table.name]
    if not own:
        connection.execute(f'INSERT INTO {name(table.name)} SELECT * EXCLUDE "@row" FROM typed ORDER BY "@row"')
        return
    ready = " AND ".join(_is_met(key, table) for key in own)
    while connection.execute("SELECT 1 FROM typed LIMIT 1").fetchone():
        connection.execute(f'CREATE OR REPLACE TEMP TABLE ready AS SELECT "@row" FROM typed WHERE {ready}')
        if not connection.execute("SELECT 1 FROM ready LIMIT 1").fetchone():
            fault = "a row refers to one that is not there, to itself, or in a circle"
            raise CannotRunError(f"{table.resource.file}: {fault}; {CURE}")
        connection.execute(
            f'INSERT INTO {name(table.name)} SELECT * EXCLUDE "@row" FROM typed SEMI JOIN ready USING ("@row") '
            'ORDER BY "@row"'
        )
        connection.execute('DELETE FROM typed WHERE "@row" IN (FROM ready)')


def _is_met(key: ForeignKey, table: Table) -> str:
    """The SQL condition that a row's reference within its own table is empty, or leads to a row that is there."""
    empty = " OR ".join(f"{name(column)} IS NULL" for column in key.fields)
    return f"({empty} OR ({names(key.fields)}) IN (SELECT ({names(key.reference_fields)}) FROM {name(table.name)}))"


def _note_missing_values(connection: DuckDBPyConnection, table: Table) -> None:
    """Note every cell of `staged` that holds no value, with the reason in words."""
    reasons = [
        (field.name, reason["value"], reason.get("label"), reason.get("label@zh"))
        for field in table.schema.fields
        for reason in _reasons(table.schema, field)
    ]
    if not reasons:
        return
    key = names(table.schema.primary_key) or '"@row"'
    connection.execute(f"""
        INSERT INTO missing_values
        SELECT {text(table.name)}, "@key", column_name, reason, label_en, label_zh
        FROM (
            UNPIVOT (SELECT *, concat_ws(' ', {key}) AS "@key" FROM staged)
            ON {names(list(dict.fromkeys(reason[0] for reason in reasons)))}
            INTO NAME column_name VALUE reason
        )
        JOIN (VALUES {_rows(reasons)}) AS reasons (column_name, reason, label_en, label_zh)
            USING (column_name, reason)
        ORDER BY "@row", column_name""")


def _reasons(schema: Schema, field: Field) -> list[dict[str, Any]]:
    """The field's missing values as the descriptor holds them: with labels in both languages, where it gives any."""
    given = field.descriptor.get("missingValues", schema.descriptor.get("missingValues", [""]))
    return [reason if isinstance(reason, dict) else {"value": reason} for reason in given]


def _note_codes(connection: DuckDBPyConnection, table: Table) -> None:
    codes = [
        (table.name, field.name, str(code.value), code.label, code.translated("label", "zh"))
        for field in table.schema.fields
        for code in field.categories
    ]
    if codes:
        connection.execute(f"INSERT INTO codes VALUES {_rows(codes)}")


def _rows(rows: Sequence[Sequence[str | None]]) -> str:
    return ", ".join(f"({listed(row)})" for row in rows)
