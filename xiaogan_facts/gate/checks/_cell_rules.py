"""Compile a Table Schema into rules about cells: each an expression, and a template for its problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
class CellRule:
    """A rule that every cell of a column must keep: `holds` is true or null where it does.

    `holds` refers by name to columns that the expressions of `made_of` compute from the strings of the table.
    """

    position: int
    holds: pl.Expr
    made_of: Mapping[str, pl.Expr]
    template: Problem
    advice: Advice | None = None


@dataclass(frozen=True)
class UnusableRule:
    """A constraint that cannot be compiled, and why."""

    field: str
    constraint: str
    reason: str


def cell_rules(table: Table, ask: Ask) -> tuple[list[CellRule], list[UnusableRule]]:
    """Return the rules for every column that a field describes, and the constraints that cannot be compiled."""
    rules: list[CellRule] = []
    unusable: list[UnusableRule] = []
    for number, (field, position) in enumerate(zip(table.fields, table.positions, strict=True)):
        if position is None:
            continue
        column = _Column.of(table, field, position, number)
        if column.is_required:
            rules.append(column.rule("required", column.cells.is_not_null()))
        if unusable_format(field):
            continue  # `descriptor` reports it, and no cell can be held against it
        value = is_value(field, column.cells, column.values)
        if value is not None:
            rules.append(column.rule("type", value, column.advice(is_value_of(field)), kind=_kind(field)))
        for name, given in _given(field):
            try:
                rules.append(_constraint(column, name, given, ask))
            except (ValueError, TypeError, ArithmeticError) as error:
                unusable.append(UnusableRule(field.name, name, str(error)))
    return rules, unusable


@dataclass(frozen=True)
class _Column:
    """A column to judge: its `cells`, null where missing, and typed `values`, both computed once for all its rules."""

    table: Table
    field: Field
    position: int
    number: int  # of the field: two fields of one name share a column
    made_of: Mapping[str, pl.Expr]

    @classmethod
    def of(cls, table: Table, field: Field, position: int, number: int) -> _Column:
        cells = present(pl.col(str(position)), table.missing(field))
        made_of = {
            f"cells {number}": cells,
            f"values {number}": typed(field, cells),
        }
        return cls(table, field, position, number, {name: made.alias(name) for name, made in made_of.items()})

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

    def advice(self, holds: Callable[[str], bool], valid: Sequence[str] = ()) -> Advice:
        """Say what helps a wrong cell; `holds` tells whether another would be right, `valid` are such others."""
        schema, dialect = self.table.resource.schema, self.table.resource.dialect
        return Advice(
            self.field,
            schema.missing_values_of(self.field) if schema and not self.is_required else (),
            holds,
            Candidates(tuple(valid)) if valid else None,
            after_delimiter=self.position > 0 and not dialect.skip_initial_space and bool(self.table.resource.paths),
        )

    def rule(self, code: str, holds: pl.Expr, advice: Advice | None = None, **places: Any) -> CellRule:
        """Make a rule of this column, and fill in the places of its messages."""
        template = Problem.of(
            code,
            self.table.file,
            table=self.table.resource.name,
            column=self.position + 1,
            field=self.field.name,
            **places,
        )
        made_of = {name: self.made_of[name] for name in holds.meta.root_names()}
        return CellRule(self.position, holds, made_of, template, advice)


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


def _constraint(column: _Column, name: str, given: Any, ask: Ask) -> CellRule:
    field, values = column.field, column.values
    if name in ("enum", "categories"):
        codes = tuple(written(value) for value in given)
        listed = ", ".join(codes[:12]) + (say(" … ({codes} in all)", codes=len(codes)) if len(codes) > 12 else "")
        advice = column.advice(lambda text: text in codes, codes)
        return column.rule(name, one_of(field, column.sound, values, given), advice, values=listed)
    if name == "pattern":
        holds = matches_pattern(column.sound, given, ask)
        advice = column.advice(lambda text: matches_at_once(text, given))
        return column.rule(name, holds, advice, pattern=_pattern(field, given))
    if name in BOUNDS:
        return column.rule(name, bounded(field, column.cells, values, name, given), bound=written(given))
    if name in ("minLength", "maxLength"):
        holds = has_length(field, column.sound, name, given)
        for_empty = column.advice(lambda text: False) if name == "minLength" else None
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
