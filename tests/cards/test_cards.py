"""A card as text, Markdown and JSON: both languages or one, folded to the terminal, and no cell that breaks out."""

from __future__ import annotations

import json

import pytest

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.cards.as_json import as_json
from xiaogan_facts.cards.as_markdown import as_markdown
from xiaogan_facts.cards.as_text import as_text
from xiaogan_facts.cards.card import Card, Entry, Excerpt
from xiaogan_facts.output.width import width

CARD = Card(
    id="o1",
    table="observations",
    kind=Bilingual("Observation", "数值"),
    title=Bilingual("The park is large.", "园区很大。"),
    entries=(
        Entry("unit", Bilingual("Unit", "单位"), (Bilingual("yuan", "yuan"),), "yuan"),
        Entry(
            "facts",
            Bilingual("Facts", "事实"),
            (Bilingual("One.", "一。"), Bilingual("Two.", "二。")),
            [Bilingual("One.", "一。"), 2.0],
        ),
    ),
    excerpts=(Excerpt("p1", 7, "abcdef", ((1, 3), (4, 5))),),
)
HOSTILE = Card(
    "o1",
    "claims",
    Bilingual("Claim", "宣称"),
    Bilingual("a\x1b[31m\x9b2J|<b>*x*", "二\n## 三"),
    (Entry("note", Bilingual("Note", "备注"), (Bilingual("\x07[x](y)", "`码`"),), Bilingual("\x1b]0;x\x07", "\x9b")),),
    (Excerpt("p1", 1, "a\x1b[31mb", ((0, 1),)),),
)


def test_a_card_in_one_language_holds_nothing_of_the_other() -> None:
    assert as_text(CARD, "en", None) == (
        "o1 · Observation\nThe park is large.\n\nUnit   yuan\nFacts  One.\n       Two.\n\np1 · line 7\na⟦bc⟧d⟦e⟧f\n"
    )
    assert as_text(CARD, "zh", None) == (
        "o1 · 数值\n园区很大。\n\n单位  yuan\n事实  一。\n      二。\n\np1 · 第7行\na⟦bc⟧d⟦e⟧f\n"
    )


def test_a_card_in_both_languages_says_everything_twice_but_what_is_no_language() -> None:
    assert as_text(CARD, "both", None) == (
        "o1 · Observation 数值\nThe park is large.\n园区很大。\n\nUnit 单位   yuan\nFacts 事实  One.\n"
        "            一。\n"
        "            Two.\n            二。\n\np1 · line 7 第7行\na⟦bc⟧d⟦e⟧f\n"
    )


@pytest.mark.parametrize("limit", [20, 40, 80])
def test_a_card_keeps_to_the_width_of_the_terminal(limit: int) -> None:
    long = Bilingual("the zone has set up a fund " * 5, "高新区已设立产业基金" * 5)
    card = Card(
        "o1", "claims", Bilingual("Claim", "宣称"), long, (Entry("note", Bilingual("Note", "备注"), (long,), long),)
    )
    text = as_text(card, "both", limit)
    assert max(map(width, text.splitlines())) <= limit
    assert "".join(text.split()).count("产业基金") == 10


def test_a_terminal_too_narrow_for_two_columns_gets_each_label_above_its_words() -> None:
    assert as_text(CARD, "en", 12).splitlines()[-8:] == [
        "Unit",
        "  yuan",
        "Facts",
        "  One.",
        "  Two.",
        "",
        "p1 · line 7",
        "a⟦bc⟧d⟦e⟧f",
    ]


def test_a_card_as_markdown_is_a_heading_a_sentence_a_list_and_a_quotation() -> None:
    assert as_markdown(CARD, "both") == (
        "## o1 · Observation 数值\n\nThe park is large.\n\n园区很大。\n\n- **Unit 单位**: yuan\n- **Facts 事实**:\n"
        "  - One. / 一。\n  - Two. / 二。\n\n> a**bc**d**e**f\n>\n> p1, line 7 第7行\n"
    )


def test_a_card_as_json_keeps_values_as_values_and_words_by_language() -> None:
    content = json.loads(as_json(CARD, "both"))
    assert content == {
        "id": "o1",
        "table": "observations",
        "kind": {"en": "Observation", "zh": "数值"},
        "title": {"en": "The park is large.", "zh": "园区很大。"},
        "unit": "yuan",
        "facts": [{"en": "One.", "zh": "一。"}, 2],
        "excerpts": [{"passage_id": "p1", "line": 7, "text": "abcdef", "marks": [[1, 3], [4, 5]]}],
    }
    assert json.loads(as_json(CARD, "zh"))["title"] == {"zh": "园区很大。"}


@pytest.mark.parametrize(
    "written", [as_text(HOSTILE, "both", 40), as_markdown(HOSTILE, "both"), as_json(HOSTILE, "both")]
)
def test_no_cell_steers_the_terminal(written: str) -> None:
    assert [sign for sign in written if sign != "\n" and (ord(sign) < 32 or 127 <= ord(sign) < 160)] == []
    assert "x1b" in written or "u001b" in written


def test_no_cell_breaks_out_of_its_place_in_markdown() -> None:
    written = as_markdown(HOSTILE, "both")
    assert "\\|\\<b\\>\\*x\\*" in written
    assert "二<br>\\#\\# 三" in written
    assert "\\[x\\](y) / \\`码\\`" in written
