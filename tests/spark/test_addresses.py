"""Packages at addresses are read by the file system of Spark, inside their folder alone; what it refuses is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.spark.packages import FIELDS, faulty, report, table, write
from xiaogan_facts.cli import main
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.validate import validate

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


def test_nothing_outside_the_folder_is_read_and_what_is_missing_is_told(
    session: SparkSession, tmp_path: Path, address: str
) -> None:
    from xiaogan_facts import spark

    folder = tmp_path / "package"
    (folder / "deeper").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("id\n1\n", encoding="utf-8")
    (folder / "schema.json").write_text('{"fields": [{"name": "id", "type": "integer"}]}', encoding="utf-8")
    (folder / "deeper" / "data.csv").write_text("id\n1\nx\n", encoding="utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "inside.csv").symlink_to(folder / "deeper" / "data.csv")
    (folder / "_hidden.csv").write_text("id\nx\n", encoding="utf-8")
    pl.DataFrame({"id": [1, None]}).write_parquet(folder / "data.parquet")
    paths = ["../secret.csv", "/etc/passwd", "s3a://other/data.csv", "link.csv", "deeper", "gone.csv", "schema.json/x"]
    paths += ["deeper/data.csv", "inside.csv", "_hidden.csv", "data.parquet"]
    tables = [{"name": f"t{n}", "path": path, "schema": "schema.json"} for n, path in enumerate(paths)]
    write(folder, *tables, {"name": "other", "path": "gone.csv", "schema": "../schema.json", "dialect": "gone.json"})
    assert report(spark.validate(session, f"{address}/package", size=4)) == report(validate(folder))


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ("{address}/nowhere", FileNotFoundError, "No such file"),
        ("{address}", FileNotFoundError, "no datapackage.json in this folder"),
        ("nothing://host/package", OSError, 'Spark cannot read it .No FileSystem for scheme "nothing"'),
        ("https://example.org/datapackage.json", CannotRunError, "addresses are not fetched"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    session: SparkSession, address: str, given: str, error: type[Exception], said: str
) -> None:
    from xiaogan_facts import spark

    with pytest.raises(error, match=said) as raised:
        spark.validate(session, given.format(address=address))
    assert "\n" not in str(raised.value)


def test_the_command_line_takes_an_address_and_says_what_is_one_split(
    session: SparkSession,
    tmp_path: Path,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @contextmanager
    def shared(master: str) -> Iterator[SparkSession]:
        yield session

    monkeypatch.setattr("xiaogan_facts.spark.session.session_of", shared)
    faulty(tmp_path)
    assert main(["validate", "--engine", "spark", "--format", "json", address]) == 1
    written = capsys.readouterr()
    assert "packed: each file is one split: gz can be unpacked from its beginning only" in written.err
    assert "wide: each file is one split: line ends cannot be told by bytes in the encoding utf-16" in written.err
    monkeypatch.chdir(tmp_path)
    assert main(["validate", "--format", "json", "."]) == 1
    assert f"{address}/one.csv" in written.out
    assert written.out.replace(f"{address}/", "") == capsys.readouterr().out
    assert main(["validate", "--engine", "spark", "--schema", "x.json", address]) == 2
    assert "a schema is given for a table alone, and this is none" in capsys.readouterr().err
    assert main(["validate", "--engine", "spark", "nothing://host/package"]) == 2
    said = capsys.readouterr().err
    assert "nothing://host/package: Spark cannot read it" in said
    assert said.count("\n") == 1


def test_a_row_that_is_in_one_file_twice_is_found_once(session: SparkSession, tmp_path: Path, address: str) -> None:
    from xiaogan_facts import spark

    (tmp_path / "data.csv").write_text("id,name,of\n" + "".join(f"{n % 30},a,1\n" for n in range(60)), encoding="utf-8")
    write(
        tmp_path,
        table("same", "", path=["data.csv", "data.csv"]),
        {"name": "n", "data": [], "schema": {"fields": FIELDS}},
    )
    assert report(spark.validate(session, address, size=100)) == report(validate(tmp_path))
