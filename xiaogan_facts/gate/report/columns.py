"""Words a million problems at once: one is worded with markers in it, and the columns are put where the markers are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.gate.report.problem import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xiaogan_facts.gate.report.findings import Finding
    from xiaogan_facts.gate.report.problem import Problem

_LINE, _ALSO, _VALUE = 7_700_000_000_000_001, 7_700_000_000_000_002, "⟦7700000000000003⟧"
_MARKS = re.compile(f"({_LINE}|{_ALSO}|{_VALUE})")
_EASY = r"^[\p{L}\p{N} !#$%&()*+,./:;<=>?@^_`{|}~\[\]-]{0,100}$"  # the same in every form, quoted or not
AT_ONCE = 20_000  # problems worded at once
MANY = 500  # problems from which on this way is the faster one


def worded(finding: Finding, word: Callable[[Problem], str], escape: Callable[[str], str]) -> pl.Series:
    """What `word` would say of each problem of a finding, in their order; `escape` is what it does to a value."""
    if finding.cells.height < MANY:
        return pl.Series(map(word, finding.problems()), dtype=pl.String)
    cells = finding.cells.select(
        pl.col("line").cast(pl.Int64),
        pl.col("value").cast(pl.String),
        also=pl.col("also").cast(pl.Int64) if "also" in finding.cells.columns else pl.lit(None, pl.Int64),
        remedy=_remedies(finding),
        escaped=_escaped(finding.cells, escape),
        place=pl.int_range(pl.len()),
    )
    return pl.concat([_texts(finding, rows, word) for rows in _alike(cells)]).sort("place")["text"]


def by_remedy(finding: Finding) -> Iterator[tuple[str, Iterator[Finding]]]:
    """The remedies of a finding's problems, as they first come, each with these problems, some thousands at a time."""
    groups: Iterable[tuple[str, pl.DataFrame]] = [(finding.template.remedy, finding.cells)]
    if finding.remedies:
        each = finding.cells.group_by(_remedies(finding).alias("remedy"), maintain_order=True)
        groups = ((str(remedy), cells) for (remedy,), cells in each)
    for remedy, cells in groups:
        yield remedy, map(finding.some, cells.iter_slices(AT_ONCE))


def _alike(cells: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows in groups that are worded alike but for line and value."""
    kind = pl.struct(
        pl.col("remedy"), *(pl.col(name).is_null().alias(f"no {name}") for name in ("line", "value", "also"))
    )
    for _, rows in cells.with_columns(kind=kind).group_by("kind", maintain_order=True):
        yield rows


def _texts(finding: Finding, rows: pl.DataFrame, word: Callable[[Problem], str]) -> pl.DataFrame:
    def mark(name: str, marker: int | str) -> int | str | None:
        return None if rows[name][0] is None else marker

    problem = finding.problem(mark("line", _LINE), mark("value", _VALUE), mark("also", _ALSO), rows["remedy"][0])  # type: ignore[arg-type]
    columns = {str(_LINE): "line", str(_ALSO): "also", _VALUE: "escaped"}
    pieces = [
        pl.col(columns[piece]).cast(pl.String) if piece in columns else pl.lit(piece)
        for piece in _MARKS.split(word(problem))
        if piece
    ]
    return rows.select("place", text=pl.concat_str(pieces))


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
