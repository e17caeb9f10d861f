"""Each format holds the archive whole, keyed and described; what a spreadsheet would run as a formula stays text."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import ROOT, run_client
from tests.release.test_clients import by_libreoffice
from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.gate.package import load
from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.release import to_xlsx
from xiaogan_facts.release.contents import Column, Content
from xiaogan_facts.release.snapshot import Snapshot
from xiaogan_facts.release.to_json import schema

pytestmark = pytest.mark.slow


@pytest.fixture
def sqlite(release_folder: Path) -> Iterator[sqlite3.Connection]:
    [file] = release_folder.glob("*.sqlite")
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


# The folder


def test_every_file_of_the_release_is_in_the_list_with_its_hash(release_folder: Path) -> None:
    lines = (release_folder / "SHA256SUMS").read_text("ascii").splitlines()
    listed = {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}
    files = [file for file in release_folder.iterdir() if file.name != "SHA256SUMS"]
    assert listed == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    assert list(listed) == sorted(listed)


def test_the_release_holds_each_format_under_the_name_and_version_of_the_archive(
    snapshot: Snapshot, release_folder: Path
) -> None:
    there = {file.name for file in release_folder.iterdir()}
    stem = f"{snapshot.package.name}-{snapshot.package.version}"
    assert {f"{stem}.{ending}" for ending in ("zip", "duckdb", "sqlite", "xlsx", "json")} <= there
    assert {name for name in there if name.endswith(".parquet")} == {f"{each.name}.parquet" for each in snapshot.tables}
    assert {"facts.parquet", "codes.parquet", "missing_values.parquet"} <= there


# The zip


@pytest.fixture(scope="module")
def unzipped(release_folder: Path) -> dict[str, bytes]:
    [file] = release_folder.glob("*.zip")
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_descriptor_states_the_size_and_hash_of_every_table_and_is_otherwise_the_archives(
    unzipped: dict[str, bytes],
) -> None:
    descriptor = json.loads(unzipped["datapackage.json"])
    for resource in descriptor["resources"]:
        content = unzipped[resource["path"]]
        assert content == (DATAPACKAGE / resource["path"]).read_bytes()
        assert resource.pop("bytes") == len(content)
        assert resource.pop("hash") == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert descriptor == json.loads((DATAPACKAGE / "datapackage.json").read_bytes())


def test_the_zip_holds_a_readme_the_licences_and_how_to_cite_it(unzipped: dict[str, bytes]) -> None:
    for name in ("CITATION.cff", "LICENSE", "LICENSE-DATA.md"):
        assert unzipped[name] == (ROOT / name).read_bytes()
    readme = unzipped["README.md"].decode()
    assert [name for name in unzipped if name.endswith(".csv") and f"`{name}`" not in readme] == []
    assert "None" not in readme


def test_the_gate_itself_finds_the_released_package_valid(unzipped: dict[str, bytes], tmp_path: Path) -> None:
    import xiaogan_facts

    for name, content in unzipped.items():
        (tmp_path / name).write_bytes(content)
    assert xiaogan_facts.validate(tmp_path).valid


# JSON


def test_the_json_file_holds_every_row_as_an_object_and_every_schema(snapshot: Snapshot, release_folder: Path) -> None:
    [file] = release_folder.glob("xiaogan-facts-*.json")
    text = file.read_text("utf-8")
    read = json.loads(text)
    assert (read["name"], read["version"]) == (snapshot.package.name, snapshot.package.version)
    assert list(read["tables"]) == [table.name for table in snapshot.tables]
    for table in snapshot.tables:
        held = read["tables"][table.name]
        assert [field["name"] for field in held["schema"]["fields"]] == [column.name for column in table.columns]
        assert [list(row.values()) for row in held["rows"]] == [[as_json(value) for value in row] for row in table.rows]
    assert len(text.splitlines()) > sum(len(table.rows) for table in snapshot.tables), "a row has a line of its own"


def as_json(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, list, type(None))) else value.isoformat()


def test_the_schema_of_the_facts_types_and_describes_each_column_in_both_languages(snapshot: Snapshot) -> None:
    fields = {field["name"]: field for field in schema(snapshot.tables[0])["fields"]}
    assert [fields[name]["type"] for name in ("value", "line", "caveats")] == ["number", "integer", "array"]
    assert [name for name, field in fields.items() if not (field["description"] and field["description@zh"])] == []


# SQLite


@pytest.mark.parametrize("view", ["facts", "caveat_facts", "coverage", "timeline"])
def test_the_views_of_sqlite_are_those_of_duckdb_row_for_row(
    view: str, snapshot: Snapshot, sqlite: sqlite3.Connection
) -> None:
    [content] = [each for each in snapshot.contents if each.name == view]
    cursor = sqlite.execute(f"SELECT * FROM {view}")
    assert [column[0] for column in cursor.description] == [column.name for column in content.columns]
    assert sorted(map(repr, cursor)) == sorted(repr(tuple(as_sqlite(value) for value in row)) for row in content.rows)


@pytest.mark.parametrize("table", [resource.name for resource in load(DATAPACKAGE).resources])
def test_the_tables_of_sqlite_hold_every_cell(table: str, snapshot: Snapshot, sqlite: sqlite3.Connection) -> None:
    [content] = [each for each in snapshot.contents if each.name == table]
    assert sqlite.execute(f"SELECT * FROM {table}").fetchall() == [
        tuple(as_sqlite(value) for value in row) for row in content.rows
    ]


def as_sqlite(value: Any) -> Any:
    """Lists as compact JSON, in the way of `json_group_array`; dates by name; booleans as 0 and 1."""
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, (str, int, float, type(None))) else value.isoformat()


def test_sqlite_is_whole_and_knows_every_key(snapshot: Snapshot, sqlite: sqlite3.Connection) -> None:
    assert sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sqlite.execute("PRAGMA foreign_key_check").fetchall() == []
    for content in snapshot.contents:
        if content.is_view:
            continue
        columns = sqlite.execute(f"PRAGMA table_info({content.name})").fetchall()
        keyed = sorted((column[5], column[1]) for column in columns if column[5])
        assert tuple(name for _, name in keyed) == content.primary_key
        leads = {(row[3], row[2], row[4]) for row in sqlite.execute(f"PRAGMA foreign_key_list({content.name})")}
        assert leads == {
            (key.fields[0], key.reference_resource or content.name, key.reference_fields[0])
            for key in content.foreign_keys
        }


def test_sqlite_refuses_a_code_that_is_not_of_its_list(release_folder: Path, tmp_path: Path) -> None:
    [file] = release_folder.glob("*.sqlite")
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(file.read_bytes())
    with (
        closing(sqlite3.connect(copy)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"),
    ):
        connection.execute("UPDATE observations SET value_type = 'guessed'")


def test_the_search_finds_every_chinese_word_of_two_characters_in_every_fact_that_holds_it(
    sqlite: sqlite3.Connection,
) -> None:
    facts = dict(sqlite.execute("SELECT fact_id, text_zh FROM facts"))
    clauses = [clause for text in facts.values() for clause in re.findall(r"[\u4e00-\u9fff]+", text)]
    words = sorted({clause[start : start + 2] for clause in clauses for start in range(len(clause) - 1)})
    assert {"基金", "孝感", "算力"} <= set(words)
    found = {word: searched(sqlite, word) for word in words}
    assert found == {word: {fact for fact, text in facts.items() if word in text} for word in words}


@pytest.mark.parametrize(
    ("words", "in_sentence"),
    [
        ("孝感高新区", "孝感高新区"),
        ("芯", "芯"),
        ("思朗科技孝感算力产业园项目", "思朗科技孝感算力产业园项目"),
        ("112亿元", "112亿元"),
        ("CHIP", "CHIP"),
    ],
)
def test_the_search_finds_longer_and_shorter_words_and_those_with_figures(
    words: str, in_sentence: str, sqlite: sqlite3.Connection
) -> None:
    facts = dict(sqlite.execute("SELECT fact_id, text_zh FROM facts"))
    holding = {fact for fact, text in facts.items() if in_sentence in text}
    assert holding
    assert holding <= searched(sqlite, words)


def test_the_search_finds_english_words_in_their_other_forms(sqlite: sqlite3.Connection) -> None:
    assert searched(sqlite, "fund") == searched(sqlite, "funds") != set()


def test_the_search_gives_the_sentence_as_it_is_written(sqlite: sqlite3.Connection) -> None:
    [(text,)] = sqlite.execute("SELECT text_zh FROM fact_search WHERE fact_search MATCH '112亿元'").fetchall()
    assert text == "思朗科技孝感算力产业园项目的总投资为112亿元。"


def searched(sqlite: sqlite3.Connection, words: str) -> set[str]:
    return {row[0] for row in sqlite.execute("SELECT fact_id FROM fact_search WHERE fact_search MATCH ?", (words,))}


# Excel

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://example.org")', "http://example.org", "112億"]


@pytest.fixture
def traps(snapshot: Snapshot, tmp_path: Path) -> Path:
    """A workbook whose cells are the texts above."""
    table = Content(
        "traps", Bilingual(""), (Column("text", "VARCHAR", Bilingual("")),), tuple((text,) for text in FORMULAS)
    )
    path = tmp_path / "traps.xlsx"
    to_xlsx.write(path, replace(snapshot, contents=(table,)))
    return path


def test_no_cell_of_the_workbook_becomes_a_formula(traps: Path) -> None:
    sheet = run_client("openpyxl_workbook.py", str(traps), folder=traps.parent)["sheets"]["traps"]
    assert sheet["rows"] == [[text] for text in FORMULAS]
    assert sheet["kinds"] == {"text": ["s"]}
    assert sheet["quoted"] == [f"A{line}" for line in range(2, 7)]


def test_libreoffice_shows_such_a_cell_as_the_text_that_it_is(traps: Path, tmp_path: Path) -> None:
    assert by_libreoffice(traps, tmp_path)["traps"] == [["text"], *([text] for text in FORMULAS)]


def test_the_dictionary_has_every_column_of_every_table_in_both_languages(snapshot: Snapshot) -> None:
    words = {(row[0], row[1]): row for row in snapshot.dictionary.rows}
    assert len(words) == len(snapshot.dictionary.rows) == sum(len(each.columns) + 1 for each in snapshot.contents)
    assert [key for key, row in words.items() if not row[-2] or not row[-1] or row[-2] == row[-1]] == []
