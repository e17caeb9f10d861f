"""The command `xiaogan-facts query`: what it takes, what it writes, and that no SQL gets out of it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import duckdb
import pytest

from xiaogan_facts import cli, queries
from xiaogan_facts.database.limits import bounded_memory, bounded_time

Outcome = tuple[int, str, str]
Query = Callable[..., Outcome]


@pytest.fixture
def query(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Query:
    """Run the command on the archive: its exit code, what it wrote, and what it said of itself."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*words: str) -> Outcome:
        code = cli.main(["query", *words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def query_small(query: Query, small_package: Path) -> Query:
    """The same on a small package: for SQL that needs no facts."""
    return lambda *words: query("--package", str(small_package), *words)


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
def test_the_rows_come_in_the_format_asked_for(query_small: Query, form: str, expected: str) -> None:
    assert query_small("SELECT 1 AS n, '孝感' AS 名", "--format", form) == (0, expected, "")


def test_the_table_keeps_to_the_width_of_the_terminal(query: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    _, out, _ = query("SELECT fact_id, text_en FROM facts WHERE predicate_en = 'total investment'")
    assert max(map(len, out.splitlines())) <= 50
    assert "billion yuan" in " ".join(out.split())


def test_sql_comes_from_a_file_too(query_small: Query, tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text("-- 我的问题\nSELECT $n::INTEGER + 1 AS n;\n", encoding="utf-8")
    assert query_small(str(tmp_path / "mine.sql"), "-p", "n=2", "--format", "csv") == (0, "n\n3\n", "")


def test_sql_comes_from_standard_input_too(query_small: Query, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT 1 AS a; SELECT 2 AS b"))
    assert query_small("-", "--format", "csv") == (0, "b\n2\n", "")


@pytest.mark.slow
def test_a_ready_made_query_is_run_by_name_with_its_parameter_or_its_default(query: Query) -> None:
    by_default, given = (query("paragraph", "--format", "json", *more) for more in ((), ("--param", "line=38")))
    assert [code for code, _, _ in (by_default, given)] == [0, 0]
    assert any("11.2 billion yuan" in row["text_en"] for row in json.loads(by_default[1]))
    assert any("19.1%" in row["text_en"] for row in json.loads(given[1]))


def test_the_help_lists_every_ready_made_query_with_its_title(query: Query) -> None:
    code, out, _ = query("--help")
    assert code == 0
    told = " ".join(out.split())
    for each in queries().values():
        assert f"{each.name} {each.title_en}" in told
        for parameter in each.parameters:
            assert f"-p {parameter.name}={parameter.default}: {parameter.meaning_en}" in told


def test_a_statement_without_a_result_writes_nothing(query_small: Query) -> None:
    assert query_small("CREATE TABLE mine (n INTEGER)") == (0, "", "")


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
        ("INSERT INTO fruits SELECT * FROM fruits", "Constraint Error"),
        ("SELECT $n", "n"),
    ],
)
def test_sql_that_fails_exits_1_with_duckdbs_message_and_no_traceback(query_small: Query, sql: str, said: str) -> None:
    code, out, err = query_small(sql)
    assert (code, out) == (1, "")
    assert err.startswith("xiaogan-facts: ")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["targtes"], "there is no ready-made query 'targtes'; did you mean 'targets'?"),
        (["zzz"], "there is no ready-made query 'zzz'; there are: "),
        (["nowhere/mine.sql"], "nowhere/mine.sql: No such file or directory"),
        (["paragraph", "-p", "lines=3"], "'paragraph' has no parameter 'lines'; it has: line, source"),
        (["targets", "-p", "line=3"], "'targets' has no parameter 'line'; it has: source"),
        (["SELECT 1", "-p", "line"], "'line' is not of the form NAME=VALUE"),
        (["SELECT 1", "--timeout", "0"], "0 is not a time between 0 and 86400 seconds"),
        (["SELECT 1", "--timeout", "soon"], "soon"),
        (["SELECT 1", "--package", "nowhere"], "nowhere: No such file or directory"),
        (["-- nothing but a comment"], "there is no SQL"),
        (["SELECT 1", "--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_what_cannot_be_run_at_all_exits_2_and_says_why(query_small: Query, words: list[str], said: str) -> None:
    code, out, err = query_small(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def command(*words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "xiaogan_facts", "query", *words]
    return subprocess.run(program, capture_output=True, encoding="utf-8", timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r",
        "FROM range(1000000000000)",
    ],
)
def test_a_query_without_end_is_stopped(sql: str, small_package: Path) -> None:
    started = monotonic()
    stopped = command(sql, "--format", "csv", "--timeout", "1", "--package", str(small_package))
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


@pytest.mark.slow
@pytest.mark.parametrize("sql", HUNGRY)
def test_a_query_that_asks_for_all_memory_is_stopped(sql: str, small_package: Path) -> None:
    stopped = command(sql, "--package", str(small_package))
    assert stopped.returncode == 1
    assert stopped.stderr == "xiaogan-facts: the query was stopped: it asks for more memory than it may have\n"


def test_what_does_not_heed_the_interruption_ends_with_the_process() -> None:
    program = """
import duckdb
from xiaogan_facts.database import limits
limits.GRACE = 0.1
with limits.bounded_time(duckdb.connect(), 0.1):
    while True:
        pass
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert ended.returncode == 1
    assert ended.stderr == "xiaogan-facts: the query was stopped after 0.1 seconds of work; --timeout allows more\n"


@pytest.mark.slow
def test_the_time_that_the_reader_takes_does_not_count(sealed: duckdb.DuckDBPyConnection) -> None:
    with bounded_time(sealed, 0.3):
        sleep(0.6)
        assert sealed.execute("SELECT 1").fetchall() == [(1,)]


@pytest.mark.slow
def test_the_memory_may_grow_again_after_a_query() -> None:
    half = 1024**3
    with bounded_memory(half):
        if sys.platform == "linux":
            with pytest.raises(MemoryError):
                bytearray(2 * half)
    assert len(bytearray(2 * half)) == 2 * half


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "csv", "json", "ndjson", "markdown", "parquet"])
def test_a_reader_who_leaves_early_is_told_nothing_and_fails_no_pipeline(form: str, small_package: Path) -> None:
    sql = "SELECT f.*, hash(n) FROM fruits AS f, range(100000) AS r (n)"
    words = [sys.executable, "-m", "xiaogan_facts", "query", sql, "--format", form, "--package", str(small_package)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


BYTES = pytest.mark.skipif(os.name == "nt", reason="an argument is text there")


@pytest.mark.parametrize(
    "words",
    [
        ["query", "-"],
        ["query", "bad.sql"],
        pytest.param(["query", b"SELECT '\xff'"], marks=BYTES),
        pytest.param(["show", b"\xff"], marks=BYTES),
    ],
)
def test_what_is_not_utf_8_is_refused_in_words(words: list[str | bytes], tmp_path: Path) -> None:
    (tmp_path / "bad.sql").write_bytes(b"SELECT '\xff'")
    program = subprocess.run(
        [sys.executable, "-m", "xiaogan_facts", *words], input=b"SELECT '\xff'", capture_output=True, cwd=tmp_path
    )
    assert (program.returncode, program.stdout) == (2, b"")
    assert b"fault of this program" not in program.stderr


@pytest.mark.skipif(os.name == "nt", reason="its shell closes no stream")
def test_a_closed_standard_output_is_no_fault() -> None:
    line = f'"{sys.executable}" -m xiaogan_facts query "SELECT 1" >&-'
    assert subprocess.run(line, shell=True, capture_output=True, check=False).returncode == 0
