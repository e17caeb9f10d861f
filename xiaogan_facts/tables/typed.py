"""A table as typed columns, for those who query it: what does not parse is null, the checks have said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.tables.opening import open_table
from xiaogan_facts.tables.reader import LINE
from xiaogan_facts.tables.values import present, typed

if TYPE_CHECKING:
    from xiaogan_facts.package.model import Package


def read_typed(package: Package, resource_name: str) -> pl.DataFrame:
    """The records of a resource with a schema, as columns named and typed by its fields, and "@line" at the end.

    Missing cells and cells that are no value of the field are null; a field without a column is all null. "@line" is
    the physical line (1-based) that a record starts on. Raises KeyError for an unknown resource, SourceError where
    its file cannot be had.
    """
    resource = package.resource(resource_name)
    table = open_table(package, resource)
    columns = []
    for field, position in zip(table.fields, table.positions, strict=True):
        missing = table.missing(field)
        cells = pl.lit(None, pl.String) if position is None else present(pl.col(str(position)), missing)
        columns.append(typed(field, cells).alias(field.name))
    frames = [batch.numbered.select(*columns, LINE) for _, batch in table.batches()]
    if not frames:
        return table.nothing().select(*columns, LINE)
    return pl.concat(frames)
