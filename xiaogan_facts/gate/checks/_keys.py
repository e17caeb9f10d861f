"""Keys: which values repeat that may not, and which point at nothing. Needs whole tables, but keeps 8 bytes a value.

While a table is read, each key's values are kept as 64-bit hashes. Only where a hash repeats, or is not among those
that it should point at, is the table read again, and the values themselves compared. That a value which points at
nothing has by chance the hash of one of ten million others happens once in two trillion times.
Source: Table Schema, `primaryKey`, `uniqueKeys`, `foreignKeys`, `unique`: null takes part in none of them, as in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

import polars as pl

from xiaogan_facts.gate.package.model import Field, Resource
from xiaogan_facts.gate.tables.lexical import parser
from xiaogan_facts.gate.tables.reader import LINE
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.tables.values import by_cell, present, typed

_TYPED = ("integer", "number", "boolean", "date")
_AS_WRITTEN = ("any", "string")
_MIX = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio, as in Knuth's multiplicative hashing


@dataclass(frozen=True)
class Key:
    """Some columns of a table whose values are looked at together; `as_text` compares them as they are written."""

    fields: tuple[str, ...]
    as_text: tuple[bool, ...]

    @classmethod
    def of(cls, fields: tuple[str, ...]) -> Key:
        """A key whose values are compared by the types of its fields."""
        return cls(fields, (False,) * len(fields))

    def columns(self, table: Table) -> list[tuple[Field, int]] | None:
        """Its fields with their columns' positions; None where the table lacks one."""
        where = {f.name: (f, at) for f, at in zip(table.fields, table.positions, strict=True)}
        found = [(where[name][0], where[name][1]) for name in self.fields if name in where]
        if len(found) < len(self.fields) or any(at is None for _, at in found):
            return None
        return [(f, at) for f, at in found if at is not None]

    def positions(self, table: Table) -> tuple[int, ...]:
        """The columns (0-based) that hold its fields."""
        return tuple(sorted({at for _, at in self.columns(table) or []}))

    def hashes(self, table: Table) -> pl.Expr:
        """A 64-bit hash of each record's values; null where one of them is missing or is no value."""
        parts = [_hash(each, cells, as_text) for each, cells, as_text in self._parts(table)]
        return reduce(lambda left, right: (left * pl.lit(_MIX, pl.UInt64)) ^ right, parts)

    def values(self, table: Table) -> list[pl.Expr]:
        """The values themselves, as texts that are equal where the values are."""
        return [cells if as_text else canonical(each, cells) for each, cells, as_text in self._parts(table)]

    def shown(self, table: Table) -> pl.Expr:
        """The values as they are written, joined with commas."""
        return pl.concat_str([pl.col(str(at)) for _, at in self.columns(table) or []], separator=", ")

    def _parts(self, table: Table) -> list[tuple[Field, pl.Expr, bool]]:
        """Each field with its cells, null where they are missing, and whether they are compared as written."""
        columns = zip(self.columns(table) or [], self.as_text, strict=True)
        return [(each, present(pl.col(str(at)), table.missing(each)), text) for (each, at), text in columns]


def unique_keys(resource: Resource) -> dict[Key, str]:
    """Map each key of a resource whose values may not repeat to the rule that says so."""
    schema = resource.schema
    if schema is None:
        return {}
    found: dict[Key, str] = {}
    if schema.primary_key:
        found[Key.of(schema.primary_key)] = "primaryKey"
    for names in schema.unique_keys:
        found.setdefault(Key.of(names), "uniqueKeys")
    for field in schema.fields:
        if field.constraints.unique:
            found.setdefault(Key.of((field.name,)), "unique")
    return found


def canonical(each: Field, cells: pl.Expr) -> pl.Expr:
    """A text for each value that is the same exactly where the values are the same; null where a cell is none."""
    if each.type in _AS_WRITTEN:
        return cells
    parse = parser(each)

    def text(cell: str) -> str | None:
        try:
            value = parse(cell)
        except (ValueError, ArithmeticError):
            return None
        return _plain(value) if isinstance(value, Decimal) and value.is_finite() else repr(value)

    return by_cell(cells, text, pl.String)


def _plain(value: Decimal) -> str:
    """A number's digits without zeros at their ends, and its power of ten: the same text for 1.50, 1.5 and 15E-1."""
    mantissa, _, exponent = f"{value:E}".partition("E")
    digits = mantissa.replace(".", "").rstrip("0")
    return f"{digits}E{exponent}" if digits.lstrip("-") else "0"


def _hash(each: Field, cells: pl.Expr, as_text: bool) -> pl.Expr:
    if as_text or each.type in _AS_WRITTEN:
        hashed = cells.hash()
    elif each.type in _TYPED:
        value = typed(each, cells)
        if each.type == "number":
            value += 0.0  # minus zero is zero
        beyond = pl.when(value.is_null()).then(cells)
        hashed = pl.when(value.is_not_null()).then(value.hash()).otherwise(canonical(each, beyond).hash())
        cells = pl.coalesce(value.cast(pl.String), canonical(each, beyond))
    else:
        cells = canonical(each, cells)
        hashed = cells.hash()
    return pl.when(cells.is_not_null()).then(hashed)


def repeats(key: Key, table: Table, hashes: pl.Series, *, sound: bool) -> pl.DataFrame:
    """Records whose key an earlier record has: "file", "line", "value", and that record's line as "also".

    "of" names its file, " of FILE", where that is another one, and is empty else. `table` is freshly opened, and
    `sound` where no record of it is malformed; `hashes` are those that repeat.
    """
    found = _among(key, table, hashes, sound=sound)
    names = [name for name in found.columns if name.startswith("@")]
    earlier = pl.int_range(pl.len()).over(names)
    also, file = pl.col("line").first().over(names), pl.col("file").first().over(names)
    of = pl.when(file == pl.col("file")).then(pl.lit("")).otherwise(pl.concat_str(pl.lit(" of "), file))
    return found.with_columns(also=also, of=of, earlier=earlier).filter(pl.col("earlier") > 0).drop("earlier", *names)


def dangling(key: Key, table: Table, hashes: pl.Series, *, sound: bool) -> pl.DataFrame:
    """Records whose key is among the `hashes`: as `located`."""
    return _among(key, table, hashes, sound=sound)


def _among(key: Key, table: Table, hashes: pl.Series, *, sound: bool) -> pl.DataFrame:
    """The records with those hashes, from all batches of a freshly opened table."""
    wanted = key.hashes(table).is_in(hashes.implode())
    batches = table.batches(key.positions(table) if sound else None)
    return pl.concat([located(key, table, file, batch.numbered.filter(wanted)) for file, batch in batches])


def located(key: Key, table: Table, file: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Where records are: "file", "line", their key as "value", as written, and "@0", "@1", … as compared."""
    compared = {f"@{number}": values for number, values in enumerate(key.values(table))}
    return cells.select(file=pl.lit(file), line=pl.col(LINE), value=key.shown(table), **compared).rechunk()
