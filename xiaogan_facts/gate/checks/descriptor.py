"""Check what the profiles of the standard cannot: that the parts of a descriptor fit each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from xiaogan_facts.gate.checks._constraints import value_of
from xiaogan_facts.gate.package.model import Field, ForeignKey, Package, Resource, Schema
from xiaogan_facts.gate.package.places import Step
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import did_you_mean
from xiaogan_facts.gate.tables.inline import written
from xiaogan_facts.gate.tables.lexical import TYPES, as_strptime, unusable_format
from xiaogan_facts.gate.translation import say


def judge_descriptor(package: Package) -> list[Problem]:
    """Return the problems of a descriptor that can be seen without opening a table."""
    found = [
        Problem.of("resource-duplicate", **{**_at(package, each, "name"), "table": None}, value=each.name)
        for each in _repeated(package.resources)
    ]
    found += _profiles(package)
    for resource in package.resources:
        if resource.schema is not None:
            found += _schema(package, resource, resource.schema)
        if resource.dialect.delimiter == resource.dialect.quote_char:
            found.append(Problem.of("dialect", **_at(package, resource, "dialect", "delimiter")))
    return found


def _at(package: Package, resource: Resource, *steps: Step) -> dict[str, Any]:
    """Return the file, line and table of a part of a resource's descriptor."""
    place = package.at(*resource.steps, *steps)
    return {"file": place.file, "line": place.line, "table": resource.name}


_STANDARD = re.compile(r"https?://(?:datapackage\.org/profiles/|specs\.frictionlessdata\.io/schemas/)")
_NAMED = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource", "fiscal-data-package")


def _profiles(package: Package) -> Iterator[Problem]:
    """Report profiles that extend the standard: they are not fetched, so their rules are not checked."""
    parts = [(None, (), package.descriptor), *((each.name, each.steps, each.descriptor) for each in package.resources)]
    for table, steps, descriptor in parts:
        for name in ("profile", "$schema"):
            value = descriptor.get(name)
            if isinstance(value, str) and value not in _NAMED and not _STANDARD.match(value):
                line = package.at(*steps, name).line
                yield Problem.of("profile-not-checked", package.file, line=line, value=value, table=table)


Named = TypeVar("Named", Resource, Field)


def _repeated(described: Iterable[Named]) -> Iterator[Named]:
    """Yield the second of each two that have the same name."""
    seen: Counter[str] = Counter()
    for each in described:
        seen[each.name] += 1
        if seen[each.name] == 2:
            yield each


def _schema(package: Package, resource: Resource, schema: Schema) -> Iterator[Problem]:
    for field in _repeated(schema.fields):
        at = _at(package, resource, "schema", "fields", field.place, "name")
        yield Problem.of("field-duplicate", **at, value=field.name)
    for what, key in (("primaryKey", schema.primary_key), *(("uniqueKeys", key) for key in schema.unique_keys)):
        yield from _unknown(what, key, resource, partial(_at, package, resource, "schema", what))
    for foreign in (*schema.foreign_keys, *schema.external_keys):
        yield from _foreign_key(package, resource, foreign)
    for field in schema.fields:
        yield from _field(package, resource, field)


def _foreign_key(package: Package, resource: Resource, foreign: ForeignKey) -> Iterator[Problem]:
    def at() -> dict[str, Any]:
        return _at(package, resource, "schema", "foreignKeys", foreign.place)

    yield from _unknown("foreignKeys", foreign.fields, resource, at)
    if foreign.reference_package:
        away = say(
            "{reference_resource} of {reference_package}",
            reference_resource=foreign.reference_resource,
            reference_package=foreign.reference_package,
        )
        yield Problem.of("foreignKey-into-another-package", **at(), value=", ".join(foreign.fields), target=away)
        return
    name = foreign.reference_resource
    try:
        target = package.resource(name) if name else resource
    except KeyError:
        near = did_you_mean(name, [each.name for each in package.resources])
        yield Problem.of("foreignKey-resource-unknown", **at(), value=name, remedy=near)
        return
    yield from _unknown("foreignKeys", foreign.reference_fields, target, at)
    if foreign.fields and foreign.reference_fields and len(foreign.fields) != len(foreign.reference_fields):
        pair = f"{', '.join(foreign.fields)} -> {', '.join(foreign.reference_fields)}"
        yield Problem.of("foreignKey-unequal", **at(), value=pair)


def _unknown(
    key: str, fields: Iterable[str], resource: Resource, at: Callable[[], dict[str, Any]]
) -> Iterator[Problem]:
    """Report the fields of a key that the resource's schema lacks."""
    known = [field.name for field in resource.schema.fields] if resource.schema else fields
    for name in fields:
        if name not in known:
            near = did_you_mean(name, known)
            yield Problem.of("key-field-unknown", **at(), value=name, remedy=near, key=key, resource=resource.name)


def _field(package: Package, resource: Resource, field: Field) -> Iterator[Problem]:
    def at(*steps: Step) -> dict[str, Any]:
        return {**_at(package, resource, "schema", "fields", field.place, *steps), "field": field.name}

    if field.type not in TYPES:
        near, types = did_you_mean(field.type, TYPES), ", ".join(sorted(TYPES))
        yield Problem.of("type-unknown", **at("type"), value=field.type, types=types, remedy=near)
        return
    if reason := unusable_format(field):
        meant = as_strptime(field.format)
        known = meant != field.format and not unusable_format(replace(field, format=meant))
        pair = f'`"format": "{meant}"`'
        remedy = say("write {name}", name=pair) if known else None
        yield Problem.of("format-unusable", **at("format"), value=field.format, reason=reason, remedy=remedy)
    yield from _categories(field, at)
    limits = field.constraints
    for low, low_itself in ((limits.minimum, True), (limits.exclusive_minimum, False)):
        for high, high_itself in ((limits.maximum, True), (limits.exclusive_maximum, False)):
            if low is not None and high is not None and _is_empty(field, low, high, low_itself and high_itself):
                yield Problem.of(
                    "constraint-empty", **at("constraints"), value=say("{low} to {high}", low=low, high=high)
                )


def _categories(field: Field, at: Callable[..., dict[str, Any]]) -> Iterator[Problem]:
    table = field.descriptor.get("categories")
    if isinstance(table, str) or (isinstance(table, dict) and "resource" in table):
        yield Problem.of("categories-not-checked", **at("categories"))
    codes = [written(category.value) for category in field.categories]
    if len(set(codes)) < len(codes):
        yield Problem.of("category-duplicate", **at("categories"))
    for value in field.constraints.enum or ():
        if codes and written(value) not in codes:
            yield Problem.of("enum-outside-categories", **at("constraints", "enum"), value=written(value))


def _is_empty(field: Field, low: Any, high: Any, inclusive: bool) -> bool:
    """Return whether no value lies between two limits; both of them are allowed themselves if `inclusive`."""
    try:
        first, last = value_of(field, low), value_of(field, high)
        return bool(first > last or (first == last and not inclusive))
    except (ValueError, TypeError, ArithmeticError):
        return False  # `_cell_rules` reports a limit that is no value of the field's type
