"""Each part of a descriptor is found on the line of the file that it stands in, JSON or YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.package.places import DescriptorText, Places, Steps
from xiaogan_facts.validation import validate

JSON = """{
  "name": "p", "title": "two on a line",
  "resources": [
    {"name": "a"},
    {
      "name":
        "b",
      "te~x/t\\u0021": ["{", "}", "\\"", "\\\\", -1.5e3, null]
    }
  ]
}
"""


@pytest.mark.parametrize(
    ("steps", "line", "pointer"),
    [
        ((), 1, ""),
        (("title",), 2, "/title"),
        (("resources",), 3, "/resources"),
        (("resources", 0, "name"), 4, "/resources/0/name"),
        (("resources", 1), 5, "/resources/1"),
        (("resources", 1, "name"), 6, "/resources/1/name"),
        (("resources", 1, "te~x/t!", 4), 8, "/resources/1/te~0x~1t!/4"),
        (("resources", 1, "missing"), 5, "/resources/1/missing"),
        (("absent", "altogether"), 1, "/absent/altogether"),
    ],
)
def test_a_part_of_json_has_its_line_and_pointer(steps: Steps, line: int, pointer: str) -> None:
    places = Places({(): DescriptorText("f.json", JSON)})
    assert places.of(steps, "other") == ("f.json", line, pointer)


def test_the_lines_of_the_items_of_a_list() -> None:
    places = Places({(): DescriptorText("f.json", JSON)})
    assert places.lines(("resources",)) == [4, 5]
    assert places.lines(("name",)) == []
    assert Places().lines(("resources",)) == []


YAML = """name: p
resources:
- &first
  name: a
  2024: x
- *first
"""


def test_a_part_of_yaml_has_its_line_also_by_an_anchor() -> None:
    places = Places({(): DescriptorText("f.yaml", YAML, is_yaml=True)})
    found = [places.of(steps, "").line for steps in (("name",), ("resources", 0, "2024"), ("resources", 1, "name"))]
    assert found == [1, 5, 4]


def test_a_text_that_yaml_anchors_multiply_is_gone_through_once() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    places = Places({(): DescriptorText("f.yaml", text, is_yaml=True)})
    assert places.of(("a59", *[1] * 59), "").line == 1


def values() -> st.SearchStrategy[Any]:
    plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
    return st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@settings(max_examples=40, derandomize=True, deadline=None, database=None)
@given(st.dictionaries(st.text(), values()), st.booleans())
def test_every_place_of_any_json_is_found_on_its_line(descriptor: dict[str, Any], ascii_only: bool) -> None:
    """With an item a line, the line of a part is one more than the number of parts before it that begin a line."""
    text = json.dumps(descriptor, indent=1, ensure_ascii=ascii_only)
    places = Places({(): DescriptorText("f.json", text)})
    lines = text.split("\n")
    for steps in parts(descriptor, ()):
        line = places.of(steps, "").line
        assert line
        named = steps and isinstance(steps[-1], str)
        start = json.dumps(steps[-1], ensure_ascii=ascii_only) if named else ""
        assert lines[line - 1].strip().startswith(start)
        assert lines[line - 1].startswith(" " * len(steps))


def parts(value: Any, steps: Steps) -> list[Steps]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [steps, *(place for step, each in inner for place in parts(each, (*steps, step)))]


def test_a_fault_of_a_schema_in_a_file_of_its_own_is_told_in_that_file(tmp_path: Path) -> None:
    schema = "fields:\n- name: a\n  type: integer\n  categoriesOrdered: 1\nprimaryKey: b\n"
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "s.yaml").write_text(schema, encoding="utf-8")
    resource = {"name": "d", "path": "d.csv", "schema": "schemas/s.yaml"}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    (tmp_path / "d.csv").write_text("a\n1\n", encoding="utf-8")
    said = [(p.rule, p.file, p.line) for p in validate(tmp_path).problems]
    assert said == [("descriptor", "schemas/s.yaml", 4), ("key-field-unknown", "schemas/s.yaml", 5)]
    (pointer,) = [p.expected for p in validate(tmp_path).problems if p.rule == "descriptor"]
    assert pointer.endswith("(at /fields/0/categoriesOrdered)")


def test_a_package_without_a_file_has_pointers_but_no_lines() -> None:
    package = load(Path(__file__).parent / "fixtures" / "sound")
    assert package.at("name").line == 3
    assert Places().of(("name",), "p.json") == ("p.json", None, "/name")
