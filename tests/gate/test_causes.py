"""What explains many problems is told first, and the many are held back with their number."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import field, package, rules, said
from xiaogan_facts.gate.report import Problem
from xiaogan_facts.gate.report.as_text import as_text
from xiaogan_facts.validation import validate

FIELDS = [field("id", "integer"), field("name")]
SCHEMA = {"fields": FIELDS}


def alone(folder: Path) -> Problem:
    """The only problem of a package."""
    [problem] = validate(folder).problems
    return problem


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("id;name\n1;a\n2;b\n", '"delimiter": ";"'),
        ("id\tname\n1\ta\n", '"delimiter": "\\t"'),
        ("id|name\n1|a\n", '"delimiter": "|"'),
        ('"id";"name"\n1;"a"\n', '"delimiter": ";"'),
        ("ID;NAME\n1;a\n", '"delimiter": ";"'),
    ],
)
def test_another_delimiter_is_told_alone(text: str, remedy: str, tmp_path: Path) -> None:
    problem = alone(package(tmp_path, {"schema": SCHEMA}, text))
    assert (problem.rule, problem.line) == ("delimiter-other", 1)
    assert remedy in problem.remedy
    assert "held back" in problem.expected


def test_another_delimiter_is_seen_without_a_schema(tmp_path: Path) -> None:
    assert rules(package(tmp_path, {}, "a;b\n1;2\n3;4\n")) == ["delimiter-other"]


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ('"id,name"\n"1,a"\n"2,b"\n', SCHEMA),
        ('"id,name"\n"x,""a, b"""\n', SCHEMA),
        ('"Id,NAME"\r\n"1,a"\r\n', SCHEMA),
        ('"a,b"\n"1,2"\n', None),
    ],
)
def test_whole_lines_in_quotes_are_told_alone(text: str, schema: Any, tmp_path: Path) -> None:
    problem = alone(package(tmp_path, {"schema": schema} if schema else {}, text))
    assert (problem.rule, problem.line) == ("lines-quoted", 1)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('"a,b"\n"1,2"\n', [field("a,b")]),
        ('"of the day, a note"\n"fine"\n', None),
        ('"a,b"\n1\n', None),
    ],
)
def test_a_label_in_quotes_may_hold_the_delimiter(text: str, fields: Any, tmp_path: Path) -> None:
    assert rules(package(tmp_path, {"schema": {"fields": fields}} if fields else {}, text)) == []


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("note; of the day\nfine\nrain; snow\n", None),
        ("a;b\nx\n", [field("a;b")]),
        ("a;b\n", None),
    ],
)
def test_a_single_column_may_hold_other_delimiters(text: str, fields: list[Any] | None, tmp_path: Path) -> None:
    resource = {"schema": {"fields": fields}} if fields else {}
    assert rules(package(tmp_path, resource, text)) == []


@pytest.mark.parametrize(
    ("line", "delimiter", "remedy"),
    [
        ("sep=;", ";", 'remove the line, or skip it by `"headerRows": [2]` in the dialect'),
        ("SEP=;", ",", 'in the dialect, and state `"delimiter": ";"`'),
        ('"sep=,"', ",", '"headerRows": [2]'),
        ("sep=\\t", "\t", '"headerRows": [2]'),
    ],
)
def test_a_line_that_names_the_separator_is_told_alone(line: str, delimiter: str, remedy: str, tmp_path: Path) -> None:
    named = line.strip('"').partition("=")[2].replace("\\t", "\t")
    text = f"{line}\nid{named}name\n1{named}a\n"
    dialect = {"delimiter": delimiter}
    problem = alone(package(tmp_path, {"schema": SCHEMA, "dialect": dialect}, text))
    assert problem.rule == "separator-line"
    assert remedy in problem.remedy
    assert rules(package(tmp_path, {"schema": SCHEMA, "dialect": {"delimiter": named, "headerRows": [2]}}, text)) == []


def workbook(member: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (workbook("[Content_Types].xml"), "an Excel workbook"),
        (workbook("data.csv"), "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of an old Excel"),
        (b"\x1f\x8b\x08\x00", "a gzip file"),
        (b"<!doctype HTML>\n<p>404", "a web page"),
        (b"\xef\xbb\xbf\n<html><body>", "a web page"),
        (b"<?xml version='1.0'?><a/>", "an XML document"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "a pointer of Git LFS"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PAR1\x15", "a Parquet file"),
        (b"SQLite format 3\x00", "a SQLite database"),
        (b'[{"id": 1}]', "JSON"),
    ],
)
def test_what_is_no_delimited_text_is_named_and_not_read(content: bytes, words: str, tmp_path: Path) -> None:
    report = validate(package(tmp_path, {"schema": SCHEMA}, content))
    [problem] = report.problems
    assert (problem.rule, problem.line) == ("not-delimited", 1)
    assert words in problem.expected
    assert [table.checked for table in report.tables] == [False]


@pytest.mark.parametrize("text", ["[id],name\n1,a\n", "<5,b\n1,2\n", "{a},b\n1,2\n"])
def test_a_label_in_brackets_is_a_label(text: str, tmp_path: Path) -> None:
    assert rules(package(tmp_path, {}, text)) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_mark_tells_the_encoding_where_none_is_declared(encoding: str, tmp_path: Path) -> None:
    raw = "id,name\n1,孝感\nx,b\n".encode(encoding)
    assert said(package(tmp_path, {"schema": SCHEMA}, raw)) == [("type", 3, 1)]
    problem = alone(package(tmp_path, {"schema": SCHEMA, "encoding": "utf-8"}, raw))
    assert (problem.rule, problem.line) == ("encoding-other", 1)
    assert f'"encoding": "{encoding}"' in problem.remedy


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told_alone(encoding: str, tmp_path: Path) -> None:
    problem = alone(package(tmp_path, {"schema": SCHEMA}, "id,name\n1,a\n2,b\n".encode(encoding)))
    assert problem.rule == "encoding-other"
    assert f'"encoding": "{encoding}"' in problem.remedy


@pytest.mark.parametrize(
    ("encoding", "name", "words"),
    [
        ("gbk", "孝感", '"encoding": "gbk"`, in which this is \'孝感\''),
        ("gb18030", "朱镕基", '"encoding": "gbk"`, in which this is \'朱镕基\''),
        ("windows-1252", "café – né", '"encoding": "windows-1252"`, in which this is \'café – né\''),
        ("latin-1", "créée", '"encoding": "windows-1252"`, in which this is \'créée\''),
    ],
)
def test_another_encoding_is_told_by_what_it_would_give(encoding: str, name: str, words: str, tmp_path: Path) -> None:
    text = f"id,name\n1,{name}\n2,plain\n3,{name}\n".encode(encoding)
    problem = alone(package(tmp_path, {"schema": SCHEMA}, text))
    assert (problem.rule, problem.line, problem.column) == ("encoding-broken", 2, 2)
    assert words in problem.remedy
    assert problem.expected.endswith("1 problem follows from it and is held back")


def test_a_header_in_another_encoding_explains_its_labels(tmp_path: Path) -> None:
    schema = {"fields": [field("编号", "integer"), field("名称")]}
    problem = alone(package(tmp_path, {"schema": schema}, "编号,名称\n1,孝感\n".encode("gbk")))
    assert (problem.rule, problem.line, problem.column) == ("encoding-broken", 1, 1)


def test_a_malformed_header_explains_its_labels_and_the_cells_are_judged(tmp_path: Path) -> None:
    folder = package(tmp_path, {"schema": SCHEMA}, 'id,"name\n1,a\nx,b\n')
    assert said(folder) == [("quote-unclosed", 1, 2), ("type", 3, 1)]


@pytest.mark.parametrize(
    ("text", "line"), [("id,name,\n1,a,\n2,b,\n", 1), ("id,name\n1,a,\n2,b,\n", 2)], ids=["with header", "below it"]
)
def test_a_delimiter_at_the_end_of_each_line_is_to_be_removed(text: str, line: int, tmp_path: Path) -> None:
    first = validate(package(tmp_path, {"schema": SCHEMA}, text)).problems[0]
    assert (first.line, first.column) == (line, 3)
    assert first.remedy.startswith("remove the delimiter at the end of")


def test_a_blank_label_above_values_is_to_be_named(tmp_path: Path) -> None:
    [problem] = validate(package(tmp_path, {}, "id,name,\n1,a,x\n")).problems
    assert problem.remedy == "name the column"


def test_labels_that_are_written_otherwise_are_told_once_and_their_cells_judged(tmp_path: Path) -> None:
    for match in ("exact", "equal", "subset", "superset", "partial"):
        schema = {"fields": [field("ID", "integer"), field("Name")], "fieldsMatch": match}
        found = validate(package(tmp_path, {"schema": schema}, "id, name\nx,a\n")).problems
        problems = [each for each in found if each.file == "data.csv"]
        assert [(each.rule, each.line, each.column) for each in problems] == [("label-spelling", 1, 1), ("type", 2, 1)]
        assert problems[0].expected == "the label 'ID', letter for letter; so with 1 further label"


def test_columns_in_another_order_are_told_once(tmp_path: Path) -> None:
    schema = {"fields": [field("a"), field("b", "integer"), field("c")]}
    folder = package(tmp_path, {"schema": schema}, "c,a,b\nx,y,z\n")
    assert said(folder) == [("label-order", 1, 1), ("type", 2, 3)]
    assert validate(folder).problems[0].expected == "the columns in the schema's order: a, b, c"


@pytest.mark.parametrize("stated", [("bytes",), ("hash",), ("bytes", "hash")])
@pytest.mark.parametrize(("there", "described"), [("\r\n", "\n"), ("\n", "\r\n")])
def test_line_ends_that_were_changed_are_told_once(
    stated: tuple[str, ...], there: str, described: str, tmp_path: Path
) -> None:
    original = f"id,name{described}1,a{described}".encode()
    facts = {"bytes": len(original), "hash": f"sha256:{hashlib.sha256(original).hexdigest()}"}
    resource = {"schema": SCHEMA, **{name: facts[name] for name in stated}}
    problem = alone(package(tmp_path, resource, f"id,name{there}1,a{there}"))
    assert "only the line ends differ" in problem.remedy
    assert ("CR LF" in problem.remedy) == (described == "\r\n")


def test_another_content_is_not_said_to_differ_in_its_line_ends(tmp_path: Path) -> None:
    resource = {"schema": SCHEMA, "bytes": 5, "hash": "sha256:" + "0" * 64}
    problems = validate(package(tmp_path, resource, "id,name\r\n1,a\r\n")).problems
    assert [each.rule for each in problems] == ["bytes", "hash"]
    assert not any("line ends" in each.remedy for each in problems)


KEY = {"fields": ["fruit"], "reference": {"resource": "fruits", "fields": ["id"]}}


def with_reference(folder: Path, fruits: bytes) -> Path:
    """A package whose first table refers to its second, of which `fruits` are the bytes."""
    (folder / "fruits.csv").write_bytes(fruits)
    here = {"name": "data", "path": "data.csv", "schema": {"fields": [field("fruit", "integer")], "foreignKeys": [KEY]}}
    there = {"name": "fruits", "path": "fruits.csv", "schema": {**SCHEMA, "primaryKey": ["id"]}}
    return package(folder, [here, there], "fruit\n1\n2\n")


@pytest.mark.parametrize(
    ("fruits", "cause"),
    [
        ("id,name\n1,苹果\n2,梨\n".encode("gbk"), "encoding-broken"),
        (b"id;name\n1;apple\n2;pear\n", "delimiter-other"),
        (b"id,name\n1,apple\n2,pear,green\n", "cell-extra"),
        (b'id,name\n1,apple\n2,"pear\n', "quote-unclosed"),
        (b"<!DOCTYPE html>", "not-delimited"),
    ],
)
def test_a_table_that_cannot_be_read_holds_back_what_follows(fruits: bytes, cause: str, tmp_path: Path) -> None:
    report = validate(with_reference(tmp_path, fruits))
    assert [each.rule for each in report.problems if each.severity == "error"] == [cause]
    [waiting] = [each for each in report.problems if each.rule == "foreignKey-not-checked"]
    assert waiting.severity == "warning"
    printed = [line for line in as_text(report) if line.startswith(("  error", "  warning"))]
    assert printed[0].startswith(f"  error {cause}")
    assert printed[-1].startswith("  warning foreignKey-not-checked")


def test_the_values_that_wait_for_a_table_are_counted(tmp_path: Path) -> None:
    report = validate(with_reference(tmp_path, b"id,name\n1,apple\n2,pear,green\n"))
    assert "; 1 value not found in it so far" in report.problems[-1].expected


def test_a_table_of_which_all_is_found_in_what_could_be_read_waits_for_nothing(tmp_path: Path) -> None:
    assert rules(with_reference(tmp_path, b"id,name\n1,apple\n2,pear\n3,plum,blue\n")) == ["cell-extra"]
