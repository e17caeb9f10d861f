"""The tables: typed, keyed and commented by the Table Schemas, and filled without guessing or losing anything."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

import xiaogan_facts
from xiaogan_facts import Archive, connect
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables.reader import BATCH_RECORDS
from xiaogan_facts.paths import DATAPACKAGE


def described(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f'DESCRIBE "{table}"').fetchall()}


def package(folder: Path, *resources: dict[str, Any], **files: str) -> Path:
    """A Data Package of anybody's, with each resource's CSV as a keyword."""
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8", newline="")
    descriptor = {"name": "theirs", "resources": list(resources)}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def resource(name: str, path: str | None = None, **schema: Any) -> dict[str, Any]:
    return {"name": name, "path": path or f"{name}.csv", "schema": schema}


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def key(fields: str, table: str, reference: str) -> dict[str, Any]:
    return {"fields": [fields], "reference": {"resource": table, "fields": [reference]}}


def zipped(text: str) -> bytes:
    """A zip that holds one file of this text."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("t.csv", text)
    return packed.getvalue()


def test_every_record_of_every_file_of_the_archive_is_a_row_of_its_table(opened: Archive) -> None:
    rows, records = {}, {}
    for each in opened.package.resources:
        with (DATAPACKAGE / each.file).open(encoding="utf-8", newline="") as stream:
            records[each.name] = sum(1 for _ in csv.DictReader(stream))
        rows[each.name] = opened.connection.execute(f"SELECT count(*) FROM {each.name}").fetchall()[0][0]
    assert len(rows) == 13
    assert rows == records


def test_columns_have_the_types_of_the_schema_in_its_order(tiny: duckdb.DuckDBPyConnection) -> None:
    assert list(described(tiny, "units")) == [field.name for field in _schema("units").fields]
    observations = described(tiny, "observations")
    assert [observations[name] for name in ("printed", "value", "multiplier", "is_near")] == [
        "VARCHAR",
        "DOUBLE",
        "BIGINT",
        "BOOLEAN",
    ]
    assert described(tiny, "sources")["reports_until"] == "DATE"


def _schema(name: str) -> Any:
    return load(DATAPACKAGE).resource(name).schema


def test_every_key_of_the_schemas_is_a_key_of_the_database(tiny: duckdb.DuckDBPyConnection) -> None:
    found = tiny.execute(
        "SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()"
    ).fetchall()
    keys = {(table, kind, tuple(columns)) for table, kind, columns in found}
    for each in load(DATAPACKAGE).resources:
        assert each.schema
        assert (each.name, "PRIMARY KEY", each.schema.primary_key) in keys
        for columns in each.schema.unique_keys:
            assert (each.name, "UNIQUE", columns) in keys
        for reference in each.schema.foreign_keys:
            assert (each.name, "FOREIGN KEY", reference.fields) in keys


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("INSERT INTO units SELECT * FROM units LIMIT 1", "Duplicate key"),
        ("INSERT INTO units SELECT 'other', * EXCLUDE unit_id FROM units LIMIT 1", "Duplicate key"),
        ("UPDATE relations SET object_id = 'nobody' WHERE relation_id = 'r02-01'", "foreign key"),
        ("UPDATE passages SET restates_id = 'p99-99' WHERE passage_id = 'p04-01'", "foreign key"),
        ("UPDATE observations SET value_type = 'hope'", "CHECK constraint"),
        ("UPDATE observations SET printed = NULL", "NOT NULL constraint"),
    ],
)
def test_the_database_itself_keeps_to_keys_and_codes(tiny_archive: Path, statement: str, complaint: str) -> None:
    with connect(tiny_archive) as connection, pytest.raises(duckdb.ConstraintException, match=complaint):
        connection.execute(statement)


def test_every_table_view_and_column_is_explained_in_both_languages(opened: Archive) -> None:
    comments = opened.connection.execute("""
        SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal
        UNION ALL SELECT table_name, NULL, comment FROM duckdb_tables()
        UNION ALL SELECT view_name, NULL, comment FROM duckdb_views() WHERE NOT internal""").fetchall()
    assert {"facts", "coverage", "timeline", "caveat_facts", "codes", "missing_values", "claims"} <= {
        row[0] for row in comments
    }
    bare = [row for row in comments if not row[2] or row[2].isascii() or " / " not in row[2]]
    assert bare == []


def test_a_missing_value_is_null_and_its_reason_is_kept_in_words(tiny: duckdb.DuckDBPyConnection) -> None:
    cells = "SELECT number_of_items, growth_base FROM observations WHERE observation_id IN ('o02-01', 'o02-07')"
    assert tiny.execute(cells).fetchall() == [(None, None), (None, None)]
    reasons = tiny.execute("""
        SELECT key, reason, label_en, label_zh FROM missing_values
        WHERE table_name = 'observations' AND column_name = 'number_of_items' AND key IN ('o02-01', 'o02-07')
        ORDER BY key""").fetchall()
    assert reasons == [
        ("o02-01", "not-applicable", "Does not apply to this row", "此行不适用"),
        ("o02-07", "not-stated", "The article does not say", "文章没有说明"),
    ]


def test_each_null_of_the_archive_has_one_reason_and_each_reason_a_null(opened: Archive) -> None:
    connection = opened.connection
    tables = [row[0] for row in connection.execute("SELECT DISTINCT table_name FROM missing_values").fetchall()]
    assert len(tables) > 5
    for table in tables:
        counts = ", ".join(f"count(*) - count({column})" for column in described(connection, table))
        nulls = connection.execute(f"SELECT list_sum([{counts}]) FROM {table}").fetchall()
        noted = connection.execute("SELECT count(*) FROM missing_values WHERE table_name = ?", [table]).fetchall()
        assert (table, nulls) == (table, noted)


def test_codes_are_worded_in_both_languages(tiny: duckdb.DuckDBPyConnection) -> None:
    found = tiny.execute(
        "SELECT * FROM codes WHERE table_name = 'observations' AND column_name = 'value_type'"
    ).fetchall()
    assert found[1] == ("observations", "value_type", "target", "An aim", "目标")
    assert len(found) == 3


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


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("id,b\n1,2\n3\n", "line 3: 1 cells for 2 columns"),
        ("id,b\n1,2\n\n3,4\n", r"line 3: a malformed record \(row-blank\)"),
        ("id,b\n1,2,3\n", "line 2: 3 cells for 2 columns"),
        ('id,b\n1,"2\n3,4\n', r"line 2: a malformed record \(quote-unclosed\)"),
        ("b,id\n1,2\n", "line 1: expected the label 'id' here"),
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
    with pytest.raises(CannotRunError, match='key "entity_id: moon" does not exist'):
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
        ([{**resource("t", fields=[field("id")]), "format": "json"}], "to be queried, 't' has to be a CSV or TSV file"),
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


def test_rows_that_lead_to_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    ring = resource("ring", fields=[field("id"), field("up")], primaryKey=["id"], foreignKeys=[key("up", "", "id")])
    with pytest.raises(CannotRunError, match="in a circle"):
        connect(package(tmp_path, ring, ring="id,up\na,b\nb,a\n"))


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


@pytest.fixture
def one_table(tmp_path: Path) -> dict[str, Any]:
    """A resource with a single record, to be written into a descriptor in `tmp_path`."""
    return {"name": "t", "data": [["a"], ["1"]], "schema": {"fields": [{"name": "a"}]}}


def describe(folder: Path, *resources: dict[str, Any]) -> Path:
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    return folder


def test_two_tables_of_one_name_are_refused(one_table: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="two resources are named 't'"):
        connect(describe(tmp_path, one_table, one_table))


def test_no_progress_bar_mixes_with_answers(one_table: dict[str, Any], tmp_path: Path) -> None:
    with connect(describe(tmp_path, one_table)) as connection:
        assert connection.sql("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_a_package_without_the_view_of_facts_says_so(one_table: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no view 'facts'"):
        xiaogan_facts.facts(package=describe(tmp_path, one_table))
