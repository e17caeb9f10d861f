"""What pyarrow reads from the Parquet files, the words of each column included."""

import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

tables = {file.stem: pq.read_table(file) for file in Path().glob("*.parquet")}
[fact] = tables["facts"].filter(pc.field("fact_id") == "hd24-o17-01").to_pylist()
words = {
    name: {
        column.name: {key.decode(): value.decode() for key, value in (column.metadata or {}).items()}
        for column in table.schema
    }
    for name, table in tables.items()
}
print(
    json.dumps(
        {
            "rows": {name: table.num_rows for name, table in tables.items()},
            "types": {
                name: {column.name: str(column.type) for column in table.schema} for name, table in tables.items()
            },
            "fact": [fact["value"], fact["text_zh"], fact["caveats"]],
            "sum": pc.sum(tables["observations"]["value"]).as_py(),
            "words": words,
        }
    )
)
