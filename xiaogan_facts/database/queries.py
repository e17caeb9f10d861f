"""The ready-made queries: SQL files whose first comment lines are the question and the parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from xiaogan_facts.database.unknown import UnknownNameError
from xiaogan_facts.gate.suggest import hint
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import QUERIES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PARAMETER = re.compile(r"-- \$(?P<name>\w+) = (?P<default>\S+): (?P<meaning_en>.+?) / (?P<meaning_zh>.+)")


@dataclass(frozen=True)
class Parameter:
    """A value that a query takes: `$name` in its SQL, a text; `default` if none is given; what it means in words."""

    name: str
    default: str
    meaning_en: str
    meaning_zh: str


@dataclass(frozen=True)
class Query:
    """A ready-made query: its question in both languages, its parameters and its SQL.

    `connection` is the database that `run` queries; None is the archive that comes with this program.
    """

    name: str
    title_en: str
    title_zh: str
    parameters: tuple[Parameter, ...]
    sql: str
    connection: DuckDBPyConnection | None = field(default=None, repr=False, compare=False)

    def values(self, given: Mapping[str, object]) -> dict[str, str]:
        """Return a value for each parameter: the given one, else its default.

        Raises UnknownNameError for a parameter that the query does not have.
        """
        defaults = {parameter.name: parameter.default for parameter in self.parameters}
        for name in given:
            if name not in defaults:
                known = ", ".join(defaults) or "none"
                raise UnknownNameError(
                    say(
                        "'{name}' has no parameter '{parameter}'; it has: {known}",
                        name=self.name,
                        parameter=name,
                        known=known,
                    )
                )
        return defaults | {name: str(value) for name, value in given.items()}

    def run(
        self, *, format: Literal["polars", "pandas"] = "polars", package: str | Path | None = None, **given: object
    ) -> Any:
        """Return the result as a data frame of polars or pandas, each column of the type that DuckDB gives.

        `given` are values for the parameters by name; the others keep their defaults. `package` is another copy of the
        archive. Raises ValueError for a parameter that the query does not have, ImportError if pandas is asked for
        and not installed.

        >>> import xiaogan_facts
        >>> ranks = xiaogan_facts.queries()["ranks"].run()
        >>> ranks.filter(ranks["of_how_many"] == 21)["position"].to_list()
        [6.0]
        >>> xiaogan_facts.queries()["paragraph"].run(line=1)["fact_id"].to_list()
        ['hd24-r01-01', 'hd24-r01-02']
        """
        # Imported only here: the command line lists the queries, which needs no DuckDB.
        from xiaogan_facts.database.connection import shared
        from xiaogan_facts.database.frames import frame

        connection = self.connection if package is None else None
        return frame(connection or shared(package).connection, self.sql, self.values(given), format)


def queries(folder: Path = QUERIES) -> dict[str, Query]:
    """Return the ready-made queries by name, each with its title in both languages, its parameters and `run`.

    Raises OSError if the folder cannot be read, ValueError for a file without a title.

    >>> import xiaogan_facts
    >>> for name, query in list(xiaogan_facts.queries().items())[:2]:
    ...     print(f"{name}: {query.title_en}")
    companies: Which companies are named, and what is said of each, its products and its projects?
    connections: Who is connected to whom, in one or two steps?
    >>> xiaogan_facts.queries()["paragraph"].parameters[0].meaning_en
    'the paragraph, as a line of the received copy, counted from 1'
    """
    return {path.stem: read(path) for path in sorted(folder.glob("*.sql"))}


def read(path: Path) -> Query:
    """Read the query in a file: a comment line in English, one in Chinese, then one with both for each parameter."""
    sql = path.read_text(encoding="utf-8")
    lines = sql.splitlines()
    if len(lines) < 3 or not (lines[0].startswith("-- ") and lines[1].startswith("-- ")):
        raise ValueError(
            say("{name}: its first two lines do not ask the question in English and in Chinese", name=path.name)
        )
    parameters = (_PARAMETER.fullmatch(line) for line in lines[2:])
    return Query(
        name=path.stem,
        title_en=lines[0].removeprefix("-- "),
        title_zh=lines[1].removeprefix("-- "),
        parameters=tuple(Parameter(**found.groupdict()) for found in parameters if found),
        sql=sql,
    )


def resolve(query: str, given: Mapping[str, object]) -> tuple[str, dict[str, Any]]:
    """Return the SQL of a ready-made query and a value for each parameter; anything but a name is SQL itself.

    Raises UnknownNameError for a name that no query has, or a parameter that the query does not have.
    """
    ready = queries()
    if query in ready:
        return ready[query].sql, dict(ready[query].values(given))
    if re.fullmatch(r"[\w-]+", query):
        raise UnknownNameError(
            say("there is no ready-made query '{query}'; {hint}", query=query, hint=hint(query, ready))
        )
    return query, dict(given)
