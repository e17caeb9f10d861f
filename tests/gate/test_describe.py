"""A first descriptor is one by which its tables are valid, and it marks what only people know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts import cli
from xiaogan_facts.gate.describe import MARK
from xiaogan_facts.validation import validate


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def described(folder: Path, **files: str | bytes) -> dict[str, Any]:
    """The descriptor of files by their names without an ending, as written; the package is valid by it."""
    names = []
    for name, text in files.items():
        names.append(f"{name}.csv")
        (folder / names[-1]).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert cli.main(["describe", *names, "-o", "datapackage.json"]) == 0
    report = validate(folder)
    assert (report.valid, list(report.problems)) == (True, [])
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found


def types(descriptor: dict[str, Any]) -> list[str]:
    return [field["type"] for field in descriptor["resources"][0]["schema"]["fields"]]


def test_types_are_inferred_and_what_is_not_known_is_marked(folder: Path) -> None:
    text = "id,name,day,share,blank\n1,Ann,2024-01-31,0.5,\n2,Bob,2024-02-01,0.25,\n"
    descriptor = described(folder, people=text)
    assert types(descriptor) == ["integer", "string", "date", "number", "any"]
    (resource,) = descriptor["resources"]
    assert (resource["name"], resource["path"]) == ("people", "people.csv")
    marked = [descriptor["title"], descriptor["description"], resource["description"]]
    marked += [field["description"] for field in resource["schema"]["fields"]]
    assert [each for each in marked if not each.startswith(MARK)] == []


def test_a_record_below_the_sample_widens_its_field(folder: Path) -> None:
    rows = "".join(f"{number},{number},{number}\n" for number in range(2000))
    assert types(described(folder, data=f"a,b,c\n{rows}1,1.5,x\n")) == ["integer", "number", "string"]


def test_another_delimiter_and_encoding_are_told(folder: Path) -> None:
    text = "id;city\n" + "".join(f"{number};Düsseldorf, Köln, Görlitz\n" for number in range(40))
    (resource,) = described(folder, cities=text.encode("latin-1"))["resources"]
    assert resource["dialect"] == {"delimiter": ";"}
    assert resource["encoding"] != "utf-8"


def test_several_tables_are_one_package_and_standard_output_is_the_default(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text("x\n1\n", encoding="utf-8")
    (folder / "b.jsonl").write_text('{"y": 1.5}\n', encoding="utf-8")
    assert cli.main(["describe", "data/a.csv", "b.jsonl"]) == 0
    written = capsys.readouterr()
    assert [each["path"] for each in json.loads(written.out)["resources"]] == ["data/a.csv", "b.jsonl"]
    assert f"marked '{MARK}'" in written.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.csv"], "No such file"),
        (["https://example.org/a.csv"], "addresses are not fetched"),
        (["a.csv", "a.csv"], "two files give a table the name 'a'"),
        (["a.csv", "-o", "below/datapackage.json"], "not below below"),
        (["a.csv", "-o", "there.json"], "this is there already"),
        (["there.json"], "only a file that holds a table can be described"),
        (["."], "only a file that holds a table can be described"),
        (["twice.csv"], "a header that names each column once is needed"),
        (["empty.csv"], "a header that names each column once is needed"),
        (["broken.json"], "expected JSON"),
    ],
)
def test_what_cannot_be_described_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    (folder / "below").mkdir()
    files = {"a.csv": "x\n1\n", "twice.csv": "x,x\n1,2\n", "empty.csv": "", "broken.json": "[{]"}
    for name, text in {**files, "there.json": '{"fields": []}', "datapackage.json": '{"resources": []}'}.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert cli.main(["describe", *words]) == 2
    assert said in capsys.readouterr().err
