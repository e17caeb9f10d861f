"""Reading: what polars reads at once and what is split record by record are the same, and nothing is lost."""

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaogan_facts.gate.package import Dialect
from xiaogan_facts.gate.tables import _bulk, _columns, reader
from xiaogan_facts.gate.tables._bulk import WIDEST_COUNTED, BulkReader
from xiaogan_facts.gate.tables.malformed import MalformedRecord
from xiaogan_facts.gate.tables.reader import TextTable

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES = [
    "a",
    "1",
    ",",
    ",",
    "\n",
    '"',
    '""',
    "\r\n",
    "xyz",
    '"q,\n"',
    " ",
    "#",
    "中",
    "\udcff",
    "\0",
    "\r",
    ',"a""b",',
]
DIALECTS: list[dict[str, Any]] = [
    {},
    {"skip_initial_space": True},
    {"comment_char": "#"},
    {"escape_char": "1"},
    {"double_quote": False},
    {"quote_char": None},
    {"delimiter": "x"},
    {"delimiter": "xyz"},
    {"line_terminator": ";"},
    {"comment_rows": (2,)},
]


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def read(data: bytes, dialect: Dialect, size: int, *, plain: bool) -> tuple[object, list[Any], list[MalformedRecord]]:
    table = TextTable(chunks(data, size), dialect)
    if not plain:
        table._plain = None
    header, refused = table.header()
    batches = list(table.batches(None if header.labels is None else len(header.labels)))
    rows = [row for batch in batches for row in batch.numbered.rows()]
    return header, rows, refused + [each for batch in batches for each in batch.refused]


@pytest.mark.slow
@pytest.mark.parametrize("properties", DIALECTS, ids=str)
def test_a_block_read_at_once_holds_the_same_cells_and_lines_as_records_split_one_by_one(
    properties: dict[str, Any],
) -> None:
    dice = random.Random(str(properties))
    for _ in range(400):
        body = "".join(dice.choices(PIECES[: dice.choice([5, 8, 13, 17])], k=dice.randint(0, 30)))
        data = b"h,i\n" + body.encode("utf-8", "surrogateescape")
        dialect = Dialect(**properties)
        at_once = read(data, dialect, 4096, plain=True)
        assert at_once == read(data, dialect, 4096, plain=False)
        assert at_once == read(data, dialect, 3, plain=False)


CELLS = st.sampled_from(["", "a", "中文", '""', '"b"', '"c,d"', '"e""f"', '"""g"', '"h\ni"', '"j\r\n"'])
STRAY = st.sampled_from(['"open', 'k"l', '"m"n', "\udcff", "\0", "\r", "\x01", ","])
RECORDS = st.lists(CELLS, min_size=3, max_size=3)
FAULTY = st.lists(CELLS | STRAY, max_size=5)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(
    records=st.lists(RECORDS | RECORDS | RECORDS | FAULTY, max_size=60),
    ending=st.sampled_from(["\n", "\r\n"]),
    block=st.sampled_from([48, 200, 4096]),
    counted=st.booleans(),
)
def test_quoted_and_malformed_records_are_told_as_by_the_exact_splitter(
    records: list[list[str]], ending: str, block: int, counted: bool
) -> None:
    text = "h,i,j" + ending + ending.join(map(",".join, records))
    data = text.encode("utf-8", "surrogateescape")
    with pytest.MonkeyPatch.context() as patch:
        exact = read(data, Dialect(), 64, plain=False)
        patch.setattr(reader, "BLOCK", block)
        patch.setattr(reader, "SMALL", 16)
        patch.setattr(_bulk, "WIDEST_COUNTED", 300 if counted else 0)
        assert read(data, Dialect(), 64, plain=True)[1:] == exact[1:]  # the header shows as many lines as are SMALL


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(
    records=st.lists(st.lists(st.sampled_from(["", "a", "中文", 'k"l']), max_size=5), max_size=60),
    ending=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_lines_in_which_no_quote_opens_a_cell_are_told_as_by_the_exact_splitter(
    records: list[list[str]], ending: str, last: bool
) -> None:
    data = ("h,i,j" + ending + ending.join(map(",".join, records)) + ending * last).encode()
    with pytest.MonkeyPatch.context() as patch:
        exact = read(data, Dialect(), 64, plain=False)
        patch.setattr(reader, "SMALL", 2)
        assert read(data, Dialect(), 64, plain=True)[1:] == exact[1:]


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(
    records=st.lists(st.lists(CELLS.filter(lambda cell: "\n" not in cell), min_size=3, max_size=3), max_size=40),
    only=st.sampled_from([[0], [2], [0, 1]]),
    ending=st.sampled_from(["\n", "\r\n"]),
    block=st.sampled_from([48, 4096]),
)
def test_columns_that_are_read_alone_hold_the_same_cells_on_the_same_lines(
    records: list[list[str]], only: list[int], ending: str, block: int
) -> None:
    data = ("h,i,j" + ending + ending.join(map(",".join, records))).encode()
    _, rows, refused = read(data, Dialect(), 64, plain=False)
    assert refused == []
    table = TextTable(chunks(data, 64), Dialect())
    table.header()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_columns, "BLOCK", block)
        batches = list(table.columns(3, only))
    assert [row for batch in batches for row in batch.numbered.rows()] == [
        (*(row[at] for at in only), row[3]) for row in rows
    ]


@pytest.mark.parametrize("fault", [None, -1, 1, "both"], ids=str)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=repr)
def test_a_record_of_hundreds_of_cells_may_lack_none(fault: int | str | None, ending: str) -> None:
    rows = [[str(cell % (row + 2)) for cell in range(WIDEST_COUNTED + 9)] for row in range(40)]
    if fault in (-1, "both"):
        rows[20].pop()
    if fault in (1, "both"):  # the whole block then has as many cells as it should
        rows[30].append("")
    data = ending.join(map(",".join, rows)).encode()
    found = read(data, Dialect(), 512, plain=True)
    assert found[1:] == read(data, Dialect(), 512, plain=False)[1:]
    assert len(found[2]) == (2 if fault == "both" else int(fault is not None))


@pytest.mark.parametrize("fault", ["x", "x,y,z", "", 'x"y,z', '"open,z'], ids=str)
def test_a_fault_in_every_hundredth_line_does_not_bring_the_exact_splitter_into_every_block(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [fault if n % 100 == 50 else f'{n},"quoted, ""{n}"""' for n in range(20_000)]
    data = "\n".join(["h,i", *lines, ""]).encode()
    table = TextTable(chunks(data, 1024 * 1024), Dialect())
    table.header()
    split = 0
    exact = TextTable._exact

    def counted(self: TextTable, size: int, most: int | None = None) -> Any:
        nonlocal split
        found = exact(self, size, most)
        split += len(found)
        return found

    monkeypatch.setattr(TextTable, "_exact", counted)
    batches = list(table.batches(2))
    assert sum(len(batch.refused) for batch in batches) == 200
    assert sum(batch.cells.height for batch in batches) == 19_800
    if fault != '"open,z':  # which may go on in the next line, as only the exact splitter can tell
        assert split == 0


def test_blank_lines_below_one_another_are_told_once_however_they_fall_into_blocks() -> None:
    for size in (1, 3, 4096):
        for ending in ("\n", "\r\n"):
            text = "h,i\n\n\n1,2\n\n3,4\n5\n\n\n\n".replace("\n", ending)
            _, rows, refused = read(text.encode(), Dialect(), size, plain=True)
            assert rows == [("1", "2", 4), ("3", "4", 6)]
            assert [(each.rule, each.line) for each in refused] == [
                ("row-blank", 2),
                ("row-blank", 5),
                ("cell-missing", 7),
                ("row-blank", 8),
            ]


def test_what_the_csv_module_writes_is_read_back_with_the_line_that_each_record_starts_on() -> None:
    dice = random.Random(7)
    for _ in range(200):
        rows = [["".join(dice.choices('ab,"\n 中', k=dice.randint(0, 5))) for _ in range(3)] for _ in range(20)]
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["x", "y", "z"], *rows])
        _, cells, refused = read(text.getvalue().encode(), Dialect(), 4096, plain=True)
        lines, line = [], 2
        for row in rows:
            lines.append(line)
            line += 1 + sum(cell.count("\n") for cell in row)
        assert cells == [(*row, line) for row, line in zip(rows, lines, strict=True)]
        assert refused == []


def test_a_file_of_several_blocks_and_batches_loses_no_record_and_counts_every_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader, "BLOCK", 64)
    monkeypatch.setattr(reader, "SMALL", 16)
    monkeypatch.setattr(reader, "BATCH_RECORDS", 7)
    body = "".join(f'{n},"two\nlines"\n' if n % 5 else f"{n}\n" for n in range(100))
    table = TextTable(chunks(b"n,t\n" + body.encode(), 10), Dialect())
    table.header()
    batches = list(table.batches(2))
    assert sum(batch.cells.height + len(batch.refused) for batch in batches) == 100
    assert [each.line for batch in batches for each in batch.refused] == [2 + 9 * n for n in range(20)]
    assert batches[-1].lines[-1] == 2 + 9 * 19 + 7


@pytest.mark.parametrize(
    "block",
    [
        b"1,2\n3\n4,5,6\n",
        b"1,2\n\n3,4\n",
        b'1,"2\n',
        b'1,a"b"\n',
        b'1,"a"b\n',
        b"1,\xff\n",
        b"1,2\r3\n",
        b"1,2\0\n",
        b"1\n",
    ],
)
def test_a_block_that_is_not_plain_is_never_read_at_once(block: bytes) -> None:
    plain = BulkReader.of(Dialect())
    assert plain is not None
    assert plain.read(block, 2) is None


def test_a_quote_that_is_never_closed_costs_one_line_and_not_the_rest_of_the_file() -> None:
    body = b'1,"open\n' + b'2,"b""b"\n' * 1000 + b"3,c\n"
    _, rows, refused = read(b"n,t\n" + body, Dialect(), 4096, plain=True)
    assert refused == [MalformedRecord("quote-unclosed", 2, 2)]
    assert len(rows) == 1001


def test_header_rows_are_joined_and_what_stands_above_them_is_left_out() -> None:
    data = b"a title\nfruit,fruit\nid,name\n1,apple\n"
    header, rows, _ = read(data, Dialect(header_rows=(2, 3), header_join="-"), 4096, plain=True)
    assert header.labels == ("fruit-id", "fruit-name")  # type: ignore[attr-defined]
    assert rows == [("1", "apple", 4)]


def test_without_a_header_the_first_line_is_a_record() -> None:
    header, rows, _ = read(b"1,apple\n", Dialect(header=False), 4096, plain=True)
    assert header.labels is None  # type: ignore[attr-defined]
    assert rows == [("1", "apple", 1)]
