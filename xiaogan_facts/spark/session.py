"""Validate a package with a session of Spark, given or made for a master."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.inputs import Input
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.package.safe_paths import is_address
from xiaogan_facts.gate.report import Report
from xiaogan_facts.gate.translation import say
from xiaogan_facts.gate.validate import validate as validate_with
from xiaogan_facts.spark.engine import SIZE, Engine
from xiaogan_facts.spark.fetch import fetched
from xiaogan_facts.spark.kept_cells import KeptCells

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from xiaogan_facts.gate.checks.one_table import Elsewhere


def validate(session: SparkSession, path: str | Path | Package, *, size: int = SIZE, **options: Any) -> Report:
    """Validate a Data Package, the records of its files in Spark.

    `path` is its descriptor file or folder, or the package as it was loaded; every executor finds its files at the
    same place. Or it is an address (`hdfs://…`, `s3a://…`, `file:///…`), whose files are read by the file system of
    Spark; meanwhile the session cuts files of text at every `size` bytes. A split is `size` bytes or a little more.
    `options` are those of `gate.validate`. Raises OSError if the descriptor cannot be opened.
    """
    with Engine(session, size) as engine, loaded(session, path) as package:
        return validate_with(package, elsewhere=engine.judge, **options)


def findings(session: SparkSession, path: str | Path | Package, *, size: int = SIZE, **options: Any) -> DataFrame:
    """Validate a Data Package as `validate` does, and return its problems as a data frame of Spark, a row for each.

    The columns are those of `Report.frame()`; the rows are the same, in no order. What is found in splits never passes
    through the driver: executors write it, and the driver gets how much it is. Of three things it has the rows: keys
    that repeat or refer to nothing, tables that it judges itself, and what it reads of a file from the file system (see
    docs/scale.md). A split gives remedies of their own to its first thousand distinct wrong values, where a report
    gives them to those of a table: a value after the first thousand may have one here that it lacks there.

    The frame is kept in the cluster; `unpersist()` lets go of it.
    """
    cells = KeptCells(session)
    with Engine(session, size, cells=cells) as engine, loaded(session, path) as package:
        report = validate_with(package, elsewhere=engine.judge, **options)
        found = cells.frame(report).persist()
        found.count()  # while what it is made of is kept
        return found


@contextmanager
def loaded(session: SparkSession, path: str | Path | Package) -> Iterator[str | Path | Package]:
    """Load a package that is given as an address; return any other as it is."""
    if isinstance(path, str) and is_address(path):
        with fetched(session, path) as (package, _):
            yield package
    else:
        yield path


@dataclass(frozen=True)
class Named:
    """An engine that an option has named: it judges records, and opens addresses."""

    engine: Engine

    @property
    def judge(self) -> Elsewhere:
        return self.engine.judge

    @contextmanager
    def opened(self, address: str, schema: str | None = None) -> Iterator[Input]:
        """Load the package at an address; in the report its files have their addresses.

        Raises CannotRunError if the `schema` of a table alone is given; OSError if the descriptor cannot be opened.
        """
        if schema is not None:
            raise CannotRunError(
                say("{argument}: a schema is given for a table alone, and this is none", argument=address)
            )
        with fetched(self.engine.session, address) as (package, folder):
            yield Input(package, f"{folder}/", writable=False)


@contextmanager
def engine_of(word: str) -> Iterator[Named]:
    """Make the engine that an option names, `spark` or `spark=MASTER`. Raises CannotRunError for another.

    Which tables cannot be split is said on standard error.
    """
    name, _, master = word.partition("=")
    if name != "spark":
        raise CannotRunError(say("there is no engine '{word}'; give spark, or spark=MASTER", word=word))
    tell = partial(print, file=sys.stderr)
    with session_of(master or "local[*]") as session, Engine(session, tell=tell) as engine:
        yield Named(engine)


@contextmanager
def session_of(master: str) -> Iterator[SparkSession]:
    """Make a session for a master such as `local[4]`, and stop it at the end. Raises CannotRunError without pyspark.

    On this machine the executors import what this program imports; on others it has to be installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise CannotRunError(
            say('Spark is needed, and it is not installed. To install it:\npip install "xiaogan-facts[spark]"')
        ) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    made = SparkSession.builder.master(master).appName("xiaogan-facts").config("spark.ui.enabled", "false")
    made = made.config("spark.executorEnv.POLARS_MAX_THREADS", "1").config("spark.ui.showConsoleProgress", "false")
    if master.startswith("local"):
        made = made.config("spark.executorEnv.PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    session = made.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()
