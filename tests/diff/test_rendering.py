"""The difference as text, Markdown and JSON: complete, and with no cell that does anything but be read."""

from __future__ import annotations

import html
import json
import random
import re
from pathlib import Path

import pytest
from marko.ext.gfm import gfm

from xiaogan_facts.diff import as_json, as_markdown, as_text, compare
from xiaogan_facts.diff._escape import code, prose, visible

FIXTURES = Path(__file__).parent / "fixtures"

HOSTILE = [
    "| a | b |",
    "\\|",
    "\\\\|",
    "`",
    "``` ` ``",
    "`|`",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</td></tr></table>",
    "&lt;b&gt;",
    "[click](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "https://example.org www.example.org someone@example.org",
    "@everyone #1 GH-1 :smile:",
    "**bold** _em_ ~~gone~~",
    "line\n\n# heading\n- item",
    "\\",
    "ends in a backslash\\",
    "`begins and ends in a tick`",
    " spaces  that   hide ",
    "\u202eright to left\u2066",
    "\x1b[31mred\x07\r\t\x00",
    "\u2028\u2029\x85",
    "孝感`|高新区",
]


def cells_of(markdown: str) -> list[str]:
    """The cells of a table's only row as a reader sees them; nothing in them may be marked up but as code."""
    page = gfm(f"| one | two |\n|---|---|\n| {markdown} | end |\n")
    [_, row] = re.findall(r"<tr>\n?(.*?)</tr>", page, re.DOTALL)
    found = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
    assert set(re.findall(r"<(\w+)", "".join(found))) <= {"code"}
    assert page.count("<table>") == 1
    assert page.endswith("</table>")
    return [html.unescape(re.sub("<[^>]*>", "", cell)) for cell in found]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_hostile_cell_is_read_in_markdown_and_does_nothing(cell: str) -> None:
    assert cells_of(code(cell)) == [visible(cell), "end"]
    assert cells_of(prose(cell)) == [visible(cell), "end"]


def test_any_cell_whatever_is_read_in_markdown_and_does_nothing() -> None:
    chance = random.Random(20240831)
    for _ in range(2000):
        cell = "".join(chance.choices("`|\\<>[]()!&;*_~#@:/.- \na孝", k=chance.randint(1, 12)))
        assert cells_of(code(cell)) == [visible(cell), "end"], repr(cell)


@pytest.mark.parametrize(
    "sentence",
    [
        "The total investment of the park is 11.2 billion yuan (target).",
        "Out of 10 vehicles, 6 have a heater: so it is said.",
        "See GH-12.",
        "See example.org.",
        "Corrected in 0123abc.",
        "Say it to @someone.",
    ],
)
def test_a_sentence_is_plain_only_where_github_would_make_nothing_of_it(sentence: str) -> None:
    linked = re.search(r"GH-\d|\w\.[a-z]|[0-9a-f]{7}|[@:]", sentence)
    assert prose(sentence) == (f"`{sentence}`" if linked else sentence)


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_stays_on_its_line_and_steers_no_terminal(cell: str) -> None:
    shown = visible(cell)
    assert shown.isprintable()
    assert shown.splitlines() == [shown]


def test_what_is_not_there_and_what_is_empty_are_told_apart() -> None:
    assert (visible(None), visible("")) == ("(none)", "(empty)")
    assert (code(None), code("")) == ("*(none)*", "*(empty)*")
    assert code("(empty)") == "`(empty)`"


def test_the_text_has_the_sums_first_and_then_the_changes_by_table() -> None:
    assert as_text(compare(FIXTURES / "table-added", FIXTURES / "cell-changed")) == (
        "fruits 1.0.0 -> fruits 1.0.0: different\n"
        "  tables:  0 added, 1 removed, 1 changed\n"
        "  columns: 0 added, 0 removed, 0 changed\n"
        "  rows:    0 added, 1 removed, 1 changed\n"
        "\n"
        "fruits (3 -> 3 rows, by fruit_id)\n"
        "  ~ fig\n"
        "      grams: 50 -> 55\n"
        "\n"
        "nuts, removed (1 -> (none) rows, by nut_id)\n"
        "  - hazel\n"
    )


def test_the_markdown_has_the_sums_first_and_then_the_changes_by_table() -> None:
    assert as_markdown(compare(FIXTURES / "row-added", FIXTURES / "key-renamed")) == (
        "## `fruits 1.0.0` → `fruits 1.0.0`\n"
        "\n"
        "|  | added | removed | changed | new key |\n"
        "|---|---|---|---|---|\n"
        "| tables | 0 | 0 | 1 | 0 |\n"
        "| columns | 0 | 0 | 0 | 0 |\n"
        "| rows | 0 | 1 | 0 | 1 |\n"
        "\n"
        "### `fruits`\n"
        "\n"
        "Rows: 4 → 3, matched by `fruit_id`.\n"
        "\n"
        "| removed | what it says |\n"
        "|---|---|\n"
        "| `kiwi` | `name` `Kiwi`; `grams` `75` |\n"
        "\n"
        "| key before | key now |\n"
        "|---|---|\n"
        "| `fig` | `common-fig` |\n"
    )


def test_the_markdown_of_the_same_package_twice_says_so() -> None:
    same = as_markdown(compare(FIXTURES / "fruits", FIXTURES / "rows-reordered"))
    assert same == "## `fruits 1.0.0` → `fruits 1.0.0`\n\nNothing has changed.\n"


def test_every_change_of_definition_is_in_all_three() -> None:
    difference = compare(FIXTURES / "column-retyped", FIXTURES / "column-added")
    assert "column added: colour (a value in 2 rows)" in as_text(difference)
    assert "      type: number -> integer" in as_text(difference)
    assert "| `grams` | `type` was `number`, is `integer` |" in as_markdown(difference)
    assert "| `colour` | added; a value in 2 rows |" in as_markdown(difference)
    [table] = json.loads(as_json(difference))["tables"]
    assert table["columns"] == [
        {
            "name": "grams",
            "kind": "changed",
            "values": 0,
            "properties": [{"name": "type", "before": "number", "after": "integer"}],
        },
        {"name": "colour", "kind": "added", "values": 2},
    ]


def test_the_json_has_every_changed_cell_as_its_file_has_it() -> None:
    difference = compare(FIXTURES / "fruits", FIXTURES / "hostile-cells")
    value = json.loads(as_json(difference))
    [table] = value["tables"]
    assert (value["same"], value["counts"]["rows"]["changed"], table["name"]) == (False, 2, "fruits")
    apple, fig = table["changed"]
    assert apple["key"] == ["apple"]
    assert apple["cells"]["name"]["before"] == "Apple"
    assert apple["cells"]["name"]["after"].endswith("www.example.org\n\n# head\u202e\\")
    assert fig["cells"] == {"name": {"before": "Fig", "after": "=cmd|' /C calc'!A0"}}


def test_a_hostile_package_makes_markdown_of_nothing_but_headings_tables_and_code() -> None:
    page = gfm(as_markdown(compare(FIXTURES / "fruits", FIXTURES / "hostile-cells")))
    marked_up = set(re.findall(r"<(\w+)", page))
    assert marked_up == {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert {row.count("<td>") for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)} == {0, 4, 5}
