"""Every fixture of the gate has the report that one process gives: its tables are judged in splits of a line or two."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.gate.test_jobs import DESCRIPTORS
from xiaogan_facts.gate.checks.all_tables import judge_tables
from xiaogan_facts.gate.checks.worker import worker
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.report.findings import Problems

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SIZE = 16  # bytes of a split: a line or two
AT_ONCE = 4  # a job of Spark waits more than it works

pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


@contextmanager
def splits(session: SparkSession) -> Iterator[Any]:
    from xiaogan_facts.spark.engine import Engine

    with Engine(session, SIZE) as engine:
        yield engine.judge


def test_every_fixture_has_the_same_report(session: SparkSession) -> None:
    # The descriptor is not judged, which Spark has no part in: it takes most of the time of a small package.
    def differs(descriptor: Any) -> bool:
        package = load(descriptor)
        with worker() as ask, splits(session) as judge:
            reports = [
                [
                    repr(each)
                    for table in judge_tables(package, ask.ask, elsewhere=elsewhere)
                    for each in (
                        *Problems(tables=((tuple(table.problems), tuple(table.findings)),)),
                        *table.waiting,
                        table.summary,
                    )
                ]
                for elsewhere in (None, judge)
            ]
        return reports[0] != reports[1]

    assert len(DESCRIPTORS) > 100
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(differs, DESCRIPTORS))
    assert [each.parent.name for each, other in zip(DESCRIPTORS, found, strict=True) if other] == []
