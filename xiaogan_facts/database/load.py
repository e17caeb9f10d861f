"""Brings a CSV file into the database as text, table `staged`: no cell is interpreted, and no row is lost."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from xiaogan_facts.database.ddl import Table, name, names, sql_type, text
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package.paths import UnsafePathError, safe_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from xiaogan_facts.gate.package import Dialect, Field, Package, Resource, Schema

CURE = "run `xiaogan-facts validate` on the package: it names every fault and its cure"

# The Table Schema's lexical forms. DuckDB's own casts would take ' 12', '1_000' and '1.5' for integers.
LEXICAL = {
    "BIGINT": r"[+-]?[0-9]+",
    "DOUBLE": r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?",
    "DATE": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}


def stage(connection: DuckDBPyConnection, package: Package, table: Table) -> None:
    """Make `staged`: the file's cells as they are written, and "@row", the record's ordinal.

    Raises CannotRunError where the file is not what the schema says, or a cell is not of its type.
    """
    path = _file(package, table.resource)
    records = _count(path, table)
    fields = [field.name for field in table.schema.fields]
    options = {**_dialect(table.resource.dialect), "header": "true", "auto_detect": "false"}
    options["columns"] = "{" + ", ".join(f"{text(field)}: 'VARCHAR'" for field in fields) + "}"
    options["force_not_null"] = f"[{listed(fields)}]"
    reader = f"read_csv({text(str(path))}, {', '.join(f'{option} = {value}' for option, value in options.items())})"
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE staged AS SELECT row_number() OVER () AS "@row", {names(fields)} FROM {reader}'
    )
    read = connection.execute("FROM staged SELECT count(*)").fetchall()[0][0]
    if read != records:
        raise CannotRunError(f"{table.resource.file}: DuckDB reads {read} records where there are {records}; {CURE}")
    for field in table.schema.fields:
        _refuse_malformed(connection, table, field)


def is_missing(schema: Schema, field: Field) -> str:
    """The SQL condition that a staged cell holds no value."""
    missing = schema.missing_values_of(field)
    return f"({name(field.name)} IN ({listed(each.value for each in missing)}))" if missing else "(false)"


def listed(values: Iterable[str | None]) -> str:
    """Texts as an SQL list, without its brackets; None is NULL."""
    return ", ".join("NULL" if value is None else text(value) for value in values)


def _file(package: Package, resource: Resource) -> Path:
    """The one plain UTF-8 file of the resource."""
    if len(resource.paths) != 1 or resource.compression or resource.encoding.lower() not in ("utf-8", "utf8"):
        raise CannotRunError(
            f"{package.file}: to be queried, '{resource.name}' has to be one CSV file in UTF-8, not compressed"
        )
    try:
        return safe_path(package.base, resource.paths[0])
    except FileNotFoundError as error:
        raise CannotRunError(f"{resource.file}: there is no such file in the package's folder") from error
    except UnsafePathError as error:
        raise CannotRunError(f"{package.file}: the path '{resource.file}' {error}") from error


def _dialect(dialect: Dialect) -> dict[str, str]:
    """The dialect in the words of DuckDB's reader."""
    doubled = dialect.quote_char if dialect.double_quote else None
    return {
        "delim": text(dialect.delimiter),
        "quote": text(dialect.quote_char or ""),
        "escape": text(dialect.escape_char or doubled or ""),
    }


def _count(path: Path, table: Table) -> int:
    """How many records the file holds by another reader's count. Its header must be the schema's, its records whole."""
    dialect, file = table.resource.dialect, table.resource.file
    fields = [field.name for field in table.schema.fields]
    records = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(
                stream,
                delimiter=dialect.delimiter,
                quotechar=dialect.quote_char,
                quoting=csv.QUOTE_MINIMAL if dialect.quote_char else csv.QUOTE_NONE,
                doublequote=dialect.double_quote,
                escapechar=dialect.escape_char,
                strict=True,
            )
            if next(reader, None) != fields:
                raise CannotRunError(f"{file}: the first line does not name the columns of the schema; {CURE}")
            for record in reader:
                if len(record) != len(fields):
                    shape = f"{len(record)} cells for {len(fields)} columns"
                    raise CannotRunError(f"{file}, line {reader.line_num}: {shape}; {CURE}")
                records += 1
    except (csv.Error, UnicodeDecodeError) as error:
        raise CannotRunError(f"{file}: {error}; {CURE}") from error
    return records


def _refuse_malformed(connection: DuckDBPyConnection, table: Table, field: Field) -> None:
    """Stop at a cell that is neither missing nor, letter by letter, a value of its type."""
    cell, kind = name(field.name), sql_type(field)
    if kind == "BOOLEAN":
        wrong = f"{cell} NOT IN ({listed(field.true_values + field.false_values)})"
    elif kind in LEXICAL:
        wrong = f"NOT regexp_full_match({cell}, {text(LEXICAL[kind])}) OR TRY_CAST({cell} AS {kind}) IS NULL"
    else:
        return
    found = connection.execute(
        f'SELECT {cell} FROM staged WHERE NOT {is_missing(table.schema, field)} AND ({wrong}) ORDER BY "@row" LIMIT 1'
    ).fetchone()
    if found:
        raise CannotRunError(f"{table.resource.file}: '{found[0]}' in {field.name} is no {field.type}; {CURE}")
