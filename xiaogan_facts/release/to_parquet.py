"""Parquet: a file a table, each column typed, and described in both languages in its Arrow field metadata.

Why pyarrow and not DuckDB's writer, as for a query? DuckDB's knows metadata of a file, but not of a column.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xiaogan_facts.database.column_types import COLUMN_TYPES
from xiaogan_facts.optional import extra
from xiaogan_facts.release.contents import Column, Content
from xiaogan_facts.release.snapshot import Snapshot

MEDIA_TYPE = "application/vnd.apache.parquet"


def write(path: Path, content: Content, archive: Snapshot) -> None:
    """Write the table. Keys of the metadata are those of the Table Schema: title, title@zh, description, unit …

    The file as a whole says of which version of the archive it is, and its licence.
    """
    package = archive.package
    pyarrow, parquet = (extra(module, "write Parquet") for module in ("pyarrow", "pyarrow.parquet"))
    schema = pyarrow.schema(
        [
            pyarrow.field(column.name, _type(pyarrow, column), not column.required, _words(column))
            for column in content.columns
        ],
        metadata={
            "name": content.name,
            "description": content.description.en,
            "description@zh": content.description.zh,
            "package": f"{package.name} {package.version}",
            "licenses": json.dumps(package.descriptor.get("licenses", []), ensure_ascii=False),
        },
    )
    cells = zip(*content.rows, strict=True) if content.rows else ([] for _ in content.columns)
    arrays = [pyarrow.array(values, kind) for values, kind in zip(cells, schema.types, strict=True)]
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), path, compression="zstd")


def _type(pyarrow: Any, column: Column) -> Any:
    kind = pyarrow.type_for_alias(COLUMN_TYPES[column.type].arrow)
    return pyarrow.list_(kind) if column.is_list else kind


def _words(column: Column) -> dict[str, str]:
    words = {
        "title": column.title.en,
        "title@zh": column.title.zh,
        "description": column.description.en,
        "description@zh": column.description.zh,
    }
    if column.field and column.field.unit:
        words["unit"] = column.field.unit
    if column.field and column.field.categories:
        words["categories"] = json.dumps(column.field.descriptor["categories"], ensure_ascii=False)
    return words
