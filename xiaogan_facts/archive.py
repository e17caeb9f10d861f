"""The opened archive: one object with its tables, facts, queries and cards, and functions that share one of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, overload

from duckdb import DuckDBPyConnection

from xiaogan_facts.cards.build import make_card
from xiaogan_facts.cards.card import Card
from xiaogan_facts.cards.lookup import Lookup
from xiaogan_facts.database import connection as database
from xiaogan_facts.database import frames
from xiaogan_facts.database import queries as ready_made
from xiaogan_facts.database.frames import Format
from xiaogan_facts.database.queries import Query
from xiaogan_facts.database.search import Hit, search
from xiaogan_facts.gate.package import Package

if TYPE_CHECKING:
    import polars

Polars = Literal["polars"]
Pandas = Literal["pandas"]


@dataclass(frozen=True)
class Archive:
    """An opened archive: its `package` as the descriptor has it, and the DuckDB `connection` to its tables and views.

    `open` makes one. The methods query the connection, and so see changes made through it; these are never written to
    a file. A `with` statement closes the connection.

    >>> import xiaogan_facts
    >>> with xiaogan_facts.open() as archive:
    ...     archive.package.version, archive.connection.sql("SELECT count(*) > 200 FROM facts").fetchall()
    ('2.0.0', [(True,)])
    """

    package: Package
    connection: DuckDBPyConnection

    @overload
    def table(self, name: str, format: Polars = "polars") -> polars.DataFrame: ...
    @overload
    def table(self, name: str, format: Pandas) -> Any: ...
    def table(self, name: str, format: Format = "polars") -> Any:
        """Return a table or view as a data frame of polars or pandas.

        The types of the columns: string String, integer Int64, number Float64, boolean Boolean, date Date, lists of ids
        as lists; in pandas string, Int64, float64, boolean, datetime64, object. A missing value is null (`NA`).
        Rows of a table are in the order of its file (those of `passages` follow the ones they restate), those of a view
        sorted.
        Raises ValueError for an unknown name, ImportError if pandas is asked for and not installed.

        >>> import xiaogan_facts
        >>> with xiaogan_facts.open() as archive:
        ...     archive.table("units").columns[:2]
        ['unit_id', 'symbol']
        """
        return frames.table(self.connection, name, format)

    @overload
    def facts(self, *, format: Polars = "polars", **filters: object) -> polars.DataFrame: ...
    @overload
    def facts(self, *, format: Pandas, **filters: object) -> Any: ...
    def facts(self, *, format: Format = "polars", **filters: object) -> Any:
        """Return the facts that meet every filter, in the order of the article: rows of the view `facts`.

        A filter is a column of the view; `table`, `subject`, `object`, `unit`, `attributed_to`, `source` and `passage`
        are short for `fact_table`, `subject_id` …, and `caveat` selects the facts that a caveat concerns. The value is
        what the column must hold, a list any of several, None that it must be empty.
        Raises ValueError for an unknown filter, or a value that the column cannot have; ImportError as `table` does.

        >>> import xiaogan_facts
        >>> with xiaogan_facts.open() as archive:
        ...     archive.facts(subject="huagong-gaoli", table="claims")["fact_id"].to_list()
        ['hd24-c10-01', 'hd24-c10-02']
        """
        return frames.facts(self.connection, filters, format)

    @overload
    def query(self, query: str, *, format: Polars = "polars", **parameters: object) -> polars.DataFrame: ...
    @overload
    def query(self, query: str, *, format: Pandas, **parameters: object) -> Any: ...
    def query(self, query: str, *, format: Format = "polars", **parameters: object) -> Any:
        """Return the result of SQL, or of the ready-made query of that name, as a data frame of polars or pandas.

        `parameters` are the values of `$name` in the SQL; those of a ready-made query have defaults.
        Raises ValueError for an unknown query or parameter, duckdb.Error for SQL that fails, ImportError as `table`.

        >>> import xiaogan_facts
        >>> with xiaogan_facts.open() as archive:
        ...     archive.query("SELECT value FROM facts WHERE fact_id = $id", id="hd24-o17-01").item()
        ...     archive.query("paragraph", line=1)["fact_id"].to_list()
        11200000000.0
        ['hd24-r01-01', 'hd24-r01-02']
        """
        sql, values = ready_made.resolve(query, parameters)
        return frames.frame(self.connection, sql, values, format)

    def search(self, words: str) -> list[Hit]:
        """Return the facts, entities and caveats in which all the words occur, the best first: `kind`, `id`, `text`.

        Words are separated by blanks, match parts, and may be English, or Chinese in either script.

        >>> import xiaogan_facts
        >>> with xiaogan_facts.open() as archive:
        ...     [hit.id for hit in archive.search("華工高理")][:2]
        ['huagong-gaoli', 'huagong-gaoli-workshop']
        """
        return search(self.connection, words)

    def card(self, id: str, source: str | Path | Sequence[str | Path] = (), *, table: str | None = None) -> Card:
        """Return the card of the row with this id: of a fact, entity, caveat, passage, or a row of any other table.

        The id of a fact may leave out the prefix of its article; an entity may also be called by a name. `source` is a
        file with your copy of the article, or several, which adds the passages with the evidence marked. `table` is the
        table to look in. Raises Error for an unknown id, and for a copy that is not the one on record.

        >>> import xiaogan_facts
        >>> with xiaogan_facts.open() as archive:
        ...     archive.card("huagong-gaoli").title.en
        'Huagong Gaoli'
        """
        sources = (source,) if isinstance(source, str | Path) else tuple(source)
        return make_card(Lookup(self.package, self.connection), id, sources, table)

    @property
    def queries(self) -> dict[str, Query]:
        """The ready-made queries by name, each to be run on this archive."""
        return {name: replace(query, connection=self.connection) for name, query in ready_made.queries().items()}

    def close(self) -> None:
        """Close the connection; the database in memory is gone."""
        self.connection.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open(package: str | Path | None = None, *, sealed: bool = False) -> Archive:
    """Open the archive that comes with this program, or another Data Package: load it into a database in memory.

    `package` is a folder with a `datapackage.json`, or a descriptor file. `sealed` keeps SQL from reaching
    anything outside the database. Raises Error if the package cannot be loaded as it is, OSError if the descriptor
    cannot be opened.

    >>> import xiaogan_facts
    >>> with xiaogan_facts.open() as archive:
    ...     archive.query("ranks").height > 2, archive.facts(line=17, table="observations")["value"].to_list()
    (True, [11200000000.0])
    """
    return Archive(*database.open_database(package, sealed=sealed))


def shared(package: str | Path | None = None) -> Archive:
    """Return an archive for reading: the one that comes with this program is opened once, any other each time."""
    return Archive(*database.shared(package))


@overload
def table(name: str, format: Polars = "polars", *, package: str | Path | None = None) -> polars.DataFrame: ...
@overload
def table(name: str, format: Pandas, *, package: str | Path | None = None) -> Any: ...
def table(name: str, format: Format = "polars", *, package: str | Path | None = None) -> Any:
    """Return a table or view of the archive as a data frame: short for `open(package).table(name, format)`.

    The archive that comes with this program is opened once, and kept open.

    >>> import xiaogan_facts
    >>> observations = xiaogan_facts.table("observations")
    >>> planned = observations.filter(observations["value_type"] == "planned")
    >>> planned.select("value", "multiplier", "unit_id").rows()
    [(112.0, 8, 'yuan')]
    """
    return shared(package).table(name, format)


@overload
def facts(*, format: Polars = "polars", package: str | Path | None = None, **filters: object) -> polars.DataFrame: ...
@overload
def facts(*, format: Pandas, package: str | Path | None = None, **filters: object) -> Any: ...
def facts(*, format: Format = "polars", package: str | Path | None = None, **filters: object) -> Any:
    """Return the facts that meet every filter: short for `open(package).facts(…)`; see there for the filters.

    The archive that comes with this program is opened once, and kept open.

    >>> import xiaogan_facts
    >>> xiaogan_facts.facts(line=17, table="observations").select("fact_id", "value", "unit_id").rows()[0]
    ('hd24-o17-01', 11200000000.0, 'yuan')
    >>> aims = xiaogan_facts.facts(value_type=["target", "forecast"], unit="yuan")
    >>> aims["value"].sort().to_list()
    [100000000.0, 10000000000.0, 55000000000.0]
    """
    return shared(package).facts(format=format, **filters)
