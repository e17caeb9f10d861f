"""One session of Spark for all tests of this room: a cluster of two processes, with a file system that Python lacks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = os.environ.get("XIAOGAN_SPARK", "local-cluster[2,1,1024]")
FOR_SMALL_JOBS = (
    "spark.sql.shuffle.partitions=2",
    "spark.sql.codegen.wholeStage=false",
    "spark.sql.codegen.factoryMode=NO_CODEGEN",
    "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1",
)
"""Thousands of jobs of a few records are over before what Java compiles for them would pay."""


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session in which `viewfs://cluster/data` is the folder of all temporary folders."""
    from xiaogan_facts.spark import session_of

    mounted = f"spark.hadoop.fs.viewfs.mounttable.cluster.link./data={tmp_path_factory.getbasetemp().as_uri()}"
    settings = " ".join(f"--conf {each}" for each in (mounted, *FOR_SMALL_JOBS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_SUBMIT_ARGS", f"{settings} pyspark-shell")
        with session_of(MASTER) as made:
            yield made


@pytest.fixture
def address(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the test's temporary folder in the file system that Python lacks."""
    return f"viewfs://cluster/data/{tmp_path.relative_to(tmp_path_factory.getbasetemp()).as_posix()}"
