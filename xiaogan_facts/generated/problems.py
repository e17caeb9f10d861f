"""Render the pages of problem codes from the gate's registry: meaning, harm, example and remedy of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from textwrap import fill

from xiaogan_facts.gate.report.codes import CODES, PAGE, Code
from xiaogan_facts.gate.report.summary import SEVERITIES
from xiaogan_facts.gate.translation import Language, say, speaking
from xiaogan_facts.generated.file import Generated


@dataclass(frozen=True)
class _Words:
    """What a page says besides the texts of the codes."""

    page: str
    head: str
    parts: Mapping[str, str]
    message: str
    means: str
    why: str
    example: str
    remedy: str
    between: str  # a heading and its text
    end: str  # of a sentence
    colon: str


ENGLISH = _Words(
    page=PAGE,
    head="""\
# Problem codes

English · [简体中文](problems.zh-Hans.md)

What `xiaogan-facts validate` finds is an *error*, which makes a package invalid; a *warning*, which does so with
`--strict`; or a *notice*, which never does. Each has one of the codes below. In the JSON report it is called `rule`.
The archive's rules about its own facts are not among them: the [guide for curators](curation.md) names those.

This page is written by `xiaogan-facts docs` from `xiaogan_facts/gate/report/codes.toml`: to change a word, change it
there.
""",
    parts={
        "descriptor": "The descriptor",
        "files": "Files",
        "header": "The header of a table",
        "records": "Malformed records",
        "cells": "Cells",
        "keys": "Keys",
    },
    message="{severity}: expected {expected}",
    means="What it means.",
    why="Why it is bad.",
    example="Example.",
    remedy="Remedy.",
    between=" ",
    end=".",
    colon=": ",
)

CHINESE = _Words(
    page=PAGE.replace(".md", ".zh-Hans.md"),
    head="""\
# 问题代码

[English](problems.md) · 简体中文

`xiaogan-facts validate` 发现的问题分三种：*错误*使包不能通过校验；\
*警告*只在加上 `--strict` 时使包不能通过；*提示*不影响校验结果。\
每个问题都有下列代码之一，在 JSON 报告中称为 `rule`。\
本档案关于自身事实的规则不在此列：见[整理指南](curation.zh-Hans.md)。

本页由 `xiaogan-facts docs` 依据 `xiaogan_facts/gate/report/codes.toml` 写成：如需改字，请改那里。
""",
    parts={
        "descriptor": "描述文件",
        "files": "文件",
        "header": "表头",
        "records": "格式错乱的记录",
        "cells": "单元格",
        "keys": "键",
    },
    message="{severity}，应为：{expected}",
    means="含义",
    why="害处",
    example="示例",
    remedy="办法",
    between="：",
    end="。",
    colon="：",
)

LANGUAGES: Mapping[Language, _Words] = {"en": ENGLISH, "zh": CHINESE}


def render(checkout: Path, language: Language = "en") -> Generated:
    """Render the page in a language, `docs/problems.md` or `docs/problems.zh-Hans.md`, from the registry."""
    words = LANGUAGES[language]
    with speaking(language):
        parts = [
            (words.parts[part], list(codes)) for part, codes in groupby(CODES.values(), key=lambda code: code.part)
        ]
        contents = "".join(f"\n**{title}**\n\n{''.join(map(partial(_entry, words), codes))}" for title, codes in parts)
        section = partial(_section, words)
        body = "".join(f"\n## {title}\n{''.join(map(section, codes))}" for title, codes in parts)
    return Generated(checkout / words.page, words.head + contents + body)


def _entry(words: _Words, code: Code) -> str:
    first_sentence = re.split(r"(?<=[^\"][.:])\s|(?<=。)|：", code.said.means)[0].rstrip(".:。")
    return f"- [`{code.name}`](#{code.anchor}){words.colon}{' '.join(first_sentence.split())}\n"


def _section(words: _Words, code: Code) -> str:
    texts, remedy = code.said, _message(code.said.remedy)
    before_example = f"{words.between.rstrip()}\n\n" if texts.example.startswith("```") else words.between
    message = words.message.format(severity=say(SEVERITIES[code.severity]), expected=_message(texts.expected))
    paragraphs = (
        f"### {code.name}",
        message,
        _wrapped(f"**{words.means}**{words.between}{texts.means}"),
        _wrapped(f"**{words.why}**{words.between}{texts.why}"),
        f"**{words.example}**{before_example}{texts.example}",
        f"**{words.remedy}**{words.between}{remedy[0].upper()}{remedy[1:]}{words.end}",
    )
    return "".join(f"\n{paragraph}\n" for paragraph in paragraphs)


def _wrapped(text: str) -> str:
    """Wrap a paragraph of English; a line break within Chinese would show as a blank."""
    return text if "。" in text else fill(text, 118, break_long_words=False, break_on_hyphens=False)


def _message(template: str) -> str:
    """Show a template with an ellipsis for each place that a check fills in."""
    message = re.sub(r"(?<!\{)(?:\{\w+(?:!r)?\})+(?!\})", "…", template)
    return message.replace("{{", "{").replace("}}", "}")
