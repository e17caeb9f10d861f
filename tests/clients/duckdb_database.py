"""What a version of DuckDB reads from the database, opened and attached, its keys and comments included."""

import json
import sys

import duckdb

opened = duckdb.connect(sys.argv[1], read_only=True)
tables = [row[0] for row in opened.execute("SHOW TABLES").fetchall()]
[fact] = opened.execute("SELECT value, text_zh, caveats FROM facts WHERE fact_id = 'hd24-o17-01'").fetchall()
[(total,)] = opened.execute("SELECT sum(value) FROM observations").fetchall()
keys = opened.execute("SELECT constraint_type, count(*) FROM duckdb_constraints() GROUP BY ALL").fetchall()
comments = """
    SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE comment IS NOT NULL AND NOT internal
"""
result = {
    "version": duckdb.__version__,
    "rows": {name: opened.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables},
    "types": {name: {r[0]: r[1] for r in opened.execute(f"DESCRIBE {name}").fetchall()} for name in tables},
    "fact": fact,
    "sum": total,
    "keys": dict(keys),
    "comments": dict(opened.execute(comments).fetchall()),
}
opened.close()
attached = duckdb.connect()
attached.execute(f"ATTACH '{sys.argv[1]}' AS theirs (READ_ONLY)")
result["attached"] = attached.execute("SELECT count(*), count(text_zh) FROM theirs.facts").fetchone()
print(json.dumps(result))
