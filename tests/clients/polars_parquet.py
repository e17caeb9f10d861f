"""What polars reads from the Parquet files."""

import json
from pathlib import Path

import polars as pl

tables = {file.stem: pl.read_parquet(file) for file in Path().glob("*.parquet")}
fact = tables["facts"].filter(pl.col("fact_id") == "hd24-o17-01").row(0, named=True)
print(
    json.dumps(
        {
            "rows": {name: table.height for name, table in tables.items()},
            "types": {name: {c: str(t) for c, t in table.schema.items()} for name, table in tables.items()},
            "fact": [fact["value"], fact["text_zh"], fact["caveats"]],
            "sum": tables["observations"]["value"].sum(),
        }
    )
)
