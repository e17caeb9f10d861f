"""A result as an Excel sheet: cells of their type, Chinese intact, and never a formula made of a cell."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from xiaogan_facts import cli
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.output import Rows, output_for, xlsx

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(path: Path) -> list[dict[str, tuple[str, str]]]:
    """The cells of the first sheet, a row each: column letter -> kind ('n', 's', 'b') and what is stored."""
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(item.itertext()) for item in shared]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        found = {}
        for cell in row:
            assert [child.tag for child in cell] in ([f"{SHEET}v"], []), "a cell holds a value and no formula"
            kind, value = cell.get("t", "n"), cell.findtext(f"{SHEET}v", "")
            found[cell.get("r", "").rstrip("0123456789")] = (kind, strings[int(value)] if kind == "s" else value)
        rows.append(found)
    return rows


def written(path: Path, *values: Any) -> dict[str, tuple[str, str]]:
    columns = tuple(f"c{number}" for number in range(len(values)))
    output_for(str(path / "r.xlsx"), None).write_rows(Rows(columns, iter([values])))
    return cells(path / "r.xlsx")[1]


def test_a_query_becomes_a_sheet_with_numbers_as_numbers_and_chinese_as_chinese(tmp_path: Path) -> None:
    out = tmp_path / "facts.xlsx"
    sql = "SELECT fact_id, value, line, text_zh, caveats FROM facts WHERE fact_id = 'hd24-o24-02'"
    assert cli.main(["query", sql, "-o", str(out)]) == 0
    header, row = cells(out)
    assert [value for _, value in header.values()] == ["fact_id", "value", "line", "text_zh", "caveats"]
    assert (row["A"], row["B"], row["C"]) == (("s", "hd24-o24-02"), ("n", "100000000"), ("n", "24"))
    assert "超过1亿元" in row["D"][1]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://x.example/"]
)
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text)["A"] == ("s", text)
    with zipfile.ZipFile(tmp_path / "r.xlsx") as book:
        assert not any("hyperlink" in book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_what_excel_would_change_is_kept_as_text(tmp_path: Path) -> None:
    row = written(
        tmp_path,
        2**53,
        2**53 + 2,
        float("nan"),
        Decimal("1.5"),
        date(1890, 1, 1),
        True,
        None,
        ["a", "b"],
        "001",
        b"\x01",
    )
    assert row == {
        "A": ("n", "9007199254740992"),
        "B": ("s", "9007199254740994"),
        "C": ("s", "nan"),
        "D": ("n", "1.5"),
        "E": ("s", "1890-01-01"),
        "F": ("b", "1"),
        "H": ("s", "a, b"),
        "I": ("s", "001"),
        "J": ("s", "01"),
    }


def test_dates_are_days_that_excel_counts(tmp_path: Path) -> None:
    row = written(tmp_path, date(2024, 8, 31), datetime(2024, 8, 31, 12), date(1900, 3, 1))
    assert row == {"A": ("n", "45535"), "B": ("n", "45535.5"), "C": ("n", "61")}


def test_control_characters_do_not_break_the_file(tmp_path: Path) -> None:
    assert written(tmp_path, "a\x1b[31m\x00b", "x\x0by")["A"] == ("s", "a_x001B_[31m_x0000_b")


@pytest.mark.slow
def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert cli.main(["query", "FROM units ORDER BY unit_id", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_more_than_excel_takes_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRunError, match="a text of 32768 characters is longer than a cell of Excel takes"):
        written(tmp_path, "x" * 32_768)
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(CannotRunError, match="the rows are more than a sheet of Excel takes"):
        output_for(str(tmp_path / "r.xlsx"), None).write_rows(Rows(("n",), iter([(1,), (2,), (3,)])))
    monkeypatch.setattr(xlsx, "MOST_COLUMNS", 1)
    with pytest.raises(CannotRunError, match="2 columns are more"):
        written(tmp_path, 1, 2)
    assert list(tmp_path.iterdir()) == []


def test_without_the_library_that_writes_it_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert cli.main(["query", "SELECT 1", "-o", str(tmp_path / "r.xlsx")]) == 2
    assert capsys.readouterr().err == (
        "xiaogan-facts: 'xlsxwriter' is needed to write xlsx, and it is not installed. To install it:\n"
        'pip install "xiaogan-facts[release]"\n'
    )
    assert list(tmp_path.iterdir()) == []
