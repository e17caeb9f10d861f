"""The words of the site that are not data, in both languages, from `words.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from xiaogan_facts.bilingual import Bilingual

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""The two trees of the site, and what each is called in HTML (BCP 47)."""

WORDS = {
    key: Bilingual(**each)
    for key, each in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}


def words(language: str) -> dict[str, str]:
    """Return the words of the site in a language (en, zh) by their keys."""
    return {key: getattr(each, language) for key, each in WORDS.items()}


READERS = (
    (Bilingual("A journalist or analyst with a spreadsheet", "用电子表格的记者或分析者"), "xiaogan-facts.xlsx"),
    (Bilingual("You ask in SQL", "用 SQL 查询"), "xiaogan-facts.duckdb"),
    (Bilingual("You have SQLite, or Datasette", "用 SQLite 或 Datasette"), "xiaogan-facts.sqlite"),
    (Bilingual("You write a program", "编写程序"), "xiaogan-facts.json"),
    (Bilingual("You work with data frames", "用数据框"), "facts.parquet"),
    (Bilingual("You want the package, with its schemas", "要带表结构的数据包"), "xiaogan-facts.zip"),
)
"""Who a visitor may be, and the one file to take."""
