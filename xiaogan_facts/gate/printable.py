"""Make text safe to show: no character of the data may control a terminal, break a line or be invisible.

The escapes are `\\n`, `\\r`, `\\t` and `\\u2028`, as in JSON, and `\\xff` for a byte that is not UTF-8.
"""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters, but for the line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that change the direction of writing
    "\u2028\u2029\ud800-\udfff]"  # line and paragraph separators, lone surrogates
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str) -> str:
    """Return the text with what could control a terminal escaped; line feeds stay as they are."""
    return _STEERING.sub(lambda found: _escaped(found[0]), text)


def one_line(text: str) -> str:
    """Return the text with every invisible character escaped, line feeds included."""
    return text if text.isprintable() else "".join(each if each.isprintable() else _escaped(each) for each in text)


def printable_json(text: str) -> str:
    """Return the text of `json.dumps` with the characters that `printable` escapes in JSON's own escapes."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that could not be decoded (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(character, f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
