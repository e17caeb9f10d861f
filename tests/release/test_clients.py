"""Readers' own tools open the release, from its files alone: every row, every type, and a value that is not trivial."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import OLDEST, run, run_client
from xiaogan_facts.gate.package import load
from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.release.contents import Content
from xiaogan_facts.release.snapshot import Snapshot

pytestmark = pytest.mark.slow

TOTAL_INVESTMENT = [
    11_200_000_000.0,
    "思朗科技孝感算力产业园项目的总投资为112亿元。",
    ["investment-is-not-spent", "two-computing-parks", "two-ten-billions"],
]
"""The fact hd24-o17-01: its value in yuan, its sentence, its caveats."""

KINDS = ("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "VARCHAR[]")

TO_READ = "read 阅读"


def rows(contents: tuple[Content, ...]) -> dict[str, int]:
    return {content.name: len(content.rows) for content in contents}


def types(contents: tuple[Content, ...], *words: str) -> dict[str, dict[str, str]]:
    """The type of each column in a tool's own words, which are given in the order of `KINDS`."""
    named = dict(zip(KINDS, words, strict=True))
    return {content.name: {column.name: named[column.type] for column in content.columns} for content in contents}


def sum_of_values(snapshot: Snapshot) -> float:
    [observations] = [table for table in snapshot.contents if table.name == "observations"]
    place = [column.name for column in observations.columns].index("value")
    return float(sum(row[place] for row in observations.rows))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (
            "pandas_parquet.py",
            (
                "string[pyarrow]",
                "int64[pyarrow]",
                "double[pyarrow]",
                "bool[pyarrow]",
                "date32[day][pyarrow]",
                "list<element: string>[pyarrow]",
            ),
        ),
        ("polars_parquet.py", ("String", "Int64", "Float64", "Boolean", "Date", "List(String)")),
        ("pyarrow_parquet.py", ("string", "int64", "double", "bool", "date32[day]", "list<element: string>")),
    ],
)
def test_pandas_polars_and_pyarrow_read_every_parquet_file(
    script: str, words: tuple[str, ...], snapshot: Snapshot, release_folder: Path
) -> None:
    read = run_client(script, folder=release_folder)
    assert read["rows"] == rows(snapshot.tables)
    assert read["types"] == types(snapshot.tables, *words)
    assert read["fact"] == TOTAL_INVESTMENT
    assert read["sum"] == pytest.approx(sum_of_values(snapshot))


def test_pyarrow_finds_both_languages_in_the_metadata_of_every_column(snapshot: Snapshot, release_folder: Path) -> None:
    words = run_client("pyarrow_parquet.py", folder=release_folder)["words"]
    for table in snapshot.tables:
        for column in table.columns:
            said = words[table.name][column.name]
            assert (said["description"], said["description@zh"]) == (column.description.en, column.description.zh)
            assert said["description"] != said["description@zh"]
    assert words["observations"]["value"]["title@zh"] == "数值"
    assert "categories" in words["observations"]["value_type"]


@pytest.mark.parametrize("oldest", [False, True], ids=["current", "oldest"])
def test_duckdb_the_oldest_supported_too_opens_the_database_with_keys_comments_and_views(
    oldest: bool, snapshot: Snapshot, release_folder: Path
) -> None:
    [file] = release_folder.glob("*.duckdb")
    read = run_client("duckdb_database.py", file.name, folder=release_folder, path=OLDEST if oldest else None)
    assert read["version"].startswith("1.4." if oldest else "2.")
    assert read["rows"] == rows(snapshot.contents)
    assert read["types"] == types(snapshot.contents, *KINDS)
    assert read["fact"] == TOTAL_INVESTMENT
    assert read["sum"] == pytest.approx(sum_of_values(snapshot))
    assert read["attached"] == [rows(snapshot.contents)["facts"]] * 2
    schemas = [resource.schema for resource in snapshot.package.resources if resource.schema]
    assert read["keys"]["FOREIGN KEY"] == sum(len(schema.foreign_keys) for schema in schemas)
    assert read["keys"]["PRIMARY KEY"] == len(schemas) + 1  # and that of `codes`
    columns = [(content.name, column) for content in snapshot.contents for column in content.columns]
    assert read["comments"] == {
        f"{table}.{column.name}": f"{column.description.en} / {column.description.zh}" for table, column in columns
    }


def test_pythons_own_sqlite3_opens_the_database(snapshot: Snapshot, release_folder: Path) -> None:
    [file] = release_folder.glob("*.sqlite")
    read = run_client("sqlite_database.py", file.name, folder=release_folder)
    facts = rows(snapshot.contents)["facts"]
    assert read["rows"] == {
        **rows(snapshot.contents),
        "dictionary": len(snapshot.dictionary.rows),
        "fact_rows": facts,
    }
    stored = tuple(content for content in snapshot.contents if not content.is_view)
    named = types(stored, "TEXT", "INTEGER", "REAL", "BOOLEAN", "DATE", "TEXT")
    assert {name: read["types"][name] for name in named} == named
    assert read["fact"] == TOTAL_INVESTMENT
    assert read["sum"] == pytest.approx(sum_of_values(snapshot))
    assert ["hd24-o17-01"] in read["found"]


def test_openpyxl_reads_the_workbook_cell_by_cell(snapshot: Snapshot, release_folder: Path) -> None:
    [file] = release_folder.glob("*.xlsx")
    sheets = run_client("openpyxl_workbook.py", file.name, folder=release_folder)["sheets"]
    del sheets[TO_READ]  # test_for_readers.py looks at it
    tables = (*snapshot.tables, snapshot.dictionary)
    assert list(sheets) == [table.name for table in tables]
    kinds = {"VARCHAR": "s", "BIGINT": "n", "DOUBLE": "n", "BOOLEAN": "b", "DATE": "d", "VARCHAR[]": "s"}
    for table in tables:
        sheet = sheets[table.name]
        assert sheet["columns"] == [column.name for column in table.columns]
        assert sheet["rows"] == [[as_cell(value) for value in row] for row in table.rows]
        for number, column in enumerate(table.columns):
            filled = any(as_cell(row[number]) is not None for row in table.rows)
            assert sheet["kinds"][column.name] == ([kinds[column.type]] if filled else []), (table.name, column.name)
        assert sheet["frozen"] == "B2"
        assert sheet["filter"].startswith("A1:")


def as_cell(value: Any) -> Any:
    """A value as the workbook holds it: a list with commas, a date by its name, no cell for nothing."""
    if isinstance(value, list):
        return ", ".join(value)
    return value if isinstance(value, (str, int, float, type(None))) else value.isoformat()


def test_frictionless_finds_the_zip_valid_its_sizes_and_hashes_included(
    snapshot: Snapshot, release_folder: Path
) -> None:
    [file] = release_folder.glob("*.zip")
    read = run_client("frictionless_package.py", file.name, folder=release_folder)
    assert (read["errors"], read["valid"]) == ([], True)
    tables = {resource.name: resource.schema for resource in snapshot.package.resources if resource.schema}
    assert read["rows"] == {name: count for name, count in rows(snapshot.contents).items() if name in tables}
    assert read["types"] == {
        name: {field.name: field.type for field in schema.fields} for name, schema in tables.items()
    }
    assert read["fact"] == [112.0, 8, "112億元", False]
    assert all(value.startswith("sha256:") for value in read["hashes"].values())


def test_datasette_answers_through_its_json_api(snapshot: Snapshot, release_folder: Path) -> None:
    [file] = release_folder.glob("*.sqlite")
    read = run_client("datasette_api.py", file.name, folder=release_folder)
    assert len(read["rows"]) == rows(snapshot.contents)["observations"]
    assert [fact["fact_id"] for fact in read["facts"]] == ["hd24-o17-01"]
    assert "hd24-o17-01" in [fact["fact_id"] for fact in read["found"]]
    [fact] = read["fact"]
    assert [fact["value"], fact["text_zh"], json.loads(fact["caveats"])] == TOTAL_INVESTMENT


def test_libreoffice_converts_every_sheet_with_chinese_intact(
    snapshot: Snapshot, release_folder: Path, tmp_path: Path
) -> None:
    [file] = release_folder.glob("*.xlsx")
    sheets = by_libreoffice(file, tmp_path)
    assert len(sheets.pop(TO_READ)) == len(sheets["facts"])
    assert {name: len(lines) - 1 for name, lines in sheets.items()} == {
        table.name: len(table.rows) for table in (*snapshot.tables, snapshot.dictionary)
    }
    header, *lines = sheets["facts"]
    [fact] = [dict(zip(header, line, strict=True)) for line in lines if line[0] == "hd24-o17-01"]
    assert [float(fact["value"]), fact["text_zh"], fact["caveats"].split(", ")] == TOTAL_INVESTMENT


def by_libreoffice(workbook: Path, folder: Path) -> dict[str, list[list[str]]]:
    """The cells of each sheet as LibreOffice shows them; the test is skipped where there is no LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice")
    each_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "sheets"
    code, _, said = run(
        [office, profile, "--headless", "--convert-to", each_sheet, "--outdir", str(out), str(workbook)]
    )
    assert code == 0, said
    sheets = {}
    for file in out.iterdir():
        with file.open(encoding="utf-8", newline="") as stream:
            sheets[file.stem.removeprefix(f"{workbook.stem}-")] = list(csv.reader(stream))
    return sheets


@pytest.mark.r
def test_r_opens_the_tables_and_the_database(snapshot: Snapshot, release_folder: Path, tmp_path: Path) -> None:
    [file] = release_folder.glob("*.zip")
    shutil.unpack_archive(file, tmp_path / "package")
    script = Path(__file__).parents[1] / "clients" / "read_release.R"
    code, printed, said = run(["Rscript", str(script), str(tmp_path / "package"), str(release_folder)])
    assert code == 0, said
    tables = sorted(resource.name for resource in load(DATAPACKAGE).resources)
    counted = [f"{name} {rows(snapshot.contents)[name]}" for name in tables]
    assert printed.splitlines() == [*counted, f"facts {rows(snapshot.contents)['facts']}", "11200000000", "double"]
