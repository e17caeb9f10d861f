"""Rules on the sentences of figures: each language says the figure, and how the real value stands to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType

from xiaogan_facts.gate.translation import say
from xiaogan_facts.rules.figures import in_full, plain
from xiaogan_facts.rules.numerals import NotAFigureError, read
from xiaogan_facts.rules.rows import Row, Tables, of_code
from xiaogan_facts.rules.rule import Breach, rule

_CARDINALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_WORDS = {word: Decimal(value) for words in (_CARDINALS, _ORDINALS) for value, word in enumerate(words, 1)}
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}

ENGLISH = re.compile(
    rf"\b(?:([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)(?:st|nd|rd|th)?|({'|'.join(_WORDS)}))\b(?: ({'|'.join(_SCALES)}))?",
    re.IGNORECASE,
)
CHINESE = re.compile("[0-9]+(?:\\.[0-9]+)?[十百千万亿]*|[〇零一二两三四五六七八九十百千万亿]+")

COMPARED = MappingProxyType(
    {
        "<": {"text_en": "nearly|almost|less than|fewer than|under", "text_zh": "近|不到|不足|接近"},
        "<=": {"text_en": "within|top|at most|no more than|up to", "text_zh": "前|内|以内|至多|不超过"},
        ">": {"text_en": "more than|over|exceed|above|beyond", "text_zh": "超|突破|过|多|余|逾"},
        ">=": {"text_en": "at least|no less than", "text_zh": "至少|不少于|以上"},
    }
)
"""The words by which a sentence says how the real value stands to the figure."""


@rule("observations")
def sentence_tells_the_figure(row: Row, tables: Tables) -> Iterator[Breach]:
    """The sentence of a figure says it in full, and of a share out of how many, in both languages."""
    wanted = [in_full(row)]
    if row["unit_id"] == "share":
        wanted.append(Decimal(row["number_of_items"]))
    for column, numbers in (("text_en", _in_english(row["text_en"])), ("text_zh", _in_chinese(row["text_zh"]))):
        for number in wanted:
            if number not in numbers:
                yield Breach(
                    column,
                    say("a sentence that says {number}", number=plain(number)),
                    say("write the figure into it, or correct it"),
                )


@rule("observations")
def sentence_tells_the_comparator(row: Row, tables: Tables) -> Iterator[Breach]:
    """The sentence of a figure says where the real value is less or more than it."""
    for column, words in of_code(COMPARED, row["comparator"]).items():
        if not re.search(words, row[column], re.IGNORECASE):
            examples = words.replace("|", ", ")
            yield Breach(
                column,
                say("a sentence that says {comparator}: {examples}", comparator=row["comparator"], examples=examples),
                say("say it, or correct the row"),
            )


def _in_english(text: str) -> set[Decimal]:
    """Return the numbers of an English sentence: in digits, or up to twelve in words, with their scale."""
    found = set()
    for digits, word, scale in ENGLISH.findall(text):
        number = Decimal(digits.replace(",", "")) if digits else _WORDS[word.lower()]
        found.add(number.scaleb(_SCALES.get(scale.lower(), 0)))
    return found


def _in_chinese(text: str) -> set[Decimal]:
    """Return the numbers of a Chinese sentence, in digits or numerals, with their power of ten."""
    found = set()
    for token in CHINESE.findall(text):
        try:
            found.add(read(token).amount)
        except NotAFigureError:
            continue
    return found
