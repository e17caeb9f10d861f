"""JSON: all tables and the facts in one file, each with its Table Schema; a row is an object on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from xiaogan_facts.database.column_types import COLUMN_TYPES
from xiaogan_facts.output.cells import as_json
from xiaogan_facts.release.contents import Column, Content
from xiaogan_facts.release.snapshot import Snapshot


def write(path: Path, archive: Snapshot) -> None:
    """Write what the descriptor says of the package, then its tables, by name, with `schema` and `rows`."""
    words = {name: value for name, value in archive.package.descriptor.items() if name not in ("$schema", "resources")}
    head = json.dumps(words, ensure_ascii=False, indent=2).removesuffix("\n}")
    body = ",\n".join(f'    "{table.name}": {_table(table)}' for table in archive.tables)
    path.write_text(f'{head},\n  "tables": {{\n{body}\n  }}\n}}\n', "utf-8", newline="\n")


def _table(table: Content) -> str:
    names = [column.name for column in table.columns]
    rows = (as_json(dict(zip(names, row, strict=True))) for row in table.rows)
    return f'{{"schema": {_on_one_line(schema(table))},\n      "rows": [\n{_lines(rows)}\n      ]}}'


def schema(table: Content) -> dict[str, Any]:
    """Return the columns as a Table Schema. Here a missing value is `null`, so no string means one."""
    described: dict[str, Any] = {
        "description": table.description.en,
        "description@zh": table.description.zh,
        "missingValues": [],
        "fields": [_field(column) for column in table.columns],
    }
    if table.primary_key:
        described["primaryKey"] = list(table.primary_key)
    if table.unique_keys:
        described["uniqueKeys"] = [list(key) for key in table.unique_keys]
    if table.foreign_keys:
        described["foreignKeys"] = [
            {
                "fields": list(key.fields),
                "reference": {"resource": key.reference_resource, "fields": list(key.reference_fields)},
            }
            for key in table.foreign_keys
        ]
    return described


def _field(column: Column) -> dict[str, Any]:
    if column.field:
        return {name: value for name, value in column.field.descriptor.items() if name != "missingValues"}
    return {
        "name": column.name,
        "type": COLUMN_TYPES[column.type].table_schema,
        "description": column.description.en,
        "description@zh": column.description.zh,
    }


def _on_one_line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(rows: Iterable[str]) -> str:
    return ",\n".join(f"        {row}" for row in rows)
