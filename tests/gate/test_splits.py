"""A file cut into splits at any byte gives the findings that one process gives: rule, line, field, and all else."""

from __future__ import annotations

import gzip
import json
import pickle
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts.gate.checks.all_tables import judge_tables
from xiaogan_facts.gate.package import Package, load
from xiaogan_facts.gate.report.findings import Problems
from xiaogan_facts.gate.splits import Range, Split, Task, judge, plan, survey, whole_for
from xiaogan_facts.gate.splits.jobs import Jobs
from xiaogan_facts.gate.tables.table import FileRows, Table, open_table

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "name", "type": "string", "constraints": {"maxLength": 6}},
        {"name": "of", "type": "integer"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": "of", "reference": {"resource": "", "fields": "id"}}],
}
ROW_RULES = [{"expression": "of <= id"}, {"expression": "name != 'b'"}, {"expression": "CAST(name AS INTEGER) > 0"}]
SOUND = '\ufeffid,name,of\n1,a,1\n2,"two\nlines",1\nx,"say ""hi""",2\n2,b,3\n4,"x\n\n,",9\n5,,'
FILES = {
    "sound": SOUND,
    "line ends of Windows": SOUND.replace("\n", "\r\n"),
    "a lone return": 'id,name,of\n1,a\rb,1\n2,b,1\n3,"c\r",2\n',
    "blank lines": "id,name,of\n\n\n1,a,1\n\r\n\n\n2,b,1\n\n",
    "cells missing and extra": "id,name,of\n1,a\n2,b,1,\n3,c,1,4\n4,d,1,\n5,e,1\n",
    "a stray quote": 'id,name,of\n1,5" pipe,1\n2,"a\nb",1\nx,"c",2\n3,d,2\n',
    "a stray quote after a cell": 'id,name,of\n1,"a"b,1\n2,"c\nd",1\n3,e,2\n',
    "a quote that is never closed": 'id,name,of\n1,a,1\n2,"b,1\n3,c,1\nx,d,1\n',
    "a quote that is closed below": 'id,name,of\n1,"a,1\n2,b,1\n3,"c",1\nx,d,1\n',
    "no records": "id,name,of\n",
    "nothing": "",
    "a header over two lines": 'id,"name",of\n1,a,1\n',
    "a header that is not closed": 'id,"name,of\n1,a,1\n2,b,2\n',
    "columns moved": "name,id,of\na,1,1\nb,x,1\n",
}


def package(folder: Path, *texts: str | bytes, **more: Any) -> Package:
    paths = []
    for number, text in enumerate(texts):
        (folder / f"part{number}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(f"part{number}.csv")
    resource = {"name": "data", "path": paths if len(paths) > 1 else paths[0], "schema": SCHEMA, **more}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    return load(folder)


def cut(table: Table, size: int | None, at: int = 0) -> list[Range]:
    """Ranges of one size, or the two about one byte; all of a further file."""
    assert isinstance(table.rows, FileRows)
    found = []
    for number, part in enumerate(table.rows.files):
        total = part.path.stat().st_size
        cuts = sorted({0, *(range(0, total, size) if size else [min(at, total)]), total})
        found += [Range(number, start, end) for start, end in pairwise(cuts)] or [Range(number, 0, 0)]
    return found


class Cut(Jobs):
    """Judges splits of a few bytes in this process; everything goes through pickle, as if it did not."""

    def __init__(self, size: int | None, at: int = 0) -> None:
        super().__init__(1)
        self.size, self.at, self.splits, self.doubtful = size, at, 0, 0

    def judge(self, table: Table, tracked: Any, lookups: Any) -> Any:
        if whole_for(table):
            return None
        splits = self.planned(table)
        self.splits += len(splits)
        return self._judged(Task(table, tracked, lookups), [*splits])

    def planned(self, table: Table) -> tuple[Split, ...]:
        if whole_for(table):
            return ()
        return tuple(plan(table, [pickled(survey(pickled(table), each)) for each in cut(table, self.size, self.at)]))

    def map(self, function: Any, calls: Any) -> Any:
        for task, split in calls:
            found = pickled(judge(pickled(task), pickled(split)))
            self.doubtful += found is None
            yield found


def pickled(thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing))


def report(given: Package, elsewhere: Any = None) -> list[str]:
    """The report of the tables alone: the descriptor's own judgement takes most of the time of a small package."""

    def no_worker(*_: Any) -> list[bool]:
        raise AssertionError

    tables = judge_tables(given, no_worker, elsewhere=elsewhere)
    found = Problems(tables=tuple(((*each.problems,), tuple(each.findings)) for each in tables))
    waiting = [problem for each in tables for problem in each.waiting]
    return list(map(repr, [*found, *waiting, *(each.summary for each in tables)]))


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_file_cut_in_two_at_any_byte_gives_the_same_report(text: str, tmp_path: Path) -> None:
    given = package(tmp_path, text)
    whole, known = report(given), set()
    for at in range(len(text.encode()) + 1):
        cuts = Cut(None, at)
        splits = cuts.planned(open_table(given, given.resources[0]))
        if splits not in known:  # most bytes of a line give the same two splits
            known.add(splits)
            assert report(given, cuts.judge) == whole, at


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
@pytest.mark.parametrize("size", [1, 7, 20])
def test_a_file_cut_into_many_splits_gives_the_same_report(text: str, size: int, tmp_path: Path) -> None:
    given = package(tmp_path, text)
    assert report(given, Cut(size).judge) == report(given)


def test_parts_with_and_without_a_header_are_split_each(tmp_path: Path) -> None:
    given = package(
        tmp_path,
        SOUND,
        '6,"a\nb",1\nx,c,1\n',
        "id,name,of\n7,d,1\n7,e\n",
        "name,id,of\na,1,1\n",
        'ID,name,of\n8,"f,1\n',
    )
    whole = report(given)
    for size in (3, 11):
        cuts = Cut(size)
        assert report(given, cuts.judge) == whole
        assert cuts.splits > 10


def test_rules_about_rows_keep_their_order_and_what_fails_in_one_split_is_told_once(tmp_path: Path) -> None:
    text = "id,name,of\n1,7,1\n1,7,2\n3,b,4\n4,c,1\n"
    for rules in (ROW_RULES, ROW_RULES[:2]):
        given = package(tmp_path, text, schema={**SCHEMA, "rowRules": rules})
        assert report(given, Cut(10).judge) == report(given)


@pytest.mark.parametrize("encoding", ["gbk", "big5", "windows-1252", "utf-8"])
def test_other_encodings_are_split_where_bytes_tell_line_ends(encoding: str, tmp_path: Path) -> None:
    name = "é–" if encoding == "windows-1252" else "孝感"
    text = f'id,name,of\n1,{name},1\n2,"{name}\n{name}",1\nx,{name},1\n'.encode(encoding) + b"4,\xff\xfe,1\n5,\x81,1\n"
    given = package(tmp_path, text, encoding=encoding)
    cuts = Cut(4)
    assert report(given, cuts.judge) == report(given)
    assert cuts.splits > 3


@pytest.mark.parametrize(
    "more",
    [
        {"encoding": "utf-16"},
        {"compression": "gz", "path": "part0.csv.gz"},
        {"dialect": {"commentChar": "#"}},
        {"dialect": {"escapeChar": "\\"}},
        {"dialect": {"header": False}, "schema": {}},
    ],
    ids=str,
)
def test_what_cannot_be_told_by_bytes_is_judged_whole_and_said_so(more: dict[str, Any], tmp_path: Path) -> None:
    content = SOUND.encode(more.get("encoding", "utf-8"))
    if "compression" in more:
        (tmp_path / more["path"]).write_bytes(gzip.compress(content))
    given = package(tmp_path, content, **more)
    assert whole_for(open_table(given, given.resources[0]))


def test_stray_quotes_leave_the_rest_of_a_file_to_one_process(tmp_path: Path) -> None:
    given = package(tmp_path, FILES["a stray quote"])
    cuts = Cut(4)
    assert report(given, cuts.judge) == report(given)
    assert cuts.doubtful == 1


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_table_and_a_package_are_pickled_with_all_that_they_hold(text: str, tmp_path: Path) -> None:
    given = package(tmp_path, text)
    given.at("resources", 0, "schema")  # the places are found, and left out
    again = pickled(given)
    assert again == given
    assert again.descriptor == given.descriptor
    assert type(again.descriptor) is dict
    assert again.resources[0].descriptor == given.resources[0].descriptor
    table = open_table(given, given.resources[0])
    other = pickled(table)
    assert (other.header, other.positions, other.fields) == (table.header, table.positions, table.fields)
    read = [[(file, batch.numbered.rows(), batch.refused) for file, batch in each.batches()] for each in (other, table)]
    assert read[0] == read[1]


@pytest.mark.slow
def test_files_of_random_signs_are_split_as_one_process_reads_them(tmp_path: Path) -> None:
    dice = random.Random(5)
    pieces = ["\n", "\r\n", ",", '"', '""', '"a\nb"', "1", "x", "1,a,1\n", '2,"b",1\n', "\n\n", "孝"]
    for _ in range(60):
        text = "id,name,of\n" + "".join(dice.choices(pieces, k=dice.randint(1, 30)))
        given = package(tmp_path, text)
        assert report(given, Cut(dice.randint(1, 12)).judge) == report(given), text


def test_what_stands_above_the_damage_of_a_packed_file_is_told_wherever_it_is_judged(tmp_path: Path) -> None:
    rows = b"id\nx\n" + b"123456789\n" * 3_000_000  # more than a batch
    (tmp_path / "data.csv.gz").write_bytes(gzip.compress(rows, 1)[:-9])
    resource = {"name": "t", "path": "data.csv.gz", "schema": {"fields": [{"name": "id", "type": "integer"}]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    given = load(tmp_path)
    whole = report(given)
    assert [problem.partition("',")[0] for problem in whole[:2]] == [
        "Problem(rule='archive-damaged",
        "Problem(rule='type",
    ]

    def alone(table: Table, tracked: Any, lookups: Any) -> Iterator[Any]:
        yield pickled(judge(pickled(Task(table, tracked, lookups)), Split(0, 0, None, 1)))

    assert report(given, alone) == whole
