"""Find the rows of a table that were added, removed, changed or given another key, in whatever order they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from xiaogan_facts.diff._model import Cell, CellChange, LoneRow, RowChange, RowKey, RowRename

_TIMES = "@times"


@dataclass(frozen=True)
class RowChanges:
    """The rows that differ, in the order of their keys."""

    added: tuple[LoneRow, ...] = ()
    removed: tuple[LoneRow, ...] = ()
    changed: tuple[RowChange, ...] = ()
    renamed: tuple[RowRename, ...] = ()


def is_unique(cells: pl.DataFrame, key: Sequence[str]) -> bool:
    """Return whether no two rows share their key."""
    return not cells.select(pl.struct(key).is_duplicated().any()).item()


def by_key(old: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> RowChanges:
    """Compare rows that have the same key, in the columns that both tables have. The key is unique in both."""
    key = list(key)
    rest = [column for column in new.columns if column in old.columns and column not in key]
    added = new.join(old, on=key, how="anti", nulls_equal=True)
    removed = old.join(new, on=key, how="anti", nulls_equal=True)
    renamed = _renamed(removed, added, key, rest)
    removed = _without(removed, key, {each.before for each in renamed})
    added = _without(added, key, {each.after for each in renamed})
    return RowChanges(_rows(added, key), _rows(removed, key), _changed(old, new, key, rest), renamed)


def by_whole_row(old: pl.DataFrame, new: pl.DataFrame) -> RowChanges:
    """Compare how often each row occurs, in the columns that both tables have."""
    shared = [column for column in new.columns if column in old.columns]
    if not shared:
        return RowChanges(_rows(new, []), _rows(old, []))
    before = old.group_by(shared).agg(pl.len().cast(pl.Int64).alias(_TIMES))
    after = new.group_by(shared).agg(pl.len().cast(pl.Int64).alias(_TIMES))
    return RowChanges(_surplus(after, before, shared), _surplus(before, after, shared))


def _surplus(some: pl.DataFrame, others: pl.DataFrame, columns: list[str]) -> tuple[LoneRow, ...]:
    """Return the rows that `some` has more often than `others`, as many times as it has more."""
    joined = some.join(others, on=columns, how="left", nulls_equal=True, suffix="@others")
    more = joined.with_columns(pl.col(_TIMES) - pl.col(f"{_TIMES}@others").fill_null(0)).filter(pl.col(_TIMES) > 0)
    return _rows(more.select(pl.col(columns).repeat_by(pl.col(_TIMES))).explode(columns), [])


def _without(cells: pl.DataFrame, key: list[str], keys: set[RowKey]) -> pl.DataFrame:
    return cells.filter(pl.Series([row not in keys for row in cells.select(key).rows()], dtype=pl.Boolean))


def _rows(cells: pl.DataFrame, key: list[str]) -> tuple[LoneRow, ...]:
    order = key or cells.columns
    return tuple(
        LoneRow(tuple(row[column] for column in key), tuple(Cell(column, value) for column, value in row.items()))
        for row in cells.sort(order, nulls_last=False).iter_rows(named=True)
    )


def _changed(old: pl.DataFrame, new: pl.DataFrame, key: list[str], rest: list[str]) -> tuple[RowChange, ...]:
    if not rest:
        return ()
    before = old.select(*key, *(pl.col(column).alias(f"{place}@before") for place, column in enumerate(rest)))
    after = new.select(*key, *(pl.col(column).alias(f"{place}@after") for place, column in enumerate(rest)))
    differs = [pl.col(f"{place}@before").ne_missing(pl.col(f"{place}@after")) for place in range(len(rest))]
    rows = after.join(before, on=key, how="inner", nulls_equal=True).filter(pl.any_horizontal(differs)).sort(key)
    return tuple(
        RowChange(
            tuple(row[column] for column in key),
            tuple(
                CellChange(column, row[f"{place}@before"], row[f"{place}@after"])
                for place, column in enumerate(rest)
                if row[f"{place}@before"] != row[f"{place}@after"]
            ),
        )
        for row in rows.iter_rows(named=True)
    )


def _renamed(removed: pl.DataFrame, added: pl.DataFrame, key: list[str], rest: list[str]) -> tuple[RowRename, ...]:
    """Return the rows that have another key now: equal in all else to exactly one row of the other version."""
    if not rest or removed.is_empty() or added.is_empty():
        return ()
    went = removed.filter(~pl.struct(rest).is_duplicated())
    came = added.filter(~pl.struct(rest).is_duplicated())
    pairs = went.join(came, on=rest, how="inner", nulls_equal=True, suffix="@after").sort(key)
    return tuple(
        RowRename(tuple(row[column] for column in key), tuple(row[f"{column}@after"] for column in key))
        for row in pairs.iter_rows(named=True)
    )
