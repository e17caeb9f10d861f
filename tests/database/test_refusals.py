"""What the database cannot hold exactly is refused, with the place and the remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import xiaogan_facts
from tests.database.packages import field, key, package, resource
from xiaogan_facts import connect
from xiaogan_facts.gate.errors import CannotRunError


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("integer", "1.5"),
        ("integer", "1_000"),
        ("integer", " 12"),
        ("integer", "0x1F"),
        ("number", "1,5"),
        ("boolean", "yes"),
        ("date", "2024-02-30"),
        ("date", "epoch"),
        ("date", "2024-1-1"),
    ],
)
def test_a_cell_that_is_not_of_its_type_is_refused_and_never_bent(tmp_path: Path, kind: str, cell: str) -> None:
    theirs = package(tmp_path, resource("t", fields=[field("id"), field("c", kind)]), t=f'id,c\na,\nb,"{cell}"\n')
    said = rf"t\.csv, line 3: '{cell}' in c is no {kind}; run `xiaogan-facts validate`"
    with pytest.raises(CannotRunError, match=said):
        connect(theirs)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("integer", "9223372036854775808"),
        ("integer", "-99999999999999999999"),
        ("number", "NaN"),
        ("number", "-INF"),
        ("number", "1e999"),
    ],
)
def test_a_value_that_the_gate_passes_and_duckdb_cannot_hold_is_refused(tmp_path: Path, kind: str, cell: str) -> None:
    theirs = package(tmp_path, resource("t", fields=[field("id"), field("c", kind)]), t=f'id,c\n"a\nb",{cell}\n')
    assert xiaogan_facts.validate(theirs).valid
    said = rf"t\.csv, line 3: '{cell}' in c is no {kind} that DuckDB can hold in 64 bits; declare the field as a string"
    with pytest.raises(CannotRunError, match=said):
        connect(theirs)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("id,b\n1,2\n3\n", "line 3: 1 cells for 2 columns"),
        ("id,b\n1,2\n\n3,4\n", r"line 3: a malformed record \(row-blank\)"),
        ("id,b\n1,2,3\n", "line 2: 3 cells for 2 columns"),
        ('id,b\n1,"2\n3,4\n', r"line 2: a malformed record \(quote-unclosed\)"),
        ("b,id\n1,2\n", "line 1: expected the columns in the schema's order: id, b"),
        ("id\n1\n", "line 1: expected a column 'b'"),
        ("", "line 1: expected a header"),
    ],
)
def test_a_file_that_is_not_what_the_schema_says_is_refused_with_the_place(
    tmp_path: Path, content: str, complaint: str
) -> None:
    theirs = package(tmp_path, resource("t", fields=[field("id"), field("b")]), t=content)
    with pytest.raises(CannotRunError, match=rf"t\.csv.*{complaint}"):
        connect(theirs).execute("FROM t").fetchall()


def test_bytes_that_are_not_utf_8_are_refused(archive: Path) -> None:
    (archive / "units.csv").write_bytes((archive / "units.csv").read_bytes().replace("元".encode(), b"\xff"))
    with pytest.raises(CannotRunError, match=r"units\.csv, line \d+: a malformed record \(encoding-broken\)"):
        connect(archive)


def test_a_reference_to_nothing_is_refused(archive: Path) -> None:
    relations = archive / "relations.csv"
    relations.write_text(relations.read_text(encoding="utf-8").replace("lake-city", "moon"), encoding="utf-8")
    with pytest.raises(CannotRunError, match=r'key "entity_id: moon" does not exist .*; run `xiaogan-facts validate`'):
        connect(archive)


@pytest.mark.parametrize(
    ("path", "complaint"),
    [("../secret.csv", "climbs out"), ("/etc/passwd", "is absolute"), ("nowhere.csv", "expected a file at this path")],
)
def test_nothing_outside_the_package_is_read(tmp_path: Path, path: str, complaint: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("id\nsecret\n", encoding="utf-8")
    with pytest.raises(CannotRunError, match=complaint):
        connect(package(inside, resource("t", path, fields=[field("id")])))


@pytest.mark.parametrize(
    ("resources", "complaint"),
    [
        ([], "holds no tables"),
        ([{"name": "t", "path": "t.csv"}], "'t' has no schema"),
        ([{**resource("t", fields=[field("id")]), "format": "dbf"}], "to be queried, 't' has to be a CSV or TSV file"),
        ([resource("t", "https://example.com/t.csv", fields=[field("id")])], "has to be a file inside the package"),
        ([resource("t", fields=[field("id")], foreignKeys=[key("id", "u", "id")])], "foreign key of 't' leads nowhere"),
    ],
)
def test_a_package_that_cannot_be_held_is_refused(
    tmp_path: Path, resources: list[dict[str, Any]], complaint: str
) -> None:
    with pytest.raises(CannotRunError, match=complaint):
        connect(package(tmp_path, *resources, t="id\n1\n"))


def test_a_folder_without_a_descriptor_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"datapackage\.json"):
        connect(tmp_path)


def test_rows_that_lead_to_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    ring = resource("ring", fields=[field("id"), field("up")], primaryKey=["id"], foreignKeys=[key("up", "", "id")])
    with pytest.raises(CannotRunError, match="in a circle"):
        connect(package(tmp_path, ring, ring="id,up\na,b\nb,a\n"))


def test_two_tables_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="two resources are named 't'"):
        connect(package(tmp_path, *2 * [resource("t", fields=[field("id")])], t="id\n1\n"))
