"""The database that is kept in a file: what it gives is what the tables give, and it is used only where it may be."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import duckdb
import pytest

from tests.checkout import ROOT, run
from xiaogan_facts.database import _kept as kept
from xiaogan_facts.database import connection as database
from xiaogan_facts.database.ddl import in_order, name, tables_of
from xiaogan_facts.paths import DATAPACKAGE

UNITS = "SELECT count(*) FROM units"
DESCRIBED = (
    "SELECT table_name, comment, sql FROM duckdb_tables() ORDER BY 1",
    "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1",
    "SELECT * EXCLUDE (database_oid, schema_oid, table_oid) FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
    "SELECT table_name, constraint_type, constraint_text FROM duckdb_constraints() ORDER BY ALL",
    "SELECT function_name, parameters FROM duckdb_functions() WHERE NOT internal ORDER BY ALL",
    "SELECT database_name, path FROM duckdb_databases() ORDER BY ALL",
    "SELECT current_database(), current_schema()",
    "SHOW ALL TABLES",
)


VARIABLE = "LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the archive's database is kept. Not to be changed."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder))
        database.connect().close()
    return folder


@pytest.fixture
def data(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the archive in the place of the one that comes with the program, in a home where it is kept."""
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    copy = shutil.copytree(DATAPACKAGE, tmp_path / "datapackage")
    for module in (kept, database):
        monkeypatch.setattr(module, "DATAPACKAGE", copy)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return copy


def files(data: Path) -> list[Path]:
    return sorted((data.parent / "xiaogan-facts").glob("*"))


def units(data: Path, monkeypatch: pytest.MonkeyPatch, *, loaded: bool) -> int:
    """How many units a new database has; fails if it is `loaded` from the tables and should not be, or the reverse."""
    build = Mock(wraps=database._build)
    with monkeypatch.context() as patch:
        patch.setattr(database, "_build", build)
        with database.connect() as connection:
            found = connection.execute(UNITS).fetchall()
    assert build.called == loaded
    return int(found[0][0])


def add_a_unit(data: Path) -> None:
    with (data / "units.csv").open("a", encoding="utf-8") as file:
        file.write("tonne,t,UCUM,t,tonne,吨,A thousand kilograms.,一千千克。\n")


def test_the_database_is_the_same_whether_it_was_kept_or_not(data: Path) -> None:
    (file,) = files(data)
    file.unlink()
    with database.connect(data) as loaded, database.connect() as first, database.connect() as second:
        assert files(data) == [file]
        wanted = [loaded.execute(sql).fetchall() for sql in DESCRIBED]
        tables = [str(row[0]) for row in loaded.execute("SHOW TABLES").fetchall()]
        assert len(tables) == 20
        views = {
            str(row[0]) for row in loaded.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        }
        assert 0 < len(views) < len(tables)

        def rows(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
            found = {each: connection.execute(f"FROM {name(each)}").fetchall() for each in tables}
            # A view promises no order, and DuckDB gives it another now and then; a table keeps that of its file.
            return {each: sorted(some, key=repr) if each in views else some for each, some in found.items()}

        for connection in (first, second):
            assert [connection.execute(sql).fetchall() for sql in DESCRIBED] == wanted
            assert rows(connection) == rows(loaded)


def test_a_kept_database_can_be_changed_and_keeps_its_rules_and_its_file(data: Path) -> None:
    (file,) = files(data)
    before = file.read_bytes()
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO units SELECT * REPLACE ('t' AS unit_id, 't' AS name_en, '吨' AS name_zh) FROM units LIMIT 1"
        )
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("INSERT INTO units FROM units LIMIT 1")
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("UPDATE indicators SET unit_id = 'parsec'")
        connection.execute("CREATE TABLE mine AS FROM units")
    assert file.read_bytes() == before


def test_a_sealed_database_that_was_kept_reaches_no_file(data: Path) -> None:
    (file,) = files(data)
    with database.connect(sealed=True) as connection:
        for sql in (f"ATTACH '{file.as_posix()}' AS again", f"FROM read_blob('{(data / 'units.csv').as_posix()}')"):
            with pytest.raises(duckdb.Error):
                connection.execute(sql).fetchall()


def test_a_change_of_the_data_is_seen_at_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = units(data, monkeypatch, loaded=False)
    changed = (data / "units.csv").stat()
    add_a_unit(data)
    os.utime(data / "units.csv", ns=(changed.st_atime_ns, changed.st_mtime_ns))
    assert units(data, monkeypatch, loaded=True) == before + 1
    assert units(data, monkeypatch, loaded=False) == before + 1


@pytest.mark.parametrize("version", ["duckdb", "polars", "python", "code"])
def test_another_program_keeps_its_own(data: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    if version == "code":
        (data.parent / "views.sql").write_text("", encoding="utf-8")
        monkeypatch.setattr(kept, "SOURCES", (*kept.SOURCES, data.parent / "views.sql"))
    elif version == "polars":
        monkeypatch.setattr(kept, "version", lambda _: "99")
    else:
        monkeypatch.setattr(
            duckdb if version == "duckdb" else sys, "__version__" if version == "duckdb" else "version", "9"
        )
    units(data, monkeypatch, loaded=True)
    assert len(files(data)) == 2


def test_every_module_that_loads_the_database_has_a_part_in_its_fingerprint() -> None:
    program = (
        "import sys; from xiaogan_facts.database.connection import connect; connect(sys.argv[1]);"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('xiaogan_facts.')), sep='\\n')"
    )
    code, out, _ = run([sys.executable, "-c", program, str(DATAPACKAGE)])
    taken = {str(file) for file in kept._sources()}
    assert code == 0
    assert len(out.splitlines()) > 30
    assert {file for file in out.splitlines() if file not in taken} == {
        str(ROOT / "xiaogan_facts" / "han.py"),  # what is Chinese: no column depends on it
    }
    assert {str(file) for file in (*database.SQL.glob("*.sql"), *DATAPACKAGE.glob("*"))} <= taken


def test_data_that_change_while_they_are_loaded_are_not_kept(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = kept._copy

    def meanwhile(*given: object) -> None:
        add_a_unit(data)
        copy(*given)  # type: ignore[arg-type]

    files(data)[0].unlink()
    monkeypatch.setattr(kept, "_copy", meanwhile)
    units(data, monkeypatch, loaded=True)
    assert files(data) == []


def test_a_damaged_file_is_not_used_and_made_anew(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = files(data)
    whole = file.read_bytes()
    for damaged in (b"", b"nonsense", whole[: len(whole) // 2], whole[:4096] + b"\xff" * 8192 + whole[12288:]):
        file.write_bytes(damaged)
        units(data, monkeypatch, loaded=True)
    units(data, monkeypatch, loaded=False)


def test_no_damage_gives_another_answer(data: Path) -> None:
    (file,) = files(data)
    whole, drawn = file.read_bytes(), random.Random(5)
    with database.connect() as connection:
        wanted = connection.execute("SELECT * FROM facts ORDER BY ALL").fetchall()
    for _ in range(8):
        place = drawn.randrange(len(whole))
        file.write_bytes(whole[:place] + bytes(drawn.randrange(256) for _ in range(64)) + whole[place + 64 :])
        with database.connect() as connection:
            assert connection.execute("SELECT * FROM facts ORDER BY ALL").fetchall() == wanted


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps such folders to their users by itself")
@pytest.mark.parametrize("where", ["folder", "file"])
def test_what_others_may_have_written_is_not_used(data: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    (file,) = files(data)
    with duckdb.connect(str(file)) as planted:
        planted.execute("DELETE FROM missing_values")
    (file.parent if where == "folder" else file).chmod(0o777)
    units(data, monkeypatch, loaded=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps such folders to their users by itself")
def test_what_belongs_to_another_user_is_not_used(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    units(data, monkeypatch, loaded=True)
    shutil.rmtree(data.parent / "xiaogan-facts")
    units(data, monkeypatch, loaded=True)
    assert files(data) == []


def test_without_a_place_to_write_everything_works(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(data.parent / "xiaogan-facts")
    (data.parent / "xiaogan-facts").write_text("no folder", encoding="utf-8")
    units(data, monkeypatch, loaded=True)


def test_a_home_that_there_is_not_is_not_made(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(data.parent / "no-home" / "cache"))
    units(data, monkeypatch, loaded=True)
    assert not (data.parent / "no-home").exists()
    (data.parent / "no-home").mkdir()
    units(data, monkeypatch, loaded=True)
    units(data, monkeypatch, loaded=False)


def test_a_full_disk_leaves_nothing_behind(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("No space left on device")

    files(data)[0].unlink()
    monkeypatch.setattr(kept, "insert_waiting", full)
    with database.connect() as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]
        assert connection.execute("SELECT current_database()").fetchall() == [("memory",)]
    assert files(data) == []


def test_only_the_newest_files_stay(data: Path) -> None:
    room = data.parent / "xiaogan-facts"
    add_a_unit(data)
    (room / "of-a-killed-process").mkdir()
    for number in range(6):
        (room / f"{number}.duckdb").touch()
        os.utime(room / f"{number}.duckdb", (number, number))
    os.utime(room / "of-a-killed-process", (0, 0))
    database.connect().close()
    assert len(files(data)) == kept.KEPT
    assert {"4.duckdb", "5.duckdb"} < {file.name for file in files(data)}


def test_another_package_is_not_kept(data: Path, tiny_archive: Path) -> None:
    files(data)[0].unlink()
    database.connect(tiny_archive).close()
    assert files(data) == []


def test_what_is_not_there_is_not_taken(data: Path) -> None:
    tables = list(in_order(tables_of(database._sound(data))))
    with duckdb.connect() as connection:
        assert not kept.take(connection, tables, data.parent / "none.duckdb")
