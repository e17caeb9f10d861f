"""Build the plain objects from a descriptor of any content.

A property of the wrong kind is read as if it were absent: the validation of the descriptor reports it, and the rest of
the package can still be judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xiaogan_facts.gate.package._file_format import PLAIN_TEXT, format_of
from xiaogan_facts.gate.package.model import (
    FIELDS_MATCH,
    Category,
    Constraints,
    Dialect,
    Field,
    ForeignKey,
    MissingValue,
    Package,
    Resource,
    Schema,
)
from xiaogan_facts.gate.package.places import Places
from xiaogan_facts.gate.report.problem import Problem

Read = Callable[[Any], Any]  # takes the value of a property; returns None if it is of the wrong kind


def _of(kind: type) -> Read:
    """Accept values of a type; a boolean is not a number."""
    return lambda value: value if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) else None


def _anything(value: Any) -> Any:
    return value


def _character(value: Any) -> str | None:
    """Accept a string that is not empty; a delimiter, say, may have more than one character."""
    return value if isinstance(value, str) and value else None


def _texts(value: Any) -> tuple[str, ...]:
    """Accept one string or a list of strings, as version 1 of the standard allows both."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _text_list(value: Any) -> tuple[str, ...] | None:
    return _texts(value) if isinstance(value, list) else None


def _limit(value: Any) -> Any:
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def _list(value: Any) -> tuple[Any, ...] | None:
    return tuple(value) if isinstance(value, list) else None


def _row_numbers(value: Any) -> tuple[int, ...] | None:
    if not isinstance(value, list) or not all(type(row) is int and row > 0 for row in value):
        return None
    return tuple(sorted(set(value)))


def _each(build: Callable[[dict[str, Any], int], Any]) -> Read:
    """Build something from each object in a list and its position there (0-based)."""
    return lambda listed: tuple(
        build(item, place) for place, item in enumerate(_list(listed) or ()) if isinstance(item, dict)
    )


def _constraints(given: Any) -> Constraints | None:
    return Constraints(**_given(given, _CONSTRAINTS)) if isinstance(given, dict) else None


def _format(value: Any) -> str | None:
    """Accept a format, without the prefix "fmt:" of version 0 of the standard."""
    return _character(value.removeprefix("fmt:")) if isinstance(value, str) else None


def _labelled(kind: type, *values: type) -> Read:
    """Build the items of `categories` or `missingValues`; a bare value is an item without a label."""

    def read(listed: Any) -> tuple[Any, ...] | None:
        if not isinstance(listed, list):
            return None
        items = [item if isinstance(item, dict) else {"value": item} for item in listed]
        known = [item for item in items if type(item.get("value")) in values]
        return tuple(kind(**_described(item, _LABELLED), value=item["value"]) for item in known)

    return read


def _fields_match(value: Any) -> str | None:
    if isinstance(value, list) and len(value) == 1:  # as the 2.0 profile has it, by mistake
        value = value[0]
    return value if value in FIELDS_MATCH else None


def _unique_keys(value: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(filter(None, map(_texts, value))) if isinstance(value, list) else ()


def _foreign_key(descriptor: dict[str, Any], place: int) -> ForeignKey:
    given = descriptor.get("reference")
    reference = given if isinstance(given, dict) else {}
    return ForeignKey(
        fields=_texts(descriptor.get("fields")),
        reference_resource=_text(reference.get("resource")) or "",
        reference_fields=_texts(reference.get("fields")),
        reference_package=_text(reference.get("package")) or "",
        place=place,
    )


def _fields(listed: Any) -> tuple[Field, ...]:
    """Build the fields of a table; those that say the same but for their words share what they say."""
    kinds: dict[str, Field] = {}
    fields = []
    for place, descriptor in enumerate(_list(listed) or ()):
        if isinstance(descriptor, dict):
            given = {name: value for name, value in descriptor.items() if name in _FIELD}
            said = repr(given)  # equal values may be different, such as 1 and True; texts are not
            kind = kinds.get(said)
            if kind is None:
                kind = kinds[said] = Field(**{"name": "", "type": "any", **_given(given, _FIELD)})
            fields.append(kind.alike(place=place, **{"name": "", **_described(descriptor, _WORDS)}))
    return tuple(fields)


_text, _flag, _number = _of(str), _of(bool), _of(int)


def _read_by(*kinds: tuple[Any, ...]) -> dict[str, Read]:
    """Map properties to the functions that read them, given as (function, property, …)."""
    return {name: read for read, *names in kinds for name in names}


# A property becomes the attribute of its name in snake case: minLength is min_length. If it is absent or of the wrong
# kind, the attribute has the default of the dataclass, which is the standard's.
_PACKAGE = _read_by((_text, "name", "title", "description", "version"))
_RESOURCE = _read_by(
    (_text, "name", "title", "description", "mediatype", "hash"),
    (_number, "bytes", "rows"),
    (_character, "encoding"),
    (_anything, "data"),
)
_DIALECT = _read_by(
    (_text, "headerJoin", "nullSequence", "property"),
    (_text_list, "itemKeys"),
    (_flag, "header", "doubleQuote", "skipInitialSpace"),
    (_character, "commentChar", "delimiter", "lineTerminator", "escapeChar"),
    (_row_numbers, "headerRows", "commentRows"),
)
_SCHEMA = _read_by(
    (_text, "title", "description"),
    (_fields, "fields"),
    (_fields_match, "fieldsMatch"),
    (_labelled(MissingValue, str), "missingValues"),
    (_texts, "primaryKey"),
    (_unique_keys, "uniqueKeys"),
)
_WORDS = _read_by((_text, "name", "title", "description"))
_FIELD = _read_by(
    (_text, "type", "unit", "rdfType", "itemType"),
    (_flag, "categoriesOrdered", "bareNumber"),
    (_character, "decimalChar", "groupChar", "delimiter"),
    (_text_list, "trueValues", "falseValues"),
    (_format, "format"),
    (_constraints, "constraints"),
    (_labelled(MissingValue, str), "missingValues"),
    (_labelled(Category, str, int), "categories"),
    (_anything, "example"),
)
_CONSTRAINTS = _read_by(
    (_flag, "required", "unique"),
    (_limit, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    (_number, "minLength", "maxLength"),
    (_text, "pattern"),
    (_list, "enum"),
    (_of(dict), "jsonSchema"),
)
_LABELLED = _read_by((_text, "label", "title", "description"))


def _given(descriptor: dict[str, Any], properties: dict[str, Read]) -> dict[str, Any]:
    """Read the properties that a descriptor gives, by the names of their attributes."""
    return {
        _attribute(name): value
        for name, kind in properties.items()
        if name in descriptor and (value := kind(descriptor[name])) is not None
    }


def _described(descriptor: dict[str, Any], properties: dict[str, Read]) -> dict[str, Any]:
    """Read the properties, and keep the descriptor itself."""
    return {**_given(descriptor, properties), "descriptor": MappingProxyType(descriptor)}


@cache
def _attribute(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def build_package(
    descriptor: dict[str, Any], file: Path, problems: list[Problem], places: Places | None = None
) -> Package:
    """Build a package from its descriptor, whose references are followed; `problems` are those of reading it."""
    return Package(
        **_given(descriptor, _PACKAGE),
        descriptor=descriptor,  # a plain dict, for it is sent to the worker as JSON
        base=file.parent,
        file=file.name,
        resources=_each(_resource)(descriptor.get("resources")),
        problems=tuple(problems),
        places=places or Places(),
    )


def _resource(descriptor: dict[str, Any], place: int) -> Resource:
    """Build a resource from its descriptor, in which schema and dialect are objects."""
    schema, dialect = descriptor.get("schema"), descriptor.get("dialect")
    paths = tuple(path for path in _texts(descriptor.get("path", descriptor.get("url"))) if path)
    format_, mediatype, compression = (_text(descriptor.get(name)) for name in ("format", "mediatype", "compression"))
    form = format_of(format_, mediatype, compression, paths)
    if form.kind in PLAIN_TEXT and paths and (schema is not None or descriptor.get("type") == "table"):
        form = form._replace(kind="csv")  # a table in a file whose name does not tell how it is written
    return Resource(
        **{"name": "", **_described(descriptor, _RESOURCE)},
        steps=("resources", place),
        paths=paths,
        format=form.kind or None,
        compression=form.packing,
        dialect=_dialect(dialect if isinstance(dialect, dict) else {}, form.kind),
        schema=_schema(schema) if isinstance(schema, dict) else None,
    )


def _schema(descriptor: dict[str, Any]) -> Schema:
    keys = _each(_foreign_key)(descriptor.get("foreignKeys"))
    return Schema(
        **_described(descriptor, _SCHEMA),
        foreign_keys=tuple(key for key in keys if not key.reference_package),
        external_keys=tuple(key for key in keys if key.reference_package),
    )


def _dialect(descriptor: dict[str, Any], kind: str) -> Dialect:
    """Build a dialect from the standard's properties, at the top or where frictionless puts them (`csv`)."""
    nested = descriptor.get("csv")
    given = {**descriptor, **nested} if isinstance(nested, dict) else descriptor
    found = _given(given, _DIALECT)
    if kind == "tsv":
        found.setdefault("delimiter", "\t")
    if "quoteChar" in given:  # null or an empty string mean that there are no quotes
        found["quote_char"] = _character(given["quoteChar"])
    return Dialect(**found)
