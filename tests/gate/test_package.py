"""Descriptors become plain objects: what they say is kept, what they leave out has the standard's default."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts.gate.package import Category, Dialect, Field, MissingValue, Package, load
from xiaogan_facts.gate.tables.table import read_typed
from xiaogan_facts.validation import validate


def loaded(folder: Path, resource: dict[str, Any], **more: Any) -> Package:
    descriptor = {"name": "p", "resources": [{"name": "data", "path": "data.csv", **resource}], **more}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return load(folder)


def test_words_in_both_languages_are_kept(tmp_path: Path) -> None:
    field = {
        "name": "size",
        "type": "integer",
        "title": "Size",
        "title@zh": "大小",
        "description": "How large",
        "example": "3",
        "unit": "mu",
        "categories": [{"value": 1, "label": "small", "label@zh": "小"}],
        "missingValues": [{"value": "-", "label": "not-stated"}],
    }
    resource = {"title": "Data", "title@zh": "数据", "schema": {"fields": [field], "title@zh": "表"}}
    package = loaded(tmp_path, resource, title="Package", **{"title@zh": "包"})
    (read,) = package.resources
    assert (package.title, package.translated("title", "zh")) == ("Package", "包")
    assert (read.title, read.translated("title", "zh")) == ("Data", "数据")
    assert read.schema is not None
    assert read.schema.translated("title", "zh") == "表"
    size = read.schema.field("size")
    assert (size.title, size.translated("title", "zh"), size.unit, size.example) == ("Size", "大小", "mu", "3")
    assert size.categories == (Category(value=1, label="small"),)
    assert size.categories[0].translated("label", "zh") == "小"
    assert read.schema.missing_values_of(size) == (MissingValue(value="-", label="not-stated"),)


def test_fields_that_say_the_same_share_it_but_for_their_words(tmp_path: Path) -> None:
    kinds: list[dict[str, Any]] = [
        {"minimum": 1},
        {"minimum": True},
        {"minimum": 1.0},
        {"minimum": "1"},
        {"minimum": 1},
    ]
    fields: list[Any] = [{"name": f"f{n}", "type": "integer", "constraints": each} for n, each in enumerate(kinds)]
    fields[4] |= {"title": "own", "title@zh": "自己"}
    listed = [*fields, 7, {"name": 7}]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": listed}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    schema = load(tmp_path).resource("t").schema
    assert schema
    found = schema.fields
    assert [(each.name, each.title, each.place) for each in found] == [
        *((f"f{n}", None, n) for n in range(4)),
        ("f4", "own", 4),
        ("", None, 6),
    ]
    assert [repr(each.constraints.minimum) for each in found[:5]] == ["1", "None", "1.0", "'1'", "1"]
    assert found[0].constraints is found[4].constraints
    assert [each.translated("title", "zh") for each in (found[0], found[4])] == [None, "自己"]
    assert [dict(each.descriptor) for each in found] == [*fields, {"name": 7}]


def test_defaults_are_the_standard_s(tmp_path: Path) -> None:
    (resource,) = loaded(tmp_path, {"schema": {"fields": [{"name": "a"}]}}).resources
    assert resource.schema is not None
    assert resource.schema.fields == (Field(name="a", type="any"),)
    assert resource.schema.missing_values == (MissingValue(value=""),)
    assert (resource.schema.fields_match, resource.encoding, resource.dialect) == ("exact", "utf-8", Dialect())


@pytest.mark.parametrize(
    ("given", "kind", "packing", "delimiter"),
    [
        ({"path": "a.csv"}, "csv", None, ","),
        ({"path": "a.TSV"}, "tsv", None, "\t"),
        ({"path": "a.csv.gz"}, "csv", "gz", ","),
        ({"path": "a.zip", "format": "csv"}, "csv", "zip", ","),
        ({"path": "a.dat", "mediatype": "text/csv; charset=utf-8"}, "csv", None, ","),
        ({"path": "a.tsv", "dialect": {"delimiter": "|"}}, "tsv", None, "|"),
        ({"path": "a.csv", "dialect": {"csv": {"delimiter": ";"}}}, "csv", None, ";"),
        ({"path": "a.json"}, "json", None, ","),
    ],
)
def test_a_format_is_known_by_its_declaration_or_its_file_s_name(
    given: dict[str, Any], kind: str, packing: str | None, delimiter: str, tmp_path: Path
) -> None:
    (resource,) = loaded(tmp_path, given).resources
    assert (resource.format, resource.compression, resource.dialect.delimiter) == (kind, packing, delimiter)


def test_version_1_is_read_as_well(tmp_path: Path) -> None:
    schema = {
        "fields": [{"name": "a", "type": "date", "format": "fmt:%Y"}, {"name": "b"}],
        "primaryKey": "a",
        "foreignKeys": [{"fields": "b", "reference": {"resource": "", "fields": "a"}}],
    }
    (resource,) = loaded(tmp_path, {"path": None, "url": "old.csv", "schema": schema}).resources
    assert resource.schema is not None
    assert resource.schema.primary_key == ("a",)
    assert resource.schema.foreign_keys[0].reference_fields == ("a",)
    assert resource.schema.fields[0].format == "%Y"


def test_schemas_and_dialects_in_files_are_followed_inside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"fields": [{"name": "a", "type": "integer"}]}', encoding="utf-8")
    (tmp_path / "d.yaml").write_text('delimiter: ";"\n', encoding="utf-8")
    package = loaded(tmp_path, {"schema": "s.json", "dialect": "d.yaml"})
    assert package.problems == ()
    assert package.resources[0].dialect.delimiter == ";"
    assert package.resource("data").schema == package.resources[0].schema


def test_objects_cannot_be_changed(tmp_path: Path) -> None:
    package = loaded(tmp_path, {"schema": {"fields": [{"name": "a"}]}})
    with pytest.raises(dataclasses.FrozenInstanceError):
        package.resources[0].name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        package.resources[0].descriptor["name"] = "other"  # type: ignore[index]


def test_a_folder_without_a_descriptor_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path)


def test_yaml_says_the_same_as_json(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a\n1\nx\n", encoding="utf-8")
    text = (
        "name: p\nresources:\n- name: data\n  path: data.csv\n  schema:\n    fields:\n    - {name: a, type: integer}\n"
    )
    (tmp_path / "datapackage.yaml").write_text(text, encoding="utf-8")
    assert [(problem.rule, problem.line) for problem in validate(tmp_path).problems] == [("type", 3)]


def test_a_table_is_read_with_the_types_of_its_schema_and_the_line_of_each_record(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text('id,t,d\n1,"a\nb",2024-01-31\n-,c,x\n', encoding="utf-8")
    fields = [{"name": "id", "type": "integer"}, {"name": "t"}, {"name": "d", "type": "date"}, {"name": "gone"}]
    package = loaded(tmp_path, {"schema": {"fields": fields, "missingValues": ["-"], "fieldsMatch": "superset"}})
    frame = read_typed(package, "data")
    types = [("id", "Int64"), ("t", "String"), ("d", "Date"), ("gone", "String"), ("@line", "Int64")]
    assert [(name, str(dtype)) for name, dtype in frame.schema.items()] == types
    assert frame.drop("d").rows() == [(1, "a\nb", None, 2), (None, "c", None, 4)]
    assert frame["d"].is_null().to_list() == [False, True]


def test_a_date_in_yaml_is_the_text_that_json_would_hold(tmp_path: Path) -> None:
    (tmp_path / "datapackage.yaml").write_text("name: p\ncreated: 2024-01-31\n1: one\n", encoding="utf-8")
    assert dict(load(tmp_path).descriptor) == {"name": "p", "created": "2024-01-31", "1": "one"}


def test_yaml_that_json_could_not_say_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datapackage.yaml").write_text("2024-01-31: one\n", encoding="utf-8")
    assert [problem.rule for problem in load(tmp_path).problems] == ["descriptor-not-yaml"]


@pytest.mark.parametrize("name", ["profile", "$schema"])
def test_a_profile_that_extends_the_standard_is_said_not_to_be_checked(name: str, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n", encoding="utf-8")
    loaded(tmp_path, {"schema": {"fields": [{"name": "a"}]}}, **{name: "https://example.com/profile.json"})
    report = validate(tmp_path)
    assert [(problem.rule, problem.severity) for problem in report.problems] == [("profile-not-checked", "notice")]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "s.json").write_text('{"fields": []}', encoding="utf-8")
    package = [{"name": "by-schema", "schema": "s.json"}, {"name": "by-hash", "hash": "0" * 32}, {"name": "alone"}]
    resources = [{"path": "data.csv", **resource} for resource in package]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    opened = Path.open

    def deny(path: Path, *args: Any, **more: Any) -> Any:
        if path.name in ("data.csv", "s.json"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **more)

    monkeypatch.setattr(Path, "open", deny)
    said = [(problem.rule, problem.file, problem.value, problem.table) for problem in validate(tmp_path).problems]
    assert said == [
        ("file-unreadable", "datapackage.json", "s.json", None),
        ("file-unreadable", "data.csv", None, "by-schema"),
        ("file-unreadable", "data.csv", None, "by-hash"),
        ("file-unreadable", "data.csv", None, "alone"),
    ]


def test_a_missing_value_has_its_label_in_every_language(tmp_path: Path) -> None:
    labelled = {"value": "-", "label": "not stated", "label@zh": "未说明"}
    package = loaded(tmp_path, {"schema": {"fields": [{"name": "a"}], "missingValues": ["", labelled]}})
    schema = package.resources[0].schema
    assert schema is not None
    bare, other = schema.missing_values
    assert (bare.value, bare.label, bare.translated("label", "zh")) == ("", None, None)
    assert (other.value, other.label, other.translated("label", "zh")) == ("-", "not stated", "未说明")


def test_what_a_reference_leads_to_is_judged_as_if_it_stood_in_the_descriptor(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "s.json").write_text('{"fields": [{"name": "a", "title": 7}]}', encoding="utf-8")
    package = loaded(tmp_path, {"schema": "s.json"})
    assert package.descriptor["resources"][0]["schema"] == {"fields": [{"name": "a", "title": 7}]}
    problems = validate(tmp_path).problems
    assert {(problem.rule, problem.field) for problem in problems} == {("descriptor", "a")}
