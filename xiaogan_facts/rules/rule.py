"""What a rule is: a small named function with its sentence, that finds what is wrong with one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xiaogan_facts.rules.rows import Row, Tables

Finder = Callable[[Row, Tables], Iterator["Breach"]]


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong with a row: the field, what was expected there and how to correct it.

    `value` is given only where the whole cell is not what is wrong, but a part of it or something in the text.
    """

    field: str
    expected: str
    remedy: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on the rows of `tables`; one with `needs_article` runs only with a copy of the article at hand."""

    name: str
    sentence: str
    tables: tuple[str, ...]
    find: Finder
    needs_article: bool = False


def rule(*tables: str, needs_article: bool = False) -> Callable[[Finder], Rule]:
    """Make a rule of a function: its name, with hyphens, is the rule's name, and its docstring the sentence."""

    def named(find: Finder) -> Rule:
        sentence = " ".join((find.__doc__ or "").split())
        return Rule(find.__name__.replace("_", "-"), sentence, tables, find, needs_article)

    return named
