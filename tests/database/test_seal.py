"""SQL from strangers: none of the ways out that DuckDB offers leads out of a sealed archive."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from xiaogan_facts import cli, connect


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('{here}')",
        "FROM '{here}'",
        "FROM read_text('{here}')",
        "FROM read_blob('/etc/passwd')",
        "FROM read_json('{here}')",
        "FROM read_parquet('{here}')",
        "FROM sniff_csv('{here}')",
        "FROM glob('{folder}/*')",
        "FROM read_csv('https://example.com/x.csv')",
        "FROM 's3://bucket/x.parquet'",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "COPY units TO '{folder}/out.parquet' (FORMAT parquet)",
        "COPY units FROM '{here}'",
        "ATTACH '{folder}/out.duckdb'",
        "ATTACH 'https://example.com/x.duckdb'",
        "EXPORT DATABASE '{folder}/out'",
        "IMPORT DATABASE '{folder}'",
        "INSTALL httpfs",
        "FORCE INSTALL httpfs FROM community",
        "LOAD httpfs",
        "LOAD '{folder}/x.duckdb_extension'",
        "UPDATE EXTENSIONS",
        "FROM duckdb_extensions()",
        "CREATE SECRET s (TYPE s3)",
        "CREATE PERSISTENT SECRET s (TYPE s3)",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "SET temp_directory = '{folder}'",
        "SET GLOBAL allowed_directories = ['/']",
        "RESET memory_limit",
        "PRAGMA threads = 64",
        "PRAGMA enable_profiling",
        "PRAGMA profiling_output = '{folder}/out'",
        "CALL enable_logging(storage = 'file', storage_config = {{'path': '{folder}/out'}})",
        "SELECT getenv('HOME')",
        "PREPARE p AS SELECT getenv($1); EXECUTE p('HOME')",
        "CREATE TYPE leak AS ENUM (SELECT content FROM read_text('{here}'))",
        "CREATE TABLE leak AS FROM '{here}'",
        "CREATE VIEW leak AS FROM read_csv('{here}')",
        "SUMMARIZE '{here}'",
        "DESCRIBE FROM '{here}'",
        "PIVOT '{here}' ON secret",
        "FROM parquet_scan('{here}')",
        "FROM parquet_metadata('{here}')",
        "FROM read_ndjson_objects('{here}')",
        "FROM read_text(['{here}'])",
        "FROM read_text('file://{here}')",
        "FROM read_blob('/proc/self/environ')",
        "FROM read_csv('/dev/stdin')",
        "FROM query_table(['{here}'])",
        "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''{here}'')'))",
        "FROM sql_auto_complete('FROM ''{folder}/')",
        "SELECT 1; SELECT 2; COPY units TO '{folder}/out'",
        "EXPLAIN ANALYZE COPY units TO '{folder}/out'",
        "PREPARE p AS COPY units TO '{folder}/out'; EXECUTE p",
        "COPY (SELECT 1) TO PROGRAM 'touch {folder}/out'",
        "COPY (SELECT 1) TO '|touch {folder}/out'",
        "COPY (SELECT 1) TO '/dev/stdout'",
        "COPY units FROM '/dev/stdin'",
        "COPY (FROM units) TO '{folder}/out' (FORMAT csv, PARTITION_BY (unit_id))",
        "COPY units TO 's3://bucket/units.csv'",
        "PRAGMA import_database('{folder}')",
        "ATTACH '{here}' AS q (READ_ONLY)",
        "ATTACH 'postgres:dbname=x' AS q",
        "ATTACH 'md:'",
        "FROM postgres_scan('host=localhost', 'a', 'b')",
        "FROM sqlite_scan('{here}', 't')",
        "CALL start_ui()",
        "INSTALL json",
        "LOAD sqlite",
        "SET threads = 64",
        "SET SESSION threads = 64",
        "SET python_enable_replacements = true",
        "SET home_directory = '{folder}'",
        "SET secret_directory = '{folder}'",
        "RESET lock_configuration",
        "CALL enable_logging()",
        "CALL enable_profiling(save_location = '{folder}/out')",
        "CREATE MACRO leak() AS TABLE FROM read_text('{here}')",
        "FROM query('FROM read_text(''{here}'')')",
        "FROM query_table('{here}')",
        "PREPARE p AS FROM read_text('{here}'); EXECUTE p",
        "FROM connection",
    ],
)
def test_no_sql_reaches_a_file_the_network_an_extension_or_a_setting(
    sealed: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str
) -> None:
    connection = sealed
    here = tmp_path / "secret.csv"
    here.write_text("secret\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.Error) as refused:
        connection.execute(sql.format(here=here.as_posix(), folder=tmp_path.as_posix())).fetchall()
    assert "secret\n1" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT DISTINCT value FROM duckdb_settings() WHERE contains(value, $home)",
        "FROM duckdb_secrets()",
        "FROM duckdb_logs()",
        "FROM duckdb_temporary_files()",
    ],
)
def test_what_duckdb_tells_of_itself_tells_nothing_of_the_machine(sealed: duckdb.DuckDBPyConnection, sql: str) -> None:
    home = str(Path.home())
    assert sealed.execute(sql, {"home": home} if "$home" in sql else None).fetchall() == []


def test_the_command_opens_the_archive_sealed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    assert cli.main(["query", f"COPY units TO '{out.as_posix()}'"]) == 1
    assert "file system operations are disabled" in capsys.readouterr().err
    assert not out.exists()


def test_a_python_connection_may_read_and_write_files(tmp_path: Path) -> None:
    out = tmp_path / "units.csv"
    with connect() as connection:
        connection.execute(f"COPY units TO '{out.as_posix()}'")
        (rows,) = connection.execute(f"SELECT count(*) FROM '{out.as_posix()}'").fetchall()
    assert rows[0] > 3
