"""Recognise characters that look like others: full-width digits, the minus sign, Cyrillic letters, combining accents.

Source: Unicode Standard Annex 15 (NFKC); the letters are those of Unicode's `confusables.txt` that print alike.
"""

from __future__ import annotations

import unicodedata

from xiaogan_facts.gate.translation import say

_LETTERS = dict(
    zip("АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵ", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXov", strict=True)
)
_MARKS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"),
    **dict.fromkeys("\u201c\u201d", '"'),
    **dict.fromkeys("\u3002\u06d4", "."),
    **dict.fromkeys("\u066b", "."),
    **dict.fromkeys("\u3001\u066c", ","),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
}
_PLAIN = str.maketrans({**_LETTERS, **_MARKS})
MOST_NAMED = 3  # characters that one remedy names


def plain(text: str) -> str:
    """Return the text in the characters that a keyboard would give: `−１２` becomes `-12`.

    >>> plain("\\u2212\\uff11\\uff12")
    '-12'
    """
    return unicodedata.normalize("NFKC", "".join(map(_digit, text.translate(_PLAIN))))


def skeleton(text: str) -> str:
    """Return what all texts that look alike, but for capital letters and blanks at their ends, have in common."""
    return plain(text).casefold().strip()


def named(text: str, instead: str) -> str:
    """Name the characters of `text` that `instead` does not have, "" if none of them needs a name."""
    ours = unicodedata.normalize("NFC", instead)
    foreign = [each for each in dict.fromkeys(text) if each not in ours and not each.isascii()]
    if not foreign and text != unicodedata.normalize("NFC", text):
        foreign = [each for each in dict.fromkeys(text) if unicodedata.combining(each)]
    said = [f"U+{ord(each):04X} {unicodedata.name(each, 'without a name')}" for each in foreign[:MOST_NAMED]]
    return say(" and ").join(said)


def _digit(character: str) -> str:
    """Return the ASCII digit for a digit of any script, and other characters as they are."""
    return character if character.isascii() else str(unicodedata.decimal(character, character))
