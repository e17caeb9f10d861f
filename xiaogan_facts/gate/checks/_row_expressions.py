"""Parse the SQL expression of a rule on records, and accept it only if it cannot do more than compare its fields.

An expression comes with a package that may be anybody's. So it is run only if it is made of comparisons, arithmetic and
a few functions whose time grows with their cells alone.
Why not any SQL, sealed and with a limit of time? Some functions of DuckDB cannot be interrupted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.translation import say

if TYPE_CHECKING:
    import duckdb

LONGEST = 2000  # characters of an expression

_PARTS = frozenset(
    ("BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "OPERATOR", "TYPE")
)
FUNCTIONS = frozenset(
    (
        *("+", "-", "*", "/", "//", "%", "||"),
        *("abs", "ceil", "ceiling", "floor", "round", "sign", "isnan", "greatest", "least", "nullif"),
        *("concat", "contains", "starts_with", "ends_with", "prefix", "suffix", "length", "strlen", "lower", "upper"),
        *("substr", "substring", "trim", "date_diff", "datediff", "date_part", "year", "month", "day"),
    )
)
"""The functions and operators that an expression may use."""


class UnusableError(ValueError):
    """Raised if an expression cannot be used; the message says why."""


def parsed(
    expression: str, known: Collection[str], connection: duckdb.DuckDBPyConnection
) -> tuple[str, tuple[str, ...]]:
    """Return the expression, in which words of SQL that are fields are quoted if need be, and the fields it names.

    `known` are the names of fields. Raises UnusableError, and duckdb.Error.
    """
    if len(expression) > LONGEST:
        raise UnusableError(say("it has at most {longest} characters", longest=LONGEST))
    tree = _tree(expression, connection)
    if isinstance(tree, str):
        expression, reason = _quoted(expression, known), tree
        tree = _tree(expression, connection)
        if isinstance(tree, str):
            raise UnusableError(reason)
    named = tuple(dict.fromkeys(name for node in tree for name in _refers_to(node, known)))
    if not named:
        raise UnusableError(say("it names no field"))
    return expression, named


def _tree(expression: str, connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]] | str:
    """Return the nodes of an expression, or why it is none."""
    row = connection.execute("SELECT json_serialize_sql(?)", [f"SELECT (\n{expression}\n)"]).fetchone()
    found = json.loads(row[0] if row else "{}")
    if found.get("error"):
        return str(found["error_message"])
    statements = [statement["node"] for statement in found["statements"]]
    rest = {name: value for name, value in statements[0].items() if name != "select_list"}
    if len(statements) > 1 or len(statements[0]["select_list"]) != 1 or rest != _alone(connection):
        return say("it is no single expression")
    return list(_nodes(statements[0]["select_list"]))


def _alone(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what DuckDB makes of a SELECT without anything but an expression."""
    row = connection.execute("SELECT json_serialize_sql('SELECT (1)')").fetchone()
    node = json.loads(row[0] if row else "{}")["statements"][0]["node"]
    return {name: value for name, value in node.items() if name != "select_list"}


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if "class" in each:
                yield each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _quoted(expression: str, known: Collection[str]) -> str:
    """Quote the words of SQL (`end`, `order`) that are names of fields."""
    import duckdb

    text = expression.encode()  # DuckDB counts bytes
    starts = [*duckdb.tokenize(expression), (len(text), duckdb.token_type.operator)]
    parts = [text[: starts[0][0]].decode()]
    for (start, kind), (end, _) in pairwise(starts):
        token = text[start:end].decode()
        word = token.rstrip()
        is_field = kind == duckdb.token_type.keyword and word in known
        parts.append(f'"{word}"{token[len(word) :]}' if is_field else token)
    return "".join(parts)


def _refers_to(node: Mapping[str, Any], known: Collection[str]) -> list[str]:
    """Return the field that a node names, if any. Raises UnusableError for a node that is not allowed."""
    if node["class"] not in _PARTS:
        raise UnusableError(say("a {kind} is not allowed in it", kind=node["class"].lower()))
    if node["class"] == "FUNCTION" and str(node.get("function_name")).lower() not in FUNCTIONS:
        raise UnusableError(say("the function {function} is not allowed in it", function=node.get("function_name")))
    if node["class"] != "COLUMN_REF":
        return []
    (*outer, name) = node["column_names"]
    if outer or name not in known:
        raise UnusableError(say("there is no field {name!r} in it that has a column", name=name))
    return [name]
