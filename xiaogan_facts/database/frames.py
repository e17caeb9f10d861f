"""The archive as data frames: a table, the facts that meet some conditions, or the answer to any SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from xiaogan_facts.database.connection import connect
from xiaogan_facts.database.ddl import name as quoted
from xiaogan_facts.gate.suggest import did_you_mean

if TYPE_CHECKING:
    import polars
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

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
"""What a filter of `facts` may be called beside the name of its column."""

CLOSED = ("fact_table", "value_type", "attribution_type")
"""The columns whose every value is known: another one is a slip of the pen, and no empty answer."""

READING_ORDER = "source_id, char_start, char_end, fact_id"

PANDAS_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "Int64",
    "INTEGER": "Int64",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
    "DATE": "datetime64[s]",
}


@overload
def table(
    name: str, format: Literal["polars"] = "polars", *, package: str | Path | None = None
) -> polars.DataFrame: ...
@overload
def table(name: str, format: Literal["pandas"], *, package: str | Path | None = None) -> Any: ...
def table(name: str, format: Format = "polars", *, package: str | Path | None = None) -> Any:
    """A table or view of the archive as a data frame of polars or pandas.

    A column each of the table's: string String, integer Int64, number Float64, boolean Boolean, date Date, lists of
    ids as lists; in pandas string, Int64, float64, boolean, datetime64, object. A missing value is null (`NA`).
    The rows are in the order of the file, those of a view sorted. `package` is another copy of the archive.
    Raises ValueError for an unknown name, ImportError where pandas is asked for and not installed.

    >>> observations = table("observations")
    >>> observations.filter(observations["observation_id"] == "o17-01").select("value", "multiplier", "unit_id").rows()
    [(112.0, 8, 'yuan')]
    """
    kinds = dict(ask_rows("SELECT table_name, table_type FROM information_schema.tables ORDER BY 1", package))
    if name not in kinds:
        raise ValueError(f"there is no table or view '{name}'; {_hint(name, kinds)}")
    order = f" ORDER BY {READING_ORDER if name == 'facts' else 'ALL'}" if kinds[name] == "VIEW" else ""
    return ask(f"FROM {quoted(name)}{order}", {}, format, package)


@overload
def facts(
    *, format: Literal["polars"] = "polars", package: str | Path | None = None, **filters: object
) -> polars.DataFrame: ...
@overload
def facts(*, format: Literal["pandas"], package: str | Path | None = None, **filters: object) -> Any: ...
def facts(*, format: Format = "polars", package: str | Path | None = None, **filters: object) -> Any:
    """The facts that meet every filter, in the order of the article: the view `facts` as a data frame, a row a fact.

    A filter is a column of the view; `table`, `subject`, `object`, `unit`, `attributed_to`, `source` and `passage` are
    short for `fact_table`, `subject_id` …, and `caveat` asks for the facts that a caveat touches. Its value is what the
    column has to be; a list, any of several; None, that it is empty.
    Raises ValueError for an unknown filter, or a value that the column cannot have; ImportError as `table` does.

    >>> facts(line=17, table="observations").select("fact_id", "value", "unit_id").rows()[0]
    ('o17-01', 11200000000.0, 'yuan')
    >>> facts(subject="huagong-gaoli", table="claims")["fact_id"].to_list()
    ['c10-01', 'c10-02']
    >>> facts(value_type=["target", "forecast"], unit="yuan")["value"].sort().to_list()
    [100000000.0, 10000000000.0, 55000000000.0]
    """
    columns = dict(ask_rows("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'facts'", package))
    conditions, values = [], {}
    for number, (given, wanted) in enumerate(filters.items()):
        column = SHORT_NAMES.get(given, given)
        if column not in columns:
            names = [*SHORT_NAMES, *columns]
            raise ValueError(f"facts cannot be filtered by '{given}'; {_hint(given, names)}")
        any_of = list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        known = [value for value in any_of if value is not None]
        _refuse_impossible(given, columns[column], known)
        if column in CLOSED:
            _refuse_unknown(column, known, package)
        tests = [f"{column} IS NULL"] if len(known) < len(any_of) else []
        if known:
            values[f"p{number}"] = known
            test = "list_has_any" if columns[column].endswith("[]") else "list_contains"
            tests.append(f"{test}($p{number}, {column})")
        conditions.append(f"({' OR '.join(tests) or 'false'})")
    sql = f"FROM facts{' WHERE ' if conditions else ''}{' AND '.join(conditions)} ORDER BY {READING_ORDER}"
    return ask(sql, values, format, package)


def ask(sql: str, values: Mapping[str, object], format: Format, package: str | Path | None) -> Any:
    """The answer to SQL as a data frame. Raises ValueError for another format, ImportError where pandas is missing."""
    if format not in ("polars", "pandas"):
        raise ValueError(f"a data frame is of 'polars' or 'pandas', not of '{format}'")
    cursor = _archive(package).cursor()
    relation = cursor.sql(sql, params=dict(values) or None)
    return _polars(relation) if format == "polars" else _pandas(relation)


def ask_rows(sql: str, package: str | Path | None) -> list[tuple[Any, ...]]:
    """The answer to SQL as plain rows."""
    return _archive(package).cursor().execute(sql).fetchall()


def _polars(relation: DuckDBPyRelation) -> polars.DataFrame:
    import polars

    return polars.DataFrame(relation)


def _pandas(relation: DuckDBPyRelation) -> Any:
    """Made column by column, so that integers with gaps stay integers, and no pyarrow is needed."""
    try:
        pandas = import_module("pandas")
    except ImportError as error:
        raise ImportError("pandas is not installed: pip install pandas, or take format='polars'") from error
    rows = relation.fetchall()
    columns = list(zip(*rows, strict=True)) or [()] * len(relation.columns)
    return pandas.DataFrame(
        {
            column: pandas.Series(list(values), dtype=PANDAS_TYPES.get(str(kind), "object"))
            for column, kind, values in zip(relation.columns, relation.types, columns, strict=True)
        }
    )


def _archive(package: str | Path | None) -> DuckDBPyConnection:
    return connect(package) if package is not None else _our_archive()


@lru_cache(maxsize=1)
def _our_archive() -> DuckDBPyConnection:
    """The archive that comes with this program, opened once: nobody is given the connection, so nobody changes it."""
    return connect()


def _refuse_impossible(filter_name: str, kind: str, wanted: Iterable[object]) -> None:
    types = {"BIGINT": (int,), "DOUBLE": (int, float)}.get(kind, (str,))
    for value in wanted:
        if not isinstance(value, types) or isinstance(value, bool):
            meant = "a text" if types == (str,) else "a number"
            raise ValueError(f"the filter '{filter_name}' takes {meant}, or a list of such, not {value!r}")


def _refuse_unknown(column: str, wanted: Iterable[object], package: str | Path | None) -> None:
    known = [row[0] for row in ask_rows(f"SELECT DISTINCT {column} FROM facts WHERE {column} IS NOT NULL", package)]
    for value in wanted:
        if value not in known:
            raise ValueError(f"no {column} is '{value}'; {_hint(str(value), sorted(known))}")


def _hint(word: str, known: Iterable[str]) -> str:
    names = list(known)
    return f"{did_you_mean(word, names)} There are: {', '.join(names)}".lstrip()
