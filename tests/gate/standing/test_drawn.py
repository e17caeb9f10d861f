"""Descriptors and bytes drawn by hypothesis from the structure of the standard: none breaks the gate.

The same ones in each run; more, and others, with `XIAOGAN_FUZZ=50`.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gate.standing.invariants import judged
from xiaogan_facts.gate.checks._kinds import Either, Items, Kind, Object
from xiaogan_facts.gate.checks._properties import PACKAGE
from xiaogan_facts.gate.package.model import Dialect
from xiaogan_facts.gate.tables.lexical import TYPES
from xiaogan_facts.gate.tables.reader import TextTable

TIMES = int(os.environ.get("XIAOGAN_FUZZ", "0"))
drawn = settings(
    max_examples=150 * (TIMES or 1),
    derandomize=not TIMES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
CELLS = st.sampled_from(["1", "-2.5", "x", "", "NA", "2024-01-31", "true", "[1]", "{", "１", "1,2", 'a"b', "é", "\n"])
NAMES = st.sampled_from(["a", "b", "c", "A", ""])


def of_kind(kind: Kind, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a kind with some of its properties, and now and then a value of any other."""
    if isinstance(kind, Either):
        return st.one_of([of_kind(each, depth) for each in kind.kinds])
    if isinstance(kind, Items):
        return st.lists(of_kind(kind.item, depth + 1), max_size=3) | ANYTHING
    if isinstance(kind, Object):
        inner = {name: of_kind(each, depth + 1) for name, each in kind.properties.items()}
        required = {name: inner.pop(name) for name in kind.required}
        return st.fixed_dictionaries(required, optional=inner) | ANYTHING
    return st.just(kind.example) | ANYTHING


@pytest.mark.slow
@drawn
@given(of_kind(PACKAGE), st.binary(max_size=40))
def test_no_descriptor_breaks_the_gate(descriptor: Any, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        (folder / "data.csv").write_bytes(data)
        judged(folder)


def fields() -> st.SearchStrategy[list[dict[str, Any]]]:
    constraints = st.fixed_dictionaries(
        {},
        optional={
            "required": st.booleans(),
            "unique": st.booleans(),
            "minimum": CELLS,
            "maxLength": st.integers(0, 3),
            "pattern": st.sampled_from(["[a-z]+", "a|b", "(", r"\d", "(?=x)"]),
            "enum": st.lists(CELLS, max_size=3),
        },
    )
    field = st.fixed_dictionaries(
        {"name": NAMES, "type": st.sampled_from(sorted(TYPES)), "constraints": constraints},
        optional={"format": st.sampled_from(["default", "any", "%Y", "email", "array"]), "bareNumber": st.booleans()},
    )
    return st.lists(field, max_size=3)


def tables() -> st.SearchStrategy[bytes]:
    """Bytes of a table that is nearly right: records, ends of lines, quotes, encodings, marks."""
    quoted = CELLS.map(lambda cell: '"' + cell.replace('"', '""') + '"')
    record = st.lists(CELLS | quoted, max_size=4).map(",".join)
    text = st.builds(
        lambda end, records, last: end.join(records) + last,
        st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
        st.lists(record | st.sampled_from(["a,b,c", "a,b", "a"]), max_size=8),
        st.sampled_from(["", "\n", '"', "\r"]),
    )
    encoding = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "cp1252"])
    return st.builds(lambda content, name: content.encode(name, "replace"), text, encoding)


@pytest.mark.slow
@drawn
@given(fields(), tables(), st.sampled_from([{}, {"delimiter": ";"}, {"header": False}, {"commentChar": "#"}]))
def test_no_table_breaks_the_gate(described: list[dict[str, Any]], data: bytes, dialect: dict[str, Any]) -> None:
    resource = {"name": "t", "path": "data.csv", "dialect": dialect, "schema": {"fields": described}}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
        (folder / "data.csv").write_bytes(data)
        judged(folder)


def read(data: bytes, size: int) -> tuple[Any, ...]:
    table = TextTable(iter([data[at : at + size] for at in range(0, len(data), size)]), Dialect())
    header, refused = table.header()
    batches = list(table.batches(None if header.labels is None else len(header.labels)))
    rows = [row for batch in batches for row in batch.numbered.rows()]
    return header.labels, rows, refused + [each for batch in batches for each in batch.refused]


@drawn
@given(tables(), st.integers(1, 9))
def test_a_table_is_read_the_same_whatever_pieces_it_comes_in(data: bytes, size: int) -> None:
    assert read(data, size) == read(data, len(data) + 1)
