"""Sheets of workbooks are read as the values they hold, and a fault is named by its sheet and cell."""

from __future__ import annotations

import datetime
import json
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import field, package, said
from tests.gate.test_structured import cells
from xiaogan_facts import cli
from xiaogan_facts.gate.tables import _workbook as workbook
from xiaogan_facts.validation import validate

SCHEMA = {"fields": [field("id", "integer"), field("name")]}
NAMES = ("office", "table", "text")


def xlsx(folder: Path, sheets: dict[str, list[list[Any]]], **resource: Any) -> Path:
    book = import_module("openpyxl").Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
    book.save(folder / "data.xlsx")
    return package(folder, {"path": "data.xlsx", **(resource or {"type": "table"})})


def ods(folder: Path, content: str, **resource: Any) -> Path:
    """A spreadsheet of these tables, in which `t:`, `o:` and `x:` stand for table, office and text."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in zip("otx", NAMES, strict=True)
    )
    body = (
        f"<o:document-content {spaces}><o:body><o:spreadsheet>{content}</o:spreadsheet></o:body></o:document-content>"
    )
    with zipfile.ZipFile(folder / "data.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", body)
    return package(folder, {"path": "data.ods", **(resource or {"type": "table"})})


def text(*cells: str) -> str:
    return "<t:table-row>" + "".join(map(cell, cells)) + "</t:table-row>"


def cell(value: str) -> str:
    return f'<t:table-cell o:value-type="string"><x:p>{value}</x:p></t:table-cell>' if value else "<t:table-cell/>"


def number(value: str) -> str:
    return f'<t:table-cell o:value-type="float" o:value="{value}"><x:p>shown otherwise</x:p></t:table-cell>'


WRONG: dict[str, list[list[Any]]] = {"Prices": [["id", "name"], [1, "a"], [None, None], ["x", "b"], [3, "c", "extra"]]}
FOUND = [("row-blank", 3, None), ("type", 4, 1), ("cell-extra", 5, 3)]


def test_a_fault_of_a_workbook_is_named_by_its_sheet_and_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = xlsx(tmp_path, WRONG, schema=SCHEMA)
    assert said(folder) == FOUND
    cli.main(["validate", str(folder)])
    printed = capsys.readouterr().out
    assert "data.xlsx:Prices!A4  found 'x'" in printed
    assert "data.xlsx:Prices!row 3" in printed
    cli.main(["validate", str(folder), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert {each["sheet"] for each in report["problems"]} == {"Prices"}
    assert report["tables"][0]["sheet"] == "Prices"


def test_values_of_excel_are_written_as_the_standard_writes_them(tmp_path: Path) -> None:
    row = [
        *(1, 0.1, 1e-7, True, datetime.date(2024, 1, 31), datetime.datetime(2024, 1, 31, 12, 30)),
        *(datetime.time(12, 30), "007", "  ", "#N/A", "=1/0", None),
    ]
    folder = xlsx(tmp_path, {"S": [[f"c{place}" for place in range(len(row))], row]})
    assert cells(folder) == [
        (
            *("1", "0.1", "1e-07", "true", "2024-01-31", "2024-01-31T12:30:00"),
            *("12:30:00", "007", "  ", "#N/A", "=1/0", ""),
        )
    ]


@pytest.mark.parametrize(
    ("dialect", "value"),
    [
        ({}, "one"),
        ({"sheetNumber": 2}, "two"),
        ({"sheetName": "Two"}, "two"),
        ({"excel": {"sheet": "Two"}}, "two"),
        ({"sheetName": "Two", "header": False}, "label"),
    ],
)
def test_the_dialect_names_the_sheet(tmp_path: Path, dialect: dict[str, Any], value: str) -> None:
    sheets: dict[str, list[list[Any]]] = {"One": [["label"], ["one"]], "Two": [["label"], ["two"]]}
    assert cells(xlsx(tmp_path, sheets, type="table", dialect=dialect))[0] == (value,)


@pytest.mark.parametrize("dialect", [{"sheetName": "Three"}, {"sheetNumber": 3}])
def test_a_sheet_that_is_not_there_is_said_with_those_that_are(tmp_path: Path, dialect: dict[str, Any]) -> None:
    sheets: dict[str, list[list[Any]]] = {"One": [["a"]], "Two": []}
    folder = xlsx(tmp_path, sheets, type="table", dialect=dialect)
    (problem,) = validate(folder).problems
    assert (problem.rule, problem.expected) == ("sheet-missing", "one of the sheets One, Two")


def test_header_and_comment_rows_of_a_sheet_are_those_of_the_dialect(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["a title"], ["price", "price"], ["min", "max"], ["a comment"], [1, 2], [3]]
    dialect = {"headerRows": [2, 3], "commentRows": [4]}
    schema = {"fields": [field("price min", "integer"), field("price max", "integer", required=True)]}
    sheets: dict[str, list[list[Any]]] = {"S": rows}
    folder = xlsx(tmp_path, sheets, schema=schema, dialect=dialect)
    assert said(folder) == [("required", 6, 2)]


def test_an_empty_sheet_has_no_header(tmp_path: Path) -> None:
    assert [rule for rule, _, _ in said(xlsx(tmp_path, {"S": []}, schema=SCHEMA))] == ["header-missing"]


def test_values_of_opendocument_are_those_stated_and_not_those_shown(tmp_path: Path) -> None:
    head = text("n", "day", "at", "yes", "text", "formula", "gap", "last")
    row = (
        "<t:table-row>"
        + number("0.30000000000000004")
        + '<t:table-cell o:value-type="date" o:date-value="2024-01-31"/>'
        '<t:table-cell o:value-type="time" o:time-value="PT12H30M00S"/>'
        '<t:table-cell o:value-type="boolean" o:boolean-value="true"/>'
        '<t:table-cell o:value-type="string"><o:annotation><x:p>a note</x:p></o:annotation>'
        '<x:p>a<x:s x:c="2"/>b<x:tab/><x:span>c</x:span></x:p><x:p>d</x:p></t:table-cell>'
        '<t:table-cell t:formula="of:=1/0"/><t:table-cell/>' + cell("z") + "</t:table-row>"
    )
    folder = ods(tmp_path, f'<t:table t:name="S">{head}{row}</t:table>')
    assert cells(folder) == [
        ("0.30000000000000004", "2024-01-31", "12:30:00", "true", "a  b\tc\nd", "of:=1/0", "", "z")
    ]


def test_a_fault_of_a_spreadsheet_is_named_and_its_repetitions_are_counted(tmp_path: Path) -> None:
    blank = '<t:table-row t:number-rows-repeated="2"><t:table-cell t:number-columns-repeated="1024"/></t:table-row>'
    twice = f'<t:table-row t:number-rows-repeated="2">{cell("x")}{cell("b")}</t:table-row>'
    end = (
        '<t:table-row t:number-rows-repeated="1048000"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>'
    )
    rows = f"<t:table-header-rows>{text('id', 'name')}</t:table-header-rows>{blank}{twice}{end}"
    folder = ods(tmp_path, f'<t:table t:name="Other"/><t:table t:name="S">{rows}</t:table>', schema=SCHEMA)
    package(folder, {"path": "data.ods", "schema": SCHEMA, "dialect": {"sheetName": "S"}})
    assert said(folder) == [("row-blank", 2, None), ("row-blank", 3, None), ("type", 4, 1), ("type", 5, 1)]


@pytest.mark.parametrize("attribute", ['t:number-rows-repeated="1048577"', 't:number-rows-repeated="1000000"'])
def test_a_spreadsheet_that_repeats_without_end_is_left(tmp_path: Path, attribute: str) -> None:
    repeated = '<t:table-cell t:number-columns-repeated="16000" o:value-type="string"><x:p>x</x:p></t:table-cell>'
    wide = f"<t:table-row {attribute}>{repeated}</t:table-row>"
    folder = ods(tmp_path, f'<t:table t:name="S">{wide}</t:table>')
    assert [rule for rule, _, _ in said(folder)] == ["archive-damaged"]


@pytest.mark.parametrize("name", ["data.xlsx", "data.ods"])
@pytest.mark.parametrize("content", [b"", b"id,name\n1,a\n", b"PK\x03\x04 cut short", None])
def test_a_damaged_workbook_is_said_to_be_damaged(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = package(tmp_path, {"path": name, "schema": SCHEMA})
    if content is None:
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("content.xml", "<a><b></a>")
            archive.writestr("[Content_Types].xml", "<a><b></a>")
    else:
        (folder / name).write_bytes(content)
    assert [rule for rule, _, _ in said(folder)] == ["archive-damaged"]


def test_a_workbook_that_unpacks_without_end_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ALWAYS_ALLOWED", 1000)
    monkeypatch.setattr(workbook, "MOST_INFLATED", 1)
    assert said(xlsx(tmp_path, WRONG, schema=SCHEMA)) == [("archive-too-dense", None, None)]


def test_where_the_library_is_missing_it_is_said_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = xlsx(tmp_path, WRONG, schema=SCHEMA)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert cli.main(["validate", str(folder)]) == 2
    assert 'pip install "xiaogan-facts[excel]"' in capsys.readouterr().out


def test_a_workbook_alone_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    xlsx(tmp_path, WRONG)
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    words = [str(tmp_path / "data.xlsx"), "--schema", str(tmp_path / "schema.json"), "--fix"]
    before = (tmp_path / "data.xlsx").read_bytes()
    assert cli.main(["validate", *words]) == 1
    assert "data.xlsx:Prices!A4  found 'x'" in capsys.readouterr().out
    assert (tmp_path / "data.xlsx").read_bytes() == before
