"""Load a table through the gate's reader.

Why not DuckDB's `read_csv`? Whatever the gate passes can be queried this way, from any encoding or archive, and cells
mean the same in both. A missing cell becomes NULL, and the table `missing_values` keeps its reason. A cell that DuckDB
cannot hold exactly is an error, and nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from duckdb import DuckDBPyConnection

from xiaogan_facts.database._waiting import CURE, ROW, insert_waiting, wait_for
from xiaogan_facts.database.ddl import SqlTable, comments, create, name, sql_type, target
from xiaogan_facts.gate.arrow import ArrowStream
from xiaogan_facts.gate.checks.header import judge_header
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Field, Package, Schema
from xiaogan_facts.gate.report.problem import shown
from xiaogan_facts.gate.tables.reader import LINE
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import NotATableError, Table, open_table
from xiaogan_facts.gate.tables.values import is_value, present, typed
from xiaogan_facts.gate.translation import say


def fill(connection: DuckDBPyConnection, package: Package, table: SqlTable) -> None:
    """Create the table and insert every record of its resource. Raises CannotRunError if that cannot be done."""
    connection.execute("; ".join([create(table), *comments(table)]))
    # Records with a reference within the table wait until all are read, for the one referred to may come later.
    if table.own:
        wait_for(connection, f"SELECT 0::BIGINT AS {name(ROW)}, * FROM {name(table.name)} LIMIT 0")
    for values, missing in _read(package, table):
        if table.own:
            _append(connection, '"@waiting"', values)
        else:
            _append(connection, name(table.name), values.drop(ROW))
        _append(connection, "missing_values", missing)
    if table.own:
        insert_waiting(connection, table)


def check(connection: DuckDBPyConnection, table: SqlTable) -> None:
    """Check the foreign keys that DuckDB does not, once all tables are filled. Raises CannotRunError."""
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
            raise CannotRunError(
                say(
                    "{file}: '{astray}' in {columns} is not in {aim}; {cure}",
                    file=table.resource.file,
                    astray=astray[0],
                    columns=columns,
                    aim=aim,
                    cure=say(CURE),
                )
            )


def note_codes(connection: DuckDBPyConnection, tables: Iterable[SqlTable]) -> None:
    """Insert the codes of all tables, with their labels, into the table `codes`."""
    codes = [
        (table.name, field.name, str(code.value), code.label, code.translated("label", "zh"))
        for table in tables
        for field in table.schema.fields
        for code in field.categories
    ]
    columns = ("table_name", "column_name", "value", "label_en", "label_zh")
    _append(connection, "codes", pl.DataFrame(codes, dict.fromkeys(columns, pl.String), orient="row"))


# Reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _LoadedColumn:
    """A field, and the names of two columns of a batch: `place` has its cells, `of_values` its values.

    `reasons` maps the strings that stand for "no value" to their labels in English and in Chinese.
    """

    field: Field
    place: str | None
    of_values: str
    reasons: Mapping[str, tuple[str | None, str | None]]

    @property
    def cells(self) -> pl.Expr:
        """The cells that hold a value, null for the others and for a field without a column."""
        return pl.lit(None, pl.String) if self.place is None else present(pl.col(self.place), tuple(self.reasons))

    @property
    def values(self) -> pl.Expr:
        """The values for DuckDB; a VARCHAR column keeps the cells as written."""
        values = self.cells if sql_type(self.field) == "VARCHAR" else typed(self.field, self.cells)
        return values.alias(self.of_values)

    @property
    def faults(self) -> Iterator[tuple[str, pl.Expr]]:
        """Each fault that a cell may have, in words, with an expression that is true for such cells."""
        kind, values = sql_type(self.field), pl.col(self.of_values)
        if kind == "VARCHAR" or self.place is None:
            return
        valid = is_value(self.field, self.cells, values)
        if valid is not None:
            yield say("is no {type}; {cure}", type=self.field.type, cure=say(CURE)), ~valid
        held = values.is_finite().fill_null(value=False) if kind == "DOUBLE" else values.is_not_null()
        cure = say("declare the field as a string to query it as text")
        yield (
            say("is no {type} that DuckDB can hold in 64 bits; {cure}", type=self.field.type, cure=cure),
            self.cells.is_not_null() & ~held,
        )


def _read(package: Package, table: SqlTable) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield for each batch its ordinals and values, and its rows for the table `missing_values`."""
    try:
        opened = open_table(package, table.resource)
        _refuse_header(opened)
        columns = _columns(table.schema, opened)
        read = 0
        for file, batch in opened.batches():
            for malformed in batch.refused:
                _refuse_record(opened, file, malformed)
            ordinals = pl.int_range(read + 1, read + 1 + batch.cells.height, dtype=pl.Int64).alias(ROW)
            records = batch.numbered.with_columns(ordinals, *(column.values for column in columns))
            for column in columns:
                _refuse_cells(column, file, records)
            yield records.select(ROW, *(column.of_values for column in columns)), _missing(table, columns, records)
            read += batch.cells.height
    except SourceError as error:
        raise CannotRunError(str(error)) from error
    except NotATableError as error:
        raise CannotRunError(
            say("{file}: to be queried, '{name}' has to be {error}", file=package.file, name=table.name, error=error)
        ) from error


def _columns(schema: Schema, opened: Table) -> list[_LoadedColumn]:
    return [
        _LoadedColumn(field, None if place is None else str(place), f"={number}", _reasons(schema, field, opened))
        for number, (field, place) in enumerate(zip(opened.fields, opened.positions, strict=True))
    ]


def _reasons(schema: Schema, field: Field, opened: Table) -> dict[str, tuple[str | None, str | None]]:
    """Map the strings that stand for "no value" in a field to their labels in both languages."""
    labels = {each.value: (each.label, each.translated("label", "zh")) for each in schema.missing_values_of(field)}
    return {value: labels.get(value, (None, None)) for value in opened.missing(field)}


def _refuse_header(opened: Table) -> None:
    for malformed in opened.header_refused:
        _refuse_record(opened, opened.file, malformed)
    for problem in judge_header(opened):
        raise CannotRunError(
            say(
                "{file}, line {line}: expected {expected}; {cure}",
                file=opened.file,
                line=problem.line,
                expected=problem.expected,
                cure=say(CURE),
            )
        )


def _refuse_record(opened: Table, file: str, malformed: Any) -> None:
    fault = say("a malformed record ({rule})", rule=malformed.rule)
    if malformed.rule in ("cell-missing", "cell-extra"):
        fault = say("{found} cells for {width} columns", found=malformed.found, width=opened.width)
    raise CannotRunError(
        say("{file}, line {line}: {fault}; {cure}", file=file, line=malformed.line, fault=fault, cure=say(CURE))
    )


def _refuse_cells(column: _LoadedColumn, file: str, records: pl.DataFrame) -> None:
    """Raise CannotRunError for the first cell that is invalid, or that DuckDB cannot hold."""
    own = records.select(*filter(None, [column.place]), column.of_values)  # polars goes over all columns of a frame
    for words, expression in column.faults:
        wrong = own.select(fault=expression)["fault"]
        if wrong.any():
            assert column.place
            found = records.filter(wrong)
            before = found.row(0)[: int(column.place)]
            line = found[LINE][0] + sum(str(cell).count("\n") for cell in before)  # cells may span lines
            cell = shown(found[column.place][0])
            raise CannotRunError(
                say(
                    "{file}, line {line}: '{cell}' in {name} {words}",
                    file=file,
                    line=line,
                    cell=cell,
                    name=column.field.name,
                    words=words,
                )
            )


def _missing(table: SqlTable, columns: list[_LoadedColumn], records: pl.DataFrame) -> pl.DataFrame:
    """Return the rows for `missing_values`: each missing cell, by the key of its record, and its reason."""
    places = {column.field.name: column.place for column in columns}
    keys = [place for each in table.schema.primary_key if (place := places.get(each))] or [ROW]
    key = pl.concat_str(keys, separator=" ", ignore_nulls=True)
    named = records.select(ROW, pl.lit(table.name), key=key)
    noted = [
        named.filter(missing).with_columns(
            column=pl.lit(column.field.name),
            reason=pl.lit(reason),
            en=pl.lit(labels[0], pl.String),
            zh=pl.lit(labels[1], pl.String),
        )
        for column in columns
        if column.place is not None
        for reason, labels in column.reasons.items()
        if (missing := records[column.place] == reason).any()
    ]
    return pl.concat(noted).sort(ROW, "column").drop(ROW) if noted else pl.DataFrame()


# Writing ---------------------------------------------------------------------------------------------------------


def _append(connection: DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    if not rows.is_empty():
        connection.register("@batch", ArrowStream(rows))
        connection.execute(f'INSERT INTO {table} FROM "@batch"')
        connection.unregister("@batch")
