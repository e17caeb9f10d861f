"""The rows of a query as a table, CSV, JSON and Markdown."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from itertools import count, islice
from typing import Any

import pytest

from xiaogan_facts.output import FORMATS, Rows
from xiaogan_facts.output.width import width


def written(form: str, columns: tuple[str, ...], *rows: tuple[Any, ...], limit: int | None = None) -> str:
    out = io.StringIO()
    FORMATS[form](Rows(columns, iter(rows)), out, limit)
    return out.getvalue()


VALUES = (11200000000.0, 19.1, None, True, ["a", "b"], date(2024, 8, 31), 'x,"y"|\nz')
COLUMNS = ("whole", "part", "nothing", "yes", "list", "day", "text")


def test_csv_writes_plain_numbers_and_reads_back() -> None:
    text = written("csv", COLUMNS, VALUES)
    assert "\r" not in text
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        list(COLUMNS),
        ["11200000000", "19.1", "", "true", '["a", "b"]', "2024-08-31", 'x,"y"|\nz'],
    ]


def test_json_keeps_types_and_writes_an_object_a_line() -> None:
    text = written("json", COLUMNS, VALUES, VALUES)
    assert json.loads(text)[1] == {
        "whole": 11200000000,
        "part": 19.1,
        "nothing": None,
        "yes": True,
        "list": ["a", "b"],
        "day": "2024-08-31",
        "text": 'x,"y"|\nz',
    }
    assert '"whole": 11200000000,' in text
    assert len(text.splitlines()) == 4


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("19.10"), 19.1),
        (Decimal("7.000"), 7),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (b"\x01\xff", "01ff"),
        ({"k": 1.0, "d": date(2024, 1, 1)}, {"k": 1, "d": "2024-01-01"}),
        (1e300, 1e300),
        ("孝感", "孝感"),
    ],
)
def test_json_has_a_word_for_every_value(value: Any, expected: Any) -> None:
    assert json.loads(written("json", ("v",), (value,))) == [{"v": expected}]


def test_json_of_no_rows_is_an_empty_list() -> None:
    assert json.loads(written("json", ("v",))) == []


def test_json_keeps_columns_of_the_same_name_apart() -> None:
    assert json.loads(written("json", ("a", "a", "a_2"), (1, 2, 3))) == [{"a": 1, "a_2": 2, "a_2_2": 3}]


def test_markdown_keeps_bars_and_line_breaks_inside_their_cell() -> None:
    assert (
        written("markdown", ("a", "b"), ("x|y\nz", ["p", "q"])) == "| a | b |\n| --- | --- |\n| x\\|y<br>z | p, q |\n"
    )


def test_the_table_aligns_chinese_and_numbers() -> None:
    table = written("table", ("名称", "value"), ("孝感高新区", 6.0), ("CHIP", 11200000000.0))
    assert table.splitlines() == [
        "名称                 value",
        "----------  --------------",
        "孝感高新区               6",
        "CHIP        11,200,000,000",
        "(2 rows)",
    ]


@pytest.mark.parametrize("limit", [40, 60, 80, 120])
def test_the_table_fits_the_terminal_and_cuts_nothing(limit: int) -> None:
    sentence, chinese = (
        "The zone ranks 6th of 21 in the assessment of zones. " * 3,
        "孝感高新区在综合考核中排名第6位。" * 3,
    )
    table = written("table", ("fact_id", "text_en", "text_zh"), ("hd24-o35-02", sentence, chinese), limit=limit)
    assert max(map(width, table.splitlines())) <= limit
    letters = "".join(table.split())
    assert sum(letters.count(word) for word in ("ranks", "assessment")) == 6
    assert letters.count("第") == chinese.count("第")


def test_columns_too_many_for_the_terminal_become_a_list() -> None:
    names = tuple(f"column_{number}" for number in range(12))
    table = written("table", names, tuple("long enough to need room" for _ in names), limit=60)
    assert table.splitlines()[:3] == [
        "-- 1 --",
        "column_0   long enough to need room",
        "column_1   long enough to need room",
    ]
    assert max(map(width, table.splitlines())) <= 60


def test_no_rows_show_the_headings() -> None:
    assert written("table", ("a", "b")) == "a  b\n-  -\n(0 rows)\n"


def test_a_result_without_end_is_written_as_it_comes() -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            if self.tell() > 100_000:
                raise BrokenPipeError
            return super().write(text)

    for form, write in FORMATS.items():
        drawn = count()
        with pytest.raises(BrokenPipeError):
            write(Rows(("n",), ((number,) for number in drawn)), Full(), None)
        assert next(drawn) < 200_000, form


def test_later_rows_that_are_wider_than_the_first_thousand_are_folded() -> None:
    rows = [("x",)] * 1000 + [("wide " * 3,)]
    lines = written("table", ("narrow",), *rows).splitlines()
    assert list(islice(lines, 1002, 1005)) == ["wide", "wide", "wide"]
