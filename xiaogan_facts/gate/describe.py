"""Write a first descriptor of tables: frictionless infers, the gate holds every record against it, the rest is marked.

Frictionless infers types from a sample, so that a record further down may break them. A field whose cells do is given
the next wider type, until the tables are valid by the descriptor that is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.inputs.opened import opened
from xiaogan_facts.gate.package.load import build_package
from xiaogan_facts.gate.package.model import DELIMITED, Package
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import NotATableError, open_table
from xiaogan_facts.gate.translation import say
from xiaogan_facts.gate.validate import validate

SAMPLE = 1000  # records from which types are inferred
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MARK = "TO BE WRITTEN"
"""What begins a text that only somebody who knows the data can write."""

WIDER = {"integer": "number"}
_STANDARD = {"delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "skipInitialSpace", "header"}


def describe(files: Sequence[str | Path], folder: Path) -> dict[str, Any]:
    """Return the descriptor of a package in `folder` of the tables in files below it.

    Raises CannotRunError for a file that lies elsewhere or is no table that the gate reads, OSError for one that is not
    there.
    """
    resources = [_resource(Path(file), folder) for file in files]
    names = [resource["name"] for resource in resources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CannotRunError(
            say("two files give a table the name '{twice}'; help: describe each by itself", twice=twice[0])
        )
    name = re.sub(r"[^a-z0-9._-]+", "-", folder.resolve().name.lower()).strip("-")
    return {
        "$schema": PROFILE,
        "name": name or "package",
        "title": say("{mark}: what these data are called", mark=MARK),
        "description": say("{mark}: what they are about, where they come from, and how they were made", mark=MARK),
        "licenses": [{"name": "TO-BE-CHOSEN", "title": say("{mark}: under which licence they may be used", mark=MARK)}],
        "resources": resources,
    }


def _resource(file: Path, folder: Path) -> dict[str, Any]:
    """Return the descriptor of the table in a file."""
    with _table(file) as package:
        (resource,) = package.resources
        path = _below(file, folder)
        found: dict[str, Any] = {
            "name": resource.name,
            "type": "table",
            "path": path,
            "description": say("{mark}: what a record is", mark=MARK),
        }
        if resource.format in DELIMITED and not resource.compression:
            found |= _notation(file)
        labels, rows = _sample(_package(found, file), file)
    found["schema"] = {"fields": [{**each, "description": _of_a_field()} for each in _inferred(labels, rows)]}
    _widen(found, file)
    return found


def _of_a_field() -> str:
    return say("{mark}: what it means, and in which unit", mark=MARK)


@contextmanager
def _table(file: Path) -> Iterator[Package]:
    """Open a file as a table alone. Raises CannotRunError if it is a package, a schema, an address or a stream."""
    with opened(file) as given:
        if not given.writable or len(given.package.resources) != 1 or given.package.resources[0].data is not None:
            raise CannotRunError(say("{file}: only a file that holds a table can be described", file=file))
        if file.name not in given.package.resources[0].paths:
            raise CannotRunError(
                say("{file}: this is no table alone; only a file that holds one can be described", file=file)
            )
        yield given.package


def _below(file: Path, folder: Path) -> str:
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError as error:
        raise CannotRunError(
            say(
                "{file}: a package describes files below its own folder, and this is not below {folder}",
                file=file,
                folder=folder,
            )
        ) from error


def _package(resource: dict[str, Any], file: Path) -> Package:
    """Return a package of one table whose file is found, wherever the descriptor will stand."""
    return build_package({"resources": [{**resource, "path": file.name}]}, file, [])


def _notation(file: Path) -> dict[str, Any]:
    """Return the encoding and the dialect that frictionless detects, as far as they are not the standard's default."""
    frictionless = import_module("frictionless")
    try:
        detected = frictionless.Resource.describe(str(file.resolve()), type="table").to_dict()
    except frictionless.FrictionlessException:
        return {}  # what is wrong with the file is told when it is read
    given = detected.get("dialect", {})
    dialect = {name: value for name, value in {**given, **given.get("csv", {})}.items() if name in _STANDARD}
    encoding = detected.get("encoding", "utf-8")
    return {**({} if encoding == "utf-8" else {"encoding": encoding}), **({"dialect": dialect} if dialect else {})}


def _sample(package: Package, file: Path) -> tuple[tuple[str, ...], list[tuple[str | None, ...]]]:
    """Return the labels of the columns and the first records. Raises CannotRunError if the file is no sound table."""
    try:
        table = open_table(package, package.resources[0])
        first = next(iter(table.batches()), None)
    except (NotATableError, SourceError) as error:
        raise CannotRunError(say("{file}: no table that the gate reads: {error}", file=file, error=error)) from error
    labels = table.header.labels
    if not labels or len(set(labels)) < len(labels) or not all(labels):
        raise CannotRunError(say("{file}: a header that names each column once is needed", file=file))
    return labels, first[1].cells.head(SAMPLE).rows() if first else []


def _inferred(labels: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> list[dict[str, Any]]:
    """Return the fields that frictionless infers from strings; a column without a value is of any type."""
    frictionless = import_module("frictionless")
    resource = frictionless.Resource(data=[list(labels), *map(list, rows)])
    resource.infer()
    fields = resource.schema.to_dict()["fields"]
    return [
        {"name": label, "type": field["type"] if any(row[place] for row in rows) else "any"}
        for place, (label, field) in enumerate(zip(labels, fields, strict=True))
    ]


def _widen(resource: dict[str, Any], file: Path) -> None:
    """Give each field whose cells are not all values of its type a wider one."""
    by_name = {field["name"]: field for field in resource["schema"]["fields"]}
    while True:
        report = validate(replace(_package(resource, file), file=file.name))
        wrong = {each.template.field for _, findings in report.problems.tables for each in findings}
        narrow = [by_name[name] for name in wrong if name in by_name and by_name[name]["type"] not in ("string", "any")]
        if not narrow:
            return
        for field in narrow:
            field["type"] = WIDER.get(field["type"], "string")
