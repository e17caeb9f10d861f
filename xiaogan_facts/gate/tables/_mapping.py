"""Map the fields of a schema to the columns of a file.

Source: Table Schema, `fieldsMatch`: by order for "exact", by name for the others.
"""

from __future__ import annotations

from xiaogan_facts.gate.lookalike import skeleton
from xiaogan_facts.gate.package.model import Schema


def positions(schema: Schema | None, labels: tuple[str, ...] | None) -> tuple[int | None, ...]:
    """Return the position (0-based) of each field's column, None if the file has none.

    Without a header, columns are mapped by order, whatever `fieldsMatch` says.
    """
    if schema is None:
        return ()
    if labels is None:
        return tuple(range(len(schema.fields)))
    first: dict[str, int] = {}
    for position, label in enumerate(labels):
        first.setdefault(label, position)
    # A label that only looks like a field's name is an error of the header, and none of every cell below it.
    names = {field.name for field in schema.fields}
    alike = {skeleton(label): position for label, position in first.items() if label not in names}
    for name in names - first.keys():
        if skeleton(name) in alike:
            first[name] = alike[skeleton(name)]
    if schema.fields_match != "exact":
        return tuple(first.get(field.name) for field in schema.fields)
    return tuple(_by_order(place, field.name, labels, first, names) for place, field in enumerate(schema.fields))


def _by_order(place: int, name: str, labels: tuple[str, ...], first: dict[str, int], names: set[str]) -> int | None:
    """Return the column at the field's own place, or the one with its label; never one with another field's label."""
    if place < len(labels) and labels[place] == name:
        return place
    if name in first:
        return first[name]
    return place if place < len(labels) and labels[place] not in names else None


def joined_labels(rows: list[list[str]], between: str) -> tuple[str, ...]:
    """Join the rows of a header; the last label of a shorter row stands for all the columns to its right."""
    if len(rows) == 1:
        return tuple(rows[0])
    width = max(map(len, rows))
    columns = [[row[min(place, len(row) - 1)] for row in rows if row] for place in range(width)]
    return tuple(between.join(filter(None, column)) for column in columns)
