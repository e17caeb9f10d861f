"""Validate a descriptor with the standard's own JSON Schema profiles, which come with this program.

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
    """A fault in a part of a descriptor: the package, a resource (0-based), or one of its fields (0-based).

    `path` leads from the part to the property; `note` says what is wrong in words.
    """

    resource: int | None
    field: int | None
    path: tuple[str, ...]
    note: str

    @classmethod
    def of(cls, listed: list[Any]) -> Violation:
        """Make a violation of a list of its attributes, the form in which the worker sends it."""
        resource, field, path, note = listed
        return cls(resource, field, tuple(path), note)


def violations(descriptor: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the violations of the profile for the descriptor's own version of the standard."""
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
    """Return the validator of a profile. It fetches nothing: a profile refers only to parts of itself."""
    schema = json.loads((Path(__file__).parent / "profiles" / f"{profile}.json").read_bytes())
    jsonschema, referencing = import_module("jsonschema"), import_module("referencing")
    return jsonschema.validators.validator_for(schema)(schema, registry=referencing.Registry())


@cache
def _dialect_validator() -> Any:
    """Return version 2's profile of a dialect, used for both: the profile of a version 1 package includes none."""
    whole = _validator("datapackage-2.0")
    return whole.evolve(schema=whole.schema["properties"]["resources"]["items"]["properties"]["dialect"])


def _told(error: Any, base: tuple[Any, ...] = ()) -> Iterator[Violation]:
    """Yield the violation of an error; for a choice of forms (`anyOf`), those of the form most likely meant."""
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
            return  # an unknown type of field: `descriptor` reports it, with the known ones
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
    """Rank the errors of a form: forms for another type of field, then for another kind of value, come last."""
    of_another_kind = any(each.validator == "type" and not each.path for each in errors)
    return _is_of_another_type(errors), of_another_kind, len(errors)


def _is_of_another_type(errors: list[Any]) -> bool:
    return any(each.validator == "enum" and list(each.path) == ["type"] for each in errors)


def _is_said_elsewhere(error: Any, path: tuple[Any, ...]) -> bool:
    """Return whether an error contradicts the standard, or is reported by a check that knows more."""
    if error.validator == "pattern" and "path" in path[-2:]:
        return True  # `tables.source` reports unsafe paths when it opens them; the pattern rejects valid addresses
    match path:
        case ("resources", int(), "schema" | "dialect"):
            # `package.load` reports a reference that it could not follow.
            return error.instance is None or isinstance(error.instance, str)
        case ("resources", int(), "schema", "fieldsMatch", *_):
            return True  # a string in Table Schema, a list only in the 2.0 profile, by mistake
    return False


def _worded(error: Any) -> str:
    """Return an error in one sentence, without the value, which may be the whole descriptor."""
    if error.validator == "oneOf":
        return "one form of those that the standard allows, not several at once"
    if error.validator in ("minItems", "minLength", "minProperties"):
        return "at least one item"
    return str(error.message)
