"""Read the rows of a JSON file, or of one with a JSON value in each line, each number as it is written.

Source: RFC 8259; JSON Lines (jsonlines.org).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from xiaogan_facts.gate.package.model import Dialect, Resource
from xiaogan_facts.gate.tables.source import Part, SourceError, blocks
from xiaogan_facts.gate.translation import later, say

LARGEST = 512 * 1024 * 1024  # bytes; rows of JSON are read whole
DEEPEST = later("nested too deeply")


class _Number(str):
    """A number with a fraction or exponent, as it is written; a `float` would not keep all of its digits."""

    __slots__ = ()


def json_rows(part: Part, resource: Resource) -> Any:
    """Return the rows that a JSON file holds, at the top or in the dialect's `property`, with its `itemKeys` alone.

    Returns whatever else is there. Raises SourceError if the file is not JSON.
    """
    text = b"".join(_bounded(part, resource))
    return _value(text, part.name, 0, lambda value: _cells(_rows(value, resource.dialect), 0))


def _rows(value: Any, dialect: Dialect) -> Any:
    if dialect.property is not None:
        value = value.get(dialect.property) if isinstance(value, dict) else None
    if dialect.item_keys and isinstance(value, list):
        return [{key: row.get(key) for key in dialect.item_keys} if isinstance(row, dict) else row for row in value]
    return value


def json_lines(part: Part, resource: Resource) -> tuple[list[Any], list[int]]:
    """Return the value of each line that is not blank, and its physical line. Raises SourceError if one is none."""
    text = b"".join(_bounded(part, resource))
    lines = [(number, line) for number, line in enumerate(text.split(b"\n"), start=1) if line.strip()]
    values = [_value(line, part.name, number - 1, lambda value: _cells(value, 1)) for number, line in lines]
    return values, [number for number, _ in lines]


def _bounded(part: Part, resource: Resource) -> Iterator[bytes]:
    size = 0
    for block in blocks(part, resource):
        size += len(block)
        if size > LARGEST:
            raise SourceError.of("file-too-large", part.name, megabytes=LARGEST // 1024 // 1024)
        yield block


def _value(text: bytes, file: str, before: int, taken: Callable[[Any], Any]) -> Any:
    """Parse a text that begins after line `before` of a file, and return what is taken of its value."""
    try:
        return taken(json.loads(text.decode("utf-8-sig"), parse_float=_Number, parse_constant=_refuse))
    except RecursionError as error:
        raise SourceError.of("descriptor-not-json", file, line=before + 1, reason=say(DEEPEST)) from error
    except UnicodeDecodeError as error:
        line = before + text.count(b"\n", 0, error.start) + 1
        raise SourceError.of("encoding-broken", file, line=line) from error
    except json.JSONDecodeError as error:
        raise SourceError.of("descriptor-not-json", file, line=before + error.lineno, reason=say(error.msg)) from error
    except ValueError as error:
        raise SourceError.of("descriptor-not-json", file, line=before + 1, reason=error) from error


def _cells(value: Any, depth: int) -> Any:
    """Return the value with numbers as written in the cells of its rows, and as numbers inside a cell."""
    if isinstance(value, _Number):
        return str(value) if depth < 3 else float(value)
    if isinstance(value, list):
        return [_cells(each, depth + 1) for each in value]
    return {key: _cells(each, depth + 1) for key, each in value.items()} if isinstance(value, dict) else value


def _refuse(name: str) -> Any:
    raise ValueError(say("{name} is not a JSON value", name=name))
