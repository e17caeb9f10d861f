"""What the standard asks of a descriptor and frictionless lets pass: that its parts fit each other."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.checks.constraints import value_of
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import did_you_mean
from xiaogan_facts.gate.tables.lexical import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xiaogan_facts.gate.package.model import Field, ForeignKey, Package, Resource, Schema


def judge_descriptor(package: Package) -> list[Problem]:
    """Everything about the descriptor that can be said without opening a table."""
    found = [
        _problem(package, "resource-duplicate", "resource names that differ", "rename one of them", value=name)
        for name, count in Counter(resource.name for resource in package.resources).items()
        if count > 1
    ]
    found += _profiles(package)
    for resource in package.resources:
        if resource.schema is not None:
            found += _schema(package, resource, resource.schema)
        dialect = resource.dialect
        if dialect.delimiter == dialect.quote_char:
            found.append(
                _problem(package, "dialect", "a quoteChar that is not the delimiter", "change one", table=resource.name)
            )
    return found


_STANDARD = re.compile(r"https?://(?:datapackage\.org/profiles/|specs\.frictionlessdata\.io/schemas/)")
_NAMED = ("data-package", "tabular-data-package", "data-resource", "tabular-data-resource", "fiscal-data-package")


def _profiles(package: Package) -> Iterator[Problem]:
    """Profiles that extend the standard: none is fetched, so what they ask is said not to be checked."""
    places = [(None, package.descriptor), *((each.name, each.descriptor) for each in package.resources)]
    for table, descriptor in places:
        for name in ("profile", "$schema"):
            value = descriptor.get(name)
            if isinstance(value, str) and value not in _NAMED and not _STANDARD.match(value):
                expected = "a profile of the standard; what this one asks beyond it was not checked"
                remedy = "check the descriptor against it with a JSON Schema validator"
                yield _problem(
                    package, "profile-not-checked", expected, remedy, value=value, table=table, severity="notice"
                )


def _schema(package: Package, resource: Resource, schema: Schema) -> Iterator[Problem]:
    names = [field.name for field in schema.fields]
    for name, count in Counter(names).items():
        if count > 1:
            yield _problem(
                package,
                "field-duplicate",
                "field names that differ; version 1 of the standard still allowed this",
                "rename one of them",
                value=name,
                table=resource.name,
                severity="warning",
            )
    for what, key in (("primaryKey", schema.primary_key), *(("uniqueKeys", key) for key in schema.unique_keys)):
        yield from _known(package, resource, what, key, names, resource.name)
    for foreign in schema.foreign_keys:
        yield from _foreign_key(package, resource, foreign, names)
    for field in schema.fields:
        yield from _field(package, resource, field)


def _foreign_key(package: Package, resource: Resource, foreign: ForeignKey, names: list[str]) -> Iterator[Problem]:
    yield from _known(package, resource, "foreignKeys", foreign.fields, names, resource.name)
    target = resource
    if foreign.reference_resource:
        others = {each.name: each for each in package.resources}
        if foreign.reference_resource not in others:
            yield _problem(
                package,
                "foreignKeys",
                "a foreign key to a resource of this package",
                _near(foreign.reference_resource, others),
                value=foreign.reference_resource,
                table=resource.name,
            )
            return
        target = others[foreign.reference_resource]
    if target.schema is not None:
        there = [field.name for field in target.schema.fields]
        yield from _known(package, resource, "foreignKeys", foreign.reference_fields, there, target.name)
    if len(foreign.fields) != len(foreign.reference_fields) or not foreign.fields:
        yield _problem(
            package,
            "foreignKeys",
            "a foreign key with as many fields as it refers to, at least one",
            "add or remove fields",
            value=f"{', '.join(foreign.fields)} -> {', '.join(foreign.reference_fields)}",
            table=resource.name,
        )


def _known(
    package: Package, resource: Resource, what: str, key: Iterable[str], names: list[str], where: str
) -> Iterator[Problem]:
    for name in key:
        if name not in names:
            yield _problem(
                package, what, f"the name of a field of {where!r}", _near(name, names), value=name, table=resource.name
            )


def _field(package: Package, resource: Resource, field: Field) -> Iterator[Problem]:
    def problem(rule: str, expected: str, remedy: str, value: Any = None) -> Problem:
        shown = None if value is None else str(value)
        return _problem(package, rule, expected, remedy, value=shown, table=resource.name, field=field.name)

    if field.type not in TYPES:
        yield problem("type-unknown", f"a type of the standard: {', '.join(sorted(TYPES))}", "correct it", field.type)
        return
    codes = [category.value for category in field.categories]
    if len(set(codes)) < len(codes):
        yield problem("categories", "categories that differ", "remove the duplicate")
    if codes and field.constraints.enum is not None:
        for value in field.constraints.enum:
            if value not in codes:
                yield problem("categories", "an enum within the categories", "add it to the categories", value)
    for lower, upper in (("minimum", "maximum"), ("exclusive_minimum", "exclusive_maximum")):
        low, high = getattr(field.constraints, lower), getattr(field.constraints, upper)
        try:
            empty = low is not None and high is not None and bool(value_of(field, low) > value_of(field, high))
        except (ValueError, TypeError, ArithmeticError):
            continue  # the constraint itself is reported where the cells are judged
        if empty:
            yield problem("constraint-empty", "a minimum below the maximum", "exchange them", f"{low} > {high}")


def _near(name: str, names: Iterable[str]) -> str:
    return did_you_mean(name, names) or "correct the name"


def _problem(package: Package, rule: str, expected: str, remedy: str, **more: Any) -> Problem:
    return Problem(rule, more.pop("severity", "error"), package.file, expected, remedy, **more)
