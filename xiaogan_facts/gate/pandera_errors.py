"""Validation with pandera, whatever the environment has switched off, and at the speed that small frames deserve."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaError, SchemaErrors


def pandera_errors(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[SchemaError]:
    """Validate a frame and return an error for each check that failed, in the order of the checks.

    `check_output` of an error is the check's mask, None if the check itself raised an exception. The frame is an eager
    one, because pandera silently skips the checks on the data of a LazyFrame.
    """
    # `PANDERA_VALIDATION_ENABLED=False` in the environment would let anything pass.
    always = config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA)
    # pandera collects three small frames a check, for which polars' usual engine takes twenty times as long.
    with always, pl.Config(engine_affinity="in-memory"):
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as errors:
            return list(errors.schema_errors)
    return []
