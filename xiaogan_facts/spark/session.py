"""Validate a package with a session of Spark, given or made for a master."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.report import Report
from xiaogan_facts.gate.translation import say
from xiaogan_facts.gate.validate import validate as validate_with
from xiaogan_facts.spark.engine import SIZE, Engine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from xiaogan_facts.gate.checks.one_table import Elsewhere


def validate(session: SparkSession, path: str | Path | Package, *, size: int = SIZE, **options: Any) -> Report:
    """Validate a Data Package, the records of its files in Spark.

    `path` is its descriptor file or folder, or the package as it was loaded; every executor finds its files at the
    same place. A split is `size` bytes or a little more. `options` are those of `gate.validate`. Raises OSError if the
    descriptor cannot be opened.
    """
    with Engine(session, size) as engine:
        return validate_with(path, elsewhere=engine.judge, **options)


@contextmanager
def engine_of(word: str) -> Iterator[Elsewhere]:
    """Make the engine that an option names, `spark` or `spark=MASTER`. Raises CannotRunError for another.

    Which tables cannot be split is said on standard error.
    """
    name, _, master = word.partition("=")
    if name != "spark":
        raise CannotRunError(say("there is no engine '{word}'; give spark, or spark=MASTER", word=word))
    tell = partial(print, file=sys.stderr)
    with session_of(master or "local[*]") as session, Engine(session, tell=tell) as engine:
        yield engine.judge


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
