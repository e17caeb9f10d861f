"""Spark gives the report that one process gives, also when an executor is lost in the middle."""

from __future__ import annotations

import gzip
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.spark.conftest import MASTER
from tests.spark.packages import faulty, report, write
from xiaogan_facts.cli import main
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.validate import validate

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # of Spark and pandas about each other


@pytest.mark.spark
def test_the_report_is_that_of_one_process_by_path_and_by_address(
    session: SparkSession, tmp_path: Path, address: str
) -> None:
    from xiaogan_facts import spark

    one = validate(faulty(tmp_path))
    rules = {problem.rule for problem in one.problems}
    assert rules >= {"primaryKey", "foreignKey", "type", "cell-missing", "bytes", "hash", "byte-order-mark"}
    before = session.conf.get("spark.sql.files.maxPartitionBytes")
    for path in (tmp_path, address):
        assert report(spark.validate(session, path, size=2500)) == report(one), path
    assert session.conf.get("spark.sql.files.maxPartitionBytes") == before


@pytest.mark.spark
def test_what_stands_above_the_damage_of_a_packed_file_is_told(session: SparkSession, tmp_path: Path) -> None:
    from xiaogan_facts import spark

    rows = b"id\nx\n" + b"123456789\n" * 3_000_000  # more than a batch
    (tmp_path / "data.csv.gz").write_bytes(gzip.compress(rows, 1)[:-9])
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    one = validate(write(tmp_path, {"name": "t", "path": "data.csv.gz", "schema": schema}))
    assert [(problem.rule, problem.line) for problem in one.problems] == [("archive-damaged", None), ("type", 2)]
    assert report(spark.validate(session, tmp_path)) == report(one)


@pytest.mark.spark
@pytest.mark.skipif(not MASTER.startswith("local-cluster"), reason="only a cluster has executors of its own")
def test_an_executor_lost_in_the_middle_changes_nothing(session: SparkSession, tmp_path: Path) -> None:
    from xiaogan_facts import spark

    one = report(validate(faulty(tmp_path)))
    for path in (tmp_path, f"{tmp_path.as_uri()}/datapackage.json"):
        lost: list[int] = []
        killer = Thread(target=_kill_one, args=(session, lost.append), daemon=True)
        killer.start()
        assert report(spark.validate(session, path, size=1500)) == one
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
