"""Validate packages with Spark: the same checks and the same report, where a table outgrows one machine.

>>> from xiaogan_facts import spark
>>> callable(spark.validate) and callable(spark.findings)
True
"""

from xiaogan_facts.spark.session import engine_of, findings, session_of, validate

__all__ = ["engine_of", "findings", "session_of", "validate"]
