"""A Data Package as frozen plain objects: the content of a descriptor, in the terms of the standard.

Source: https://datapackage.org/standard/ (data-package, data-resource, table-dialect, table-schema; v1 and v2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xiaogan_facts.gate.package.away import Away
from xiaogan_facts.gate.package.places import Place, Places, Step, Steps
from xiaogan_facts.gate.report.problem import Problem


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


DELIMITED = ("csv", "tsv")
"""The formats of delimited text."""

FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")
"""How the fields of a schema and the columns of a file may go together."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """Base class of packages, resources, fields …: their title, description and descriptor, as it was given."""

    title: str | None = None
    description: str | None = None
    descriptor: Mapping[str, Any] = field(default_factory=_nothing, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        # Pickle does not know views; a package's descriptor is a plain dict and stays one.
        return {**vars(self), "descriptor": dict(self.descriptor), "@plain": isinstance(self.descriptor, dict)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        plain = state.pop("@plain")
        vars(self).update(state, descriptor=state["descriptor"] if plain else MappingProxyType(state["descriptor"]))

    def translated(self, name: str, language: str) -> str | None:
        """Return the property `name` in another language, such as `title@zh`; None if it is not given."""
        text = self.descriptor.get(f"{name}@{language}")
        return text if isinstance(text, str) else None


@dataclass(frozen=True, kw_only=True)
class MissingValue(Described):
    """A string that stands for "no value", and its reason (`label`) if it is labelled."""

    value: str
    label: str | None = None


EMPTY_IS_MISSING = (MissingValue(value=""),)


@dataclass(frozen=True, kw_only=True)
class Category(Described):
    """One value of a categorical field: `value` as in the descriptor, `label` for people."""

    value: str | int
    label: str | None = None


@dataclass(frozen=True)
class Constraints:
    """Limits on the values of a field, each as in the descriptor; None if it is not set."""

    required: bool = False
    unique: bool = False
    pattern: str | None = None
    enum: tuple[Any, ...] | None = None
    minimum: Any = None
    maximum: Any = None
    exclusive_minimum: Any = None
    exclusive_maximum: Any = None
    min_length: int | None = None
    max_length: int | None = None
    json_schema: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Field(Described):
    """A column: its type and format define which strings are values, its constraints which values are allowed.

    `place` is the position in the list of fields (0-based).
    """

    name: str
    type: str = "string"
    format: str = "default"
    constraints: Constraints = Constraints()
    missing_values: tuple[MissingValue, ...] | None = None
    categories: tuple[Category, ...] = ()
    categories_ordered: bool = False
    example: Any = None
    unit: str | None = None
    rdf_type: str | None = None
    true_values: tuple[str, ...] = ("true", "True", "TRUE", "1")
    false_values: tuple[str, ...] = ("false", "False", "FALSE", "0")
    decimal_char: str = "."
    group_char: str | None = None
    bare_number: bool = True
    delimiter: str = ","
    item_type: str | None = None
    place: int = field(default=0, compare=False)

    def alike(self, **own: Any) -> Field:
        """Return a field with attributes of its `own`, which shares all others with this one."""
        other = object.__new__(Field)  # `replace` takes three times as long, a quarter of a second for 20,000
        vars(other).update(vars(self), **own)
        return other


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key: `fields` refer to `reference_fields` of `reference_resource`, "" for the same table.

    `reference_package` is the address of another package that the resource is in, "" for the same package; `place` is
    the position in the list of keys (0-based).
    """

    fields: tuple[str, ...]
    reference_resource: str
    reference_fields: tuple[str, ...]
    reference_package: str = ""
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Schema(Described):
    """A Table Schema: the fields of a table, the strings that mean "no value", and the keys.

    `external_keys` are the foreign keys into other packages, which no one follows.
    """

    fields: tuple[Field, ...] = ()
    fields_match: str = "exact"
    missing_values: tuple[MissingValue, ...] = EMPTY_IS_MISSING
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    external_keys: tuple[ForeignKey, ...] = ()

    def field(self, name: str) -> Field:
        """Return the field of that name. Raises KeyError."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The names of fields whose values may not repeat: the primary key, if any, then the other unique keys."""
        single = ((field.name,) for field in self.fields if field.constraints.unique)
        return tuple(key for key in dict.fromkeys([self.primary_key, *single, *self.unique_keys]) if key)

    def missing_values_of(self, each: Field) -> tuple[MissingValue, ...]:
        """Return the strings that mean "no value" in a field: its own, else the schema's."""
        return self.missing_values if each.missing_values is None else each.missing_values


@dataclass(frozen=True)
class Dialect:
    """How a CSV or JSON file is written: the Table Dialect's properties with the standard's defaults."""

    header: bool = True
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    comment_rows: tuple[int, ...] = ()
    comment_char: str | None = None
    delimiter: str = ","
    line_terminator: str | None = None
    quote_char: str | None = '"'
    double_quote: bool = True
    escape_char: str | None = None
    null_sequence: str | None = None
    skip_initial_space: bool = False
    property: str | None = None
    item_keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Resource(Described):
    """A table (or another file) of the package: where its data is, how it is written, and its schema.

    `steps` lead to it in the package's descriptor.
    """

    name: str
    paths: tuple[str, ...] = ()
    data: Any = None
    format: str | None = None
    mediatype: str | None = None
    encoding: str = "utf-8"
    compression: str | None = None
    bytes: int | None = None
    hash: str | None = None
    rows: int | None = None
    dialect: Dialect = Dialect()
    schema: Schema | None = None
    steps: Steps = ()

    @property
    def file(self) -> str:
        """The name that problems give for the place: the first file's, or for inline data the resource's."""
        return self.paths[0] if self.paths else self.name

    @property
    def tabular(self) -> bool:
        """True if the descriptor says that this is a table: by its type, profile or format, or by giving a schema."""
        declared = self.descriptor.get("type") == "table" or self.descriptor.get("profile") == "tabular-data-resource"
        return declared or self.schema is not None or self.format in DELIMITED


@dataclass(frozen=True, kw_only=True)
class Package(Described):
    """A Data Package as its descriptor has it; `problems` are those of reading the descriptor.

    `away` are the files that are not in its folder `base`, by their names in the descriptor.
    """

    base: Path
    file: str = "datapackage.json"
    name: str | None = None
    version: str | None = None
    resources: tuple[Resource, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: Places = field(default_factory=Places, repr=False, compare=False)
    away: Mapping[str, Away] = field(default_factory=dict, repr=False, compare=False)

    def at(self, *steps: Step) -> Place:
        """Return where a part of the descriptor stands."""
        return self.places.of(steps, self.file)

    def resource(self, name: str) -> Resource:
        """Return the resource of that name. Raises KeyError."""
        for each in self.resources:
            if each.name == name:
                return each
        raise KeyError(name)
