"""Insert rows that refer to others of their table: they wait until those that they refer to are there."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from xiaogan_facts.database.ddl import SqlTable, name, names
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import ForeignKey
from xiaogan_facts.gate.translation import later, say

CURE = later("run `xiaogan-facts validate` on the package: it names every fault and its cure")
ROW = "@row"


def wait_for(connection: DuckDBPyConnection, rows: str) -> None:
    """Begin the table "@waiting" with the rows of a query; its first column, "@row", keeps their order."""
    connection.execute(f'CREATE TEMP TABLE "@waiting" AS {rows}')


def insert_waiting(connection: DuckDBPyConnection, table: SqlTable) -> None:
    """Insert the rows of "@waiting", each after those it refers to: DuckDB checks foreign keys at each INSERT."""
    ready = " AND ".join(_is_met(key, table) for key in table.own)
    while connection.execute('SELECT 1 FROM "@waiting" LIMIT 1').fetchone():
        connection.execute(f'CREATE OR REPLACE TEMP TABLE "@ready" AS FROM "@waiting" WHERE {ready}')
        if not connection.execute('SELECT 1 FROM "@ready" LIMIT 1').fetchone():
            fault = say("a row refers to one that is not there, to itself, or in a circle")
            raise CannotRunError(f"{table.resource.file}: {fault}; {say(CURE)}")
        connection.execute(
            f'INSERT INTO {name(table.name)} SELECT * EXCLUDE "@row" FROM "@ready" ORDER BY "@row";'
            'DELETE FROM "@waiting" WHERE "@row" IN (SELECT "@row" FROM "@ready")'
        )
    connection.execute('DROP TABLE "@waiting"; DROP TABLE IF EXISTS "@ready"')


def _is_met(key: ForeignKey, table: SqlTable) -> str:
    """Return the SQL condition that a row's reference within its own table is NULL or already inserted."""
    empty = " OR ".join(f"{name(column)} IS NULL" for column in key.fields)
    return f"({empty} OR ({names(key.fields)}) IN (SELECT ({names(key.reference_fields)}) FROM {name(table.name)}))"
