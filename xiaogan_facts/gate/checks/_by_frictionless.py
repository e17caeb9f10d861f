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

from xiaogan_facts.gate.checks._alike import said
from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.package.places import Step, Steps
from xiaogan_facts.gate.translation import later, say

_LEFT_OUT = re.compile(
    # Table Schema, `name`: "a data consumer MUST NOT interpret it as an invalid descriptor"
    r"names of the fields are not unique"
    # "Field Constraints" name these types as well
    r'|constraint "(?:exclusiveM|m)(?:inimum|aximum)" is not supported by type "duration"'
    r'|constraint "jsonSchema" is not supported by type "(?:array|object)"'
    r'|constraint "enum" is not supported by type "list"'
    # Glossary, "Custom Properties": any are allowed beside the standard's; `by_properties` advises
    r'|^"\w+" should be set as "constraints'
    # Data Package, `name`: in version 2 it SHOULD be of such characters; `by_properties` advises
    r"|does not match '\^\(\[-a-z0-9"
    # Reported by `by_properties`, with what to write
    r'|"path" (?:or|and) "data"|^profile "tabular-data-resource" requires "schema"'
    # Reported by `descriptor`, `by_json_schema` or the reader, with the place and the nearest name
    r"|^(?:primary key|foreign key) .* does not match"
    r'|^path ".*" is not safe|^field type "[^"]*" is not supported'
)
_NAMED = re.compile(r'property "(\w+)|(constraint) "(\w+)" is not supported|(license) requires')
_MISSING = re.compile(r"'(\w+)' is a required property")
_FOLLOWED = ("schema", "dialect", "resources", "fields", "$schema")
UNREADABLE = later("a descriptor that frictionless can read")
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
    yield from _asked(frictionless.Package, shell, None, ())
    judged: dict[str, list[Violation]] = {}
    for number, resource in enumerate(_listed(plain, "resources")):
        if isinstance(resource, Mapping):
            yield from _of_resource(resource, version, ("resources", number), judged)


def _of_resource(
    resource: Mapping[str, Any], version: Any, steps: Steps, judged: dict[str, list[Violation]]
) -> Iterator[Violation]:
    """Yield the violations of one resource; `judged` remembers those of fields, so that of many alike one is judged."""
    shell = _shell(resource)
    if "data" in shell:
        shell["data"] = []  # the rows are judged with the tables, and the rest by `by_properties`
    if resource.get("schema") is not None:
        shell["schema"] = {"fields": [{"name": "field", "type": "any"}]}  # the real one is judged below
    yield from _asked(frictionless.Resource, shell, version, steps)
    dialect, schema = resource.get("dialect"), resource.get("schema")
    if isinstance(dialect, Mapping):
        yield from _asked(frictionless.Dialect, _shell(dialect), version, (*steps, "dialect"))
    if not isinstance(schema, Mapping):
        return
    shell = _shell(schema)
    fields = _listed(schema, "fields")
    if "fields" in schema:
        shell["fields"] = [{"name": "field", "type": "any"}] if fields else []  # each is judged by itself
    if all(isinstance(each, Mapping) for each in fields):
        yield from _of_fields(fields, version, (*steps, "schema", "fields"), judged)
    yield from _asked(frictionless.Schema, shell, version, (*steps, "schema"))


def _of_fields(
    fields: list[Any], version: Any, steps: Steps, judged: dict[str, list[Violation]]
) -> Iterator[Violation]:
    for place, each in enumerate(fields):
        alike = said(each)
        if alike not in judged:
            judged[alike] = list(_asked(frictionless.Field, dict(each), version, ()))
        yield from (violation._replace(steps=(*steps, place, *violation.steps)) for violation in judged[alike])


def _asked(kind: Any, descriptor: dict[str, Any], version: Any, steps: Steps) -> Iterator[Violation]:
    """Yield what frictionless finds wrong with a part of a descriptor that `steps` lead to."""
    try:
        if kind is frictionless.Field:
            kind = kind.metadata_select_class(descriptor.get("type"))
        kind.metadata_transform(descriptor)
        errors = list(kind.metadata_validate(descriptor, context=ValidationContext(datapackage_version=version)))
    except FrictionlessException as exception:
        errors = exception.reasons or [exception.error]
    except (TypeError, AttributeError, KeyError, ValueError, RecursionError) as exception:
        yield Violation(steps, f"{say(UNREADABLE)} ({type(exception).__name__})")
        return
    for error in errors:
        if not _LEFT_OUT.search(error.note):
            said, _, place = error.note.partition(" at property ")
            path = tuple(map(_step, place.strip("'").split("/"))) if place else _named(said)
            missing = _MISSING.match(said)
            yield Violation((*steps, *path, *missing.groups()) if missing else (*steps, *path), said)


def _step(text: str) -> Step:
    return int(text) if text.isdecimal() else text


def _named(note: str) -> Steps:
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
