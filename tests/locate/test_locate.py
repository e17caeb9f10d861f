"""A phrase is found in the received copy in either script, behind readings and through damage, and nowhere else."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ARTICLE
from xiaogan_facts import cli
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.locate import NotOnRecordError, Places, locate


def cut(text: str) -> str:
    """What is left of a text that went through GBK without its first byte."""
    return "?" + text.encode("gbk")[1:].decode("gbk", "replace")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A received copy of four lines, the third of them damaged, and beside it the archive that has it on record."""
    lines = (
        "柳溪鎮(zhèn)位於河邊,全鎮(zhèn)有茶園(yuán)300畝",
        "今年的茶葉收成好?不知道",
        f"去年{cut('茶廠賣出')}三千斤",
        "鎮(zhèn)長說:茶園(yuán)明年擴大,茶園(yuán)還要修路",
    )
    text = "\n".join(lines)
    (tmp_path / "copy.txt").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "sources.csv").write_text(
        f"source_id,sha256\ntea,{sha256(text.encode()).hexdigest()}\nother,\n", "utf-8"
    )
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    passages = [f"p{number},tea,{start},{end - 1}" for number, (start, end) in enumerate(pairwise(starts), 1)]
    passages.append("elsewhere,other,0,9")
    (tmp_path / "passages.csv").write_text("\n".join(["passage_id,source_id,char_start,char_end", *passages]), "utf-8")
    tables = {"sources": ("source_id", "sha256"), "passages": ("passage_id", "source_id", "char_start", "char_end")}
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {
                "fields": [{"name": each, "type": "integer" if "char" in each else "string"} for each in fields]
            },
        }
        for name, fields in tables.items()
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "tea", "resources": resources}), "utf-8")
    return tmp_path / "copy.txt"


def spans(copy: Path, phrase: str) -> list[tuple[int, int, int, tuple[str, ...], str]]:
    return [
        (each.line, each.char_start, each.char_end, each.passages, each.printed)
        for each in locate(phrase, copy, copy.parent).found
    ]


@pytest.mark.parametrize("phrase", ["全镇有茶园", "全鎮有茶園", " 全镇有茶园 "])
def test_a_phrase_is_found_in_either_script_with_the_readings_behind_its_characters(copy: Path, phrase: str) -> None:
    assert spans(copy, phrase) == [(1, 14, 31, ("p1",), "全鎮(zhèn)有茶園(yuán)")]


def test_signs_of_full_width_are_those_of_half_width(copy: Path) -> None:
    (found,) = spans(copy, "河边，全")
    assert found[-1] == "河邊,全"


def test_every_place_is_found_in_the_order_of_the_text(copy: Path) -> None:
    assert [(line, passages) for line, _, _, passages, _ in spans(copy, "茶园")] == [
        (1, ("p1",)),
        (4, ("p4",)),
        (4, ("p4",)),
    ]


@pytest.mark.parametrize("phrase", ["去年茶厂卖出三千斤", "茶厂卖出三千", "去年茶廠", "厂卖出三千斤"])
def test_a_damaged_place_is_bridged(copy: Path, phrase: str) -> None:
    text = copy.read_text("utf-8")
    places = locate(phrase, copy, copy.parent).found
    assert [(each.line, each.damaged) for each in places] == [(3, True)]
    assert text[places[0].char_start : places[0].char_end] == places[0].printed
    assert ("去年" in phrase) == places[0].printed.startswith("去年")
    assert ("三千" in phrase) == ("三千" in places[0].printed)


@pytest.mark.parametrize("phrase", ["去年稻谷卖出三千斤", "收成好吗", "茶园250亩", "去年茶厂三千斤"])
def test_damage_is_no_excuse_for_another_phrase(copy: Path, phrase: str) -> None:
    assert locate(phrase, copy, copy.parent).found == ()


def test_of_a_phrase_that_is_not_there_the_longest_part_is_named_with_its_places(copy: Path) -> None:
    places = locate("明年扩大茶园还要修路吗", copy, copy.parent)
    assert places == Places((), "茶园还要修路", places.nearest)
    assert [each.printed for each in places.nearest] == ["茶園(yuán)還要修路"]


def test_of_a_phrase_of_which_nothing_is_there_nothing_is_named(copy: Path) -> None:
    assert locate("xyz", copy, copy.parent) == Places((), "", ())


def test_a_copy_that_is_not_on_record_is_refused(copy: Path) -> None:
    other = copy.with_name("other.txt")
    other.write_text(copy.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(
        NotOnRecordError, match=r"other\.txt: this is not the received copy .* on record is [0-9a-f]{64}$"
    ):
        locate("茶园", other, copy.parent)


def test_a_package_without_passages_is_said_to_be_no_archive(copy: Path, small_package: Path) -> None:
    with pytest.raises(CannotRunError, match="has no table 'sources'"):
        locate("茶园", copy, small_package)


@pytest.mark.parametrize(
    ("phrase", "code", "printed"),
    [
        ("修路", 0, "1. line 4, char_start "),
        ("茶厂卖出三千", 0, " (damaged there)\n"),
        ("修桥", 1, "not found: 修桥\nthe longest part that is found: 修\n1. line 4, char_start "),
        ("xyz", 1, "not found: xyz\n"),
        ("  ", 2, "there is no phrase to look for"),
    ],
)
def test_the_command_prints_places_and_exits_as_it_says(
    copy: Path, capsys: pytest.CaptureFixture[str], phrase: str, code: int, printed: str
) -> None:
    assert cli.main(["locate", phrase, "--source", str(copy), "--package", str(copy.parent)]) == code
    written = capsys.readouterr()
    assert printed in written.out + written.err


@pytest.mark.slow
@pytest.mark.article
def test_phrases_of_the_article_are_found_where_they_stand() -> None:
    """Of the phrases of 2 to 30 characters of the reading copy, 99 of 100 at least, each at its very span."""
    reading = ARTICLE.with_name("reading-copy.zh-Hans.txt").read_text("utf-8").split("\n")
    positions = json.loads(ARTICLE.with_name("alignment.json").read_text("utf-8"))
    phrases = [
        (phrase, (positions[line][start][0], positions[line][start + length - 1][1]))
        for line, text in enumerate(reading)
        for start in range(len(text))
        for length in range(2, 31)
        if len(phrase := text[start : start + length]) == length and phrase == phrase.strip()
    ]
    some = phrases[::997]
    found = sum(
        span in [(each.char_start, each.char_end) for each in locate(phrase, ARTICLE).found] for phrase, span in some
    )
    assert len(some) > 50
    assert found >= 0.99 * len(some)
