"""The command `xiaogan-facts show`: facts, entities and other rows as cards, and the reader's own copy beside them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import xiaogan_facts
from xiaogan_facts import Archive, cli
from xiaogan_facts.cards.build import make_card
from xiaogan_facts.cards.lookup import Lookup
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.paths import DATAPACKAGE

Show = Callable[..., str]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Show:
    """Run the command, which must succeed: what it wrote."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*words: str) -> str:
        assert cli.main(["show", *words]) == 0
        return capsys.readouterr().out

    return run


def shown(show: Show, *words: str) -> dict[str, Any]:
    content = json.loads(show(*words, "--format", "json"))
    assert isinstance(content, dict)
    return content


def test_a_figure_says_its_value_in_words_in_full_and_as_printed(show: Show, opened: Archive) -> None:
    text = show("hd24-o17-01")
    assert text.startswith("hd24-o17-01 · Observation 数值\n")
    assert "11.2 billion yuan (11200000000 yuan; printed: 112億元)" in text
    assert "112亿元（11200000000 yuan；印作：112億元）" in text
    assert "line 17, characters 1371–1410, passage hd24-p17-01 of hubei-daily-xiaogan-2024" in text
    assert "Hubei Daily (hubei-daily): The newspaper's own narration" in text
    assert f"Version {opened.package.version}, hd24-o17-01. CC-BY-4.0." in text


def test_a_target_says_that_it_is_one_and_by_when(show: Show, opened: Archive) -> None:
    rows = opened.connection.execute(
        "SELECT fact_id FROM facts WHERE value_type = 'target' AND time_period = '../2026' AND value IS NOT NULL"
    ).fetchall()
    for (fact,) in rows:
        content = shown(show, fact)
        assert (content["value_type"], content["time_period"]["edtf"]) == ("target", "../2026")
    assert len(rows) >= 2


def test_caveats_come_in_words(show: Show) -> None:
    text = show("hd24-o32-01", "--lang", "en")
    assert "The ten-billion-yuan fund is a target. The zone is working to set up the industry fund" in text
    assert "(fund-is-a-target)" in text


def test_what_the_article_does_not_say_is_said_to_be_unsaid(show: Show) -> None:
    assert "Time period  " in show("hd24-o17-01", "--lang", "en")
    assert "The article does not say" in show("hd24-o17-01", "--lang", "en")
    assert shown(show, "hd24-o17-01")["time_period"] is None


def test_one_language_is_one_language(show: Show) -> None:
    english, chinese = show("hd24-c10-01", "--lang", "en"), show("hd24-c10-01", "--lang", "zh")
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in english)
    assert "归于" in chinese
    assert "Attributed to" not in chinese


def test_an_entity_shows_its_names_what_it_is_and_its_facts(show: Show) -> None:
    content = shown(show, "huagong-gaoli")
    assert content["title"] == {"en": "Huagong Gaoli", "zh": "华工高理"}
    assert content["kind"] == "company"
    assert {"hd24-c10-01", "hd24-o10-03"} <= {fact["fact_id"] for fact in content["facts"]}


def test_the_paper_is_not_credited_with_all_that_it_narrates(show: Show) -> None:
    assert len(shown(show, "hubei-daily")["facts"]) < 20
    assert len(shown(show, "xia-qiyong")["facts"]) >= 20


def test_a_caveat_shows_the_facts_that_it_touches_and_a_passage_those_that_it_states(show: Show) -> None:
    assert "hd24-o32-01" in [fact["fact_id"] for fact in shown(show, "fund-is-a-target")["facts"]]
    assert "hd24-o17-01" in [fact["fact_id"] for fact in shown(show, "hd24-p17-01")["facts"]]


@pytest.mark.slow
def test_every_row_of_the_archive_has_a_card() -> None:
    with xiaogan_facts.open() as archive:
        # The view's rows, kept: to make them anew for each of a thousand cards takes minutes.
        archive.connection.execute("CREATE TABLE kept AS FROM facts; DROP VIEW facts; ALTER TABLE kept RENAME TO facts")
        keys = {each.name: archive.table(each.name).to_series().to_list() for each in archive.package.resources}
        lookup = Lookup(archive.package, archive.connection)
        cards = {(table, key): make_card(lookup, key, table=table) for table, column in keys.items() for key in column}
    assert (len(keys), len(cards)) == (13, sum(map(len, keys.values())))
    for (table, key), card in cards.items():
        assert (card.table, card.id) == (table, key)
        assert card.title.en
        assert card.entries[-1].key == "citation"


def test_a_row_is_looked_for_in_the_table_that_is_named(show: Show) -> None:
    assert shown(show, "share", "--table", "units")["table"] == "units"
    assert cli.main(["show", "share", "--table", "entities"]) == 2
    assert cli.main(["show", "share", "--table", "unit"]) == 2


def test_an_id_may_leave_out_the_prefix_of_its_article(show: Show) -> None:
    assert shown(show, "o17-01")["id"] == "hd24-o17-01"


def test_every_format_tells_the_same(show: Show) -> None:
    for form in ("text", "markdown", "json"):
        assert "11.2 billion yuan" in show("hd24-o17-01", "--format", form)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("hd24-o17-99", "there is no 'hd24-o17-99' in the archive; did you mean 'hd24-o17-01', "),
        ("huagong-goali", "did you mean 'huagong-gaoli'"),
        ("华工搞理", "did you mean 'huagong-gaoli'"),
        ("Silang", "several entities are called 'Silang': silang-"),
        ("zzzzzzzzzzzz", "there is no 'zzzzzzzzzzzz' in the archive\n"),
        ("a\x1b[31m'; DROP TABLE facts", "there is no 'a\\u001b[31m'; DROP TABLE facts' in the archive\n"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest(word: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", word]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "\x1b" not in captured.err


@pytest.mark.parametrize("name", ["华工高理", "華工高理", "huagong gaoli", "Huagong Gaoli"])
def test_an_entity_is_shown_by_a_name_in_either_language_and_script(show: Show, name: str) -> None:
    assert shown(show, name)["id"] == "huagong-gaoli"
    assert shown(show, name, "--table", "entities")["id"] == "huagong-gaoli"


def test_a_name_means_no_row_of_another_table() -> None:
    assert cli.main(["show", "华工高理", "--table", "claims"]) == 2


def test_another_package_has_no_cards(tmp_path: Path) -> None:
    other = shutil.copytree(DATAPACKAGE, tmp_path / "other")
    descriptor = other / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8").replace('"name": "xiaogan-facts"', '"name": "another"', 1)
    descriptor.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(CannotRunError, match="cards are made of the archive 'xiaogan-facts', and this is another"):
        xiaogan_facts.open(other).card("hd24-o17-01")


# With a copy of the article: one of our own invention, whose fingerprint is put on record.


@pytest.fixture
def invented(tmp_path: Path, opened: Archive) -> tuple[Path, Path]:
    """A copy of the archive, and a text as long as the article that it takes for the article."""
    archive = shutil.copytree(DATAPACKAGE, tmp_path / "archive")
    ((length, recorded),) = opened.table("sources").select("length", "sha256").rows()
    text = "".join(chr(0x4E00 + position % 5000) for position in range(length))
    sources = archive / "sources.csv"
    content = sources.read_text(encoding="utf-8").replace(recorded, sha256(text.encode()).hexdigest())
    sources.write_text(content, encoding="utf-8", newline="\n")
    copy = tmp_path / "copy.txt"
    copy.write_text(text, encoding="utf-8", newline="\n")
    return archive, copy


def marked(content: dict[str, Any]) -> list[str]:
    return [each["text"][start:end] for each in content["excerpts"] for start, end in each["marks"]]


@pytest.mark.slow
def test_the_readers_copy_shows_the_passage_with_the_evidence_marked(show: Show, invented: tuple[Path, Path]) -> None:
    archive, copy = invented
    words = ("--package", str(archive), "--source", str(copy))
    text = copy.read_text(encoding="utf-8")
    content = shown(show, "hd24-o17-01", *words)
    assert marked(content) == [text[1371:1410]]
    assert [(each["passage_id"], each["line"]) for each in content["excerpts"]] == [("hd24-p17-01", 17)]
    assert f"⟦{text[1371:1410]}⟧" in show("hd24-o17-01", *words)
    assert f"**{text[1371:1410]}**" in show("hd24-o17-01", "--format", "markdown", *words)


def test_an_entity_is_marked_wherever_it_is_named(show: Show, invented: tuple[Path, Path], opened: Archive) -> None:
    archive, copy = invented
    spans = opened.connection.execute(
        "SELECT char_start, char_end FROM mentions WHERE entity_id = 'huagong-gaoli' ORDER BY char_start"
    ).fetchall()
    text = copy.read_text(encoding="utf-8")
    content = shown(show, "huagong-gaoli", "--package", str(archive), "--source", str(copy))
    assert marked(content) == [text[start:end] for start, end in spans]
    assert len(spans) > 2


def test_another_copy_is_refused_with_both_fingerprints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.txt").write_text("another text", encoding="utf-8")
    assert cli.main(["show", "hd24-o17-01", "--source", str(tmp_path / "other.txt")]) == 2
    said = capsys.readouterr().err
    assert "this is not the received copy of the article" in said
    assert sha256(b"another text").hexdigest() in said
    assert "22776b864d31828721c6332da886451f6f64e5abdea3482668c9dbdd805a23f4" in said


def test_the_article_itself_shows_the_printed_figure_within_the_marks(show: Show, article: Path) -> None:
    assert "112億元" in marked(shown(show, "hd24-o17-01", "--source", str(article)))[0]


def test_without_a_copy_nothing_of_the_article_is_shown(show: Show) -> None:
    assert "excerpts" not in shown(show, "hd24-o17-01")


def test_an_id_of_another_table_is_unknown_in_the_table_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "yuan", "--table", "indicators"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("xiaogan-facts: there is no 'yuan' in the table indicators")
    assert "'yuan'?" not in said
