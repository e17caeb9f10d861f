"""Make a package of a table without one, or of a Table Schema without a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.inputs.input import Input, prefix
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.package.load import build_package, read_mapping
from xiaogan_facts.gate.package.places import Places
from xiaogan_facts.gate.report.problem import Problem, ProblemError
from xiaogan_facts.gate.translation import say

_AT = ("resources", 0, "schema")


def table_alone(path: Path, schema: str | Path | None) -> Input:
    """Make a package of a table, of any format that the gate reads, and perhaps of the file of its schema."""
    path.stat()  # a missing file is no fault of a package
    given, path = path, path.resolve() if path.is_symlink() else path  # a link may lead anywhere: it is the user's own
    names = {path.name: prefix(given.parent) + given.name}
    resource: dict[str, Any] = {"name": _name(path), "path": path.name}
    if schema is None:
        package = build_package({"resources": [{**resource, "type": "table"}]}, path, [])
        return Input(package, prefix(path.parent), names)
    file = Path(schema)
    package = _with_schema(resource, file, path)
    names = {file.name: prefix(file.parent) + file.name, **names}
    return Input(package, prefix(path.parent), names, called=names[path.name])


def schema_alone(path: Path) -> Input:
    """Make a package of a Table Schema, with a table of no records."""
    package = _with_schema({"name": _name(path)}, path, path)
    return Input(package, prefix(path.parent))


def _with_schema(resource: dict[str, Any], file: Path, table: Path) -> Package:
    """Make a package whose descriptor is, to whoever reads a report, the file of the schema."""
    try:
        schema, text = read_mapping(file, file.name)
    except ProblemError as error:
        return Package(base=table.parent, file=file.name, problems=(error.problem,))
    schema, problems = _without_other_tables(schema, file.name)
    if "path" not in resource:
        resource = {**resource, "data": [_labels(schema)]}
    descriptor = {"resources": [{**resource, "type": "table", "schema": schema}]}
    return replace(build_package(descriptor, table, problems, Places({_AT: text})), file=file.name)


def _without_other_tables(schema: dict[str, Any], file: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return the schema without the foreign keys into tables that are not given, and a problem for each of these."""
    keys = schema.get("foreignKeys")
    away = [key for key in keys if _target(key)] if isinstance(keys, list) else []
    if not away or not isinstance(keys, list):
        return schema, []
    kept = {**schema, "foreignKeys": [key for key in keys if key not in away]}
    if not kept["foreignKeys"]:
        del kept["foreignKeys"]
    return kept, [
        Problem.of(
            "foreignKey-not-checked",
            file,
            severity="notice",
            target=_target(key),
            fields=_reference(key).get("fields"),
            held="",
            remedy=say("give the package that has both tables"),
        )
        for key in away
    ]


def _reference(key: Any) -> Mapping[str, Any]:
    reference = key.get("reference") if isinstance(key, Mapping) else None
    return reference if isinstance(reference, Mapping) else {}


def _target(key: Any) -> str:
    target = _reference(key).get("resource")
    return target if isinstance(target, str) else ""


def _labels(schema: Mapping[str, Any]) -> list[str]:
    """Return a header that fits the schema, as far as the schema is one."""
    fields = schema.get("fields")
    names = [each.get("name") for each in fields if isinstance(each, Mapping)] if isinstance(fields, list) else []
    return list(dict.fromkeys(name for name in names if isinstance(name, str))) or ["field"]


def _name(path: Path) -> str:
    """Return a name for the resource in a file that the standard allows: the file's, without other signs."""
    stem = path.name.lstrip(".").partition(".")[0].lower()
    return re.sub(r"[^a-z0-9._-]+", "-", stem).strip("-") or "table"
