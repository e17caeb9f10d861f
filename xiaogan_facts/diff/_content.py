"""What a resource holds, made comparable: a table's cells as they are written, or another file's fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from xiaogan_facts.diff._escape import visible
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package, Resource
from xiaogan_facts.gate.tables.source import SourceError, as_stored, parts, remote
from xiaogan_facts.gate.tables.table import NotATableError, Table, open_table
from xiaogan_facts.gate.translation import later, say

CURE = later("run `xiaogan-facts validate` on it: it names every fault and its cure")


@dataclass(frozen=True)
class ResourceContent:
    """`cells` of a table: a string column for each field, in the schema's order, null if the file has no such column.

    `missing` are the strings that mean "no value" in each.
    Of another resource `fingerprint`: the SHA-256 of its bytes, or None where it lies elsewhere and is not fetched.
    """

    resource: Resource
    cells: pl.DataFrame | None = None
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fingerprint: str | None = None

    @property
    def columns(self) -> list[str]:
        return [] if self.cells is None else self.cells.columns

    @property
    def rows(self) -> int | None:
        return None if self.cells is None else self.cells.height


def read(package: Package, resource: Resource) -> ResourceContent:
    """Read a resource. Raises CannotRunError if any record of it cannot be read."""
    try:
        try:
            table = open_table(package, resource)
        except NotATableError:
            return ResourceContent(resource, fingerprint=_fingerprint(package, resource))
        return ResourceContent(resource, _cells(table), {each.name: table.missing(each) for each in table.fields})
    except SourceError as error:
        raise CannotRunError(str(error)) from error


def _cells(table: Table) -> pl.DataFrame:
    names = [field.name for field in table.fields]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None or table.header_refused:
        what = (
            say("the header cannot be read") if twice is None else say("two columns are named {twice!r}", twice=twice)
        )
        raise CannotRunError(
            say(
                "{file}: {what}, so no cell can be told from another; {cure}",
                file=visible(table.file),
                what=what,
                cure=say(CURE),
            )
        )
    columns = [
        (pl.lit(None, pl.String) if position is None else pl.col(str(position))).alias(name)
        for name, position in zip(names, table.positions, strict=True)
    ]
    frames = [table.empty_frame().select(columns)]
    for file, batch in table.batches():
        if batch.refused:
            raise CannotRunError(
                say(
                    "{file}:{line}: this record cannot be read; {cure}",
                    file=visible(file),
                    line=batch.refused[0].line,
                    cure=say(CURE),
                )
            )
        frames.append(batch.cells.select(columns))
    return pl.concat(frames)


def _fingerprint(package: Package, resource: Resource) -> str | None:
    if resource.data is not None:
        return hashlib.sha256(repr(resource.data).encode()).hexdigest()
    if remote(resource):
        return None
    digest = hashlib.sha256()
    for block in as_stored(parts(package, resource)):
        digest.update(block)
    return digest.hexdigest()
