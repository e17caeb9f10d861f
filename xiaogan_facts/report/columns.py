"""Words a million problems at once: one is worded with markers in it, and the columns are put where the markers are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.report.problem import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xiaogan_facts.report.problem import Problem
    from xiaogan_facts.report.problems import Finding

_LINE, _ALSO, _VALUE = 7_700_000_000_000_001, 7_700_000_000_000_002, "⟦7700000000000003⟧"
_MARKS = re.compile(f"({_LINE}|{_ALSO}|{_VALUE})")
_EASY = r"^[\p{L}\p{N} !#$%&()*+,./:;<=>?@^_`{|}~\[\]-]{0,100}$"  # the same in every form, quoted or not
AT_ONCE = 20_000  # problems worded at once
MANY = 500  # problems from which on this way is the faster one
REMEDY, LINE, COLUMN, TEXT = "remedy", "line", "column", "text"


def worded(finding: Finding, word: Callable[[Problem], str], escape: Callable[[str], str]) -> pl.DataFrame:
    """What `word` would say of each problem of a finding: columns REMEDY, LINE, COLUMN, TEXT, a row a problem.

    `escape` is what `word` does to the characters of a value.
    """
    if finding.cells.height < MANY:
        rows = [(each.remedy, each.line, each.column or 0, word(each)) for each in finding.problems()]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    cells = finding.cells.with_columns(
        pl.col("line").cast(pl.Int64),
        pl.col("value").cast(pl.String),
        also=pl.col("also").cast(pl.Int64) if "also" in finding.cells.columns else pl.lit(None, pl.Int64),
    ).with_columns(remedy=_remedies(finding), escaped=_escaped(finding.cells, escape))
    parts = [_text(finding, rows, word) for rows in _alike(cells)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=_SCHEMA)


def by_remedy(finding: Finding) -> Iterator[tuple[str, Iterator[Finding]]]:
    """The remedies of a finding's problems, as they first come, each with these problems, some thousands at a time."""
    if not finding.remedies:
        parts = finding.cells.iter_slices(AT_ONCE)
        yield finding.template.remedy, (replace(finding, cells=part, candidates=None) for part in parts)
        return
    for (remedy,), cells in finding.cells.group_by(_remedies(finding).alias(REMEDY), maintain_order=True):
        same = replace(finding, cells=cells, template=replace(finding.template, remedy=str(remedy)), candidates=None)
        yield str(remedy), (replace(same, cells=part) for part in cells.iter_slices(AT_ONCE))


_SCHEMA = {REMEDY: pl.String, LINE: pl.Int64, COLUMN: pl.Int64, TEXT: pl.String}


def _alike(cells: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows in groups that are worded alike but for line and value."""
    kind = pl.struct(
        pl.col("remedy"), *(pl.col(name).is_null().alias(f"no {name}") for name in ("line", "value", "also"))
    )
    for _, rows in cells.with_columns(kind=kind).group_by("kind", maintain_order=True):
        yield rows


def _text(finding: Finding, rows: pl.DataFrame, word: Callable[[Problem], str]) -> pl.DataFrame:
    def mark(name: str, marker: int | str) -> int | str | None:
        return None if rows[name][0] is None else marker

    problem = finding.problem(mark("line", _LINE), mark("value", _VALUE), mark("also", _ALSO), rows["remedy"][0])  # type: ignore[arg-type]
    columns = {str(_LINE): "line", str(_ALSO): "also", _VALUE: "escaped"}
    pieces = [
        pl.col(columns[piece]).cast(pl.String) if piece in columns else pl.lit(piece)
        for piece in _MARKS.split(word(problem))
        if piece
    ]
    return rows.select(
        pl.col("remedy"),
        pl.col("line"),
        pl.lit(finding.template.column or 0, pl.Int64).alias(COLUMN),
        pl.concat_str(pieces).alias(TEXT),
    )


def _remedies(finding: Finding) -> pl.Series:
    """How to mend each problem, which differs only where there are candidates to name."""
    common, remedies = finding.template.remedy, finding.remedies
    if not remedies:
        return pl.repeat(common, finding.cells.height, dtype=pl.String, eager=True)
    return finding.cells["value"].replace_strict(remedies, default=common, return_dtype=pl.String)


def _escaped(cells: pl.DataFrame, escape: Callable[[str], str]) -> pl.Series:
    """The values, made fit to be read and escaped; only those that need it are looked at one by one."""
    values = cells["value"].cast(pl.String)
    hard = values.filter(~values.str.contains(_EASY)).drop_nulls().unique()
    if not len(hard):
        return values
    answers = pl.Series([escape(str(shown(value))) for value in hard], dtype=pl.String)
    return values.replace(hard, answers)
