"""What Python's own sqlite3 reads from the database."""

import json
import sqlite3
import sys

connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
tables = [
    row[0]
    for row in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'fact_search%'"
    )
]
[fact] = connection.execute("SELECT value, text_zh, caveats FROM facts WHERE fact_id = 'hd24-o17-01'")
print(
    json.dumps(
        {
            "rows": {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables},
            "types": {
                name: {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({name})")} for name in tables
            },
            "fact": [fact[0], fact[1], json.loads(fact[2])],
            "sum": connection.execute("SELECT sum(value) FROM observations").fetchone()[0],
            "found": connection.execute(
                "SELECT fact_id FROM fact_search WHERE fact_search MATCH '算力' ORDER BY fact_id"
            ).fetchall(),
        }
    )
)
