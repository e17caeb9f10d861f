"""The benchmark's package judged by dataframely, by schemas written for it. Counts by column and rule, no places."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import dataframely as dy
import polars as pl
from package import STATUS, TYPES, UNITS


class Entities(dy.Schema):
    """A record of `entities.csv`."""

    entity_id = dy.String(primary_key=True, regex="^e[0-9]{6}$")
    kind = dy.Enum(["person", "company", "place", "project"])
    name = dy.String(min_length=3)


class Observations(dy.Schema):
    """A record of `observations.csv`; nothing here asks how a number or a date is written."""

    observation_id = dy.String(primary_key=True, regex="^o[0-9]{9}$")
    entity_id = dy.String(regex="^e[0-9]{6}$")
    indicator = dy.String(regex="^[a-z]+(-[a-z]+)*$")
    value = dy.Float64(min=0)
    multiplier = dy.Int64(nullable=True, min=0, max=12)
    unit = dy.Enum(UNITS)
    value_type = dy.Enum(TYPES)
    published = dy.Date(min=date(1990, 1, 1))
    position = dy.Int64(nullable=True, min=1)
    of = dy.Int64(nullable=True, min=1)
    status = dy.Enum(STATUS)
    note = dy.String(nullable=True, max_length=80)


def main(folder: Path) -> int:
    """Print how many cells are wrong, by column and rule."""
    entities = pl.read_csv(folder / "entities.csv", infer_schema=False)
    observations = pl.read_csv(folder / "observations.csv", infer_schema=False)
    observations = observations.with_columns(pl.col("published").str.to_date("%Y-%m-%d", strict=False))
    counts = [
        schema.filter(rows, cast=True).failure.counts()
        for schema, rows in ((Entities, entities), (Observations, observations))
    ]
    unknown = observations.join(entities, on="entity_id", how="anti").height
    print(*counts, unknown)
    return int(any(counts) or unknown > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
