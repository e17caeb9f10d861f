"""Maps the fields of a schema to the columns of a file.

Source: Table Schema, `fieldsMatch`: by order for "exact", by name for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiaogan_facts.package.model import Schema


def positions(schema: Schema | None, labels: tuple[str, ...] | None) -> tuple[int | None, ...]:
    """For each field the position (0-based) of its column, None where the file has none.

    Without a header columns are mapped by order, whatever `fieldsMatch` says.
    """
    if schema is None:
        return ()
    if labels is None:
        return tuple(range(len(schema.fields)))
    if schema.fields_match == "exact":
        return tuple(i if i < len(labels) else None for i in range(len(schema.fields)))
    first: dict[str, int] = {}
    for position, label in enumerate(labels):
        first.setdefault(label, position)
    return tuple(first.get(field.name) for field in schema.fields)
