"""The catalogue of Chinese messages: every message in the code, with the words that translators gave it.

`locale/zh_Hans/LC_MESSAGES/xiaogan_facts.po` is for people to edit, the `.mo` beside it for gettext to read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.translation import CHINESE, DOMAIN
from xiaogan_facts.generated.file import Generated
from xiaogan_facts.optional import extra

FOLDER = Path("xiaogan_facts", "locale", CHINESE, "LC_MESSAGES")
PO, MO = FOLDER / f"{DOMAIN}.po", FOLDER / f"{DOMAIN}.mo"

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None,
    "later": None,
    "say_number": (1, 2),
    # Kinds of values in a descriptor: what each asks for.
    "Plain": (1,),
    "Items": (1,),
    "Object": (1,),
    "Either": (1,),
    "matching": (1,),
    "_names": (1,),
    # What stands in place of delimited text, and what to do about it.
    "Kind": None,
    # What a library is needed for.
    "extra": (2,),
    # What RFC 7946 asks of a geometry.
    "_ask": (2,),
}
"""The functions whose text arguments are messages, and which arguments if not the first."""

OF_ARGPARSE = (
    "usage: ",
    "positional arguments",
    "options",
    "show this help message and exit",
    "%(prog)s: error: %(message)s\n",
    "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s",
    "unrecognized arguments: %s",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)",
    "invalid %(type)s value: %(value)r",
    "expected one argument",
    "expected at most one argument",
    "expected at least one argument",
    "not allowed with argument %s",
    "ambiguous option: %(option)s could match %(matches)s",
    "ignored explicit argument %r",
)
"""What argparse says, of Python 3.11 to 3.14; it looks its words up in the same catalogue."""

OF_DESCRIPTORS = ("names that are not repeated", "values that are not repeated", "labels that are not repeated")
"""What lists in a descriptor hold, see `gate/checks/_properties.py`."""

OF_JSON = (
    "Expecting value",
    "Expecting property name enclosed in double quotes",
    "Expecting ':' delimiter",
    "Expecting ',' delimiter",
    "Extra data",
    "Unterminated string starting at",
    "Invalid control character at",
    "Invalid \\escape",
    "Invalid \\uXXXX escape",
    "Illegal trailing comma before end of array",
    "Illegal trailing comma before end of object",
)
"""Why Python's json cannot read a text, of Python 3.11 to 3.14."""


def template(checkout: Path) -> Generated:
    """Return the catalogue to edit: all messages of the code in its order, with the words that they have so far."""
    catalogue = _catalogue(checkout)
    text = BytesIO()
    extra("babel.messages.pofile", "write the catalogue", "dev").write_po(
        text, catalogue, width=118, omit_header=False, sort_by_file=False, no_location=False, include_lineno=False
    )
    lacking = tuple(f"no Chinese for {message.id!r}" for message in catalogue if message.id and not _is_said(message))
    return Generated(checkout / PO, text.getvalue().decode(), lacking)


def compiled(checkout: Path) -> Generated:
    """Return the catalogue as gettext reads it."""
    data = BytesIO()
    extra("babel.messages.mofile", "write the catalogue", "dev").write_mo(data, _catalogue(checkout))
    return Generated(checkout / MO, "", binary=data.getvalue())


def _is_said(message: Any) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _catalogue(checkout: Path) -> Any:
    """Return the catalogue of babel: what the code says, in the words of the committed file."""
    messages = extra("babel.messages.catalog", "write the catalogue", "dev")
    pofile = extra("babel.messages.pofile", "write the catalogue", "dev")
    found = messages.Catalog(locale=CHINESE, project="xiaogan-facts", domain=DOMAIN, fuzzy=False)
    for where, message in _messages(checkout):
        found.add(message, locations=[(where, 0)])
    with (checkout / PO).open("rb") as given:
        before = pofile.read_po(given, locale=CHINESE, domain=DOMAIN)
    for message in found:
        known = before.get(message.id) if message.id else None
        if known is not None:
            message.string = known.string
    found.header_comment = "# Chinese messages of xiaogan-facts. Edit the words, then run `xiaogan-facts messages`."
    found.mime_headers = [each for each in found.mime_headers if each[0] in KEPT]
    return found


KEPT = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


def _messages(checkout: Path) -> Iterator[tuple[str, Any]]:
    """Yield each message with the file that says it."""
    from xiaogan_facts.rules import RULES  # here, for it loads pandera

    extract = extra("babel.messages.extract", "write the catalogue", "dev").extract_from_file
    for path in sorted((checkout / "xiaogan_facts").rglob("*.py")):
        for _, message, _, _ in extract("python", path, keywords=KEYWORDS, options={}):
            yield path.relative_to(checkout).as_posix(), message
    for path in sorted((checkout / "xiaogan_facts" / "commands").glob("[a-z]*.py")):
        described = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        yield path.relative_to(checkout).as_posix(), described.partition(": ")[2]
    for rule in RULES:
        yield "xiaogan_facts/rules", rule.sentence
    for message in (*OF_ARGPARSE, *OF_DESCRIPTORS, *OF_JSON):
        yield "xiaogan_facts/generated/catalogue.py", message
