"""Judge each property of a descriptor by its kind, and those that must fit each other, in plain words.

The standard's own JSON Schema profiles and frictionless are asked as well, see `_profile`: they know more of single
types and constraints, but say less about what to write instead, and differ from the text of the standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xiaogan_facts.gate.checks._properties import CONSTRAINTS, PACKAGE
from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.package.places import Steps
from xiaogan_facts.gate.package.safe_paths import is_remote
from xiaogan_facts.gate.translation import later, say

_VERSION_2 = "https://datapackage.org/profiles/2.0/datapackage.json"
_NAME = later("a name of lower-case English letters, digits, `.`, `-` and `_`")
_ADVISED_NAME = re.compile(r"[a-z0-9._-]+")
_NAME_OF_VERSION_1 = re.compile(r"[a-z0-9._/-]+")  # with the slash that its profile allows
_TABULAR = ("table", "tabular-data-resource", "csv", "tsv", "text/csv", "text/tab-separated-values")
_HIDDEN = re.compile(r"(?:^|/)\.(?![./])[^/]*/")


def violations(descriptor: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the faults of a descriptor whose references have been followed, but for those that could not be read."""
    version_2 = "$schema" in descriptor
    yield from PACKAGE.faults(descriptor, ())
    yield from _package_name(descriptor.get("name"), version_2)
    yield from _licences(descriptor, ())
    resources = descriptor.get("resources")
    for number, resource in enumerate(resources if isinstance(resources, list) else ()):
        if isinstance(resource, Mapping):
            yield from _resource(resource, ("resources", number), version_2)


def _package_name(name: Any, version_2: bool) -> Iterator[Violation]:
    if not isinstance(name, str) or not name:
        return
    if version_2 and not _ADVISED_NAME.fullmatch(name):
        yield _advice(("name",))
    elif not version_2 and not _NAME_OF_VERSION_1.fullmatch(name):
        remedy = say('change the name, or state version 2: `"$schema": "{version_2}"`', version_2=_VERSION_2)
        yield Violation(("name",), say("{name}, which version 1 of the standard requires", name=say(_NAME)), remedy)


def _advice(steps: Steps) -> Violation:
    note = say("{name}, as the standard advises", name=say(_NAME))
    return Violation(steps, note, say("choose such a name, unless others refer to this one"), advice=True)


def _resource(resource: Mapping[str, Any], steps: Steps, version_2: bool) -> Iterator[Violation]:
    name = resource.get("name")
    if isinstance(name, str) and name and not _ADVISED_NAME.fullmatch(name):
        yield _advice((*steps, "name"))
    yield from _licences(resource, steps)
    yield from _location(resource, steps, version_2)
    if "data" in resource:
        yield from _data(resource, (*steps, "data"))
    schema = resource.get("schema")
    if resource.get("profile") == "tabular-data-resource" and "schema" not in resource:
        yield Violation(
            (*steps, "schema"), say("a `schema`, as this profile requires"), say("describe the fields in a `schema`")
        )
    fields = schema.get("fields") if isinstance(schema, Mapping) else None
    for number, field in enumerate(fields if isinstance(fields, list) else ()):
        if isinstance(field, Mapping):
            yield from _misplaced(field, (*steps, "schema", "fields", number))


def _licences(described: Mapping[str, Any], steps: Steps) -> Iterator[Violation]:
    listed = described.get("licenses")
    for place, each in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(each, Mapping) and not {"name", "path"} & each.keys():
            yield Violation(
                (*steps, "licenses", place, "name"),
                say("a `name` or a `path`"),
                say("add {name}", name='`"name": "CC-BY-4.0"`'),
            )


def _location(resource: Mapping[str, Any], steps: Steps, version_2: bool) -> Iterator[Violation]:
    path = resource.get("path")
    if path is not None and "data" in resource:
        yield Violation((*steps, "data"), say("either a `path` or `data`, not both"), say("remove one of them"))
    if not {"path", "data", "url"} & resource.keys():
        yield Violation(
            (*steps, "path"), say("a `path`, or inline `data`"), say('say where the data is: `"path": "data.csv"`')
        )
    paths = [path] if isinstance(path, str) else path if isinstance(path, list) else []
    known = [each for each in paths if isinstance(each, str)]
    if len({is_remote(each) for each in known}) == 2:
        note = say("paths that are all web addresses or all files")
        yield Violation(
            (*steps, "path"), note, say("split them into two resources, or download what is at the addresses")
        )
    for place, each in enumerate(known):
        if version_2 and not is_remote(each) and _HIDDEN.search(each):
            at = (*steps, "path") if isinstance(path, str) else (*steps, "path", place)
            remedy = say("move the file into a folder without a dot before its name")
            yield Violation(at, say("a path without hidden folders"), remedy)


def _data(resource: Mapping[str, Any], steps: Steps) -> Iterator[Violation]:
    """Judge inline data: a text says what it is, a table has rows."""
    data, is_table = resource["data"], _is_table(resource)
    if isinstance(data, str):
        if not any(isinstance(resource.get(name), str) for name in ("format", "mediatype")):
            yield Violation(
                steps,
                say("a `format` or a `mediatype` beside data that is a text"),
                say("add {name}", name='`"format": "csv"`'),
            )
    elif not isinstance(data, list | Mapping):
        yield Violation(
            steps, say("`data` to be a list, an object or a text"), say('write something like `"data": [{"id": 1}]`')
        )
    elif is_table and not (isinstance(data, list) and all(isinstance(row, list | Mapping) for row in data[:1])):
        note = say("`data` to be a list of rows, each a list or an object")
        yield Violation(steps, note, say('write something like `"data": [{"id": 1}]`'))


def _is_table(resource: Mapping[str, Any]) -> bool:
    """Return whether the descriptor says that a resource with inline data is a table."""
    named = (resource.get(name) for name in ("type", "profile", "format", "mediatype"))
    return resource.get("schema") is not None or any(each in _TABULAR for each in named if isinstance(each, str))


def _misplaced(field: Mapping[str, Any], steps: Steps) -> Iterator[Violation]:
    """Advise on constraints outside `constraints`: a property of that name is allowed, but constrains nothing."""
    for name in CONSTRAINTS.properties:
        if name in field:
            note = say("`{name}` inside `constraints`; beside them it constrains nothing", name=name)
            yield Violation((*steps, name), note, say("move `{name}` into `constraints`", name=name), advice=True)
