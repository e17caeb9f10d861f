"""Compile a Table Schema into rules about cells: each an expression, and a template for its problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

import polars as pl

from xiaogan_facts.gate.checks._advice import Advice, is_value_of
from xiaogan_facts.gate.checks._constraints import BOUNDS, bounded, has_length, matches_json_schema, one_of
from xiaogan_facts.gate.checks._patterns import Ask, matches_at_once, matches_pattern
from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import Candidates
from xiaogan_facts.gate.tables.inline import written
from xiaogan_facts.gate.tables.lexical import unusable_format
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.tables.values import is_value, present, typed
from xiaogan_facts.gate.translation import later, say, say_number

LONGEST_PATTERN = 40  # characters; a longer one tells people less than an example does
MANY_ALIKE = 8  # columns; to judge fewer as one gains nothing
_OWN = ("name", "title", "description", "descriptor", "place")  # what a field says of itself, not of its cells
_SAID = attrgetter(*(each.name for each in fields(Field) if each.name not in _OWN))

_EXAMPLES = {
    "integer": later("42 or -7"),
    "number": later("3.14 or -2e5"),
    "date": "2024-01-31",
    "time": "15:00:00",
    "datetime": "2024-01-31T15:00:00Z",
    "year": "2024",
    "yearmonth": "2024-01",
    "duration": later("P1Y2M or PT36H"),
    "geopoint": "90.50, 45.50",
    "object": '{"a": 1}',
    "array": "[1, 2]",
}


@dataclass(frozen=True, eq=False)  # expressions cannot be compared
class Shared:
    """What a rule is for all columns that fields describe alike, compiled from the first of them, its `source`.

    `holds` is true or null where a cell keeps it, and refers by name to columns that the expressions of `made_of`
    compute from the strings of the source. `keeps` tells whether another text would be right, `valid` are such others.
    """

    code: str
    source: int
    holds: pl.Expr
    made_of: Mapping[str, pl.Expr]
    is_required: bool
    places: Mapping[str, Any]
    keeps: Callable[[str], bool] | None = None
    valid: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class CellRule:
    """A rule that every cell of a column must keep."""

    table: Table
    field: Field
    position: int
    shared: Shared

    @cached_property
    def template(self) -> Problem:
        """What its problems have in common. A wide table makes it only of those rules that are broken."""
        table, column = self.table, self.position + 1
        about: dict[str, Any] = {"table": table.resource.name, "column": column, "field": self.field.name}
        return Problem.of(self.shared.code, table.file, **about, **self.shared.places)

    @cached_property
    def advice(self) -> Advice | None:
        """What helps a wrong cell, None if there is nothing to say."""
        shared, resource = self.shared, self.table.resource
        if shared.keeps is None:
            return None
        return Advice(
            self.field,
            resource.schema.missing_values_of(self.field) if resource.schema and not shared.is_required else (),
            shared.keeps,
            Candidates(tuple(shared.valid)) if shared.valid else None,
            after_delimiter=self.position > 0 and not resource.dialect.skip_initial_space and bool(resource.paths),
        )


@dataclass(frozen=True)
class UnusableRule:
    """A constraint that cannot be compiled, and why."""

    field: str
    constraint: str
    reason: str


def cell_rules(table: Table, ask: Ask) -> tuple[list[CellRule], list[UnusableRule]]:
    """Return the rules for every column that a field describes, and the constraints that cannot be compiled.

    Those of many fields that say the same are compiled once, and their columns can be judged as one: in a table of
    thousands of columns nearly all the time would go into what polars does for an expression, however short a column.
    """
    rules: list[CellRule] = []
    unusable: list[UnusableRule] = []
    known = zip(table.fields, table.positions, strict=True)
    columns = [_Column(table, field, at, n) for n, (field, at) in enumerate(known) if at is not None]
    said = [column.said for column in columns]
    counts, compiled = Counter(said), dict[tuple[int, ...], _Compiled]()
    for column, saying in zip(columns, said, strict=True):
        own = compiled.get(saying) if counts[saying] >= MANY_ALIKE else None
        if own is None:
            own = compiled[saying] = _compiled(column, ask)
        rules += [CellRule(table, column.field, column.position, each) for each in own.rules]
        unusable += [UnusableRule(column.field.name, *each) for each in own.unusable]
    return rules, unusable


class _Compiled(NamedTuple):
    """The rules for a column, and the constraints that cannot be compiled, with the reasons."""

    rules: list[Shared]
    unusable: list[tuple[str, str]]


def _compiled(column: _Column, ask: Ask) -> _Compiled:
    field, found = column.field, _Compiled([], [])
    if column.is_required:
        found.rules.append(column.rule("required", column.cells.is_not_null()))
    if unusable_format(field):
        return found  # `descriptor` reports it, and no cell can be held against it
    value = is_value(field, column.cells, column.values)
    if value is not None:
        found.rules.append(column.rule("type", value, is_value_of(field), kind=_kind(field)))
    for name, given in _given(field):
        try:
            found.rules.append(_constraint(column, name, given, ask))
        except (ValueError, TypeError, ArithmeticError) as error:
            found.unusable.append((name, str(error)))
    return found


@dataclass(frozen=True)
class _Column:
    """A column to judge: its `cells`, null where missing, and typed `values`, both computed once for all its rules."""

    table: Table
    field: Field
    position: int
    number: int  # of the field: two fields of one name share a column

    @property
    def said(self) -> tuple[int, ...]:
        """What the field says of its cells, by identity: fields that were built alike share it (`Field.alike`)."""
        return (self.is_required, *map(id, _SAID(self.field)))

    @property
    def cells(self) -> pl.Expr:
        return pl.col(f"cells {self.number}")

    @property
    def values(self) -> pl.Expr:
        return pl.col(f"values {self.number}")

    @property
    def is_required(self) -> bool:
        """Whether no cell of the column may be missing."""
        schema = self.table.resource.schema
        return bool(self.field.constraints.required or (schema and self.field.name in schema.primary_key))

    @property
    def sound(self) -> pl.Expr:
        """The cells that are values of the field's type: of the others, constraints say nothing."""
        value = is_value(self.field, self.cells, self.values)
        return self.cells if value is None else pl.when(value).then(self.cells)

    @cached_property
    def made_of(self) -> Mapping[str, pl.Expr]:
        """Its cells and values, by their names."""
        cells = present(pl.col(str(self.position)), self.table.missing(self.field))
        made_of = {f"cells {self.number}": cells, f"values {self.number}": typed(self.field, cells)}
        return {name: made.alias(name) for name, made in made_of.items()}

    def rule(
        self,
        code: str,
        holds: pl.Expr,
        keeps: Callable[[str], bool] | None = None,
        valid: Sequence[str] = (),
        **places: Any,
    ) -> Shared:
        """Make a rule of this column; `places` are those of its messages."""
        made_of = {name: self.made_of[name] for name in holds.meta.root_names()}
        return Shared(code, self.position, holds, made_of, self.is_required, places, keeps, valid)


def _given(field: Field) -> Iterator[tuple[str, Any]]:
    """Yield the constraints that a field has, by the standard's names.

    Where there are categories and an enum, a value has to be in both, and a wrong one is told once.
    """
    limits = field.constraints
    categories: list[Any] | None = [category.value for category in field.categories] or None
    both = categories and limits.enum is not None
    named = {
        "enum": [value for value in limits.enum or () if value in (categories or ())] if both else limits.enum,
        "categories": None if both else categories,
        "pattern": limits.pattern,
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "exclusiveMinimum": limits.exclusive_minimum,
        "exclusiveMaximum": limits.exclusive_maximum,
        "minLength": limits.min_length,
        "maxLength": limits.max_length,
        "jsonSchema": limits.json_schema,
    }
    return ((name, given) for name, given in named.items() if given is not None)


def _constraint(column: _Column, name: str, given: Any, ask: Ask) -> Shared:
    field, values = column.field, column.values
    if name in ("enum", "categories"):
        codes = tuple(written(value) for value in given)
        listed = ", ".join(codes[:12]) + (say(" … ({codes} in all)", codes=len(codes)) if len(codes) > 12 else "")
        holds = one_of(field, column.sound, values, given)
        return column.rule(name, holds, lambda text: text in codes, codes, values=listed)
    if name == "pattern":
        holds = matches_pattern(column.sound, given, ask)
        return column.rule(name, holds, lambda text: matches_at_once(text, given), pattern=_pattern(field, given))
    if name in BOUNDS:
        return column.rule(name, bounded(field, column.cells, values, name, given), bound=written(given))
    if name in ("minLength", "maxLength"):
        holds = has_length(field, column.sound, name, given)
        for_empty = (lambda text: False) if name == "minLength" else None
        return column.rule(name, holds, for_empty, length=_length(field, given))
    return column.rule(name, matches_json_schema(column.sound, dict(given), ask))


def _length(field: Field, given: int) -> str:
    if field.type in ("array", "object", "list"):
        return say_number("{number} item", "{number} items", given)
    return say_number("{number} character", "{number} characters", given)


def _pattern(field: Field, pattern: str) -> str:
    """Return what a pattern asks for: itself, or where it is long the field's example, if that keeps to it."""
    example = field.example
    if len(pattern) > LONGEST_PATTERN and isinstance(example, str) and matches_at_once(example, pattern):
        return say("{example!r}, by the pattern of this field", example=example)
    return pattern


def _kind(field: Field) -> str:
    """Describe a field's type, with its format or an example."""
    if field.type == "boolean":
        return say(
            "a boolean: {true_values} or {false_values}",
            true_values=" ".join(field.true_values),
            false_values=" ".join(field.false_values),
        )
    vowel = field.type[0] in "aeiou"
    if field.type in ("integer", "number") and (field.group_char or field.decimal_char != "."):
        marks = say("decimal {decimal_char!r}", decimal_char=field.decimal_char) + (
            say(", groups {group_char!r}", group_char=field.group_char) if field.group_char else ""
        )
        if field.type == "integer":
            return say("an integer ({marks})", marks=marks)
        return say("a number ({marks})", marks=marks)
    if field.format != "default":
        if vowel:
            return say("an {type} of format {format}", type=field.type, format=field.format)
        return say("a {type} of format {format}", type=field.type, format=field.format)
    example = _EXAMPLES.get(field.type)
    if example is None:
        return say("an {type}", type=field.type) if vowel else say("a {type}", type=field.type)
    if vowel:
        return say("an {type} like {example}", type=field.type, example=say(example))
    return say("a {type} like {example}", type=field.type, example=say(example))
