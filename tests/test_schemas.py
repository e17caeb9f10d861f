"""Every column of every table is described in full, in both languages, and what the schemas say holds together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import frictionless
import pytest

from tests.checkout import ROOT, run_python

SCHEMAS = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "schemas").glob("*.json"))
}
DESCRIPTOR = ROOT / "datapackage" / "datapackage.json"
PROFILE = ROOT / "xiaogan_facts" / "gate" / "checks" / "profiles" / "datapackage-2.0.json"
CHINESE = re.compile("[\u3400-\u9fff]")

every_table = pytest.mark.parametrize("table", SCHEMAS)


def fields(table: str) -> list[dict[str, Any]]:
    """The field descriptors of a table's schema."""
    listed: list[dict[str, Any]] = SCHEMAS[table]["fields"]
    return listed


def badly_worded(described: dict[str, Any], words: tuple[str, ...]) -> list[str]:
    """The words of a descriptor that are missing, or not in the language that they should be in."""
    wrong = []
    for word in words:
        english, chinese = described.get(word), described.get(f"{word}@zh")
        if not isinstance(english, str) or not english.strip() or CHINESE.search(english):
            wrong.append(f"{word}: {english!r}")
        # A name such as SHA-256 is the same in both languages.
        if not isinstance(chinese, str) or not (CHINESE.search(chinese) or (chinese == english and chinese.isupper())):
            wrong.append(f"{word}@zh: {chinese!r}")
    return wrong


def test_there_is_a_schema_for_each_table_of_the_data_model() -> None:
    assert set(SCHEMAS) == {
        *("sources", "passages", "entities", "units", "indicators", "predicates", "observations"),
        *("events", "relations", "claims", "statements", "mentions", "caveats"),
    }


@every_table
def test_a_table_and_each_of_its_columns_has_a_title_and_a_description_in_both_languages(table: str) -> None:
    described = {table: SCHEMAS[table]} | {f"{table}.{field['name']}": field for field in fields(table)}
    wrong = {name: badly_worded(each, ("title", "description")) for name, each in described.items()}
    assert {name: words for name, words in wrong.items() if words} == {}


@every_table
def test_each_column_has_a_name_of_its_own_a_type_an_example_and_constraints(table: str) -> None:
    names = [field["name"] for field in fields(table)]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []
    needed = ("type", "example", "constraints")
    assert [(field["name"], need) for field in fields(table) for need in needed if not field.get(need)] == []


@every_table
def test_each_numeric_column_states_its_unit_and_no_other_does(table: str) -> None:
    numeric = [field["name"] for field in fields(table) if field["type"] in {"integer", "number"}]
    assert [field["name"] for field in fields(table) if field.get("unit")] == numeric


@every_table
def test_each_code_list_has_a_label_in_both_languages_for_each_code_and_for_no_other(table: str) -> None:
    for field in fields(table):
        categories = field.get("categories", [])
        assert [category["value"] for category in categories] == field["constraints"].get("enum", []), field["name"]
        assert [wrong for category in categories for wrong in badly_worded(category, ("label",))] == [], field["name"]


@every_table
def test_each_string_that_stands_for_a_missing_value_says_why_in_both_languages(table: str) -> None:
    for holder in (SCHEMAS[table], *fields(table)):
        missing = holder.get("missingValues", [])
        assert [wrong for value in missing for wrong in badly_worded(value, ("label",))] == [], holder.get(
            "name", table
        )


@every_table
def test_each_example_is_a_value_that_its_own_column_would_accept(table: str) -> None:
    schema = frictionless.Schema.from_descriptor(SCHEMAS[table])
    wrong = {}
    for field in schema.fields:
        assert isinstance(field.example, str), field.name
        value, notes = field.read_cell(field.example)
        if value is None or notes:
            wrong[field.name] = (field.example, notes)
    assert wrong == {}


@every_table
def test_a_key_names_columns_that_exist_and_a_foreign_key_points_at_the_key_of_a_table(table: str) -> None:
    schema, names = SCHEMAS[table], {field["name"] for field in fields(table)}
    foreign = schema.get("foreignKeys", [])
    keys = [schema["primaryKey"], *schema.get("uniqueKeys", []), *(key["fields"] for key in foreign)]
    assert all(keys)
    assert [column for key in keys for column in key if column not in names] == []
    for key in foreign:
        there = key["reference"]
        assert there["fields"] == SCHEMAS[there["resource"] or table]["primaryKey"], key["fields"]


@every_table
def test_each_column_named_after_another_tables_key_is_a_foreign_key_to_it(table: str) -> None:
    keys = {schema["primaryKey"][0]: name for name, schema in SCHEMAS.items() if len(schema["primaryKey"]) == 1}
    pointing = {key["fields"][0] for key in SCHEMAS[table].get("foreignKeys", []) if len(key["fields"]) == 1}
    named = {field["name"] for field in fields(table) if keys.get(field["name"], table) != table}
    assert named - pointing == set()


def test_the_descriptor_is_worded_in_both_languages_and_states_each_tables_encoding() -> None:
    descriptor = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    for described in (descriptor, *descriptor["resources"]):
        assert badly_worded(described, ("title", "description")) == [], described["name"]
    assert {resource.get("encoding") for resource in descriptor["resources"]} == {"utf-8"}


def test_the_descriptor_keeps_to_the_official_data_package_2_0_profile() -> None:
    code, said = against_the_profile(DESCRIPTOR)
    assert code == 0, said


def test_a_descriptor_that_strays_from_the_official_profile_is_seen_to(tmp_path: Path) -> None:
    descriptor = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    descriptor["resources"][0]["schema"]["fields"][0]["type"] = "strng"
    stray = tmp_path / "datapackage.json"
    stray.write_text(json.dumps(descriptor), encoding="utf-8")
    assert against_the_profile(stray)[0] == 1


def against_the_profile(descriptor: Path) -> tuple[int, str]:
    """What check-jsonschema says of a descriptor by the copy of the official profile that lies beside the tests."""
    return run_python("-m", "check_jsonschema", "--schemafile", str(PROFILE), str(descriptor))[:2]


@pytest.mark.slow
def test_frictionless_finds_the_archive_valid_without_any_flag() -> None:
    code, said, _ = run_python("-m", "frictionless", "validate", "datapackage/datapackage.json")
    assert code == 0, said
