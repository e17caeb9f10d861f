"""What pandas reads from the Parquet files."""

import json
from pathlib import Path

import pandas as pd

tables = {file.stem: pd.read_parquet(file, dtype_backend="pyarrow") for file in Path().glob("*.parquet")}
fact = tables["facts"].set_index("fact_id").loc["hd24-o17-01"]
print(
    json.dumps(
        {
            "rows": {name: len(table) for name, table in tables.items()},
            "types": {name: {c: str(t) for c, t in table.dtypes.items()} for name, table in tables.items()},
            "fact": [fact["value"], fact["text_zh"], list(fact["caveats"])],
            "sum": float(tables["observations"]["value"].sum()),
        }
    )
)
