"""Full-text search in SQLite that finds Chinese words of any length, in plain `MATCH '基金'`.

Chinese is written without spaces, so SQLite's tokenizer takes a whole clause for one word, and its trigrams know no
word of two characters. The index here therefore holds every run of up to `LONGEST` characters as a word of its own.
"""

from __future__ import annotations

import re
import sqlite3

from xiaogan_facts.han import HAN

LONGEST = 24
"""Characters in the longest run that can be searched for: as long as any name of the archive."""

_CLAUSE = re.compile(r"\w+")
_UNIT = re.compile(f"[{HAN}]|[^{HAN}]+")

CREATE = """
CREATE VIRTUAL TABLE fact_search USING fts5(
    fact_id UNINDEXED, text_en, text_zh, content="fact_rows", tokenize="porter unicode61"
)
"""
"""The text itself stays in `fact_rows`: selecting from `fact_search` gives it as it is there."""


def write(connection: sqlite3.Connection) -> None:
    """Make `fact_search`: the English and Chinese sentence of each row of `fact_rows`, under its rowid."""
    connection.execute(CREATE)
    rows = connection.execute("SELECT rowid, fact_id, text_en, text_zh FROM fact_rows ORDER BY rowid").fetchall()
    connection.executemany(
        "INSERT INTO fact_search (rowid, fact_id, text_en, text_zh) VALUES (?, ?, ?, ?)",
        ((rowid, fact_id, english, words(chinese)) for rowid, fact_id, english, chinese in rows),
    )
    connection.execute("INSERT INTO fact_search (fact_search) VALUES ('optimize')")


def words(chinese: str) -> str:
    """Return every run of Chinese characters and whole Latin words within each clause, separated by spaces.

    >>> words("3D计算")
    '3D 3D计 3D计算 计 计算 算'
    """
    found = []
    for clause in _CLAUSE.findall(chinese):
        units = _UNIT.findall(clause)
        for start in range(len(units)):
            found += ["".join(units[start:end]) for end in range(start + 1, min(start + LONGEST, len(units)) + 1)]
    return " ".join(found)
