"""Query a database for data frames: the result of any SQL, a table, or the facts that meet some conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, Literal

from duckdb import DuckDBPyConnection, DuckDBPyRelation

from xiaogan_facts.database.column_types import COLUMN_TYPES
from xiaogan_facts.database.ddl import name as quoted
from xiaogan_facts.database.unknown import UnknownNameError
from xiaogan_facts.gate.suggest import hint
from xiaogan_facts.gate.translation import say

Format = Literal["polars", "pandas"]

SHORT_NAMES = {
    "table": "fact_table",
    "subject": "subject_id",
    "object": "object_id",
    "unit": "unit_id",
    "attributed_to": "attributed_to_id",
    "source": "source_id",
    "passage": "passage_id",
    "caveat": "caveats",
}
"""Short names for filters of `facts`, with the columns that they stand for."""

CLOSED = ("fact_table", "value_type", "attribution_type")
"""Columns whose values are all known: a filter with another value is a mistake, not an empty result."""

READING_ORDER = "source_id, char_start, char_end, fact_id"


def frame(connection: DuckDBPyConnection, sql: str, values: Mapping[str, object], format: Format) -> Any:
    """Return the result of SQL as a data frame. Raises ValueError for another format, ImportError without pandas."""
    if format not in ("polars", "pandas"):
        raise ValueError(say("a data frame is of 'polars' or 'pandas', not of '{format}'", format=format))
    relation = connection.sql(sql, params=dict(values) or None)
    if format == "pandas":
        return _pandas(relation)
    import polars  # only here: cards and hits are no frames

    return polars.DataFrame(relation)


def table(connection: DuckDBPyConnection, name: str, format: Format) -> Any:
    """Return a table or view as a data frame. Raises UnknownNameError if there is none of that name."""
    kinds = dict(_pairs(connection, "SELECT table_name, table_type FROM information_schema.tables ORDER BY 1"))
    if name not in kinds:
        raise UnknownNameError(say("there is no table or view '{name}'; {hint}", name=name, hint=hint(name, kinds)))
    order = f" ORDER BY {READING_ORDER if name == 'facts' else 'ALL'}" if kinds[name] == "VIEW" else ""
    return frame(connection, f"FROM {quoted(name)}{order}", {}, format)


def facts(connection: DuckDBPyConnection, filters: Mapping[str, object], format: Format) -> Any:
    """Return the facts that meet every filter as a data frame. Raises ValueError for an impossible filter."""
    columns = dict(_pairs(connection, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'facts'"))
    if not columns:
        raise UnknownNameError(say("this package has no view 'facts': it is no archive of facts"))
    conditions, values = ["true"], {}
    for number, (given, wanted) in enumerate(filters.items()):
        column = SHORT_NAMES.get(given, given)
        if column not in columns:
            raise UnknownNameError(
                say(
                    "facts cannot be filtered by '{given}'; {hint}",
                    given=given,
                    hint=hint(given, [*SHORT_NAMES, *columns]),
                )
            )
        any_of = list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        known = [value for value in any_of if value is not None]
        _refuse_impossible(given, columns[column], known)
        if column in CLOSED:
            _refuse_unknown(connection, column, known)
        empty = f"len({column}) = 0" if columns[column].endswith("[]") else f"{column} IS NULL"
        tests = [empty] if len(known) < len(any_of) else []
        if known:
            values[f"p{number}"] = known
            test = "list_has_any" if columns[column].endswith("[]") else "list_contains"
            tests.append(f"{test}($p{number}, {column})")
        conditions.append(f"({' OR '.join(tests) or 'false'})")
    return frame(connection, f"FROM facts WHERE {' AND '.join(conditions)} ORDER BY {READING_ORDER}", values, format)


def _pairs(connection: DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def _pandas(relation: DuckDBPyRelation) -> Any:
    """Return a pandas frame, made column by column: integers with gaps stay integers, and pyarrow is not needed."""
    try:
        pandas = import_module("pandas")
    except ImportError as error:
        raise ImportError(say("pandas is not installed: pip install pandas, or take format='polars'")) from error
    rows = relation.fetchall()
    columns = list(zip(*rows, strict=True)) or [()] * len(relation.columns)
    return pandas.DataFrame(
        {
            column: pandas.Series(list(values), dtype=_pandas_type(str(kind)))
            for column, kind, values in zip(relation.columns, relation.types, columns, strict=True)
        }
    )


def _pandas_type(kind: str) -> str:
    known = COLUMN_TYPES.get("BIGINT" if kind == "INTEGER" else kind)
    return known.pandas if known else "object"


def _refuse_impossible(filter_name: str, kind: str, wanted: Iterable[object]) -> None:
    types = {"BIGINT": (int,), "DOUBLE": (int, float)}.get(kind, (str,))
    for value in wanted:
        if not isinstance(value, types) or isinstance(value, bool):
            meant = say("a text") if types == (str,) else say("a number")
            raise ValueError(
                say(
                    "the filter '{filter_name}' takes {meant}, or a list of such, not {value!r}",
                    filter_name=filter_name,
                    meant=meant,
                    value=value,
                )
            )


def _refuse_unknown(connection: DuckDBPyConnection, column: str, wanted: Iterable[object]) -> None:
    sql = f"SELECT DISTINCT {column} FROM facts WHERE {column} IS NOT NULL ORDER BY 1"
    known = [row[0] for row in connection.execute(sql).fetchall()]
    for value in wanted:
        if value not in known:
            raise UnknownNameError(
                say("no {column} is '{value}'; {hint}", column=column, value=value, hint=hint(str(value), known))
            )
