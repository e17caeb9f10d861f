"""The tables: typed, keyed and commented by the Table Schemas, and filled without guessing or losing anything."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from xiaogan_facts.database import connect
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import load
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


def test_every_record_of_every_file_of_the_archive_is_a_row_of_its_table() -> None:
    rows, records = {}, {}
    with connect() as connection:
        for each in load(DATAPACKAGE).resources:
            with (DATAPACKAGE / each.file).open(encoding="utf-8", newline="") as stream:
                records[each.name] = sum(1 for _ in csv.DictReader(stream))
            rows[each.name] = connection.execute(f"SELECT count(*) FROM {each.name}").fetchall()[0][0]
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


def test_every_table_view_and_column_is_explained_in_both_languages() -> None:
    with connect() as connection:
        comments = connection.execute("""
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


def test_each_null_of_the_archive_has_one_reason_and_each_reason_a_null() -> None:
    with connect() as connection:
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
        ("integer", "99999999999999999999"),
        ("number", "1,5"),
        ("number", "nan"),
        ("boolean", "yes"),
        ("date", "2024-02-30"),
        ("date", "epoch"),
        ("date", "2024-1-1"),
    ],
)
def test_a_cell_that_is_not_of_its_type_is_refused_and_never_bent(tmp_path: Path, kind: str, cell: str) -> None:
    theirs = package(tmp_path, resource("t", fields=[field("id"), field("c", kind)]), t=f'id,c\na,\nb,"{cell}"\n')
    with pytest.raises(CannotRunError, match=rf"t\.csv: '{cell}' in c is no {kind}; run `xiaogan-facts validate`"):
        connect(theirs)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("id,b\n1,2\n3\n", "line 3: 1 cells for 2 columns"),
        ("id,b\n1,2\n\n3,4\n", "line 3: 0 cells for 2 columns"),
        ("id,b\n1,2,3\n", "line 2: 3 cells for 2 columns"),
        ('id,b\n1,"2\n3,4\n', "unexpected end of data"),
        ("b,id\n1,2\n", "first line does not name"),
        ("", "first line does not name"),
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
    with pytest.raises(CannotRunError, match=r"units\.csv: 'utf-8' codec can't decode"):
        connect(archive)


def test_a_reference_to_nothing_is_refused(archive: Path) -> None:
    relations = archive / "relations.csv"
    relations.write_text(relations.read_text(encoding="utf-8").replace("lake-city", "moon"), encoding="utf-8")
    with pytest.raises(CannotRunError, match='key "entity_id: moon" does not exist'):
        connect(archive)


@pytest.mark.parametrize(
    ("path", "complaint"),
    [("../secret.csv", "climbs out"), ("/etc/passwd", "is absolute"), ("nowhere.csv", "no such file")],
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
        ([{**resource("t", fields=[field("id")]), "encoding": "gbk"}], "one CSV file in UTF-8"),
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
