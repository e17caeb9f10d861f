"""What somebody's data holds is shown, and never obeyed."""

from __future__ import annotations

import json
import unicodedata

import pytest

from xiaogan_facts.gate.printable import one_line, printable, printable_json

ALL = "".join(map(chr, range(0x110000)))


def test_control_characters_are_escaped_and_line_feeds_stay() -> None:
    assert printable("a\x1b[31mb\tc\r\nd\x9b") == "a\\u001b[31mb\\tc\\r\nd\\u009b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\\nb"),
        ("\udcff", "\\xff"),
        ("\ud800", "\\ud800"),
        ("\u202e\u2028", "\\u202e\\u2028"),
        ("\U000e0001", "\\U000e0001"),
        ("孝感 é 👍", "孝感 é 👍"),
    ],
)
def test_what_cannot_be_seen_is_escaped_on_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_a_byte_that_is_no_utf_8_is_told_from_the_control_character_of_its_number() -> None:
    assert one_line("\udc9b") != one_line("\x9b")


@pytest.mark.slow
def test_no_character_breaks_a_line_steers_a_terminal_or_cannot_be_written() -> None:
    assert printable(ALL).splitlines() == printable(ALL).split("\n")
    printable(ALL).encode("utf-8")
    left = set(printable(ALL))
    assert {each for each in left if unicodedata.category(each) == "Cc"} == {"\n"}
    steering = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    assert not {each for each in left if unicodedata.bidirectional(each) in steering}
    assert one_line(ALL).isprintable()


def test_json_keeps_its_values() -> None:
    written = printable_json(json.dumps(ALL, ensure_ascii=False))
    assert json.loads(written) == ALL.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    written.encode("utf-8")
    assert "\x9b" not in written
