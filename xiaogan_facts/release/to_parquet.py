"""Parquet: a file a table, each column typed, and described in both languages in its Arrow field metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xiaogan_facts.optional import extra
from xiaogan_facts.release.archive import Archive
from xiaogan_facts.release.contents import Column, Content

MEDIA_TYPE = "application/vnd.apache.parquet"


def write(path: Path, content: Content, archive: Archive) -> None:
    """Write the table. Keys of the metadata are those of the Table Schema: title, title@zh, description, unit …

    The file as a whole says of which version of the archive it is, and its licence.
    """
    package = archive.package
    pyarrow, parquet = (extra(module, "write Parquet") for module in ("pyarrow", "pyarrow.parquet"))
    schema = pyarrow.schema(
        [
            pyarrow.field(column.name, _type(pyarrow, column.type), not column.required, _words(column))
            for column in content.columns
        ],
        metadata={
            "name": content.name,
            "description": content.description,
            "description@zh": content.description_zh,
            "package": f"{package.name} {package.version}",
            "licenses": json.dumps(package.descriptor.get("licenses", []), ensure_ascii=False),
        },
    )
    cells = zip(*content.rows, strict=True) if content.rows else ([] for _ in content.columns)
    arrays = [pyarrow.array(values, kind) for values, kind in zip(cells, schema.types, strict=True)]
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), path, compression="zstd")


def _type(pyarrow: Any, kind: str) -> Any:
    types = {
        "VARCHAR": pyarrow.string(),
        "BIGINT": pyarrow.int64(),
        "DOUBLE": pyarrow.float64(),
        "BOOLEAN": pyarrow.bool_(),
        "DATE": pyarrow.date32(),
        "VARCHAR[]": pyarrow.list_(pyarrow.string()),
    }
    return types[kind]


def _words(column: Column) -> dict[str, str]:
    words = {
        "title": column.title,
        "title@zh": column.title_zh,
        "description": column.description,
        "description@zh": column.description_zh,
    }
    if column.field and column.field.unit:
        words["unit"] = column.field.unit
    if column.field and column.field.categories:
        words["categories"] = json.dumps(column.field.descriptor["categories"], ensure_ascii=False)
    return words
