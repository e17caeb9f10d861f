"""The figure in the words of a new observation, read as the rules read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.rules.numerals import NotAFigureError, read
from xiaogan_facts.rules.schemas import longest

POWERS = MappingProxyType({"萬億": 12, "万亿": 12, "億": 8, "亿": 8, "萬": 4, "万": 4})
"""The powers of ten that Chinese prints with characters of their own, the highest first."""


@dataclass(frozen=True)
class Printed:
    """A figure as printed, and the cells that it fills."""

    token: str
    cells: Mapping[str, str]


def figure_in(text: str, token: str | None = None) -> Printed:
    """Return the figure that `text` prints: the one given, else the longest that can be read and holds no other.

    Raises CannotRunError if the token is not there or no figure, or if there are several to choose from.
    """
    if token is None:
        found = _figures(text)
        if len(found) != 1:
            several = (
                say("several figures: {found}; choose one with --figure", found=", ".join(found))
                if found
                else say("no figure")
            )
            raise CannotRunError(say("the words '{text}' hold {several}", text=text, several=several))
        [token] = found
    elif token not in text:
        raise CannotRunError(say("the words '{text}' do not hold '{token}'", text=text, token=token))
    try:
        figure = read(token)
    except NotAFigureError:
        raise CannotRunError(say("'{token}' cannot be read as a figure", token=token)) from None
    power = next((power for mark, power in POWERS.items() if mark in token), 0)
    value = figure.amount.scaleb(-power)
    return Printed(
        token,
        {
            "printed": token,
            "value": f"{value.normalize():f}",
            "multiplier": str(power),
            "comparator": figure.comparator or "not-applicable",
            "is_near": str(figure.is_near).lower(),
        },
    )


def _figures(text: str) -> list[str]:
    """Return the longest tokens of a text that can be read, those within others left out, in their order."""
    most = longest("observations", "printed")
    found: list[tuple[int, int]] = []
    for start in range(len(text)):
        for end in range(min(len(text), start + most), start, -1):
            if _is_figure(text[start:end]):
                if not found or end > found[-1][1]:
                    found.append((start, end))
                break
    return [text[start:end] for start, end in found]


def _is_figure(token: str) -> bool:
    try:
        read(token)
    except NotAFigureError:
        return False
    return True
