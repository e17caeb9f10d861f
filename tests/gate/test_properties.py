"""Every property that the standard defines, set to every wrong kind of value, is an error at its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import package
from xiaogan_facts.gate.checks import by_properties
from xiaogan_facts.gate.checks._kinds import Either, Items, Kind, Object
from xiaogan_facts.gate.checks._profile import violations
from xiaogan_facts.gate.checks._properties import PACKAGE
from xiaogan_facts.gate.package.load import build_package
from xiaogan_facts.gate.package.places import Steps
from xiaogan_facts.gate.report import Problem
from xiaogan_facts.validation import validate

WRONG: list[Any] = [None, True, -1, 2.5, 1e400, "", "?", [], [None], [[1]], {}, {"?": 1}]


def whole(kind: Kind) -> Any:
    """A value of the kind with all the properties that the standard defines."""
    kind = kind.kinds[0] if isinstance(kind, Either) else kind
    if isinstance(kind, Object):
        return {name: whole(inner) for name, inner in kind.properties.items()}
    return [whole(kind.item)] if isinstance(kind, Items) else kind.example


def places(kind: Kind, steps: Steps) -> Iterator[tuple[Steps, Kind]]:
    """All places in `whole` with their kinds; of several kinds, that of the first is followed."""
    if steps:
        yield steps, kind
    kind = kind.kinds[0] if isinstance(kind, Either) else kind
    if isinstance(kind, Object):
        for name, inner in kind.properties.items():
            yield from places(inner, (*steps, name))
    elif isinstance(kind, Items):
        yield from places(kind.item, (*steps, 0))


def with_value(steps: Steps, value: Any) -> dict[str, Any]:
    changed: dict[str, Any] = copy.deepcopy(WHOLE)
    parent: Any = changed
    for step in steps[:-1]:
        parent = parent[step]
    parent[steps[-1]] = value
    return changed


WHOLE: dict[str, Any] = whole(PACKAGE)
PLACES = list(places(PACKAGE, ()))
ALL = [(steps, kind, value) for steps, kind in PLACES for value in WRONG if not kind.fits(value)]
CASES = [(steps, value) for steps, kind, value in ALL if value != "" or not getattr(kind, "empty", False)]


def test_the_examples_of_all_properties_together_are_right() -> None:
    assert list(by_properties.violations(WHOLE)) == []
    assert len(PLACES) > 100


def test_each_property_of_a_wrong_kind_is_told_once_at_its_place_with_what_to_write() -> None:
    assert len(CASES) > 700
    for steps, value in CASES:
        (told,) = (each for each in by_properties.violations(with_value(steps, value)) if each.steps == steps)
        assert told.note, (steps, value)
        assert told.remedy, (steps, value)
        assert not told.advice, (steps, value)


def test_what_the_remedy_says_to_write_is_right() -> None:
    for steps, value in CASES:
        (told,) = (each for each in by_properties.violations(with_value(steps, value)) if each.steps == steps)
        written = told.remedy.partition("`")[2].rpartition("`")[0]
        if isinstance(steps[-1], str):
            written = written.partition(": ")[2]
        mended = with_value(steps, json.loads(written))
        assert not [each for each in by_properties.violations(mended) if each.steps == steps and not each.advice], (
            steps,
            written,
        )


@pytest.mark.slow
def test_no_judge_tells_a_fault_that_another_has_told() -> None:
    for steps, value in CASES[::3]:
        told = [each for each in violations(with_value(steps, value)) if each.steps[: len(steps)] == steps]
        assert len(told) == 1, (steps, value, told)


@pytest.mark.slow
def test_no_wrong_kind_is_valid_or_a_fault_of_this_program(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("id\n1\n", encoding="utf-8")
    for steps, value in CASES[1::3]:
        report = validate(build_package(with_value(steps, value), tmp_path / "datapackage.json", []))
        assert not report.valid, (steps, value)


def judged(folder: Path, resource: dict[str, Any], **more: Any) -> list[Problem]:
    found = package(folder, {"path": "data.csv", **resource}, "id\n1\n")
    descriptor = {**json.loads((found / "datapackage.json").read_text(encoding="utf-8")), **more}
    (found / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return list(validate(found).problems)


VERSION_2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}


@pytest.mark.parametrize(
    "more",
    [
        {**VERSION_2, "name": "Lake Levels"},
        {**VERSION_2, "name": "湖北"},
    ],
)
def test_a_name_that_the_standard_only_advises_against_is_a_warning(more: dict[str, Any], tmp_path: Path) -> None:
    assert [(each.rule, each.severity) for each in judged(tmp_path, {}, **more)] == [("descriptor-advice", "warning")]


def test_a_name_that_version_1_forbids_is_an_error_that_names_version_2(tmp_path: Path) -> None:
    (problem,) = judged(tmp_path, {}, name="Lake Levels")
    assert (problem.rule, problem.severity) == ("descriptor", "error")
    assert VERSION_2["$schema"] in problem.remedy


def test_the_name_of_a_resource_is_advised_in_both_versions(tmp_path: Path) -> None:
    for more in ({}, VERSION_2):
        assert [each.rule for each in judged(tmp_path, {"name": "Données"}, **more)] == ["descriptor-advice"]


def test_hidden_folders_are_forbidden_since_version_2(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "data.csv").write_text("id\n1\n", encoding="utf-8")
    assert judged(tmp_path, {"path": ".hidden/data.csv"}) == []
    assert [each.rule for each in judged(tmp_path, {"path": ".hidden/data.csv"}, **VERSION_2)] == ["descriptor"]
    assert judged(tmp_path, {"path": "./data.csv"}, **VERSION_2) == []


@pytest.mark.parametrize(
    "more",
    [
        {"custom": {"any": ["thing"]}, "dc:temporal": {"name": "19th Century", "start": "1800-01-01"}},
        {"contributors": [{"title": "A", "role": "author", "custom": 1}]},
        {**VERSION_2, "sources": [{"path": "data/source.csv"}], "image": "images/a.png"},
        {"created": "1985-04-12T23:20:50.52Z", "homepage": "ftp://example.com/a?b=c#d"},
        {"licenses": [{"path": "LICENSE.md", "custom": True}]},
    ],
)
def test_what_the_standard_allows_is_right(more: dict[str, Any], tmp_path: Path) -> None:
    assert judged(tmp_path, {}, **more) == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (5, ["descriptor"]),
        (None, ["descriptor"]),
        ({"a": 1}, ["not-checked"]),
        ("text", ["descriptor", "not-checked"]),
        ([], ["not-checked"]),
    ],
)
def test_inline_data_of_each_kind_without_a_word_of_what_it_is(data: Any, told: list[str], tmp_path: Path) -> None:
    assert [each.rule for each in validate(package(tmp_path, [{"name": "d", "data": data}])).problems] == told


@pytest.mark.parametrize(("data", "valid"), [([], True), ([[1]], True), ({"a": 1}, False), ("a", False), ([1], False)])
def test_inline_data_of_a_table_is_rows(data: Any, valid: bool, tmp_path: Path) -> None:
    report = validate(package(tmp_path, [{"name": "d", "data": data, "type": "table"}]))
    assert report.valid == valid


def test_an_empty_text_in_place_of_an_address_is_advised_against(tmp_path: Path) -> None:
    more = {"homepage": "", "sources": [{"title": "S", "path": "", "email": ""}]}
    assert {(each.rule, each.remedy) for each in judged(tmp_path, {}, **more)} == {
        ("descriptor-advice", "leave the property out")
    }


def test_either_a_path_or_data(tmp_path: Path) -> None:
    (problem,) = judged(tmp_path, {"data": [{"id": 1}]})
    assert "not both" in problem.expected


ID = {"name": "id", "type": "integer"}


@pytest.mark.parametrize(
    "resource",
    [
        {"hash": "md5:zz"},
        {"hash": ""},
        {"path": ""},
        {"path": {}},
        {"schema": ""},
        {"schema": {"fields": [None]}},
        {"schema": {"fields": [{"type": "integer"}]}},
        {"schema": {"fields": [ID], "foreignKeys": [{"fields": ["id"]}]}},
        {"schema": {"fields": [ID], "foreignKeys": [{"fields": [], "reference": {"resource": "", "fields": ["id"]}}]}},
        {"schema": {"fields": [{**ID, "constraints": {"minimum": True}}]}},
        {"schema": {"fields": [{**ID, "type": "boolean", "trueValues": "y"}]}},
        {"licenses": [{"title": "none"}]},
        {"dialect": {"delimiter": ""}},
    ],
    ids=str,
)
def test_what_follows_from_a_fault_of_the_descriptor_is_not_told_beside_it(
    resource: dict[str, Any], tmp_path: Path
) -> None:
    (problem,) = judged(tmp_path, resource)
    assert problem.rule == "descriptor"
