"""Knows the descriptors that plainly keep to the standard, so that frictionless need be loaded for the others only.

Plain is what uses common properties of the standard alone, each with a value of the kind that the standard gives it.
The tests hold that frictionless finds nothing wrong with any of these.
Source: Data Package, Data Resource, Table Dialect and Table Schema, version 2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Kind = Callable[[Any], bool]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_VERSION_2 = re.compile(r"https://datapackage\.org/profiles/2\.[0-9]/datapackage\.json")


def plainly_sound(descriptor: Mapping[str, Any]) -> bool:
    """Whether a package's descriptor surely keeps to the standard; False where only frictionless can say."""
    resources = descriptor["resources"] if _PACKAGE(descriptor) else []
    return bool(resources) and len({resource["name"] for resource in resources}) == len(resources)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _any_text(value: Any) -> bool:
    return isinstance(value, str)


def _name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _some(kind: Kind) -> Kind:
    """A list of at least one, all of a kind."""
    return lambda value: isinstance(value, list) and bool(value) and all(map(kind, value))


def _either(*kinds: Kind) -> Kind:
    return lambda value: any(kind(value) for kind in kinds)


def _one_of(*values: str) -> Kind:
    return lambda value: isinstance(value, str) and value in values


def _object(properties: Mapping[str, Kind], *needed: str) -> Kind:
    """An object with the needed properties and no others than those named; words also in a language (`title@zh`)."""

    def known(name: str, value: Any) -> bool:
        word, _, language = name.partition("@")
        kind = properties.get(name) or (properties.get(word) if language and word in _WORDS else None)
        return kind is not None and kind(value)

    return lambda value: (
        isinstance(value, dict)
        and all(name in value for name in needed)
        and all(known(name, inner) for name, inner in value.items())
    )


_WORDS: dict[str, Kind] = {"title": _text, "description": _text}
_LINK = {"title": _text, "path": _text}
_REQUIRED: dict[str, Kind] = {"required": _flag, "unique": _flag}
_BETWEEN: dict[str, Kind] = {"minimum": _either(_count, _text), "maximum": _either(_count, _text), **_REQUIRED}
_CONSTRAINTS: dict[str, Kind] = {
    "any": _object(_REQUIRED),
    "boolean": _object(_REQUIRED),
    "string": _object({**_REQUIRED, "enum": _some(_text), "pattern": _text, "minLength": _count, "maxLength": _count}),
    **dict.fromkeys(("integer", "number", "date", "time", "datetime", "year"), _object(_BETWEEN)),
}
_FIELD = _object(
    {
        "name": _text,
        "type": _text,
        "format": _one_of("default"),
        "constraints": lambda value: True,  # by the field's type, below
        "missingValues": _some(_any_text),
        "rdfType": _text,
        "unit": _text,
        **_WORDS,
    },
    "name",
    "type",
)


def _field(value: Any) -> bool:
    kind = _CONSTRAINTS.get(value["type"]) if _FIELD(value) else None
    return kind is not None and kind(value.get("constraints", {}))


_KEY = _either(_text, _some(_text))
_SCHEMA = _object(
    {
        "$schema": _text,
        "name": _name,
        "fields": _some(_field),
        "fieldsMatch": _one_of("exact", "equal", "subset", "superset", "partial"),
        "missingValues": _some(_any_text),
        "primaryKey": _KEY,
        "foreignKeys": _some(
            _object(
                {
                    "fields": _KEY,
                    "reference": _object({"resource": _any_text, "fields": _KEY}, "resource", "fields"),
                },
                "fields",
                "reference",
            )
        ),
        **_WORDS,
    },
    "fields",
)
_DIALECT = _object(
    {
        **dict.fromkeys(("delimiter", "lineTerminator", "quoteChar", "escapeChar", "commentChar", "headerJoin"), _text),
        **dict.fromkeys(("header", "doubleQuote", "skipInitialSpace"), _flag),
    }
)
_RESOURCE = _object(
    {
        "name": _name,
        "type": _one_of("table"),
        "profile": _one_of("data-resource", "tabular-data-resource"),
        "path": _KEY,
        **dict.fromkeys(("format", "mediatype", "encoding", "hash", "homepage"), _text),
        "bytes": _count,
        "rows": _count,
        "dialect": _DIALECT,
        "schema": _SCHEMA,
        "sources": _some(_object(_LINK)),
        **_WORDS,
    },
    "name",
    "path",
    "schema",
)
_PACKAGE = _object(
    {
        "$schema": lambda value: isinstance(value, str) and _VERSION_2.fullmatch(value) is not None,
        "profile": _one_of("data-package"),
        "name": _name,
        **dict.fromkeys(("id", "version", "homepage", "image"), _text),
        "keywords": _some(_text),
        "licenses": _some(_object({**_LINK, "name": _text}, "name")),
        "sources": _some(_object(_LINK)),
        "contributors": _some(_object({**_LINK, "role": _text, "organization": _text, "roles": _some(_text)})),
        "resources": _some(_RESOURCE),
        **_WORDS,
    },
    "resources",
)
