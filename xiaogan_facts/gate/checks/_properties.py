"""The properties that the Data Package standard defines, each with its kind.

Source: https://datapackage.org/standard/ (data-package, data-resource, table-dialect, table-schema), in which version 2
also says what of version 1 remains right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiaogan_facts.gate.checks._kinds import (
    ANYTHING,
    CHARACTER,
    FLAG,
    OBJECT,
    POSITION,
    SOME_TEXT,
    TEXT,
    TEXTS,
    WHOLE,
    Either,
    Items,
    Object,
    Plain,
    matching,
)
from xiaogan_facts.gate.package.model import FIELDS_MATCH


def _text(example: str) -> Plain:
    return TEXT.like(example)


def _value(item: Any) -> Any:
    """Return the value of an item of `categories` or `missingValues`, with or without a label."""
    return item.get("value") if isinstance(item, Mapping) else item


def _label(item: Any) -> Any:
    return item.get("label") if isinstance(item, Mapping) else None


def _names(what: str, example: list[str]) -> Either:
    """Return the kind of one or several names of fields; version 1 has a single one as a text."""
    differ = {"names that are not repeated": lambda name: name}
    several = Items(what, SOME_TEXT.like(example[0]), list(example), least=1, differ=differ)
    return Either(what, (several, SOME_TEXT))


def _at_midnight(day: Any) -> str:
    return f"{day}T00:00:00Z"


_WEB = r"(?:https?|ftps?)://[^\s/?#]+\S*"
_WEB_OR_RELATIVE = rf"(?i:{_WEB})|(?![a-zA-Z][a-zA-Z0-9+.-]+:)(?![/~\\])(?!(?:.*/)?\.\.(?:/|\Z))(?s:.+)"
_ADDRESS = matching("a web address", _WEB, "https://example.com", empty=True)
_LOCATION = matching(
    "a web address, or a relative path with `/`",
    _WEB_OR_RELATIVE,
    "https://example.com",
    empty=True,
)
_PROFILE = matching("the address of a profile", r"\S+", "https://datapackage.org/profiles/2.0/datapackage.json")
_EMAIL = matching("an email address", r"[^@\s]+@[^@\s]+", "name@example.com", empty=True)
_CREATED = matching(
    "a date and time by RFC 3339",
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)",
    "2024-01-31T15:00:00Z",
    _at_midnight,
)
_HASH = matching(
    "a hash in hexadecimal digits, after the name of its algorithm if that is not MD5",
    r"[^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)
_MEDIATYPE = matching("a media type", r"[^/\s]+/.+", "text/csv")

_MISSING = Object("a value with a label", {"value": ""}, {"value": _text("NA"), "label": TEXT}, ("value",))
_MISSING_VALUES = Items(
    "a list of texts",
    Either("a text", (_text("NA"), _MISSING)),
    ["", "NA"],
    differ={"values that are not repeated": _value, "labels that are not repeated": _label},
)
_LEVEL = Either("a text or a whole number", (_text("low"), Plain("a whole number", 1, WHOLE.fits)))
_CATEGORY = Object("a value with a label", {"value": "low"}, {"value": _LEVEL, "label": TEXT}, ("value",))
_CATEGORIES = Items(
    "a list of values, or of values with labels",
    Either("a text or a whole number", (*_LEVEL.kinds, Plain("an integer", -1, lambda v: type(v) is int), _CATEGORY)),
    ["low", "high"],
    differ={"labels that are not repeated": _label},
)
# Recipe "Category Tables": the name of a resource, here or in another package.
_CATEGORY_TABLE = Plain(
    "a table of categories",
    "grades",
    lambda value: (
        SOME_TEXT.fits(value)
        or (isinstance(value, Mapping) and all(SOME_TEXT.fits(value.get(name)) for name in ("package", "resource")))
    ),
)

_LIMIT = Plain(
    "a number, or a text as in a cell",
    0,
    lambda value: isinstance(value, str | int | float) and not isinstance(value, bool),
)

CONSTRAINTS = Object(
    "an object",
    {"required": True},
    {
        "required": FLAG,
        "unique": FLAG,
        "minLength": WHOLE,
        "maxLength": WHOLE,
        "minimum": _LIMIT,
        "maximum": _LIMIT,
        "exclusiveMinimum": _LIMIT,
        "exclusiveMaximum": _LIMIT,
        "pattern": _text("[A-Z]+"),
        "enum": Items("a list of values", ANYTHING, ["a", "b"], least=1),
        "jsonSchema": OBJECT,
    },
)

_ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")
_ITEM_TYPE = Plain(
    "one of string, integer, boolean, number, datetime, date, time", "string", lambda value: value in _ITEM_TYPES
)

FIELD = Object(
    "an object that describes a field",
    {"name": "id", "type": "integer"},
    {
        "name": SOME_TEXT.like("id"),
        "type": _text("string"),
        "format": _text("default"),
        "title": TEXT,
        "description": TEXT,
        "constraints": CONSTRAINTS,
        "categories": Either("a list of values", (_CATEGORIES, _CATEGORY_TABLE)),
        "categoriesOrdered": FLAG,
        "missingValues": _MISSING_VALUES,
        "rdfType": _text("http://schema.org/Country"),
        "decimalChar": SOME_TEXT.like("."),
        "groupChar": _text(","),
        "bareNumber": FLAG,
        "trueValues": TEXTS,
        "falseValues": TEXTS,
        "delimiter": SOME_TEXT.like(";"),
        "itemType": _ITEM_TYPE,
    },
    required=("name",),
    first="name",
)

_REFERENCE = Object(
    "an object that names what is referred to",
    {"resource": "other", "fields": ["id"]},
    {"resource": _text("other"), "fields": _names("a list of names of fields", ["id"]), "package": _LOCATION},
    required=("fields",),
)
_FOREIGN_KEY = Object(
    "an object that describes a foreign key",
    {"fields": ["id"], "reference": {"resource": "other", "fields": ["id"]}},
    {"fields": _names("a list of names of fields", ["id"]), "reference": _REFERENCE},
    required=("fields", "reference"),
)

_MATCH = Plain(
    "one of exact, equal, subset, superset, partial",
    "equal",
    # A list of one is what the 2.0 profile asks, by mistake.
    lambda value: (value[0] if isinstance(value, list) and len(value) == 1 else value) in FIELDS_MATCH,
)

SCHEMA = Object(
    "an object, or the path of a file with one",
    {"fields": [{"name": "id", "type": "integer"}]},
    {
        "fields": Items("a list with at least one item, each a field", FIELD, [FIELD.example], least=1),
        "fieldsMatch": _MATCH,
        "missingValues": _MISSING_VALUES,
        "primaryKey": _names("a list of names of fields", ["id"]),
        "uniqueKeys": Items(
            "a list of lists of names of fields",
            Items("a list of names of fields", SOME_TEXT.like("id"), ["id"]),
            [["id"]],
        ),
        "foreignKeys": Items("a list of foreign keys", _FOREIGN_KEY, [_FOREIGN_KEY.example]),
    },
    required=("fields",),
)

DIALECT = Object(
    "an object, or the path of a file with one",
    {"delimiter": ";"},
    {
        "header": FLAG,
        "headerRows": Items("a list of whole numbers, 1 or more", POSITION, [1]),
        "headerJoin": _text(" "),
        "commentRows": Items("a list of whole numbers, 1 or more", POSITION, [1]),
        "commentChar": SOME_TEXT.like("#"),
        "delimiter": SOME_TEXT.like(";"),
        "lineTerminator": SOME_TEXT.like("\r\n"),
        "quoteChar": CHARACTER,
        "doubleQuote": FLAG,
        "escapeChar": CHARACTER.like("\\"),
        "nullSequence": _text("\\N"),
        "skipInitialSpace": FLAG,
        "property": _text("rows"),
        "itemType": Plain("array or object", "object", lambda value: value in ("array", "object")),
        "itemKeys": TEXTS,
        "sheetNumber": POSITION,
        "sheetName": _text("Sheet1"),
        "table": _text("table"),
    },
)

_SOURCE = Object(
    "an object that describes a source",
    {"title": "World Bank"},
    {"title": TEXT, "path": _LOCATION, "email": _EMAIL, "version": _text("1.0")},
    first="title",
)
_LICENCE = Object(
    "an object that describes a licence",
    {"name": "CC-BY-4.0"},
    {"name": _text("CC-BY-4.0"), "path": _LOCATION, "title": TEXT},
    first="name",
)
_CONTRIBUTOR = Object(
    "an object that describes a contributor",
    {"title": "Jane Doe"},
    {
        "title": TEXT,
        "givenName": TEXT,
        "familyName": TEXT,
        "path": _LOCATION,
        "email": _EMAIL,
        "role": _text("author"),
        "roles": Items("a list of texts", TEXT, ["creator"]),
        "organization": TEXT,
    },
    first="title",
)
_SOURCES = Items("a list of sources", _SOURCE, [_SOURCE.example])
_LICENCES = Items("a list of licences", _LICENCE, [_LICENCE.example])

_PATH = SOME_TEXT.like("data.csv")

RESOURCE = Object(
    "an object that describes a resource",
    {"name": "data", "path": "data.csv"},
    {
        "$schema": _PROFILE,
        "name": SOME_TEXT.like("data"),
        "path": Either("a path, or a list of paths", (_PATH, Items("a list of paths", _PATH, ["data.csv"], least=1))),
        "profile": SOME_TEXT.like("tabular-data-resource"),
        "title": TEXT,
        "description": TEXT,
        "homepage": _ADDRESS,
        "format": _text("csv"),
        "mediatype": _MEDIATYPE,
        "encoding": SOME_TEXT.like("utf-8"),
        "bytes": WHOLE,
        "hash": _HASH,
        "sources": _SOURCES,
        "licenses": _LICENCES,
        "dialect": Either(DIALECT.asks, (DIALECT, SOME_TEXT)),
        "schema": Either(SCHEMA.asks, (SCHEMA, SOME_TEXT)),
    },
    required=("name",),
)

PACKAGE = Object(
    "an object",
    {},
    {
        "$schema": _PROFILE,
        "profile": SOME_TEXT.like("tabular-data-package"),
        "name": SOME_TEXT.like("fruits"),
        "id": _text("https://doi.org/10.1594/PANGAEA.726855"),
        "title": TEXT,
        "description": TEXT,
        "homepage": _ADDRESS,
        "version": _text("1.0"),
        "created": _CREATED,
        "keywords": Items("a list of texts", TEXT, ["fruit"]),
        "image": _LOCATION,
        "contributors": Items("a list of contributors", _CONTRIBUTOR, [_CONTRIBUTOR.example]),
        "licenses": _LICENCES,
        "sources": _SOURCES,
        "resources": Items("a list with at least one item, each a resource", RESOURCE, [RESOURCE.example], least=1),
    },
    required=("resources",),
)
