"""How wide text stands in a terminal, and how it is folded."""

from __future__ import annotations

import pytest

from xiaogan_facts.output.width import fold, fold_words, folded, padded, width


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("孝感", 4), ("，", 2), ("3D中心", 6), ("e\u0301", 1), ("\u200b", 0), ("", 0)]
)
def test_a_chinese_character_takes_two_columns_and_a_combining_mark_none(text: str, columns: int) -> None:
    assert width(text) == columns


def test_padding_counts_columns_not_characters() -> None:
    assert padded("孝感", 6) == "孝感  "
    assert padded("6", 3, right=True) == "  6"


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("short", 10, ["short"]),
        ("the zone is large", 8, ["the zone", "is large"]),
        ("shanghai-base-of-it", 10, ["shanghai-", "base-of-it"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("孝感高新区很大", 8, ["孝感高新", "区很大"]),
        ("孝感高新，很大", 8, ["孝感高", "新，很大"]),
        ("在（孝感）", 5, ["在", "（孝", "感）"]),
        ("第70位（共178个）", 10, ["第70位（共", "178个）"]),
        ("one\ntwo", 10, ["one", "two"]),
        ("", 10, [""]),
    ],
)
def test_a_cell_is_folded_where_a_reader_would_break_it(text: str, columns: int, lines: list[str]) -> None:
    assert fold(text, columns) == lines


@pytest.mark.parametrize("columns", [2, 3, 7, 20, 79])
def test_folding_loses_nothing_but_spaces_and_keeps_to_the_width(columns: int) -> None:
    text = "The Xiaogan High-tech Zone 孝感高新区（位于孝感市），ranks 6th of 21 in 2022。"
    lines = fold(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(width, lines)) <= columns


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("one two three", 8, ["one two", "  three"]),
        ("see path/to/data-file.csv:3:2 now", 10, ["see", "  path/to/data-file.csv:3:2", "  now"]),
        ("孝感高新区很大", 8, ["孝感高新", "  区很大"]),
        ("应为：整数；办法：改正", 12, ["应为：整数；", "  办法：改正"]),
        ("one\ntwo three", 7, ["one", "two", "  three"]),
        ("anything at all", None, ["anything at all"]),
        ("", 5, [""]),
    ],
)
def test_a_message_breaks_at_words_and_keeps_each_whole(text: str, columns: int | None, lines: list[str]) -> None:
    assert fold_words(text, columns, "  ") == lines


@pytest.mark.parametrize("columns", range(2, 60))
def test_a_message_loses_nothing_at_any_width(columns: int) -> None:
    message = "    fruits.csv:3:2  found '1 234'，应为整数 like 42 or -7; help: write it without thousands separators"
    lines = fold_words(message, columns, "      ")
    assert "".join("".join(lines).split()) == "".join(message.split())
    assert [line for line in lines if width(line) > max(columns, 6 + len("separators") + 4)] == []


def test_a_coloured_word_stays_coloured_in_a_folded_line() -> None:
    line = "  \033[31merror\033[0m type in price: expected an integer like 42 or -7"
    assert list(folded([line], 30)) == [
        "  \033[31merror\033[0m type in price:",
        "    expected an integer like",
        "    42 or -7",
    ]
    assert list(folded([line], None)) == [line]
