"""What a release holds for those who only want to look: a sheet to read, a CSV for Excel, metadata for Datasette."""

from __future__ import annotations

import csv
import json
import sqlite3
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts import connect
from xiaogan_facts.archive import open as open_archive
from xiaogan_facts.release.to_datasette import in_sqlite, spoken

pytestmark = pytest.mark.slow


def the_file(folder: Path, ending: str) -> Path:
    (found,) = folder.glob(f"*{ending}")
    return found


def test_the_first_sheet_is_for_reading_and_printing(release_folder: Path) -> None:
    book = import_module("openpyxl").load_workbook(the_file(release_folder, ".xlsx"))
    sheet = book.worksheets[0]
    with connect() as connection:
        facts = connection.sql(
            "SELECT text_en, text_zh, value_type, attributed_to_id, line, fact_id FROM facts "
            "ORDER BY char_start, char_end, fact_id"
        ).fetchall()
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)] == facts
    assert sheet["A2"].alignment.wrap_text
    assert sheet.freeze_panes == "A2"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"


def test_the_csv_of_facts_is_marked_as_utf_8_and_holds_every_fact(release_folder: Path) -> None:
    raw = (release_folder / "facts.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    with connect() as connection:
        facts = connection.sql("SELECT fact_id, text_zh FROM facts ORDER BY char_start, char_end, fact_id").fetchall()
    assert [(row["fact_id"], row["text_zh"]) for row in rows] == facts


def plain(value: Any) -> str:
    """A value as both engines would write it."""
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, list) else str(float(value)) if isinstance(value, int) else str(value)


def test_the_questions_in_datasette_have_the_answers_of_the_archive(release_folder: Path) -> None:
    database = the_file(release_folder, ".sqlite")
    described = json.loads((release_folder / "datasette.json").read_text(encoding="utf-8"))
    canned = described["databases"][database.stem]["queries"]
    assert list(canned) == list(spoken(database))
    assert len(canned) > 8
    with open_archive() as archive, sqlite3.connect(database) as connection:
        for name, query in archive.queries.items():
            if name not in canned:
                continue
            assert canned[name]["sql"] == in_sqlite(query)
            rows = connection.execute(canned[name]["sql"], {each.name: "" for each in query.parameters}).fetchall()
            own = archive.connection.execute(query.sql, query.values({}) or None).fetchall()
            said = [[plain(json.loads(c) if str(c).startswith("[") else c) for c in row] for row in rows]
            assert said == [[plain(cell) for cell in row] for row in own], name


def test_datasette_is_told_what_every_table_and_column_means(release_folder: Path) -> None:
    (database,) = json.loads((release_folder / "datasette.json").read_text(encoding="utf-8"))["databases"].values()
    assert {"facts", "observations", "codes"} <= database["tables"].keys()
    for table in database["tables"].values():
        assert table["description"]
        assert all(table["columns"].values())
