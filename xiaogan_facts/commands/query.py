"""`xiaogan-facts query`: runs SQL, or a ready-made question, on the archive, which nothing in the SQL can leave."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.database import Question, connect, questions
from xiaogan_facts.database.limits import bounded_memory, bounded_time, out_of_time
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.suggest import did_you_mean
from xiaogan_facts.output import ALL_FORMATS, Output, Rows, output_for

FAILED = 1
UNREAD = 0  # a reader who has seen enough is no failure
SECONDS = 60.0
RETURNS_NOTHING = "ExpectedResultType.NOTHING"
BATCH = 1000  # rows fetched at a time


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line; its help lists the ready-made questions."""
    parser = subparsers.add_parser(
        "query",
        help=COMMANDS["query"],
        description=__doc__.partition(": ")[2],
        epilog=_list_of_questions(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "query",
        metavar="QUERY",
        help="SQL; or the name of a question, see below; or an SQL file; or - for standard input",
    )
    parser.add_argument(
        "-p",
        "--param",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=_parameter,
        help="the value of $NAME in the SQL; once for each",
    )
    parser.add_argument(
        "--format", choices=ALL_FORMATS, help="how to write the rows (default: what FILE ends in, else table)"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write the rows to a file, whole or not at all")
    parser.add_argument("--package", metavar="PATH", help="another copy of the archive: a folder or descriptor")
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=_seconds,
        default=SECONDS,
        help=f"processor time that the query may take (default: {SECONDS:g})",
    )


def run(args: argparse.Namespace) -> int:
    """Run the query and write its rows. 0, or 1 where the SQL fails; CannotRunError where it cannot be run at all."""
    sql, values = _query(args.query, dict(args.param))
    output = output_for(args.output, args.format)
    with connect(args.package, sealed=True) as connection, bounded_memory(), bounded_time(connection, args.timeout):
        try:
            _write(connection, sql, values, output)
        except duckdb.InterruptException:
            return _failed(out_of_time(args.timeout))
        except (MemoryError, duckdb.OutOfMemoryException):
            return _failed("the query was stopped: it asks for more memory than it may have")
        except duckdb.Error as error:
            return _failed(_worded(error))
    return 0


def _write(connection: DuckDBPyConnection, sql: str, values: Mapping[str, str], output: Output) -> None:
    statements = connection.extract_statements(sql)
    if not statements:
        raise CannotRunError("there is no SQL in what was given")
    if RETURNS_NOTHING in map(str, statements[-1].expected_result_type):
        connection.execute(sql, values or None)
        output.nothing()
    elif output.format == "parquet":
        output.write_relation(connection.sql(sql, params=values or None).materialize())
    else:
        cursor = connection.execute(sql, values or None)
        output.write_rows(Rows(tuple(str(column[0]) for column in cursor.description), _rows(cursor)))


def _rows(cursor: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := cursor.fetchmany(BATCH):
        yield from batch


def _query(words: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The SQL that the words stand for, and the value of each parameter in it."""
    ready = {question.name: question for question in questions()}
    if words in ready:
        return ready[words].sql, _values(ready[words], given)
    if words == "-":
        return sys.stdin.read(), given
    if re.fullmatch(r"[\w-]+", words) and not Path(words).is_file():
        hint = did_you_mean(words, ready) or f"there are: {', '.join(ready)}"
        raise CannotRunError(f"there is no question '{words}'; {hint}")
    if re.fullmatch(r"\S+\.sql", words) or _is_file(words):
        return Path(words).read_text(encoding="utf-8-sig"), given
    return words, given


def _is_file(words: str) -> bool:
    try:
        return Path(words).is_file()
    except (OSError, ValueError):  # too long for a path, or with a NUL in it
        return False


def _values(question: Question, given: dict[str, str]) -> dict[str, str]:
    unknown = given.keys() - {parameter.name for parameter in question.parameters}
    if unknown:
        known = ", ".join(parameter.name for parameter in question.parameters) or "none"
        raise CannotRunError(f"'{question.name}' has no parameter '{min(unknown)}'; it has: {known}")
    return question.values(given)


def _parameter(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"'{word}' is not of the form NAME=VALUE")
    return name, value


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{word} is not a time between 0 and 86400 seconds")
    return seconds


def _list_of_questions() -> str:
    lines = ["questions:"]
    for question in questions():
        lines.append(f"  {question.name:<14} {question.asks_en}")
        lines += [
            f"  {'':<14} -p {parameter.name}={parameter.default}: {parameter.meaning}"
            for parameter in question.parameters
        ]
    return "\n".join(lines)


def _worded(error: Exception) -> str:
    """DuckDB's message. Where it passes a Python traceback on, for want of a time zone library, what to do instead."""
    if "pytz" in str(error):
        return "a time with a time zone cannot be shown here: cast it, as in now()::VARCHAR"
    return str(error).strip()


def _failed(reason: str) -> int:
    print(f"xiaogan-facts: {reason}", file=sys.stderr)
    return FAILED
