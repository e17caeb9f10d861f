"""Compare two packages: the properties of their descriptors, their tables, columns, and rows by primary key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xiaogan_facts.diff._content import ResourceContent, read
from xiaogan_facts.diff._escape import in_one_line
from xiaogan_facts.diff._model import ColumnChange, Difference, Kind, PropertyChange, TableChange, Version
from xiaogan_facts.diff._opened import opened
from xiaogan_facts.diff._rows import RowChanges, by_key, by_whole_row, is_unique
from xiaogan_facts.diff._sentences import with_sentences
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package, Resource
from xiaogan_facts.gate.translation import say

_OF_A_PACKAGE = frozenset(("$schema", "profile", "resources"))
_OF_A_FILE = ("bytes", "compression", "dialect", "encoding", "format", "hash", "mediatype", "path", "rows", "url")
_OF_A_RESOURCE = frozenset(("$schema", "data", "name", "profile", "schema", "type", *_OF_A_FILE))
_OF_A_SCHEMA = frozenset(("$schema", "fields"))
_OF_A_FIELD = frozenset(("name",))
"""Properties that are no difference of their own: they are compared piece by piece, or say how a file is written."""


def compare(old: str | Path, new: str | Path) -> Difference:
    """Return all differences between two packages, each given as a folder, a descriptor, a zip or a git revision.

    Tables are matched by name, columns by name, rows by primary key, so that no order matters; a table without a key
    that is unique in both versions is compared by whole rows. Cells are compared as they are written. How a file is
    written (its path, delimiter, encoding, packing) is no difference.

    Raises CannotRunError where a package cannot be read whole, OSError where it cannot be opened.
    """
    old, new = Path(old), Path(new)
    with opened(old) as before, opened(new) as after:
        difference = Difference(
            old=Version(before.name, before.version),
            new=Version(after.name, after.version),
            properties=_properties(before.descriptor, after.descriptor, _OF_A_PACKAGE),
            tables=tuple(
                _table(name, _content(before, name, old), _content(after, name, new))
                for name in dict.fromkeys(resource.name for resource in (*after.resources, *before.resources))
            ),
        )
        return with_sentences(difference, before, after)


def _content(package: Package, name: str, path: Path) -> ResourceContent | None:
    found = [resource for resource in package.resources if resource.name == name]
    if len(found) > 1:
        raise CannotRunError(
            say("{path}: two resources are named {name!r}, so none can be told from the other", path=path, name=name)
        )
    try:
        return read(package, found[0]) if found else None
    except CannotRunError as error:
        raise CannotRunError(f"{path}: {error}") from error


def _table(name: str, old: ResourceContent | None, new: ResourceContent | None) -> TableChange:
    if old is None or new is None:
        return _in_one_version(name, old, new)
    words = _properties(old.resource.descriptor, new.resource.descriptor, _OF_A_RESOURCE)
    keys = _properties(_schema(old.resource), _schema(new.resource), _OF_A_SCHEMA)
    properties = words + tuple(each for each in keys if each not in words)  # a schema repeats its resource's words
    if old.cells is None or new.cells is None:
        note = _note_on_files(old, new)
        same = not properties and (note is None or old.fingerprint is new.fingerprint is None)
        return TableChange(name, "same" if same else "changed", old.rows, new.rows, properties=properties, note=note)
    columns = _columns(old, new)
    key = _key(old, new)
    rows = by_key(old.cells, new.cells, key) if key else by_whole_row(old.cells, new.cells)
    kind: Kind = "changed" if properties or columns or rows != RowChanges() else "same"
    return TableChange(
        name,
        kind,
        old.rows,
        new.rows,
        key,
        properties,
        columns,
        rows.added,
        rows.removed,
        rows.changed,
        rows.renamed,
        note=None if key else say("no key is unique in both versions, so whole rows are compared"),
    )


def _in_one_version(name: str, old: ResourceContent | None, new: ResourceContent | None) -> TableChange:
    """Describe a table that was added or removed, with all its rows."""
    content = old or new
    assert content is not None
    kind: Kind = "added" if old is None else "removed"
    schema, cells = content.resource.schema, content.cells
    if cells is None:
        return TableChange(name, kind, note=say("a file that is no table"))
    key = schema.primary_key if schema and set(schema.primary_key) <= set(cells.columns) else ()
    rows = by_key(cells.clear(), cells, key) if key else by_whole_row(cells.clear(), cells)
    return TableChange(
        name,
        kind,
        None if old is None else cells.height,
        None if new is None else cells.height,
        key,
        added=rows.added if old is None else (),
        removed=rows.added if new is None else (),
    )


def _note_on_files(old: ResourceContent, new: ResourceContent) -> str | None:
    if (old.cells is None) != (new.cells is None):
        return say("a table in one version and another kind of file in the other")
    if old.fingerprint is None or new.fingerprint is None:
        return say("not compared: its data lies outside the package, and remote addresses are not fetched")
    return None if old.fingerprint == new.fingerprint else say("no table, and its bytes differ")


def _key(old: ResourceContent, new: ResourceContent) -> tuple[str, ...]:
    """Return a primary key that is unique in both versions, the new version's if possible, () if there is none."""
    assert old.cells is not None
    assert new.cells is not None
    for content in (new, old):
        key = content.resource.schema.primary_key if content.resource.schema else ()
        in_both = set(key) <= set(old.columns) & set(new.columns)
        if key and in_both and is_unique(old.cells, key) and is_unique(new.cells, key):
            return key
    return ()


def _columns(old: ResourceContent, new: ResourceContent) -> tuple[ColumnChange, ...]:
    changes = []
    for column in dict.fromkeys([*new.columns, *old.columns]):
        if column not in old.columns:
            changes.append(ColumnChange(column, "added", _values(new, column)))
        elif column not in new.columns:
            changes.append(ColumnChange(column, "removed", _values(old, column)))
        elif properties := _properties(_field(old.resource, column), _field(new.resource, column), _OF_A_FIELD):
            changes.append(ColumnChange(column, "changed", properties=properties))
    return tuple(changes)


def _values(content: ResourceContent, column: str) -> int:
    """Count the rows in which a column holds a value."""
    assert content.cells is not None
    cells = content.cells[column]
    return int((cells.is_not_null() & ~cells.is_in(content.missing[column])).sum())


def _schema(resource: Resource) -> Mapping[str, Any]:
    return resource.schema.descriptor if resource.schema else {}


def _field(resource: Resource, column: str) -> Mapping[str, Any]:
    return resource.schema.field(column).descriptor if resource.schema else {}


def _properties(old: Mapping[str, Any], new: Mapping[str, Any], left_out: frozenset[str]) -> tuple[PropertyChange, ...]:
    """Return the properties that differ, in the order of the new descriptor, then of the old one."""
    return tuple(
        PropertyChange(name, old.get(name), new.get(name))
        for name in dict.fromkeys([*new, *old])
        if name not in left_out and in_one_line(old.get(name)) != in_one_line(new.get(name))
    )
