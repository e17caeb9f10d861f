"""The received copy is read as it is, its pinyin is told from its text, and what repeats it is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.rules import read_source
from xiaogan_facts.rules.received import repeats, runs, stripped, without_pinyin

SENTENCE = "柳溪鎮(zhèn)的人都說今年的茶葉比往年的香,也比往年的貴(guì)一點,明年還要多種一些"


def test_line_breaks_are_left_as_they_are(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes("一\r\n二\n".encode())
    assert read_source(copy) == "一\r\n二\n"


def test_a_copy_that_is_not_there_is_said_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match=r"cannot be read.*missing\.txt"):
        read_source(tmp_path / "missing.txt")


def test_a_folder_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError, match="cannot be read"):
        read_source(tmp_path)


def test_a_path_that_no_system_takes_is_no_copy() -> None:
    with pytest.raises(CannotRunError, match="cannot be read"):
        read_source("a\0b")


def test_a_copy_in_another_encoding_is_said_with_the_byte(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes("柳溪".encode("gb2312"))
    with pytest.raises(CannotRunError, match="not UTF-8 at byte 0"):
        read_source(copy)


def test_a_file_far_larger_than_any_article_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiaogan_facts.rules.received.LARGEST_COPY", 8)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(b"123456789")
    with pytest.raises(CannotRunError, match="larger than 8 bytes"):
        read_source(copy)


def test_pinyin_in_brackets_is_left_out() -> None:
    assert without_pinyin("柳溪鎮(zhèn)(Town)有2個(gè)茶廠") == "柳溪鎮(Town)有2個茶廠"


def test_each_character_keeps_its_position_without_pinyin() -> None:
    text = "柳溪鎮(zhèn)有茶"
    copy = stripped(text)
    assert copy.text == "柳溪鎮有茶"
    assert copy.span(2, 4) == (2, 10)
    assert [text[at] for at in copy.positions] == list(copy.text)


def test_25_characters_of_the_text_are_a_repeat_and_24_are_none() -> None:
    of = runs(SENTENCE)
    plain = without_pinyin(SENTENCE)
    assert repeats(f"He wrote: {plain[:25]}.", of)
    assert not repeats(f"He wrote: {plain[:24]}.", of)


def test_a_repeat_is_found_with_its_pinyin_and_without() -> None:
    of = runs(SENTENCE)
    assert repeats(SENTENCE, of)
    assert repeats(without_pinyin(SENTENCE), of)
    assert repeats("在" + SENTENCE.replace("(guì)", "(gui)"), of)
