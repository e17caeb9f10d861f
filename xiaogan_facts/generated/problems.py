"""Render the page of problem codes from the gate's registry: meaning, harm, example and remedy of each."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from textwrap import fill

from xiaogan_facts.gate.report.codes import CODES, PAGE, Code
from xiaogan_facts.generated.file import Generated

HEAD = """\
# Problem codes

What `xiaogan-facts validate` finds is an *error*, which makes a package invalid; a *warning*, which does so with
`--strict`; or a *notice*, which never does. Each has one of the codes below. In the JSON report it is called `rule`.
The archive's rules about its own facts are not among them: the [guide for curators](curation.md) names those.

This page is written by `xiaogan-facts docs` from `xiaogan_facts/gate/report/codes.toml`: to change a word, change it
there.
"""

PARTS = {
    "descriptor": "The descriptor",
    "files": "Files",
    "header": "The header of a table",
    "records": "Malformed records",
    "cells": "Cells",
    "keys": "Keys",
}


def render(checkout: Path) -> Generated:
    """Render `docs/problems.md` from the registry."""
    parts = [(PARTS[part], list(codes)) for part, codes in groupby(CODES.values(), key=lambda code: code.part)]
    contents = "".join(f"\n**{title}**\n\n{''.join(map(_entry, codes))}" for title, codes in parts)
    body = "".join(f"\n## {title}\n{''.join(map(_section, codes))}" for title, codes in parts)
    return Generated(checkout / PAGE, HEAD + contents + body)


def _entry(code: Code) -> str:
    first_sentence = re.split(r"(?<=[^\"][.:])\s", code.means)[0].rstrip(".:")
    return f"- [`{code.name}`](#{code.anchor}): {' '.join(first_sentence.split())}\n"


def _section(code: Code) -> str:
    remedy = _message(code.remedy)
    between = "\n\n" if code.example.startswith("```") else " "
    paragraphs = (
        f"### {code.name}",
        f"{code.severity}: expected {_message(code.expected)}",
        _wrapped(f"**What it means.** {code.means}"),
        _wrapped(f"**Why it is bad.** {code.why}"),
        f"**Example.**{between}{code.example}",
        f"**Remedy.** {remedy[0].upper()}{remedy[1:]}.",
    )
    return "".join(f"\n{paragraph}\n" for paragraph in paragraphs)


def _wrapped(text: str) -> str:
    return fill(text, 118, break_long_words=False, break_on_hyphens=False)


def _message(template: str) -> str:
    """Show a template with an ellipsis for each place that a check fills in."""
    message = re.sub(r"(?<!\{)(?:\{\w+(?:!r)?\})+(?!\})", "…", template)
    return message.replace("{{", "{").replace("}}", "}")
