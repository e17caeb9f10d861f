"""The examples of the standard's own pages come out as the pages say.

Source: https://datapackage.org/standard/ (data-package, data-resource, table-dialect, table-schema), version 2, with
what is elided there (`...`) filled in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables.table import read_typed
from xiaogan_facts.validation import validate

VERSION_2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FRUITS = "id,name\n1,apple\n2,orange\n"


def written(folder: Path, resource: dict[str, Any], data: str = FRUITS, file: str = "table.csv", **more: Any) -> Path:
    given = resource if "data" in resource else {"path": file, **resource}
    descriptor = {"$schema": VERSION_2, "name": "example", "resources": [{"name": "table", **given}], **more}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / file).write_text(data, encoding="utf-8", newline="")
    return folder


def rows(folder: Path) -> list[dict[str, Any]]:
    return read_typed(load(folder), "table").drop("@line").to_dicts()


@pytest.mark.parametrize(
    "more",
    [
        {"id": "b03ec84-77fd-4270-813b-0c698943f7ce"},
        {"id": "https://doi.org/10.1594/PANGAEA.726855"},
        {
            "licenses": [
                {
                    "name": "ODC-PDDL-1.0",
                    "path": "http://opendatacommons.org/licenses/pddl/",
                    "title": "Open Data Commons Public Domain Dedication and License v1.0",
                }
            ]
        },
        {"created": "1985-04-12T23:20:50.52Z"},
        {
            "contributors": [
                {
                    "title": "Joe Bloggs",
                    "email": "joe@bloggs.com",
                    "path": "http://www.bloggs.com",
                    "roles": ["creator"],
                }
            ]
        },
        {"sources": [{"title": "World Bank and OECD", "path": "http://data.worldbank.org/indicator/NY.GDP.MKTP.CD"}]},
        {"dc:temporal": {"name": "19th Century", "start": "1800-01-01", "end": "1899-12-31"}},
    ],
    ids=lambda more: next(iter(more)),
)
def test_properties_of_a_package(more: dict[str, Any], tmp_path: Path) -> None:
    report = validate(written(tmp_path, {}, **more))
    assert (report.valid, list(report.problems)) == (True, [])


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ({"format": "json", "data": [{"a": 1, "b": 2}]}, [{"a": "1", "b": "2"}]),
        (
            {"format": "csv", "data": "A,B,C\n1,2,3\n4,5,6"},
            [{"A": "1", "B": "2", "C": "3"}, {"A": "4", "B": "5", "C": "6"}],
        ),
        ({"data": [["A", "B", "C"], [1, 2, 3]]}, [{"A": "1", "B": "2", "C": "3"}]),
        ({"data": [{"A": 1, "B": 2, "C": 3}]}, [{"A": "1", "B": "2", "C": "3"}]),
    ],
)
def test_inline_data(resource: dict[str, Any], expected: list[dict[str, Any]], tmp_path: Path) -> None:
    folder = written(tmp_path, resource)
    assert list(validate(folder).problems) == []
    assert rows(folder) == expected


APPLE, ORANGE = {"id": "1", "name": "apple"}, {"id": "2", "name": "orange"}


@pytest.mark.parametrize(
    ("dialect", "data", "expected"),
    [
        ({}, FRUITS, [APPLE, ORANGE]),
        ({"headerRows": [1, 2]}, "fruit,fruit\nid,name\n1,apple\n", [{"fruit id": "1", "fruit name": "apple"}]),
        (
            {"headerRows": [1, 2], "headerJoin": "-"},
            "fruit\nid,name\n1,apple\n",
            [{"fruit-id": "1", "fruit-name": "apple"}],
        ),
        ({"commentRows": [2]}, "id,name\n#fruits\n1,apple\n2,orange\n", [APPLE, ORANGE]),
        ({"commentChar": "#"}, "id,name\n#fruits\n1,apple\n2,orange\n", [APPLE, ORANGE]),
        ({"delimiter": "|"}, "id|name\n1|apple\n2|orange\n", [APPLE, ORANGE]),
        ({"lineTerminator": ";"}, "id,name;1,apple;2,orange", [APPLE, ORANGE]),
        ({"quoteChar": "'"}, "id,name\n1,'apple,fruits'\n", [{"id": "1", "name": "apple,fruits"}]),
        ({"doubleQuote": True}, 'id,name\n1,"apple""fruits"\n', [{"id": "1", "name": 'apple"fruits'}]),
        ({"escapeChar": "|"}, "id,name\n1,apple|,fruits\n", [{"id": "1", "name": "apple,fruits"}]),
        ({"nullSequence": "NA"}, "id,name\n1,apple\n2,NA\n", [APPLE, {"id": "2", "name": None}]),
        ({"skipInitialSpace": True}, "id, name\n1, apple\n2, orange\n", [APPLE, ORANGE]),
    ],
    ids=lambda value: next(iter(value), "none") if isinstance(value, dict) else None,
)
def test_a_dialect(dialect: dict[str, Any], data: str, expected: list[dict[str, Any]], tmp_path: Path) -> None:
    folder = written(tmp_path, {"dialect": dialect}, data)
    assert list(validate(folder).problems) == []
    assert rows(folder) == expected


@pytest.mark.parametrize(
    ("dialect", "data"),
    [
        ({"property": "rows"}, {"rows": [{"id": 1, "name": "apple"}, {"id": 2, "name": "orange"}]}),
        ({"itemType": "array"}, [["id", "name"], [1, "apple"], [2, "orange"]]),
        ({"itemType": "object", "itemKeys": ["id", "name"]}, [{"name": "apple", "id": 1}, {"id": 2, "name": "orange"}]),
    ],
)
def test_a_dialect_of_json(dialect: dict[str, Any], data: Any, tmp_path: Path) -> None:
    folder = written(tmp_path, {"type": "table", "dialect": dialect}, json.dumps(data), "table.json")
    assert list(validate(folder).problems) == []
    assert rows(folder) == [APPLE, ORANGE]


def test_a_table_without_a_header(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "field1"}, {"name": "field2"}]}
    folder = written(tmp_path, {"dialect": {"header": False}, "schema": schema}, "1,apple\n2,orange\n")
    assert list(validate(folder).problems) == []
    assert rows(folder) == [{"field1": "1", "field2": "apple"}, {"field1": "2", "field2": "orange"}]


def fruit(**properties: Any) -> dict[str, Any]:
    return {"fields": [{"name": "fruit", **properties}]}


NAMED = {"name": "name", "type": "string"}
AGREEMENT = [{"value": 1, "label": "Strongly Disagree"}, {"value": 2}, {"value": 5, "label": "Strongly Agree"}]


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({"fields": [{"name": "id", "type": "integer"}, NAMED]}, FRUITS),
        ({"fields": [{"name": "id", "type": "any"}, {"name": "name", "type": "any"}]}, FRUITS),
        ({"fields": [{"name": "id"}, {"name": "name"}], "primaryKey": ["id", "name"]}, FRUITS),
        ({"fields": [{"name": "id"}, {"name": "name"}], "primaryKey": "id"}, FRUITS),
        ({"fields": [{"name": "id"}, {"name": "name"}], "uniqueKeys": [["id"], ["id", "name"]]}, FRUITS),
        (
            {
                "fields": [{"name": "parent"}, {"name": "id"}],
                "foreignKeys": [{"fields": ["parent"], "reference": {"fields": ["id"]}}],
            },
            "parent,id\n,1\n1,2\n",
        ),
        (
            {
                "fields": [{"name": "column1"}, {"name": "column2", "missingValues": ["-"]}],
                "missingValues": ["", "NA"],
            },
            "column1,column2\nNA,-\n",
        ),
        (
            {
                **fruit(type="integer"),
                "missingValues": [{"value": "", "label": "OMITTED"}, {"value": "-99", "label": "REFUSED"}],
            },
            "fruit\n-99\n7\n",
        ),
        (fruit(type="string", categories=["apple", "orange", "banana"]), "fruit\nbanana\n"),
        (
            fruit(type="integer", categories=[{"value": 0, "label": "apple"}, {"value": 1, "label": "orange"}]),
            "fruit\n1\n",
        ),
        (fruit(type="integer", categories=AGREEMENT, categoriesOrdered=True), "fruit\n5\n"),
        ({"fields": [{"name": "Country", "type": "string", "rdfType": "http://schema.org/Country"}]}, "Country\nUS\n"),
        (fruit(type="number"), "fruit\n-1.23\n12678967.543233\n+100000.00\n210\nNaN\n-INF\n"),
        (fruit(type="number", groupChar=","), 'fruit\n"100,000"\n'),
        (fruit(type="integer", bareNumber=False), "fruit\n95%\n€95\nEUR 95\n"),
        (fruit(type="list", itemType="date"), 'fruit\n"2024-01-26,2024-01-27"\n'),
        (fruit(type="datetime"), "fruit\n2024-01-26T15:00:00\n2024-01-26T15:00:00.300-05:00\n"),
        (fruit(type="datetime", format="%d/%m/%Y %H:%M:%S"), "fruit\n12/11/2018 09:15:32\n"),
        (fruit(type="date"), "fruit\n2024-01-26\n"),
        (fruit(type="time"), "fruit\n15:00:00\n"),
        (fruit(type="geopoint"), 'fruit\n"90.50, 45.50"\n'),
        (fruit(type="geopoint", format="array"), 'fruit\n"[90.50, 45.50]"\n'),
        (fruit(type="geopoint", format="object"), 'fruit\n"{""lon"": 90.50, ""lat"": 45.50}"\n'),
    ],
)
def test_a_schema_that_the_data_keeps_to(schema: dict[str, Any], data: str, tmp_path: Path) -> None:
    assert list(validate(written(tmp_path, {"type": "table", "schema": schema}, data)).problems) == []


PRICE = "id,name,price\n1,apple,100\n2,orange,{}\n"
JSON_SCHEMA = {"type": "object", "properties": {"value": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("kind", "constraint", "data", "line"),
    [
        ("string", {"required": True}, "id,name\n1,apple\n2,\n", 3),
        ("string", {"unique": True}, "id,name\n1,apple\n2,apple\n", 3),
        ("string", {"minLength": 5}, "id,name\n1,apple\n2,plum\n", 3),
        ("string", {"maxLength": 5}, "id,name\n1,apple\n2,grapefruit\n", 3),
        ("integer", {"minimum": 100}, "id,name\n1,100\n2,50\n", 3),
        ("integer", {"maximum": 100}, "id,name\n1,100\n2,150\n", 3),
        ("integer", {"exclusiveMinimum": 0}, "id,name\n1,100\n2,0\n", 3),
        ("integer", {"exclusiveMaximum": 150}, "id,name\n1,100\n2,150\n", 3),
        ("object", {"jsonSchema": JSON_SCHEMA}, 'id,name\n1,"{""value"": 1}"\n2,"{""value"": ""bad""}"\n', 3),
        ("string", {"pattern": "^a.*$"}, "id,name\n1,apple\n2,orange\n", 3),
        ("string", {"enum": ["apple"]}, "id,name\n1,apple\n2,orange\n", 3),
    ],
)
def test_a_constraint_that_the_data_breaks(
    kind: str, constraint: dict[str, Any], data: str, line: int, tmp_path: Path
) -> None:
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": kind, "constraints": constraint}]}
    said = [(each.rule, each.line) for each in validate(written(tmp_path, {"schema": schema}, data)).problems]
    assert said == [(next(iter(constraint)), line)]
