"""The command `xiaogan-facts query`: what it takes, what it writes, and that no SQL gets out of it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import duckdb
import pytest

from xiaogan_facts import cli
from xiaogan_facts.database import connect, questions
from xiaogan_facts.database.bounds import bounded_memory, bounded_time

Outcome = tuple[int, str, str]
Query = Callable[..., Outcome]


@pytest.fixture
def query(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Query:
    """Run the command: its exit code, what it wrote, and what it said of itself."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*words: str) -> Outcome:
        code = cli.main(["query", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def sealed() -> Iterator[duckdb.DuckDBPyConnection]:
    """The archive as the command opens it."""
    with connect(sealed=True) as connection:
        yield connection


def test_sql_runs_on_the_archive(query: Query) -> None:
    code, out, err = query("--format", "csv", "SELECT value FROM facts WHERE predicate_en = 'total investment'")
    assert (code, out, err) == (0, "value\n11200000000\n", "")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("table", "n  名\n-  ----\n1  孝感\n(1 row)\n"),
        ("csv", "n,名\n1,孝感\n"),
        ("json", '[\n  {"n": 1, "名": "孝感"}\n]\n'),
        ("ndjson", '{"n": 1, "名": "孝感"}\n'),
        ("markdown", "| n | 名 |\n| --- | --- |\n| 1 | 孝感 |\n"),
    ],
)
def test_the_rows_come_in_the_format_asked_for(query: Query, form: str, expected: str) -> None:
    assert query("SELECT 1 AS n, '孝感' AS 名", "--format", form) == (0, expected, "")


def test_the_table_keeps_to_the_width_of_the_terminal(query: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    _, out, _ = query("SELECT fact_id, text_en FROM facts WHERE predicate_en = 'total investment'")
    assert max(map(len, out.splitlines())) <= 50
    assert "billion yuan" in " ".join(out.split())


def test_sql_comes_from_a_file_too(query: Query, tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text("-- 我的问题\nSELECT $n::INTEGER + 1 AS n;\n", encoding="utf-8")
    assert query(str(tmp_path / "mine.sql"), "-p", "n=2", "--format", "csv") == (0, "n\n3\n", "")


def test_sql_comes_from_standard_input_too(query: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT 1 AS a; SELECT 2 AS b"))
    assert query("-", "--format", "csv") == (0, "b\n2\n", "")


def test_a_question_is_asked_by_name_with_its_parameter_or_its_default(query: Query) -> None:
    by_default, given = (query("paragraph", "--format", "json", *more) for more in ((), ("--param", "line=38")))
    assert [code for code, _, _ in (by_default, given)] == [0, 0]
    assert any("11.2 billion yuan" in row["text_en"] for row in json.loads(by_default[1]))
    assert any("19.1%" in row["text_en"] for row in json.loads(given[1]))


def test_the_help_lists_every_question_with_its_sentence(query: Query) -> None:
    code, out, _ = query("--help")
    assert code == 0
    for question in questions():
        assert f"{question.name:<14} {question.asks_en}" in out
        for parameter in question.parameters:
            assert f"-p {parameter.name}={parameter.default}: {parameter.meaning}" in out


def test_a_statement_without_a_result_writes_nothing(query: Query) -> None:
    assert query("CREATE TABLE mine (n INTEGER)") == (0, "", "")


def test_another_copy_of_the_archive_can_be_asked(query: Query, tiny_archive: Path) -> None:
    code, out, _ = query(
        "--package", str(tiny_archive), "--format", "csv", "SELECT name_en FROM entities WHERE kind = 'person'"
    )
    assert (code, out) == (0, "name_en\nLi Hua\n")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", "Parser Error: syntax error"),
        ("SELECT * FROM fact", "Catalog Error: Table with name fact does not exist"),
        ("SELECT 'x'::INTEGER", "Conversion Error"),
        ("INSERT INTO units SELECT * FROM units", "Constraint Error"),
        ("SELECT $n", "n"),
        ("SELECT now()", "cast it, as in now()::VARCHAR"),
    ],
)
def test_sql_that_fails_exits_1_with_duckdbs_message_and_no_traceback(query: Query, sql: str, said: str) -> None:
    code, out, err = query(sql)
    assert (code, out) == (1, "")
    assert err.startswith("xiaogan-facts: ")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["targtes"], "there is no question 'targtes'; did you mean 'targets'?"),
        (["zzz"], "there is no question 'zzz'; there are: "),
        (["nowhere/mine.sql"], "nowhere/mine.sql: No such file or directory"),
        (["paragraph", "-p", "lines=3"], "'paragraph' has no parameter 'lines'; it has: line"),
        (["targets", "-p", "line=3"], "'targets' has no parameter 'line'; it has: none"),
        (["SELECT 1", "-p", "line"], "'line' is not of the form NAME=VALUE"),
        (["SELECT 1", "--timeout", "0"], "0 is not a time between 0 and 86400 seconds"),
        (["SELECT 1", "--timeout", "soon"], "soon"),
        (["SELECT 1", "--package", "nowhere"], "nowhere: No such file or directory"),
        (["-- nothing but a comment"], "there is no SQL"),
        (["SELECT 1", "--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_what_cannot_be_run_at_all_exits_2_and_says_why(query: Query, words: list[str], said: str) -> None:
    code, out, err = query(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


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


def test_the_command_opens_the_archive_sealed(query: Query, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    code, _, err = query(f"COPY units TO '{out.as_posix()}'")
    assert code == 1
    assert "file system operations are disabled" in err
    assert not out.exists()


def test_a_python_connection_may_read_and_write_files(tmp_path: Path) -> None:
    out = tmp_path / "units.csv"
    with connect() as connection:
        connection.execute(f"COPY units TO '{out.as_posix()}'")
        (rows,) = connection.execute(f"SELECT count(*) FROM '{out.as_posix()}'").fetchall()
    assert rows[0] > 3


def command(*words: str) -> subprocess.CompletedProcess[str]:
    program = [
        sys.executable,
        "-c",
        "import sys; from xiaogan_facts.cli import main; sys.exit(main())",
        "query",
        *words,
    ]
    return subprocess.run(program, capture_output=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
        "FROM range(1000000000000)",
    ],
)
def test_a_query_without_end_is_stopped(sql: str) -> None:
    started = monotonic()
    stopped = command(sql, "--format", "csv", "--timeout", "1")
    assert stopped.returncode == 1
    assert stopped.stderr == "xiaogan-facts: the query was stopped after 1 seconds of work; --timeout allows more\n"
    assert monotonic() - started < 20


HUNGRY = ["SELECT list(n) FROM range(1000000000) AS r(n)"]
"""What DuckDB's own limit sees; Linux alone can bound the rest."""
if sys.platform == "linux":
    HUNGRY += [
        "SELECT length(repeat('x', 3000000000))",
        "SELECT length(list_transform(range(300000000), lambda n: n::VARCHAR || 'long enough to need the heap'))",
    ]


@pytest.mark.parametrize("sql", HUNGRY)
def test_a_query_that_asks_for_all_memory_is_stopped(sql: str) -> None:
    stopped = command(sql)
    assert stopped.returncode == 1
    assert stopped.stderr == "xiaogan-facts: the query was stopped: it asks for more memory than it may have\n"


def test_what_does_not_heed_the_interruption_ends_with_the_process() -> None:
    program = """
from xiaogan_facts.database import bounds, connect
bounds.GRACE = 0.1
with bounds.bounded_time(connect(), 0.1):
    while True:
        pass
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert ended.returncode == 1
    assert ended.stderr == "xiaogan-facts: the query was stopped after 0.1 seconds of work; --timeout allows more\n"


def test_the_time_that_the_reader_takes_does_not_count(sealed: duckdb.DuckDBPyConnection) -> None:
    with bounded_time(sealed, 0.3):
        sleep(0.6)
        assert sealed.execute("SELECT 1").fetchall() == [(1,)]


def test_the_memory_may_grow_again_after_a_query() -> None:
    half = 1024**3
    with bounded_memory(half):
        if sys.platform == "linux":
            with pytest.raises(MemoryError):
                bytearray(2 * half)
    assert len(bytearray(2 * half)) == 2 * half


@pytest.mark.parametrize("form", ["table", "csv", "json", "ndjson", "markdown", "parquet"])
def test_a_reader_who_leaves_early_is_told_nothing_and_fails_no_pipeline(form: str) -> None:
    sql = "SELECT f.* FROM facts AS f, range(50)"
    program = (
        f"import sys; from xiaogan_facts.cli import main; sys.exit(main(['query', '{sql}', '--format', '{form}']))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
