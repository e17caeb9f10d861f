"""Open the archive: an in-memory DuckDB database with every table of the package, and the archive's own views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb
from duckdb import DuckDBPyConnection

from xiaogan_facts.database import _kept as kept
from xiaogan_facts.database._waiting import CURE
from xiaogan_facts.database.ddl import SqlTable, in_order, tables_of, text
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package, load
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import DATAPACKAGE, NAME

SQL = Path(__file__).parent / "sql"

STORAGE = "STORAGE_VERSION 'v1.3.0', BLOCK_SIZE 16384"
"""The newest format without a random number in its header, in blocks that suit a small archive."""

SEALS = (
    "SET memory_limit = '1GB'",
    "SET temp_directory = ''",
    "SET allow_persistent_secrets = false",
    "SET secret_directory = ''",
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
"""Once these are set, no SQL reaches a file, the network, an extension, a setting or a Python variable."""


class Database(NamedTuple):
    """A package, and a connection to the database that holds its tables."""

    package: Package
    connection: DuckDBPyConnection


def connect(package: str | Path | None = None, *, sealed: bool = False, file: Path | None = None) -> DuckDBPyConnection:
    """Return a connection to a new DuckDB database in memory that holds the archive.

    It has every table of the package, its columns typed by the Table Schema (string VARCHAR, integer BIGINT,
    number DOUBLE, boolean BOOLEAN, date DATE, all else VARCHAR), with NOT NULL, PRIMARY KEY, UNIQUE, FOREIGN KEY,
    CHECK for code lists, and comments in both languages. A missing value is NULL, and the table `missing_values`
    keeps its reason; `codes` has the labels of the code lists. This archive also has the views `facts`,
    `caveat_facts`, `coverage` and `timeline`.

    `package` is a folder with a `datapackage.json`, or a descriptor file; None is the archive that comes with
    this program. `sealed` keeps SQL from reaching anything outside the database. `file` is a new file that holds the
    database instead of memory.
    Raises CannotRunError if the package cannot be loaded as it is, OSError if the descriptor cannot be opened.

    >>> import xiaogan_facts
    >>> connection = xiaogan_facts.connect()
    >>> connection.sql("SELECT value FROM facts WHERE predicate_en = 'total investment'").fetchall()
    [(11200000000.0,)]
    """
    return open_database(package, sealed=sealed, file=file).connection


def open_database(package: str | Path | None = None, *, sealed: bool = False, file: Path | None = None) -> Database:
    """Return a package and a new database that holds it, as `connect` does."""
    loaded = _sound(package)
    connection = duckdb.connect(":memory:" if file is None else file)
    try:
        with _told(loaded):
            tables = list(in_order(tables_of(loaded)))
            place = kept.place() if package is None and file is None else None
            if place is None:
                _build(connection, loaded, tables)
            elif not kept.take(connection, tables, place):
                _build(connection, loaded, tables)
                kept.keep(connection, tables, place)
            connection.execute("SET enable_progress_bar = false")  # DuckDB draws it on standard output, as answers are
            for setting in SEALS if sealed else ():
                connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return Database(loaded, connection)


def _sound(package: str | Path | None) -> Package:
    """Load a package, by default this archive. Raises CannotRunError if its descriptor has an error."""
    loaded = load(DATAPACKAGE if package is None else package)
    for problem in loaded.problems:
        if problem.severity == "error":
            raise CannotRunError(str(problem))
    return loaded


@contextmanager
def _told(package: Package) -> Iterator[None]:
    """Tell an error of DuckDB as a fault of the package."""
    try:
        yield
    except duckdb.Error as error:
        raise CannotRunError(
            say(
                "{file}: DuckDB cannot hold this package: {error}; {cure}",
                file=package.file,
                error=error,
                cure=say(CURE),
            )
        ) from error


def write_file(path: Path, package: str | Path | None = None, settings: Sequence[str] = ()) -> None:
    """Write the database of a package into a new file that DuckDB 1.4 and newer open.

    `settings` are set first. Raises as `open_database` does.
    """
    loaded = _sound(package)
    with _told(loaded), duckdb.connect() as connection:
        for setting in settings:
            connection.execute(setting)
        connection.execute(f"ATTACH {text(str(path))} AS archive ({STORAGE})")
        connection.execute("USE archive")
        _build(connection, loaded, list(in_order(tables_of(loaded))))
        connection.execute("USE memory")
        connection.execute("DETACH archive")


def shared(package: str | Path | None = None) -> Database:
    """Return a database for reading: the archive that comes with this program is opened once, any other each time."""
    if package is not None:
        return open_database(package)
    ours = _ours()
    return ours._replace(connection=ours.connection.cursor())


@lru_cache(maxsize=1)
def _ours() -> Database:
    return open_database()


def _build(connection: DuckDBPyConnection, package: Package, tables: Sequence[SqlTable]) -> None:
    """Create everything that `connect` promises in the database of a connection."""
    # Imported only here: polars takes long, and a database that was kept does without.
    from xiaogan_facts.database._load import check, fill, note_codes

    connection.execute("BEGIN")
    _run(connection, "code_lists")
    for table in tables:
        fill(connection, package, table)
    note_codes(connection, tables)
    for table in tables:
        check(connection, table)
    if package.name == NAME:
        for script in ("macros", "facts", "views"):
            _run(connection, script)
    connection.execute("COMMIT")


def _run(connection: DuckDBPyConnection, script: str) -> None:
    connection.execute((SQL / f"{script}.sql").read_text(encoding="utf-8"))
