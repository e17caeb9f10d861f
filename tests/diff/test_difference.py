"""What counts as a difference between two packages, and what does not."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from xiaogan_facts.diff import Difference, as_json, as_markdown, as_text, compare
from xiaogan_facts.diff._model import CellChange, Counts, PropertyChange, TableChange
from xiaogan_facts.gate.errors import CannotRunError

FIXTURES = Path(__file__).parent / "fixtures"


def against_fruits(name: str) -> Difference:
    return compare(FIXTURES / "fruits", FIXTURES / name)


def the_table(difference: Difference) -> TableChange:
    """The one table that differs."""
    [table] = [table for table in difference.tables if table.kind != "same"]
    return table


@pytest.mark.parametrize("name", ["fruits", "rows-reordered", "columns-reordered", "written-otherwise"])
def test_the_order_of_rows_and_columns_and_the_way_of_writing_are_no_difference(name: str) -> None:
    difference = against_fruits(name)
    assert difference.same
    assert difference.counts() == dict.fromkeys(("tables", "columns", "rows", "facts"), Counts())


def test_a_row_that_came_is_added_with_all_its_cells() -> None:
    [row] = the_table(against_fruits("row-added")).added
    assert row.key == ("kiwi",)
    assert {cell.column: cell.value for cell in row.cells} == {"fruit_id": "kiwi", "name": "Kiwi", "grams": "75"}


def test_a_row_that_went_is_removed_with_all_its_cells() -> None:
    table = the_table(against_fruits("row-removed"))
    [row] = table.removed
    assert row.key == ("fig",)
    assert [cell.value for cell in row.cells] == ["fig", "Fig", "50"]
    assert (table.rows_before, table.rows_after) == (3, 2)


def test_a_changed_row_tells_only_the_cells_that_changed() -> None:
    table = the_table(against_fruits("cell-changed"))
    [row] = table.changed
    assert row.key == ("fig",)
    assert row.cells == (CellChange("grams", "50", "55"),)
    assert (table.added, table.removed) == ((), ())


def test_a_row_that_only_has_another_key_is_renamed_and_neither_added_nor_removed() -> None:
    table = the_table(against_fruits("key-renamed"))
    [row] = table.renamed
    assert (row.before, row.after) == (("fig",), ("common-fig",))
    assert (table.added, table.removed, table.changed) == ((), (), ())


def test_a_row_with_another_key_and_another_cell_is_removed_and_added() -> None:
    table = the_table(against_fruits("key-renamed-and-cell-changed"))
    assert [row.key for row in table.added] == [("common-fig",)]
    assert [row.key for row in table.removed] == [("fig",)]
    assert table.renamed == ()


def test_of_rows_that_are_alike_none_is_taken_for_another_one_renamed(tmp_path: Path) -> None:
    for name, first, second in (("old", "a", "b"), ("new", "c", "d")):
        shutil.copytree(FIXTURES / "fruits", tmp_path / name)
        (tmp_path / name / "fruits.csv").write_text(f"fruit_id,name,grams\n{first},Fig,1\n{second},Fig,1\n", "utf-8")
    table = the_table(compare(tmp_path / "old", tmp_path / "new"))
    assert (len(table.added), len(table.removed), table.renamed) == (2, 2, ())


def test_an_added_column_is_told_once_with_the_number_of_its_values() -> None:
    table = the_table(against_fruits("column-added"))
    [column] = table.columns
    assert (column.name, column.kind, column.values) == ("colour", "added", 2)
    assert (table.added, table.removed, table.changed) == ((), (), ())


def test_a_removed_column_is_told_once() -> None:
    [column] = the_table(against_fruits("column-removed")).columns
    assert (column.name, column.kind, column.values) == ("grams", "removed", 3)


def test_a_column_with_another_definition_tells_the_properties_that_changed() -> None:
    [column] = the_table(against_fruits("column-retyped")).columns
    assert (column.name, column.kind) == ("grams", "changed")
    assert column.properties == (PropertyChange("type", "integer", "number"),)


def test_an_added_table_comes_with_its_rows_and_in_the_other_direction_goes_with_them() -> None:
    table = the_table(against_fruits("table-added"))
    assert (table.name, table.kind, [row.key for row in table.added]) == ("nuts", "added", [("hazel",)])
    table = the_table(compare(FIXTURES / "table-added", FIXTURES / "fruits"))
    assert (table.name, table.kind, [row.key for row in table.removed]) == ("nuts", "removed", [("hazel",)])


def test_a_property_of_the_package_that_changed_is_a_difference() -> None:
    difference = against_fruits("version-raised")
    assert difference.properties == (PropertyChange("version", "1.0.0", "1.1.0"),)
    assert not difference.same


def test_true_and_one_are_different_properties(tmp_path: Path) -> None:
    descriptor = json.loads((FIXTURES / "fruits" / "datapackage.json").read_text("utf-8"))
    for name, value in (("old", True), ("new", 1)):
        shutil.copytree(FIXTURES / "fruits", tmp_path / name)
        (tmp_path / name / "datapackage.json").write_text(json.dumps({**descriptor, "open": value}), "utf-8")
    [change] = compare(tmp_path / "old", tmp_path / "new").properties
    assert (change.before, change.after) == (True, 1)


def test_rows_without_a_key_are_compared_whole_and_counted() -> None:
    old = FIXTURES / "sales-without-a-key"
    assert compare(old, FIXTURES / "sales-without-a-key-reordered").same
    table = the_table(compare(old, FIXTURES / "sales-without-a-key-one-less-one-more"))
    assert [[cell.value for cell in row.cells] for row in table.removed] == [["fig", "Li"]]
    assert [[cell.value for cell in row.cells] for row in table.added] == [["plum", "Xu"]]
    assert table.key == ()


def test_a_key_that_repeats_matches_no_rows_and_the_table_says_so() -> None:
    table = the_table(against_fruits("key-repeats"))
    assert (table.key, table.note) == ((), "no key is unique in both versions, so whole rows are compared")
    assert [[cell.value for cell in row.cells] for row in table.added] == [["fig", "Green fig", "60"]]


def test_a_file_that_is_no_table_is_compared_by_its_bytes() -> None:
    old = FIXTURES / "notes-beside"
    assert compare(old, old).same
    table = the_table(compare(old, FIXTURES / "notes-beside-changed"))
    assert (table.name, table.kind, table.note) == ("notes", "changed", "no table, and its bytes differ")


def test_data_at_an_address_is_not_fetched_and_said_to_be_uncompared() -> None:
    difference = compare(FIXTURES / "at-an-address", FIXTURES / "at-an-address")
    assert difference.same
    assert "notes: not compared: its data lies outside the package" in as_text(difference)
    assert "`notes`: not compared" in as_markdown(difference)
    assert [table["name"] for table in json.loads(as_json(difference))["tables"]] == ["notes"]


@pytest.mark.parametrize(("name", "said"), [("ragged", "fruits.csv:5: this record cannot be read")])
def test_a_package_that_cannot_be_read_whole_is_not_compared_in_part(name: str, said: str) -> None:
    with pytest.raises(CannotRunError, match=said):
        against_fruits(name)


def test_two_columns_of_one_name_are_not_compared(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "fruits", tmp_path / "twice")
    descriptor = (tmp_path / "twice" / "datapackage.json").read_text("utf-8")
    (tmp_path / "twice" / "datapackage.json").write_text(descriptor.replace('"grams"', '"name"'), "utf-8")
    with pytest.raises(CannotRunError, match="two columns are named 'name'"):
        compare(FIXTURES / "fruits", tmp_path / "twice")


def test_two_tables_of_one_name_are_not_compared(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "table-added", tmp_path / "twice")
    descriptor = (tmp_path / "twice" / "datapackage.json").read_text("utf-8")
    (tmp_path / "twice" / "datapackage.json").write_text(descriptor.replace('"nuts"', '"fruits"'), "utf-8")
    with pytest.raises(CannotRunError, match="two resources are named 'fruits'"):
        compare(FIXTURES / "fruits", tmp_path / "twice")


def test_the_sums_are_those_of_the_changes() -> None:
    counts = compare(FIXTURES / "table-added", FIXTURES / "row-added").counts()
    assert {what: asdict(each) for what, each in counts.items() if each != Counts()} == {
        "tables": {"added": 0, "removed": 1, "changed": 1, "renamed": 0},
        "rows": {"added": 1, "removed": 1, "changed": 0, "renamed": 0},
    }


def test_the_same_two_packages_give_the_same_bytes_whatever_the_order_of_their_rows() -> None:
    one, other = against_fruits("row-removed"), compare(FIXTURES / "rows-reordered", FIXTURES / "row-removed")
    assert (as_text(one), as_markdown(one), as_json(one)) == (as_text(other), as_markdown(other), as_json(other))


def described(folder: Path, **resource: object) -> Path:
    folder.mkdir()
    whole = {"name": "p", "resources": [{"name": "r", **resource}]}
    (folder / "datapackage.json").write_text(json.dumps(whole), "utf-8")
    return folder


def test_what_the_dialect_calls_missing_is_no_value_of_a_column_that_came(tmp_path: Path) -> None:
    folders = []
    for name, fields, text in (("old", ["a"], "a\n1\n2\n3\n"), ("new", ["a", "b"], "a,b\n1,\\N\n2,\n3,x\n")):
        schema = {"fields": [{"name": field} for field in fields], "primaryKey": ["a"]}
        folders.append(described(tmp_path / name, path="r.csv", schema=schema, dialect={"nullSequence": "\\N"}))
        (folders[-1] / "r.csv").write_text(text, "utf-8")
    [column] = the_table(compare(*folders)).columns
    assert (column.name, column.kind, column.values) == ("b", "added", 1)


def test_the_same_bytes_in_more_files_are_no_difference(tmp_path: Path) -> None:
    one = described(tmp_path / "one", path=["1.pdf"])
    two = described(tmp_path / "two", path=["1.pdf", "2.pdf"])
    (one / "1.pdf").write_bytes(b"abc")
    for name, content in (("1.pdf", b"ab"), ("2.pdf", b"c")):
        (two / name).write_bytes(content)
    assert not [table for table in compare(one, two).tables if table.kind != "same" and table.note]
