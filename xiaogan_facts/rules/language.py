"""Rules on language: English is English, Chinese is Simplified Chinese, and both say the same amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xiaogan_facts.gate.translation import say
from xiaogan_facts.han import CHARACTER, HAN
from xiaogan_facts.rules.received import PINYIN, TONED
from xiaogan_facts.rules.rows import TABLES, Row, Tables
from xiaogan_facts.rules.rule import Breach, rule

FULL_WIDTH = re.compile("[\u3000-\u303f\uff00-\uffef]")
DAMAGE = re.compile(
    "[\ufffd\ue000-\uf8ff\x00-\x1f\x7f-\x9f]"  # replaced, private and control characters
    rf"|\?{{2,}}|(?<=[{HAN}])\?|\?(?=[{HAN}])"  # a question mark where a character was
    r"|</?[a-z]\w*[^<>]*>|/[a-z]+>|&(?:[a-z]{2,6}|#[0-9]+);"  # rests of a web page
    "|锟斤拷|烫烫"
)
TITLE = re.compile("《.+》")
BEYOND_GB2312 = str.maketrans("", "", "〇—·")
"""What Simplified Chinese writes and Python's codec of GB 2312 does not hold, or holds as another code point."""


@rule(*TABLES)
def english_is_english(row: Row, tables: Tables) -> Iterator[Breach]:
    """A column in English holds no Chinese character and no full-width punctuation."""
    for column, text in row.texts("_en"):
        if found := CHARACTER.search(text) or FULL_WIDTH.search(text):
            yield Breach(
                column,
                say("English, without {found}", found=found[0]),
                say("translate it, or write it in Latin letters and punctuation"),
            )


@rule(*TABLES)
def chinese_is_chinese(row: Row, tables: Tables) -> Iterator[Breach]:
    """A column in Chinese holds Chinese characters, or is a title in Chinese marks; so does every alias."""
    for column, text in row.texts("_zh"):
        for part in text.split("|") if column == "aliases_zh" else (text,):
            if not CHARACTER.search(part) and not TITLE.fullmatch(part):
                yield Breach(column, say("Chinese"), say("write it in Simplified Chinese characters"), part)


@rule(*TABLES)
def chinese_is_simplified(row: Row, tables: Tables) -> Iterator[Breach]:
    """A column in Chinese holds only characters of Simplified Chinese (GB 2312)."""
    for column, text in row.texts("_zh"):
        if not _is_simplified(text):
            foreign = [character for character in dict.fromkeys(text) if not _is_simplified(character)]
            yield Breach(
                column,
                say("Simplified Chinese, without {foreign}", foreign=" ".join(foreign)),
                say("write the simplified characters instead"),
            )


@rule(*TABLES)
def chinese_holds_no_pinyin(row: Row, tables: Tables) -> Iterator[Breach]:
    """A column in Chinese holds no pinyin."""
    for column, text in row.texts("_zh"):
        if found := PINYIN.search(text) or TONED.search(text):
            yield Breach(
                column,
                say("Chinese, without {found}", found=found[0]),
                say("delete the pinyin that the received copy put there"),
            )


@rule(*TABLES)
def text_is_undamaged(row: Row, tables: Tables) -> Iterator[Breach]:
    """Text in either language holds no rest of a damaged copy: no replaced character, no tag."""
    for column, text in row.texts("_en") + row.texts("_zh"):
        if found := DAMAGE.search(text):
            yield Breach(
                column,
                say("text without {found!a}", found=found[0]),
                say("write the character that stood there, and delete what is left of tags"),
            )


@rule(*TABLES)
def both_languages_are_given(row: Row, tables: Tables) -> Iterator[Breach]:
    """What is said in one language is said in the other."""
    for english in row.cells:
        chinese = english.removesuffix("_en") + "_zh"
        if not english.endswith("_en") or chinese not in row.cells:
            continue
        for missing, given in ((english, chinese), (chinese, english)):
            if row.get(missing) is None and row.get(given) is not None:
                yield Breach(
                    missing,
                    say("the same as {given} says", given=given),
                    say("translate it, or clear {given}", given=given),
                )


def _is_simplified(text: str) -> bool:
    try:
        text.translate(BEYOND_GB2312).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
