"""The floor: the benchmark's package judged by polars expressions written by hand for it alone. Counts, no places."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from package import INDICATORS, STATUS, TYPES, UNITS


def main(folder: Path) -> int:
    """Print how many cells are wrong, by rule."""
    entities = pl.read_csv(folder / "entities.csv", infer_schema=False, empty_string_is_null=False)
    scan = pl.scan_csv(folder / "observations.csv", infer_schema=False, empty_string_is_null=False)
    cell = pl.col
    number = cell("value").cast(pl.Float64, strict=False)
    date = cell("published").str.to_date("%Y-%m-%d", strict=False)

    def integer(name: str, low: int, high: int | None = None) -> pl.Expr:
        value = cell(name).cast(pl.Int64, strict=False)
        inside = value >= low if high is None else value.is_between(low, high)
        return (cell(name) != "") & ~inside.fill_null(value=False)

    wrong = scan.select(
        ~cell("observation_id").str.contains("^o[0-9]{9}$"),
        ~cell("entity_id").str.contains("^e[0-9]{6}$"),
        unknown=~cell("entity_id").is_in(entities["entity_id"].implode()),
        repeated=cell("observation_id").is_duplicated(),
        indicator=~cell("indicator").str.contains("^[a-z]+(-[a-z]+)*$"),
        value=~cell("value").str.contains(r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$")
        | (number < 0).fill_null(value=True),
        multiplier=integer("multiplier", 0, 12),
        unit=~cell("unit").is_in(list(UNITS)),
        value_type=~cell("value_type").is_in(list(TYPES)),
        published=~cell("published").str.contains("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
        | (date < pl.date(1990, 1, 1)).fill_null(value=True),
        position=integer("position", 1),
        of=integer("of", 1),
        status=~cell("status").is_in(list(STATUS)),
        note=cell("note").str.len_chars() > 80,
    )
    counts = wrong.select(pl.all().sum()).collect(engine="streaming")
    print(counts.to_dicts()[0], len(INDICATORS))
    return int(sum(counts.row(0)) > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
