"""`--fix`: the canonical form of a CSV, written in one step, and refused where a value would change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables.canonical import NotCanonicalError, fix

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]


def package(folder: Path, text: bytes, schema: dict[str, Any] | None = None, **more: Any) -> Path:
    (folder / "data.csv").write_bytes(text)
    resource = {
        "name": "data",
        "path": "data.csv",
        "schema": {"fields": FIELDS, "primaryKey": ["id"], **(schema or {})},
    }
    descriptor = {"name": "p", "resources": [{**resource, **more}]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def fixed(folder: Path) -> bytes:
    loaded = load(folder)
    fix(loaded, loaded.resources[0])
    return (folder / "data.csv").read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"id,name\n1,a\n", b"id,name\n1,a\n"),
        (b"\xef\xbb\xbfid,name\r\n1,a\r\n", b"id,name\n1,a\n"),
        (b'"id","name"\n"1","a"\n', b"id,name\n1,a\n"),
        (b"id,name\n10,b\n9,a\n", b"id,name\n9,a\n10,b\n"),
        (b"name,id\na,1\n", b"id,name\n1,a\n"),
        (b'id,name\n1,"a,""b""\nc"', b'id,name\n1,"a,""b""\nc"\n'),
        (b"id,name\n1,\n2, a \n", b"id,name\n1,\n2, a \n"),
    ],
)
def test_a_file_is_brought_to_its_canonical_form(before: bytes, after: bytes, tmp_path: Path) -> None:
    assert fixed(package(tmp_path, before)) == after


def test_what_is_canonical_is_not_written_again(tmp_path: Path) -> None:
    loaded = load(package(tmp_path, b"id,name\n2,b\n1,a\n"))
    assert fix(loaded, loaded.resources[0])
    assert not fix(loaded, loaded.resources[0])


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (b"id,name\n1,a\n2\n", {}),
        (b"id,name\n1,caf\xe9\n", {}),
        (b'id,name\n1,"a\n', {}),
        (b"id,name\n1, a\n", {"dialect": {"skipInitialSpace": True}}),
        (b"id;name\n1;a\n", {"dialect": {"delimiter": ";"}}),
        (b"id,name\n1,a\n", {"encoding": "latin-1"}),
        (b"id,name\n1,a\n", {"hash": "0" * 32}),
        (b"id,id\n1,a\n", {}),
    ],
)
def test_a_file_that_could_change_is_refused_and_left_as_it_is(
    text: bytes, more: dict[str, Any], tmp_path: Path
) -> None:
    folder = package(tmp_path, text, **more)
    with pytest.raises(NotCanonicalError):
        fixed(folder)
    assert (folder / "data.csv").read_bytes() == text
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", "datapackage.json"]


def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = package(tmp_path, b"id,name\n2,b\n1,a\n")

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        fixed(folder)
    assert (folder / "data.csv").read_bytes() == b"id,name\n2,b\n1,a\n"
    assert sorted(path.name for path in folder.iterdir()) == ["data.csv", "datapackage.json"]
