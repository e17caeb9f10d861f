"""`xiaogan-facts new`: a row is begun with what is known of it, at its place, and every other line stays as it was."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.base_archive import BASE, lay_out
from xiaogan_facts import cli, validate

COPY = BASE / "invented.txt"
Begin = Callable[..., dict[str, str]]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The base archive on an invented article, to be added to."""
    folder = tmp_path / "datapackage"
    folder.mkdir()
    lay_out(folder)
    return folder


@pytest.fixture
def begin(archive: Path) -> Begin:
    """Run the command on the archive; the row that it added to the table, by column."""

    def run(table: str, *words: str) -> dict[str, str]:
        before = (archive / f"{table}s.csv").read_text(encoding="utf-8").splitlines()
        assert cli.main(["new", table, *words, "--package", str(archive)]) == 0
        after = (archive / f"{table}s.csv").read_text(encoding="utf-8").splitlines()
        [row] = [line for line in after if line not in before]
        assert [line for line in after if line != row] == before
        return dict(zip(next(csv.reader(after)), next(csv.reader([row])), strict=True))

    return run


def test_a_figure_is_begun_from_its_words_with_its_evidence_read(begin: Begin) -> None:
    row = begin("observation", "--phrase", "近30家茶企", "--source", str(COPY), "-s", "indicator_id=firms-attending")
    assert row["observation_id"] == "ln24-o02-02"
    assert (row["printed"], row["value"], row["multiplier"]) == ("近30家", "30", "0")
    assert (row["comparator"], row["is_near"], row["unit_id"]) == ("<", "true", "count")
    assert (row["char_start"], row["char_end"], row["source_id"]) == ("67", "73", "liuxi-news")
    assert (row["attributed_to_id"], row["attribution_type"]) == ("liuxi-news-paper", "narration")


def test_the_row_is_printed_with_what_is_left_to_fill_in(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "claim", "--line", "2", "--package", str(archive)]) == 0
    said, then = capsys.readouterr().out.splitlines()
    assert said.startswith("claims.csv:2  ln24-c02-01  fill in subject_id, claim_type, aspect_en, aspect_zh, text_en")
    assert then == "Then: xiaogan-facts validate"


def test_a_figure_without_a_mention_gets_one_that_carries_it(archive: Path) -> None:
    mentions = archive / "mentions.csv"
    rows = [row for row in mentions.read_text("utf-8").splitlines(keepends=True) if "m05-04" not in row]
    mentions.write_text("".join(rows), "utf-8")
    words = ("--phrase", "增长8.5%", "--source", str(COPY), "--package", str(archive))
    assert cli.main(["new", "observation", *words]) == 0
    after = csv.DictReader(mentions.read_text("utf-8").splitlines())
    [added] = [row for row in after if row["fact_id"] == "ln24-o05-03"]
    assert (added["mention_id"], added["printed"], added["resolution"]) == ("ln24-m05-04", "增長8.5%", "fact")
    assert (added["char_start"], added["char_end"], added["mention_type"]) == ("208", "214", "figure")


def test_what_a_speaker_says_is_begun_as_a_quotation_of_theirs(begin: Begin) -> None:
    row = begin("statement", "--line", "5")
    assert (row["attributed_to_id"], row["attribution_type"]) == ("zhou-yuan", "indirect_quotation")
    assert (row["char_start"], row["char_end"]) == ("167", "215")
    assert row["value_type"] == ""


def test_on_a_line_of_several_passages_the_words_are_left_to_the_curator(begin: Begin) -> None:
    row = begin("relation", "--line", "4")
    assert (row["relation_id"], row["source_id"], row["char_start"], row["char_end"]) == (
        "ln24-r04-01",
        "liuxi-news",
        "",
        "",
    )


def test_a_number_that_the_change_log_withdrew_is_not_given_again(archive: Path) -> None:
    (archive.parent / "CHANGELOG.md").write_text("- Withdrawn: `ln24-c04-07`, `c04-09`, `o04-12`.\n", encoding="utf-8")
    assert cli.main(["new", "claim", "--line", "4", "--package", str(archive)]) == 0
    assert "ln24-c04-10," in (archive / "claims.csv").read_text("utf-8")


def test_a_row_that_is_filled_in_is_valid(archive: Path) -> None:
    words = ("--phrase", "全县首家茶厂", "--source", str(COPY), "--package", str(archive))
    cells = {
        "subject_id": "bailu-tea-factory",
        "claim_type": "largest",
        "aspect_en": "size",
        "aspect_zh": "规模",
        "text_en": "It is the largest, too.",
        "text_zh": "它也是最大的。",
        "char_start": "140",
    }
    assert cli.main(["new", "claim", *words, *(word for cell in cells.items() for word in ("-s", "=".join(cell)))]) == 0
    assert [problem for problem in validate(archive, source=COPY).problems if problem.severity == "error"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["entity", "--line", "2"], "facts stand in observations, events"),
        (["claim"], "say where the fact stands: --line N, or --phrase with --source"),
        (["claim", "--line", "99"], "there is no passage on line 99"),
        (["claim", "--phrase", "茶厂"], "name it with --source"),
        (["claim", "--phrase", "茶厂", "--source", str(COPY)], "'茶厂' is found 3 times: line 2"),
        (["claim", "--phrase", "咖啡", "--source", str(COPY)], "'咖啡' is found 0 times; `xiaogan-facts locate`"),
        (["claim", "--line", "2", "-s", "colour=red"], "claims has no column 'colour'; it has: claim_id"),
        (["observation", "--phrase", "茶企参会", "--source", str(COPY)], "hold no figure"),
        (
            ["observation", "--line", "5", "--source", str(COPY)],
            "several figures: 2026年, 突破3億元, 增長8.5%; choose",
        ),
        (["observation", "--line", "5", "--source", str(COPY), "--figure", "7%"], "do not hold '7%'"),
        (
            ["observation", "--line", "5", "--source", str(COPY), "--figure", "力爭"],
            "'力爭' cannot be read",
        ),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(
    archive: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in archive.glob("*.csv")}
    assert cli.main(["new", *words, "--package", str(archive)]) == 2
    assert said in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in archive.glob("*.csv")} == before


def test_a_file_of_other_columns_is_left_alone(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = archive / "claims.csv"
    shutil.copy(archive / "units.csv", claims)
    assert cli.main(["new", "claim", "--line", "2", "--package", str(archive)]) == 2
    assert "claims.csv" in capsys.readouterr().err
    assert claims.read_bytes() == (archive / "units.csv").read_bytes()
