"""Printed Chinese figures are read exactly, and what is no figure is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xiaogan_facts.rules.numerals import Figure, NotAFigureError, read


@pytest.mark.parametrize(
    ("token", "amount", "comparator", "is_near"),
    [
        ("112億元", "11200000000", None, False),
        ("112亿元", "11200000000", None, False),
        ("119.2億元", "11920000000", None, False),
        ("1.5萬億", "1500000000000", None, False),
        ("近400", "400", "<", True),
        ("近200家", "200", "<", True),
        ("約3萬人", "30000", None, True),
        ("突破550億元", "55000000000", ">", False),
        ("過億元", "100000000", ">", False),
        ("超百家", "100", ">", False),
        ("10多年", "10", ">", False),
        ("三百餘家", "300", ">", False),
        ("前60", "60", "<=", False),
        ("前60強(qiáng)", "60", "<=", False),
        ("三年內", "3", "<=", False),
        ("三年內(nèi)", "3", "<=", False),
        ("60分以上", "60", ">=", False),
        ("不少于5家", "5", ">=", False),
        ("第6位", "6", None, False),
        ("70位", "70", None, False),
        ("第一", "1", None, False),
        ("百億級(jí)", "10000000000", None, False),
        ("百億", "10000000000", None, False),
        ("19.1%", "19.1", None, False),
        ("增長(zhǎng)18.9%", "18.9", None, False),
        ("五大", "5", None, False),
        ("兩大", "2", None, False),
        ("2個(gè)", "2", None, False),
        ("6臺(tái)", "6", None, False),
        ("3年時間", "3", None, False),
        ("十", "10", None, False),
        ("十二個", "12", None, False),
        ("一百零八", "108", None, False),
        ("一百二十", "120", None, False),
        ("一万零二", "10002", None, False),
        ("二千三百四十五", "2345", None, False),
        ("一億二千萬元", "120000000", None, False),
        ("二〇二六年", "2026", None, False),
    ],
)
def test_a_printed_figure_reads_as(token: str, amount: str, comparator: str | None, is_near: bool) -> None:
    assert read(token) == Figure(Decimal(amount), comparator, is_near)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "元",
        "茶園12萬畝",
        "6台加热器",
        "1,000家",
        "1.2.3億",
        "十十",
        "百千",
        "三五個",
        "一百二",
        "三萬五",
        "近10多年",  # both less and more
        "一片芯",
        "12萬畝茶園",
        "亿" * 100_000,
        "9" * 100_000,
    ],
)
def test_what_is_no_figure_is_refused(token: str) -> None:
    with pytest.raises(NotAFigureError):
        read(token)
