"""Descriptors that are taken to be sound without asking frictionless: it finds nothing wrong with any of them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xiaogan_facts.gate.checks import profile
from xiaogan_facts.gate.checks.plainly import plainly_sound
from xiaogan_facts.gate.checks.profile import judge_profile
from xiaogan_facts.gate.package import load
from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiaogan_facts.gate.report import Problem

FIXTURES = Path(__file__).parent / "fixtures"

FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "[a-z]+"}},
    {"name": "kind", "type": "string", "format": "default", "constraints": {"enum": ["a"], "minLength": 1}},
    {"name": "size", "type": "number", "unit": "mu", "constraints": {"minimum": 0, "maximum": "9.5"}},
    {"name": "day", "type": "date", "constraints": {"minimum": "1990-01-01"}, "missingValues": ["", "-"]},
    {"name": "is", "type": "boolean", "title": "Is", "title@zh": "是", "rdfType": "http://example.org/is"},
    {"name": "any", "type": "any", "description": "Whatever"},
]
SCHEMA = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "name": "data",
    "title": "Data",
    "fields": FIELDS,
    "fieldsMatch": "exact",
    "missingValues": [""],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": "kind", "reference": {"resource": "", "fields": "id"}}],
}
RESOURCE = {
    "name": "data",
    "type": "table",
    "profile": "tabular-data-resource",
    "path": "data.csv",
    "title": "Data",
    "description@zh": "数据",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "bytes": 3,
    "rows": 1,
    "hash": "sha256:00",
    "homepage": "https://example.org/",
    "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    "sources": [{"title": "A book", "path": "https://example.org/"}],
    "schema": SCHEMA,
}
PACKAGE = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "profile": "data-package",
    "name": "package",
    "id": "1",
    "title": "Package",
    "description": "What it holds",
    "version": "1.0.0",
    "homepage": "https://example.org/",
    "image": "image.png",
    "keywords": ["a"],
    "licenses": [{"name": "CC-BY-4.0", "path": "https://example.org/", "title": "A licence"}],
    "sources": [{"title": "A book"}],
    "contributors": [{"title": "A", "path": "https://example.org/", "role": "author", "organization": "B"}],
    "resources": [RESOURCE],
}
WRONG: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "A B",
    "http://example.org/",
    "../x",
    [],
    [[]],
    ["x"],
    {},
    {"x": 1},
]
STRANGE = ("email", "example", "missingValues", "fields", "data", "url", "exclusiveMinimum", "jsonSchema", "minLength")


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container below a value, with each of its keys."""
    for key in list(value if isinstance(value, dict) else range(len(value))):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from places(value[key])


def variants() -> Iterator[dict[str, Any]]:
    """The package with one property left out, wrong, or strange, for every property and place."""
    for number, (container, key) in enumerate(places(PACKAGE)):
        for change in ["leave out", "strange", *WRONG]:
            package = copy.deepcopy(PACKAGE)
            container, key = list(places(package))[number]
            if change == "leave out":
                del container[key]
            elif change == "strange":
                for name in STRANGE if isinstance(container, dict) else ():
                    container[name] = container[key]
            else:
                container[key] = change
            yield package


def test_a_package_of_common_properties_is_plainly_sound() -> None:
    assert plainly_sound(PACKAGE)
    assert not plainly_sound({})
    assert not plainly_sound({**PACKAGE, "resources": [RESOURCE, RESOURCE]})


def test_frictionless_finds_nothing_wrong_with_what_is_plainly_sound() -> None:
    taken = [package for package in variants() if plainly_sound(package)]
    assert len(taken) > 100
    for package in taken:
        assert judge_profile(package, "datapackage.json") == [], json.dumps(package)


@pytest.mark.parametrize("version", [None, "https://datapackage.org/profiles/1.0/datapackage.json"])
def test_without_version_2_it_is_the_same(version: str | None) -> None:
    package = {key: value for key, value in PACKAGE.items() if key != "$schema"} | (
        {"$schema": version} if version else {}
    )
    assert plainly_sound(package) is (version is None)
    assert judge_profile(package, "datapackage.json") == []


def test_each_fixture_that_is_plainly_sound_is_sound_to_frictionless() -> None:
    taken = [package for package in map(load, FIXTURES.glob("*/datapackage.json")) if plainly_sound(package.descriptor)]
    assert len(taken) > 20
    for package in taken:
        assert judge_profile(package.descriptor, package.file) == [], package.base


def test_frictionless_is_asked_about_every_other_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def judge(descriptor: dict[str, Any], file: str) -> list[Problem]:
        asked.append(file)
        return []

    monkeypatch.setattr(profile, "judge_profile", judge)
    (tmp_path / "data.csv").write_text("id\na\n", encoding="utf-8")
    resource = {"name": "data", "path": "data.csv", "schema": {"fields": [{"name": "id", "type": "string"}]}}
    for more, times in ({}, 0), ({"custom": 1}, 1):
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource], **more}), encoding="utf-8")
        assert validate(tmp_path).valid
        assert len(asked) == times
