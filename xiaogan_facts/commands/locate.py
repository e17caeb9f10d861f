"""`xiaogan-facts locate PHRASE`: print where a phrase of the article stands in your copy. Exit 0: found, 1: not."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from xiaogan_facts.commands import PACKAGE, added
from xiaogan_facts.gate.translation import say

if TYPE_CHECKING:  # it loads polars
    from xiaogan_facts.locate import Place

NOT_FOUND = 1


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "locate", __doc__)
    parser.add_argument(
        "phrase", metavar="PHRASE", help=say("in Simplified or Traditional characters, within one line")
    )
    parser.add_argument("--source", metavar="FILE", required=True, help=say("your copy of the article"))
    parser.add_argument("--package", metavar="PATH", help=say(PACKAGE))


def run(args: argparse.Namespace) -> int:
    """Print each place on a line of its own. Raises CannotRunError if the copy is none of those on record."""
    from xiaogan_facts.locate import locate

    places = locate(args.phrase, args.source, args.package)
    if places.found:
        print("\n".join(_lines(places.found)))
        return 0
    print(say("not found: {phrase}", phrase=args.phrase))
    if places.nearest:
        print(say("the longest part that is found: {part}", part=places.part))
        print("\n".join(_lines(places.nearest)))
    return NOT_FOUND


def _lines(places: Iterable[Place]) -> Iterator[str]:
    for number, place in enumerate(places, start=1):
        where = say(
            "line {line}, char_start {char_start}, char_end {char_end}",
            line=place.line,
            char_start=place.char_start,
            char_end=place.char_end,
        )
        passages = say(" and ").join(place.passages) or say("no passage")
        yield f"{number}. {where}, {passages}: {place.printed}{say(' (damaged there)') if place.damaged else ''}"
