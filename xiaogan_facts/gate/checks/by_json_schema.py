"""Holds a descriptor against the standard's own JSON Schema profiles, which are part of this program.

Source: https://datapackage.org/profiles/; where they come from and their fingerprints: `profiles/README.md`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple


class Violation(NamedTuple):
    """What is wrong in a part of a descriptor: the package, a resource (its place in the list), or a field of one.

    `path` leads from the part to the property; `note` says what is wrong in words.
    """

    resource: int | None
    field: int | None
    path: tuple[str, ...]
    note: str

    @classmethod
    def of(cls, listed: list[Any]) -> Violation:
        """Make a violation of what JSON made of one."""
        resource, field, path, note = listed
        return cls(resource, field, tuple(path), note)


def violations(descriptor: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield what the profile of the descriptor's own version finds wrong."""
    if "$schema" in descriptor:  # version 1 had no such property
        for error in _validator("datapackage-2.0").iter_errors(descriptor):
            yield from _told(error)
        return
    for error in _validator("datapackage-1.0").iter_errors(descriptor):
        yield from _told(error)
    resources = descriptor.get("resources")
    for number, resource in enumerate(resources if isinstance(resources, list) else ()):
        given = resource if isinstance(resource, Mapping) else {}
        for part, validator in (("schema", _validator("tableschema-1.0")), ("dialect", _dialect_validator())):
            if isinstance(given.get(part), str | None):  # absent, or followed by `package.load`
                continue
            for error in validator.iter_errors(given[part]):
                yield from _told(error, ("resources", number, part))


@cache
def _validator(profile: str) -> Any:
    """A validator that fetches nothing: what a profile refers to is inside it."""
    schema = json.loads((Path(__file__).parent / "profiles" / f"{profile}.json").read_bytes())
    jsonschema, referencing = import_module("jsonschema"), import_module("referencing")
    return jsonschema.validators.validator_for(schema)(schema, registry=referencing.Registry())


@cache
def _dialect_validator() -> Any:
    """Version 2's profile of a dialect, for both: it has what version 1 has, whose own was never in a package."""
    whole = _validator("datapackage-2.0")
    return whole.evolve(schema=whole.schema["properties"]["resources"]["items"]["properties"]["dialect"])


def _told(error: Any, base: tuple[Any, ...] = ()) -> Iterator[Violation]:
    """Yield an error, or where there was a choice of forms, those of the form that was most likely meant."""
    path = (*base, *error.absolute_path)
    branches: dict[Any, list[Any]] = defaultdict(list)
    for each in error.context or ():
        branches[each.schema_path[0]].append(each)
    if branches:
        meant = min(branches.values(), key=_unlikely)
        if not _is_of_another_type(meant):
            for each in meant:
                yield from _told(each, base)
            return
        if isinstance(error.instance["type"], str):
            return  # a field of an unknown type: `descriptor` says so, and names the known ones
        error = next(each for each in meant if list(each.path) == ["type"])
        path = (*path, "type")
    if _is_said_elsewhere(error, path):
        return
    resource = path[1] if len(path) > 1 and path[0] == "resources" else None
    rest = path[2:] if resource is not None else path
    field = rest[2] if rest[:2] == ("schema", "fields") and len(rest) > 2 else None
    inner = tuple(map(str, rest[3:] if field is not None else rest))
    yield Violation(resource, field, inner, _worded(error))


def _unlikely(errors: list[Any]) -> tuple[bool, bool, int]:
    """Rank a form that a value does not have: one for another type of field, or another kind of value, comes last."""
    of_another_kind = any(each.validator == "type" and not each.path for each in errors)
    return _is_of_another_type(errors), of_another_kind, len(errors)


def _is_of_another_type(errors: list[Any]) -> bool:
    return any(each.validator == "enum" and list(each.path) == ["type"] for each in errors)


def _is_said_elsewhere(error: Any, path: tuple[Any, ...]) -> bool:
    """Whether a profile is wrong by the standard, or another check says the same and knows more."""
    if error.validator == "pattern" and "path" in path[-2:]:
        return True  # `tables.source`, which opens them, says which paths are safe; to an address the pattern is unjust
    match path:
        case ("resources", int(), "schema" | "dialect"):
            return error.instance is None or isinstance(error.instance, str)  # `package.load` follows references
        case ("resources", int(), "schema", "fieldsMatch", *_):
            return True  # Table Schema wants one word; only by a slip of the 2.0 profile is it a list
    return False


def _worded(error: Any) -> str:
    """What is wrong in one sentence, without the whole value, which may be the whole descriptor."""
    if error.validator == "oneOf":
        return "one form of those that the standard allows, not several at once"
    if error.validator in ("minItems", "minLength", "minProperties"):
        return "at least one item"
    return str(error.message)
