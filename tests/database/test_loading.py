"""Anybody's package as tables: filled without guessing or losing anything."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

import xiaogan_facts
from tests.database.packages import field, key, package, resource
from xiaogan_facts import connect
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.tables.reader import BATCH_RECORDS


def zipped(text: str) -> bytes:
    """A zip that holds one file of this text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("t.csv", text)
    return packed.getvalue()


def test_cells_come_through_letter_by_letter(tmp_path: Path) -> None:
    fields = [field("id"), field("text")]
    rows = 'id,text\n007," two\n\n ""lines"", and a comma"\n1e3,NULL\n2024-01-01,\n'
    theirs = package(tmp_path, resource("notes", fields=fields, missingValues=["-"]), notes=rows)
    with connect(theirs) as connection:
        assert connection.execute("FROM notes").fetchall() == [
            ("007", ' two\n\n "lines", and a comma'),
            ("1e3", "NULL"),
            ("2024-01-01", ""),
        ]


def test_the_largest_integers_are_kept_to_the_last_digit(tmp_path: Path) -> None:
    cells = ["9223372036854775807", "-9223372036854775808", "+0012"]
    theirs = package(tmp_path, resource("t", fields=[field("n", "integer")]), t="\n".join(["n", *cells, ""]))
    with connect(theirs) as connection:
        assert connection.execute("FROM t").fetchall() == [(2**63 - 1,), (-(2**63),), (12,)]


ABC = [("a", 1), ("ö", 2), ("c", 3)]
"""The rows that each of the packages below holds, in a way of its own."""


TEXT = "id,n\na,1\nö,2\nc,3\n"


TYPED = {"schema": {"fields": [field("id"), field("n", "integer")]}}


@pytest.mark.parametrize(
    ("described", "files"),
    [
        ({"path": "t.csv.gz"}, {"t.csv.gz": gzip.compress(TEXT.encode())}),
        ({"path": "t.csv.zip"}, {"t.csv.zip": zipped(TEXT)}),
        ({"path": "t.csv", "encoding": "iso-8859-1"}, {"t.csv": TEXT.encode("latin-1")}),
        ({"path": "t.csv", "encoding": "utf-16"}, {"t.csv": TEXT.encode("utf-16")}),
        ({"path": "t.csv"}, {"t.csv": TEXT.encode("utf-8-sig").replace(b"\n", b"\r\n")}),
        ({"path": ["t.csv", "u.csv"]}, {"t.csv": "id,n\na,1\nö,2\n".encode(), "u.csv": b"id,n\nc,3\n"}),
        ({"path": "t.tsv", "dialect": {"delimiter": "\t"}}, {"t.tsv": TEXT.replace(",", "\t").encode()}),
        ({"path": "t.csv", "dialect": {"header": False}}, {"t.csv": TEXT.removeprefix("id,n\n").encode()}),
        ({"data": [{"id": id_, "n": n} for id_, n in ABC]}, {}),
        ({"data": [["id", "n"], *map(list, ABC)]}, {}),
    ],
    ids=["gz", "zip", "latin-1", "utf-16", "bom", "parts", "tsv", "no header", "objects", "lists"],
)
def test_whatever_the_gate_passes_can_be_queried(
    tmp_path: Path, described: dict[str, Any], files: dict[str, bytes]
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    theirs = package(tmp_path, {"name": "t", **described, **TYPED})
    assert xiaogan_facts.validate(theirs).valid
    with connect(theirs) as connection:
        assert connection.execute("FROM t").fetchall() == ABC


@pytest.mark.parametrize(
    ("match", "content"),
    [
        ("equal", "n,id\n1,a\n"),
        ("subset", "more,id,n\nx,a,1\n"),
        ("superset", "id\na\n"),
        ("partial", "more,id\nx,a\n"),
    ],
)
def test_columns_are_found_by_name_and_one_that_is_not_there_is_null(tmp_path: Path, match: str, content: str) -> None:
    described = resource("t", fields=[field("id"), field("n", "integer")], fieldsMatch=match)
    theirs = package(tmp_path, described, t=content)
    assert xiaogan_facts.validate(theirs).valid
    with connect(theirs) as connection:
        assert connection.execute("FROM t").fetchall() == [("a", 1 if "n" in content.split("\n")[0] else None)]
        assert connection.execute("FROM missing_values").fetchall() == []


def test_what_is_missing_is_noted_under_the_key_of_its_record_or_under_its_number(tmp_path: Path) -> None:
    fields = [field("a"), field("b"), field("c", missingValues=[{"value": "-", "label": "unknown"}, ""])]
    content = "a,b,c\nx,y,-\n,z,\nx,z,1\n"
    notes = "SELECT key, column_name, reason, label_en FROM missing_values"
    keyed = resource("t", fields=fields, missingValues=["none"], primaryKey=["a", "b"])
    for described, keys in ((keyed, ["x y", " z"]), (resource("t", fields=fields, missingValues=["none"]), ["1", "2"])):
        with connect(package(tmp_path, described, t=content)) as connection:
            noted = [(keys[0], "c", "-", "unknown"), (keys[1], "c", "", None)]
            assert connection.execute(notes).fetchall() == noted


def test_a_table_of_more_than_one_batch_keeps_its_order_and_numbers_its_records_through(tmp_path: Path) -> None:
    count = BATCH_RECORDS + 10
    lines = (f"{n},{'' if n in (3, count) else 'x'}" for n in range(1, count + 1))
    fields = [field("n", "integer"), field("c")]
    theirs = package(tmp_path, resource("t", fields=fields), t="n,c\n" + "\n".join(lines) + "\n")
    with connect(theirs) as connection:
        assert connection.execute("SELECT count(*) FROM (SELECT n, rowid FROM t) WHERE n <> rowid + 1").fetchall() == [
            (0,)
        ]
        assert connection.execute("SELECT key FROM missing_values").fetchall() == [("3",), (str(count),)]


def test_names_may_hold_any_character(tmp_path: Path) -> None:
    odd = 'a"; DROP TABLE codes; --'
    theirs = package(
        tmp_path,
        resource("it's", "t.csv", fields=[field(odd), field("b'c")]),
        t=f'"{odd.replace(chr(34), 2 * chr(34))}",b\'c\n1,2\n',
    )
    with connect(theirs) as connection:
        assert connection.execute("""SELECT * FROM "it's" """).fetchall() == [("1", "2")]
        assert connection.execute("SELECT count(*) FROM codes").fetchall() == [(0,)]


def test_rows_that_lead_to_later_rows_of_the_same_table_are_taken(tmp_path: Path) -> None:
    fields, within = [field("id"), field("parent")], [key("parent", "", "id")]
    tree = resource("tree", fields=fields, primaryKey=["id"], foreignKeys=within)
    theirs = package(tmp_path, tree, tree="id,parent\nleaf,branch\nbranch,root\nroot,\n")
    with connect(theirs) as connection:
        assert connection.execute("SELECT id FROM tree ORDER BY id").fetchall() == [("branch",), ("leaf",), ("root",)]
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("INSERT INTO tree VALUES ('twig', 'nothing')")


def test_tables_that_lead_to_each_other_are_taken_and_checked(tmp_path: Path) -> None:
    schemas = [
        resource(
            "cities", fields=[field("id"), field("land")], primaryKey=["id"], foreignKeys=[key("land", "lands", "id")]
        ),
        resource(
            "lands",
            fields=[field("id"), field("capital")],
            primaryKey=["id"],
            foreignKeys=[key("capital", "cities", "id")],
        ),
    ]
    lands = "id,capital\nchina,beijing\n"
    with connect(
        package(tmp_path, *schemas, cities="id,land\nbeijing,china\nshanghai,china\n", lands=lands)
    ) as connection:
        assert connection.execute("SELECT count(*) FROM cities JOIN lands ON land = lands.id").fetchall() == [(2,)]
    with pytest.raises(CannotRunError, match=r"cities\.csv: 'mars' in land is not in lands \(id\)"):
        connect(package(tmp_path, *schemas, cities="id,land\nbeijing,mars\n", lands=lands))


def test_another_package_gets_its_tables_and_none_of_our_views(tmp_path: Path) -> None:
    with connect(package(tmp_path, resource("t", fields=[field("id")]), t="id\n1\n")) as connection:
        tables = connection.execute("SHOW TABLES").fetchall()
    assert tables == [("codes",), ("missing_values",), ("t",)]


def test_no_progress_bar_mixes_with_answers(tmp_path: Path) -> None:
    with connect(package(tmp_path, resource("t", fields=[field("id")]), t="id\n1\n")) as connection:
        assert connection.sql("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_a_package_without_the_view_of_facts_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no view 'facts'"):
        xiaogan_facts.facts(package=package(tmp_path, resource("t", fields=[field("id")]), t="id\n1\n"))
