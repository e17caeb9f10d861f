"""A Table Schema in SQL: types, keys, checks and comments of a table, and the order in which to create tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.database.column_types import STORED
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Field, ForeignKey, Package, Resource, Schema
from xiaogan_facts.gate.package.order import targets_first
from xiaogan_facts.gate.translation import say

WORDS = ("description", "title")
"""The properties that a comment takes its text from: the first that is given."""


@dataclass(frozen=True)
class SqlTable:
    """A resource with its schema, and the foreign keys that are `declared` to DuckDB."""

    resource: Resource
    schema: Schema
    declared: tuple[ForeignKey, ...] = ()

    @property
    def name(self) -> str:
        return self.resource.name

    @property
    def own(self) -> tuple[ForeignKey, ...]:
        """Those of them that refer to the table itself."""
        return tuple(key for key in self.declared if target(key, self) == self.name)

    @property
    def undeclared(self) -> tuple[ForeignKey, ...]:
        return tuple(key for key in self.schema.foreign_keys if key not in self.declared)


def tables_of(package: Package) -> list[SqlTable]:
    """Return the package's tables. Raises CannotRunError if there is none, or a resource cannot be one."""
    tables: list[SqlTable] = []
    for resource in package.resources:
        if resource.schema is None or not resource.schema.fields:
            raise CannotRunError(
                say(
                    "{file}: '{name}' has no schema that would name and type its columns",
                    file=package.file,
                    name=resource.name,
                )
            )
        if any(table.name == resource.name for table in tables):
            raise CannotRunError(
                say(
                    "{file}: two resources are named '{name}'; rename one of them",
                    file=package.file,
                    name=resource.name,
                )
            )
        tables.append(SqlTable(resource, resource.schema))
    if not tables:
        raise CannotRunError(say("{file}: the package holds no tables", file=package.file))
    known = {table.name for table in tables}
    for table in tables:
        for key in table.schema.foreign_keys:
            if target(key, table) not in known or len(key.fields) != len(key.reference_fields):
                raise CannotRunError(
                    say("{file}: a foreign key of '{name}' leads nowhere", file=package.file, name=table.name)
                )
    return tables


def in_order(tables: Sequence[SqlTable]) -> Iterator[SqlTable]:
    """Yield the tables, each after those that its foreign keys refer to, with `declared` filled in.

    DuckDB accepts a foreign key only in CREATE TABLE, and only to a primary or unique key that exists. Foreign keys in
    a circle of tables, or to columns that are no key, stay undeclared.
    """
    known = {table.name: table for table in tables}
    made = set[str]()
    for each in targets_first(
        {table.name: [target(key, table) for key in table.schema.foreign_keys] for table in tables}
    ):
        table = known[each]
        made.add(each)
        declared = (
            key
            for key in table.schema.foreign_keys
            if (aim := target(key, table)) in made and key.reference_fields in known[aim].schema.keys
        )
        yield replace(table, declared=tuple(declared))


def target(key: ForeignKey, table: SqlTable) -> str:
    """Return the name of the table that a foreign key of `table` refers to."""
    return key.reference_resource or table.name


def sql_type(field: Field) -> str:
    """Return DuckDB's type for a field. Values that it writes differently (another format, 1.000,5) stay VARCHAR."""
    usual = field.decimal_char == "." and field.group_char is None and field.bare_number
    return STORED.get(field.type, "VARCHAR") if usual and field.format == "default" else "VARCHAR"


def create(table: SqlTable) -> str:
    """Return the CREATE TABLE statement."""
    schema = table.schema
    lines = [_column(schema, field) for field in schema.fields]
    for key in schema.keys:
        lines += [f"{'PRIMARY KEY' if key == schema.primary_key else 'UNIQUE'} ({names(key)})"]
    for reference in table.declared:
        aim = f"{name(target(reference, table))} ({names(reference.reference_fields)})"
        lines.append(f"FOREIGN KEY ({names(reference.fields)}) REFERENCES {aim}")
    return f"CREATE TABLE {name(table.name)} (\n    " + ",\n    ".join(lines) + "\n)"


def _column(schema: Schema, field: Field) -> str:
    kind = sql_type(field)
    required = " NOT NULL" if field.constraints.required or field.name in schema.primary_key else ""
    codes = () if kind == "BOOLEAN" else field.constraints.enum or ()
    allowed = ", ".join(f"{text(str(code))}::{kind}" for code in codes)
    return f"{name(field.name)} {kind}{required}" + (f" CHECK ({name(field.name)} IN ({allowed}))" if allowed else "")


def comments(table: SqlTable) -> Iterator[str]:
    """Yield COMMENT statements, in both languages, for the table and each column that has a description or title."""
    if words := Bilingual.of(table.schema, *WORDS) or Bilingual.of(table.resource, *WORDS):
        yield f"COMMENT ON TABLE {name(table.name)} IS {text(' / '.join(words.said('both')))}"
    for field in table.schema.fields:
        if words := Bilingual.of(field, *WORDS):
            yield f"COMMENT ON COLUMN {name(table.name)}.{name(field.name)} IS {text(' / '.join(words.said('both')))}"


def name(identifier: str) -> str:
    """Return an identifier quoted for SQL, whatever characters it holds."""
    return '"' + identifier.replace('"', '""') + '"'


def names(identifiers: Sequence[str]) -> str:
    """Return identifiers quoted for SQL, with commas between them."""
    return ", ".join(name(identifier) for identifier in identifiers)


def listed(values: Iterable[str | None]) -> str:
    """Return strings quoted for SQL, with commas between them; None is NULL."""
    return ", ".join("NULL" if value is None else text(value) for value in values)


def text(value: str) -> str:
    """Return a string quoted for SQL."""
    return "'" + value.replace("'", "''") + "'"
