"""Validate a descriptor with frictionless, part by part, so that the place of each error is known.

Frictionless validates metadata only, of plain objects without references, and so reads no file and no network.
Errors that contradict the standard, or that another check reports better, are left out, each with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import frictionless
from frictionless.exception import FrictionlessException
from frictionless.metadata.context import ValidationContext

from xiaogan_facts.gate.checks.by_json_schema import Violation

_LEFT_OUT = re.compile(
    # Table Schema, `name`: "a data consumer MUST NOT interpret it as an invalid descriptor"
    r"names of the fields are not unique"
    # "Field Constraints" name these types as well
    r'|constraint "(?:exclusiveM|m)(?:inimum|aximum)" is not supported by type "duration"'
    r'|constraint "jsonSchema" is not supported by type "(?:array|object)"'
    r'|constraint "enum" is not supported by type "list"'
    # Reported by `descriptor`, `by_json_schema` or the reader, with the place and the nearest name
    r"|^(?:primary key|foreign key) .* does not match"
    r'|^path ".*" is not safe|^field type "[^"]*" is not supported'
)
_NAMED = re.compile(r'property "(\w+)|(constraint) "(\w+)" is not supported|(license) requires')
_FOLLOWED = ("schema", "dialect", "resources", "fields", "$schema")
UNREADABLE = "a descriptor that frictionless can read"
_WORDS = ("name", "title", "description")  # of a field, in any language: any string is valid
_STANDARD_PROFILES = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource")


def violations(descriptor: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what frictionless finds wrong with the package, each resource, dialect, schema and field."""
    plain: dict[str, Any] = _plain(descriptor)
    version = None
    if isinstance(plain.get("$schema", ""), str):  # frictionless expects a string
        version = frictionless.Package.effective_datapackage_version(plain, None)
    shell = _shell(plain)
    if "resources" in plain:
        shell["resources"] = [_stub(each, number) for number, each in enumerate(_listed(plain, "resources"))]
    yield from _asked(frictionless.Package, shell, None, None, None)
    judged: dict[str, list[Violation]] = {}
    for number, resource in enumerate(_listed(plain, "resources")):
        if isinstance(resource, Mapping):
            yield from _of_resource(resource, version, number, judged)
        else:
            yield Violation(number, None, (), "each resource is an object")


def _of_resource(
    resource: Mapping[str, Any], version: Any, number: int, judged: dict[str, list[Violation]]
) -> Iterator[Violation]:
    """Yield the violations of one resource; `judged` remembers those of fields, so that of many alike one is judged."""
    shell = _shell(resource)
    if isinstance(shell.get("data"), (list, dict)):
        shell["data"] = []  # the rows are judged with the tables
    if resource.get("schema") is not None:
        shell["schema"] = {"fields": [{"name": "field", "type": "any"}]}  # the real one is judged below
    yield from _asked(frictionless.Resource, shell, version, number, None)
    dialect, schema = resource.get("dialect"), resource.get("schema")
    if isinstance(dialect, Mapping):
        for violation in _asked(frictionless.Dialect, _shell(dialect), version, number, None):
            yield violation._replace(path=("dialect", *violation.path))
    if not isinstance(schema, Mapping):
        return
    shell = _shell(schema)
    fields = _listed(schema, "fields")
    if "fields" in schema:
        shell["fields"] = [{"name": "field", "type": "any"}] if fields else []  # each is judged by itself
    if all(isinstance(each, Mapping) for each in fields):
        yield from _of_fields(fields, version, number, judged)
    for violation in _asked(frictionless.Schema, shell, version, number, None):
        yield violation._replace(path=("schema", *violation.path))


def _of_fields(fields: list[Any], version: Any, number: int, judged: dict[str, list[Violation]]) -> Iterator[Violation]:
    for place, each in enumerate(fields):
        alike = repr({key: _kind(key, value) for key, value in each.items()})
        if alike not in judged:
            judged[alike] = list(_asked(frictionless.Field, dict(each), version, number, place))
        yield from (violation._replace(resource=number, field=place) for violation in judged[alike])


def _asked(
    kind: Any, descriptor: dict[str, Any], version: Any, resource: int | None, field: int | None
) -> Iterator[Violation]:
    try:
        if field is not None:
            kind = kind.metadata_select_class(descriptor.get("type"))
        kind.metadata_transform(descriptor)
        errors = list(kind.metadata_validate(descriptor, context=ValidationContext(datapackage_version=version)))
    except FrictionlessException as exception:
        errors = exception.reasons or [exception.error]
    except (TypeError, AttributeError, KeyError, ValueError, RecursionError) as exception:
        yield Violation(resource, field, (), f"{UNREADABLE} ({type(exception).__name__})")
        return
    for error in errors:
        if not _LEFT_OUT.search(error.note):
            said, _, place = error.note.partition(" at property ")
            path = tuple(place.strip("'").split("/")) if place else _named(said)
            yield Violation(resource, field, path, said)


def _named(note: str) -> tuple[str, ...]:
    """Return the property that a message without a place names in its words."""
    match _NAMED.match(note):
        case re.Match() as found:
            name, constraint, limit, _ = found.groups()
            return (name,) if name else ("constraints", limit) if constraint else ("licenses",)
    return ()


def _listed(descriptor: Mapping[str, Any], name: str) -> list[Any]:
    """Return a list of the descriptor, or a valid list in place of another value, which `by_json_schema` reports."""
    value = descriptor.get(name, [])
    return value if isinstance(value, list) else [{"name": name, "path": name, "type": "any"}]


def _kind(key: str, value: Any) -> Any:
    """Return what frictionless judges of a property of a field: of a text only whether it is empty."""
    return bool(value) if isinstance(value, str) and str(key).partition("@")[0] in _WORDS else value


def _plain(value: Any) -> Any:
    """Return a deep copy, which frictionless may change."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _shell(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return a descriptor without its parts, which are judged apart, and without what frictionless would fetch."""
    shell = {key: value for key, value in descriptor.items() if key not in _FOLLOWED}
    if shell.get("profile") not in _STANDARD_PROFILES:
        shell.pop("profile", None)
    return shell


def _stub(resource: Any, number: int) -> dict[str, Any]:
    """Return a valid resource to stand for one that is judged apart."""
    stub = {"name": f"resource{number}", "path": "data.csv", "schema": {"fields": [{"name": "field", "type": "any"}]}}
    profile = resource.get("profile") if isinstance(resource, Mapping) else None
    return {**stub, "profile": profile} if profile in _STANDARD_PROFILES else stub
