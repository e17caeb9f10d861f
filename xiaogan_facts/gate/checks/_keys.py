"""Keys: which of their values repeat, and which records hold a value.

Uniqueness and foreign keys can only be judged over whole tables, whose values may not fit into memory. So only
hashes are kept. Where one repeats, or that of a foreign key is absent from its target, the table is read again to find
the records, and those that share a hash are compared by their values: for what may not repeat 64 bits are enough. But a
value that refers to nothing is not seen if its hash is one of the target's, so those of foreign keys have 128 bits:
among ten million values, that chance is one in 10^24.
Source: Table Schema, `primaryKey`, `uniqueKeys`, `foreignKeys`, `unique`: null takes part in none of them, as in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

import polars as pl

from xiaogan_facts.gate.checks._equal import canonical
from xiaogan_facts.gate.checks._hashes import NARROW, WIDE, wide
from xiaogan_facts.gate.package.model import Field, Resource
from xiaogan_facts.gate.tables.ranks import rank
from xiaogan_facts.gate.tables.reader import LINE, Batch
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.tables.values import EXACT_CHARACTERS, present, typed
from xiaogan_facts.gate.translation import say

_TYPED = ("integer", "number", "boolean", "date")
_NORMAL = (1e-300, 1e300)  # sizes of floats that tell numbers of `EXACT_CHARACTERS` digits apart
_RANKED = ("time", "datetime", "year", "yearmonth", "duration")  # their ranks are hashed
# 2^64, and 2^128, divided by the golden ratio, as in Knuth's multiplicative hashing. Without a factor XOR would give
# (a, b) and (b, a) the same hash, and every (a, a) zero.
_MIX = {NARROW: 0x9E3779B97F4A7C15, WIDE: 0x9E3779B97F4A7C15F39CC0605CEDC835}


@dataclass(frozen=True)
class Key:
    """The fields of a key; `as_text` tells for each whether its values are compared as written, not by their type."""

    fields: tuple[str, ...]
    as_text: tuple[bool, ...]

    @classmethod
    def of(cls, fields: tuple[str, ...]) -> Key:
        """Make a key whose values are compared by the types of its fields."""
        return cls(fields, (False,) * len(fields))

    def columns(self, table: Table) -> list[tuple[Field, int]] | None:
        """Return the fields with the positions (0-based) of their columns, None if the table lacks one."""
        found = [table.where[name] for name in self.fields if name in table.where]
        if len(found) < len(self.fields) or any(at is None for _, at in found):
            return None
        return [(f, at) for f, at in found if at is not None]

    def hashes(self, table: Table, kind: pl.DataType) -> pl.Expr:
        """Return a hash, `NARROW` or `WIDE`, of each record's values; null if one of them is missing or invalid."""
        parts = [_hash(each, cells, as_text, kind) for each, cells, as_text in self._parts(table)]
        return reduce(lambda left, right: (left * pl.lit(_MIX[kind], kind)) ^ right, parts)

    def values(self, table: Table) -> list[pl.Expr]:
        """Return each field's values as strings that are equal if and only if the values are."""
        return [cells if as_text else canonical(each, cells) for each, cells, as_text in self._parts(table)]

    def shown(self, table: Table) -> pl.Expr:
        """Return the values as written, joined with commas."""
        return pl.concat_str([pl.col(str(at)) for _, at in self.columns(table) or []], separator=", ")

    def _parts(self, table: Table) -> list[tuple[Field, pl.Expr, bool]]:
        """Return each field with its cells, null where they are missing, and whether they are compared as written."""
        columns = zip(self.columns(table) or [], self.as_text, strict=True)
        return [(each, present(pl.col(str(at)), table.missing(each)), text) for (each, at), text in columns]


def unique_keys(resource: Resource) -> dict[Key, str]:
    """Map each key whose values may not repeat to the property of the schema that says so."""
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


def _hash(each: Field, cells: pl.Expr, as_text: bool, kind: pl.DataType) -> pl.Expr:
    if as_text or each.type not in (*_TYPED, *_RANKED):
        text = cells if as_text else canonical(each, cells)
        return text.map_batches(lambda column: _hash_text(column, kind), return_dtype=kind)
    return cells.map_batches(lambda column: _hash_typed(each, column, kind), return_dtype=kind)


def _hashed(values: pl.Expr, kind: pl.DataType) -> pl.Expr:
    return _half(values, 0) if kind == NARROW else wide(_half(values, 1), _half(values, 0))


def _half(values: pl.Expr, seed: int) -> pl.Expr:
    return values.hash(seed)


def _hash_text(column: pl.Series, kind: pl.DataType) -> pl.Series:
    text = pl.col("text")
    return column.to_frame("text").select(pl.when(text.is_not_null()).then(_hashed(text, kind))).to_series()


def _hash_typed(each: Field, column: pl.Series, kind: pl.DataType) -> pl.Series:
    """Return the hashes of a column's typed values, step by step, for each step needs the one before more than once."""
    frame, cells, value, text = column.to_frame("cells"), pl.col("cells"), pl.col("value"), pl.col("text")
    made = rank(each, cells, to_equal=True) if each.type in _RANKED else typed(each, cells)
    made = pl.lit(None, pl.Int64) if made is None else made
    frame = frame.with_columns(value=made, text=pl.lit(None, pl.String))
    if each.type == "number":
        # Neither are those without their like among floats: 1e400 is read as infinite, and 1e-400 as zero.
        away = ~value.abs().is_between(*_NORMAL) & cells.str.contains("[1-9]")
        inexact = (cells.str.len_bytes() > EXACT_CHARACTERS) | away
        frame = frame.with_columns(away=away, text=canonical(each, pl.when(inexact).then(cells)))
        exact = (_digits(text) <= EXACT_CHARACTERS) & (~pl.col("away") | (text == ""))
        frame = frame.with_columns(value=pl.when(exact.fill_null(value=True)).then(value + 0.0))  # minus zero is zero
    # Otherwise `canonical` decides: the cell is a value that 64 bits do not tell from others, or none at all.
    unknown = pl.when(value.is_null() & text.is_null()).then(cells)
    frame = frame.with_columns(text=pl.coalesce(text, canonical(each, unknown)))
    if each.type in _RANKED:  # the value of an unusual cell may have a rank as well
        frame = frame.with_columns(value=pl.coalesce(value, text.cast(pl.Int64, strict=False)))
    beyond = pl.when(text.is_not_null()).then(_hashed(text, kind))
    return frame.select(pl.when(value.is_not_null()).then(_hashed(value, kind)).otherwise(beyond)).to_series()


def _digits(numbers: pl.Expr) -> pl.Expr:
    """Return how many digits canonical numbers have, from the first to the last that is not zero."""
    digits = numbers.str.replace("E.*$", "").str.replace(".", "", literal=True)
    return digits.str.strip_chars_start("-0").str.strip_chars_end("0").str.len_bytes()


def repeats(found: pl.DataFrame) -> pl.DataFrame:
    """Return the records whose key an earlier record has: "file", "line", "value", and that record's line as "also".

    "of" is " of FILE" if the earlier record is in another file, otherwise empty. `found` are the records of a table
    whose hash repeats, as `holding` returns them.
    """
    names = [name for name in found.columns if name.startswith("@")]
    earlier = pl.int_range(pl.len()).over(names)
    also, file = pl.col("line").first().over(names), pl.col("file").first().over(names)
    before, _, after = say(" of {file}", file="\0").partition("\0")
    of = pl.when(file == pl.col("file")).then(pl.lit("")).otherwise(pl.concat_str(pl.lit(before), file, pl.lit(after)))
    return found.with_columns(also=also, of=of, earlier=earlier).filter(pl.col("earlier") > 0).drop("earlier", *names)


def holding(key: Key, table: Table, hashes: pl.Series, *, by_lines: bool) -> pl.DataFrame:
    """Return the records of a freshly opened table whose key has one of the `hashes`, as `located` does.

    `by_lines` tells that each of its lines is known to be a sound record.
    """
    only = sorted({at for _, at in key.columns(table) or []}) if by_lines else None
    return pl.concat(holders(key, table, hashes, table.batches(only)))


def holders(key: Key, table: Table, hashes: pl.Series, batches: Iterable[tuple[str, Batch]]) -> Iterator[pl.DataFrame]:
    """Yield for each batch of a table the records whose key has one of the `hashes`, as `located` does."""
    wanted = key.hashes(table, hashes.dtype).is_in(hashes.implode())
    for file, batch in batches:
        yield located(key, table, file, batch.numbered.filter(wanted))


def located(key: Key, table: Table, file: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Return where records are: "file", "line", their key as written ("value") and as compared ("@0", "@1", …)."""
    compared = {f"@{number}": values for number, values in enumerate(key.values(table))}
    # Rechunked, that is copied: a few records must not keep the memory of their whole batch alive.
    return cells.select(file=pl.lit(file), line=pl.col(LINE), value=key.shown(table), **compared).rechunk()
