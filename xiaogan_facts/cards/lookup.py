"""Look up in the archive what cards need: rows, and every label, code, name and gap in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duckdb import DuckDBPyConnection

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.database.ddl import name as quoted
from xiaogan_facts.gate.package import Field, ForeignKey, Package, Schema

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Lookup:
    """The package, and the database that holds it."""

    package: Package
    connection: DuckDBPyConnection

    def rows(self, sql: str, **values: object) -> list[Row]:
        """Return the rows of an SQL query as mappings by column name."""
        cursor = self.connection.execute(sql, values or None)
        columns = [str(column[0]) for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def schema(self, table: str) -> Schema:
        schema = self.package.resource(table).schema
        assert schema  # a table of the database has one
        return schema

    def row(self, table: str, key: str) -> Row | None:
        """Return the row of a table by its key, None if there is none or the key has several columns."""
        columns = self.schema(table).primary_key
        if len(columns) != 1:
            return None
        found = self.rows(f"SELECT * FROM {quoted(table)} WHERE {quoted(columns[0])} = $key", key=key)
        return found[0] if found else None

    def label(self, table: str, column: str) -> Bilingual:
        """Return a column's title, without "(English)"."""
        title = Bilingual.of(self.schema(table).field(column), "title") or Bilingual.same(column)
        return Bilingual(title.en.removesuffix(" (English)"), (title.zh or title.en).removesuffix("（英文）"))

    def code(self, table: str, column: str, value: str) -> Bilingual:
        """Return the label of a code, the code itself if it has none."""
        return self._codes.get((table, column, value)) or Bilingual.same(value)

    def gap(self, table: str, key: str, column: str) -> Bilingual | None:
        """Return why a cell is empty; None if the column does not apply to the row."""
        return self._gaps.get((table, key, column))

    @cached_property
    def _codes(self) -> dict[tuple[str, str, str], Bilingual]:
        found = self.connection.execute(
            "SELECT table_name, column_name, value, coalesce(label_en, value), coalesce(label_zh, value) FROM codes"
        )
        return {(table, column, value): Bilingual(en, zh) for table, column, value, en, zh in found.fetchall()}

    @cached_property
    def _gaps(self) -> dict[tuple[str, str, str], Bilingual]:
        found = self.connection.execute(
            "SELECT table_name, key, column_name, label_en, label_zh FROM missing_values WHERE reason = 'not-stated'"
        )
        return {(table, key, column): Bilingual(en, zh) for table, key, column, en, zh in found.fetchall()}

    def named(self, table: str, key: str) -> Bilingual:
        """Return the name of a row of another table, with its id."""
        row = self.row(table, key) or {}
        named = [row.get("name_en") or row.get("title_en"), row.get("name_zh") or row.get("title_zh")]
        return Bilingual(*(f"{words} ({key})" if words else key for words in named))

    def reference(self, table: str, field: Field) -> ForeignKey | None:
        """Return the foreign key that consists of this column alone, if there is one."""
        keys = (key for key in self.schema(table).foreign_keys if key.fields == (field.name,))
        return next(keys, None)
