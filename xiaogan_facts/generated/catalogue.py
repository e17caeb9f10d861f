"""The catalogue of Chinese messages: every message in the code, with the words that translators gave it.

`locale/zh_Hans/LC_MESSAGES/xiaogan_facts.po` is for people to edit, the `.mo` beside it for gettext to read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from xiaogan_facts import __version__
from xiaogan_facts.gate.translation import CHINESE, DOMAIN
from xiaogan_facts.generated.file import Generated
from xiaogan_facts.optional import extra

MAINTAINERS = "The xiaogan-facts maintainers"
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""What stands for the dates that gettext asks for: the same messages give the same bytes."""

FOLDER = Path("xiaogan_facts", "locale", CHINESE, "LC_MESSAGES")
PO, MO = FOLDER / f"{DOMAIN}.po", FOLDER / f"{DOMAIN}.mo"

FIRST_ARGUMENT = (
    *("say", "later"),
    # Kinds of values in a descriptor: what each asks for.
    *("Plain", "Items", "Object", "Either", "matching", "_names"),
    # What stands in place of delimited text.
    "Kind",
)
SECOND_ARGUMENT = ("extra", "_ask")  # what a library is needed for, what RFC 7946 asks of a geometry
ONE_AND_MANY = "say_number"
"""The functions whose arguments are messages."""

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
    found = messages.Catalog(
        locale=CHINESE,
        domain=DOMAIN,
        project="xiaogan-facts",
        version=__version__,
        copyright_holder=MAINTAINERS,
        last_translator=MAINTAINERS,
        language_team=MAINTAINERS,
        msgid_bugs_address=MAINTAINERS,
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        fuzzy=False,
    )
    for where, message in _messages(checkout):
        found.add(message, locations=[(where, 0)])
    with (checkout / PO).open("rb") as given:
        before = pofile.read_po(given, locale=CHINESE, domain=DOMAIN)
    for message in found:
        known = before.get(message.id) if message.id else None
        if known is not None:
            message.string = known.string
    found.header_comment = "# Chinese messages of xiaogan-facts. Edit the words, then run `xiaogan-facts messages`."
    return found


def _messages(checkout: Path) -> Iterator[tuple[str, Any]]:
    """Yield each message with the file that says it."""
    from xiaogan_facts.rules import RULES  # here, for it loads pandera

    for path in sorted((checkout / "xiaogan_facts").rglob("*.py")):
        name, tree = path.relative_to(checkout).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and (said := _said(node.func.id, node.args))
            ):
                yield name, said
        if path.parent.name == "commands" and not path.name.startswith("_"):
            yield name, (ast.get_docstring(tree) or "").partition(": ")[2]
    for rule in RULES:
        yield "xiaogan_facts/rules", rule.sentence
    for message in (*OF_ARGPARSE, *OF_DESCRIPTORS, *OF_JSON):
        yield "xiaogan_facts/generated/catalogue.py", message


def _said(function: str, arguments: Sequence[ast.expr]) -> str | tuple[str, ...] | None:
    """Return the message among the arguments of a call, or that about one and about many; None if there is none."""
    texts = [each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else "" for each in arguments]
    if function == ONE_AND_MANY:
        return tuple(texts[:2])
    place = 0 if function in FIRST_ARGUMENT else 1 if function in SECOND_ARGUMENT else len(texts)
    return texts[place] or None if place < len(texts) else None
