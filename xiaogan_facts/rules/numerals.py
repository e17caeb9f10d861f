"""Read a printed Chinese figure exactly: its number, and the words that say more, less or near.

A token is what the article prints, in Traditional or Simplified characters: 112億元, 近400位, 過億元, 前60強, 三年內.
What this grammar does not know, it refuses: words before, a number, 多 or 餘, a measure word, words after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xiaogan_facts.gate.translation import say
from xiaogan_facts.rules.received import without_pinyin

_SIMPLIFIED = str.maketrans(
    "億萬兩餘過級強個臺塊內長達約項種條隻類輪層間時畝噸", "亿万两余过级强个台块内长达约项种条只类轮层间时亩吨"
)

_BEFORE = {
    "近": ("<", True),
    "接近": ("<", True),
    "将近": ("<", True),
    "约": (None, True),
    "大约": (None, True),
    "突破": (">", False),
    "超过": (">", False),
    "超": (">", False),
    "过": (">", False),
    "逾": (">", False),
    "不少于": (">=", False),
    "至少": (">=", False),
    "不超过": ("<=", False),
    "至多": ("<=", False),
    "前": ("<=", False),
    "第": (None, False),
    "达": (None, False),
    "达到": (None, False),
    "增长": (None, False),
    "下降": (None, False),
}
_MEASURES = (
    *"元%个家位名人强级大块台朵项种条座支只类轮层次批所倍届期份件套张款间处片面吨亩年天日分代",
    *("平方米", "公里", "年时间", "年来", "个月", "小时", "分钟"),
)
_AFTER = {"": None, "内": "<=", "以内": "<=", "以下": "<=", "以上": ">="}
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, filter(None, words)), key=len, reverse=True))


_TOKEN = re.compile(
    rf"(?P<before>{_any(_BEFORE)})?(?P<number>[0-9]+(?:\.[0-9]+)?[十百千万亿]*|[〇零一二两三四五六七八九十百千万亿]+)"
    rf"(?P<more>多|余)?(?P<measure>{_any(_MEASURES)})?(?P<after>{_any(_AFTER)})?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in full (112億 is 11 200 000 000), its comparator, and whether it is said to be near."""

    amount: Decimal
    comparator: str | None = None
    is_near: bool = False


DIGITS_OF_A_YEAR = 4  # numerals without powers of ten are read out one by one; fewer of them (三五) are a few
LONGEST_TOKEN = 64  # characters; no figure is longer, and a longer cell is not worth the reading


class NotAFigureError(ValueError):
    """The grammar does not know the token."""


def read(token: str) -> Figure:
    """Parse a printed token. Raises NotAFigureError if the grammar does not know it.

    >>> read("近400位")
    Figure(amount=Decimal('400'), comparator='<', is_near=True)
    """
    if len(token) > LONGEST_TOKEN:
        raise NotAFigureError(token)
    found = _TOKEN.fullmatch(without_pinyin(token).translate(_SIMPLIFIED))
    if not found:
        raise NotAFigureError(token)
    said = []
    comparator, is_near = _BEFORE.get(found["before"] or "", (None, False))
    said += [comparator] if comparator else []
    said += [">"] if found["more"] else []
    said += [mark] if (mark := _AFTER[found["after"] or ""]) else []
    if len(said) > 1:
        raise NotAFigureError(say("{token}: it says both {said} and {other}", token=token, said=said[0], other=said[1]))
    return Figure(_amount(found["number"]), said[0] if said else None, is_near)


def _amount(number: str) -> Decimal:
    """Parse a number in digits, in Chinese numerals, or in digits followed by Chinese powers of ten."""
    digits = re.match(r"[0-9.]*", number)[0]  # type: ignore[index]
    if digits:
        amount = Decimal(digits)
        for power in number[len(digits) :]:
            amount *= _TENS.get(power) or _SCALES[power]
        return amount
    return Decimal(_chinese(number))


def _chinese(number: str) -> int:
    for scale in ("亿", "万"):
        head, mark, tail = number.rpartition(scale)
        if mark and len(tail) == 1 and tail in _DIGITS:
            raise NotAFigureError(number)  # 一万二 is 12 000 when spoken: not exact enough
        if mark:
            return (_chinese(head) if head else 1) * _SCALES[scale] + (_chinese(tail) if tail else 0)
    if len(number) >= DIGITS_OF_A_YEAR and all(digit in _DIGITS for digit in number):  # 二〇二六
        return int("".join(str(_DIGITS[character]) for character in number))
    total, digit, below = 0, None, 10**4
    for character in number:
        if character in _DIGITS:
            if digit:
                raise NotAFigureError(number)
            digit = _DIGITS[character]
            continue
        power = _TENS[character]
        if power >= below:
            raise NotAFigureError(number)
        total, digit, below = total + (1 if digit is None else digit) * power, None, power
    if digit and below > _TENS["十"] and total and number[-2] not in "〇零":
        raise NotAFigureError(number)  # 一百二 is 120 when spoken: not exact enough
    return total + (digit or 0)
