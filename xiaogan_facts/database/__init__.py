"""The archive as a DuckDB database: typed tables with keys and comments, the view `facts`, ready-made questions."""

from xiaogan_facts.database.connection import connect
from xiaogan_facts.database.frames import facts, table
from xiaogan_facts.database.queries import Parameter, Question, find, queries, questions

__all__ = ["Parameter", "Question", "connect", "facts", "find", "queries", "questions", "table"]
