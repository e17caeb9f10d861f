"""How numbers and periods are worded in English and in Chinese."""

from __future__ import annotations

import duckdb
import pytest


def worded(connection: duckdb.DuckDBPyConnection, macro: str, *arguments: str) -> tuple[str, str]:
    call = ", ".join(f"{macro}_{language}({', '.join(arguments)})" for language in ("en", "zh"))
    return connection.execute(f"SELECT {call}").fetchall()[0]


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        ("5", "5", "5"),
        ("19.1", "19.1", "19.1"),
        ("9999", "9,999", "9999"),
        ("10000", "10,000", "1万"),
        ("1500000", "1.5 million", "150万"),
        ("1e8", "100 million", "1亿"),
        ("11920000000", "11.92 billion", "119.2亿"),
        ("2.5e12", "2.5 trillion", "2.5万亿"),
    ],
)
def test_a_number(tiny: duckdb.DuckDBPyConnection, number: str, english: str, chinese: str) -> None:
    assert worded(tiny, "number", f"{number}::DOUBLE") == (english, chinese)


@pytest.mark.parametrize(
    ("comparator", "near", "english", "chinese"),
    [
        ("NULL", "false", "", ""),
        ("'<'", "false", "less than ", "不到"),
        ("'<='", "false", "at most ", "至多"),
        ("'>'", "false", "more than ", "超过"),
        ("'>='", "false", "at least ", "至少"),
        ("'<'", "true", "nearly ", "近"),
        ("'>'", "true", "just over ", "略超"),
        ("NULL", "true", "about ", "约"),
    ],
)
def test_a_comparator(tiny: duckdb.DuckDBPyConnection, comparator: str, near: str, english: str, chinese: str) -> None:
    assert worded(tiny, "comparator", comparator, near) == (english, chinese)


@pytest.mark.parametrize(
    ("place", "items", "comparator", "english", "chinese"),
    [
        ("1", "NULL", "NULL", "1st", "第1位"),
        ("2", "NULL", "NULL", "2nd", "第2位"),
        ("6", "21", "NULL", "6th of 21", "第6位（共21个）"),
        ("13", "NULL", "NULL", "13th", "第13位"),
        ("23", "178", "NULL", "23rd of 178", "第23位（共178个）"),
        ("60", "NULL", "'<='", "within the top 60", "前60位"),
        ("5", "21", "'<='", "within the top 5 of 21", "前5位（共21个）"),
        ("5", "NULL", "'<'", "above 5th", "第5位之前"),
        ("5", "NULL", "'>'", "below 5th", "第5位之后"),
        ("5", "NULL", "'>='", "5th or lower", "第5位或之后"),
    ],
)
def test_a_rank(
    tiny: duckdb.DuckDBPyConnection, place: str, items: str, comparator: str, english: str, chinese: str
) -> None:
    assert worded(tiny, "rank", place, items, comparator) == (english, chinese)


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ("2022", "2022", "2022年"),
        ("2024-06", "June 2024", "2024年6月"),
        ("2024-08-05", "5 August 2024", "2024年8月5日"),
        ("2024-08-31/2024-09-01", "31 August to 1 September 2024", "2024年8月31日至9月1日"),
        ("2024-01/2024-06", "January to June 2024", "2024年1月至6月"),
        ("2024-06-06/2024", "6 June to the end of 2024", "2024年6月6日至年底"),
        ("2023-12/2024-02", "December 2023 to February 2024", "2023年12月至2024年2月"),
        ("2023/2024", "2023 to 2024", "2023年至2024年"),
        ("2012/..", "since 2012", "2012年起"),
        ("2024-06-06/..", "after 6 June 2024", "2024年6月6日之后"),
        ("../2026-06", "by June 2026", "到2026年6月"),
    ],
)
def test_a_period(tiny: duckdb.DuckDBPyConnection, period: str, english: str, chinese: str) -> None:
    assert worded(tiny, "period", f"'{period}'") == (english, chinese)


@pytest.mark.parametrize(
    ("period", "begins", "ends"),
    [
        ("'2022'", "2022-01-01", "2022-12-31"),
        ("'2024-02'", "2024-02-01", "2024-02-29"),
        ("'2024-08-31/2024-09-01'", "2024-08-31", "2024-09-01"),
        ("'2024-01/2024-06'", "2024-01-01", "2024-06-30"),
        ("'2012/..'", "2012-01-01", None),
        ("'../2026'", None, "2026-12-31"),
        ("NULL", None, None),
    ],
)
def test_the_days_of_a_period(
    tiny: duckdb.DuckDBPyConnection, period: str, begins: str | None, ends: str | None
) -> None:
    days = f"SELECT period_begins({period})::VARCHAR, period_ends({period})::VARCHAR"
    assert tiny.execute(days).fetchall() == [(begins, ends)]
