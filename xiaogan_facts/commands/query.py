"""`xiaogan-facts query`: run SQL, or a ready-made query, on the archive; SQL reaches nothing outside it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiaogan_facts.commands import PACKAGE, added
from xiaogan_facts.database.limits import bounded_memory, bounded_time, out_of_time
from xiaogan_facts.database.queries import queries, resolve
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say, spoken
from xiaogan_facts.output import ALL_FORMATS, Output, Rows, output_for

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from xiaogan_facts.database.queries import Query

FAILED = 1
SECONDS = 60.0
RETURNS_NOTHING = "ExpectedResultType.NOTHING"
BATCH = 1000  # rows fetched at a time
READABLE = 80  # columns of the table of a ready-made query where no terminal says otherwise


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line; its help lists the ready-made queries."""
    parser = added(subparsers, "query", __doc__, epilog=_list_of_queries())
    parser.add_argument(
        "query",
        metavar="QUERY",
        help=say("SQL; or the name of a ready-made query, see below; or an SQL file; or - for standard input"),
    )
    parser.add_argument(
        "-p",
        "--param",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=_parameter,
        help=say("the value of $NAME in the SQL; once for each"),
    )
    parser.add_argument(
        "--format", choices=ALL_FORMATS, help=say("how to write the rows (default: what FILE ends in, else table)")
    )
    parser.add_argument("-o", "--output", metavar="FILE", help=say("write the rows to a file, whole or not at all"))
    parser.add_argument("--package", metavar="PATH", help=say(PACKAGE))
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=_seconds,
        default=SECONDS,
        help=say("processor time that the query may take (default: {seconds:g})", seconds=SECONDS),
    )


def run(args: argparse.Namespace) -> int:
    """Run the query and write its rows. Return 0, or 1 if the SQL fails. Raises CannotRunError if it cannot be run."""
    import duckdb

    from xiaogan_facts.database.connection import connect

    sql, values = _query(args.query, dict(args.param))
    output = output_for(args.output, args.format)
    ready = queries().get(args.query)
    with connect(args.package, sealed=True) as connection, bounded_memory(), bounded_time(connection, args.timeout):
        try:
            if ready and output.format == "table":
                _write_for_readers(connection, sql, values, output)
            else:
                _write(connection, sql, values, output)
            if ready:
                _explain_nothing(connection, ready, values)
        except duckdb.InterruptException:
            return _failed(out_of_time(args.timeout))
        except (MemoryError, duckdb.OutOfMemoryException):
            return _failed(say("the query was stopped: it asks for more memory than it may have"))
        except duckdb.Error as error:
            return _failed(str(error).strip())
    return 0


def _write(connection: DuckDBPyConnection, sql: str, values: Mapping[str, str], output: Output) -> None:
    statements = connection.extract_statements(sql)
    if not statements:
        raise CannotRunError(say("there is no SQL in what was given"))
    if RETURNS_NOTHING in map(str, statements[-1].expected_result_type):
        connection.execute(sql, values or None)
        output.nothing()
    elif output.format == "parquet":
        output.write_relation(connection.sql(sql, params=values or None).materialize())
    else:
        cursor = connection.execute(sql, values or None)
        output.write_rows(Rows(tuple(str(column[0]) for column in cursor.description), _rows(cursor)))


def _write_for_readers(connection: DuckDBPyConnection, sql: str, values: Mapping[str, str], output: Output) -> None:
    """Write what a ready-made query returns in the words of the language spoken, in a width that can be read."""
    from xiaogan_facts.database.for_readers import ForReaders

    cursor = connection.execute(sql, values)
    columns = [str(column[0]) for column in cursor.description]
    headings, rows = ForReaders(connection, spoken()).told(columns, cursor.fetchall())
    output.write_rows(Rows(tuple(headings), rows), READABLE)


def _explain_nothing(connection: DuckDBPyConnection, query: Query, values: Mapping[str, str]) -> None:
    """Say on standard error which parameter of a ready-made query names what there is not, and what is near it."""
    from xiaogan_facts.database.unknown_values import unknown_values

    for reason in unknown_values(connection, query, values):
        print(f"xiaogan-facts: {reason}", file=sys.stderr)


def _rows(cursor: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := cursor.fetchmany(BATCH):
        yield from batch


def _query(words: str, given: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Return the SQL to run, and the value of each of its parameters. Raises CannotRunError if it is not UTF-8."""
    try:
        if words == "-":
            sql = sys.stdin.read()
            sql.encode()  # what is not UTF-8 came as surrogates
            return sql, given
        if re.fullmatch(r"\S+\.sql", words) or (_is_file(words) and words not in queries()):
            return Path(words).read_text(encoding="utf-8-sig"), given
        words.encode()
    except UnicodeError as error:
        raise CannotRunError(say("the SQL is not UTF-8; help: save it as UTF-8")) from error
    return resolve(words, given)


def _is_file(words: str) -> bool:
    try:
        return Path(words).is_file()
    except (OSError, ValueError):  # too long for a path, or with a NUL in it
        return False


def _parameter(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not name.isidentifier():
        raise argparse.ArgumentTypeError(say("'{word}' is not of the form NAME=VALUE", word=word))
    return name, value


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(say("{word} is not a time between 0 and 86400 seconds", word=word))
    return seconds


def _list_of_queries() -> str:
    try:
        ready = queries()
    except (OSError, ValueError) as error:  # no reason for another command to fail
        return say("ready-made queries: {error}", error=error)
    lines = [say("ready-made queries:")]
    chinese = spoken() == "zh"
    for query in ready.values():
        lines.append(f"  {query.name:<14} {query.title_zh if chinese else query.title_en}")
        for each in query.parameters:
            meaning = each.meaning_zh if chinese else each.meaning_en
            lines.append(f"  {'':<14} -p {each.name}={each.default}: {meaning}")
    return "\n".join(lines)


def _failed(reason: str) -> int:
    print(f"xiaogan-facts: {reason}", file=sys.stderr)
    return FAILED
