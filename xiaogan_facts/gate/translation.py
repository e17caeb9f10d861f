"""The language that the program speaks: English, or Chinese from the catalogue in `locale/`.

The messages stand in the code, in English; `xiaogan-facts messages` collects them for the catalogue. What the library
says is English unless it is called within `speaking`; the command line chooses by `--lang` or by the locale.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DOMAIN = "xiaogan_facts"
CATALOGUES = Path(__file__).resolve().parents[1] / "locale"
CHINESE = "zh_Hans"  # the catalogue of "zh", as gettext names it

_spoken: ContextVar[Language] = ContextVar("language", default="en")


def spoken() -> Language:
    """Return the language that messages are given in here."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Give all messages in a language, "en" or "zh": those of errors, reports and remedies.

    >>> import xiaogan_facts
    >>> with xiaogan_facts.speaking("zh"):
    ...     try:
    ...         xiaogan_facts.table("unit")
    ...     except xiaogan_facts.Error as error:
    ...         print(error.args[0].partition("？")[0])
    没有表或视图“unit”；是否想写 'units'
    """
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def say(message: str, /, **places: Any) -> str:
    """Return a message in the language spoken, its places filled in as by `str.format` where any are given."""
    words = _catalogue(spoken()).gettext(message) if message else ""  # gettext gives its own header for ""
    return words.format(**places) if places else words


def say_number(one: str, many: str, number: int, /, **places: Any) -> str:
    """Return a message about a number of things, which it may name as `{number}`."""
    words = _catalogue(spoken()).ngettext(one, many, number)
    return words.format(number=f"{number:,}", **places)


def later(message: str, /) -> str:
    """Mark a message for the catalogue that is said later, when the language is known; return it as it is."""
    return message


def language_of(environment: Mapping[str, str]) -> Language:
    """Return the language that a user's environment asks for, in the order of gettext; Chinese of any script is one."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for name in environment.get(variable, "").split(":"):
            if name:
                return "zh" if name.lower().startswith("zh") else "en"
    return "zh" if os.name == "nt" and _windows_is_chinese() else "en"


def _windows_is_chinese() -> bool:
    import locale

    return (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese"))


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, CATALOGUES, [CHINESE])
