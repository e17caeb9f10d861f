"""Spark gives the report that one process gives, also when an executor is lost in the middle."""

from __future__ import annotations

import gzip
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from xiaogan_facts.cli import main
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.report.as_json import as_json
from xiaogan_facts.gate.validate import validate

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = os.environ.get("XIAOGAN_SPARK", "local-cluster[2,1,1024]")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # of Spark and pandas about each other


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    from xiaogan_facts.spark import session_of

    with session_of(MASTER) as made:
        made.conf.set("spark.sql.shuffle.partitions", "2")
        yield made


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Tables in parts, in another encoding, packed and in the descriptor, with faults of each kind."""
    parts = ["".join(_records(start)) for start in (0, 400)]
    (tmp_path / "one.csv").write_bytes(b"id,name,of\n" + parts[0].encode("gbk"))
    (tmp_path / "two.csv").write_bytes(parts[1].encode("gbk"))
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(b"id,name,of\n1,a,3\n1,b,9999\n"))
    (tmp_path / "stray.csv").write_bytes(b'id,name,of\n1,5" pipe,1\n2,"a\nb",1\nx,"c",2\n3,d,77\n')
    fields = [{"name": "id", "type": "integer"}, {"name": "name"}, {"name": "of", "type": "integer"}]

    def table(name: str, to: str, **more: Any) -> dict[str, Any]:
        keys = [{"fields": "of", "reference": {"resource": to, "fields": "id"}}]
        return {"name": name, "schema": {"fields": fields, "primaryKey": "id", "foreignKeys": keys}, **more}

    resources = [
        table("parts", "", path=["one.csv", "two.csv"], encoding="gbk"),
        table("packed", "parts", path="packed.csv.gz"),
        table("stray", "inline", path="stray.csv"),
        table("inline", "stray", data=[["id", "name", "of"], [1, "a", 3], [2, "b", 8]]),
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    return tmp_path


def _records(start: int) -> Iterator[str]:
    for number in range(start, start + 400):
        same = number - 7 if number % 97 == 0 else number
        name = '"孝\n感"' if number % 3 else "孝感"
        of = "x" if number % 101 == 0 else 5000 if number % 89 == 0 else number // 2 + start // 2
        yield f"{same},{name}\n" if number % 83 == 0 else f"{same},{name},{of}\n"


def report(made: Any) -> list[str]:
    return list(as_json(made))


@pytest.mark.spark
def test_the_report_is_that_of_one_process(session: SparkSession, package: Path) -> None:
    from xiaogan_facts import spark

    one = validate(package)
    assert {problem.rule for problem in one.problems} >= {"primaryKey", "foreignKey", "type", "cell-missing"}
    assert report(spark.validate(session, package, size=2500)) == report(one)


@pytest.mark.spark
@pytest.mark.skipif(not MASTER.startswith("local-cluster"), reason="only a cluster has executors of its own")
def test_an_executor_lost_in_the_middle_changes_nothing(session: SparkSession, package: Path) -> None:
    from xiaogan_facts import spark

    lost: list[int] = []
    killer = Thread(target=_kill_one, args=(session, lost.append), daemon=True)
    killer.start()
    assert report(spark.validate(session, package, size=1200)) == report(validate(package))
    killer.join(10)
    assert lost


def _kill_one(session: SparkSession, tell: Callable[[int], None]) -> None:
    """Kill an executor of a session, by its process, once a job has begun."""
    tracker, mark = session.sparkContext.statusTracker(), session.sparkContext.applicationId.encode()
    while not tracker.getActiveStageIds():
        time.sleep(0.05)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"CoarseGrainedExecutorBackend" in words and mark in words:
            os.kill(int(process.name), signal.SIGKILL)
            tell(int(process.name))
            return


def test_another_engine_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--engine", "flink", str(tmp_path)]) == 2
    assert "there is no engine 'flink'" in capsys.readouterr().err


def test_without_spark_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from xiaogan_facts.spark import session_of

    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(CannotRunError, match="spark"), session_of("local"):
        pass
