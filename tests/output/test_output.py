"""Where the rows of a query go: to a file, whole or not at all, or to standard output, as text or as bytes."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from xiaogan_facts import cli
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.output import ALL_FORMATS, Rows, output_for

FACT = (
    "SELECT 'hd24-o24-02' AS fact_id, 100000000::DOUBLE AS value, 24::BIGINT AS line, ['new'] AS caveats, "
    "'营收超过1亿元。' AS text_zh"
)
Query = Callable[..., int]

TYPES = (
    "SELECT 9223372036854775807 AS i, 1.5 AS d, 1.5::DOUBLE AS f, true AS b, DATE '2024-08-31' AS day, "
    "['a', NULL] AS l, {'k': 1} AS s, MAP {'k': 1} AS m, INTERVAL 1 DAY AS p, uuid() IS NOT NULL AS u, "
    "union_value(n := 1) AS x, TIMESTAMP '2024-08-31 10:00:00' AS t, sum(n) AS h, '孝感' AS z FROM range(3) AS r(n)"
)


@pytest.fixture
def query(small_package: Path) -> Query:
    """Run the command on a small package: its exit code."""
    return lambda *words: cli.main(["query", "--package", str(small_package), *words])


def read(parquet: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(f"FROM '{parquet.as_posix()}'").fetchall()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("f.csv", "fact_id,value,"),
        ("f.json", "[\n  {"),
        ("f.ndjson", '{"fact_id": "hd24-o24-02", "value": 100000000, '),
        ("f.jsonl", '{"fact_id": "hd24-o24-02", "value": 100000000, '),
        ("f.md", "| fact_id | value |"),
        ("f.txt", "fact_id            value  "),
        ("F.CSV", "fact_id,value,"),
    ],
)
def test_the_name_of_the_file_tells_the_format(query: Query, tmp_path: Path, name: str, begins: str) -> None:
    assert query(FACT, "-o", str(tmp_path / name)) == 0
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert "超过1亿元" in text


def test_the_format_asked_for_goes_before_the_name(query: Query, tmp_path: Path) -> None:
    assert query(FACT, "--output", str(tmp_path / "f.csv"), "--format", "json") == 0
    assert json.loads((tmp_path / "f.csv").read_text(encoding="utf-8"))[0]["line"] == 24


def test_parquet_keeps_the_types_that_duckdb_gave(query: Query, tmp_path: Path) -> None:
    out = tmp_path / "t.parquet"
    assert query(TYPES, "-o", str(out)) == 0
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE FROM '{out.as_posix()}'").fetchall()
        (row,) = connection.execute(f"SELECT i, f, b, day, l, z, h FROM '{out.as_posix()}'").fetchall()
    assert {name: kind for name, kind, *_ in described} == {
        "i": "BIGINT",
        "d": "DECIMAL(2,1)",
        "f": "DOUBLE",
        "b": "BOOLEAN",
        "day": "DATE",
        "l": "VARCHAR[]",
        "s": "STRUCT(k INTEGER)",
        "m": "MAP(VARCHAR, INTEGER)",
        "p": "INTERVAL",
        "u": "BOOLEAN",
        "x": "STRUCT(element1 UTINYINT, n INTEGER)",
        "t": "TIMESTAMP",
        "h": "DECIMAL(38,0)",
        "z": "VARCHAR",
    }
    assert row == (9223372036854775807, 1.5, True, date(2024, 8, 31), ["a", None], "孝感", 3)


def test_parquet_of_the_same_rows_is_the_same_bytes(query: Query, tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        assert query("SELECT n, hash(n) AS h FROM range(300) AS r (n)", "-o", str(tmp_path / name)) == 0
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert len(read(tmp_path / "a.parquet")) > 200


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT 1 AS n; SELECT 2 AS n", [(2,)]),
        ("SELECT 1 AS n, 2 AS n", [(1, 2)]),
        ("SELECT NULL AS n", [(None,)]),
        ("SELECT 1 AS n WHERE false", []),
        ("SELECT $n AS n", [("7",)]),
        ("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2) RETURNING n", [(1,), (2,)]),
        ("SHOW fruits", None),
    ],
)
def test_whatever_has_rows_can_be_parquet(
    query: Query, tmp_path: Path, sql: str, rows: list[tuple[object, ...]] | None
) -> None:
    out = tmp_path / "r.parquet"
    assert query(sql, "-o", str(out), *(["-p", "n=7"] if "$n" in sql else [])) == 0
    assert read(out) == rows if rows is not None else len(read(out)) == 2


def test_a_pipe_takes_parquet_without_a_file(
    query: Query, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert query(FACT, "--format", "parquet") == 0
    written = capfdbinary.readouterr().out
    (tmp_path / "piped.parquet").write_bytes(written)
    assert read(tmp_path / "piped.parquet")[0][:3] == ("hd24-o24-02", 100_000_000.0, 24)


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_a_terminal_is_spared_bytes(
    query: Query, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert query(FACT, "--format", form) == 2
    assert capsys.readouterr().err == f"xiaogan-facts: {form} is not for a terminal: name a file with -o\n"


def test_a_name_that_tells_no_format_is_asked_about(
    query: Query, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert query(FACT, "-o", str(tmp_path / "facts")) == 2
    assert "facts: this name tells no format; choose one with --format: table, csv, " in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_only_a_file_is_written_over(query: Query, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, absent = tmp_path / "f.csv", tmp_path / "nowhere" / "f.csv"
    folder.mkdir()
    assert query(FACT, "-o", str(folder)) == 2
    assert capsys.readouterr().err == f"xiaogan-facts: {folder}: this is no file, and only a file is written over\n"
    assert query(FACT, "-o", str(absent)) == 2
    assert capsys.readouterr().err == f"xiaogan-facts: {absent}: no file can be written there: {os.strerror(2)}\n"
    assert query(FACT, "-o", os.devnull, "--format", "csv") == 2
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("sql", ["SELECT error('no') FROM range(5)", "SELEC", "CREATE TABLE t (n INTEGER)"])
def test_a_query_that_fails_leaves_the_old_file_and_nothing_else(
    query: Query, tmp_path: Path, form: str, sql: str
) -> None:
    old = tmp_path / f"old.{form}"
    old.write_text("old", encoding="utf-8")
    assert query(sql, "-o", str(old)) in (1, 2)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(f"old.{form}", "old")]


def test_a_row_that_fails_late_leaves_the_old_file_too(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[int]]:
        yield (1,)
        raise CannotRunError("the second row is not to be had")

    (tmp_path / "n.csv").write_text("old", encoding="utf-8")
    with pytest.raises(CannotRunError, match="second row"):
        output_for(str(tmp_path / "n.csv"), None).write_rows(Rows(("n",), rows()))
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("n.csv", "old")]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights, and links need a right of their own")
def test_a_file_keeps_its_rights_and_a_link_its_target(query: Query, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert query(FACT, "-o", str(link)) == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("fact_id")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_file_without_rows_to_hold_is_not_written(
    query: Query, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert query("CREATE TABLE t (n INTEGER)", "-o", str(tmp_path / "t.csv")) == 2
    assert "t.csv: not written, for the SQL gives no rows" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_help_names_every_format(query: Query, capsys: pytest.CaptureFixture[str]) -> None:
    assert query("--help") == 0
    assert "{" + ",".join(ALL_FORMATS) + "}" in capsys.readouterr().out
