"""The command `xiaogan-facts search`: words in either language and script, as a table, rows or cards."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from xiaogan_facts import Archive, cli
from xiaogan_facts.database.names import entities_called, named_entities, nearest

Search = Callable[..., list[dict[str, str]]]


@pytest.fixture
def search(capsys: pytest.CaptureFixture[str]) -> Search:
    """Run the command, which must find something: its rows."""

    def run(*words: str) -> list[dict[str, str]]:
        assert cli.main(["search", *words, "--format", "json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert isinstance(rows, list)
        return rows

    return run


@pytest.mark.parametrize("words", ["华工高理", "華工高理", "HUAGONG gaoli", "huagong-gaoli", "高理 华工"])
def test_a_name_in_any_form_finds_the_entity_first_and_its_facts(search: Search, words: str) -> None:
    rows = search(words)
    assert (rows[0]["kind"], rows[0]["id"]) == ("entity", "huagong-gaoli")
    assert "hd24-c10-01" in [row["id"] for row in rows]


def test_what_is_found_stands_in_the_row(search: Search, opened: Archive) -> None:
    for row in search("plasma", "furnace"):
        card = opened.card(row["id"], table={"entity": "entities", "caveat": "caveats"}.get(row["kind"]))
        told = json.dumps([str(entry.lines) for entry in card.entries]) + card.title.en
        assert "plasma" in told.lower()
        assert "furnace" in told.lower()


def test_entities_come_before_facts_and_caveats_after_them(search: Search) -> None:
    kinds = [row["kind"] for row in search("zone")]
    assert kinds == sorted(kinds, key=["entity", "fact", "caveat"].index)
    assert set(kinds) == {"entity", "fact", "caveat"}


def test_whole_words_come_before_parts_of_words(opened: Archive) -> None:
    facts = [hit.text.en for hit in opened.search("art") if hit.kind == "fact"]
    whole = ["art" in text.lower().replace(".", " ").replace("-", " ").split() for text in facts]
    assert whole == sorted(whole, reverse=True)


def test_every_word_has_to_occur(opened: Archive) -> None:
    both = {hit.id for hit in opened.search("furnace ignited")}
    assert both == {hit.id for hit in opened.search("furnace")} & {hit.id for hit in opened.search("ignited")}
    assert both


@pytest.mark.parametrize(("words", "near"), [("huagong goali", "huagong-gaoli"), ("夏起勇", "xia-qiyong")])
def test_nothing_found_is_said_with_what_is_near(words: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", words]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"nothing holds '{words}'; did you mean '{near}'" in captured.err


def test_a_blank_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", " "]) == 1
    assert "nothing holds" in capsys.readouterr().err


def test_the_table_is_in_the_language_spoken_and_limited(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", "华工高理", "--limit", "1", "--lang", "zh"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[0].split() == ["类型", "id", "内容"]
    assert "实体  huagong-gaoli  华工高理" in captured.out
    assert "另有" in captured.err


@pytest.mark.parametrize("limit", ["-1", "x", "1.5"])
def test_a_limit_that_is_no_number_of_hits_is_refused(limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", "华工高理", "--limit", limit]) == 2
    assert f"{limit} is not a whole number from 0 on" in capsys.readouterr().err


def test_cards_are_those_of_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", "huagong-gaoli", "--limit", "1", "--format", "cards"]) == 0
    card = capsys.readouterr().out
    assert cli.main(["show", "huagong-gaoli", "--lang", "en"]) == 0
    assert capsys.readouterr().out == card


def test_a_reader_that_has_seen_enough_is_no_failure(opened: Archive) -> None:
    assert "search" in cli.GIVE_NO_VERDICT


def test_a_name_is_found_by_alias_id_and_part(opened: Archive) -> None:
    entities = named_entities(opened.connection)
    assert entities_called(entities, "3D科学计算中心") == ["3d-scientific-computing-centre"]
    assert set(entities_called(entities, "Silang")) > {"silang-technology"}
    assert entities_called(entities, "") == []
    assert nearest(entities, "xia-qiyang")[0] == "xia-qiyong"
