"""The ready-made questions: SQL files whose first comment lines say what is asked, and with which parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiaogan_facts.database.frames import Format, ask
from xiaogan_facts.paths import QUERIES

_PARAMETER = re.compile(r"-- \$(?P<name>\w+) = (?P<default>\S+): (?P<meaning>.+)")


@dataclass(frozen=True)
class Parameter:
    """A value that a question can be asked with: `$name` in its SQL, a text; `default` where none is given."""

    name: str
    default: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """A ready-made query: what it asks in both languages, its parameters and its SQL."""

    name: str
    asks_en: str
    asks_zh: str
    parameters: tuple[Parameter, ...]
    sql: str

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """A value for each parameter: the given one, else its default."""
        return {parameter.name: given.get(parameter.name, parameter.default) for parameter in self.parameters}

    def run(self, *, format: Format = "polars", package: str | Path | None = None, **given: object) -> Any:
        """The answer, as a data frame of polars or pandas, a column each of the query's, of the type that DuckDB gives.

        `given` are values for the parameters by name; the others keep their defaults. `package` is another copy of the
        archive. Raises ValueError for a parameter that the question does not have, ImportError where pandas is asked
        for and not installed.

        >>> ranks = queries()["ranks"].run()
        >>> ranks.filter(ranks["of_how_many"] == 21)["position"].to_list()
        [6.0]
        >>> queries()["paragraph"].run(line=1)["fact_id"].to_list()
        ['r01-01', 'r01-02']
        """
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                raise ValueError(f"'{self.name}' has no parameter '{name}'; it has: {', '.join(names) or 'none'}")
        return ask(self.sql, self.values({name: str(value) for name, value in given.items()}), format, package)


def questions(folder: Path = QUERIES) -> tuple[Question, ...]:
    """All ready-made questions, by name. Raises OSError where the folder cannot be read, ValueError for a bad head."""
    return tuple(read(path) for path in sorted(folder.glob("*.sql")))


def queries() -> dict[str, Question]:
    """The ready-made questions by name, each with its sentence in both languages, its parameters and `run`.

    >>> for name, question in list(queries().items())[:2]:
    ...     print(f"{name}: {question.asks_en}")
    companies: Which companies are named, and what is said of each?
    connections: Who is connected to whom, in one or two steps?
    >>> queries()["paragraph"].parameters[0].meaning
    'the paragraph, as a line of the received copy, counted from 1'
    """
    return {question.name: question for question in questions()}


def find(name: str, folder: Path = QUERIES) -> Question | None:
    """The question of that name, if there is one."""
    return next((question for question in questions(folder) if question.name == name), None)


def read(path: Path) -> Question:
    """The question that a file holds: a comment line in English, one in Chinese, then one for each parameter."""
    sql = path.read_text(encoding="utf-8")
    lines = sql.splitlines()
    if len(lines) < 3 or not (lines[0].startswith("-- ") and lines[1].startswith("-- ")):
        raise ValueError(f"{path.name}: its first two lines do not ask the question in English and in Chinese")
    parameters = (_PARAMETER.fullmatch(line) for line in lines[2:])
    return Question(
        name=path.stem,
        asks_en=lines[0].removeprefix("-- "),
        asks_zh=lines[1].removeprefix("-- "),
        parameters=tuple(Parameter(**found.groupdict()) for found in parameters if found),
        sql=sql,
    )
