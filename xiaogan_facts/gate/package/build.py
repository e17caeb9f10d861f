"""Builds the plain objects from descriptors, and takes nothing for granted about them.

A property of the wrong kind is read as if it were not there: whoever checks the descriptor against its profile says
so, and the rest of the package can still be judged.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.package.file_format import format_of
from xiaogan_facts.gate.package.model import (
    EMPTY_IS_MISSING,
    Category,
    Constraints,
    Dialect,
    Field,
    ForeignKey,
    MissingValue,
    Resource,
    Schema,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")


def text(descriptor: Mapping[str, Any], name: str) -> str | None:
    """The property if it is a text."""
    value = descriptor.get(name)
    return value if isinstance(value, str) else None


def _or(value: Any, kind: type, default: Any) -> Any:
    """`value` where it is of that kind (and no boolean posing as a number), else `default`."""
    if isinstance(value, bool) and kind is not bool:
        return default
    return value if isinstance(value, kind) else default


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> tuple[str, ...]:
    """One text or a list of texts, as version 1 of the standard allows both, as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _row_numbers(value: Any, default: tuple[int, ...]) -> tuple[int, ...]:
    if not isinstance(value, list):
        return default
    return tuple(sorted({row for row in value if isinstance(row, int) and not isinstance(row, bool) and row > 0}))


def _character(value: Any, default: str | None) -> str | None:
    return value if isinstance(value, str) and value else default


def build_resource(descriptor: dict[str, Any]) -> Resource:
    """A resource from its descriptor, whose schema and dialect are already objects."""
    schema, dialect = descriptor.get("schema"), descriptor.get("dialect")
    paths = _texts(descriptor.get("path", descriptor.get("url")))
    form = format_of(text(descriptor, "format"), text(descriptor, "mediatype"), text(descriptor, "compression"), paths)
    return Resource(
        name=_or(descriptor.get("name"), str, ""),
        title=text(descriptor, "title"),
        description=text(descriptor, "description"),
        paths=paths,
        data=descriptor.get("data"),
        format=form.kind or None,
        mediatype=text(descriptor, "mediatype"),
        encoding=text(descriptor, "encoding") or "utf-8",
        compression=form.packing,
        bytes=_or(descriptor.get("bytes"), int, None),
        hash=text(descriptor, "hash"),
        rows=_or(descriptor.get("rows"), int, None),
        dialect=build_dialect(dialect if isinstance(dialect, dict) else {}, form.kind),
        schema=build_schema(schema) if isinstance(schema, dict) else None,
        descriptor=MappingProxyType(descriptor),
    )


def build_dialect(descriptor: dict[str, Any], kind: str = "csv") -> Dialect:
    """A dialect, from the standard's properties or from where frictionless keeps them (`csv`)."""
    nested = descriptor.get("csv")
    given = {**descriptor, **nested} if isinstance(nested, dict) else descriptor
    default = Dialect()
    delimiter = "\t" if kind == "tsv" else default.delimiter
    return Dialect(
        header=_or(given.get("header"), bool, default.header),
        header_rows=_row_numbers(given.get("headerRows"), default.header_rows),
        header_join=_or(given.get("headerJoin"), str, default.header_join),
        comment_rows=_row_numbers(given.get("commentRows"), default.comment_rows),
        comment_char=_character(given.get("commentChar"), None),
        delimiter=_character(given.get("delimiter"), delimiter) or delimiter,
        line_terminator=_character(given.get("lineTerminator"), None),
        quote_char=_character(given.get("quoteChar", default.quote_char), None),
        double_quote=_or(given.get("doubleQuote"), bool, default.double_quote),
        escape_char=_character(given.get("escapeChar"), None),
        null_sequence=_or(given.get("nullSequence"), str, None),
        skip_initial_space=_or(given.get("skipInitialSpace"), bool, default.skip_initial_space),
    )


def build_schema(descriptor: dict[str, Any]) -> Schema:
    """A Table Schema from its descriptor."""
    match = descriptor.get("fieldsMatch", "exact")
    if isinstance(match, list) and len(match) == 1:  # the form of the first 2.0 profile, a slip of the standard's
        match = match[0]
    missing = descriptor.get("missingValues")
    unique = descriptor.get("uniqueKeys")
    return Schema(
        title=text(descriptor, "title"),
        description=text(descriptor, "description"),
        fields=tuple(_field(field) for field in _objects(descriptor.get("fields"))),
        fields_match=match if match in FIELDS_MATCH else "exact",
        missing_values=EMPTY_IS_MISSING if missing is None else _missing(missing),
        primary_key=_texts(descriptor.get("primaryKey")),
        unique_keys=tuple(_texts(key) for key in unique if _texts(key)) if isinstance(unique, list) else (),
        foreign_keys=tuple(_foreign_key(key) for key in _objects(descriptor.get("foreignKeys"))),
        descriptor=MappingProxyType(descriptor),
    )


def _missing(listed: Any) -> tuple[MissingValue, ...]:
    if not isinstance(listed, list):
        return EMPTY_IS_MISSING
    found = []
    for item in listed:
        if isinstance(item, str):
            found.append(MissingValue(item))
        elif isinstance(item, dict) and isinstance(item.get("value"), str):
            found.append(MissingValue(item["value"], text(item, "label")))
    return tuple(found)


def _foreign_key(descriptor: dict[str, Any]) -> ForeignKey:
    reference = _or(descriptor.get("reference"), dict, {})
    return ForeignKey(
        fields=_texts(descriptor.get("fields")),
        reference_resource=_or(reference.get("resource"), str, ""),
        reference_fields=_texts(reference.get("fields")),
    )


def _field(descriptor: dict[str, Any]) -> Field:
    default = Field(name="")
    given = descriptor.get
    missing = given("missingValues")
    return Field(
        name=_or(given("name"), str, ""),
        title=text(descriptor, "title"),
        description=text(descriptor, "description"),
        type=_or(given("type"), str, "any"),
        format=_or(given("format"), str, "default").removeprefix("fmt:") or "default",
        constraints=_constraints(_or(given("constraints"), dict, {})),
        missing_values=None if missing is None else _missing(missing),
        categories=_categories(given("categories")),
        categories_ordered=_or(given("categoriesOrdered"), bool, False),
        example=given("example"),
        unit=text(descriptor, "unit"),
        rdf_type=text(descriptor, "rdfType"),
        true_values=_texts(given("trueValues")) if "trueValues" in descriptor else default.true_values,
        false_values=_texts(given("falseValues")) if "falseValues" in descriptor else default.false_values,
        decimal_char=_character(given("decimalChar"), ".") or ".",
        group_char=_character(given("groupChar"), None),
        bare_number=_or(given("bareNumber"), bool, True),
        delimiter=_character(given("delimiter"), ",") or ",",
        item_type=text(descriptor, "itemType"),
        descriptor=MappingProxyType(descriptor),
    )


def _categories(listed: Any) -> tuple[Category, ...]:
    found = []
    for item in listed if isinstance(listed, list) else []:
        given = item if isinstance(item, dict) else {"value": item}
        value = given.get("value")
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            found.append(
                Category(
                    value=value,
                    label=text(given, "label"),
                    title=text(given, "title"),
                    description=text(given, "description"),
                    descriptor=MappingProxyType(given),
                )
            )
    return tuple(found)


def _constraints(given: dict[str, Any]) -> Constraints:
    enum = given.get("enum")
    return Constraints(
        required=given.get("required") is True,
        unique=given.get("unique") is True,
        pattern=text(given, "pattern"),
        enum=tuple(enum) if isinstance(enum, list) else None,
        minimum=given.get("minimum"),
        maximum=given.get("maximum"),
        exclusive_minimum=given.get("exclusiveMinimum"),
        exclusive_maximum=given.get("exclusiveMaximum"),
        min_length=_or(given.get("minLength"), int, None),
        max_length=_or(given.get("maxLength"), int, None),
        json_schema=_or(given.get("jsonSchema"), dict, None),
    )
