"""A descriptor is held against the standard by its own profiles and by frictionless, and each fault is told once."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts.gate.checks import _by_frictionless as by_frictionless
from xiaogan_facts.gate.checks import by_json_schema
from xiaogan_facts.gate.checks._profile import violations
from xiaogan_facts.gate.checks.profile_problems import violation_problems
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.report import Problem

PROFILES = Path(by_json_schema.__file__).parent / "profiles"
VERSION_2 = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELDS: list[dict[str, Any]] = [
    {"name": "a", "type": "integer", "title": "A", "constraints": {"required": True, "unique": False, "maximum": 9}},
    {"name": "b", "type": "string", "format": "default", "constraints": {"pattern": "a", "minLength": 1}},
    {"name": "c", "type": "boolean", "trueValues": ["y"], "falseValues": ["n"]},
    {"name": "d", "type": "number", "decimalChar": ".", "groupChar": ",", "bareNumber": True},
]
KEY = {"fields": ["a"], "reference": {"resource": "r", "fields": ["a"]}}
RESOURCE = {
    "name": "r",
    "path": "a.csv",
    "title": "R",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "bytes": 1,
    "hash": "d41d8cd98f00b204e9800998ecf8427e",
    "dialect": {"delimiter": ",", "quoteChar": '"', "header": True, "doubleQuote": True, "skipInitialSpace": False},
    "schema": {"fields": FIELDS, "primaryKey": ["a"], "missingValues": [""], "foreignKeys": [KEY]},
}
SOUND: dict[str, Any] = {
    "name": "p",
    "title": "P",
    "homepage": "https://example.com",
    "keywords": ["a"],
    "contributors": [{"title": "A", "path": "https://example.com", "email": "a@example.com"}],
    "licenses": [{"name": "CC0-1.0", "path": "https://example.com", "title": "CC0"}],
    "sources": [{"title": "S", "path": "https://example.com/a..b?c=.d"}],
    "resources": [RESOURCE],
}
SOUND_2 = {"$schema": VERSION_2, **SOUND, "version": "1.0", "created": "2024-01-31T15:00:00Z"}

Path_ = tuple[str | int, ...]


def judge_profile(descriptor: dict[str, Any]) -> list[Problem]:
    return violation_problems(violations(descriptor), Package(base=Path(), descriptor=descriptor))


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The places in a descriptor, each as the steps to it."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from places(inner, (*path, step))


def with_value(descriptor: dict[str, Any], path: Path_, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(descriptor)
    parent: Any = changed
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    return changed


def at(descriptor: Any, path: Path_) -> Any:
    for step in path:
        descriptor = descriptor[step]
    return descriptor


def kind(value: Any) -> str:
    return {str: "text", bool: "flag", int: "number", list: "list", dict: "object"}[type(value)]


WRONG: dict[str, Any] = {"text": "?", "flag": True, "number": 5, "list": [["?"]], "object": {"?": "?"}}
# Where the standard has one thing or a list of it, names a type that any of these can be, or says nothing of the kind.
EITHER = {"primaryKey": "text", "path": "text", "fields": "text", "maximum": "text", "organization": "text"}


@pytest.mark.parametrize("descriptor", [SOUND, SOUND_2], ids=["version 1", "version 2"])
def test_a_sound_descriptor_has_no_faults(descriptor: dict[str, Any]) -> None:
    assert judge_profile(descriptor) == []


@pytest.mark.slow
@pytest.mark.parametrize("descriptor", [SOUND, SOUND_2], ids=["version 1", "version 2"])
def test_a_property_of_a_wrong_kind_is_told_once_and_at_its_place(descriptor: dict[str, Any]) -> None:
    asked = 0
    for path in places(descriptor):
        given = kind(at(descriptor, path))
        for other, value in WRONG.items():
            if other in (given, EITHER.get(str(path[-1]))) or (given == "flag" and other == "number"):
                continue
            if path[-1] in ("dialect", "schema") and other == "text":
                continue  # a path to a file
            asked += 1
            found = [problem.expected for problem in judge_profile(with_value(descriptor, path, value))]
            pointer = "/".join(map(str, path))
            assert len(found) == 1, (pointer, value, found)
            assert f"(at /{pointer}" in found[0], (pointer, value, found)
    assert asked > 150


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"licenses": [{}]}, "licens"),
        ({"resources": []}, "at least one item, each a resource (at /resources)"),
        ({"resources": {}}, "(at /resources)"),
        ({"resources": [5]}, "(at /resources/0)"),
        ({"resources": [{**RESOURCE, "data": []}]}, "not both (at /resources/0/data)"),
        ({"resources": [{**RESOURCE, "hash": 5}]}, "(at /resources/0/hash)"),
        ({"resources": [{**RESOURCE, "schema": {"fields": {}}}]}, "(at /resources/0/schema/fields)"),
        ({"$schema": 5}, "(at /$schema)"),
    ],
)
def test_one_fault_is_one_problem_whoever_finds_it(change: dict[str, Any], said: str) -> None:
    (problem,) = judge_profile({**SOUND_2, **change})
    assert said in problem.expected


BOOLEAN = {"name": "e", "type": "boolean", "constraints": {"minLength": 1, "maxLength": 2, "pattern": "t"}}


@pytest.mark.parametrize("descriptor", [SOUND, SOUND_2], ids=["version 1", "version 2"])
@pytest.mark.parametrize(
    ("field", "pointers"),
    [
        (BOOLEAN, ["constraints/minLength", "constraints/maxLength", "constraints/pattern"]),
        ({"name": [1], "type": "float"}, ["name"]),
        ({"name": "e", "type": 5}, ["type"]),
    ],
)
def test_all_faults_of_a_field_are_told(descriptor: dict[str, Any], field: dict[str, Any], pointers: list[str]) -> None:
    changed = with_value(descriptor, ("resources", 0, "schema", "fields", 3), field)
    places = [problem.expected.rpartition("(at ")[2] for problem in judge_profile(changed)]
    assert sorted(places) == sorted(f"/resources/0/schema/fields/3/{pointer})" for pointer in pointers)


@pytest.mark.parametrize("descriptor", [SOUND, SOUND_2], ids=["version 1", "version 2"])
@pytest.mark.parametrize(
    "field",
    [
        {"name": "e", "constraints": {"enum": [1, 2]}},  # without a type it is of type any
        {"name": "e", "type": "boolean", "trueValues": ["yes"], "constraints": {"enum": ["yes"]}},
        {"name": "e", "type": "number", "constraints": {"enum": [1, "1e3"]}},
        {"name": "e", "type": "integer", "example": 1},
    ],
)
def test_a_field_that_is_right_by_the_text_of_the_standard_is_right(
    descriptor: dict[str, Any], field: dict[str, Any]
) -> None:
    assert judge_profile(with_value(descriptor, ("resources", 0, "schema", "fields", 3), field)) == []


@pytest.mark.parametrize("match", ["exact", "equal", "subset", "superset", "partial"])
def test_what_the_standard_allows_and_its_profile_does_not_is_right(match: str) -> None:
    fields = [*FIELDS, {"name": "e", "type": "list", "itemType": "integer"}]
    schema = {**RESOURCE["schema"], "fieldsMatch": match, "fields": fields}  # type: ignore[dict-item]
    assert judge_profile({**SOUND_2, "resources": [{**RESOURCE, "schema": schema}]}) == []


def test_each_judge_finds_what_the_other_does_not() -> None:
    """Why both are asked: neither alone finds all."""
    only_by_frictionless = {**SOUND_2, "contributors": [{"title": "A", "email": "no address"}]}
    assert list(by_json_schema.violations(only_by_frictionless)) == []
    assert len(judge_profile(only_by_frictionless)) == 1
    only_by_json_schema = {**SOUND, "resources": [{**RESOURCE, "schema": {"fields": [*FIELDS, "g"]}}]}
    assert not [
        violation for violation in by_frictionless.violations(only_by_json_schema) if violation.steps[:5][-1:] == (4,)
    ]
    assert len(judge_profile(only_by_json_schema)) == 1


def test_the_profiles_are_those_on_record() -> None:
    record = (PROFILES / "README.md").read_text(encoding="utf-8")
    files = sorted(PROFILES.glob("*.json"))
    assert len(files) == 3
    for file in files:
        json.loads(file.read_bytes())
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert any(f"`{file.name}`" in line and f"`{digest}`" in line for line in record.splitlines()), file.name


@pytest.mark.parametrize("version", [{}, {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}])
def test_fields_that_say_the_same_are_judged_as_one(version: dict[str, Any]) -> None:
    some: list[Any] = [{"type": "integer", "constraints": {"minLength": "x"}}, {"type": "date", "name": 5}, {}, 7]
    fields = [{"name": f"c{n}", **each} if isinstance(each, dict) else each for n, each in enumerate(some * 3)]
    resources = [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}, {"schema": {"fields": "x"}}, None]
    descriptor = {**version, "name": "p", "resources": resources}
    found = list(by_json_schema.violations(descriptor))
    assert found == list(by_json_schema._violations(descriptor))
    assert len({each.steps[4] for each in found if len(each.steps) > 4}) > 5
