"""A zip from anybody: a sound one is compared as its folder would be, a harmful one is refused in words."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from xiaogan_facts import cli
from xiaogan_facts.diff import compare
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.inputs import unpack

FRUITS = Path(__file__).parent / "fixtures" / "fruits"
FILES = {file.name: file.read_bytes() for file in FRUITS.iterdir()}

Maker = Callable[..., Path]
Members = Mapping[str, bytes] | list[tuple[zipfile.ZipInfo, bytes]]


@pytest.fixture
def a_zip(tmp_path: Path) -> Maker:
    """Writes a zip of the given members, names or ready-made entries with their bytes."""

    def make(members: Members, compression: int = zipfile.ZIP_DEFLATED) -> Path:
        path = tmp_path / "package.zip"
        with zipfile.ZipFile(path, "w", compression) as archive:
            for name, content in members.items() if isinstance(members, Mapping) else members:
                archive.writestr(name, content)
        return path

    return make


def entry(name: str, mode: int = stat.S_IFREG) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr = 3, (mode | 0o644) << 16
    return made


@pytest.mark.parametrize("folder", ["", "fruits-1.0.0/", "a/b/"])
def test_a_zip_is_the_same_as_its_folder_wherever_in_it_the_package_lies(folder: str, a_zip: Maker) -> None:
    path = a_zip({f"{folder}{name}": content for name, content in FILES.items()} | {"README.md": b"read me"})
    assert compare(FRUITS, path).same
    assert compare(path, FRUITS).same


def test_the_package_nearest_to_the_top_is_the_one_that_is_meant(a_zip: Maker) -> None:
    path = a_zip(FILES | {"examples/datapackage.json": b"{}"})
    assert compare(FRUITS, path).same


def test_a_zip_need_not_be_called_one(a_zip: Maker) -> None:
    path = a_zip(dict(FILES))
    assert compare(FRUITS, path.rename(path.with_suffix(".bin"))).same


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"readme.txt": b"no package"}, "holds no datapackage.json"),
        ({"a/datapackage.json": b"{}", "b/datapackage.json": b"{}"}, "holds several packages, in 'a' and 'b'"),
        ({**FILES, "../evil.txt": b"x"}, "unsafe or leads out of its folder: '../evil.txt'"),
        ({**FILES, "/etc/evil": b"x"}, "unsafe or leads out of its folder: '/etc/evil'"),
        ({**FILES, "a/../../evil": b"x"}, "unsafe or leads out of its folder: 'a/../../evil'"),
        ({**FILES, "C:evil.txt": b"x"}, "unsafe or leads out of its folder: 'C:evil.txt'"),
        ({**FILES, "evil\x1b[2J.txt": b"x"}, r"unsafe or leads out of its folder: 'evil\x1b[2J.txt'"),
        ([(entry("link", stat.S_IFLNK), b"/etc/passwd")], "a link or a device, which is not followed: 'link'"),
        ([(entry("pipe", stat.S_IFIFO), b"")], "a link or a device, which is not followed: 'pipe'"),
        ({"datapackage.json": b"[1"}, "datapackage.json:1: expected JSON"),
        ({"datapackage.json": FILES["datapackage.json"]}, "fruits.csv: expected a file at this path"),
        (
            {"datapackage.json": FILES["datapackage.json"].replace(b"fruits.csv", b"../../etc/passwd")},
            "datapackage.json:9: expected a relative path inside the package's folder",
        ),
    ],
)
def test_a_zip_that_is_no_sound_package_is_refused_in_words(members: Members, said: str, a_zip: Maker) -> None:
    with pytest.raises(CannotRunError, match=re.escape(said)):
        compare(FRUITS, a_zip(members))


def test_what_is_refused_has_left_nothing_behind(a_zip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with pytest.raises(CannotRunError):
        compare(FRUITS, a_zip({**FILES, "../../evil.txt": b"x"}))
    assert compare(FRUITS, a_zip(dict(FILES))).same
    assert [path for path in tmp_path.rglob("*") if path.name != "package.zip"] == [tmp_path / "temporary"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(a_zip: Maker) -> None:
    path = a_zip(dict(FILES))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("fruits.csv", b"fruit_id,name,grams\n")
    with pytest.raises(CannotRunError, match="cannot be unpacked"):
        compare(FRUITS, path)


def test_an_encrypted_zip_is_refused(a_zip: Maker) -> None:
    raw = bytearray(a_zip(dict(FILES)).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(raw)):
            raw[found.start() + offset] |= 1
    path = a_zip({})
    path.write_bytes(raw)
    with pytest.raises(CannotRunError, match="the zip is encrypted"):
        compare(FRUITS, path)


def test_a_bomb_is_stopped_before_it_has_unpacked(a_zip: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "ALWAYS_ALLOWED", 1024 * 1024)
    path = a_zip({**FILES, "zeros.csv": bytes(16 * 1024 * 1024)})
    with pytest.raises(CannotRunError, match="unpacks to far more than a package would"):
        compare(FRUITS, path)


def test_a_bomb_that_understates_its_size_is_stopped_too(a_zip: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "ALWAYS_ALLOWED", 1024 * 1024)
    raw = a_zip({**FILES, "zeros.csv": bytes(16 * 1024 * 1024)}).read_bytes()
    size, understated = struct.pack("<I", 16 * 1024 * 1024), struct.pack("<I", 100)
    assert raw.count(size) == 2
    path = a_zip({})
    path.write_bytes(raw.replace(size, understated))
    with pytest.raises(CannotRunError):
        compare(FRUITS, path)


def test_more_files_than_any_package_has_are_not_unpacked(a_zip: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_MEMBERS", 3)
    with pytest.raises(CannotRunError, match="the zip holds 4 files; at most 3 are unpacked"):
        compare(FRUITS, a_zip({**FILES, "a": b"", "b": b""}))


def damaged() -> dict[str, bytes]:
    """Files that are no sound zips, by what is wrong with each."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content * 50)
    raw = buffer.getvalue()
    start = raw.index(b"PK\x01\x02")
    unknown = raw.replace(b"\x08\x00", b"\x63\x00")
    return {
        "empty": b"",
        "text": b"fruit_id,name\n",
        "cut off": raw[: start // 2],
        "bytes changed inside": raw[:60] + bytes(40) + raw[100:],
        "directory cut off": raw[: start + 20],
        "method unknown": unknown,
    }


@pytest.mark.parametrize("what", damaged())
def test_a_file_that_is_no_sound_zip_is_refused_in_words(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(damaged()[what])
    assert cli.main(["diff", str(FRUITS), str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"xiaogan-facts: {path}: no folder, no descriptor and no sound zip file")


def test_a_zip_with_any_byte_changed_is_compared_or_refused_in_words(
    a_zip: Maker, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_zip(dict(FILES))
    raw = path.read_bytes()
    for position in range(0, len(raw), 7):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 0x55]) + raw[position + 1 :])
        assert cli.main(["diff", str(FRUITS), str(path)]) in (0, 1, 2)
        assert "a fault of this program" not in capsys.readouterr().err, position
