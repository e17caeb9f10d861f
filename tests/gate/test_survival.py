"""What the gate must survive: a clear problem, bounded time and memory, nothing outside the package's folder read."""

from __future__ import annotations

import gzip
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkout import run
from tests.gate.packages import field, package, rules
from xiaogan_facts.gate.checks import worker
from xiaogan_facts.gate.package import _read as read
from xiaogan_facts.gate.tables import _records as records
from xiaogan_facts.gate.tables import source
from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and devices as POSIX has them")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "descriptor-not-json"),
        ("null", "descriptor-not-object"),
        ('"text"', "descriptor-not-object"),
        ('{"a": NaN}', "descriptor-not-json"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "descriptor-too-deep"),
        ('{"a": ' + "[" * 500 + "]" * 500 + "}", "descriptor-too-deep"),
    ],
)
def test_a_descriptor_that_is_none_is_named(text: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    assert rules(tmp_path) == [rule]


def test_a_descriptor_larger_than_the_limit_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "LARGEST", 1000)
    (tmp_path / "datapackage.json").write_text('{"a": "' + "x" * 1000 + '"}', encoding="utf-8")
    assert rules(tmp_path) == ["descriptor-too-large"]


def test_yaml_anchors_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (tmp_path / "datapackage.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert rules(tmp_path) == ["descriptor-too-deep"]


WRONG: list[Any] = [7, None, [[]], [{}], {"a": 1}, "", "\n", "ab"]


def misused(name: str, value: Any) -> Iterator[dict[str, Any]]:
    """The property in every place of a descriptor where it could stand."""
    yield {name: value}
    yield {"dialect": {name: value}}
    yield {"schema": {"fields": [field("a")], name: value}}
    for kind in ("string", "number", "date", "array"):
        yield {"schema": {"fields": [{"name": "a", "type": kind, name: value}]}}
        yield {"schema": {"fields": [{"name": "a", "type": kind, "constraints": {name: value}}]}}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "name",
        "path",
        "data",
        "schema",
        "dialect",
        "encoding",
        "bytes",
        "hash",
        "type",
        "profile",
        "fields",
        "primaryKey",
        "foreignKeys",
        "uniqueKeys",
        "missingValues",
        "fieldsMatch",
        "format",
        "constraints",
        "categories",
        "trueValues",
        "groupChar",
        "enum",
        "minimum",
        "maxLength",
        "pattern",
        "jsonSchema",
        "required",
        "delimiter",
        "quoteChar",
        "lineTerminator",
        "escapeChar",
        "headerRows",
        "commentChar",
        "nullSequence",
    ],
)
def test_a_property_of_any_wrong_kind_in_any_place_is_a_problem_at_most(name: str, tmp_path: Path) -> None:
    for value in WRONG:
        for resource in misused(name, value):
            report = validate(package(tmp_path, resource, "a\n1\n"))
            assert all(problem.expected and problem.remedy for problem in report.problems)


@posix
def test_nothing_outside_the_folder_and_no_device_is_opened(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "secret.csv"
    inside.mkdir()
    outside.write_text("a\n1\n", encoding="utf-8")
    (inside / "zero.csv").symlink_to("/dev/zero")
    (inside / "out.csv").symlink_to(outside)
    (inside / "loop.csv").symlink_to("loop.csv")
    os.mkfifo(inside / "fifo.csv")
    paths = [
        "zero.csv",
        "out.csv",
        "loop.csv",
        "fifo.csv",
        "/dev/zero",
        "../secret.csv",
        "a/../../secret.csv",
        "~/x.csv",
    ]
    paths += ["C:\\x.csv", "\\\\host\\x.csv", "a\0.csv", "x" * 5000]
    report = validate(package(inside, [{"name": f"r{n}", "path": path} for n, path in enumerate(paths)]))
    unsafe = {problem.table for problem in report.problems if problem.rule == "path-unsafe"}
    assert unsafe == {f"r{n}" for n in range(len(paths))}
    assert not any(table.checked for table in report.tables)


def test_a_glob_is_a_file_name_like_any_other(tmp_path: Path) -> None:
    assert "file-missing" in rules(package(tmp_path, {"path": "*.csv"}, "a\n1\n"))


@pytest.mark.parametrize("scheme", ["http", "https", "ftp", "ftps"])
def test_no_address_is_fetched(scheme: str, tmp_path: Path) -> None:
    report = validate(
        package(tmp_path, {"path": f"{scheme}://localhost/a.csv", "schema": f"{scheme}://localhost/s.json"})
    )
    assert {"not-checked", "remote-not-checked"} <= {problem.rule for problem in report.problems}


@pytest.mark.parametrize("address", ["s3://localhost/a.csv", "file:///etc/hostname", "file:a.csv", "data:a", "http:a"])
def test_an_address_of_a_scheme_that_the_standard_does_not_name_is_refused(address: str, tmp_path: Path) -> None:
    assert rules(package(tmp_path, {"path": address, "schema": address})) == ["path-unsafe", "path-unsafe"]


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_an_archive_that_unpacks_without_end_is_left(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "ALWAYS_ALLOWED", 1000)
    monkeypatch.setattr(source, "CHUNK", 1000)
    text = b"a\n" + b"0\n" * 5_000_000
    path = tmp_path / f"data.csv.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(text))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.csv", text)
    assert rules(package(tmp_path, {"path": path.name})) == ["archive-too-dense"]


@pytest.mark.parametrize(("kind", "rule"), [("gz", "archive-damaged"), ("zip", "archive-damaged")])
def test_an_archive_that_is_none_is_named(kind: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / f"data.csv.{kind}").write_bytes(b"no archive at all")
    assert rules(package(tmp_path, {"path": f"data.csv.{kind}"})) == [rule]


def test_sound_archives_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a\n1\n2\n"))
    with zipfile.ZipFile(tmp_path / "b.csv.zip", "w") as archive:
        archive.writestr("b.csv", "a\n1\n2\n3\n")
    report = validate(package(tmp_path, [{"name": "a", "path": "a.csv.gz"}, {"name": "b", "path": "b.csv.zip"}]))
    assert [table.records for table in report.tables] == [2, 3]
    assert report.valid


def test_no_module_that_lies_beside_the_package_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("json", "polars", "frictionless", "jsonschema", "yaml", "re"):
        (tmp_path / f"{module}.py").write_text("open('was-run', 'w').close()\n", encoding="utf-8")
    schema = {"fields": [field("a", pattern="(?=a).*"), field("b", "array", jsonSchema={})]}
    folder = package(tmp_path, {"schema": schema}, "a,b\na,[]\n")
    monkeypatch.chdir(tmp_path)
    assert validate(folder).valid
    assert not (tmp_path / "was-run").exists()


def test_names_are_never_code(tmp_path: Path) -> None:
    name = '"; DROP TABLE x; --'
    schema = {"fields": [field(name, unique=True), field("@line"), field("{also}")], "primaryKey": [name]}
    text = '"""; DROP TABLE x; --",@line,{also}\n1,2,3\n1,2,3\n'
    (problem,) = validate(package(tmp_path, {"schema": schema}, text)).problems
    assert (problem.rule, problem.line, problem.field) == ("primaryKey", 3, name)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("constraint", "rule"),
    [
        ({"pattern": "(?=a)(a+)+b"}, "pattern-not-checked"),
        ({"jsonSchema": {"items": {"pattern": "^(a+)+b$"}}}, "jsonSchema-not-checked"),
    ],
)
def test_what_backtracks_for_ever_is_ended_and_said_not_to_be_checked(
    constraint: dict[str, Any], rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 2)
    kind = "array" if "jsonSchema" in constraint else "string"
    cell = '"[""' + "a" * 60 + 'c""]"' if kind == "array" else "a" * 60 + "c"
    folder = package(tmp_path, {"schema": {"fields": [field("a", kind, **constraint)]}}, f"a\n{cell}\n")
    assert [each for each in rules(folder) if each != "descriptor"] == [rule]


def test_a_format_that_python_cannot_compile_makes_no_cell_a_value(tmp_path: Path) -> None:
    fields = [{"name": "a", "type": "date", "format": "%Y%Y", "constraints": {"minimum": "2024", "maximum": "2024"}}]
    said = rules(package(tmp_path, {"schema": {"fields": fields}}, "a\n2024\n"))
    assert said == ["constraint-unusable", "constraint-unusable", "type"]


def test_a_pattern_that_backtracks_in_python_is_matched_at_once_where_it_can_be(tmp_path: Path) -> None:
    schema = {"fields": [field("a", pattern="(a+)+b")]}
    assert rules(package(tmp_path, {"schema": schema}, "a\n" + "a" * 5000 + "c\n")) == ["pattern"]


def test_a_cell_of_millions_of_characters_is_judged_and_shown_short(tmp_path: Path) -> None:
    schema = {"fields": [field("a", "integer", minimum=5, unique=True), field("b", "number", maximum=3, unique=True)]}
    text = "a,b\n1," + "9" * 3_000_000 + "\n" + "7" * 3_000_000 + ",1e999999999\n"
    problems = validate(package(tmp_path, {"schema": schema}, text)).problems
    assert [(problem.rule, problem.line) for problem in problems] == [("minimum", 2), ("maximum", 2), ("maximum", 3)]
    assert all(len(str(problem.value)) <= 100 for problem in problems)


def test_a_record_that_never_ends_is_refused_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST_RECORD", 100_000)
    text = 'a,b\n1,"open\n' + "2,x\n" * 100_000
    report = validate(package(tmp_path, {}, text))
    assert [problem.rule for problem in report.problems] == ["quote-unclosed"]
    assert [(table.records, table.refused) for table in report.tables] == [(100_001, 1)]


@pytest.mark.slow
def test_thousands_of_columns_are_judged(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(3000)]
    cells = ["x" if n % 1000 == 7 else "1" for n in range(3000)]
    schema = {"fields": [field(name, "integer", minimum=0) for name in names]}
    problems = validate(package(tmp_path, {"schema": schema}, f"{','.join(names)}\n{','.join(cells)}\n")).problems
    assert [(problem.rule, problem.column) for problem in problems] == [("type", 8), ("type", 1008), ("type", 2008)]


def peak(folder: Path, file: str) -> tuple[int, int]:
    """The exit code of judging a file, and the most memory that it took, in MB."""
    program = (
        "import resource, sys; from xiaogan_facts.cli import main; code = main(sys.argv[1:]); "
        "print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    _, _, said = run([sys.executable, "-c", program, "validate", file, "--limit", "0"], folder)
    code, kilobytes = said.split()
    return int(code), int(kilobytes) // 1024


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units, or not at all")
def test_memory_stays_flat_whatever_quote_opens_a_file_of_50_mb(tmp_path: Path) -> None:
    (tmp_path / "sound.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "quote.csv").write_text('a,b\n"1,2\n' + "1234567,abcdefgh\n" * 3_000_000, encoding="utf-8")
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b'a,b\n"' + b"x" * 114 * 1024 * 1024))
    _, least = peak(tmp_path, "sound.csv")
    for file in ("quote.csv", "bomb.csv.gz"):
        code, most = peak(tmp_path, file)
        assert code == 1
        assert most < least + 250
