"""The house keeps its shape: the gate's wall, rooms with doors, imports that run one way, and short functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.checkout import ROOT

CODE = ROOT / "xiaogan_facts"
FILES = sorted(CODE.rglob("*.py"))
LONGEST_FUNCTION = 40  # lines
LONGEST_FILE = 300  # lines


def name_of(file: Path) -> str:
    """A file's name as a module."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file for file in FILES}


@cache
def imports(file: Path) -> frozenset[str]:
    """The modules of this program that a file imports, wherever in it, or loads by their name."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    typed = {id(inner) for node in ast.walk(tree) if for_types_only(node) for inner in ast.walk(node)}
    found = {name for node in ast.walk(tree) if id(node) not in typed for name in imported(node)}
    return frozenset(name for name in found if name in MODULES and MODULES[name] != file)


def for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "write the module's full name"
        for each in node.names:
            longer = f"{node.module}.{each.name}"
            yield longer if longer in MODULES else str(node.module)
    elif isinstance(node, ast.Import):
        yield from (each.name for each in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from re.findall(r"\Axiaogan_facts(?:\.\w+)+\Z", node.value)


def test_the_gate_imports_nothing_of_this_program_from_outside_itself() -> None:
    gate = [file for file in FILES if file.is_relative_to(CODE / "gate")]
    foreign = {
        name_of(file): name for file in gate for name in imports(file) if not name.startswith("xiaogan_facts.gate")
    }
    assert foreign == {}


def test_a_private_module_is_imported_by_its_own_room_only() -> None:
    private = [name for name in MODULES if name.rpartition(".")[2].startswith("_") and not name.endswith("__main__")]
    assert len(private) > 30
    outside = [
        (name_of(file), name)
        for file in FILES
        for name in imports(file)
        if name in private and file.parent != MODULES[name].parent
    ]
    assert outside == []


def test_imports_run_one_way() -> None:
    try:
        order = list(TopologicalSorter({name_of(file): imports(file) for file in FILES}).static_order())
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))
    assert len(order) == len(FILES)


def test_functions_and_files_are_short() -> None:
    long = [
        f"{name_of(file)}.{node.name}: {node.end_lineno - node.lineno + 1}"
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []
    assert [name_of(file) for file in FILES if file.read_text("utf-8").count("\n") > LONGEST_FILE] == []


def test_no_two_files_in_neighbouring_rooms_bear_one_name() -> None:
    """Neighbours are rooms of one floor, or one in the other. A rendering (`as_json`), a command, has its own name."""
    named = [file for file in FILES if not file.name.startswith(("__", "as_")) and file.parent.name != "commands"]
    alike = [
        (name_of(one), name_of(other))
        for number, one in enumerate(named)
        for other in named[number + 1 :]
        if one.name == other.name
        and (one.parent.parent == other.parent.parent or one.parent in other.parents or other.parent in one.parents)
    ]
    assert alike == []


def test_each_room_imports_only_rooms_below_it_in_the_page_on_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (.*?) \| .* \|$", page[page.index("## The rooms") : page.index("## The way of a cell")], re.MULTILINE
    )
    floors = {place: floor for floor, row in enumerate(rows) for place in re.findall(r"`([\w/.]+)`", row)}
    assert len(floors) > 15

    def floor(file: Path) -> int | None:
        where = file.relative_to(CODE).as_posix()
        rooms = [place for place in floors if where == place or (place.endswith("/") and where.startswith(place))]
        return floors[max(rooms, key=len)] if rooms else None

    upward = [
        (name_of(file), name)
        for file in FILES
        for name in imports(file)
        if (here := floor(file)) is not None and (there := floor(MODULES[name])) is not None and there < here
    ]
    assert upward == []
    assert all((CODE / place).exists() for place in floors)
