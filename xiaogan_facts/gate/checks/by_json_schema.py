"""Validate a descriptor with the standard's own JSON Schema profiles, which come with this program.

Source: https://datapackage.org/profiles/; where they come from and their fingerprints: `profiles/README.md`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.checks._alike import brief, in_full
from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.translation import later, say


def violations(descriptor: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the violations of the profile for the descriptor's own version of the standard."""
    short, places = brief(descriptor)
    yield from in_full(_violations(short), places)


def _violations(descriptor: Mapping[str, Any]) -> Iterator[Violation]:
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
            if isinstance(given.get(part), str | None):  # absent, not to be read, or judged by `by_properties`
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
    if branches and _is_field(path) and isinstance(error.instance, Mapping):
        yield from _told_of_field(error, branches.values(), base)
        return
    if branches:
        for each in min(branches.values(), key=_unlikeliness):
            yield from _told(each, base)
        return
    if _is_said_elsewhere(error, path):
        return
    missing = _MISSING.match(error.message) if error.validator == "required" else None
    yield Violation((*path, missing[1]) if missing else path, _worded(error))


def _is_field(path: tuple[Any, ...]) -> bool:
    return path[-3:-1] == ("schema", "fields")


def _told_of_field(error: Any, forms: Iterable[list[Any]], base: tuple[Any, ...]) -> Iterator[Violation]:
    """Yield the violations of the form for the field's own type. A field without a type is of type any."""
    kind = error.instance.get("type", "any")
    of_kind = [form for form in forms if not any(_is_about_type(each) for each in form)]
    if not isinstance(kind, str):
        yield Violation((*base, *error.absolute_path, "type"), say("`type` to be a text"))
    elif "type" not in error.instance:
        required = [[each for each in form if not _asks_for_type(each)] for form in forms]
        of_kind = [min(required, key=len)]
    for each in of_kind[0] if of_kind else _about_name(forms):  # an unknown type is for `descriptor` to report
        yield from _told(each, base)


def _is_about_type(error: Any) -> bool:
    return error.validator == "enum" and list(error.path) == ["type"]


def _asks_for_type(error: Any) -> bool:
    return error.validator == "required" and "type" not in error.instance and "'type'" in error.message


def _about_name(forms: Iterable[list[Any]]) -> list[Any]:
    return [error for error in next(iter(forms)) if list(error.path) == ["name"] or "'name'" in error.message]


def _unlikeliness(errors: list[Any]) -> tuple[bool, int]:
    """Rank the errors of a form: one for another kind of value comes last."""
    return any(each.validator == "type" and not each.path for each in errors), len(errors)


def _is_said_elsewhere(error: Any, path: tuple[Any, ...]) -> bool:
    """Return whether an error is reported by a check that knows more."""
    match path:
        case (*_, "path") | (*_, "path", _) if error.validator == "pattern":
            return True  # by `tables.source` when it opens the file; the pattern rejects valid addresses
        case ("resources", int()) if error.validator == "oneOf" and not error.context:
            return True  # both `path` and `data`: by `by_properties`
        case ("resources", int()) if error.validator == "required" and {"path", "data"} & set(error.validator_value):
            return "name" in error.instance  # neither of them: by `by_properties`
        case ("resources", int(), "schema" | "dialect"):
            return error.instance is None or isinstance(error.instance, str)  # by `package.load`
    return _contradicts_the_standard(error, path)


def _contradicts_the_standard(error: Any, path: tuple[Any, ...]) -> bool:
    """Return whether the text of the standard, quoted here, allows what its profile does not."""
    match path:
        case ("resources", int(), "data", *_):
            return True  # "JSON string: in this case the format or mediatype properties MUST be provided"
        case ("resources", int(), "schema", "fieldsMatch", *_):
            return True  # "MUST be a string": a list only in the 2.0 profile, by mistake
        case ("resources", int(), "schema", "fields", int(), "categories", *_):
            return isinstance(error.instance, str | dict)  # recipe "Category Tables"
        case ("resources", int(), "schema", "fields", int(), "example", *_):
            return True  # "an example value for the field", of any kind
        case ("resources", int(), "schema", "fields", int(), "constraints", "enum", int(), *_):
            return True  # "values MAY be primitive types … or … strings that are castable": `_cell_rules` tries
        case ("resources", int(), "schema", "fields", int(), "constraints", limit) if limit in _LIMITS:
            return isinstance(error.instance, str | int | float) and not isinstance(error.instance, bool)  # the same
    return False


_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_MISSING = re.compile(r"'([^']+)' is a required property")
_TYPES = {
    "string": later("a text"),
    "boolean": later("true or false"),
    "integer": later("a whole number"),
    "number": later("a number"),
    "array": later("a list"),
    "object": later("an object"),
    "null": later("null"),
}


def _worded(error: Any) -> str:
    """Return what an error asks, in plain words and without the value, which may be the whole descriptor."""
    asked = error.validator_value
    match error.validator:
        case "minItems" | "minLength" | "minProperties":
            return say("at least one item")
        case "type":
            return say(" or ").join(say(_TYPES[each]) for each in ([asked] if isinstance(asked, str) else asked))
        case "enum":
            return say("one of {values}", values=", ".join(map(str, asked)))
        case "pattern":
            return say("a text like `{asked}`", asked=asked)
        case "uniqueItems":
            return say("items that are not repeated")
        case "minimum":
            return say("{asked} or more", asked=asked)
        case "required" if found := _MISSING.match(error.message):
            return say("a `{name}`", name=found[1])
    return str(error.message)
